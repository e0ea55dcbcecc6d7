"""Rules in GraphQL."""

from collections.abc import Callable
from functools import cache

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field
from strawberry.scalars import JSON

from analyzer.errors import RuleError
from analyzer.graph.texts import root
from analyzer.rules.page import Page
from analyzer.rules.rule import Reach, Rule, Severity
from analyzer.rules.ruleset import RuleSet

strawberry.enum(Severity, description="How bad it is.")
strawberry.enum(Reach, description="Whose answers an edit can change.")


@graphql.type(name="Rule", description="A question that is asked of the map, and whose answers are findings.")
class RuleType(BaseModel):
    """What its file says."""

    id: str = Field(description="Family and name, such as support/unsupported_goal.")
    title: str = Field(description="What is wrong where it finds something.")
    severity: Severity = Field(description="How bad that is.")
    about: str = Field(description="What its findings are about: Goal, Team or Person.")
    family: str = Field(description="Rules of one subject.")
    reach: Reach = Field(description="Whose answers an edit can change.")
    since: str = Field(description="Version of the program that brought it.")
    own: bool = Field(description="Whether it is one of the organisation's own, not one that ships.")
    algorithm: str | None = Field(description="What works on the rows of its query before they are findings, if any.")
    settings: JSON = Field(description="Its thresholds by name, as chosen.")
    said: strawberry.Private[Callable[[], Page | None]]
    written: strawberry.Private[Callable[[], str | None]]

    @graphql.field(description="What it finds, in Markdown.")
    def finds(self) -> str | None:
        """Read the section."""
        return page.finds if (page := self.said()) else None

    @graphql.field(description="Why that matters, in Markdown.")
    def matters(self) -> str | None:
        """Read the section."""
        return page.matters if (page := self.said()) else None

    @graphql.field(description="What to do about it, in Markdown.")
    def remedy(self) -> str | None:
        """Read the section."""
        return page.remedy if (page := self.said()) else None

    @graphql.field(
        description="Its whole page in Markdown, with the cases that prove it; rules of one's own may lack it."
    )
    def page(self) -> str | None:
        """Read the file."""
        return self.written()


def rule_of(rule: Rule, rules: RuleSet) -> RuleType:
    """Say a rule in GraphQL; its page is read once, and only when it is asked for."""
    own = rule in rules.own

    @cache
    def said() -> Page | None:
        try:
            return rules.page(rule)
        except RuleError:
            return None  # what is wrong with it is for its author: `alignment rules test` says it

    def written() -> str | None:
        folder = rules.folder if own and rules.folder else root.joinpath("rules")
        try:
            return folder.joinpath(f"{rule.id}.md").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    return RuleType(
        id=rule.id,
        title=rule.title,
        severity=rule.severity,
        about=rule.about,
        family=rule.family,
        reach=rule.reach,
        since=rule.since,
        own=own,
        algorithm=rule.algorithm,
        settings=JSON(dict(rule.settings)),
        said=said,
        written=written,
    )
