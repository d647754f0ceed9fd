"""Closure of corpus, queries and judgements."""

from pathlib import Path
from typing import Any

from babelwright.catalog.model import Gates
from support.closure import Bench, Tables


def tables(
    documents: dict[str, str],
    queries: dict[str, str],
    judged: list[tuple[str, str, int]],
    split: str = "test",
) -> dict[str, list[dict[str, Any]]]:
    return {
        "corpus/corpus": [
            {"id": i, "title": "", "text": f"see {text}"} for i, text in documents.items()
        ],
        "queries/queries": [{"id": i, "text": f"what {text}"} for i, text in queries.items()],
        f"qrels/{split}": [{"query-id": q, "corpus-id": d, "score": s} for q, d, s in judged],
    }


DOCUMENTS = {"d1": "one", "d2": "two", "d3": "three"}
QUERIES = {"q1": "first", "q2": "second"}
JUDGED = [("q1", "d1", 1), ("q1", "d2", 0), ("q2", "d3", 2)]
WHOLE: Tables = tables(DOCUMENTS, QUERIES, JUDGED)


def test_what_is_whole_stays_whole(tmp_path: Path, gates: Gates) -> None:
    bench = Bench(tmp_path, "retrieval", gates, WHOLE)
    for found in (bench.source(), bench.result(WHOLE)):
        assert found.reasons == {}
        assert [len(rows) for rows in found.left.values()] == [3, 2, 3]


def test_a_judgement_of_what_is_not_there_leaves_the_source(tmp_path: Path, gates: Gates) -> None:
    source = tables(DOCUMENTS, QUERIES, [*JUDGED, ("q9", "d1", 1), ("q1", "d9", 0)])
    found = Bench(tmp_path, "retrieval", gates, source).source()
    assert found.reasons == {"test q9\td1": ["qrel-dangling"], "test q1\td9": ["qrel-dangling"]}
    assert found.details["test q9\td1 qrel-dangling"] == "query q9 is not there"
    assert found.details["test q1\td9 qrel-dangling"] == "document d9 is not there"


def test_a_query_without_a_relevant_document_leaves_with_its_judgements(
    tmp_path: Path, gates: Gates
) -> None:
    queries = {**QUERIES, "q3": "never judged", "q4": "judged irrelevant"}
    found = Bench(
        tmp_path, "retrieval", gates, tables(DOCUMENTS, queries, [*JUDGED, ("q4", "d1", 0)])
    ).source()
    assert found.reasons == {
        "queries q3": ["query-without-relevant"],
        "queries q4": ["query-without-relevant"],
        "test q4\td1": ["qrel-dangling"],
    }
    assert found.left["qrels"] == ["test q1\td1", "test q1\td2", "test q2\td3"]


def test_a_document_that_failed_takes_along_all_that_hung_on_it(
    tmp_path: Path, gates: Gates
) -> None:
    bench = Bench(tmp_path, "retrieval", gates, WHOLE)
    bench.end(("corpus", "corpus", "d1"))
    found = bench.result(WHOLE)
    assert found.reasons == {
        "test q1\td1": ["qrel-dangling"],
        "queries q1": ["query-without-relevant"],
        "test q1\td2": ["qrel-dangling"],
    }
    assert found.left == {
        "corpus": ["corpus d2", "corpus d3"],
        "queries": ["queries q2"],
        "qrels": ["test q2\td3"],
    }


def test_a_query_that_failed_takes_its_judgements_along(tmp_path: Path, gates: Gates) -> None:
    bench = Bench(tmp_path, "retrieval", gates, WHOLE)
    bench.end(("queries", "queries", "q1"))
    found = bench.result(WHOLE)
    assert found.reasons == {
        "test q1\td1": ["qrel-dangling"],
        "test q1\td2": ["qrel-dangling"],
    }
    assert found.left["corpus"] == ["corpus d1", "corpus d2", "corpus d3"], "they distract still"


def test_a_title_makes_documents_of_one_text_different(tmp_path: Path, gates: Gates) -> None:
    source = {**WHOLE, "corpus/corpus": [
        {"id": "d1", "title": "A", "text": "same"},
        {"id": "d2", "title": "B", "text": "same"},
        {"id": "d3", "title": "b", "text": "Same."},
    ], "qrels/test": [
        {"query-id": q, "corpus-id": d, "score": 1} for q, d in (("q1", "d1"), ("q2", "d2"))
    ]}  # fmt: skip
    found = Bench(tmp_path, "retrieval", gates, source).source()
    assert found.reasons == {"corpus d3": ["document-duplicate-source"]}
