"""The report page: one self-contained HTML file a task."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from babelwright.catalog.model import Gates
from babelwright.checks.gate import CHECKS
from babelwright.fidelity.gate import ABOUT
from babelwright.finished import Part
from babelwright.ledger import State
from babelwright.rendering import render

WORST = 50
# Of a longer text the page has the beginning.
LONGEST = 2000
_BAR = 100.0


class Bar(NamedTuple):
    """A bar of the histogram: its place and its height in percent of the tallest."""

    left: float
    accepted: float
    rejected: float
    low: float
    high: float
    texts: int


def make_report(parts: Sequence[Part], gates: Gates, cards: Path) -> str:
    """Return the report of a task's builds.

    Args:
        parts: Finished builds of one task.
        gates: For what was checked.
        cards: Folder of the templates.
    """
    shown = [_shown(part) for part in parts]
    counts = [count for part in parts for count in part.facts["ledger"]["counts"]]
    sums = {
        state: sum(count[state] for count in counts)
        for state in ("source", "released", "filtered", "failed", "unsampled")
    }
    return render(
        cards,
        "report.html.j2",
        task=parts[0].task,
        task_type=parts[0].task_type,
        parts=shown,
        totals=sums,
        checks=_checks(gates, parts),
        exemptions=[{**each, "config": part.config} for part in parts for each in part.exempted],
        worst=WORST,
    )


def _shown(part: Part) -> dict[str, Any]:
    facts = part.facts
    return {
        "language": part.language,
        "facts": facts,
        "histogram": _histogram(facts["fidelity"]) if facts["fidelity"] else None,
        "pairs": _worst(part),
    }


def _checks(gates: Gates, parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return every check with its severity, meaning and number of rows, those that fired first."""
    rows: dict[str, int] = {}
    words: dict[str, str] = {}
    for part in parts:
        for reason in part.facts["ledger"]["reasons"]:
            if reason["state"] == State.UNSAMPLED:
                continue
            rows[reason["reason"]] = rows.get(reason["reason"], 0) + reason["rows"]
            words[reason["reason"]] = reason["about"]
    words |= {check.id: check.about for check in CHECKS} | ABOUT
    words |= {rule.reason: rule.about for rule in parts[0].task_type.rules}
    listed = [
        {
            "id": name,
            "about": about,
            "severity": gates.checks[name].severity.value if name in gates.checks else "hard",
            "rows": rows.get(name, 0),
        }
        for name, about in words.items()
    ]
    return sorted(listed, key=lambda check: (-int(str(check["rows"])), str(check["id"])))


def _histogram(fidelity: Mapping[str, Any]) -> dict[str, Any]:
    bins = fidelity["histogram"]["bins"]
    start, width = fidelity["histogram"]["from"], fidelity["histogram"]["width"]
    tallest = max((each["accepted"] + each["rejected"] for each in bins), default=0) or 1
    bars = [
        Bar(
            left=round(_BAR * index / len(bins), 2),
            accepted=round(_BAR * each["accepted"] / tallest, 2),
            rejected=round(_BAR * each["rejected"] / tallest, 2),
            low=round(start + width * index, 2),
            high=round(start + width * (index + 1), 2),
            texts=each["accepted"] + each["rejected"],
        )
        for index, each in enumerate(bins)
    ]
    calibration = fidelity["calibration"]
    span = width * len(bins)
    place = None
    if calibration:
        place = round(_BAR * (calibration["cosine"] - start) / span, 2)
    return {"bars": bars, "width": round(_BAR / len(bins), 2), "threshold": place}


def _worst(part: Part) -> list[dict[str, Any]]:
    """Return the texts to look at first: not released, then flagged, then of low cosine."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(part.pairs)).create_view("pairs")
        found = connection.sql(
            f"""
            SELECT source, target, state, distractor, reason, engine, variant, attempt, cosine,
                   margin, flags
            FROM pairs WHERE source IS NOT NULL OR state <> 'accepted' OR len(flags) > 0
            ORDER BY CASE state WHEN 'failed' THEN 0 WHEN 'rejected' THEN 1 ELSE 2 END,
                     least(len(list_filter(flags, lambda f: f.severity <> 'info')), 1) DESC,
                     cosine NULLS LAST, text
            LIMIT {WORST}
            """  # noqa: S608 - a number of our own
        ).to_arrow_table()
    rows: list[dict[str, Any]] = found.to_pylist()
    return [
        {**row, **{side: _beginning(row[side]) for side in ("source", "target")}} for row in rows
    ]


def _beginning(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} [...] ({len(text):,} characters)"
