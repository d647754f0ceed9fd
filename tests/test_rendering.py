"""Templates: what is not ours never becomes markup, and what is missing is an error."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from markdown_it import MarkdownIt

from babelwright.rendering import markdown_text, percent, render, thousands
from support.laws import law

MARKS = "\\`*_[]|#!~$<>&-+=.)(:\"'{}^ \n\t1a"
PARSERS = [MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"])]


def template(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def shown(parser: MarkdownIt, text: str) -> str:
    """Return what a reader sees of one paragraph of plain text; anything else is an error."""
    paragraph = parser.parse(text)
    if not paragraph:
        return ""
    assert [token.type for token in paragraph] == ["paragraph_open", "inline", "paragraph_close"]
    children = paragraph[1].children or []
    assert {token.type for token in children} <= {"text", "text_special"}, text
    return "".join(token.content for token in children)


@pytest.mark.parametrize(
    "text",
    [
        "*bold* _it_ `code` ~~gone~~ $x^2$",
        "[a](https://example.org) ![i](x.png) [^1]",
        "<script>alert(1)</script> &copy; <b>",
        "# heading",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "42) item",
        "===",
        "---",
        "> quote",
        "```python",
        "    indented code",
        "| a | b |",
        "two\nlines\r\nand\ta tab",
        "a \\* b \\",
        "-",
        "",
    ],
)
@pytest.mark.parametrize("parser", PARSERS, ids=["commonmark", "tables"])
def test_text_is_shown_as_it_is_on_one_line(parser: MarkdownIt, text: str) -> None:
    assert shown(parser, markdown_text(text)) == " ".join(text.split())


@law
@given(st.text(st.one_of(st.sampled_from(MARKS), st.characters(codec="utf-8")), max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    one_line = " ".join(text.split()).replace("\0", "\ufffd")
    for parser in PARSERS:
        assert shown(parser, markdown_text(text)) == one_line


def test_anything_can_be_shown_as_text() -> None:
    assert markdown_text(None) == "None"
    assert [shown(parser, markdown_text(3.5)) for parser in PARSERS] == ["3.5", "3.5"]


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")]
)
def test_counts_have_separators(number: int, text: str) -> None:
    assert thousands(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0.0%"), (0.125, "12.5%"), (1, "100.0%"), (0.0004, "0.0%")]
)
def test_shares_are_percentages_with_one_decimal(share: float, text: str) -> None:
    assert percent(share) == text


def test_html_templates_escape_every_value(tmp_path: Path) -> None:
    cards = template(tmp_path, "page.html.j2", '<p title="{{ text }}">{{ text }}</p>\n')
    assert render(cards, "page.html.j2", text='<b>"x"</b>') == (
        '<p title="&lt;b&gt;&#34;x&#34;&lt;/b&gt;">&lt;b&gt;&#34;x&#34;&lt;/b&gt;</p>\n'
    )


def test_other_templates_escape_what_passes_the_filter(tmp_path: Path) -> None:
    cards = template(tmp_path, "card.md.j2", "{{ text }} {{ text | md }}\n")
    assert render(cards, "card.md.j2", text="<b>*x*") == "<b>*x* &lt;b&gt;\\*x\\*\n"


def test_templates_have_the_filters_of_numbers(tmp_path: Path) -> None:
    cards = template(tmp_path, "card.md.j2", "{{ rows | count }} rows, {{ share | percent }}\n")
    assert render(cards, "card.md.j2", rows=12345, share=0.5) == "12,345 rows, 50.0%\n"


def test_a_line_of_a_block_tag_leaves_no_line(tmp_path: Path) -> None:
    text = "a\n  {% for each in rows %}\n- {{ each }}\n  {% endfor %}\nz\n"
    cards = template(tmp_path, "card.md.j2", text)
    assert render(cards, "card.md.j2", rows=[1, 2]) == "a\n- 1\n- 2\nz\n"


@pytest.mark.parametrize("text", ["{{ rwos }}", "{{ row.nmae }}", "{% if rwos %}x{% endif %}"])
def test_a_value_that_is_not_there_is_an_error(tmp_path: Path, text: str) -> None:
    cards = template(tmp_path, "card.md.j2", text)
    with pytest.raises(UndefinedError):
        render(cards, "card.md.j2", row={"name": "x"})


def test_a_template_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateNotFound, match=r"card\.md\.j2"):
        render(tmp_path, "card.md.j2")


def test_templates_cannot_leave_their_folder(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    cards.mkdir()
    template(tmp_path, "secret.txt", "secret")
    with pytest.raises(TemplateNotFound):
        render(cards, "../secret.txt")


def test_templates_cannot_reach_into_python(tmp_path: Path) -> None:
    cards = template(tmp_path, "card.md.j2", "{{ ''.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        render(cards, "card.md.j2")
