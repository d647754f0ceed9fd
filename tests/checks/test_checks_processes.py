"""Batches judged in several processes have the flags that they have in one, in order."""

from collections.abc import Iterator

import pyarrow as pa
import pytest

from babelwright.catalog.model import Gates, Language
from babelwright.checks import processes
from babelwright.checks.processes import Checked, Terms, check_batches
from support.parallel import pairs


def batches(count: int) -> Iterator[pa.Table]:
    good = pairs("vi")
    for number in range(count):
        texts = [*good[number % len(good) :], *good[: number % len(good)], ("Yes.", "")]
        yield pa.table(
            {
                "row": pa.array(range(len(texts))),
                "source": pa.array([source for source, _ in texts], pa.string()),
                "target": pa.array([target for _, target in texts], pa.string()),
            }
        )


@pytest.fixture
def terms(languages: dict[str, Language], gates: Gates) -> Terms:
    return Terms(languages["en"], languages["vi"], tuple(languages.values()), gates)


def told(found: list[Checked]) -> list[tuple[int, list[list[str]]]]:
    return [
        (each.batch.num_rows, [[flag.check for flag in flags] for flags in each.flags])
        for each in found
    ]


def test_several_processes_say_what_one_says(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = list(check_batches(batches(9), terms, 1))
    monkeypatch.setattr(processes, "_ALONE", 1)
    together = list(check_batches(batches(9), terms, 2))
    assert told(together) == told(alone)
    assert [each.flags for each in together] == [each.flags for each in alone]
    assert [flag.check for flag in alone[0].flags[-1]] == ["empty"]
    assert together[5].batch.column_names == ["row", "source", "target"]


def test_a_reader_that_stops_early_leaves_no_process_behind(
    terms: Terms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_ALONE", 1)
    found = check_batches(batches(50), terms, 2)
    assert [next(found).batch.num_rows for _ in range(3)]
    found.close()  # type: ignore[attr-defined]
    assert list(found) == []


def test_no_process_is_started_for_few_rows(terms: Terms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ProcessPoolExecutor", None)
    assert len(list(check_batches(batches(3), terms, 2))) == 3
    assert list(check_batches([], terms, 2)) == []


def test_without_sources_only_the_checks_that_need_none_run(
    languages: dict[str, Language], gates: Gates
) -> None:
    own = Terms(None, languages["vi"], tuple(languages.values()), gates)
    table = pa.table({"source": ["Yes."], "target": [""]})
    (checked,) = check_batches([table], own)
    assert [flag.check for flag in checked.flags[0]] == ["empty"]
