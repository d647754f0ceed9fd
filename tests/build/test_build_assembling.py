"""Decided texts go back into their rows, and the ledger hears what became of each row."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from babelwright.ledger import Reason
from support.closure import Tables
from support.decided import Decided, failed, flag, rejected
from support.laws import law
from support.tasks import make_source, make_task


def sts(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"id": row, "sentence1": one, "sentence2": two, "score": 2.5} for row, one, two in rows]


PAIRS = sts(("a", "One.", "Two."), ("b", "Two.", "Three."), ("it's", "Four.", "One."))


def texts(rows: list[dict[str, Any]]) -> list[tuple[str, str | None, str | None]]:
    return [(row["id"], row["sentence1"], row["sentence2"]) for row in rows]


def test_every_text_stands_where_its_source_stood(tmp_path: Path, gates: Gates) -> None:
    (rows,) = Decided(tmp_path, gates, "sts", {"test": PAIRS}).assemble().values()
    assert texts(rows) == [
        ("a", "«One.»", "«Two.»"),
        ("b", "«Two.»", "«Three.»"),
        ("it's", "«Four.»", "«One.»"),
    ]
    assert [(row["_id"], row["_split"], row["_position"], row["score"]) for row in rows] == [
        ("a", "test", 0, 2.5),
        ("b", "test", 1, 2.5),
        ("it's", "test", 2, 2.5),
    ]


@pytest.mark.parametrize(
    ("decision", "end"),
    [
        (rejected("copied", "the same"), ("filtered", "copied", "sentence2: the same")),
        (failed("no words"), ("failed", "no-translation", "sentence2: no words")),
    ],
    ids=["rejected", "failed"],
)
def test_a_row_ends_with_its_text_and_never_shows_the_source(
    tmp_path: Path, gates: Gates, decision: dict[str, Any], end: tuple[str, str, str]
) -> None:
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS}, {"Three.": decision})
    (rows,) = decided.assemble().values()
    assert texts(rows)[1] == ("b", "«Two.»", None)
    assert decided.ends() == {
        "rows test a": ("released", None, None),
        "rows test b": end,
        "rows test it's": ("released", None, None),
    }
    assert decided.ledger.counts()[0].adds_up


def test_a_text_that_leaves_takes_all_its_rows_with_it(tmp_path: Path, gates: Gates) -> None:
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS}, {"One.": rejected("copied")})
    decided.assemble()
    assert {row: end[2] for row, end in decided.ends().items() if end[0] == "filtered"} == {
        "rows test a": "sentence1: seen",
        "rows test it's": "sentence2: seen",
    }


def test_of_two_texts_that_leave_the_first_field_is_told(tmp_path: Path, gates: Gates) -> None:
    decisions = {"One.": failed(), "Two.": rejected("copied")}
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS}, decisions)
    decided.assemble()
    ends = decided.ends()
    assert ends["rows test a"][:2] == ("failed", "no-translation")
    assert ends["rows test b"][:2] == ("filtered", "copied")


def test_flags_of_released_texts_are_told_with_their_column(tmp_path: Path, gates: Gates) -> None:
    two = [flag("ending", detail="no mark"), flag("brackets", "info")]
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS}, {"Two.": {"flags": two}})
    decided.assemble()
    assert {end[0] for end in decided.ends().values()} == {"released"}
    assert decided.ledger.reasons() == [
        Reason("rows", "test", "flagged", "brackets", 2),
        Reason("rows", "test", "flagged", "ending", 2),
    ]
    with decided.ledger.connect() as connection:
        details = connection.execute(
            "SELECT id, detail FROM events WHERE reason = 'ending' ORDER BY id"
        ).fetchall()
    assert details == [("a", "sentence2: no mark"), ("b", "sentence1: no mark")]


def test_flags_of_a_row_that_left_are_not_counted(tmp_path: Path, gates: Gates) -> None:
    decisions = {"One.": {"flags": [flag("ending")]}, "Two.": rejected("copied")}
    decided = Decided(tmp_path, gates, "sts", {"test": PAIRS[:1]}, decisions)
    decided.assemble()
    assert decided.ledger.reasons() == [Reason("rows", "test", "filtered", "copied", 1)]


@pytest.mark.parametrize("method", ["translate", "collect"])
@pytest.mark.parametrize("title", ["", "  "])
def test_a_blank_text_stays_as_it_is(tmp_path: Path, gates: Gates, method: str, title: str) -> None:
    tables: Tables = {
        "corpus/corpus": [
            {"id": "d", "title": title, "text": "A."},
            {"id": "e", "title": "T", "text": "B."},
        ],
        "queries/queries": [{"id": "q", "text": "C?"}],
        "qrels/test": [{"query-id": "q", "corpus-id": "d", "score": 1}],
    }
    task = make_task("retrieval", method=method)
    found = Decided(tmp_path, gates, "retrieval", tables, task=task).assemble()
    assert [(row["title"], row["text"]) for row in found["corpus.corpus"]] == [
        (title, "«A.»"),
        ("«T»", "«B.»"),
    ]
    assert found["qrels.test"][0]["_id"] == "q\td"


def test_tables_with_the_same_ids_do_not_mix(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {
        "corpus/corpus": [{"id": "1", "title": "", "text": "A."}],
        "queries/queries": [{"id": "1", "text": "B?"}, {"id": "2", "text": "A."}],
        "qrels/test": [{"query-id": "1", "corpus-id": "1", "score": 1}],
    }
    decided = Decided(tmp_path, gates, "retrieval", tables, {"B?": failed()})
    found = decided.assemble()
    assert [row["text"] for row in found["queries.queries"]] == [None, "«A.»"]
    assert found["corpus.corpus"][0]["text"] == "«A.»"
    assert decided.ends()["corpus corpus 1"][0] == "released"
    assert decided.ends()["queries queries 1"][0] == "failed"


def test_splits_with_the_same_ids_do_not_mix(tmp_path: Path, gates: Gates) -> None:
    tables: Tables = {"test": PAIRS[:1], "train": sts(("a", "Five.", "Six."))}
    task = replace(make_task("sts"), source=make_source(splits={"train": "train", "test": "test"}))
    decided = Decided(tmp_path, gates, "sts", tables, {"Five.": rejected("copied")}, task=task)
    found = decided.assemble()
    assert texts(found["rows.test"]) == [("a", "«One.»", "«Two.»")]
    assert texts(found["rows.train"]) == [("a", None, "«Six.»")]
    assert decided.ends()["rows test a"][0] == "released"


@pytest.mark.parametrize("method", ["translate", "collect"])
def test_the_second_side_of_a_bitext_is_made_or_given(
    tmp_path: Path, gates: Gates, method: str
) -> None:
    rows = [{"id": "a", "sentence1": "One.", "sentence2": "Một."}]
    if method == "translate":
        rows = [{"id": "a", "sentence1": "One."}]
    task = make_task("bitext_mining", method=method)
    decided = Decided(tmp_path, gates, "bitext_mining", {"test": rows}, task=task)
    (found,) = decided.assemble().values()
    assert (found[0]["sentence1"], found[0]["sentence2"]) == ("One.", "«One.»")


def test_the_sentence_beside_a_translation_is_published_in_its_own_languages_form(
    tmp_path: Path, gates: Gates
) -> None:
    rows = [{"id": "a", "sentence1": "Cafe\u0301 one."}, {"id": "b", "sentence1": "Two."}]
    decided = Decided(tmp_path, gates, "bitext_mining", {"test": rows})
    found = decided.assemble()["rows.test"]
    assert [row["sentence1"] for row in found] == ["Caf\u00e9 one.", "Two."]


def test_rows_that_ended_before_have_no_second_end(tmp_path: Path, gates: Gates) -> None:
    ended = (("rows", "test", "a"),)
    decided = Decided(
        tmp_path, gates, "sts", {"test": PAIRS}, {"One.": rejected("copied")}, ended=ended
    )
    # `end` records as the stage that assembling replaces: its rows have no links any more.
    assert "a" not in {row["id"] for row in pq.read_table(decided.links).to_pylist()}
    decided.assemble()
    assert decided.ends()["rows test it's"][:2] == ("filtered", "copied")


states = st.sampled_from(["accepted", "rejected", "failed", "flagged"])
words = ("One.", "Two.", "Three.", "Four.", " ")


@settings(law, max_examples=20)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(words), st.sampled_from(words)), min_size=1, max_size=5
    ),
    fates=st.fixed_dictionaries({word: states for word in words}),
)
def test_a_row_is_released_when_all_its_texts_are(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    rows: list[tuple[str, str]],
    fates: dict[str, str],
) -> None:
    ways: dict[str, Any] = {
        "accepted": {},
        "flagged": {"flags": [flag("ending")]},
        "rejected": rejected("copied"),
        "failed": failed(),
    }
    decisions = {word: ways[fate] for word, fate in fates.items()}
    source = sts(*((f"{n}", *pair) for n, pair in enumerate(rows)))
    decided = Decided(tmp_path_factory.mktemp("law"), gates, "sts", {"test": source}, decisions)
    (found,) = decided.assemble().values()
    ends = decided.ends()
    (count,) = decided.ledger.counts()
    assert count.source == len(rows) == count.released + count.filtered + count.failed
    for row, (number, pair) in zip(found, enumerate(rows), strict=True):
        lost = [word for word in pair if word.strip() and fates[word] in ("rejected", "failed")]
        state = {"rejected": "filtered", "failed": "failed"}[fates[lost[0]]] if lost else "released"
        assert ends[f"rows test {number}"][0] == state
        shown = [row["sentence1"], row["sentence2"]]
        assert shown == [
            None if word in lost else f"«{word}»" if word.strip() else word for word in pair
        ]
