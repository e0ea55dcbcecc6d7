"""Where maps stand, made up: a few findings of one's own words, many findings, none; and a history around them."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from analyzer.rules.acceptance import Acceptance
from analyzer.rules.audit import Asked, Audit
from analyzer.rules.files import built_in
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.life import Life
from analyzer.rules.records import Known, Record
from analyzer.rules.rule import Severity
from analyzer.rules.score import Place, score
from analyzer.rules.standing import Standing

TODAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
RULES = {rule.id: rule for rule in built_in()}

HOSTILE = (
    '<script>alert("1")</script>',
    "'; --></style></title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\uff1d1\uff0b1",
    "\u202egnirts desrever",
    "\u2067 isolated \u2066",
    "**bold** _it_ `code` [link](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "# heading\n## another\n- item\n1. one\n> quote\n---",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "\n\n```\nfence\n```\n    indented",
    "&lt;b&gt; &amp; &#x3c; ]]> <![CDATA[",
    "{0} {1} {{ 7 * 7 }} {% include 'x' %} [text](3) $HOME ~~gone~~ @all #12",
    "\x00\x01\x1b[31m\x7f\ufffe\uffff",
    "目标 цель هدف 目標 👩\u200d👩\u200d👧",
    "\\ backslash \\",
    "x" * 2000,
    "two  spaces, \u00a0 and a\u2028line\u0085separator",
)


def found(rule, key, message, *identity, label=None):
    label = label or RULES[rule].about
    return Finding(
        rule,
        RULES[rule].severity,
        Subject(label, key),
        message,
        {"number": 1, "tags": "not a list"},
        identity,
        fingerprint(rule, label, key, identity),
    )


def audit_of(findings, rules=("structure/orphan_goal", "capacity/over_committed"), looked_at=10, problems=()):
    return Audit(
        tuple(sorted(findings, key=lambda one: one.order)),
        tuple(
            Asked(RULES[rule], looked_at, sum(one.rule == rule for one in findings))
            for rule in sorted({*rules, *(one.rule for one in findings)})
        ),
        {"Goal": looked_at, "Team": looked_at, "Person": looked_at},
        TODAY,
        7,
        problems=tuple(problems),
    )


def standing_of(audit, places=None, names=None, **more):
    places = places or {}
    return Standing(audit, score(audit, places), places, names or {}, **more)


def record(number, points, **counts):
    day = TODAY - timedelta(days=700 - 14 * number)
    return Record(
        number,
        NOON,
        "Ingrid Solberg",
        day,
        number * 10,
        Fraction(points),
        {severity: counts.get(severity.value, 0) for severity in Severity},
        {},
    )


def known(one):
    return Known(one.fingerprint, one.rule, one.severity, one.subject, one.message)


def with_history(standing, by="Ingrid Solberg", reason="Until the round in January", fixed=(), kept=3):
    """Accept every fifth finding; call the others new, reappeared or open in turn."""
    findings = standing.audit.findings
    return Standing(
        standing.audit,
        standing.score,
        standing.places,
        standing.names,
        {
            one.fingerprint: Acceptance(one.fingerprint, reason, by, NOON, date(2027, 1, 31) if number % 2 else None)
            for number, one in enumerate(findings[::5])
        },
        Life(
            record(kept, Fraction(90)),
            new=findings[0::4],
            open=(*findings[1::4], *findings[2::4]),
            fixed=tuple(fixed),
            reappeared=findings[3::4],
        ),
        tuple(record(number, Fraction(80 + number % 7)) for number in range(1, kept + 1)),
    )


def hostile():
    """Every hostile text as key, name, message, identity, team, owner, corporate goal, reason and name of a decider."""
    findings, places, names, problems = [], {}, {}, []
    for text in HOSTILE:
        findings.append(found("structure/orphan_goal", text, f"“{text}” {text}"))
        findings.append(found("capacity/over_committed", text, text, text))
        for label in ("Goal", "Team", "Person"):
            places[Subject(label, text)] = Place(text, text, (text, "other"))
            names[Subject(label, text)] = text
        problems.append(f"ours/{text}.cypher: {text}")
    fixed = [known(found("time/overdue", text, text)) for text in HOSTILE]
    fixed.append(Known("f" * 64, "gone/rule", Severity.INFO, Subject("Goal", "k"), "of a rule that is gone"))
    plain = standing_of(audit_of(findings, problems=problems), places, names)
    text = "".join(HOSTILE[:5])
    return with_history(plain, text, text, fixed)


def large(count):
    """So many findings of three rules, on the way to 300 corporate goals, in 400 teams."""
    rules = ("structure/orphan_goal", "time/overdue", "assumptions/no_reason")
    findings = [
        found(rules[number % 3], f"goal-{number}", f"“Goal {number}, of ordinary length” lacks something", number)
        for number in range(count)
    ]
    places = {
        one.subject: Place(f"team-{n % 400}", f"person-{n % 900}", (f"top-{n % 300}", f"top-{n % 7}"))
        for n, one in enumerate(findings)
    }
    return with_history(standing_of(audit_of(findings, looked_at=count), places))
