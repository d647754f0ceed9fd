"""Memories in the store: imported whole or not at all, and asked for what is most usual."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.translation.store import MemoryEntry, Store
from support.engines import identity_of, machine
from support.laws import law
from translation.walk_store import MEMORY, UNITS

_WALK = Path(__file__).with_name("walk_store.py")
_TESTS = Path(__file__).resolve().parent.parent
ONE, OTHER = b"1" * 32, b"2" * 32


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


def entries(*pairs: tuple[str, str]) -> list[MemoryEntry]:
    return [MemoryEntry(*pair) for pair in pairs]


def test_a_memory_is_there_once_it_is_imported(store: Store) -> None:
    assert not store.has_memory(ONE)
    assert store.import_memory(ONE, entries(("bank", "ngân hàng"), ("loan", "khoản vay"))) == 2
    assert store.has_memory(ONE)
    assert not store.has_memory(OTHER)
    assert store.remember(ONE, ["loan", "river", "bank"]) == {
        "bank": ("ngân hàng",),
        "loan": ("khoản vay",),
    }


def test_each_memory_answers_for_itself(store: Store) -> None:
    store.import_memory(ONE, entries(("bank", "ngân hàng")))
    store.import_memory(OTHER, entries(("bank", "bờ sông")))
    assert store.remember(ONE, ["bank"]) == {"bank": ("ngân hàng",)}
    assert store.remember(OTHER, ["bank"]) == {"bank": ("bờ sông",)}


def test_the_most_frequent_translation_is_first_then_the_earliest(store: Store) -> None:
    told = ["bờ sông", "bờ", "ngân hàng", "nhà băng", "ngân hàng", "nhà băng", "bờ sông"]
    store.import_memory(ONE, entries(*(("bank", each) for each in told)))
    assert store.remember(ONE, ["bank"]) == {"bank": ("bờ sông", "ngân hàng", "nhà băng", "bờ")}


_pairs = st.tuples(st.sampled_from(["a", "A", "a ", "ä"]), st.sampled_from(["x", "y", "z"]))


@settings(law, max_examples=30)
@given(st.lists(_pairs, max_size=12))
def test_remembering_counts_as_python_does(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    store = Store(tmp_path_factory.mktemp("store") / "store.sqlite")
    assert store.import_memory(ONE, entries(*pairs)) == len(pairs)
    wanted: dict[str, list[str]] = {}
    for unit, translation in pairs:
        wanted.setdefault(unit, []).append(translation)
    assert store.remember(ONE, ["a", "A", "a ", "ä"]) == {
        unit: tuple(sorted(set(told), key=lambda each: (-told.count(each), told.index(each))))
        for unit, told in wanted.items()
    }
    store.close()


def test_thousands_of_units_are_remembered_at_once(store: Store) -> None:
    known = {f"unit {n}": (f"đơn vị {n}",) for n in range(1700)}
    store.import_memory(ONE, entries(*((unit, told[0]) for unit, told in known.items())))
    assert store.remember(ONE, [*known, "unit 1700"]) == known


def test_a_memory_that_breaks_off_leaves_nothing(store: Store) -> None:
    def breaking() -> Iterator[MemoryEntry]:
        yield MemoryEntry("bank", "ngân hàng")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        store.import_memory(ONE, breaking())
    assert not store.has_memory(ONE)
    assert store.remember(ONE, ["bank"]) == {}
    assert store.import_memory(ONE, entries(("bank", "nhà băng"))) == 1
    assert store.remember(ONE, ["bank"]) == {"bank": ("nhà băng",)}


def test_a_memory_that_is_imported_again_takes_the_place_of_the_first(store: Store) -> None:
    store.import_memory(ONE, entries(("bank", "ngân hàng"), ("loan", "khoản vay")))
    assert store.import_memory(ONE, entries(("bank", "nhà băng"))) == 1
    assert store.remember(ONE, ["bank", "loan"]) == {"bank": ("nhà băng",)}


def start(what: str, file: Path) -> subprocess.Popen[str]:
    """Start a process with the store and wait until it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, str(_WALK), what, str(file)],
        env={"PYTHONPATH": str(_TESTS)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def end(process: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = process.communicate("go\n", timeout=120)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(said)
    return found


def test_two_processes_read_whole_batches_while_one_writes(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    store = Store(file)
    readers = [start("read", file) for _ in range(2)]
    for first in range(0, UNITS, 10):
        batch = {f"u{n}": machine(f"đ{n}") for n in range(first, first + 10)}
        store.save(identity_of(), batch, 1)
    found = [end(reader) for reader in readers]
    store.close()
    assert [(each["found"], each["torn"]) for each in found] == [(UNITS, 0)] * 2
    assert all(each["rounds"] >= 1 for each in found)


def test_two_processes_may_import_the_same_memory(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    processes = [start("import", file) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [end(process) for process in processes] == [{"entries": 20_000}] * 2
    store = Store(file)
    assert store.remember(MEMORY, ["unit 19999"]) == {"unit 19999": ("đơn vị 19999",)}
    store.close()
