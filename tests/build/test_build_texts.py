"""The distinct texts of a task, and where each stands."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.build.closing import open_tables
from babelwright.build.texts import collect_texts
from babelwright.catalog.model import Gates
from babelwright.tasks.registry import task_types
from support.closure import Bench, Tables
from support.laws import law
from support.tasks import make_task


class Collected:
    """The texts of small tables."""

    def __init__(
        self,
        folder: Path,
        gates: Gates,
        kind: str,
        tables: Tables,
        *,
        method: str = "translate",
        ended: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        bench = Bench(folder / "bench", kind, gates, tables)
        bench.end(*ended)
        canonical, out = folder / "bench/canonical", folder / "texts"
        out.mkdir(exist_ok=True)
        task = make_task(kind, method=method)
        with open_tables(
            task_types()[kind], canonical, canonical, bench.ledger, folder
        ) as connection:
            self.count = collect_texts(connection, task, task_types()[kind], out)
        self.texts: list[dict[str, Any]] = pq.read_table(out / "texts.parquet").to_pylist()
        self.links: list[dict[str, Any]] = pq.read_table(out / "links.parquet").to_pylist()
        assert self.count == len(self.texts)
        assert [text["text"] for text in self.texts] == list(range(self.count))

    @property
    def sources(self) -> list[str]:
        return [text["source"] for text in self.texts]

    def where(self) -> list[tuple[str, str, str, str, int]]:
        return [
            (link["table"], link["split"], link["id"], link["column"], link["text"])
            for link in self.links
        ]


def sts(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"id": row, "sentence1": one, "sentence2": two, "score": 1.0} for row, one, two in rows]


def test_equal_texts_are_one_wherever_they_stand(tmp_path: Path, gates: Gates) -> None:
    rows = sts(("a", "Hello.", "Good day."), ("b", "Good day.", "Hello."), ("c", "Hi.", "Hi."))
    found = Collected(tmp_path, gates, "sts", {"test": rows})
    assert found.sources == ["Hello.", "Good day.", "Hi."]
    assert found.where() == [
        ("rows", "test", "a", "sentence1", 0),
        ("rows", "test", "a", "sentence2", 1),
        ("rows", "test", "b", "sentence1", 1),
        ("rows", "test", "b", "sentence2", 0),
        ("rows", "test", "c", "sentence1", 2),
        ("rows", "test", "c", "sentence2", 2),
    ]
    assert {text["given"] for text in found.texts} == {None}


def test_query_and_document_with_one_text_share_it(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {
        "corpus/corpus": [{"id": "d", "title": "Tea", "text": "A drink."}],
        "queries/queries": [{"id": "q", "text": "Tea"}],
        "qrels/test": [{"query-id": "q", "corpus-id": "d", "score": 1}],
    }
    found = Collected(tmp_path, gates, "retrieval", tables)
    assert sorted(found.sources) == ["A drink.", "Tea"]
    tea = found.sources.index("Tea")
    assert [(table, column) for table, _, _, column, text in found.where() if text == tea] == [
        ("corpus", "title"),
        ("queries", "text"),
    ]
    assert [link["field"] for link in found.links] == [0, 1, 2]


@pytest.mark.parametrize("other", ["hello.", "Hello", "Hello. ", "Hello.\u200b", "He\u0301llo."])
def test_texts_that_differ_in_anything_are_two(tmp_path: Path, gates: Gates, other: str) -> None:
    found = Collected(tmp_path, gates, "sts", {"test": sts(("a", "Hello.", other))})
    assert found.sources == ["Hello.", other]


@pytest.mark.parametrize(
    "blank", ["", " ", "   ", "\t", "\n", " \r\n\t ", "\v\x85", "\u00a0", "\u3000"]
)
def test_blank_texts_are_no_texts(tmp_path: Path, gates: Gates, blank: str) -> None:
    found = Collected(tmp_path, gates, "sts", {"test": sts(("a", "Hello.", blank))})
    assert found.sources == ["Hello."]
    assert [column for *_, column, _ in found.where()] == ["sentence1"]


def test_rows_that_left_before_have_no_texts(tmp_path: Path, gates: Gates) -> None:
    rows = sts(("a", "Hello.", "Hi."), ("b", "Bye.", "Hi."))
    ended = (("rows", "test", "a"),)
    found = Collected(tmp_path, gates, "sts", {"test": rows}, ended=ended)
    assert found.sources == ["Bye.", "Hi."]
    assert {link["id"] for link in found.links} == {"b"}


def test_collected_texts_have_no_source(tmp_path: Path, gates: Gates) -> None:
    rows = sts(("a", "Xin chào.", "Chào."), ("b", "Chào.", "Tạm biệt."))
    found = Collected(tmp_path, gates, "sts", {"test": rows}, method="collect")
    assert [(text["source"], text["given"]) for text in found.texts] == [
        (None, "Xin chào."),
        (None, "Chào."),
        (None, "Tạm biệt."),
    ]


def test_collected_pairs_are_one_text_a_pair(tmp_path: Path, gates: Gates) -> None:
    rows = [
        {"id": row, "sentence1": one, "sentence2": two}
        for row, one, two in (
            ("a", "Hi.", "Chào."),
            ("b", "Hi.", "Xin chào."),
            ("c", "Hi.", "Chào."),
        )
    ]
    found = Collected(tmp_path, gates, "bitext_mining", {"test": rows}, method="collect")
    assert [(text["source"], text["given"]) for text in found.texts] == [
        ("Hi.", "Chào."),
        ("Hi.", "Xin chào."),
    ]
    assert [link["text"] for link in found.links] == [0, 1, 0]
    assert {link["column"] for link in found.links} == {"sentence2"}


def test_a_translated_bitext_has_the_texts_of_its_source_side(tmp_path: Path, gates: Gates) -> None:
    rows = [{"id": "a", "sentence1": "Hi."}, {"id": "b", "sentence1": "Hi."}]
    found = Collected(tmp_path, gates, "bitext_mining", {"test": rows})
    assert found.sources == ["Hi."]
    assert found.where() == [
        ("rows", "test", "a", "sentence2", 0),
        ("rows", "test", "b", "sentence2", 0),
    ]


words = st.sampled_from(["One.", "Two.", "Three.", "one.", "7", "\U0001f642", "\t", " ", ""])
rows_of_words = st.lists(st.tuples(words, words), min_size=1, max_size=6)


@settings(law, max_examples=15)
@given(train=rows_of_words, test=rows_of_words)
def test_every_text_that_is_not_blank_stands_where_it_stood(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    train: list[tuple[str, str]],
    test: list[tuple[str, str]],
) -> None:
    tables = {
        name: sts(*((f"{i}", one, two) for i, (one, two) in enumerate(rows)))
        for name, rows in (("train", train), ("test", test))
    }
    found = Collected(tmp_path_factory.mktemp("texts"), gates, "sts", tables)
    assert len(set(found.sources)) == found.count
    wanted = {
        (split, row["id"], column, row[column])
        for split, rows in tables.items()
        for row in rows
        for column in ("sentence1", "sentence2")
        if row[column].strip()
    }
    told = {
        (split, row, column, found.sources[text]) for _, split, row, column, text in found.where()
    }
    assert told == wanted, json.dumps(found.links)
