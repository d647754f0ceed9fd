"""Texts of fewer characters than mteb takes leave, whatever the type."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from support.closure import Bench, Tables

PAIR: dict[str, Any] = {"sentence1": "a boat", "sentence2": "a ship"}
SUMMARIES: dict[str, Any] = {
    "text": "a boat", "human_summaries": ["boat"], "machine_summaries": ["boat", "ship"],
    "relevance": [1.0, 2.0],
}  # fmt: skip
CASES: list[tuple[str, dict[str, Any], str, Any]] = [
    ("sts", {**PAIR, "score": 1.0}, "sentence1", "ồ ồ"),
    ("sts", {**PAIR, "score": 1.0}, "sentence2", "abc  "),
    ("pair_classification", {**PAIR, "labels": 0}, "sentence2", "abc"),
    ("classification", {"text": "a boat", "label": 0}, "text", "\N{NO-BREAK SPACE}abc"),
    ("multilabel_classification", {"text": "a boat", "label": [0]}, "text", "abc"),
    ("clustering", {"sentences": "a boat", "labels": 0}, "sentences", "abc"),
    ("hierarchical_clustering", {"sentences": "a boat", "labels": [0]}, "sentences", "abc"),
    ("bitext_mining", PAIR, "sentence1", "abc"),
    ("summarization", SUMMARIES, "text", "abc"),
    ("summarization", SUMMARIES, "human_summaries", ["a boat", "abc"]),
    ("summarization", SUMMARIES, "machine_summaries", ["abc", "ship"]),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[2]}")
def test_a_row_with_a_short_text_leaves_source_and_result(
    tmp_path: Path, gates: Gates, case: tuple[str, dict[str, Any], str, Any]
) -> None:
    kind, row, column, text = case
    whole = [{"id": "0", **row}, {"id": "1", **_other(row)}]
    spoilt = [whole[0], {**whole[1], column: text}]
    found = Bench(tmp_path / "source", kind, gates, {"test": spoilt}).source()
    assert found.reasons == {"test 1": ["short-text"]}
    bench = Bench(tmp_path / "result", kind, gates, {"test": whole})
    assert bench.source().reasons == {}
    found = bench.result({"test": spoilt})
    assert found.reasons == {"test 1": ["short-text"]}
    what = "1 of 2 have fewer than 4 characters" if isinstance(text, list) else "3 characters"
    assert found.details["test 1 short-text"] == f"{column}: {what}"
    assert found.left["rows"] == ["test 0"]


def _other(row: dict[str, Any]) -> dict[str, Any]:
    """Return another row, so that nothing is there twice."""
    return {
        name: f"{value} again" if isinstance(value, str) else value for name, value in row.items()
    }


def test_a_translation_that_is_short_leaves_though_its_sentence_is_not(
    tmp_path: Path, gates: Gates
) -> None:
    rows = [{"id": "0", **PAIR}, {"id": "1", "sentence1": "Yes, indeed.", "sentence2": "Dạ"}]
    bench = Bench(tmp_path, "bitext_mining", gates, {"test": rows})
    assert bench.source().reasons == {}
    assert bench.result({"test": rows}).details == {"test 1 short-text": "sentence2: 2 characters"}


def test_what_a_model_reads_of_documents_and_queries_counts(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {
        "corpus/corpus": [
            {"id": "d1", "title": "Oz", "text": "A"},
            {"id": "d2", "title": "", "text": "abc"},
            {"id": "d3", "title": "abcd", "text": ""},
        ],
        "queries/queries": [
            {"id": "q1", "text": "I?", "instruction": "a"},
            {"id": "q2", "text": "I", "instruction": "a"},
        ],
        "qrels/test": [
            {"query-id": "q1", "corpus-id": "d1", "score": 1},
            {"query-id": "q2", "corpus-id": "d3", "score": 1},
        ],
    }
    found = Bench(tmp_path, "instruction_retrieval", gates, tables).source()
    assert found.reasons == {
        "corpus d2": ["short-text"],
        "queries q2": ["short-text"],
        "test q2\td3": ["qrel-dangling"],
    }
    assert found.details["queries q2 short-text"] == "query: 3 characters"
