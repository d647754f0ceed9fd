"""Closure of candidates: of queries and documents that are there, a relevant one among them."""

from pathlib import Path

import pytest

from babelwright.catalog.model import Gates
from support.closure import Bench, Found, Tables

KINDS = ("reranking", "instruction_reranking")
DOCUMENTS = ("d1", "d2", "d3", "d4")
JUDGED = [("q1", "d1", 1), ("q1", "d2", 0), ("q2", "d3", 2)]
RANKED = {"q1": ["d2", "d1", "d4"], "q2": ["d3", "d1"]}


def tables(ranked: dict[str, list[str]], kind: str = "reranking") -> Tables:
    asked = {"instruction": "be brief"} if kind.startswith("instruction") else {}
    return {
        "corpus/corpus": [{"id": i, "title": "", "text": f"text {i}"} for i in DOCUMENTS],
        "queries/queries": [{"id": q, "text": f"question {q}", **asked} for q in ("q1", "q2")],
        "qrels/test": [{"query-id": q, "corpus-id": d, "score": s} for q, d, s in JUDGED],
        "top_ranked/test": [{"query-id": q, "corpus-ids": ids} for q, ids in ranked.items()],
    }


def closed(
    folder: Path, gates: Gates, *ended: tuple[str, str, str], kind: str = "reranking"
) -> tuple[Found, dict[str, list[str]]]:
    """Close the tables after rows have ended; return the candidates that are left, too."""
    bench = Bench(folder, kind, gates, tables(RANKED, kind))
    bench.end(*ended)
    found = bench.result(tables(RANKED, kind))
    return found, {row["query-id"]: row["corpus-ids"] for row in bench.rows("top_ranked")}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_whole_stays_whole(tmp_path: Path, gates: Gates, kind: str) -> None:
    bench = Bench(tmp_path, kind, gates, tables(RANKED, kind))
    for found in (bench.source(), bench.result(tables(RANKED, kind))):
        assert found.reasons == {}
        assert [len(rows) for rows in found.left.values()] == [4, 2, 3, 2]


def test_candidates_leave_with_their_documents_and_the_rest_keep_their_order(
    tmp_path: Path, gates: Gates
) -> None:
    found, left = closed(tmp_path, gates, ("corpus", "corpus", "d2"))
    assert found.reasons == {
        "test q1\td2": ["qrel-dangling"],
        "test q1": ["candidate-lost (flagged)"],
    }
    assert found.details["test q1 candidate-lost"] == "1 of 3 are not there"
    assert left == {"q1": ["d1", "d4"], "q2": ["d3", "d1"]}


def test_a_query_whose_relevant_document_left_goes_with_all_that_hangs_on_it(
    tmp_path: Path, gates: Gates
) -> None:
    found, left = closed(tmp_path, gates, ("corpus", "corpus", "d3"))
    assert found.reasons["queries q2"] == ["query-without-relevant"]
    assert "candidates-dangling" in found.reasons["test q2"]
    assert found.reasons["test q2\td3"] == ["qrel-dangling"]
    assert left == {"q1": ["d2", "d1", "d4"]}


def test_a_query_that_left_takes_its_candidates_with_it(tmp_path: Path, gates: Gates) -> None:
    found, left = closed(tmp_path, gates, ("queries", "queries", "q1"))
    assert found.reasons["test q1"] == ["candidates-dangling"]
    assert set(left) == {"q2"}


@pytest.mark.parametrize("ranked", [{"q1": ["d2", "d4"]}, {"q1": []}, {}], ids=repr)
def test_a_query_with_no_relevant_candidate_leaves_the_source(
    tmp_path: Path, gates: Gates, ranked: dict[str, list[str]]
) -> None:
    source = tables({**ranked, "q2": ["d3"]})
    found = Bench(tmp_path, "reranking", gates, source).source()
    assert found.reasons["queries q1"] == ["query-without-candidates"]
    assert found.left["queries"] == ["queries q2"]
    assert found.left["qrels"] == ["test q2\td3"]
    assert found.left["top_ranked"] == ["test q2"]


def test_a_candidate_that_never_was_is_told(tmp_path: Path, gates: Gates) -> None:
    source = tables({"q1": ["d1", "d9"], "q2": ["d3"]})
    found = Bench(tmp_path, "reranking", gates, source).source()
    assert found.reasons == {"test q1": ["candidate-lost (flagged)"]}


def test_one_question_under_two_instructions_is_two_queries(tmp_path: Path, gates: Gates) -> None:
    source = dict(tables(RANKED, "instruction_reranking"))
    source["queries/queries"] = [
        {"id": "q1", "text": "same", "instruction": "be brief"},
        {"id": "q2", "text": "same", "instruction": "be long"},
    ]
    assert Bench(tmp_path, "instruction_reranking", gates, source).source().reasons == {}
