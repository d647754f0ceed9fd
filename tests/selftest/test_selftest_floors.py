"""Floors: what was measured is held to what was recorded, and what falls short is named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.floors import (
    Floor,
    Floors,
    LanguageFloors,
    Settings,
    load_floors,
    write_floors,
)
from babelwright.catalog.schema import Schemas
from babelwright.selftest.floors import breaches, recorded
from babelwright.selftest.intervals import wilson
from babelwright.selftest.measure import Alarms, Measured, Recall

SETTINGS = Settings("en", 42, 0.5, 100, "static-1")
FOUND = Measured(
    Alarms(30, 1, 2, {"number-lost": 2, "ending": 1}),
    (Recall("empty", 30, 30, 30), Recall("truncated-10", 30, 7, 20), Recall("date-changed")),
)


def said(measured: Measured, floors: LanguageFloors) -> list[str]:
    return [str(breach) for breach in breaches("sv", measured, floors)]


def test_what_was_recorded_is_reached_again() -> None:
    assert said(FOUND, recorded(FOUND)) == []


def test_what_is_better_than_recorded_is_no_breach() -> None:
    better = Measured(
        Alarms(30, 0, 0, {}), (Recall("empty", 30, 30, 30), Recall("truncated-10", 30, 30, 30))
    )
    assert said(better, recorded(FOUND)) == []


@pytest.mark.parametrize(
    ("recall", "message"),
    [
        (
            Recall("truncated-10", 30, 6, 20),
            "sv: truncated-10: recall of hard checks is 20.0%, recorded are 23.3%",
        ),
        (
            Recall("truncated-10", 30, 7, 19),
            "sv: truncated-10: recall of all checks is 63.3%, recorded are 66.7%",
        ),
        (
            Recall("truncated-10"),
            "sv: truncated-10: recall, no longer planted, is 0.0%, recorded are 66.7%",
        ),
    ],
)
def test_a_kind_that_is_seen_less_often_is_named_with_both_shares(
    recall: Recall, message: str
) -> None:
    worse = Measured(FOUND.alarms, (FOUND.recalls[0], recall))
    assert said(worse, recorded(FOUND)) == [message]


@pytest.mark.parametrize(
    ("alarms", "messages"),
    [
        (
            Alarms(30, 2, 2, {"number-lost": 2, "ending": 1}),
            ["sv: good pairs: share with hard false alarms is 6.7%, recorded are 3.3%"],
        ),
        (
            Alarms(30, 1, 3, {"number-lost": 2, "ending": 1}),
            ["sv: good pairs: share with soft false alarms is 10.0%, recorded are 6.7%"],
        ),
        (
            Alarms(30, 1, 2, {"number-lost": 1, "ending": 2}),
            ["sv: ending: false-alarm rate is 6.7%, recorded are 3.3%"],
        ),
        (
            Alarms(30, 1, 2, {"marks": 1}),
            ["sv: marks: false-alarm rate is 3.3%, recorded are 0.0%"],
        ),
    ],
)
def test_a_check_that_errs_more_often_is_named_with_both_shares(
    alarms: Alarms, messages: list[str]
) -> None:
    assert said(Measured(alarms, FOUND.recalls), recorded(FOUND)) == messages


def test_floors_are_written_and_read_again(tmp_path: Path, schemas: Schemas) -> None:
    floors = Floors(SETTINGS, {"sv": recorded(FOUND), "da": LanguageFloors(8, 0.0, 0.0)})
    write_floors(floors, tmp_path / "floors.toml")
    read, problems = load_floors(tmp_path, schemas)
    assert problems == ()
    assert read
    assert read.settings == SETTINGS
    assert list(read.languages) == ["da", "sv"]
    assert read.languages["sv"].recall["truncated-10"] == Floor(0.233, 0.666)
    assert read.languages["sv"].false_alarms == {"ending": 0.034, "number-lost": 0.067}


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.data())
def test_what_was_measured_reaches_its_own_floors_when_they_are_read_again(
    tmp_path_factory: pytest.TempPathFactory, schemas: Schemas, of: int, data: st.DataObject
) -> None:
    flagged = data.draw(st.integers(0, of))
    hard = data.draw(st.integers(0, flagged))
    found = Measured(
        Alarms(of, hard, flagged - hard, {"ending": flagged}), (Recall("empty", of, hard, flagged),)
    )
    folder = tmp_path_factory.mktemp("floors")
    write_floors(Floors(SETTINGS, {"sv": recorded(found)}), folder / "floors.toml")
    read, _ = load_floors(folder, schemas)
    assert read
    assert said(found, read.languages["sv"]) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("seed     = 42", "seed     = '42'", "4"),
        ("[0.233, 0.666]", "[0.233]", "truncated-10"),
        ("[0.233, 0.666]", "[0.233, 1.2]", "truncated-10"),
        ("pairs = 30", "pears = 30", "did you mean 'pairs'?"),
    ],
)
def test_floors_that_are_malformed_are_told_with_their_line(
    tmp_path: Path, schemas: Schemas, old: str, new: str, problem: str
) -> None:
    file = tmp_path / "floors.toml"
    write_floors(Floors(SETTINGS, {"sv": recorded(FOUND)}), file)
    file.write_text(file.read_text().replace(old, new))
    floors, problems = load_floors(tmp_path, schemas)
    assert floors is None
    assert problem in " ".join(map(str, problems))
    assert all(each.place.line for each in problems)


def test_no_file_is_no_floors_and_no_problem(tmp_path: Path, schemas: Schemas) -> None:
    assert load_floors(tmp_path, schemas) == (None, ())


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (7, 40, 0.0875, 0.3195),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_intervals_are_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)
