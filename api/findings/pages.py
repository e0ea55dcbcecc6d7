"""Findings page by page, and which of them."""

import strawberry

from analyzer.rules.finding import Subject
from analyzer.rules.life import State
from analyzer.rules.rule import Severity
from api.context import Context
from api.findings.source import Wanted
from api.findings.types import Finding, finding_of
from api.ids import opaque, parts_of
from api.pages import Connection, Edge, bad_cursor, limited, page_of
from api.stored import keys_of
from api.types import TEAM_GOALS, TEAM_MEMBERS


@strawberry.input(description="Which findings: those that match everything given; of a list, any of its values.")
class FindingFilter:
    """Each field narrows the findings down; those that name subjects let each other's in."""

    rule: list[str] | None = strawberry.field(default=None, description="Ids of rules.")
    severity: list[Severity] | None = strawberry.field(default=None, description="How bad they are.")
    goal: list[str] | None = strawberry.field(
        default=None, description="Keys of the goals they are about; with team or person, about any of all these."
    )
    team: list[str] | None = strawberry.field(
        default=None, description="Keys of the teams they are about; with goal or person, about any of all these."
    )
    person: list[str] | None = strawberry.field(
        default=None, description="Keys of the people they are about; with goal or team, about any of all these."
    )
    of_team: list[str] | None = strawberry.field(
        default=None,
        description="Keys of teams: findings about the team itself, a goal that it pursues, or a member of it.",
    )
    accepted: bool | None = strawberry.field(
        default=None, description="Whether somebody decided to live with them, and that is in force."
    )
    state: list[State] | None = strawberry.field(
        default=None, description="What they are beside the last audit that was kept; none match when none was."
    )


def findings_page(
    context: Context, first: int | None, after: str | None, which: FindingFilter | None
) -> Connection[Finding]:
    """Read a page of findings, the worst first; raises UnknownRule."""
    limit, place = limited(first), _place(after)
    wanted = wanted_of(context, which or FindingFilter())
    page = context.findings.page(wanted, place, limit)
    edges = [Edge(node=finding_of(*one), cursor=opaque("findings", one.finding.place)) for one in page.found]
    return page_of(edges, after, page.more, page.count)


def wanted_of(context: Context, which: FindingFilter) -> Wanted:
    """Bring a filter down to rules, subjects and fingerprints."""
    ids = None if which.rule is None else context.known(which.rule)
    rules = frozenset(
        rule.id
        for rule in context.rules.rules
        if (ids is None or rule.id in ids) and (which.severity is None or rule.severity in which.severity)
    )
    only, without = _decided(context, which)
    return Wanted(rules, _subjects(context, which), only, without)


def _subjects(context: Context, which: FindingFilter) -> frozenset[Subject] | None:
    named = (("Goal", which.goal), ("Team", which.team), ("Person", which.person))
    there = [
        {Subject(label, key) for label, keys in named for key in keys_of(keys or ())},
        _of_teams(context, which.of_team or ()),
    ]
    given = [any(keys is not None for _, keys in named), which.of_team is not None]
    asked = [some for some, wanted in zip(there, given, strict=True) if wanted]
    return frozenset(set.intersection(*asked)) if asked else None


def _of_teams(context: Context, teams: "list[str] | tuple[()]") -> set[Subject]:
    if not (keys := keys_of(teams)):
        return set()
    found = {Subject("Team", key) for key in keys}
    for label, edge in (("Goal", TEAM_GOALS), ("Person", TEAM_MEMBERS)):
        found |= {Subject(label, key) for _, key in context.tx.ask_among(edge.text, among=keys)}
    return found


def _decided(context: Context, which: FindingFilter) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Say acceptance and state by fingerprint: the only ones, and those to leave out."""
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    if which.accepted is not None:
        accepted = frozenset(context.accepted)
        only, without = (accepted, without) if which.accepted else (None, accepted)
    if which.state is None:
        return only, without
    seen = context.seen
    if seen is None:
        return frozenset(), without
    known = {State.OPEN: seen.lately, State.REAPPEARED: seen.before}
    if State.NEW in which.state:
        return only, without.union(*(known[state] for state in known if state not in which.state))
    those = frozenset().union(*(known[state] for state in known if state in which.state))
    return those if only is None else only & those, without


def _place(after: str | None) -> str:
    if after is None:
        return ""
    match parts_of(after, "a cursor"):
        case ["findings", str(place)]:
            return place
    raise bad_cursor(after)
