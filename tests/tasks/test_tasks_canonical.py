"""Mapped tables become canonical ones, or say what is wrong with their rows."""

import datetime
import decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.errors import RowError
from babelwright.tasks.canonical import MAX_BYTES, Mapped, to_canonical
from babelwright.tasks.registry import task_types
from support.tasks import make_task

PAIR = {"sentence1": ["a"], "sentence2": ["b"]}


def convert(
    folder: Path,
    kind: str,
    table: pa.Table | dict[str, list[Any]],
    *,
    name: str = "rows",
    method: str = "translate",
    labels: tuple[str, ...] = (),
) -> pa.Table:
    """Return the canonical table of a mapped one."""
    file, out = folder / "mapped.parquet", folder / "canonical.parquet"
    pq.write_table(table if isinstance(table, pa.Table) else pa.table(table), file)
    mapped = Mapped(task_types()[kind].table(name), "test", file)
    rows = to_canonical(make_task(kind, method=method, labels=labels), mapped, labels, out)
    found = pq.read_table(out)
    assert found.num_rows == rows
    return found


def refused(folder: Path, kind: str, table: pa.Table | dict[str, list[Any]], **more: Any) -> str:
    """Return the message of a table that cannot be converted."""
    with pytest.raises(RowError) as caught:
        convert(folder, kind, table, **more)
    return str(caught.value)


def test_the_canonical_table_knows_id_split_and_position(tmp_path: Path) -> None:
    table = {"score": [5, 0.5], "id": ["x", "y"], "sentence2": ["b", "d"], "sentence1": ["a", "c"]}
    assert convert(tmp_path, "sts", table).to_pylist() == [
        {
            "_id": "x",
            "_split": "test",
            "_position": 0,
            "id": "x",
            "sentence1": "a",
            "sentence2": "b",
            "score": 5.0,
        },
        {
            "_id": "y",
            "_split": "test",
            "_position": 1,
            "id": "y",
            "sentence1": "c",
            "sentence2": "d",
            "score": 0.5,
        },
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a b", "a b"),
        (7, "7"),
        (2**63 - 1, "9223372036854775807"),
        (True, "true"),
        (1.5, "1.5"),
        (decimal.Decimal("1.50"), "1.50"),
        (datetime.date(2026, 11, 1), "2026-11-01"),
    ],
)
def test_ids_of_any_type_become_text(tmp_path: Path, value: Any, text: str) -> None:
    found = convert(tmp_path, "bitext_mining", {"id": [value], "sentence1": ["a"]})
    assert found["id"].to_pylist() == found["_id"].to_pylist() == [text]


def test_ids_keep_the_order_of_the_mapping_and_not_their_own(tmp_path: Path) -> None:
    ids = [str(n) for n in range(70_000, 0, -1)]
    found = convert(tmp_path, "bitext_mining", {"id": ids, "sentence1": ["a"] * len(ids)})
    assert found["_id"].to_pylist() == ids
    assert found["_position"].to_pylist() == list(range(len(ids)))


COLUMNS = "A sts task has id, sentence1, sentence2, score"
UNKNOWN = "unknown column 'genre'; allowed: 'id', 'score', 'sentence1', 'sentence2'"
CAST = "Choose the text column, or cast it in [map]"
SCORED: dict[str, list[Any]] = {"id": ["1"], **PAIR, "score": [1.0]}


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        ({"score": None}, "column 'score' is missing", COLUMNS),
        ({"scores": [1.0]}, "unknown column 'scores'; did you mean 'score'?", COLUMNS),
        ({"id": None, "ID": ["1"]}, "unknown column 'ID'; did you mean 'id'?", COLUMNS),
        ({"genre": ["x"]}, UNKNOWN, COLUMNS),
        ({"sentence1": [1]}, "column 'sentence1' is int64, not text", CAST),
        (
            {"sentence1": [["a"]]},
            "column 'sentence1' is list<element: string>, not text",
            CAST,
        ),
    ],
)
def test_columns_are_those_of_the_type(
    tmp_path: Path, change: dict[str, list[Any] | None], message: str, hint: str
) -> None:
    table = {name: values for name, values in {**SCORED, **change}.items() if values is not None}
    assert refused(tmp_path, "sts", table) == f"task.toml: rows, split 'test': {message}\n  {hint}"


