"""What holds after closure, whatever the tables were."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from babelwright.ledger import Count
from babelwright.text.normal import matching_key
from support.closure import Bench, Found, Tables

WORD = st.sampled_from(["a", "b", "c", "A.", "d e", ""])
LABELLED = st.tuples(WORD, WORD, st.integers(0, 2))
"""Text, its translation, label."""
PAIRED = st.tuples(WORD, WORD, WORD, WORD, st.sampled_from([0.0, 2.5, 5.0]))
"""Two sentences, their translations, score."""
IDS = [str(n) for n in range(4)]
JUDGED = st.dictionaries(
    st.tuples(st.sampled_from([*IDS, "9"]), st.sampled_from([*IDS, "9"])),
    st.integers(0, 2),
    max_size=8,
)
LAWS = settings(max_examples=40, deadline=None)


def accounted(bench: Bench, found: Found) -> None:
    """Assert that every row is either left or has ended with a reason."""
    counts = bench.ledger.counts()
    assert sum(count.released for count in counts) == sum(len(rows) for rows in found.left.values())
    assert all(isinstance(count, Count) and count.adds_up for count in counts)


def rows_left(found: Found, table: str) -> set[tuple[str, str]]:
    return {(row.split(" ", 1)[0], row.split(" ", 1)[1]) for row in found.left[table]}


@LAWS
@given(
    splits=st.fixed_dictionaries(
        {name: st.lists(LABELLED, min_size=1, max_size=5) for name in ("train", "dev", "test")}
    )
)
def test_closed_labels_leak_nothing_and_contradict_nothing_new(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    splits: dict[str, list[tuple[str, str, int]]],
) -> None:
    def rows(column: int) -> dict[str, list[dict[str, Any]]]:
        return {
            split: [
                {"id": str(n), "text": row[column], "label": row[2]} for n, row in enumerate(each)
            ]
            for split, each in splits.items()
        }

    bench = Bench(tmp_path_factory.mktemp("labels") / "x", "classification", gates, rows(0))
    bench.source()
    found = bench.result(rows(1))
    accounted(bench, found)
    left = [(split, *splits[split][int(row)]) for split, row in rows_left(found, "rows")]
    train = {matching_key(target) for split, _, target, _ in left if split == "train"}
    others = {matching_key(target) for split, _, target, _ in left if split != "train"}
    assert not train & others
    for split in splits:
        own = [each for each in left if each[0] == split]
        for key in {matching_key(target) for _, _, target, _ in own}:
            same = [each for each in own if matching_key(each[2]) == key]
            sources = {matching_key(source) for _, source, _, _ in same}
            assert len(sources) == 1, "rows that were different are equal"


@LAWS
@given(st.lists(PAIRED, min_size=1, max_size=8))
def test_closed_pairs_are_as_different_as_their_scores_say(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    pairs: list[tuple[str, str, str, str, float]],
) -> None:
    def rows(first: int, second: int) -> list[dict[str, Any]]:
        return [
            {"id": str(n), "sentence1": row[first], "sentence2": row[second], "score": row[4]}
            for n, row in enumerate(pairs)
        ]

    bench = Bench(tmp_path_factory.mktemp("pairs") / "x", "sts", gates, {"test": rows(0, 1)})
    bench.source()
    found = bench.result({"test": rows(2, 3)})
    accounted(bench, found)
    left = [pairs[int(row)] for _, row in rows_left(found, "rows")]
    highest = max(row[4] for row in pairs)
    for before1, before2, after1, after2, score in left:
        if matching_key(after1) == matching_key(after2) and score < highest:
            assert matching_key(before1) == matching_key(before2)
    keys: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for row in left:
        keys.setdefault(_key(row[2:4]), set()).add(_key(row[:2]))
    assert all(len(sources) == 1 for sources in keys.values())


def _key(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(matching_key(text) for text in texts))


@LAWS
@given(
    texts=st.tuples(*[st.lists(WORD, min_size=1, max_size=4)] * 2),
    judged=JUDGED.filter(bool),
    gone=st.sets(st.tuples(st.sampled_from(["corpus", "queries"]), st.sampled_from(IDS))),
)
def test_closed_judgements_hang_on_nothing_and_every_query_has_a_relevant_document(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    texts: tuple[list[str], list[str]],
    judged: dict[tuple[str, str], int],
    gone: set[tuple[str, str]],
) -> None:
    documents, queries = texts
    tables: Tables = {
        "corpus/corpus": [
            {"id": str(n), "title": "", "text": text} for n, text in enumerate(documents)
        ],
        "queries/queries": [{"id": str(n), "text": text} for n, text in enumerate(queries)],
        "qrels/test": [
            {"query-id": query, "corpus-id": document, "score": score}
            for (query, document), score in judged.items()
        ],
    }
    bench = Bench(tmp_path_factory.mktemp("judged") / "x", "retrieval", gates, tables)
    sizes = {"corpus": len(documents), "queries": len(queries)}
    bench.end(*((table, table, row) for table, row in sorted(gone) if int(row) < sizes[table]))
    found = bench.result(tables)
    accounted(bench, found)
    left = {table: {row for _, row in rows_left(found, table)} for table in found.left}
    pairs = [tuple(row.split("\t")) for row in left["qrels"]]
    assert {query for query, _ in pairs} <= left["queries"]
    assert {document for _, document in pairs} <= left["corpus"]
    relevant = {query for query, document in pairs if judged[query, document] > 0}
    assert left["queries"] == relevant
    again = bench.result(tables)
    assert (again.reasons, again.left) == ({}, found.left), "closing twice changes nothing"
