"""What a rule looks at, by name, so that it is not asked again about what can't change its answer."""

import re
from functools import cache

from analyzer.rules.rule import Rule, without_strings

_KIND = re.compile(r"[:|&!]\s*([A-Za-z_]\w*)")
_PROPERTY = re.compile(r"(?:\.\s*|[{,]\s*)([A-Za-z_]\w*)")


def looks_at(rule: Rule) -> frozenset[str]:
    """Name the labels, the types of relationships and the properties that a rule's query speaks of, and some more.

    Shipped rules name the type of every relationship and no property by a computed name, which a test keeps so: hence
    nothing else can change their answers.
    """
    return _names(rule.query)


@cache
def _names(query: str) -> frozenset[str]:
    bare = without_strings(query)
    return frozenset((*_KIND.findall(bare), *_PROPERTY.findall(bare)))
