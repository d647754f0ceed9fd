"""Documents and queries that match are one, with all judgements and candidates of both."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates, Severity
from support.closure import Bench, Rows, Tables

DOCUMENTS = {"d1": "a boat", "d2": "a ship", "d3": "a horse", "d4": "a train"}
QUERIES = {"q1": "what floats", "q2": "what swims", "q3": "what runs"}


def corpus(**changes: str) -> list[dict[str, Any]]:
    return [{"id": i, "title": "", "text": t} for i, t in {**DOCUMENTS, **changes}.items()]


def queries(**changes: str) -> list[dict[str, Any]]:
    return [{"id": i, "text": t} for i, t in {**QUERIES, **changes}.items()]


def tables(
    *judged: tuple[str, str, int],
    documents: Rows | None = None,
    asked: Rows | None = None,
    split: str = "test",
    ranked: Mapping[str, list[str]] | None = None,
) -> dict[str, Rows]:
    found: dict[str, Rows] = {
        "corpus/corpus": documents or corpus(),
        "queries/queries": asked or queries(),
        f"qrels/{split}": [{"query-id": q, "corpus-id": d, "score": s} for q, d, s in judged],
    }
    if ranked:
        found[f"top_ranked/{split}"] = [
            {"query-id": q, "corpus-ids": ids} for q, ids in ranked.items()
        ]
    return found


def judged(bench: Bench) -> list[tuple[str, str, int]]:
    return [(row["query-id"], row["corpus-id"], row["score"]) for row in bench.rows("qrels")]


def ranked(bench: Bench) -> dict[str, list[str]]:
    return {row["query-id"]: row["corpus-ids"] for row in bench.rows("top_ranked")}


JUDGED = (("q1", "d1", 1), ("q2", "d2", 2), ("q3", "d3", 1))


def test_documents_that_translation_made_equal_are_one_and_keep_all_judgements(
    tmp_path: Path, gates: Gates
) -> None:
    bench = Bench(tmp_path, "retrieval", gates, tables(*JUDGED))
    found = bench.result(tables(*JUDGED, documents=corpus(d1="một tàu", d2="Một tàu.")))
    assert found.reasons == {"corpus d2": ["document-duplicate-created"]}
    assert found.details["corpus d2 document-duplicate-created"] == "same as d1"
    assert judged(bench) == [("q1", "d1", 1), ("q2", "d1", 2), ("q3", "d3", 1)]
    assert found.left["qrels"][1] == "test q2\td2", "the row is known by its first name"
    assert bench.again().reasons == {}


def test_queries_that_translation_made_equal_are_one_with_all_relevant_documents(
    tmp_path: Path, gates: Gates
) -> None:
    bench = Bench(tmp_path, "retrieval", gates, tables(*JUDGED))
    found = bench.result(tables(*JUDGED, asked=queries(q1="cái gì nổi", q2="Cái gì nổi?")))
    assert found.reasons == {"queries q2": ["query-duplicate-created"]}
    assert judged(bench) == [("q1", "d1", 1), ("q1", "d2", 2), ("q3", "d3", 1)]


@pytest.mark.parametrize("scores", [(0, 2), (2, 0), (1, 1)], ids=repr)
def test_of_judgements_that_fall_together_the_highest_score_stays(
    tmp_path: Path, gates: Gates, scores: tuple[int, int]
) -> None:
    first, second = scores
    source = tables(("q1", "d1", first), ("q1", "d2", second), ("q1", "d3", 1))
    bench = Bench(tmp_path, "retrieval", gates, {**source, "queries/queries": queries()[:1]})
    documents = corpus(d1="một tàu", d2="Một tàu.")
    found = bench.result({**source, "corpus/corpus": documents, "queries/queries": queries()[:1]})
    gone = "d1" if first < second else "d2"
    assert found.reasons == {
        "corpus d2": ["document-duplicate-created"],
        f"test q1\t{gone}": ["qrel-merged"],
    }
    assert found.details[f"test q1\t{gone} qrel-merged"] == (
        f"score {min(scores)} beside {max(scores)} for query q1 and document d1"
    )
    assert judged(bench) == [("q1", "d1", max(scores)), ("q1", "d3", 1)]


def test_queries_that_contradict_each_other_about_a_document_take_the_highest_score(
    tmp_path: Path, gates: Gates
) -> None:
    rows = (*JUDGED, ("q2", "d1", 0))
    bench = Bench(tmp_path, "retrieval", gates, tables(*rows))
    found = bench.result(tables(*rows, asked=queries(q1="cái gì", q2="Cái gì?")))
    assert found.reasons["test q2\td1"] == ["qrel-merged"]
    assert ("q1", "d1", 1) in judged(bench)


def test_what_is_equal_in_the_source_is_merged_there_and_stays_merged(
    tmp_path: Path, gates: Gates
) -> None:
    source = tables(*JUDGED, documents=corpus(d2="A boat!"), asked=queries(q3="What floats?"))
    bench = Bench(tmp_path, "retrieval", gates, source)
    assert bench.source().reasons == {
        "corpus d2": ["document-duplicate-source"],
        "queries q3": ["query-duplicate-source"],
    }
    assert judged(bench) == [("q1", "d1", 1), ("q2", "d1", 2), ("q1", "d3", 1)]
    assert bench.result(source).reasons == {}
    assert judged(bench) == [("q1", "d1", 1), ("q2", "d1", 2), ("q1", "d3", 1)]


def test_titles_and_texts_that_read_alike_are_one_document(tmp_path: Path, gates: Gates) -> None:
    documents = [
        {"id": "d1", "title": "A boat", "text": "floats well"},
        {"id": "d2", "title": "A", "text": "boat floats well"},
        {"id": "d3", "title": "Floats well", "text": "a boat"},
    ]
    found = Bench(tmp_path, "retrieval", gates, tables(*JUDGED, documents=documents)).source()
    assert found.reasons == {"corpus d2": ["document-duplicate-source"]}


def test_where_a_rule_only_flags_nothing_is_merged(tmp_path: Path, gates: Gates) -> None:
    name = "document-duplicate-created"
    checks = {**gates.checks, name: replace(gates.checks[name], severity=Severity.SOFT)}
    bench = Bench(tmp_path, "retrieval", replace(gates, checks=checks), tables(*JUDGED))
    found = bench.result(tables(*JUDGED, documents=corpus(d1="một tàu", d2="Một tàu.")))
    assert found.reasons == {"corpus d2": [f"{name} (flagged)"]}
    assert judged(bench) == list(JUDGED)


RANKED = {"q1": ["d4", "d2", "d1"], "q2": ["d2", "d1", "d3"], "q3": ["d3"]}


def test_candidates_follow_their_documents_and_none_is_there_twice(
    tmp_path: Path, gates: Gates
) -> None:
    rows = (("q1", "d4", 1), ("q2", "d3", 2), ("q3", "d3", 1))
    bench = Bench(tmp_path, "reranking", gates, tables(*rows, ranked=RANKED))
    found = bench.result(
        tables(*rows, documents=corpus(d1="một tàu", d2="Một tàu."), ranked=RANKED)
    )
    assert found.reasons == {"corpus d2": ["document-duplicate-created"]}
    assert ranked(bench) == {"q1": ["d4", "d1"], "q2": ["d1", "d3"], "q3": ["d3"]}
    assert bench.again().reasons == {}


def test_the_candidates_of_merged_queries_are_united_in_order(tmp_path: Path, gates: Gates) -> None:
    rows = (("q1", "d4", 1), ("q2", "d3", 2), ("q3", "d3", 1))
    bench = Bench(tmp_path, "reranking", gates, tables(*rows, ranked=RANKED))
    found = bench.result(tables(*rows, asked=queries(q1="cái gì", q2="Cái gì?"), ranked=RANKED))
    assert found.reasons == {
        "queries q2": ["query-duplicate-created"],
        "test q2": ["candidates-merged"],
    }
    assert found.details["test q2 candidates-merged"] == "joined those of query q1"
    assert ranked(bench) == {"q1": ["d4", "d2", "d1", "d3"], "q3": ["d3"]}
    assert judged(bench) == [("q1", "d4", 1), ("q1", "d3", 2), ("q3", "d3", 1)]


def test_a_candidate_that_the_source_lists_twice_keeps_its_first_place(
    tmp_path: Path, gates: Gates
) -> None:
    source = tables(*JUDGED, ranked={"q1": ["d1", "d4", "d1"], "q2": ["d2"], "q3": ["d3"]})
    bench = Bench(tmp_path, "reranking", gates, source)
    found = bench.source()
    assert found.reasons == {"test q1": ["candidate-repeated (flagged)"]}
    assert found.details["test q1 candidate-repeated"] == "1 of 3 are repeated"
    assert ranked(bench)["q1"] == ["d1", "d4"]


@pytest.mark.parametrize("kind", ["reranking", "instruction_reranking"])
def test_a_question_whose_right_and_wrong_options_became_equal_leaves(
    tmp_path: Path, gates: Gates, kind: str
) -> None:
    asked = [{**row, "instruction": "be brief"} for row in queries()]
    if kind == "reranking":
        asked = queries()
    rows = (("q1", "d1", 1), ("q1", "d2", 0), ("q2", "d1", 1), ("q2", "d2", 1), ("q3", "d3", 1))
    options = {"q1": ["d1", "d2"], "q2": ["d1", "d2", "d4"], "q3": ["d3", "d1", "d2"]}
    bench = Bench(tmp_path, kind, gates, tables(*rows, asked=asked, ranked=options))
    changed = corpus(d1="một tàu", d2="Một tàu.")
    found = bench.result(tables(*rows, asked=asked, documents=changed, ranked=options))
    assert found.reasons["queries q1"] == ["options-collapsed"]
    assert found.details["queries q1 options-collapsed"] == "d1 and d2 are equal now"
    assert found.left["queries"] == ["queries q2", "queries q3"]
    assert ranked(bench) == {"q2": ["d1", "d4"], "q3": ["d3", "d1"]}, "equal judgements merge"
    assert judged(bench) == [("q2", "d1", 1), ("q3", "d3", 1)]


def test_a_candidate_without_a_judgement_is_a_wrong_option(tmp_path: Path, gates: Gates) -> None:
    options = {"q1": ["d1", "d2"], "q2": ["d2"], "q3": ["d3"]}
    bench = Bench(tmp_path, "reranking", gates, tables(*JUDGED, ranked=options))
    documents = corpus(d1="một tàu", d2="Một tàu.")
    found = bench.result(tables(*JUDGED, documents=documents, ranked=options))
    assert found.reasons["queries q1"] == ["options-collapsed"]
    assert found.left["queries"] == ["queries q2", "queries q3"]


def test_a_query_needs_a_relevant_document_and_candidate_in_every_split_that_it_is_in(
    tmp_path: Path, gates: Gates
) -> None:
    test = tables(*JUDGED, ranked={"q1": ["d1"], "q2": ["d2"], "q3": ["d3"]})
    dev = tables(
        ("q1", "d1", 0), ("q2", "d2", 1), ("q3", "d3", 1),
        split="dev", ranked={"q1": ["d1"], "q2": ["d4"], "q3": ["d3"]},
    )  # fmt: skip
    bench = Bench(tmp_path, "reranking", gates, {**dev, **test})
    assert bench.source().reasons == {
        "dev q1\td1": ["qrel-without-relevant"],
        "dev q2\td2": ["qrel-without-candidates"],
        "dev q1": ["candidates-dangling"],
        "dev q2": ["candidates-dangling"],
    }
    assert judged(bench) == [("q3", "d3", 1), *JUDGED]


def test_a_distractor_that_equals_another_document_leaves_and_is_merged_with_none(
    tmp_path: Path, gates: Gates
) -> None:
    options = {"q1": ["d1", "d4"], "q2": ["d2"], "q3": ["d3"]}
    source: Tables = tables(*JUDGED, documents=list(reversed(corpus())), ranked=options)
    bench = Bench(tmp_path, "reranking", gates, source)
    bench.distract("d4")
    changed = list(reversed(corpus(d4="A boat.")))
    found = bench.result({**source, "corpus/corpus": changed})
    assert found.reasons == {
        "corpus d4": ["distractor-duplicate"],
        "test q1": ["candidate-lost (flagged)"],
    }
    assert ranked(bench)["q1"] == ["d1"], "the question is not spoilt by a wrong translation"


def test_of_distractors_that_became_equal_the_first_stays(tmp_path: Path, gates: Gates) -> None:
    rows = (("q1", "d1", 1), ("q2", "d2", 2), ("q3", "d1", 1))
    bench = Bench(tmp_path, "retrieval", gates, tables(*rows))
    bench.distract("d3", "d4")
    found = bench.result(tables(*rows, documents=corpus(d3="gì đó", d4="Gì đó")))
    assert found.reasons == {"corpus d4": ["distractor-duplicate"]}
