"""Holds what was measured to what was recorded."""

from collections.abc import Iterator
from typing import NamedTuple

from babelwright.catalog.floors import Floor, LanguageFloors
from babelwright.selftest.measure import Measured, Recall

# Shares are recorded with three decimals, on the safe side; this is for floating point alone.
_SLACK = 1e-9


class Breach(NamedTuple):
    """A share on the wrong side of what was recorded: which one, of the kind or check `name`."""

    language: str
    name: str
    what: str
    measured: float
    recorded: float

    def __str__(self) -> str:
        return (
            f"{self.language}: {self.name}: {self.what} is {self.measured:.1%}, "
            f"recorded are {self.recorded:.1%}"
        )


def breaches(code: str, measured: Measured, floors: LanguageFloors) -> tuple[Breach, ...]:
    """Return every recall below its floor, and every false-alarm rate above its ceiling."""
    return (*_lost(code, measured, floors), *_alarmed(code, measured, floors))


def _lost(code: str, measured: Measured, floors: LanguageFloors) -> Iterator[Breach]:
    found = {recall.kind: recall for recall in measured.recalls}
    for kind, floor in floors.recall.items():
        recall = found.get(kind)
        if recall is None or not recall.planted:
            yield Breach(code, kind, "recall, no longer planted,", 0.0, floor.flagged)
            continue
        reached = reach(recall)
        if reached.hard < floor.hard - _SLACK:
            yield Breach(code, kind, "recall of hard checks", reached.hard, floor.hard)
        if reached.flagged < floor.flagged - _SLACK:
            yield Breach(code, kind, "recall of all checks", reached.flagged, floor.flagged)


def _alarmed(code: str, measured: Measured, floors: LanguageFloors) -> Iterator[Breach]:
    alarms = measured.alarms
    for how, count, most in (
        ("hard", alarms.hard, floors.hard),
        ("soft", alarms.soft, floors.soft),
    ):
        share = count / alarms.pairs
        if share > most + _SLACK:
            yield Breach(code, "good pairs", f"share with {how} false alarms", share, most)
    for check, count in sorted(alarms.checks.items()):
        most = floors.false_alarms.get(check, 0.0)
        if count / alarms.pairs > most + _SLACK:
            yield Breach(code, check, "false-alarm rate", count / alarms.pairs, most)


def reach(recall: Recall) -> Floor:
    """Return the shares of what was planted that hard checks, and any checks, saw."""
    return Floor(recall.hard / recall.planted, recall.flagged / recall.planted)


def recorded(measured: Measured) -> LanguageFloors:
    """Return what was measured as the floors to reach again."""
    alarms = measured.alarms
    return LanguageFloors(
        pairs=alarms.pairs,
        hard=alarms.hard / alarms.pairs,
        soft=alarms.soft / alarms.pairs,
        false_alarms={check: count / alarms.pairs for check, count in alarms.checks.items()},
        recall={each.kind: reach(each) for each in measured.recalls if each.planted},
    )
