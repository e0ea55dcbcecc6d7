"""What breaks if, in GraphQL."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel, Field

from analyzer.changes.difference import Difference
from analyzer.changes.making import make
from analyzer.changes.writing import apply, raised, read_versions, set_versions
from analyzer.graph.contents import Kind
from analyzer.history.views import ROWS
from analyzer.impact.grade import Outcome
from analyzer.impact.rehearsal import Fit as FoundFit
from analyzer.impact.rehearsal import rehearse, what_breaks
from analyzer.impact.sentences import explain, why_not
from analyzer.rules.audit import Compared
from api.about import ITS_GOAL, ITS_PERIOD, ITS_TEAM, InPeriod, OfGoal
from api.changes import changes_of
from api.context import Context, Info
from api.findings.types import Finding, finding_of
from api.limits import MAX_PAGE, TooMuch
from api.loading import End
from api.stored import key_of
from api.types import GOAL, Goal

strawberry.enum(Outcome, description="What a change does to a goal that it reaches, the worst first.")


@graphql.type(description="What the changes do to one goal.")
class Affected(OfGoal):
    """Outcome, how much is left, and why."""

    outcome: Outcome = Field(description="What happens to it.")
    kept: float = Field(description="Part of its support that is left.")
    days_late: int = Field(description="Days that it slips.")
    because_keys: list[str] = Field(description="Keys of the chain from a changed goal to this one.")
    sentence: str = Field(description="The same for people to read.")

    @graphql.field(description="The chain from a changed goal to this one that explains it best.")
    def because(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.because_keys]


@graphql.type(description="Effort that a team no longer owes in a period.")
class Freed(InPeriod):
    """What dropped goals were promised."""

    effort: Decimal = Field(description="How much.")


@graphql.type(description="How much of what was promised to a goal fits a team's capacity in a period, by priority.")
class Fit(OfGoal, InPeriod):
    """Before and after."""

    effort: Decimal = Field(description="What is promised.")
    before: Decimal = Field(description="What of it fitted.")
    after: Decimal = Field(description="What of it fits then.")


@graphql.type(description="Findings that would be there and are not, and the other way round.")
class FindingChanges(BaseModel):
    """New ones and resolved ones."""

    new: list[Finding] = Field(description="Would be found.")
    resolved: list[Finding] = Field(description="Would no longer be found.")


@graphql.type(description="Why a goal is affected, or is not.")
class Why(OfGoal):
    """The goal and the reason."""

    sentence: str = Field(description="A sentence for people.")


@graphql.type(description="What changes would do to the map; nothing is kept of them.")
class Impact(BaseModel):
    """Who is hit and how, what gets free, who loses the way to the top, and what rules would say."""

    affected: list[Affected] = Field(description="Corporate goals first, then the worst hit.")
    freed: list[Freed]
    squeezed: list[Fit] = Field(description="What no longer fits, where others go first or there is less capacity.")
    fitting: list[Fit] = Field(description="What fits whole then and did not before.")
    findings: FindingChanges
    why: list[Why] = Field(description="Of the goals that were asked about.")
    stranded_keys: strawberry.Private[list[str]]

    @graphql.field(description="Goals that lose every chain to a live corporate goal.")
    def stranded(self, info: Info) -> list[Goal]:
        """Give the ends of the links."""
        return [info.context.loaded.node(GOAL, key) for key in self.stranded_keys]


def impact_of(context: Context, changes: Iterable[Any], named: Iterable[str]) -> Impact:
    """Try the changes and say what they do; raises NotFound for unknown goals, BadModel for contradictions.

    Of goals that are named it is said why they are affected or are not.
    """
    rules, asked, today = context.rules.shipped, changes_of(changes), context.today
    why = list(dict.fromkeys(key_of(key) or key for key in named))
    if len(why) > MAX_PAGE:
        raise TooMuch(f"why names {len(why):,} goals; ask about at most {MAX_PAGE:,}")
    if context.view is None:
        found = what_breaks(
            context.store.rehearse, rules, asked, today=today, named=why, seconds=context.seconds_left(), most=ROWS
        )
    else:
        versions = _versions(context, make(context.tx, asked, today))
        found = rehearse(context.tx, rules, asked, today=today, named=why, stored=context.stored, most=ROWS)
        apply(context.tx, found.difference.inverse())  # what is answered after this sees the view again
        set_versions(context.tx, versions)
        context.ask_anew()
    return Impact(
        affected=[
            Affected(
                outcome=one.outcome,
                kept=one.kept,
                days_late=one.days_late,
                because_keys=one.because,
                sentence=explain(found, one),
                goal_key=one.goal,
            )
            for one in found.affected
        ],
        squeezed=[_fit(one) for one in found.squeezed],
        fitting=[_fit(one) for one in found.fitting],
        freed=[Freed(effort=one.effort, team_key=one.team, period_key=one.period) for one in found.freed],
        findings=finding_changes(found.findings),
        why=[Why(sentence=why_not(found, key), goal_key=key) for key in why],
        stranded_keys=list(found.stranded),
    )


def _versions(context: Context, difference: Difference) -> dict[Kind, dict[str, int]]:
    """Read versions that writing a difference and taking it back would raise."""
    back = difference.inverse()
    anew = back.in_place().created
    return read_versions(
        context.tx, {kind: {*ups, *(str(key) for (key,) in anew.get(kind, {}))} for kind, ups in raised(back).items()}
    )


def _fit(one: FoundFit) -> Fit:
    return Fit(
        effort=one.effort,
        before=one.before,
        after=one.after,
        goal_key=one.goal,
        team_key=one.team,
        period_key=one.period,
    )


def finding_changes(compared: Compared) -> FindingChanges:
    """Say in GraphQL what became of findings."""
    return FindingChanges(
        new=[finding_of(one) for one in compared.new], resolved=[finding_of(one) for one in compared.resolved]
    )


IMPACT_STEPS = {
    ("Affected", "goal"): ITS_GOAL,
    ("Affected", "because"): End(lambda one: [(GOAL, key) for key in one.because_keys]),
    ("Freed", "team"): ITS_TEAM,
    ("Freed", "period"): ITS_PERIOD,
    ("Fit", "goal"): ITS_GOAL,
    ("Fit", "team"): ITS_TEAM,
    ("Fit", "period"): ITS_PERIOD,
    ("Why", "goal"): ITS_GOAL,
    ("Impact", "stranded"): End(lambda one: [(GOAL, key) for key in one.stranded_keys]),
}
