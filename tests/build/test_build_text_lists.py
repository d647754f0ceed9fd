"""Columns that hold lists of texts: each text is translated alone, and goes back to its place."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from support.decided import Decided, failed, flag, rejected
from support.laws import law


def summaries(*rows: tuple[str, list[str], list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row,
            "text": f"Text {row}.",
            "human_summaries": human,
            "machine_summaries": machine,
            "relevance": [1.0] * len(machine),
        }
        for row, human, machine in rows
    ]


ROWS = summaries(("a", ["One.", "Two."], ["Three."]), ("b", ["Two."], ["Four.", "One.", "Five."]))


def test_every_text_of_a_list_stands_where_its_source_stood(tmp_path: Path, gates: Gates) -> None:
    (rows,) = Decided(tmp_path, gates, "summarization", {"test": ROWS}).assemble().values()
    assert [(row["text"], row["human_summaries"], row["machine_summaries"]) for row in rows] == [
        ("«Text a.»", ["«One.»", "«Two.»"], ["«Three.»"]),
        ("«Text b.»", ["«Two.»"], ["«Four.»", "«One.»", "«Five.»"]),
    ]
    assert [row["relevance"] for row in rows] == [[1.0], [1.0, 1.0, 1.0]]


@pytest.mark.parametrize(
    ("decision", "end"),
    [
        (rejected("copied", "same"), ("filtered", "copied", "machine_summaries[3]: same")),
        (failed("no words"), ("failed", "no-translation", "machine_summaries[3]: no words")),
    ],
    ids=["rejected", "failed"],
)
def test_a_row_ends_with_one_text_of_a_list_and_the_place_is_told(
    tmp_path: Path, gates: Gates, decision: dict[str, Any], end: tuple[str, str, str]
) -> None:
    decided = Decided(tmp_path, gates, "summarization", {"test": ROWS}, {"Five.": decision})
    (rows,) = decided.assemble().values()
    assert rows[1]["machine_summaries"] == ["«Four.»", "«One.»", None]
    assert decided.ends() == {"rows test a": ("released", None, None), "rows test b": end}


def test_flags_tell_the_place(tmp_path: Path, gates: Gates) -> None:
    flagged = {"state": "accepted", "target": "«Two.»", "flags": [flag("number-lost")]}
    decided = Decided(tmp_path, gates, "summarization", {"test": ROWS}, {"Two.": flagged})
    decided.assemble()
    events = (
        decided.ledger.connect().execute("SELECT id, detail FROM events ORDER BY id").fetchall()
    )
    assert events == [("a", "human_summaries[2]: seen"), ("b", "human_summaries[1]: seen")]


def test_blank_texts_and_empty_lists_stay(tmp_path: Path, gates: Gates) -> None:
    source = summaries(("a", ["One.", " ", "Two."], []))
    (rows,) = Decided(tmp_path, gates, "summarization", {"test": source}).assemble().values()
    assert rows[0]["human_summaries"] == ["«One.»", " ", "«Two.»"]
    assert rows[0]["machine_summaries"] == []


WORDS = st.lists(st.sampled_from(["One.", "Two.", "", "Three."]), max_size=4)


@settings(law, max_examples=25)
@given(lists=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_lists_keep_their_length_and_order(
    tmp_path_factory: pytest.TempPathFactory,
    gates: Gates,
    lists: list[tuple[list[str], list[str]]],
) -> None:
    source = summaries(*((str(n), human, machine) for n, (human, machine) in enumerate(lists)))
    folder = tmp_path_factory.mktemp("lists")
    (rows,) = Decided(folder, gates, "summarization", {"test": source}).assemble().values()
    for row, (human, machine) in zip(rows, lists, strict=True):
        assert row["human_summaries"] == [f"«{each}»" if each else "" for each in human]
        assert row["machine_summaries"] == [f"«{each}»" if each else "" for each in machine]
