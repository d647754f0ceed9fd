"""Closure of summaries: texts in every list, and a rating for each machine's."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Gates
from babelwright.errors import RowError
from babelwright.tasks.canonical import Mapped, to_canonical
from babelwright.tasks.registry import task_types
from support.closure import Bench
from support.tasks import make_task

ROW: dict[str, Any] = {
    "id": "0",
    "text": "A long text.",
    "human_summaries": ["short"],
    "machine_summaries": ["brief", "wrong"],
    "relevance": [5.0, 1.0],
}


def test_a_whole_row_stays(tmp_path: Path, gates: Gates) -> None:
    bench = Bench(tmp_path, "summarization", gates, {"test": [ROW]})
    assert bench.source().reasons == bench.result({"test": [ROW]}).reasons == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": " "}, "empty-source"),
        ({"human_summaries": []}, "empty-source"),
        ({"human_summaries": ["short", "\t"]}, "empty-source"),
        ({"machine_summaries": [], "relevance": []}, "empty-source"),
        ({"machine_summaries": ["brief", ""]}, "empty-source"),
        ({"relevance": [5.0]}, "summary-unrated"),
        ({"relevance": [5.0, 1.0, 2.0]}, "summary-unrated"),
    ],
)
def test_a_row_without_a_text_or_a_rating_leaves(
    tmp_path: Path, gates: Gates, change: dict[str, Any], reason: str
) -> None:
    rows = [ROW, {**ROW, **change, "id": "1", "text": change.get("text", "Another text.")}]
    found = Bench(tmp_path, "summarization", gates, {"test": rows}).source()
    assert found.reasons == {"test 1": [reason]}
    assert found.left["rows"] == ["test 0"]


def test_the_number_of_summaries_and_ratings_is_told(tmp_path: Path, gates: Gates) -> None:
    rows = [{**ROW, "relevance": [5.0]}]
    found = Bench(tmp_path, "summarization", gates, {"test": rows}).source()
    assert found.details == {"test 0 summary-unrated": "2 summaries, 1 ratings"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("relevance", [5.0, None]),
        ("relevance", [5.0, float("inf")]),
        ("machine_summaries", ["brief", None]),
    ],
)
def test_a_null_or_an_endless_number_in_a_list_is_refused_by_the_rows_id(
    tmp_path: Path, column: str, value: list[Any]
) -> None:
    file = tmp_path / "mapped.parquet"
    pq.write_table(pa.Table.from_pylist([ROW, {**ROW, "id": "bad", column: value}]), file)
    each = Mapped(task_types()["summarization"].table("rows"), "test", file)
    with pytest.raises(RowError) as caught:
        to_canonical(make_task("summarization"), each, (), tmp_path / "out.parquet")
    assert "row 'bad'" in str(caught.value)
    assert f"'{column}' has something in it that is null or no number" in str(caught.value)


def summed(*machine: str) -> dict[str, Any]:
    rest = ["unlike all others"] if len(machine) == 2 else []
    rated = [float(n) for n in range(len(machine) + len(rest))]
    return {**ROW, "machine_summaries": [*machine, *rest], "relevance": rated}


def test_summaries_that_became_equal_though_their_ratings_differ_are_flagged(
    tmp_path: Path, gates: Gates
) -> None:
    bench = Bench(tmp_path, "summarization", gates, {"test": [summed("brief", "short")]})
    found = bench.result({"test": [summed("ngắn", "Ngắn.")]})
    assert found.reasons == {"test 0": ["summaries-collapsed (flagged)"]}
    assert found.details["test 0 summaries-collapsed"] == (
        "2 equal others that are rated differently"
    )


def test_a_row_whose_summaries_all_became_equal_leaves(tmp_path: Path, gates: Gates) -> None:
    bench = Bench(tmp_path, "summarization", gates, {"test": [summed("wrong", "brief", "short")]})
    found = bench.result({"test": [summed("ngắn", "Ngắn.", "ngắn")]})
    assert found.reasons == {"test 0": ["summaries-identical"]}
    assert found.details["test 0 summaries-identical"] == "all 3 are equal"


def test_summaries_that_were_equal_or_are_rated_alike_are_let_be(
    tmp_path: Path, gates: Gates
) -> None:
    rows = [summed("brief", "brief")]
    assert (
        Bench(tmp_path / "a", "summarization", gates, {"test": rows}).result({"test": rows}).reasons
        == {}
    )
    alike = {**summed("brief", "short"), "relevance": [2.0, 2.0, 1.0]}
    bench = Bench(tmp_path / "b", "summarization", gates, {"test": [alike]})
    after = {**alike, "machine_summaries": ["ngắn", "Ngắn.", "unlike all others"]}
    assert bench.result({"test": [after]}).reasons == {}
