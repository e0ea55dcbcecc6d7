"""Every error this library raises on purpose, by who must act.

AlignmentError
├─ InputError          the caller: fix the request
│  ├─ BadModel         a value breaks the model; all of them at once, each with its place
│  ├─ NotFound         a key that nothing has
│  ├─ Stale            based on a version that is no longer the current one
│  ├─ UnknownRule      a rule id that no file has
│  ├─ BadSettings      the environment or an option says something impossible
│  └─ ForeignDatabase  a database that holds something else than a goal map
├─ RuleError           the rule's author: fix the file
│  ├─ BadFrontMatter   the head of a rule file or its page
│  ├─ BadQuery         the query itself
│  └─ BadRow           what the query returned
└─ StoreError          the operator: fix or retry
   ├─ StoreUnavailable no answer from Neo4j, or it refused us
   ├─ StoreConflict    a deadlock or lock that outlasted our retries
   ├─ StoreBusy        others took so long that our turn did not come
   ├─ StoreTimeout     the time limit of a transaction ran out
   ├─ StoreTooSmall    the transaction outgrew Neo4j's memory
   └─ PrivateStore     the private Neo4j could not be fetched, started or stopped
"""

from collections.abc import Mapping, Sequence


class AlignmentError(Exception):
    """Base of all; `str(error)` is a sentence for a person, `code` never changes."""

    code = "error"

    @property
    def extensions(self) -> dict[str, object]:
        """What graphql-core copies into a GraphQL response."""
        return {"code": self.code}


class InputError(AlignmentError):
    """The request can't be carried out as it is."""

    code = "bad_input"


class BadModel(InputError):
    """Values that break the model, all of them, each as "place: what is wrong and what to do"."""

    code = "bad_model"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)

    @property
    def extensions(self) -> dict[str, object]:
        """The code and every problem by itself."""
        return {"code": self.code, "problems": list(self.problems)}


class NotFound(InputError):
    """A key that nothing has."""

    code = "not_found"


class Stale(InputError):
    """A change based on a version that is no longer current; says what the nodes are now."""

    code = "stale"

    def __init__(self, message: str, current: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(message)
        self.current = tuple(current)

    @property
    def extensions(self) -> dict[str, object]:
        """The code and each node as it is."""
        return {"code": self.code, "current": [dict(node) for node in self.current]}


class UnknownRule(InputError):
    """A rule id that no file has."""

    code = "unknown_rule"


class BadSettings(InputError):
    """A setting that can't be used; names the variable or option."""

    code = "bad_settings"


class ForeignDatabase(InputError):
    """A database that holds something else than a goal map; nothing was written."""

    code = "foreign_database"


class RuleError(AlignmentError):
    """A rule file that can't be used; names the file."""

    code = "bad_rule"


class BadFrontMatter(RuleError):
    """The head of a rule file, or its page, does not follow the format."""

    code = "bad_front_matter"


class BadQuery(RuleError):
    """The query of a rule does not run."""

    code = "bad_query"


class BadRow(RuleError):
    """A rule's query returned rows that its head does not describe."""

    code = "bad_row"


class StoreError(AlignmentError):
    """Neo4j did not do what was asked."""

    code = "store"


class StoreUnavailable(StoreError):
    """Neo4j can't be reached or refused us."""

    code = "store_unavailable"


class StoreConflict(StoreError):
    """A deadlock or a lock that outlasted our retries."""

    code = "store_conflict"


class StoreBusy(StoreError):
    """Others took so long that one's turn did not come."""

    code = "store_busy"


class StoreTimeout(StoreError):
    """A transaction's time limit ran out."""

    code = "store_timeout"


class StoreTooSmall(StoreError):
    """A transaction outgrew Neo4j's memory."""

    code = "store_too_small"


class PrivateStore(StoreError):
    """The private Neo4j could not be fetched, started or stopped; says why and what to do."""

    code = "private_store"


def interruption(why: BaseException | None) -> KeyboardInterrupt | None:
    """Find the Ctrl-C that something was raised for, if it was."""
    while why is not None and not isinstance(why, KeyboardInterrupt):
        why = why.__context__
    return why
