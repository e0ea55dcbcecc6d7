"""What can be asked of the past of the map as such."""

import strawberry
import strawberry.pydantic as graphql
from pydantic import BaseModel

from analyzer.changes.revisions import history, read_revisions
from analyzer.errors import InputError
from analyzer.history import since as comparing
from analyzer.history.cadence import read_events
from analyzer.history.churn import churn
from analyzer.history.kinds import CadenceKind
from api.context import Info
from api.limits import MAX_PAGE
from api.past import CadenceEvent, Churn, Reprioritised, Revision, Since, event_of, revisions_of
from api.steps import all_fetched
from api.stored import key_of

LAST = 20


class Looking(BaseModel):
    """What can be asked of the past as such; the map as it was is a view."""

    @graphql.field(description="The last edits of the map, or those that concern one goal, the newest first.")
    def revisions(
        self, info: Info, last: int = LAST, before: int | None = None, goal: str | None = None
    ) -> list[Revision]:
        """Read them; of one goal under all keys that it had."""
        _check_page(last)
        tx = info.context.tx
        key = None if goal is None else key_of(goal)
        if goal is not None and key is None:
            return []
        found = read_revisions(tx, last, before) if key is None else history(tx, "Goal", key, last, before)
        return revisions_of(info.context, found)

    @graphql.field(
        description="What changed since a day, a revision or a cadence event, else since the last such event, of any "
        "kind or of one, or during a year or a quarter such as 2026-Q3."
    )
    def changed(
        self,
        info: Info,
        since: strawberry.ID | None = None,
        until: strawberry.ID | None = None,
        during: str | None = None,
        kind: CadenceKind | None = None,
    ) -> Since:
        """Compare."""
        tx, today = info.context.tx, info.context.today
        if during is not None and (since is not None or until is not None):
            raise InputError("during is a span of its own; leave out since and until")
        if since is None and until is not None:
            raise InputError("until needs since")
        if kind is not None and (since is not None or during is not None):
            raise InputError("kind is of the last event; leave out since and during")
        if during is not None:
            found = comparing.during_days(tx, during)
        elif since is None:
            found = comparing.since_last(tx, kind)
        else:
            found = comparing.between(tx, since, until, today)
        edits = revisions_of(info.context, reversed(found.edits[-MAX_PAGE:]))
        return Since(since=found.since, until=found.until, told=list(found.sentences), edits=edits)

    @graphql.field(description="Named events of planning, the last first.")
    def cadence_events(self, info: Info) -> list[CadenceEvent]:
        """Read all."""
        return [event_of(one) for one in read_events(info.context.tx)]

    @graphql.field(description="How much was reprioritised inside each period that has begun, or inside some.")
    def churn(self, info: Info, periods: list[str] | None = None) -> list[Churn]:
        """Walk back through the history."""
        found = churn(info.context.tx, info.context.today, [key_of(one) or one for one in periods or ()])
        return all_fetched(
            info,
            [
                Churn(
                    share=one.share,
                    planned=one.goals,
                    reprioritised=[Reprioritised(how=list(how), key=key) for key, how in one.reprioritised.items()],
                    key=one.period,
                )
                for one in found
            ],
        )


def _check_page(last: int) -> None:
    if not 1 <= last <= MAX_PAGE:
        raise InputError(f"last is {last:,}; ask for 1 to {MAX_PAGE:,}")
