"""What becomes of findings, told step by step from whole histories, however slow."""

from itertools import product

from analyzer.rules.finding import fingerprint


def present_name(finding, renamings, since, until, there):
    """A finding is (rule, label, key, identity): its fingerprint after renamings, the likeliest of those it may have."""

    def moved(value, among):
        for label, old, new, revision in renamings:  # oldest first
            if label in among and since < revision <= until and value == old:
                value = new
        return value

    rule, label, key, identity = finding
    ways = product(*((value, moved(value, {"Goal", "Team"})) for value in identity))
    names = [fingerprint(rule, label, moved(key, {label}), way) for way in ways]
    return next((name for name in names if name in there), names[0])


def life(history, renamings, earlier, now, revision):
    """`history` holds (revision, findings) of each audit; gives the fingerprints that are new, open, fixed, reappeared."""
    there = {fingerprint(*one) for one in now}

    def names(audit):
        since, findings = audit
        return {present_name(one, renamings, since, revision, there) for one in findings}

    then = names(history[earlier])
    before = {name for audit in history[:earlier] for name in names(audit)}
    return {
        "new": there - then - before,
        "open": there & then,
        "fixed": then - there,
        "reappeared": (there & before) - then,
    }
