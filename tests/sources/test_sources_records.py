"""The types of records: found as they are read, widened when later ones need it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.sources.records import BATCH
from support.reading import refused, table_of


def lines(*groups: tuple[Any, int]) -> str:
    """Return records with a value as often as asked, and the number of the record."""
    values = [value for value, times in groups for _ in range(times)]
    return "\n".join(json.dumps({"n": n, "value": value}) for n, value in enumerate(values))


@pytest.mark.parametrize(
    ("first", "last", "type_", "read"),
    [
        (None, "x", "string", (None, "x")),
        (None, 1, "int64", (None, 1)),
        (1, 2.5, "double", (1.0, 2.5)),
        (2.5, 1, "double", (2.5, 1.0)),
        (1, None, "int64", (1, None)),
        ([], ["x"], "list<element: string>", ([], ["x"])),
        (
            {"a": 1},
            {"b": "x"},
            "struct<a: int64, b: string>",
            ({"a": 1, "b": None}, {"a": None, "b": "x"}),
        ),
    ],
)
def test_a_later_batch_can_widen_a_type(
    tmp_path: Path, first: Any, last: Any, type_: str, read: tuple[Any, Any]
) -> None:
    table = table_of(tmp_path, "a.jsonl", lines((first, BATCH), (last, 1)))
    assert table["n"].to_pylist() == list(range(BATCH + 1))
    assert str(table.schema.field("value").type) == type_
    values = table["value"].to_pylist()
    assert (values[0], values[-1]) == read


def test_a_column_may_begin_in_a_later_batch(tmp_path: Path) -> None:
    data = "\n".join(['{"a": 1}'] * BATCH + ['{"b": 2}'])
    table = table_of(tmp_path, "a.jsonl", data)
    assert table["b"].to_pylist() == [None] * BATCH + [2]
    assert table["a"].to_pylist() == [1] * BATCH + [None]


def test_types_can_widen_more_than_once(tmp_path: Path) -> None:
    data = lines((None, BATCH), (1, BATCH), (0.5, 1))
    values = table_of(tmp_path, "a.jsonl", data)["value"].to_pylist()
    assert values == [None] * BATCH + [1.0] * BATCH + [0.5]


def test_text_that_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    texts = ["2020-01-01", "2020-01-01T00:00:00Z", "12:30", "1", "true", "1e5", ""]
    table = table_of(tmp_path, "a.jsonl", "\n".join(json.dumps({"t": text}) for text in texts))
    assert str(table.schema.field("t").type) == "string"
    assert table["t"].to_pylist() == texts


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([1, "x"], "Could not convert 'x' with type str: tried to convert to int64"),
        ([1, True], "Expected integer, got bool"),
        ([["x"], "x"], "cannot mix list and non-list, non-null values"),
        ([2**64], "Python int too large to convert to C long"),
    ],
)
def test_a_column_of_no_one_type_is_refused_with_its_name(
    tmp_path: Path, values: list[Any], reason: str
) -> None:
    message = refused(tmp_path, "a.jsonl", lines(*((value, 1) for value in values)))
    where = f"a.jsonl: column 'value' of record {len(values)} is not of one type with those before"
    assert message.startswith(f"{where} it: {values[-1]!r} ({reason}")
    assert message.endswith("Write all values of a column alike: all as text, or all as numbers")


def test_half_a_character_is_told_as_what_it_is(tmp_path: Path) -> None:
    message = refused(tmp_path, "a.jsonl", lines(("x", 1), ("\ud800", 1)))
    assert message == (
        "a.jsonl: column 'value' of record 2 has half a character: '\\ud800'\n"
        "  An escape such as \\ud83d needs its second half: write the character itself"
    )


def test_types_that_part_in_a_later_batch_are_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, "a.jsonl", lines((1, BATCH), ("x", 1)))
    where = f"a.jsonl: column 'value' of record {BATCH + 1} is not of one type with those before it"
    assert message.startswith(f"{where}: 'x' (")


def test_a_value_of_another_type_is_told_with_its_row(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "x"}, {"id": "b", "text": None}, {"id": "c", "text": ["y" * 99]}]
    message = refused(tmp_path, "a.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert message.startswith("a.jsonl row 'c': column 'text' of record 3 is not of one type")
    assert f": ['{'y' * 38}... (" in message


@pytest.mark.parametrize("empty", [{}, [{}], {"a": {}}])
def test_a_column_of_empty_objects_is_left_out(tmp_path: Path, empty: Any) -> None:
    table = table_of(tmp_path, "a.jsonl", lines((empty, 2)))
    assert table.column_names == ["n"]
    assert table.num_rows == 2


def test_an_object_that_is_filled_later_stays(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.jsonl", lines(({}, BATCH), ({"a": 1}, 1)))
    assert table["value"].to_pylist()[-1] == {"a": 1}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([None, 1, 2.5, -3]), min_size=1, max_size=5))
def test_numbers_keep_their_values_wherever_the_first_fraction_stands(
    tmp_path_factory: pytest.TempPathFactory, values: list[float | None]
) -> None:
    groups = [(value, BATCH // 2) for value in values]
    table = table_of(tmp_path_factory.mktemp("numbers"), "a.jsonl", lines(*groups))
    assert table["value"].to_pylist() == [value for value, times in groups for _ in range(times)]
