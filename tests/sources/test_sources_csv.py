"""Tables of text: csv and tsv."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import CsvStyle
from support.reading import refused, rows_of, table_of

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)
NO_HEADER = CsvStyle(header=False, columns=("id", "text"))
UNQUOTED = CsvStyle(quoting="none")
UTF_8 = "\n  Save the file as UTF-8"


def test_quotes_hold_commas_newlines_and_quotes(tmp_path: Path) -> None:
    data = 'id,text\n1,"x, ""y""\nz"\n2,\n3,"",\n'.replace('3,"",', '3,""')
    assert rows_of(tmp_path, "a.csv", data) == [
        {"id": "1", "text": 'x, "y"\nz'},
        {"id": "2", "text": ""},
        {"id": "3", "text": ""},
    ]


def test_values_stay_the_text_that_stands_there(tmp_path: Path) -> None:
    cells = ["007", "1.50", "NA", "null", "None", "true", "2020-01-01", " x ", "-", "1e5"]
    table = table_of(tmp_path, "a.csv", "value,n\n" + "".join(f"{cell},1\n" for cell in cells))
    assert {str(field.type) for field in table.schema} == {"string"}
    assert table["value"].to_pylist() == cells


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_a_csv_writer_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([("a", "b"), *rows])
    found = rows_of(tmp_path_factory.mktemp("csv"), "a.csv", stream.getvalue())
    assert found == [{"a": first, "b": second} for first, second in rows]


@pytest.mark.parametrize("cell", ["\n", "\n\n", '"', '"\n', "x\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_last_cell_that_ends_like_an_open_one_is_read(
    tmp_path: Path, cell: str, end: str
) -> None:
    written = cell.replace('"', '""')
    found = rows_of(tmp_path, "a.csv", f'a,b\n1,"{written}"{end}')
    assert found == [{"a": "1", "b": cell}]


@pytest.mark.parametrize("rest", ["\n", "\n\n", "x\n", ""])
def test_a_last_cell_that_nothing_closes_is_told(tmp_path: Path, rest: str) -> None:
    for begin in ("a,b\n1,", "a\n1\n"):
        assert "is never closed" in refused(tmp_path, "a.csv", f'{begin}"{rest}')


def test_a_table_without_a_header_has_the_declared_columns(tmp_path: Path) -> None:
    wanted = [{"id": "1", "text": "x"}, {"id": "2", "text": "y"}]
    assert rows_of(tmp_path, "a.csv", "1,x\n2,y\n", style=NO_HEADER) == wanted
    assert rows_of(tmp_path, "a.tsv", "1\tx\n2\ty", style=NO_HEADER) == wanted


def test_declared_columns_replace_a_header(tmp_path: Path) -> None:
    style = CsvStyle(columns=("id", "text"))
    assert rows_of(tmp_path, "a.csv", "A,A\n1,x\n", style=style) == [{"id": "1", "text": "x"}]


def test_without_header_and_columns_the_names_are_asked_for(tmp_path: Path) -> None:
    hint = "Name them in the task: csv = { header = false, columns = [...] }"
    message = refused(tmp_path, "a.csv", "1,x\n", style=CsvStyle(header=False))
    assert message == f"a.csv: has no header and no column names\n  {hint}"


def test_a_tsv_without_quoting_keeps_its_quotes(tmp_path: Path) -> None:
    data = 'id\ttext\n1\t"x\n2\t"y" z"\n'
    assert rows_of(tmp_path, "a.tsv", data, style=UNQUOTED) == [
        {"id": "1", "text": '"x'},
        {"id": "2", "text": '"y" z"'},
    ]


def test_a_quote_within_a_tsv_cell_is_text(tmp_path: Path) -> None:
    data = 'id\ttext\n1\tsays "x" twice\n2\t"in full"\n'
    assert [row["text"] for row in rows_of(tmp_path, "a.tsv", data)] == [
        'says "x" twice',
        "in full",
    ]


@pytest.mark.parametrize("data", ["\ufeffa,b\n1,x\n", "a,b\r\n1,x\r\n", "a,b\n1,x"])
def test_a_mark_other_line_ends_and_a_missing_one_make_no_difference(
    tmp_path: Path, data: str
) -> None:
    assert rows_of(tmp_path, "a.csv", data) == [{"a": "1", "b": "x"}]


def test_an_empty_line_of_one_column_is_an_empty_value(tmp_path: Path) -> None:
    found = rows_of(tmp_path, "a.csv", "text\nx\n\ny\n")
    assert [row["text"] for row in found] == ["x", "", "y"]


def test_a_table_of_only_a_header_has_columns_and_no_rows(tmp_path: Path) -> None:
    table = table_of(tmp_path, "a.csv", "id,text\n")
    assert (table.column_names, table.num_rows) == (["id", "text"], 0)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "a,b\n1,2\n3\n",
            "a.csv: is not a regular table: CSV parse error: Row #3: Expected 2 columns, got 1: 3",
        ),
        (
            "a,b\n" + "1,2\n" * 50_000 + "1,2,3\n",
            "a.csv: is not a regular table: CSV parse error: Row #50002: "
            "Expected 2 columns, got 3: 1,2,3",
        ),
        ("", "a.csv: is not a regular table: Empty CSV file"),
        (b"a,b\n1,x\n2,\xff\n", f"a.csv:3: is not UTF-8 text: invalid start byte{UTF_8}"),
        (b"a,\xff\n1,x\n", f"a.csv:1: is not UTF-8 text: invalid start byte{UTF_8}"),
        (
            "a,b,a\n1,2,3\n",
            "a.csv: has two columns called 'a'\n  Name them in the task: csv = { columns = [...] }",
        ),
    ],
    ids=["short", "long", "empty", "encoding", "header encoding", "twice"],
)
def test_what_is_no_table_is_said_with_its_row(
    tmp_path: Path, data: str | bytes, message: str
) -> None:
    assert refused(tmp_path, "a.csv", data) == message


def test_a_cell_may_be_as_long_as_a_text_may_be(tmp_path: Path) -> None:
    cell = "\U0001f600" * 1_000_000
    (row,) = rows_of(tmp_path, "a.csv", f'id,text\n1,"{cell}"\n')
    assert row["text"] == cell


def test_a_quote_that_swallows_the_file_is_told_as_that(tmp_path: Path) -> None:
    data = 'id,text\n1,"x\n' + "2,yyyyyyyyyyyyy\n" * 2_400_000 + '9,"z"\n'
    assert refused(tmp_path, "a.csv", data) == (
        "a.csv: has a row of more than 16 MB\n"
        "  A quotation mark may be missing, or none is meant: csv = { quoting = 'none' }"
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ('id,text\n1,"x\n2,y\n3,z\n', 2),
        ('id,text\n1,x\n2,"y\n', 3),
        ('id,text\r\n1,"a\r\nb"\r\n2,"y\r\n', 4),
        ('text\n"', 2),
        ('id,text\n1,"say ""yes""', 2),
        ('id\ttext\n1\t"x', 2),
    ],
)
def test_rows_that_an_open_quote_swallows_are_not_lost_in_silence(
    tmp_path: Path, data: str, line: int
) -> None:
    name = "a.tsv" if "\t" in data else "a.csv"
    assert refused(tmp_path, name, data) == (
        f"{name}:{line}: has a quotation mark that opens a cell and is never closed\n"
        "  Close it; where quotation marks mean nothing: csv = { quoting = 'none' }"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [('""', ""), ('""""', '"'), ('"""x"', '"x'), ('x"', 'x"'), ('"x\n"', "x\n"), ("", "")],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_last_cell_that_ends_in_quotes_is_read(
    tmp_path: Path, cell: str, text: str, end: str
) -> None:
    rows = rows_of(tmp_path, "a.csv", f"id,text\n1,{cell}{end}")
    assert rows == [{"id": "1", "text": text}]


def test_declared_columns_must_be_as_many_as_there_are(tmp_path: Path) -> None:
    message = refused(tmp_path, "a.csv", "1,2,3\n", style=NO_HEADER)
    assert message.endswith("Row #1: Expected 2 columns, got 3: 1,2,3")
