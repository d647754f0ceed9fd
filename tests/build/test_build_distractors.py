"""A document whose text is no faithful translation stays only where nothing calls it relevant."""

from pathlib import Path
from typing import Any

import pytest

from babelwright.build.distractors import UNFAITHFUL
from babelwright.catalog.model import Gates
from support.closure import Tables
from support.decided import Decided, Decision, failed, flag, rejected

TABLES: Tables = {
    "corpus/corpus": [
        {"id": "relevant", "title": "", "text": "A boat."},
        {"id": "judged", "title": "", "text": "A ship."},
        {"id": "never", "title": "Trains", "text": "A train."},
    ],
    "queries/queries": [{"id": "q", "text": "What floats?"}],
    "qrels/test": [
        {"query-id": "q", "corpus-id": "relevant", "score": 1},
        {"query-id": "q", "corpus-id": "judged", "score": 0},
    ],
    "top_ranked/test": [{"query-id": "q", "corpus-ids": ["relevant", "judged", "never"]}],
}


def decided(root: Path, gates: Gates, decisions: dict[str, Decision]) -> Decided:
    return Decided(root, gates, "reranking", TABLES, decisions)


def documents(done: Decided) -> dict[str, str | None]:
    return {row["id"]: row["text"] for row in done.assemble()["corpus.corpus"]}


def test_an_unfaithful_text_stays_unless_its_document_is_relevant(
    tmp_path: Path, gates: Gates
) -> None:
    far = rejected("fidelity", "cosine 0.11", target="một cái gì")
    done = decided(tmp_path, gates, {"A boat.": far, "A ship.": far, "A train.": far})
    assert documents(done) == {
        "relevant": None, "judged": "một cái gì", "never": "một cái gì"
    }  # fmt: skip
    ends = done.ends()
    assert ends["corpus corpus relevant"] == ("filtered", "fidelity", "text: cosine 0.11")
    assert ends["corpus corpus judged"][0] == ends["corpus corpus never"][0] == "released"
    with done.ledger.connect() as connection:
        flags = connection.execute(
            "SELECT id, reason, detail FROM events WHERE state = 'flagged' ORDER BY id"
        ).fetchall()
    assert flags == [
        ("judged", "distractor-only", "text: fidelity, cosine 0.11"),
        ("never", "distractor-only", "text: fidelity, cosine 0.11"),
    ]


def test_provenance_says_that_the_text_was_rejected(tmp_path: Path, gates: Gates) -> None:
    far = rejected("number-changed", "1 for 2", target="tàu hỏa số 2")
    done = decided(tmp_path, gates, {"A train.": far})
    done.assemble()
    told = {row["id"]: row["texts"] for row in done.provenance() if row["table"] == "corpus"}
    assert [text["state"] for text in told["never"]] == ["accepted", "rejected"]
    assert told["never"][1]["flags"] == ["other-check", "number-changed"]
    assert [text["state"] for text in told["judged"]] == ["accepted"]


@pytest.mark.parametrize("check", ["language", "script", "repetition", "empty", "copied"])
def test_a_text_that_is_wrong_in_itself_never_stays(
    tmp_path: Path, gates: Gates, check: str
) -> None:
    done = decided(tmp_path, gates, {"A train.": rejected(check, target="Ein Zug.")})
    assert documents(done)["never"] is None
    assert done.ends()["corpus corpus never"] == ("filtered", check, "text: seen")


def test_a_text_that_is_unfaithful_and_wrong_in_itself_leaves(tmp_path: Path, gates: Gates) -> None:
    both = {**rejected("fidelity"), "flags": [flag("fidelity", "hard"), flag("language", "hard")]}
    assert documents(decided(tmp_path, gates, {"A train.": both}))["never"] is None


def test_a_document_of_which_one_text_has_no_translation_leaves(
    tmp_path: Path, gates: Gates
) -> None:
    done = decided(tmp_path, gates, {"A train.": rejected("fidelity"), "Trains": failed()})
    assert documents(done)["never"] is None
    assert done.ends()["corpus corpus never"][:2] == ("failed", "no-translation")


def test_queries_are_never_unfaithful(tmp_path: Path, gates: Gates) -> None:
    done = decided(tmp_path, gates, {"What floats?": rejected("fidelity")})
    done.assemble()
    assert done.ends()["queries queries q"][:2] == ("filtered", "fidelity")


def test_rows_of_other_types_leave_as_ever(tmp_path: Path, gates: Gates) -> None:
    rows: list[dict[str, Any]] = [{"id": "0", "text": "A boat.", "label": 0}]
    done = Decided(
        tmp_path, gates, "classification", {"test": rows}, {"A boat.": rejected("fidelity")}
    )
    assert done.assemble()["rows.test"][0]["text"] is None


def test_what_says_nothing_against_a_text_are_checks_of_pairs() -> None:
    assert {"fidelity", "length-ratio", "number-changed", "span-lost", "truncation"} <= UNFAITHFUL
    assert not UNFAITHFUL & {"copied", "empty", "empty-to-text", "language", "script", "repetition"}
