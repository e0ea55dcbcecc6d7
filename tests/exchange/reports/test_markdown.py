"""Markdown in which what people wrote is text and nothing else, as a Markdown reader sees it."""

from exchange.reports.standings import HOSTILE, audit_of, hostile, standing_of
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from analyzer.exchange.reports.markdown import UNSEEN, plain, to_markdown

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {"text", "text_special", "strong_open", "strong_close", "code_inline", "softbreak"}


def read(text):
    """What is written under each heading: the items of its list."""
    sections, inside = {}, None
    tokens = READER.parse(text)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            inside = sections.setdefault(said(tokens[number + 1]), [])
        elif token.type == "list_item_open":
            inside.append(said(tokens[number + 2]))
    return sections


def said(inline):
    return "".join(child.content for child in inline.children)


def shown(text):
    return UNSEEN.sub("\ufffd", " ".join(text.split()))


def test_the_example_has_a_section_a_rule_and_a_line_a_finding(example, pages):
    text = to_markdown(example, pages)
    sections = read(text)
    titles = [asked.rule.title for asked in example.audit.rules if asked.count]
    assert set(sections) == {"Alignment audit of 2026-11-16", "Fixed", *titles}
    assert sum(map(len, sections.values())) == len(example.audit.findings) + 1
    assert sections["Fixed"] == ["old-goal: “Old goal” contributes to nothing"]
    assert (
        "cost-reduction (new): “Running the company costs eight per cent less” is a corporate goal, but no goal supports it"
        in sections["Corporate goal that nothing supports"][0]
    )
    accepted = [item for items in sections.values() for item in items if "accepted by Ingrid Solberg" in item]
    assert len(accepted) == len(example.accepted)
    assert accepted[0].endswith("— accepted by Ingrid Solberg for good: Until the round in January")
    assert f"**Score {float(example.score.points):.2f} of 100.** " in text
    assert f"{len(example.accepted)} of them accepted." in text
    assert "Since audit 8 of 2025-04-07: " in text
    assert "**What to do:** " in text


def test_hostile_text_does_not_break_out(pages):
    standing = hostile()
    text = to_markdown(standing, pages)
    tokens = READER.parse(text)
    assert {child.type for token in tokens for child in token.children or ()} <= PLAIN
    blocks = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert blocks == {"heading", "paragraph", "bullet_list", "list_item", "inline"}
    items = [item for section in read(text).values() for item in section]
    assert len(items) == len(standing.audit.findings) + len(standing.since.fixed)
    assert all(any(shown(one.message) in item for item in items) for one in standing.audit.findings)
    assert not set("\u202e\u2066\u2067\x1b") & set(text)


def test_nothing_found_is_said(pages):
    text = to_markdown(standing_of(audit_of([], problems=["ours/a.cypher: *no*"])), pages)
    assert (
        text
        == "# Alignment audit of 2026-11-16\n\n**Score 100 of 100.** No findings.\n\n**Not asked:** ours/a.cypher: \\*no\\*\n"
    )


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("*_`[]()<>!#|~&;\\ \n-+=.1$@^{}x")
    | st.sampled_from(HOSTILE)
)
def test_escaped_text_is_the_text(text):
    (_, inline, *_) = READER.parse(f"- **x**: {plain(text)}")[2:]
    assert said(inline) == f"x: {shown(text)}".rstrip()
