"""Where every released row comes from, and why the others are not released."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Gates
from support.closure import Tables
from support.decided import Decided, failed, flag, rejected
from support.tasks import make_task


def sts(*rows: tuple[str, str, str], score: float = 2.5) -> list[dict[str, Any]]:
    return [
        {"id": row, "sentence1": one, "sentence2": two, "score": score} for row, one, two in rows
    ]


PAIRS = sts(("b", "One.", "Two."), ("a", "Two.", "Three."), ("c", "Four.", "One."))


def test_a_released_row_tells_the_story_of_each_of_its_texts(tmp_path: Path, gates: Gates) -> None:
    two = {
        "engine": "argos-en_vi",
        "revision": "1.9",
        "variant": "n-best",
        "attempt": 2,
        "attempts": [{"engine": "memory"}, {"engine": "argos-en_vi"}, {"engine": "x"}],
        "cosine": 0.7,
        "margin": None,
        "raw": "as it was",
        "flags": [flag("ending"), flag("brackets")],
    }
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS[:1]}, {"Two.": two})
    decided.assemble()
    (row,) = decided.provenance()
    assert (row["table"], row["split"], row["id"]) == ("rows", "test", "b")
    first, second = row["texts"]
    assert first == {
        "column": "sentence1",
        "state": "accepted",
        "engine": "table",
        "revision": "1",
        "variant": "best",
        "origin": "machine",
        "attempt": 1,
        "attempts": 1,
        "cosine": 0.8,
        "margin": 1.0,
        "raw": None,
        "flags": [],
    }
    assert second == {
        "column": "sentence2",
        "state": "accepted",
        "engine": "argos-en_vi",
        "revision": "1.9",
        "variant": "n-best",
        "origin": "machine",
        "attempt": 2,
        "attempts": 3,
        "cosine": 0.7,
        "margin": None,
        "raw": "as it was",
        "flags": ["ending", "brackets"],
    }


def test_every_row_is_in_one_of_the_two_in_the_order_of_the_source(
    tmp_path: Path, gates: Gates
) -> None:
    decisions = {"Three.": rejected("copied", "the same"), "Four.": failed("no words")}
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS}, decisions)
    decided.assemble()
    assert [row["id"] for row in decided.provenance()] == ["b"]
    assert decided.rejected() == [
        {
            "table": "rows",
            "split": "test",
            "id": "a",
            "state": "filtered",
            "reason": "copied",
            "detail": "sentence2: the same",
        },
        {
            "table": "rows",
            "split": "test",
            "id": "c",
            "state": "failed",
            "reason": "no-translation",
            "detail": "sentence1: no words",
        },
    ]


def test_where_all_are_released_the_list_of_the_others_is_empty_and_there(
    tmp_path: Path, gates: Gates
) -> None:
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS})
    decided.assemble()
    assert decided.rejected() == []
    assert [row["id"] for row in decided.provenance()] == ["b", "a", "c"]


def test_tables_without_texts_are_told_too(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {
        "corpus/corpus": [{"id": "d", "title": "", "text": "A."}],
        "queries/queries": [{"id": "q", "text": "B?"}],
        "qrels/test": [{"query-id": "q", "corpus-id": "d", "score": 1}],
    }
    decided = Decided(tmp_path, gates, "retrieval", tables)
    decided.assemble()
    rows = {row["table"]: row for row in decided.provenance()}
    assert sorted(rows) == ["corpus", "qrels", "queries"]
    assert (rows["qrels"]["id"], rows["qrels"]["texts"]) == ("q\td", None)
    assert [text["column"] for text in rows["corpus"]["texts"]] == ["text"]
    assert all(len(row["source_hash"]) == 32 for row in rows.values())


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (sts(("b", "One.", "Two.")), True),
        (sts(("z", "Other.", "Rows."), ("b", "One.", "Two.")), True),
        (sts(("b", "One.", "Two. ")), False),
        (sts(("b", "Two.", "One.")), False),
        (sts(("b", "One.", "Two."), score=2.6), False),
    ],
    ids=["nothing", "its place", "a space", "columns", "score"],
)
def test_the_hash_of_a_source_row_is_that_of_its_content(
    tmp_path: Path, gates: Gates, changed: list[dict[str, Any]], same: bool
) -> None:
    def hash_of(name: str, rows: list[dict[str, Any]]) -> str:
        folder = tmp_path / name
        folder.mkdir()
        decided = Decided(folder, gates, "sts", {"test": rows})
        decided.assemble()
        found = {row["id"]: row["source_hash"] for row in decided.provenance()}
        return str(found["b"])

    assert (hash_of("one", PAIRS[:1]) == hash_of("two", changed)) is same


def test_the_hash_does_not_depend_on_what_was_decided(tmp_path: Path, gates: Gates) -> None:
    hashes = set()
    for name, target in (("one", "Một."), ("two", "Một")):
        (tmp_path / name).mkdir()
        rows = [{"id": "a", "sentence1": "One.", "sentence2": "Một."}]
        decided = Decided(
            tmp_path / name,
            gates,
            "bitext_mining",
            {"test": rows},
            {"One.": {"target": target}},
            task=make_task("bitext_mining", method="collect"),
        )
        decided.assemble()
        hashes.add(decided.provenance()[0]["source_hash"])
    assert len(hashes) == 1
