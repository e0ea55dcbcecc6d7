"""What all reports tell alike: findings by rule, what became of each, who accepted it, what it costs, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from analyzer.rules.acceptance import Acceptance
from analyzer.rules.audit import Asked, Audit
from analyzer.rules.finding import Finding, Subject
from analyzer.rules.life import Life
from analyzer.rules.rule import Severity
from analyzer.rules.score import Place
from analyzer.rules.standing import Standing

NOUNS = {"Goal": ("goal", "goals"), "Team": ("team", "teams"), "Person": ("person", "people")}
UNKNOWN = Place()
DIGITS = range(2, 13)


def by_rule(audit: Audit) -> list[tuple[Asked, list[Finding]]]:
    """Give each rule that was asked with its findings, if any, worst rules first."""
    found = defaultdict(list)
    for one in audit.findings:
        found[one.rule].append(one)
    worst_first = sorted(audit.rules, key=lambda asked: (asked.rule.severity.rank, asked.rule.id))
    return [(asked, found[asked.rule.id]) for asked in worst_first]


def states(since: Life | None) -> dict[str, str]:
    """Say by fingerprint what became of each finding since the last audit that was kept: new, open or reappeared."""
    if since is None:
        return {}
    lists = {"open": since.open, "new": since.new, "reappeared": since.reappeared}
    return {one.fingerprint: state for state, found in lists.items() for one in found}


def change(since: Life) -> str:
    """Say in one sentence what changed since the last audit that was kept."""
    return (
        f"Since audit {since.against.number:,} of {since.against.today.isoformat()}: {len(since.new):,} new, "
        f"{len(since.reappeared):,} reappeared, {len(since.fixed):,} fixed, {len(since.open):,} still open."
    )


def acceptance(one: Acceptance) -> str:
    """Say who accepted a finding, until when, and why."""
    until = f"until {one.until.isoformat()}" if one.until else "for good"
    return f"accepted by {one.by} {until}: {' '.join(one.reason.split())}"


def counted(severities: Iterable[Severity]) -> str:
    """Say how many of each severity there are, worst first: 1 error, 12 warnings."""
    told = list(severities)
    counts = {severity: told.count(severity) for severity in Severity}
    return ", ".join(plural(count, severity.value, f"{severity.value}s") for severity, count in counts.items() if count)


def plural(count: int, one: str, many: str) -> str:
    """Say how many of something there are."""
    return f"{count:,} {one if count == 1 else many}"


def points(value: Fraction) -> str:
    """Write points with two decimals, and so many more as tell them from a whole number that they are not."""
    if value.denominator == 1:
        return str(value)
    written = (f"{float(value):.{digits}f}" for digits in DIGITS)
    return next((short for short in written if not float(short).is_integer()), f"{float(value):.{DIGITS[-1]}f}")


def name_of(standing: Standing, label: str, key: str) -> str:
    """Give what people call a node; its key when it has no name."""
    return standing.names.get(Subject(label, key)) or key


def place_of(places: Mapping[Subject, Place], subject: Subject) -> Place:
    """Give where a subject belongs, as far as that is known."""
    return places.get(subject, UNKNOWN)
