"""All that can be asked of a map, of the live one and of every view of it alike."""

from collections.abc import Sequence
from typing import Any, TypeVar

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel

from analyzer.errors import InputError
from api.changes import Change
from api.context import Info
from api.findings.audits import LAST, Audit, AuditChanges, AuditRecord, audit_of, changes_of, records_of
from api.findings.pages import FindingFilter, findings_page
from api.findings.rules import RuleType, rule_of
from api.findings.score import Score, score_of
from api.findings.types import Finding
from api.ids import parts_of
from api.impact import Impact, impact_of
from api.loading import Kind
from api.outlook import BeliefsInput, Outlook, outlook_of
from api.pages import FIRST, Connection, GoalFilter, GoalOrder, TeamFilter, goals_page, people_page, teams_page
from api.remedies import Remedies, remedies_of
from api.steps import all_fetched, fetched
from api.stored import key_of
from api.types import (
    GOAL,
    KINDS,
    LINKS,
    PERIOD,
    PERSON,
    TEAM,
    Goal,
    Node,
    Period,
    Person,
    Team,
)
from api.views import enter_named

T = TypeVar("T")

WIDTHS = {"Measure": 2, "Contribution": 2, "Dependency": 2, "Commitment": 4}


class Asking(BaseModel):
    """Each field fetches all that is selected below it before anything below it is resolved."""

    @graphql.field(description="The goal with this key.")
    def goal(self, info: Info, key: str) -> Goal | None:
        """Find by key."""
        return _found(info, GOAL, key)

    @graphql.field(description="Goals, page by page.")
    def goals(
        self,
        info: Info,
        first: int | None = FIRST,
        after: str | None = None,
        filter: GoalFilter | None = None,  # noqa: A002 - the name is fixed
        order_by: GoalOrder | None = None,
    ) -> Connection[Goal]:
        """Read a page."""
        return fetched(info, goals_page(info.context.loaded, first, after, filter, order_by))

    @graphql.field(description="The team with this key.")
    def team(self, info: Info, key: str) -> Team | None:
        """Find by key."""
        return _found(info, TEAM, key)

    @graphql.field(description="Teams by key, page by page.")
    def teams(
        self,
        info: Info,
        first: int | None = FIRST,
        after: str | None = None,
        filter: TeamFilter | None = None,  # noqa: A002 - as for goals
    ) -> Connection[Team]:
        """Read a page."""
        return fetched(info, teams_page(info.context.loaded, first, after, filter))

    @graphql.field(description="The person with this key.")
    def person(self, info: Info, key: str) -> Person | None:
        """Find by key."""
        return _found(info, PERSON, key)

    @graphql.field(description="People by key, page by page.")
    def people(self, info: Info, first: int | None = FIRST, after: str | None = None) -> Connection[Person]:
        """Read a page."""
        return fetched(info, people_page(info.context.loaded, first, after))

    @graphql.field(description="The period with this key.")
    def period(self, info: Info, key: str) -> Period | None:
        """Find by key."""
        return _found(info, PERIOD, key)

    @graphql.field(description="All periods, in the order in which they begin.")
    def periods(self, info: Info) -> list[Period]:
        """Read all."""
        loaded = info.context.loaded
        return all_fetched(info, [loaded.put(PERIOD, stored) for stored in loaded.tx.ask("reads/api/periods")])

    @graphql.field(description="What capacities and efforts count, such as person-days.")
    def effort_unit(self, info: Info) -> str | None:
        """Read the head of the map."""
        unit: str | None = info.context.tx.ask("reads/effort_unit")
        return unit

    @graphql.field(description="All rules that are asked.")
    def rules(self, info: Info) -> list[RuleType]:
        """List the files."""
        rules = info.context.rules
        return all_fetched(info, [rule_of(rule, rules) for rule in rules.rules])

    @graphql.field(description="What the rules find now, the worst first, page by page.")
    def findings(
        self,
        info: Info,
        first: int | None = FIRST,
        after: str | None = None,
        filter: FindingFilter | None = None,  # noqa: A002 - as for goals
    ) -> Connection[Finding]:
        """Read a page."""
        return fetched(info, findings_page(info.context, first, after, filter))

    @graphql.field(description="What all rules find now, or only some, and how many they looked at.")
    def audit(self, info: Info, rules: list[str] | None = None) -> Audit:
        """Ask them."""
        return fetched(info, audit_of(info.context.audit(rules), info.context.rules))

    @graphql.field(description="The last audits that were kept, oldest first.")
    def audits(self, info: Info, last: int | None = LAST) -> list[AuditRecord]:
        """Read them without their findings."""
        return all_fetched(info, records_of(info.context, last))

    @graphql.field(description="What became of findings between two audits that were kept, by their numbers.")
    def audit_changes(self, info: Info, earlier: int, later: int) -> AuditChanges:
        """Compare them."""
        return fetched(info, changes_of(info.context, earlier, later))

    @graphql.field(description="How well the map hangs together now.")
    def score(self, info: Info) -> Score:
        """Ask all rules, and reckon."""
        return fetched(info, score_of(info.context))

    @graphql.field(
        description="What breaks if these changes are made, and why goals are hit or are not; nothing is kept."
    )
    def impact(
        self,
        info: Info,
        changes: list[Change],  # type: ignore[valid-type]
        why: list[str] | None = None,
    ) -> Impact:
        """Rehearse."""
        return fetched(info, impact_of(info.context, changes, why or ()))

    @graphql.field(
        description="How likely each corporate goal is met, and which assumption is most worth testing next."
    )
    def outlook(
        self,
        info: Info,
        draws: int | None = None,
        seed: int | None = None,
        top: int | None = None,
        beliefs: BeliefsInput | None = None,  # type: ignore[valid-type]
    ) -> Outlook:
        """Draw it."""
        return fetched(info, outlook_of(info.context, draws, seed, top, beliefs))

    @graphql.field(description="What teams can do that promised too much: the best found in so many seconds.")
    def remedies(
        self,
        info: Info,
        teams: list[str] | None = None,
        periods: list[str] | None = None,
        seconds: float | None = None,
    ) -> Remedies:
        """Look for them."""
        return fetched(info, remedies_of(info.context, teams, periods, seconds))

    @graphql.field(
        description="The node with this id, in the view that the id was given in; null when there is none any more."
    )
    def node(self, info: Info, id: strawberry.ID) -> Node | None:  # noqa: A002 - Relay's name
        """Find by what the id says, in the view that it was given in."""
        found = _identified(info, str(id))
        return None if found is None else fetched(info, found)


