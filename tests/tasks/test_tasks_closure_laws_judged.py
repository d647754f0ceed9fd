"""What holds after closure of types with judgements, whatever the rows and translations were."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from babelwright.tasks.registry import task_types
from babelwright.text.normal import matching_key
from support.closure import Bench, Found, Tables
from support.laws import (
    Translation,
    accounted,
    law,
    settled,
    source_texts,
    translated,
    translations,
)

KINDS = ("retrieval", "instruction_retrieval", "reranking", "instruction_reranking")
LAWS = settings(law, max_examples=15)
DOCUMENTS = [f"d{n}" for n in range(5)]
QUERIES = [f"q{n}" for n in range(3)]
documents = st.sampled_from([*DOCUMENTS, "gone"])
queries = st.sampled_from([*QUERIES, "gone"])
judged = st.dictionaries(st.tuples(queries, documents), st.integers(0, 2), min_size=1, max_size=9)
ranked = st.dictionaries(queries, st.lists(documents, max_size=5), min_size=1, max_size=4)
Names = Mapping[str, str]


def test_every_type_with_judgements_has_its_laws() -> None:
    assert {name for name, kind in task_types().items() if len(kind.tables) > 1} == set(KINDS)


def drawn(kind: str) -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    asked = {"text": source_texts}
    if kind.startswith("instruction"):
        asked["instruction"] = st.sampled_from(["a train", "blue ship", " "])
    parts: dict[str, st.SearchStrategy[Any]] = {
        "corpus/corpus": _named(DOCUMENTS, {"title": source_texts, "text": source_texts}),
        "queries/queries": _named(QUERIES, asked),
    }
    for split in ("dev", "test"):
        parts[f"qrels/{split}"] = judged.map(
            lambda table: [
                {"query-id": q, "corpus-id": d, "score": s} for (q, d), s in table.items()
            ]
        )
        if kind.endswith("reranking"):
            parts[f"top_ranked/{split}"] = ranked.map(
                lambda table: [{"query-id": q, "corpus-ids": ids} for q, ids in table.items()]
            )
    return st.fixed_dictionaries(parts)


def _named(
    names: list[str], columns: Mapping[str, st.SearchStrategy[str]]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(dict(columns))
    each = st.lists(row, min_size=len(names), max_size=len(names))
    return each.map(lambda rows: [{"id": i, **row} for i, row in zip(names, rows, strict=True)])


class Closed(NamedTuple):
    """A closed bench, and what was found in source and result."""

    bench: Bench
    found: tuple[Found, Found]

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.bench.rows(table)

    def scores(self) -> dict[tuple[str, str, str], int]:
        """Return the judgements by split, query and document."""
        return {
            (row["_split"], row["query-id"], row["corpus-id"]): row["score"]
            for row in self.rows("qrels")
        }

    def candidates(self) -> dict[tuple[str, str], list[str]]:
        """Return the candidates by split and query; none for types without."""
        if len(self.bench.kind.tables) < 4:
            return {}
        return {(row["_split"], row["query-id"]): row["corpus-ids"]
                for row in self.rows("top_ranked")}  # fmt: skip

    def stands_for(self, split: str, row: str) -> str:
        """Return the row that a document or query was merged into, over both closures."""
        for found in self.found:
            for reason in ("document", "query"):
                for when in ("created", "source"):
                    detail = found.details.get(f"{split} {row} {reason}-duplicate-{when}", "")
                    row = detail.removeprefix("same as ") or row
        return row


def close(
    bench: Bench,
    tables: Tables,
    translation: Translation,
    distract: frozenset[str] = frozenset(),
) -> Closed:
    source = bench.source()
    relevant = {row["corpus-id"] for row in bench.rows("qrels") if row["score"] > 0}
    result = translated(bench, tables, translation, ("title", "text", "instruction"))
    bench.distract(*sorted(
        distract - relevant & {row["id"] for row in bench.rows("corpus")}
    ))  # fmt: skip
    return Closed(bench, (source, bench.result(result)))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_hangs_together_and_all_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    @LAWS
    @given(drawn(kind), translations(), st.frozensets(st.sampled_from(DOCUMENTS)))
    def holds(tables: Tables, translation: Translation, distract: frozenset[str]) -> None:
        bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, tables)
        closed = close(bench, tables, translation, distract)
        accounted(closed.bench, closed.found[1])
        _whole(closed)
        _different(closed)
        _nothing_lost(closed, tables)
        settled(closed.bench, closed.found[1])

    holds()


def _whole(closed: Closed) -> None:
    scores, candidates = closed.scores(), closed.candidates()
    there = {row["id"] for row in closed.rows("corpus")}
    asked = {row["id"] for row in closed.rows("queries")}
    assert {document for _, _, document in scores} <= there, "no judgement dangles"
    assert {query for _, query, _ in scores} == asked, "every query is judged"
    assert len(scores) == len(closed.rows("qrels")), "no judgement is there twice"
    relevant = {name for name, score in scores.items() if score > 0}
    judged_in = {(split, query) for split, query, _ in scores}
    assert {(split, query) for split, query, _ in relevant} == judged_in
    if len(closed.bench.kind.tables) < 4:
        return
    assert len(candidates) == len(closed.rows("top_ranked"))
    assert candidates.keys() == judged_in
    for (split, query), ids in candidates.items():
        assert set(ids) <= there
        assert len(set(ids)) == len(ids)
        assert any((split, query, document) in relevant for document in ids)


def _read(row: Mapping[str, Any], *columns: str) -> str:
    return " ".join(row[column] for column in columns if column in row).strip()


def _different(closed: Closed) -> None:
    for table, columns in (("corpus", ("title", "text")), ("queries", ("text", "instruction"))):
        texts = [_read(row, *columns) for row in closed.rows(table)]
        assert len({matching_key(text) for text in texts}) == len(texts)
        assert all(len(text) > 3 for text in texts)
    with closed.bench.ledger.connect() as connection:
        flagged = connection.execute(
            "SELECT id FROM events WHERE reason = 'distractor-only'"
        ).fetchall()
    relevant = {document for (_, _, document), score in closed.scores().items() if score > 0}
    assert not relevant & {row for (row,) in flagged}, "a distractor is never relevant"


def _nothing_lost(closed: Closed, tables: Tables) -> None:
    """Assert that a kept query has every judgement of it and of those that it stands for."""
    there = {row["id"] for row in closed.rows("corpus")}
    asked = {row["id"] for row in closed.rows("queries")}
    wanted: dict[tuple[str, str, str], int] = {}
    for name in ("qrels/dev", "qrels/test"):
        split = name.split("/")[1]
        for row in tables[name]:
            query = closed.stands_for("queries", row["query-id"])
            document = closed.stands_for("corpus", row["corpus-id"])
            if query in asked and document in there:
                key = (split, query, document)
                wanted[key] = max(wanted.get(key, 0), row["score"])
    judged_in = {(split, query) for split, query, _ in closed.scores()}
    assert closed.scores() == {key: score for key, score in wanted.items() if key[:2] in judged_in}
    offered: dict[tuple[str, str], set[str]] = {key: set() for key in closed.candidates()}
    for name in ("top_ranked/dev", "top_ranked/test"):
        for row in tables.get(name, ()):
            asking = (name.split("/")[1], closed.stands_for("queries", row["query-id"]))
            ids = {closed.stands_for("corpus", each) for each in row["corpus-ids"]}
            if asking in offered:
                offered[asking] |= ids & there
    assert {key: set(ids) for key, ids in closed.candidates().items()} == offered


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_rows_decides_nothing_but_which_of_equal_ones_stays(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    @settings(LAWS, max_examples=8)
    @given(drawn(kind), translations(by_key=True))
    def holds(tables: dict[str, list[dict[str, Any]]], translation: Translation) -> None:
        survivors = []
        for turned in (False, True):
            rows = {name: each[::-1] if turned else each for name, each in tables.items()}
            bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, rows)
            closed = close(bench, rows, translation)
            survivors.append(_known_by_text(closed))
        assert survivors[0] == survivors[1]

    holds()


def _known_by_text(closed: Closed) -> tuple[Any, ...]:
    documents = {
        row["id"]: matching_key(_read(row, "title", "text")) for row in closed.rows("corpus")
    }
    asked = {
        row["id"]: matching_key(_read(row, "text", "instruction")) for row in closed.rows("queries")
    }
    scores = {(split, asked[query], documents[document]): score
              for (split, query, document), score in closed.scores().items()}  # fmt: skip
    candidates = {(split, asked[query]): {documents[each] for each in ids}
                  for (split, query), ids in closed.candidates().items()}  # fmt: skip
    return set(documents.values()), set(asked.values()), scores, candidates


@pytest.mark.parametrize("kind", KINDS)
def test_splits_are_filtered_alike(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    """The same judgements and candidates in two splits have the same ends in both."""

    @settings(LAWS, max_examples=6)
    @given(drawn(kind), translations())
    def holds(tables: Tables, translation: Translation) -> None:
        same = {name: tables[name.replace("dev", "test")] for name in tables}
        bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, same)
        closed = close(bench, same, translation)
        with closed.bench.ledger.connect() as connection:
            ends: dict[str, list[Any]] = {"dev": [], "test": []}
            for split, *end in connection.execute(
                'SELECT split, "table", id, state, reason, detail FROM events '
                "WHERE split IN ('dev', 'test') ORDER BY ALL"
            ).fetchall():
                ends[split].append(end)
        assert ends["dev"] == ends["test"]

    holds()
