"""An audit as one page for a planning meeting: a single file that asks nothing of any network."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from analyzer.exchange.reports.sheet import Sheet, rule_anchor, shortened
from analyzer.exchange.reports.telling import NOUNS, acceptance, change, counted, plural, points
from analyzer.exchange.reports.trend import HEIGHT, WIDTH, trend
from analyzer.rules.page import Page
from analyzer.rules.rule import Severity
from analyzer.rules.standing import Standing

HERE = Path(__file__).parent


def to_html(standing: Standing, pages: Mapping[str, Page]) -> str:
    """Write the page: score, trend, what changed, gaps by corporate goal and by team, then every finding by rule."""
    style, script = ((HERE / name).read_text("utf-8") for name in ("audit.css", "audit.js"))
    return (
        _templates()
        .get_template("audit.html")
        .render(
            standing=standing,
            audit=standing.audit,
            sheet=Sheet(standing),
            trend=trend(standing),
            pages=pages,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            policy=policy(style, script),
            version=version("alignment-analyzer"),
        )
    )


def policy(style: str, script: str) -> str:
    """Let a browser use this style and this script and nothing else, wherever it would come from."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _templates() -> Environment:
    """Escape all that is not marked as safe; a rule's page is Markdown without what leads elsewhere or is a heading."""
    markdown = MarkdownIt("commonmark", {"html": False}).disable(
        ["image", "link", "autolink", "reference", "heading", "lheading"]
    )
    templates = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    templates.filters |= {
        "markdown": lambda text: Markup(markdown.render(text)),  # noqa: S704 - it escapes what it is given
        "points": points,
        "plural": plural,
        "counted": counted,
        "rule_anchor": rule_anchor,
        "acceptance": acceptance,
        "shortened": shortened,
        "change": change,
    }
    templates.globals |= {"severities": list(Severity), "NOUNS": NOUNS, "WIDTH": WIDTH, "HEIGHT": HEIGHT}
    return templates