def _found(info: Info, kind: Kind[T], key: str) -> T | None:
    stored = key_of(key)
    found = None if stored is None else info.context.loaded.find(kind, stored)
    return None if found is None else fetched(info, found)


def _identified(info: Info, text: str) -> Any:  # noqa: ANN401 - any of the node types
    context = info.context
    parts = parts_of(text, "an id")
    if parts and isinstance(parts[0], list):
        context = enter_named(context, parts.pop(0), text)
    elif context.view is not None:
        raise InputError(f"{text[:80]!r} is an id of the live map; ask for node beside view, not in it")
    label, *identity = parts or [None]
    if not all(part is None or isinstance(part, str) for part in (label, *identity)):
        label = None
    if label in KINDS and len(identity) == 1 and identity[0] is not None:
        return context.loaded.find(KINDS[label], identity[0])
    if label in LINKS and len(identity) == WIDTHS[label] and identity[LINKS[label][0]] is not None:
        at, edge = LINKS[label]
        goal = context.loaded.find(GOAL, identity[at])
        if goal is None:
            return None
        context.loaded.follow(edge, [goal.key])
        there: Sequence[Node] = context.loaded.many(edge, goal.key)
        return next((one for one in there if one.identity() == tuple(identity)), None)
    raise InputError(f"{text[:80]!r} is not an id of this server; use one that it gave you")
