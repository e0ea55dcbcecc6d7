"""Which Neo4j a command talks to: the one that NEO4J_URI names, the private one, or a scratch one."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from analyzer.errors import BadSettings, PrivateStore
from analyzer.graph.address import Address
from analyzer.graph.private import PrivateNeo4j
from analyzer.graph.schema import check_ours, prepare
from analyzer.graph.store import Store
from analyzer.progress import Progress
from analyzer.settings import Settings, secret

SCRATCH_IDLE_MINUTES = 15.0
SCRATCH_WAIT_SECONDS = 300


def private(settings: Settings, *, scratch: bool = False) -> PrivateNeo4j:
    """Give the private Neo4j, or its scratch sister, which holds nothing between two questions."""
    return PrivateNeo4j(
        settings.alignment_data / ("scratch" if scratch else "neo4j"),
        settings.alignment_cache,
        heap=settings.alignment_neo4j_heap,
        idle_minutes=SCRATCH_IDLE_MINUTES if scratch else settings.alignment_neo4j_idle_minutes,
    )


def address_of(settings: Settings) -> Address | None:
    """Give the address of the Neo4j that the environment names, if it names one."""
    if settings.neo4j_uri is None:
        return None
    return Address(
        settings.neo4j_uri,
        settings.neo4j_username,
        secret(settings.neo4j_password, settings.neo4j_password_file, "NEO4J_PASSWORD_FILE"),
        settings.neo4j_database,
    )


def opened(settings: Settings, progress: Progress) -> Store:
    """Open the map; raises StoreUnavailable, ForeignDatabase or PrivateStore with what to do."""
    if address := address_of(settings):
        store = Store(address)
    else:
        ours = private(settings)
        store = Store(ours.start(progress), find=ours.find)
    try:
        store.verify()
        store.read(check_ours)
    except BaseException:
        store.close()
        raise
    return store


@contextmanager
def scratch(settings: Settings, progress: Progress) -> Iterator[Store]:
    """Open an empty map to load a document into, in a transaction that is rolled back; one user at a time."""
    folder = settings.alignment_data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "scratch.lock")
        progress("Waiting for another question about a document", 0, 0)
        with (
            lock.acquire(timeout=SCRATCH_WAIT_SECONDS),
            Store(private(settings, scratch=True).start(progress)) as store,
        ):
            prepare(store)
            yield store
    except Timeout:
        raise PrivateStore("another command still asks about a document; try again when it is done") from None
    except OSError as why:
        raise BadSettings(f"ALIGNMENT_DATA {folder}: can't be used: {why.strerror or why}") from None
