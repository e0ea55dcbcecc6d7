"""Serving the API: what is printed before, and the example for those who begin."""

from analyzer.cli import progress
from analyzer.cli.common import complain
from analyzer.cli.present import console
from analyzer.exchange.example import EXAMPLE
from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_files
from analyzer.graph.schema import prepare, unfinished_import
from analyzer.graph.store import Store, Transaction
from analyzer.settings import Settings
from api.app import rules_of
from api.app import serve as serve_api
from api.guard import check_address, token_of


def check(settings: Settings, host: str) -> None:
    """Refuse an unsafe address and unusable rules before anything is started; raises BadSettings."""
    check_address(host, token_of(settings))
    for problem in rules_of(settings).broken.values():
        complain(f"warning: a rule is left out: {problem}")


def _untouched(tx: Transaction) -> bool:
    """Tell whether nobody has put anything into the map, nor begun to."""
    begun = any(tx.ask("reads/labels").values()) or tx.ask("reads/effort_unit") is not None
    return not begun and unfinished_import(tx) is None


def serve(store: Store, settings: Settings, host: str, port: int, *, example: bool) -> None:
    """Load the example into an empty private Neo4j, say where to look and what to try, and serve until stopped."""
    out = console()
    prepare(store)
    goals = store.read(lambda tx: tx.ask("reads/count"))
    if example and settings.neo4j_uri is None and store.read(_untouched):
        with progress.bar() as show:
            import_plan(store, read_files([EXAMPLE]), progress=show)
        goals = store.read(lambda tx: tx.ask("reads/count"))
        out.print("Loaded the example organisation into the empty private Neo4j.")

    def ready(bound: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        out.print(f"{goals:,} goals in {store.address.uri}", soft_wrap=True)
        out.print(f"GraphQL and GraphiQL: http://{shown}:{bound}/graphql", soft_wrap=True)
        out.print("Try in another terminal:")
        out.print("  alignment audit")
        out.print("  alignment impact --drop cloud-infrastructure")
        out.print("  alignment impact --postpone cloud-infrastructure=2027-06-30 --why eu-growth")
        out.print("Stop with Ctrl-C; `alignment neo4j stop` stops the private Neo4j too.")

    try:
        serve_api(settings, store, host, port, ready=ready)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped") from None
