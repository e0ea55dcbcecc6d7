"""What an organisation chose about the rules, in one TOML file: which to ask, how bad their findings are, thresholds.

[rules."ownership/too_many_goals"]
severity = "info"
at_most = 4
at_most_by_team = {platform = 8}

[rules."assumptions/no_reason"]
enabled = false
"""

import tomllib
from collections.abc import Container, Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from analyzer.errors import BadSettings
from analyzer.model import Level
from analyzer.rules.rule import Rule, Severity


def read_choices(file: Path) -> Mapping[str, Any]:
    """Read the file; raises BadSettings when it can't be read or is not TOML of that form."""
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except OSError as why:
        raise BadSettings(f"{file}: can't be read: {why.strerror or why}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise BadSettings(f"{file}: this is not TOML in UTF-8: {why}") from None
    chosen = read.pop("rules", {})
    if read or not isinstance(chosen, dict) or not all(isinstance(one, dict) for one in chosen.values()):
        raise BadSettings(f'{file}: it holds sections [rules."family/rule"] and nothing else')
    return chosen


def choose(
    rules: Iterable[Rule], choices: Mapping[str, Any], place: str, others: Container[str] = ()
) -> tuple[Rule, ...]:
    """Give the rules as chosen, those not enabled left out; raises BadSettings with every choice that can't be.

    What is chosen about `others`, rules that are there and not asked now, is let be.
    """
    known = {rule.id: rule for rule in rules}
    unknown = (name for name in choices if name not in known and name not in others)
    problems = [f"there is no rule {name!r}; `alignment rules list` shows them" for name in unknown]
    chosen = []
    for rule in known.values():
        values = dict(choices.get(rule.id, {}))
        enabled, severity = values.pop("enabled", True), values.pop("severity", rule.severity.value)
        if type(enabled) is not bool:
            problems.append(f"{rule.id}: enabled must be true or false, not {enabled!r}")
        if severity not in list(Severity):
            problems.append(f"{rule.id}: severity must be one of {', '.join(Severity)}, not {severity!r}")
            severity = rule.severity.value
        problems.extend(f"{rule.id}: {problem}" for problem in misfits(rule, values))
        if enabled:
            settings = {**rule.settings, **values}
            chosen.append(rule.model_copy(update={"severity": Severity(severity), "settings": settings}))
    if problems:
        raise BadSettings("\n".join(f"{place}: {problem}" for problem in problems))
    return tuple(chosen)


def misfits(rule: Rule, values: Mapping[str, Any]) -> Iterable[str]:
    """Say which values can't be settings of a rule; each must be of the kind of its default."""
    for name, value in values.items():
        if name not in rule.settings:
            yield f"there is no setting {name!r}; it has {', '.join(sorted(rule.settings)) or 'none'}"
        elif isinstance(default := rule.settings[name], dict):
            like = rule.settings[name.rpartition("_by_")[0]]
            if not isinstance(value, dict) or not all(_alike(one, like) for one in value.values()):
                yield f"{name} must name values like {like!r}, such as {{some_key = {like!r}}}, not {value!r}"
            elif name.endswith("_by_level") and (unknown := sorted(value.keys() - set(Level))):
                yield f"{name}: there is no level {unknown[0]!r}; there are {', '.join(Level)}"
            elif any(_negative(one, like) for one in value.values()):
                yield f"{name}: write numbers of 0 or more, not {value!r}"
        elif not _alike(value, default):
            yield f"{name} must be like {default!r}, not {value!r}"
        elif _negative(value, default):
            yield f"{name} must be 0 or more, not {value!r}"


def _negative(value: object, default: object) -> bool:
    """Tell a number below 0 where the default counts or measures something."""
    return isinstance(value, (int, float)) and isinstance(default, (int, float)) and value < 0 < default


def _alike(value: object, default: object) -> bool:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return False
    if isinstance(value, float) and not isfinite(value):
        return False
    return type(value) is type(default) or (type(default) is float and type(value) is int)
