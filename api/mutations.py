"""What can be changed by GraphQL: the map, decisions about findings, and which audits are kept."""

from collections.abc import Iterable
from datetime import date

import strawberry.pydantic as graphql
from pydantic import BaseModel
from strawberry.scalars import JSON

from analyzer.changes.editing import Done, carry_out
from analyzer.changes.revisions import Author
from analyzer.errors import InputError, NotFound
from analyzer.history.cadence import mark, read_event, unmark
from analyzer.history.kinds import CadenceKind
from analyzer.history.undoing import undo
from analyzer.model import signature_of, why_of
from analyzer.rules.acceptance import accept, withdraw
from analyzer.rules.records import read_revision, record
from analyzer.scenarios.editing import check_revision, open_again
from api.changed import Changed, changed_of
from api.changes import Change, changes_of
from api.context import Context, Info
from api.findings.audits import AuditRecord, record_of
from api.findings.score import worked_out
from api.findings.types import Acceptance, Finding, acceptance_of, findings_of
from api.limits import MAX_PAGE
from api.past import CadenceEvent, event_of
from api.scenarios import AdoptedScenario, Scenario, adopted, deleted, refreshed, saved, saying_of
from api.steps import all_fetched, fetched


@graphql.type(description="Everything that can be changed: all that an operation changes is kept, or nothing of it.")
class Mutation(BaseModel):
    """Each field answers with what it changed."""

    @graphql.field(
        description="Change the map: all of the changes or nothing. With dryRun nothing of the operation is kept."
    )
    def change(
        self,
        info: Info,
        changes: list[Change],  # type: ignore[valid-type]
        by: str | None = None,
        why: str | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - an argument of GraphQL
    ) -> Changed:
        """Make them; a change based on another version of a node than there is is refused, with the node as it is."""
        context = info.context
        author = _author(context, by, why)
        done = carry_out(context.tx, changes_of(changes), context.rules.shipped, context.today, author=author)
        return _done(info, done, dry_run=dry_run)

    @graphql.field(
        description="Undo an edit, by an edit; refused where a later one wrote the same field, link or node."
    )
    def undo(
        self,
        info: Info,
        revision: int,
        by: str | None = None,
        why: str | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - an argument of GraphQL
    ) -> Changed:
        """Take it back."""
        context = info.context
        done = undo(context.tx, revision, context.rules.shipped, context.today, _author(context, by, why))
        open_again(context.tx, revision)
        return _done(info, done, dry_run=dry_run)

    @graphql.field(description="Mark an event of planning on the time line: the map as it is, or as it was on a day.")
    def mark_cadence(  # noqa: PLR0913 - arguments of GraphQL
        self,
        info: Info,
        name: str,
        kind: CadenceKind,
        on: date | None = None,
        by: str | None = None,
        why: str | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - an argument of GraphQL
    ) -> CadenceEvent:
        """Mark it."""
        info.context.rehearsed |= dry_run
        return event_of(mark(info.context.tx, name, kind, _author(info.context, by, why), on))

    @graphql.field(description="Take a mark on the time line back, and give it.")
    def unmark_cadence(
        self,
        info: Info,
        name: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - an argument of GraphQL
    ) -> CadenceEvent:
        """Take it back."""
        info.context.rehearsed |= dry_run
        event = read_event(info.context.tx, name)
        unmark(info.context.tx, name)
        return event_of(event)

    @graphql.field(description="Decide to live with findings, through the day until or for good; they still count.")
    def accept_findings(
        self, info: Info, fingerprints: list[str], reason: str, by: str, until: date | None = None
    ) -> list[Finding]:
        """Accept those that are found now, in place of what was said about them before."""
        context, names = info.context, _some(fingerprints)
        revision = read_revision(context.tx)
        there = context.findings.named(names)
        if unknown := [name for name in names if name not in there]:
            raise NotFound(
                f"nothing is found now that has the fingerprint {', '.join(unknown)}; ask for findings again"
            )
        found = [there[name] for name in names]
        accept(context.tx, [one.finding for one in found], reason, _signed(by), context.now, until, revision)
        context.forget()
        return all_fetched(info, findings_of(found))

    @graphql.field(description="Take decisions to live with findings back.")
    def withdraw_acceptances(self, info: Info, fingerprints: list[str]) -> list[Acceptance]:
        """Withdraw them, those that are over too."""
        withdrawn = withdraw(info.context.tx, _some(fingerprints))
        info.context.forget()
        return all_fetched(info, [acceptance_of(one) for one in withdrawn])

    @graphql.field(description="Audit the map and keep what is found under the next number.")
    def record_audit(self, info: Info, by: str) -> AuditRecord:
        """Keep it, unless a rule could not be asked."""
        context, name = info.context, _signed(by)
        if context.unheard:
            raise InputError(
                "the audit was not kept: rules of one's own are not asked of what the same operation changes; "
                "send recordAudit by itself"
            )
        audit = context.audit()
        if audit.problems:
            raise InputError("the audit was not kept, since it is not whole:\n" + "\n".join(audit.problems))
        if audit.edited:
            raise InputError("the audit was not kept, since the map was edited meanwhile; try again")
        kept = record(context.tx, audit, worked_out(context), name, context.now)
        context.forget()
        return fetched(info, record_of(kept))

    @graphql.field(
        description="Keep changes under a name, beside the map; written gives them as documents list them, and as "
        "remedies and revisions answer them. One that is there is written anew when its version is "
        "given, or has these changes put behind its own by append; what is left out stays as it was. With the "
        "revision of the map that was looked at, only if nobody edited it since."
    )
    def save_scenario(  # noqa: PLR0913 - arguments of GraphQL
        self,
        info: Info,
        key: str,
        by: str,
        changes: list[Change] | None = None,  # type: ignore[valid-type]
        written: JSON | None = None,
        on: list[str] | None = None,
        why: str | None = None,
        append: bool = False,  # noqa: FBT001, FBT002
        version: int | None = None,
        revision: int | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> Scenario:
        """Save it."""
        info.context.rehearsed |= dry_run
        check_revision(info.context.tx, revision)
        saying = saying_of(changes, written, on, why)
        return fetched(info, saved(info.context, key, saying, _signed(by), append=append, version=version))

    @graphql.field(
        description="Let a scenario rest on the map as it is, once somebody has looked at its conflicts; with the "
        "revision of the map that was looked at, only if nobody edited it since."
    )
    def refresh_scenario(  # noqa: PLR0913 - one parameter an argument
        self,
        info: Info,
        key: str,
        by: str,
        version: int | None = None,
        revision: int | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> Scenario:
        """Refresh it."""
        info.context.rehearsed |= dry_run
        return fetched(info, refreshed(info.context, key, _signed(by), version, revision))

    @graphql.field(description="Make the changes of a scenario and of those that it stands on; it is kept as decided.")
    def adopt_scenario(
        self,
        info: Info,
        key: str,
        by: str,
        version: int | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> AdoptedScenario:
        """Adopt it, unless there are conflicts."""
        info.context.rehearsed |= dry_run
        return fetched(info, adopted(info.context, key, _signed(by), version))

    @graphql.field(description="Delete a scenario on which no other stands; the map stays as it is.")
    def delete_scenario(
        self,
        info: Info,
        key: str,
        version: int | None = None,
        dry_run: bool = False,  # noqa: FBT001, FBT002
    ) -> Scenario:
        """Delete it, and give what it was."""
        info.context.rehearsed |= dry_run
        return fetched(info, deleted(info.context, key, version))


def _some(fingerprints: Iterable[str]) -> list[str]:
    names = sorted(set(fingerprints))
    if len(names) > MAX_PAGE:
        raise InputError(f"{len(names):,} fingerprints are given; send at most {MAX_PAGE:,} at once")
    return names


def _done(info: Info, done: Done, *, dry_run: bool) -> Changed:
    info.context.rehearsed |= dry_run
    info.context.look_again()
    return fetched(info, changed_of(done))


def _author(context: Context, by: str | None, why: str | None) -> Author:
    """Say who makes an edit, now; raises InputError."""
    try:
        said = None if why is None else why_of(why)
    except ValueError as problem:
        raise InputError(f"why {str(why)[:80]!r}: {problem}") from None
    return Author("unknown" if by is None else _signed(by), context.now, said)


def _signed(by: str) -> str:
    try:
        return signature_of(by)
    except ValueError as why:
        raise InputError(f"by {by[:80]!r}: {why}") from None
