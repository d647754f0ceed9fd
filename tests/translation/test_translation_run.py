"""Units through an engine and the store: each once, in batches that are kept as they come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from babelwright.translation.engine import Failure, Hypotheses, Outcome
from babelwright.translation.run import translate_units
from babelwright.translation.store import Store
from support.engines import UNKNOWN, TableEngine, identity_of, machine

WORDS = {"one": ("một",), "two": ("hai",), "three": ("ba",), "four": ("bốn", "tư")}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store.sqlite")
    yield opened
    opened.close()


@dataclass
class Breaking(TableEngine):
    """Raises at one of its batches."""

    at: int = 3

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        if len(self.asked) + 1 == self.at:
            raise ConnectionError("the line is dead")
        return super().translate(units, hypotheses)


@dataclass
class Short(TableEngine):
    """Answers with one outcome more or less than it was asked for."""

    more: list[Outcome] = field(default_factory=list)

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        found = super().translate(units, hypotheses)
        return [*found, *self.more] if self.more else found[:-1]


def test_each_distinct_unit_is_sent_once(store: Store) -> None:
    engine = TableEngine(WORDS)
    found = translate_units(engine, ["two", "one", "two", "one", "two"], store, 1)
    assert found == {"two": machine("hai"), "one": machine("một")}
    assert sorted(engine.units) == ["one", "two"]


def test_what_is_stored_is_not_sent_again(store: Store) -> None:
    first = translate_units(TableEngine(WORDS), ["one", "two"], store, 1)
    engine = TableEngine(WORDS)
    again = translate_units(engine, ["one", "two", "three"], store, 1)
    assert engine.asked == [(["three"], 1)]
    assert again == {**first, "three": machine("ba")}


def test_nothing_is_sent_where_everything_is_stored(store: Store) -> None:
    translate_units(TableEngine(WORDS), WORDS, store, 1)
    engine = TableEngine({})
    assert len(translate_units(engine, WORDS, store, 1)) == len(WORDS)
    assert engine.asked == []
    assert translate_units(engine, [], store, 1) == {}


def test_more_hypotheses_are_asked_for_anew(store: Store) -> None:
    engine = TableEngine(WORDS)
    assert translate_units(engine, ["four"], store, 1) == {"four": machine("bốn")}
    assert translate_units(engine, ["four"], store, 4) == {"four": machine("bốn", "tư")}
    assert engine.asked == [(["four"], 1), (["four"], 4)]


def test_another_engine_does_not_get_the_stored_ones_answers(store: Store) -> None:
    translate_units(TableEngine(WORDS), ["one"], store, 1)
    other = TableEngine({"one": ("mốt",)}, identity_of("other"))
    assert translate_units(other, ["one"], store, 1) == {"one": machine("mốt")}


def test_failures_are_told_and_asked_for_again(store: Store) -> None:
    engine = TableEngine(WORDS)
    found = translate_units(engine, ["one", "eleven"], store, 1)
    assert found == {"one": machine("một"), "eleven": Failure(UNKNOWN)}
    wiser = TableEngine({**WORDS, "eleven": ("mười một",)})
    assert translate_units(wiser, ["one", "eleven"], store, 1)["eleven"] == machine("mười một")
    assert wiser.units == ["eleven"]


@pytest.mark.parametrize(
    ("more", "count"), [([], 1), ([machine("ba"), machine("ba")], 4)], ids=["too few", "too many"]
)
def test_a_wrong_number_of_answers_is_a_failure_for_all(
    store: Store, more: list[Outcome], count: int
) -> None:
    found = translate_units(Short(WORDS, more=more), ["one", "two"], store, 1)
    assert set(found.values()) == {Failure(f"table gave {count} answers for 2 units")}
    assert store.find(identity_of(), ["one", "two"], 1) == {}


def test_a_wrong_number_of_answers_costs_its_own_batch_alone(store: Store) -> None:
    @dataclass
    class OnceShort(TableEngine):
        def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
            return super().translate(units, hypotheses)[: 1 if len(self.asked) == 1 else None]

    found = translate_units(OnceShort(WORDS, batch=2), WORDS, store, 1)
    assert [each for each in found.values() if isinstance(each, Failure)] == [
        Failure("table gave 1 answers for 2 units")
    ] * 2
    kept = [unit for unit, each in found.items() if isinstance(each, Hypotheses)]
    assert set(store.find(identity_of(), list(WORDS), 1)) == set(kept)


def test_batches_before_the_one_that_breaks_are_kept(store: Store) -> None:
    units = [f"unit {n}" for n in range(10)]
    answers = {unit: (f"đơn vị {unit[-1]}",) for unit in units}
    engine = Breaking(answers, batch=2, at=3)
    with pytest.raises(ConnectionError, match="the line is dead"):
        translate_units(engine, units, store, 1)
    kept = store.find(engine.identity, units, 1)
    assert set(kept) == {*engine.asked[0][0], *engine.asked[1][0]}
    assert len(kept) == 4

    resumed = TableEngine(answers, batch=2)
    assert len(translate_units(resumed, units, store, 1)) == 10
    assert sorted(resumed.units) == sorted(set(units) - set(kept))


def test_units_of_similar_length_go_together_the_longest_first(store: Store) -> None:
    lengths = [3, 50, 7, 51, 4, 8]
    units = [chr(ord("a") + n) * length for n, length in enumerate(lengths)]
    engine = TableEngine({unit: ("x",) for unit in units}, batch=2)
    translate_units(engine, units, store, 1)
    assert [[len(unit) for unit in batch] for batch, _ in engine.asked] == [
        [51, 50],
        [8, 7],
        [4, 3],
    ]


def test_batches_do_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    units = ["bb", "aa", "ccc", "dd", "e", "f"]
    asked = []
    for number, order in enumerate((units, sorted(units), units[::-1])):
        store = Store(tmp_path / f"{number}.sqlite")
        engine = TableEngine({}, batch=2)
        translate_units(engine, order, store, 1)
        asked.append(engine.asked)
        store.close()
    assert asked[0] == [(["ccc", "aa"], 1), (["bb", "dd"], 1), (["e", "f"], 1)]
    assert asked[1] == asked[0] == asked[2]


def test_an_engine_that_is_not_stored_gets_everything_at_once_every_time(store: Store) -> None:
    engine = TableEngine(WORDS, stored=False, batch=1)
    for _ in range(2):
        translate_units(engine, ["one", "three", "one"], store, 2)
    assert engine.asked == [(["one", "three"], 2)] * 2
    assert store.find(engine.identity, ["one", "three"], 2) == {}
