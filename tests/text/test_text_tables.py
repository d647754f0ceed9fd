"""Tables and lists that stand in a text as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.tables import is_numeric, item_count, tables
from support.laws import law

MARKDOWN = "| Year | Sum |\n|---|---:|\n| 2019 | 1,234 |"


def test_a_markdown_table_has_rows_of_cells() -> None:
    (table,) = tables(f"Before.\n\n{MARKDOWN}\n\nAfter.")
    assert table.rows == (("Year", "Sum"), ("-", "-"), ("2019", "1,234"))
    assert table.shape == (2, 2, 2)


def test_bars_at_the_ends_may_be_left_out() -> None:
    (table,) = tables("a | b | c\n--|---|--\n1 | 2 | 3")
    assert table.shape == (3, 3, 3)


def test_tabs_part_cells_too_and_empty_ones_count() -> None:
    (table,) = tables("a\tb\tc\n1\t\t3")
    assert table.rows == (("a", "b", "c"), ("1", "", "3"))


def test_a_line_alone_and_bars_in_sentences_are_no_table() -> None:
    assert tables("| a | b |") == []
    assert tables("a | b\nc | d") == []
    assert tables("no\nbars") == []


def test_two_tables_are_two_and_an_escaped_bar_is_text() -> None:
    assert len(tables(f"{MARKDOWN}\n\nmore\n\n{MARKDOWN}")) == 2
    assert tables("| a \\| b | c |\n| d | e |")[0].shape == (2, 2)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("1,234.5", True),
        ("(1 234)", True),
        ("-5 %", True),
        ("$ 45", True),
        ("45 kr", False),
        ("2019–2020", False),
        ("", False),
        ("a", False),
        ("٤٥٪", True),
        ("1" * 99, False),
    ],
)
def test_numeric_cells_have_a_number_alone(cell: str, wanted: bool) -> None:
    assert is_numeric(cell) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("- a\n- b\n* c", 3),
        ("1. a\n2. b\n10) c", 3),
        ("(a) x\n(b) y\nđ) z", 3),
        ("• a\n– b", 2),
        ("-a\n3.5 b\n2019 c", 0),
        ("a\n\nb", 0),
    ],
)
def test_items_begin_with_a_bullet_or_a_number(text: str, wanted: int) -> None:
    assert item_count(text) == wanted


@law
@given(st.text(alphabet="|-a1\t\n \\", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for table in tables(text):
        assert len(table.rows) >= 2
        assert len(table.shape) == len(table.rows)