def test_what_translation_makes_is_not_mapped_but_collected(tmp_path: Path) -> None:
    whole = {"id": ["1"], **PAIR}
    half = {"id": ["1"], "sentence1": ["a"]}
    assert (
        convert(tmp_path, "bitext_mining", whole, method="collect")["sentence2"][0].as_py() == "b"
    )
    assert "sentence2" not in convert(tmp_path, "bitext_mining", half).column_names
    unknown = "unknown column 'sentence2'; did you mean 'sentence1'?"
    assert unknown in refused(tmp_path, "bitext_mining", whole)
    assert "column 'sentence2' is missing" in refused(
        tmp_path, "bitext_mining", half, method="collect"
    )


def test_an_optional_column_that_is_not_mapped_is_empty(tmp_path: Path) -> None:
    without = {"id": ["d"], "text": ["t"]}
    found = convert(tmp_path, "retrieval", without, name="corpus").to_pylist()[0]
    assert (found["title"], found["text"]) == ("", "t")
    titled = convert(tmp_path, "retrieval", {**without, "title": ["T"]}, name="corpus")
    assert titled["title"].to_pylist() == ["T"]


def test_a_null_is_said_with_its_row(tmp_path: Path) -> None:
    table = {"id": ["1", "2"], "sentence1": ["a", None], "sentence2": ["b", "b"], "score": [1.0, 2]}
    assert refused(tmp_path, "sts", table) == (
        "task.toml row '2': rows, split 'test': 'sentence1' is null\n"
        "  Mend the source or select other rows in [map]; first: '2' (None)"
    )
    ids = {"id": pa.nulls(1, pa.string()), "text": ["t"]}
    assert "'id' is null" in refused(tmp_path, "retrieval", ids, name="queries")


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_a_score_is_a_finite_number(tmp_path: Path, score: float) -> None:
    table = {
        "id": ["1", "2"],
        "sentence1": ["a", "a"],
        "sentence2": ["b", "b"],
        "score": [1, score],
    }
    message = refused(tmp_path, "sts", table)
    assert message.startswith("task.toml row '2': rows, split 'test': 'score' is not a number\n")


@pytest.mark.parametrize(
    ("score", "found"),
    [("3.25", 3.25), (" 4 ", 4.0), (3, 3.0), (decimal.Decimal("0.20"), 0.2), ("1e-3", 0.001)],
)
def test_a_score_may_be_written_in_any_type(tmp_path: Path, score: Any, found: float) -> None:
    table = {"id": ["1"], **PAIR, "score": [score]}
    assert convert(tmp_path, "sts", table)["score"].to_pylist() == [found]


@pytest.mark.parametrize("score", ["3,25", "", "high", "1 / 2"])
def test_text_that_is_no_number_is_no_score(tmp_path: Path, score: str) -> None:
    message = refused(tmp_path, "sts", {"id": ["1"], **PAIR, "score": [score]})
    assert message.endswith(f"first: '1' ({score!r})")


@pytest.mark.parametrize("score", [2, "2", 2.0, "2.0", True, decimal.Decimal("2.00")])
def test_a_judgement_is_a_whole_number_in_any_type(tmp_path: Path, score: Any) -> None:
    table = {"query-id": ["q"], "corpus-id": [3], "score": [score]}
    found = convert(tmp_path, "retrieval", table, name="qrels")
    assert found["score"].to_pylist() == [int(float(score))]
    assert str(found.schema.field("score").type) == "int32"
    assert (found["_id"].to_pylist(), found["corpus-id"].to_pylist()) == (["q\t3"], ["3"])


