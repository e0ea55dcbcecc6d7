"""Plan documents as plain data, as odd as people may write them; every one is valid."""

import os
import unicodedata

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from analyzer import model

PROVE = 25 if os.environ.get("ALIGNMENT_PROVE") else 1
HEALTH = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def examples(count):
    """So many examples, 25 times as many under ALIGNMENT_PROVE; no deadlines, the machine may be busy."""
    return settings(max_examples=count * PROVE, deadline=None, suppress_health_check=HEALTH)


ODD_KEYS = (
    *(
        "no",
        "null",
        "~",
        "true",
        "1",
        "1.0",
        "0x1F",
        "0o7",
        "1e5",
        "1e99999",
        ".inf",
        "2026-01-01",
        "1-23-45-67",
        "=",
        "<<",
    ),
    *(
        "a/b",
        "a b",
        " a",
        "a ",
        "#1",
        "a #b",
        "a: b",
        "- a",
        "? a",
        "'",
        '"',
        "\\",
        "\\n",
        "{a}",
        "[a]",
        "$a",
        "`a`",
        "%",
    ),
    *(
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "@",
        ",",
        "a,b",
        "---",
        "...",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
        "Ω",
        "目标",
        "مرحبا",
        "שלום",
        "हिन्दी",
        "🎯",
        "é",
    ),
    *("x" * 200, "🎯" * 200, "ß/ " * 66),
)
printable = st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" ")
keys = st.sampled_from(ODD_KEYS) | st.text(printable, min_size=1, max_size=9).map(
    lambda text: unicodedata.normalize("NFC", text)
)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30) | st.sampled_from(
    (*ODD_KEYS, "two\nlines\n", " \n ", "a\r\nb", "tab\t", "nul\0", "\x85", "\u2028", "\ufeff", "\x7f", "t" * 2000)
)
dates = st.dates().map(str) | st.sampled_from(["0001-01-01", "9999-12-31", "2024-02-29"])
floats = (
    st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**53), 2**53)
    | st.sampled_from([0.1, -0.0, 5e-324, 1e308])
)
parts = st.floats(0, 1) | st.integers(0, 1)
millionths = st.integers(0, 10**15 - 1) | st.sampled_from([0, 1, 100_000, 300_000, 1_000_000])
amounts = millionths.map(lambda count: count // 10**6 if count % 10**6 == 0 else count / 10**6)
flags = st.booleans()
counts = st.integers(1, 10**6)


def maybe(**fields):
    """Each field may be missing, null or there."""
    return st.fixed_dictionaries({}, optional={name: st.none() | values for name, values in fields.items()})


PERIOD = maybe(starts=dates, ends=dates)
PERSON = maybe(name=texts, email=texts.map(lambda text: text[:320]))
TEAM = maybe(name=texts, function=st.sampled_from([*map(str, model.Function)]))
GOAL = st.builds(
    lambda title, rest: {"title": title, **rest},
    texts,
    maybe(
        description=st.just("") | texts,
        level=st.sampled_from([*map(str, model.Level)]),
        ambition=st.sampled_from([*map(str, model.Ambition)]),
        status=st.sampled_from([*map(str, model.Status)]),
        origin=st.sampled_from([*map(str, model.Origin)]),
        starts=dates,
        due=dates,
        priority=counts,
        progress=parts,
        likelihood=parts,
        standalone=texts,
    ),
)
MEASURE = maybe(
    unit=texts,
    baseline=floats,
    target=floats,
    current=floats,
    measured_on=dates,
    kind=st.sampled_from([*map(str, model.MeasureKind)]),
    automatic=flags,
    every_days=counts,
    readings=st.lists(st.fixed_dictionaries({"on": dates, "value": floats}), max_size=3),
)
CONTRIBUTION = maybe(
    because=texts,
    share=st.floats(-1, 1) | st.integers(-1, 1),
    confidence=parts,
    essential=flags,
    route=st.sampled_from([*map(str, model.Route)]),
    lag_days=st.integers(-36_500, 36_500),
    status=st.sampled_from([*map(str, model.AssumptionStatus)]),
    evidence=texts,
    from_measure=keys,
    to_measure=keys,
    reviewed_on=dates,
    reviewed_as=texts.map(lambda text: text[:128]),
)
DEPENDENCY = maybe(needs=texts, by=dates, status=st.sampled_from([*map(str, model.DependencyStatus)]))
COMMITMENT = maybe(effort=amounts)
KINDS = ("periods", "people", "teams", "goals")
pools = st.fixed_dictionaries({kind: st.lists(keys, min_size=2, max_size=5, unique=True) for kind in KINDS})


@st.composite
def plans(draw, pool=None, known=None):
    """A plan document about some keys of a pool, whose links may also name known keys."""
    pool = pool or draw(pools)
    own = {kind: draw(st.lists(st.sampled_from(pool[kind]), unique=True)) for kind in KINDS}
    there = {kind: sorted({*own[kind], *(known or {}).get(kind, ())}) for kind in KINDS}

    def some(kind, most=3, but=None):
        among = [key for key in there[kind] if key != but]
        return draw(st.lists(st.sampled_from(among), unique=True, max_size=most)) if among else []

    def perhaps(name, value):
        """Write it, or null, or leave it out."""
        how = draw(st.integers(0, 7))
        return {} if how == 0 else {name: None if how == 1 else value}

    def one(kind):
        return next(iter(some(kind, 1)), None)

    plan = {"alignment": 1, **draw(maybe(effort_unit=texts))}
    plan |= perhaps("periods", [{"key": key, **draw(PERIOD)} for key in own["periods"]])
    plan |= perhaps(
        "people", [{"key": key, **draw(PERSON), **perhaps("teams", some("teams"))} for key in own["people"]]
    )
    plan |= perhaps(
        "teams",
        [
            {
                "key": key,
                **draw(TEAM),
                **perhaps("part_of", one("teams")),
                **perhaps("capacity", {period: draw(amounts) for period in some("periods")}),
            }
            for key in own["teams"]
        ],
    )
    plan |= perhaps("goals", [goal(draw, key, some, one, perhaps) for key in own["goals"]])
    return without_dangling(plan, known or {})


def goal(draw, key, some, one, perhaps):
    made = {}
    for team in some("teams"):
        for period in some("periods", 2):
            for promised in draw(st.lists(st.none() | keys, unique=True, max_size=2)):
                made[team, period, promised] = {
                    "team": team,
                    "period": period,
                    **draw(COMMITMENT),
                    **({} if promised is None and draw(flags) else {"promised_to": promised}),
                }
    names = draw(st.lists(keys, unique=True, max_size=2))
    return {
        "key": key,
        **draw(GOAL),
        **perhaps("team", one("teams")),
        **perhaps("owner", one("people")),
        **perhaps("period", one("periods")),
        **perhaps("measures", [{"name": name, **draw(MEASURE)} for name in names]),
        **perhaps("contributes_to", [{"goal": other, **draw(CONTRIBUTION)} for other in some("goals", but=key)]),
        **perhaps("depends_on", [{"goal": other, **draw(DEPENDENCY)} for other in some("goals", but=key)]),
        **perhaps("commitments", [*made.values()]),
    }


def without_dangling(plan, known):
    """Take out what names a node of a list that was left out in the end."""
    there = {kind: {node["key"] for node in plan.get(kind) or ()} | set(known.get(kind, ())) for kind in KINDS}

    def keep(node, field, test):
        if node.get(field):
            values = node[field]
            node[field] = (
                {name: value for name, value in values.items() if test(name)}
                if isinstance(values, dict)
                else [value for value in values if test(value)]
            )

    for person in plan.get("people") or ():
        keep(person, "teams", lambda key: key in there["teams"])
    for team in plan.get("teams") or ():
        keep(team, "capacity", lambda key: key in there["periods"])
        if team.get("part_of") not in there["teams"]:
            team.pop("part_of", None)
    for each in plan.get("goals") or ():
        keep(each, "contributes_to", lambda link: link["goal"] in there["goals"])
        keep(each, "depends_on", lambda link: link["goal"] in there["goals"])
        keep(each, "commitments", lambda made: made["team"] in there["teams"] and made["period"] in there["periods"])
        for field, kind in (("team", "teams"), ("owner", "people"), ("period", "periods")):
            if each.get(field) not in there[kind]:
                each.pop(field, None)
    return plan


@st.composite
def two_plans(draw):
    """A plan, and another about some of the same nodes that may name all of the first one's."""
    pool = draw(pools)
    first = draw(plans(pool))
    known = {kind: [node["key"] for node in first.get(kind) or ()] for kind in KINDS}
    return first, draw(plans(pool, known))
