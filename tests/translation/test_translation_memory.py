"""The memory engine: what memories say of exactly this text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from babelwright.catalog.model import MemoryFile
from babelwright.translation.engine import Failure, Hypotheses, Origin, UnitKind
from babelwright.translation.memory import MemoryEngine
from babelwright.translation.store import MemoryEntry, Store

HUMAN = MemoryFile("people.tmx", "human", "cc0-1.0")
MACHINE = MemoryFile("machine.csv", "machine", "cc-by-4.0")
NONE = Failure("no memory has it")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def engine_of(
    store: Store,
    *memories: tuple[MemoryFile, Mapping[str, Sequence[str]]],
    unit: UnitKind = UnitKind.TEXT,
) -> MemoryEngine:
    """Import memories and return the engine over them."""
    files = []
    for number, (file, told) in enumerate(memories):
        digest = bytes([number + 1]) * 32
        entries = [MemoryEntry(each, text) for each, texts in told.items() for text in texts]
        store.import_memory(digest, entries)
        files.append((file, digest))
    return MemoryEngine(store, files, "en", "vi", unit)


def test_a_memory_answers_what_it_knows_in_the_order_asked(store: Store) -> None:
    engine = engine_of(store, (HUMAN, {"bank": ["ngân hàng"], "loan": ["khoản vay"]}))
    assert engine.translate(["loan", "river", "bank", "loan"], 1) == [
        Hypotheses(("khoản vay",), Origin.HUMAN),
        NONE,
        Hypotheses(("ngân hàng",), Origin.HUMAN),
        Hypotheses(("khoản vay",), Origin.HUMAN),
    ]
    assert engine.translate([], 1) == []


@pytest.mark.parametrize("unit", ["Bank", "bank ", " bank", "bank.", "banks", ""])
def test_a_memory_knows_exactly_this_text_and_no_other(store: Store, unit: str) -> None:
    engine = engine_of(store, (HUMAN, {"bank": ["ngân hàng"]}))
    assert engine.translate([unit], 1) == [NONE]


def test_the_first_memory_that_knows_a_text_wins(store: Store) -> None:
    engine = engine_of(
        store,
        (MACHINE, {"bank": ["bờ sông"]}),
        (HUMAN, {"bank": ["ngân hàng"], "loan": ["khoản vay"]}),
    )
    assert engine.translate(["bank", "loan", "river"], 4) == [
        Hypotheses(("bờ sông",), Origin.MACHINE),
        Hypotheses(("khoản vay",), Origin.HUMAN),
        NONE,
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_no_more_hypotheses_are_given_than_wanted(store: Store, limit: int) -> None:
    told = ["ngân hàng", "ngân hàng", "bờ sông", "nhà băng"]
    engine = engine_of(store, (HUMAN, {"bank": told}))
    wanted = ("ngân hàng", "bờ sông", "nhà băng")[:limit]
    assert engine.translate(["bank"], limit) == [Hypotheses(wanted, Origin.HUMAN)]


def test_a_memorys_answers_are_not_stored_a_second_time(store: Store) -> None:
    engine = engine_of(store, (HUMAN, {}))
    assert engine.stored is False
    assert engine.unit is UnitKind.TEXT
    assert engine_of(store, (HUMAN, {}), unit=UnitKind.SENTENCE).unit is UnitKind.SENTENCE


def test_the_identity_names_every_memory_by_its_content_in_order(store: Store) -> None:
    one = engine_of(store, (HUMAN, {}), (MACHINE, {}))
    assert one.identity.name == "memory"
    assert one.identity.revision == "010101010101+020202020202"
    assert (one.identity.source, one.identity.target) == ("en", "vi")
    assert one.identity.licence == "cc-by-4.0, cc0-1.0"
    turned = MemoryEngine(store, [(MACHINE, b"\2" * 32), (HUMAN, b"\1" * 32)], "en", "vi")
    assert turned.identity.revision == "020202020202+010101010101"
    assert turned.identity != one.identity
    assert turned.identity.licence == one.identity.licence


def test_engines_of_texts_and_of_sentences_are_told_apart(store: Store) -> None:
    texts = engine_of(store, (HUMAN, {}))
    sentences = engine_of(store, (HUMAN, {}), unit=UnitKind.SENTENCE)
    assert texts.identity.parameters == {"unit": "text"}
    assert sentences.identity.parameters == {"unit": "sentence"}
    assert replace(texts.identity, parameters={}) == replace(sentences.identity, parameters={})
