"""Sampling of types with judgements: which queries, and what their corpus is made of."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates, Sample
from babelwright.ledger import Count
from support.drawing import Drawn, judged_tables

LAWS = given_settings(max_examples=25, deadline=None, derandomize=True, database=None)
ANIMALS = ["cat", "dog", "horse", "goose", "trout", "otter", "heron", "adder"]
DOCUMENTS = [str(n) for n in range(24)]
QUERIES = [f"q{n}" for n in range(8)]
JUDGED = st.dictionaries(
    st.tuples(st.sampled_from(QUERIES), st.sampled_from(DOCUMENTS)),
    st.integers(0, 2),
    min_size=1,
    max_size=30,
)


def document(n: int) -> str:
    """Return a text with two animals, and words of its own."""
    one, other = ANIMALS[n % 8], ANIMALS[(n * 3 + 1) % 8]
    return f"{one} {other} " + " ".join(f"w{n}x{k}" for k in range(6))


CORPUS = {row: document(int(row)) for row in DOCUMENTS}
ASKED = {query: f"where is the {ANIMALS[n]}" for n, query in enumerate(QUERIES)}


@LAWS
@given(
    judged=JUDGED.filter(lambda judged: any(judged.values())),
    settings=st.fixed_dictionaries(
        {
            "queries": st.integers(1, 10),
            "hard_negatives": st.integers(1, 4),
            "distractors": st.integers(0, 12),
        }
    ),
)
def test_nothing_relevant_is_sampled_away_and_the_pool_is_what_it_says(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    judged: dict[tuple[str, str], int],
    settings: dict[str, Any],
) -> None:
    sample = Sample(
        queries=settings["queries"],
        hard_negatives=settings["hard_negatives"],
        distractors=settings["distractors"],
    )
    tables = judged_tables(CORPUS, ASKED, judged)
    found = Drawn(tmp_path_factory.mktemp("pool") / "x", "retrieval", gates, tables, sample)
    able = {query for (query, _), score in judged.items() if score}
    kept = {query for query, state in found.states("queries").items() if state == "released"}
    assert kept <= able
    assert len(kept) == min(settings["queries"], len(able))
    corpus = {row for row, state in found.states("corpus").items() if state == "released"}
    qrels = {row for row, state in found.states("qrels").items() if state == "released"}
    assert qrels == {f"{query}\t{row}" for query, row in judged if query in kept}
    theirs = {row for query, row in judged if query in kept}
    assert theirs <= corpus, "judged documents stay, zeros too"
    pool = found.facts["pool"]
    assert pool["judged"] == len(theirs)
    assert len(corpus) == sum(pool[name] for name in ("judged", "hard_negatives", "distractors"))
    assert pool["hard_negatives"] <= settings["hard_negatives"] * len(kept)
    assert pool["distractors"] <= settings["distractors"]
    assert all(count.adds_up for count in found.counts.values())
    for name in ("corpus", "queries"):
        assert {row["id"] for row in found.rows(f"{name}.{name}")} >= (
            corpus if name == "corpus" else kept
        )


@LAWS
@given(order=st.randoms(use_true_random=False), seed=st.integers(0, 3))
def test_the_order_of_the_source_has_no_say(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, order: Any, seed: int
) -> None:
    judged = {(query, DOCUMENTS[n]): 1 for n, query in enumerate(QUERIES)}
    mixed = list(CORPUS.items())
    order.shuffle(mixed)
    sample = Sample(seed=seed, queries=3, hard_negatives=2, distractors=4)
    one, other = (
        Drawn(
            tmp_path_factory.mktemp("order") / "x",
            "retrieval",
            gates,
            judged_tables(corpus, ASKED, judged),
            sample,
        )
        for corpus in (CORPUS, dict(mixed))
    )
    for table in ("corpus", "queries", "qrels"):
        assert one.states(table) == other.states(table)
    assert one.facts == other.facts


def test_each_split_has_its_number_of_queries(tmp_path: Path, gates: Gates) -> None:
    half = {(query, DOCUMENTS[n]): 1 for n, query in enumerate(QUERIES)}
    dev = {key: score for key, score in half.items() if key[0] < "q4"}
    test = {key: score for key, score in half.items() if key[0] >= "q4"}
    tables = judged_tables(CORPUS, ASKED, test)
    tables["qrels/dev"] = judged_tables(CORPUS, ASKED, dev)["qrels/test"]
    found = Drawn(tmp_path / "x", "retrieval", gates, tables, Sample(queries=3))
    assert [found.counts[f"qrels/{split}"].released for split in ("dev", "test")] == [3, 3]
    assert found.facts["pool"]["queries"] == 6


def test_a_corpus_that_is_not_pooled_stays_whole(tmp_path: Path, gates: Gates) -> None:
    judged = {(query, DOCUMENTS[n]): 1 for n, query in enumerate(QUERIES)}
    tables = judged_tables(CORPUS, ASKED, judged)
    found = Drawn(tmp_path / "x", "retrieval", gates, tables, Sample(queries=2))
    assert found.counts["corpus/corpus"] == Count("corpus", "corpus", 24, 24, 0, 0, 0)
    assert found.counts["queries/queries"] == Count("queries", "queries", 8, 2, 0, 0, 6)
    assert found.facts["pool"]["distractors"] == 22


def test_hard_negatives_alone_make_a_pool_without_distractors(tmp_path: Path, gates: Gates) -> None:
    judged = {("q0", "0"): 1}
    tables = judged_tables(CORPUS, ASKED, judged)
    found = Drawn(tmp_path / "x", "retrieval", gates, tables, Sample(hard_negatives=2))
    assert found.counts["corpus/corpus"].released == 3
    kept = {row for row, state in found.states("corpus").items() if state == "released"}
    assert "0" in kept
    assert all("cat" in CORPUS[row] for row in kept), "the query is about the cat"


def test_candidates_stay_with_their_query_and_need_no_search(tmp_path: Path, gates: Gates) -> None:
    judged = {(query, DOCUMENTS[n]): 1 for n, query in enumerate(QUERIES)}
    candidates = {
        query: [DOCUMENTS[n], DOCUMENTS[n + 8], DOCUMENTS[n + 16]]
        for n, query in enumerate(QUERIES)
    }
    tables = judged_tables(CORPUS, ASKED, judged, candidates=candidates)
    found = Drawn(tmp_path / "x", "reranking", gates, tables, Sample(queries=2, distractors=1))
    kept = [query for query, state in found.states("queries").items() if state == "released"]
    corpus = {row for row, state in found.states("corpus").items() if state == "released"}
    assert len(kept) == 2
    assert {row for query in kept for row in candidates[query]} < corpus
    assert len(corpus) == 7
    assert found.counts["top_ranked/test"].unsampled == 6
    pool = found.facts["pool"]
    assert (pool["judged"], pool["candidates"], pool["distractors"]) == (2, 4, 1)


def test_what_is_not_drawn_says_why(tmp_path: Path, gates: Gates) -> None:
    from babelwright.ledger import Ledger

    judged = {("q0", "0"): 1, ("q1", "1"): 1}
    asked = {query: ASKED[query] for query in ("q0", "q1")}
    tables = judged_tables(CORPUS, asked, judged)
    sample = Sample(queries=1, distractors=0)
    found = Drawn(tmp_path / "x", "retrieval", gates, tables, sample)
    reasons = {
        (each.table, each.reason): each.rows for each in Ledger(found.folder / "ledger").reasons()
    }
    assert reasons == {
        ("corpus", "not-drawn"): 23,
        ("queries", "not-drawn"): 1,
        ("qrels", "query-not-drawn"): 1,
    }
