"""An audit in the form that somebody else reads."""

from collections.abc import Callable, Mapping

import orjson

from analyzer.cli.present import plain
from analyzer.exchange.reports.html import to_html
from analyzer.exchange.reports.junit import to_junit
from analyzer.exchange.reports.markdown import to_markdown
from analyzer.exchange.reports.sarif import to_sarif
from analyzer.exchange.reports.table import to_csv
from analyzer.rules.rule import Severity
from analyzer.rules.ruleset import RuleSet
from analyzer.rules.standing import Standing

WITH_PAGES = ("html", "markdown", "sarif")


def report(standing: Standing, rules: RuleSet, form: str, fail_on: str) -> str:
    """Write where a map stands in a form of this name."""
    audit = standing.audit
    pages = {asked.rule.id: rules.page(asked.rule) for asked in audit.rules} if form in WITH_PAGES else {}
    forms: Mapping[str, Callable[[], str]] = {
        "json": lambda: orjson.dumps(standing.document(), option=orjson.OPT_INDENT_2, default=plain).decode() + "\n",
        "html": lambda: to_html(standing, pages),
        "markdown": lambda: to_markdown(standing, pages),
        "csv": lambda: to_csv(standing),
        "sarif": lambda: to_sarif(standing, pages),
        "junit": lambda: to_junit(standing, Severity(fail_on)),
    }
    return forms[form]()
