"""The page for a meeting: whole, safe, self-contained, and readable by machines that read it to people."""

import base64
import hashlib
import re
import time
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from exchange.reports.standings import (
    HOSTILE,
    audit_of,
    found,
    hostile,
    known,
    large,
    record,
    standing_of,
    with_history,
)
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exchange.reports.html import to_html
from analyzer.exchange.reports.trend import HEIGHT, trend
from analyzer.rules.page import Page

VOID = {"meta", "input", "br", "hr", "img", "link", "rect", "path", "polyline"}
FETCHES = {
    "link",
    "img",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "source",
    "base",
    "image",
    "use",
    "foreignobject",
}


class Read(HTMLParser):
    """What a page says, and how it is built; fails where elements do not nest."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.headings, self.said, self.code = [], [], [], [], {}
        self.items = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert len({name for name, _ in attributes}) == len(attributes)
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "bdi":
            self.items.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if self.open and self.open[-1] in ("style", "script"):
            self.code[self.open[-1]] = text
            return
        self.said.append(text)
        if self.open and self.open[-1] == "bdi":
            self.items[-1] += text

    @property
    def text(self):
        return " ".join("".join(self.said).split())

    def all(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def spaced(text):
    """As a browser shows white space; HTML has no NUL and no carriage return."""
    return " ".join(text.replace("\0", "\ufffd").split())


def well_made(text):
    """Check what holds for every page."""
    page = Read(text)
    ids = page.all("id")
    assert Counter(ids).most_common(1)[0][1] == 1
    assert set(page.all("aria-labelledby")) <= set(ids)
    links = page.all("href")
    assert links
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []
    assert {tag for tag, _ in page.elements} & FETCHES == set()
    assert {
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    } == set()
    assert page.all("src") == page.all("srcset") == page.all("action") == []
    assert "url(" not in page.code["style"]
    assert "@import" not in page.code["style"]
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    for tag, attributes in page.elements:
        assert tag != "th" or attributes.get("scope") in ("row", "col")
    assert [tag for tag, _ in page.elements].count("table") == [tag for tag, _ in page.elements].count("caption")
    return page


def test_all_findings_of_the_example_are_written_out_once(example, pages):
    page = well_made(to_html(example, pages))
    written = [
        attributes["id"]
        for tag, attributes in page.elements
        if tag == "tr" and attributes.get("id", "").startswith("f-")
    ]
    assert len(written) == len(example.audit.findings) > 100
    assert {name.removeprefix("f-") for name in written} == {one.fingerprint[:12] for one in example.audit.findings}
    for one in example.audit.findings:
        assert spaced(one.message) in page.text
    for asked in example.audit.rules:
        assert asked.rule.title in page.text
    assert "Amélie Laurent" in page.text
    assert "accepted by Ingrid Solberg until 2027-01-31: Until the round in January" in page.text
    assert "accepted by Ingrid Solberg for good: Until the round in January" in page.text
    assert "“Old goal” contributes to nothing" in page.text


def test_gaps_are_told_by_goal_and_team_with_what_they_cost(example, pages):
    page = well_made(to_html(example, pages))
    for goal in ("us-market", "eu-growth", "saas-model", "cost-reduction"):
        name = example.names["Goal", goal]
        cost = f"{float(example.score.by_corporate_goal[goal]):.2f}"
        assert f"{name} {cost} points" in page.text
    assert "No corporate goal" in page.text
    assert f"Platform {float(example.score.by_team['platform']):.2f} points" in page.text


def test_the_policy_allows_this_style_and_this_script_only(example, pages):
    text = to_html(example, pages)
    page = Read(text)
    (policy,) = (one["content"] for tag, one in page.elements if one.get("http-equiv") == "Content-Security-Policy")
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.code[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert text.index("Content-Security-Policy") < text.index("<title>")


def test_hostile_text_stays_text_and_keeps_to_itself(pages):
    standing = hostile()
    page = well_made(to_html(standing, pages))
    items = {spaced(item) for item in page.items}
    for one in (*standing.audit.findings, *standing.since.fixed):
        assert spaced(one.message) in items
    for text in HOSTILE:
        assert spaced(f"ours/{text}.cypher: {text}") in items
    outside = set("".join(page.said)) - set("".join(page.items))
    assert not outside & set("\u202e\u2066\u2067")


def test_a_page_of_ones_own_rule_brings_no_html_links_or_headings(pages):
    own = Page(
        "", '# A\n\n<b onclick="x()">B</b> ![i](http://evil.example/i.png)', "[x](javascript:alert(1)) `code`\n===", ()
    )
    standing = standing_of(audit_of([found("structure/orphan_goal", "a", "m")]))
    page = well_made(to_html(standing, {**pages, "structure/orphan_goal": own}))
    assert '<b onclick="x()">B</b>' in page.text
    assert "![i](http://evil.example/i.png)" in page.text
    assert page.headings.count(4) == 2
    assert ("code", {}) in page.elements


@pytest.mark.parametrize("looked_at", [0, 10])
def test_nothing_found_is_said(pages, looked_at):
    page = well_made(to_html(standing_of(audit_of([], looked_at=looked_at)), pages))
    assert ("The map is empty" in page.text) is (looked_at == 0)
    assert ("Nothing was found" in page.text) is (looked_at > 0)
    assert "100 of 100" in page.text
    assert "There is no earlier audit to compare with" in page.text
    assert "No audit has been kept yet" in page.text
    assert "filter" not in page.all("id")


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_everything_written_stands_out_from_what_it_is_on(plain, pages, scheme):
    style = Read(to_html(plain, pages)).code["style"]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", re.findall(r":root {(.*?)}", style, re.DOTALL)[scheme]))
    below = {
        "ink": ("paper", "card", "hover", "target"),
        "soft": ("paper", "card", "hover", "target"),
        "accent": ("paper", "card"),
    }
    for one in ("accent", "error", "warning", "info"):
        below[one] = (*below.get(one, ()), f"{one}-wash")
    for above, papers in below.items():
        for paper in papers:
            bright, dark = sorted((brightness(colours[above]), brightness(colours[paper])), reverse=True)
            assert (bright + 0.05) / (dark + 0.05) >= 4.5, (above, paper)


def brightness(colour):
    """As WCAG 2 reckons it."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_problems_come_first(pages):
    page = well_made(to_html(standing_of(audit_of([], problems=["ours/a.cypher: does not run"])), pages))
    assert page.text.index("ours/a.cypher: does not run") < page.text.index("Trend")


