"""An audit in the form that somebody else reads."""

from collections.abc import Callable, Collection, Mapping

import orjson

from analyzer.cli.common import complain
from analyzer.cli.present import plain
from analyzer.errors import RuleError
from analyzer.exchange.reports.html import to_html
from analyzer.exchange.reports.junit import to_junit
from analyzer.exchange.reports.markdown import to_markdown
from analyzer.exchange.reports.sarif import to_sarif
from analyzer.exchange.reports.table import to_csv
from analyzer.rules.page import Page
from analyzer.rules.rule import Rule, Severity
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.standing import Standing

WITH_PAGES = ("html", "markdown", "sarif")


def report(standing: Standing, rules: RuleSet, form: str, fail_on: str, known: Collection[str] = ()) -> str:
    """Write where a map stands in a form of this name; findings of a baseline are known."""
    audit = standing.audit
    pages = {asked.rule.id: _page(rules, asked.rule) for asked in audit.rules} if form in WITH_PAGES else {}
    forms: Mapping[str, Callable[[], str]] = {
        "json": lambda: orjson.dumps(standing.document(), option=orjson.OPT_INDENT_2, default=plain).decode() + "\n",
        "html": lambda: to_html(standing, pages),
        "markdown": lambda: to_markdown(standing, pages),
        "csv": lambda: to_csv(standing),
        "sarif": lambda: to_sarif(standing, pages),
        "junit": lambda: to_junit(standing, Severity(fail_on), known),
    }
    return forms[form]()


def _page(rules: RuleSet, rule: Rule) -> Page:
    """Give the page of a rule; one's own may lack it, which is told and takes nothing else from the report."""
    try:
        return rules.page(rule)
    except RuleError as why:
        complain(str(why))
        return Page("", "", "", ())