@pytest.mark.parametrize("score", [0.5, "0.5", 1.999999, float("nan"), float("inf"), 1e10, "yes"])
def test_a_judgement_is_never_rounded(tmp_path: Path, score: Any) -> None:
    table = {"query-id": ["q"], "corpus-id": ["d"], "score": [score]}
    message = refused(tmp_path, "retrieval", table, name="qrels")
    where = "task.toml row 'q\\td': qrels, split 'test'"
    assert message.startswith(f"{where}: 'score' is not a whole number\n")


@pytest.mark.parametrize(
    ("ids", "row", "message"),
    [
        (["a", "b", "a"], "a", "id is there 2 times"),
        (["a", "", "b"], "", "id is empty"),
        (["a", "  ", "b"], "  ", "id is empty"),
        (["a", "b", "b", "a", "b"], "a", "id is there 2 times"),
    ],
)
def test_an_id_is_there_once_and_not_empty(
    tmp_path: Path, ids: list[str], row: str, message: str
) -> None:
    table = {"id": ids, "sentence1": ["a"] * len(ids)}
    hint = "Ids identify rows to the end: make them unique in [map], e.g. row_number() OVER ()"
    assert refused(tmp_path, "bitext_mining", table) == (
        f"task.toml row {row!r}: rows, split 'test': {message}\n  {hint}"
    )


def test_a_judgement_of_one_pair_is_there_once(tmp_path: Path) -> None:
    table = {"query-id": ["q", "q"], "corpus-id": ["d", "d"], "score": [0, 1]}
    message = refused(tmp_path, "retrieval", table, name="qrels")
    assert "task.toml row 'q\\td': qrels, split 'test': id is there 2 times" in message


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    empty = pa.schema([("id", pa.string()), ("sentence1", pa.string())]).empty_table()
    assert refused(tmp_path, "bitext_mining", empty) == "task.toml: rows, split 'test': has no rows"


def test_a_text_that_is_far_too_long_is_refused(tmp_path: Path) -> None:
    table = {"id": ["1"], "sentence1": ["x" * (MAX_BYTES - 1)]}
    assert convert(tmp_path, "bitext_mining", table).num_rows == 1
    table = {"id": ["1"], "sentence1": ["ế" * (MAX_BYTES // 3 + 1)]}
    message = refused(tmp_path, "bitext_mining", table)
    assert f"row '1': rows, split 'test': 'sentence1' has {MAX_BYTES} bytes of text" in message
    assert len(message) < 500, "the text itself is not in the message"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=4))
def test_texts_are_not_changed(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    table = {"id": list(range(len(texts))), "sentence1": texts}
    found = convert(tmp_path_factory.mktemp("texts"), "bitext_mining", table)
    assert found["sentence1"].to_pylist() == texts


@pytest.mark.parametrize("score", [5.01, -0.01, "9.5"])
def test_a_score_outside_the_range_is_told_before_anything_is_translated(
    tmp_path: Path, score: Any
) -> None:
    message = refused(tmp_path, "sts", {"id": ["1"], **PAIR, "score": [score]})
    assert message.startswith("task.toml row '1': rows, split 'test': 'score' is outside 0 to 5;")
    assert "name another range: score = { min = ..., max = ... }" in message


def test_scores_lie_in_the_range_that_the_task_names(tmp_path: Path) -> None:
    file = tmp_path / "mapped.parquet"
    row = {"id": "1", "text": "a", "human_summaries": ["b"], "machine_summaries": ["c", "d"]}
    pq.write_table(pa.Table.from_pylist([{**row, "relevance": [1.0, 7.0]}]), file)
    mapped = Mapped(task_types()["summarization"].table("rows"), "test", file)
    out = tmp_path / "out.parquet"
    with pytest.raises(RowError, match="'relevance' is outside 0 to 5"):
        to_canonical(make_task("summarization"), mapped, (), out)
    assert to_canonical(make_task("summarization", score=(1.0, 7.0)), mapped, (), out) == 1
