"""A request that names a key is carried out once, however often it is sent."""

from datetime import timedelta

import pytest
from changes.graphs import everything_stored
from maps import do

from analyzer.exchange.importing import import_plan
from analyzer.exchange.reading import read_data
from api.app import create_app

from .conftest import NOW, Asking, served

CHANGE = (
    'mutation ($t: String!) { change(changes: [{editGoal: {key: "again", title: $t}}]) { revision goals { version } } }'
)
pytestmark = pytest.mark.usefixtures("goal")


@pytest.fixture
def goal(store):
    import_plan(store, [read_data({"alignment": 1, "goals": [{"key": "again", "title": "A"}]})])
    yield
    do(store, "MATCH (n:Goal {key: 'again'}) OPTIONAL MATCH (n)<-[:ABOUT]-(f) DETACH DELETE n, f")
    do(store, "MATCH (answer:Answer) DELETE answer")


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def asking(store, settings, listening, clock):
    with served(create_app(settings, store, now=lambda: clock[0])) as http:
        yield Asking(http, listening)


def sent(ask, key, title="Else", query=CHANGE):
    return ask.post(query, {"t": title}, headers={"Idempotency-Key": key})


def test_sent_again_it_is_answered_alike_and_not_done_again(asking, store):
    first = sent(asking, "k-1").json()
    assert "errors" not in first
    before = store.read(everything_stored)
    assert sent(asking, "k-1").json() == first
    assert store.read(everything_stored) == before
    other = sent(asking, "k-2", "Third").json()
    assert other["data"]["change"]["revision"] == first["data"]["change"]["revision"] + 1
    assert sent(asking, "k-1").json() == first


def test_a_key_names_one_request(asking, store):
    sent(asking, "k-1")
    before = store.read(everything_stored)
    refused = sent(asking, "k-1", "Third")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["extensions"]["code"] == "idempotency_key_reused"
    assert "used for another request" in refused.json()["errors"][0]["message"]
    assert store.read(everything_stored) == before


def test_what_failed_or_was_rehearsed_can_be_sent_again(asking):
    assert "errors" in sent(asking, "k-1", "").json()
    dry = CHANGE.replace("]) {", "], dryRun: true) {")
    assert "errors" not in sent(asking, "k-1", query=dry).json()
    assert "errors" not in sent(asking, "k-1").json()


def test_sent_by_many_at_once_it_is_done_once(asking):
    answers = asking.many(8, lambda one, _: sent(one, "k-1").json())
    assert all(one == answers[0] for one in answers)
    assert "errors" not in answers[0]


def test_a_key_is_kept_for_a_day(asking, clock, store):
    sent(asking, "k-1")
    clock[0] += timedelta(days=1, seconds=1)
    sent(asking, "k-2", "Third")
    assert do(store, "MATCH (answer:Answer) RETURN answer.key AS key") == [{"key": "k-2"}]
    clock[0] += timedelta(days=2)
    assert "errors" not in sent(asking, "k-2", "Fourth").json()


@pytest.mark.parametrize("key", ["", "a b", "k" * 201])
def test_what_is_no_key_is_refused(asking, key):
    refused = sent(asking, key)
    assert refused.status_code == 400
    assert "Idempotency-Key must be" in refused.json()["errors"][0]["message"]
