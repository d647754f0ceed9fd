"""Files of records and of lines: jsonl, json, parquet and txt."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import CsvStyle
from babelwright.errors import SourceError
from babelwright.sources.files import format_of, read_file
from support.reading import refused, rows_of, table_of

TEXT = st.text(st.characters(codec="utf-8"))
RECORD = st.dictionaries(st.sampled_from(["a", "b"]), TEXT, min_size=1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@pytest.mark.parametrize(
    ("name", "declared", "found"),
    [
        ("a.jsonl", None, "jsonl"),
        ("a.ndjson", None, "jsonl"),
        ("a.JSON", None, "json"),
        ("a.csv", None, "csv"),
        ("a.tsv", None, "tsv"),
        ("a.parquet", None, "parquet"),
        ("a.txt", None, "txt"),
        ("a.tmx", None, "tmx"),
        ("a.xlf", None, "xliff"),
        ("a.xliff", None, "xliff"),
        ("a.po", None, "po"),
        ("a.txt", "tsv", "tsv"),
        ("README", "txt", "txt"),
    ],
)
def test_the_format_is_the_declared_one_else_the_suffixs(
    name: str, declared: str | None, found: str
) -> None:
    assert format_of(Path(name), declared) == found


@pytest.mark.parametrize(
    ("name", "kind"), [("a.dat", "a .dat"), ("a.jsonl.gz", "a .gz"), ("README", "a suffixless")]
)
def test_an_unknown_suffix_asks_for_the_format(name: str, kind: str) -> None:
    message = rf'the format of {kind} file is not known\n  Say it in the task: format = "jsonl"'
    with pytest.raises(SourceError, match=message):
        format_of(Path(name), None)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    for file in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(SourceError, match="there is no such file"):
            read_file(file, "jsonl", CsvStyle(), tmp_path / "out.parquet")


def test_jsonl_has_a_record_a_line_and_empty_lines_are_none(tmp_path: Path) -> None:
    data = '{"a": 1, "b": "x"}\r\n\n{"a": 2}\n   \n{"c": true, "a": null}'
    assert rows_of(tmp_path, "a.jsonl", data) == [
        {"a": 1, "b": "x", "c": None},
        {"a": 2, "b": None, "c": None},
        {"a": None, "b": None, "c": True},
    ]


def test_json_has_an_array_of_records(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "a.json", '[{"a": 1},\n {"b": "x"}]') == [
        {"a": 1, "b": None},
        {"a": None, "b": "x"},
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_byte_order_mark_is_no_text(tmp_path: Path, name: str) -> None:
    text = '{"text": "x"}'
    (row,) = rows_of(tmp_path, name, f"\ufeff{text}\n")
    assert row["text"] in ("x", text)


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\u000b", "\u001c"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, name: str, mark: str) -> None:
    shown = f"\\u{ord(mark):04x}" if name == "a.jsonl" and ord(mark) < 32 else mark
    line = json.dumps({"text": "a?b"}).replace("?", shown) if name == "a.jsonl" else f"a{mark}b"
    assert rows_of(tmp_path, name, f"{line}\n") == [{"text": f"a{mark}b"}]


@settings(deadline=None)
@given(st.lists(RECORD, min_size=1))
def test_texts_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, str]]
) -> None:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    array = json.dumps(records, ensure_ascii=False)
    columns = dict.fromkeys(key for record in records for key in record)
    wanted = [{key: record.get(key) for key in columns} for record in records]
    folder = tmp_path_factory.mktemp("texts")
    assert rows_of(folder, "a.jsonl", lines) == wanted
    assert rows_of(folder, "a.json", array) == wanted


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('{"a": 1}\n{"a": }\n', "a.jsonl:2: is not JSON: Expecting value (column 7)"),
        ('{"a": 1}\n\n[1]\n', "a.jsonl:3: is a list, not a record"),
        ('"text"\n', "a.jsonl:1: is a str, not a record"),
        (
            b'{"a": 1}\n{"a": "\xff"}\n',
            "a.jsonl:2: is not UTF-8 text: invalid start byte\n  Save the file as UTF-8",
        ),
        ('{"a": ' + "[" * 100_000, "a.jsonl:1: is nested too deeply"),
        (
            '{"a": ' + "1" * 5000 + "}",
            "a.jsonl:1: is not JSON: Exceeds the limit (4300 digits) for integer string "
            "conversion: value has 5000 digits",
        ),
    ],
    ids=["syntax", "list", "text", "encoding", "depth", "digits"],
)
def test_jsonl_that_is_none_is_said_with_its_line(
    tmp_path: Path, data: str | bytes, message: str
) -> None:
    assert refused(tmp_path, "a.jsonl", data) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ('[{"a": 1},\n{"a": ]', "a.json:2: is not JSON: Expecting value (column 7)"),
        ('[{"a": 1}, 3]', "a.json row '2': is a int, not a record"),
        (
            '{"a": 1}',
            "a.json: is not a JSON array of records\n  One record a line is format = 'jsonl'",
        ),
        ("", "a.json:1: is not JSON: Expecting value (column 1)"),
        (b"[\n\xff]", "a.json:2: is not UTF-8 text: invalid start byte\n  Save the file as UTF-8"),
    ],
)
def test_json_that_is_none_is_said_with_its_line(
    tmp_path: Path, data: str | bytes, message: str
) -> None:
    assert refused(tmp_path, "a.json", data) == message


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\r\n\r\ntwo", ["one", "", "two"]),
        ("one\n\n\n", ["one", "", ""]),
        (" one \t\n", [" one \t"]),
        ("a\rb\n", ["a\rb"]),
        ("a\x00b\n", ["a\x00b"]),
        ("", []),
    ],
)
def test_txt_has_a_row_a_line_and_the_last_feed_starts_none(
    tmp_path: Path, data: str, lines: list[str]
) -> None:
    assert rows_of(tmp_path, "a.txt", data) == [{"text": line} for line in lines]


@pytest.mark.parametrize(
    "data", [b"a\nb\n\xe9t\xe9\n", "a\nb\n\ud800".encode("utf-8", "surrogatepass")]
)
def test_txt_that_is_not_utf_8_is_said_with_its_line(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, "a.txt", data).startswith("a.txt:3: is not UTF-8 text: ")


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "n": pa.array([1, None], pa.int8()),
            "s": pa.array(["x", "y"], pa.large_string()),
            "l": pa.array([["a"], []], pa.list_(pa.string())),
        }
    )
    pq.write_table(table, tmp_path / "source.parquet")
    data = (tmp_path / "source.parquet").read_bytes()
    assert table_of(tmp_path, "a.parquet", data).equals(table)
    pq.write_table(table.slice(0, 0), tmp_path / "source.parquet")
    data = (tmp_path / "source.parquet").read_bytes()
    empty = table_of(tmp_path, "a.parquet", data)
    assert (empty.num_rows, empty.schema) == (0, table.schema)


def test_parquet_that_is_none_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path, "a.parquet", "PAR1").startswith("a.parquet: is not a Parquet file: ")


@settings(deadline=None)
@given(st.lists(JSON, min_size=1, max_size=4))
def test_whatever_json_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = "\n".join(json.dumps({"id": n, "value": value}) for n, value in enumerate(values))
    try:
        rows = rows_of(folder, "a.jsonl", data)
    except SourceError as error:
        assert "column 'value' of record" in str(error)
    else:
        assert [row["id"] for row in rows] == list(range(len(values)))
        assert [row["value"] for row in rows] == values