@pytest.mark.parametrize("kept", [0, 1, 2, 50, 500])
def test_the_trend_has_a_point_an_audit_and_one_for_now(plain, pages, kept):
    standing = replace(plain, trend=tuple(record(n, Fraction(n % 90) + Fraction(1, 3)) for n in range(1, kept + 1)))
    page = well_made(to_html(standing, pages))
    lines = page.all("points")
    assert len(lines) == bool(kept)
    if kept:
        points = [tuple(map(float, point.split(","))) for point in lines[0].split()]
        assert len(points) == kept + 1
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        assert all(0 <= x <= 100 and 0 <= y <= HEIGHT for x, y in points)
        (said,) = (one["aria-label"] for tag, one in page.elements if tag == "svg" and "aria-label" in one)
        assert said.startswith("The score was 1.33 on ")
        assert said in page.text


@given(st.lists(st.fractions(0, 100, max_denominator=10_000), min_size=1, max_size=70), st.fractions(0, 100))
def test_a_higher_score_is_drawn_higher(scores, now):
    standing = standing_of(audit_of([]))
    standing = replace(
        standing,
        trend=tuple(record(n, score) for n, score in enumerate(scores)),
        score=replace(standing.score, points=now),
    )
    drawn = trend(standing)
    heights = [float(point.split(",")[1]) for point in drawn.line.split()]
    assert all(0 <= y <= HEIGHT for y in heights)
    assert 0 <= drawn.low < drawn.high <= 100
    for (one, y), (other, z) in zip(
        zip([*scores, now], heights, strict=True),
        zip([now, *scores], [heights[-1], *heights], strict=False),
        strict=False,
    ):
        assert one <= other or y <= z


def test_only_what_changed_is_marked(pages):
    findings = [found("structure/orphan_goal", f"g{n}", f"message {n}") for n in range(8)]
    fixed = [known(found("structure/orphan_goal", "gone", "message gone"))]
    page = well_made(to_html(with_history(standing_of(audit_of(findings)), fixed=fixed), pages))
    assert "Since audit 3 of 2025-01-27: 2 new, 2 reappeared, 1 fixed, 4 still open." in page.text
    assert page.text.count("message gone") == 1


def test_20_000_findings_are_a_page_that_a_browser_can_hold(pages):
    standing = large(20_000)
    started = time.perf_counter()
    text = to_html(standing, pages)
    assert time.perf_counter() - started < 20
    assert len(text.encode()) < 15_000_000
    page = well_made(text)
    assert "13,334 warnings" in page.text
    assert "and 6,467 more: alignment audit --format csv lists them all" in page.text
    assert "6,667 in 20,000 goals" in page.text
    assert "and 200 more corporate goals that cost no more than these" in page.text
    assert "and 300 more teams" in page.text


def test_the_same_standing_is_the_same_page(pages):
    assert to_html(hostile(), pages) == to_html(hostile(), pages)
