"""The ledger: every row has one end, and the sums add up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.errors import BabelwrightError
from babelwright.ledger import EVENTS, ROWS, Count, Event, Ledger, Reason, State, events_table
from support.laws import law

Key = tuple[str, str, str]
KEYS: list[Key] = [
    ("rows", "test", "a"),
    ("rows", "test", "b"),
    ("rows", "test", "it's \N{HOT BEVERAGE}"),
    ("rows", "train", "a"),
    ("queries", "queries", "a"),
]


def make_ledger(folder: Path, keys: Iterable[Key] = KEYS) -> Ledger:
    """Return a ledger with rows and no events."""
    ledger = Ledger(folder / "ledger")
    rows = [
        {"table": table, "split": split, "id": row, "position": position}
        for position, (table, split, row) in enumerate(keys)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=ROWS), ledger.rows_file)
    return ledger


def record(ledger: Ledger, stage: str, *events: tuple[Key, State, str]) -> None:
    found = [Event(*key, state, reason, f"seen: {reason}") for key, state, reason in events]
    ledger.record(stage, events_table(found))


def ends(ledger: Ledger) -> dict[Key, tuple[str, str | None]]:
    """Return state and reason of every row."""
    with ledger.connect() as connection:
        found = connection.execute('SELECT "table", split, id, state, reason FROM final').fetchall()
    assert len(found) == len({row[:3] for row in found})
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in found}


def test_a_row_that_nothing_happened_to_is_released(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    assert ends(ledger) == dict.fromkeys(KEYS, ("released", None))
    assert ledger.reasons() == []
    assert ledger.counts() == [
        Count("queries", "queries", 1, 1, 0, 0),
        Count("rows", "test", 3, 3, 0, 0),
        Count("rows", "train", 1, 1, 0, 0),
    ]


def test_each_state_is_counted_in_its_split(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "2-x", (KEYS[0], State.FILTERED, "copied"), (KEYS[1], State.FAILED, "engine"))
    record(ledger, "3-x", (KEYS[3], State.FLAGGED, "ending"))
    assert ledger.counts()[1:] == [
        Count("rows", "test", 3, 1, 1, 1),
        Count("rows", "train", 1, 1, 0, 0),
    ]
    assert ledger.reasons() == [
        Reason("rows", "test", "failed", "engine", 1),
        Reason("rows", "test", "filtered", "copied", 1),
        Reason("rows", "train", "flagged", "ending", 1),
    ]


def test_the_first_stage_that_ends_a_row_decides_whoever_wrote_first(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "3-closure", (KEYS[0], State.FILTERED, "duplicate-created"))
    record(ledger, "2-translation", (KEYS[0], State.FAILED, "no-translation"))
    assert ends(ledger)[KEYS[0]] == ("failed", "no-translation")
    with ledger.connect() as connection:
        told = connection.execute("SELECT stage, detail FROM final WHERE id = 'a'").fetchall()
    assert ("2-translation", "seen: no-translation") in told


def test_of_two_ends_in_one_stage_the_first_reason_by_name_decides(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "2-x", (KEYS[0], State.FAILED, "zoo"), (KEYS[0], State.FILTERED, "ant"))
    assert ends(ledger)[KEYS[0]] == ("filtered", "ant")
    assert ledger.counts()[1].source == 3


def test_a_flag_ends_no_row_and_does_not_hide_a_later_end(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "1-x", (KEYS[0], State.FLAGGED, "ending"), (KEYS[1], State.FLAGGED, "ending"))
    record(ledger, "2-x", (KEYS[0], State.FILTERED, "copied"))
    assert ends(ledger)[KEYS[0]] == ("filtered", "copied")
    assert ends(ledger)[KEYS[1]] == ("released", None)
    flagged = [reason for reason in ledger.reasons() if reason.state == "flagged"]
    assert flagged == [Reason("rows", "test", "flagged", "ending", 1)], "of released rows alone"


def test_a_row_counts_once_for_a_flag_that_several_of_its_texts_have(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    twice = (KEYS[0], State.FLAGGED, "ending")
    record(ledger, "1-x", twice, twice, (KEYS[0], State.FLAGGED, "brackets"))
    assert [(each.reason, each.rows) for each in ledger.reasons()] == [
        ("brackets", 1),
        ("ending", 1),
    ]


def test_reasons_are_told_the_most_frequent_first(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "1-x", (KEYS[0], State.FILTERED, "a"), *((k, State.FILTERED, "z") for k in KEYS))
    # The first row's end is "a": by name.
    assert [(each.split, each.reason, each.rows) for each in ledger.reasons()] == [
        ("queries", "z", 1),
        ("test", "z", 2),
        ("test", "a", 1),
        ("train", "z", 1),
    ]


def test_an_event_reaches_its_own_table_and_split_alone(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "2-x", (("rows", "train", "a"), State.FILTERED, "copied"))
    ended = [key for key, (state, _) in ends(ledger).items() if state != "released"]
    assert ended == [("rows", "train", "a")]


def test_a_stage_that_records_again_replaces_what_it_wrote(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "2-x", (KEYS[0], State.FILTERED, "copied"))
    record(ledger, "2-x", (KEYS[1], State.FAILED, "engine"))
    assert {key: end for key, end in ends(ledger).items() if end[1]} == {
        KEYS[1]: ("failed", "engine")
    }
    record(ledger, "2-x")
    assert ledger.reasons() == []
    assert [file.name for file in (tmp_path / "ledger").glob("*.part")] == []


@pytest.mark.parametrize(
    "stray",
    [("rows", "test", "z"), ("rows", "dev", "a"), ("qrels", "test", "a")],
    ids=["id", "split", "table"],
)
def test_an_event_of_a_row_that_never_was_is_a_fault(tmp_path: Path, stray: Key) -> None:
    ledger = make_ledger(tmp_path)
    record(ledger, "2-x", (stray, State.FLAGGED, "ending"))
    with pytest.raises(BabelwrightError, match="the ledger does not add up") as caught:
        ledger.counts()
    assert caught.value.hint == "This is a fault of babelwright: please report it"


def test_a_state_that_is_none_is_a_fault(tmp_path: Path) -> None:
    ledger = make_ledger(tmp_path)
    event = {"table": "rows", "split": "train", "id": "a", "state": "lost", "reason": "r"}
    ledger.record("2-x", pa.Table.from_pylist([{**event, "detail": ""}], schema=EVENTS))
    with pytest.raises(BabelwrightError, match=r"the ledger does not add up: .*train"):
        ledger.counts()


@pytest.mark.parametrize(
    ("count", "adds_up"),
    [
        (Count("rows", "test", 3080, 3041, 27, 12), True),
        (Count("rows", "test", 3080, 3041, 27, 11), False),
        (Count("rows", "test", 0, 0, 0, 0), True),
    ],
)
def test_a_count_adds_up_or_not(count: Count, adds_up: bool) -> None:
    assert count.adds_up is adds_up


# Every example writes and reads files.
few = settings(law, max_examples=25)

Told = tuple[str, Key, State, str]
told = st.lists(
    st.tuples(
        st.sampled_from(["1-source", "2-translation", "3-closure"]),
        st.sampled_from(KEYS),
        st.sampled_from([State.FILTERED, State.FAILED, State.FLAGGED]),
        st.sampled_from(["ant", "bee", "cat"]),
    ),
    max_size=12,
)


def write(ledger: Ledger, events: Sequence[Told]) -> None:
    for stage in dict.fromkeys(each[0] for each in events):
        record(ledger, stage, *(each[1:] for each in events if each[0] == stage))


def first_end(events: Sequence[Told], key: Key) -> tuple[str, str | None]:
    """Return how a row ends by the rule in words: the first stage, and in it the first reason."""
    found = sorted(
        (stage, reason, state.value)
        for stage, row, state, reason in events
        if row == key and state is not State.FLAGGED
    )
    return (found[0][2], found[0][1]) if found else ("released", None)


@few
@given(told)
def test_every_row_has_one_end_and_the_sums_add_up(events: list[Told]) -> None:
    with TemporaryDirectory() as folder:
        ledger = make_ledger(Path(folder))
        write(ledger, events)
        found = ends(ledger)
        counts = ledger.counts()
        reasons = ledger.reasons()
    assert found == {key: first_end(events, key) for key in KEYS}
    assert all(count.adds_up for count in counts)
    assert sum(count.source for count in counts) == len(KEYS)
    states = Counter(state for state, _ in found.values())
    for state in ("released", "filtered", "failed"):
        assert sum(getattr(count, state) for count in counts) == states[state]
    for state in ("filtered", "failed"):
        assert sum(each.rows for each in reasons if each.state == state) == states[state]


@few
@given(told, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_events_matters(events: list[Told], order: Random) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first, second = make_ledger(Path(one)), make_ledger(Path(other))
        write(first, events)
        shuffled = [*events, *events]
        order.shuffle(shuffled)
        write(second, shuffled)
        assert first.counts() == second.counts()
        assert first.reasons() == second.reasons()
        assert ends(first) == ends(second)
