"""What the selftest measured, as rows of a table and as JSON."""

from collections.abc import Iterator
from typing import Any

from babelwright.checks.planted.base import Group
from babelwright.checks.planted.kinds import KINDS
from babelwright.selftest import options
from babelwright.selftest.floors import reach
from babelwright.selftest.intervals import wilson
from babelwright.selftest.measure import Alarms, Measured, Recall

# So that a row has a hundred columns at most.
_SEEN_WIDTH = 34

_GROUPS = {kind.id: kind.group for kind in KINDS} | {options.ID: Group.STRUCTURAL}
_MEANT = {kind.id: kind.meant_for for kind in KINDS} | {options.ID: (options.ID,)}
_NEEDS = {kind.id: kind.needs for kind in KINDS} | {options.ID: "eight pairs"}


def kind_rows(measured: Measured) -> list[tuple[str, ...]]:
    """Return a row for every kind that was planted."""
    rows: list[tuple[str, ...]] = []
    for recall in measured.recalls:
        if not recall.planted:
            continue
        hard, flagged = reach(recall)
        low, high = wilson(recall.flagged, recall.planted)
        rows.append(
            (
                recall.kind,
                _GROUPS[recall.kind].value,
                str(recall.planted),
                f"{hard:.0%}".rstrip("%"),
                f"{flagged:.0%}".rstrip("%"),
                f"{low * 100:.0f}-{high * 100:.0f}",
                _seen_by(recall),
            )
        )
    return rows


def _seen_by(recall: Recall) -> str:
    """Return the checks that saw it, with how many each, as many as there is room for."""
    said = ""
    for check, count in sorted(recall.checks.items(), key=lambda item: (-item[1], item[0])):
        longer = f"{said}, {check} {count}" if said else f"{check} {count}"
        if len(longer) > _SEEN_WIDTH:
            break
        said = longer
    return said or "-"


def not_planted(measured: Measured) -> Iterator[str]:
    """Yield what was not planted and why, and what was rejected beside what was."""
    for recall in measured.recalls:
        if not recall.planted:
            needs = _NEEDS[recall.kind]
            yield f"not planted: {recall.kind}, no pair has what it needs: {needs}"
        if recall.bystanders:
            yield f"{recall.kind}: {recall.bystanders} unspoilt pairs beside them were rejected"


def alarm_rows(alarms: Alarms) -> list[tuple[str, ...]]:
    """Return a row for every check that flags good pairs."""
    rows: list[tuple[str, ...]] = []
    for check, count in sorted(alarms.checks.items(), key=lambda item: (-item[1], item[0])):
        low, high = wilson(count, alarms.pairs)
        share = f"{count / alarms.pairs * 100:.1f}"
        rows.append((check, str(count), share, f"{low * 100:.1f}-{high * 100:.1f}"))
    return rows or [("none", "0", "0.0", f"0.0-{wilson(0, alarms.pairs).high * 100:.1f}")]


def as_json(measured: Measured, origin: str) -> dict[str, Any]:
    """Return everything that was measured of a language, for machines."""
    alarms = measured.alarms
    return {
        "pairs": alarms.pairs,
        "origin": origin,
        "false_alarms": {
            "hard": alarms.hard,
            "soft": alarms.soft,
            "checks": dict(sorted(alarms.checks.items())),
        },
        "defects": {
            recall.kind: {
                "group": _GROUPS[recall.kind].value,
                "meant_for": list(_MEANT[recall.kind]),
                "planted": recall.planted,
                "hard": recall.hard,
                "flagged": recall.flagged,
                "checks": dict(sorted(recall.checks.items())),
                "bystanders": recall.bystanders,
                "interval": list(wilson(recall.flagged, recall.planted))
                if recall.planted
                else None,
            }
            for recall in measured.recalls
        },
    }
