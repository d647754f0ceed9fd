"""Gathers what a build found into the facts that manifest, card and report are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from babelwright.build import refusing, sampling, whole
from babelwright.build.closing import DISTRACTOR, Note
from babelwright.catalog.model import Calibration, Gates, Severity
from babelwright.checks import gate
from babelwright.fidelity import gate as fidelity_gate
from babelwright.ledger import Ledger, Reason, State
from babelwright.tasks import quality
from babelwright.tasks.base import TaskType
from babelwright.translation.engine import Identity

# Bins of the cosine histogram between -0.2 and 1, a twentieth wide.
_BINS = 24
_LOWEST = -0.2
_WIDTH = 0.05
BUILT_IN = {
    "no-translation": "No engine of the chain has a translation.",
    "not-parallel": "The row is not released in every language of the parallel table.",
    DISTRACTOR: "The document's text is no faithful translation; no judgement calls it relevant.",
}


def about(task_type: TaskType) -> dict[str, str]:
    """Return what every reason code means, in words."""
    words = {check.id: check.about for check in gate.CHECKS}
    words |= {rule.reason: rule.about for rule in task_type.rules}
    words |= {check.reason: check.about for check in quality.CHECKS}
    return {
        **words,
        **fidelity_gate.ABOUT,
        **BUILT_IN,
        **sampling.ABOUT,
        **refusing.ABOUT,
        **whole.ABOUT,
    }


def ledger_facts(ledger: Ledger, task_type: TaskType, gates: Gates) -> dict[str, Any]:
    """Return counts by state for every split, and reasons with their meaning."""
    words = about(task_type)
    return {
        "counts": [count._asdict() for count in ledger.counts()],
        "reasons": [
            {
                **reason._asdict(),
                "about": words.get(reason.reason, ""),
                "severity": _severity(reason, gates),
            }
            for reason in ledger.reasons()
        ],
    }


def _severity(reason: Reason, gates: Gates) -> str:
    if reason.reason in gates.checks:
        return gates.checks[reason.reason].severity.value
    # Nothing is wrong with a row that was not drawn.
    return (Severity.INFO if reason.state == State.UNSAMPLED else Severity.HARD).value


def translation_facts(decisions: Path, engines: Sequence[Identity]) -> dict[str, Any]:
    """Return which engine and attempt every accepted text comes from, and what repair did."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(decisions)).create_view("decisions")
        sources = connection.execute(
            """
            SELECT engine, revision, variant, origin, attempt, count(*) FROM decisions
            WHERE state = 'accepted' GROUP BY ALL ORDER BY ALL
            """
        ).fetchall()
        states = connection.execute(
            "SELECT state, count(*) FROM decisions GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    used = {(row[0], row[1]) for row in sources}
    listed = {(engine.name, engine.revision): engine for engine in engines}
    return {
        "engines": [
            {**asdict(engine), "used": (engine.name, engine.revision) in used}
            for engine in listed.values()
        ],
        "texts": dict(states),
        "accepted_from": [
            {"engine": engine, "variant": variant, "origin": origin, "attempt": attempt, "texts": n}
            for engine, _, variant, origin, attempt, n in sources
        ],
    }


def with_distractors(found: Mapping[str, Any], pairs: Path) -> dict[str, Any]:
    """Return facts with what the rejected texts come from that documents are released with.

    `translation.distractors_from` is like `accepted_from`; their engines count as used.
    """
    with duckdb.connect() as connection:
        connection.read_parquet(str(pairs)).create_view("pairs")
        rows = connection.execute(
            """
            SELECT engine, revision, variant, origin, attempt, count(*) FROM pairs
            WHERE distractor GROUP BY ALL ORDER BY ALL
            """
        ).fetchall()
    used = {(row[0], row[1]) for row in rows}
    translation = found["translation"]
    return {
        **found,
        "translation": {
            **translation,
            "engines": [
                {**each, "used": each["used"] or (each["name"], each["revision"]) in used}
                for each in translation["engines"]
            ],
            "distractors_from": [
                {
                    "engine": engine,
                    "variant": variant,
                    "origin": origin,
                    "attempt": attempt,
                    "texts": n,
                }
                for engine, _, variant, origin, attempt, n in rows
            ],
        },
    }


def fidelity_facts(
    decisions: Path,
    embedder: tuple[str, str],
    calibration: Calibration | None,
    coverage: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return thresholds, median and histogram of the cosine and margin of all judged texts.

    Of coverage, which has no scores beside its flags: the thresholds and where they are from.
    """
    with duckdb.connect() as connection:
        connection.read_parquet(str(decisions)).create_view("decisions")
        found = connection.execute(
            """
            SELECT count(cosine), round(median(cosine), 4), round(median(margin), 4),
                   round(quantile_cont(cosine, 0.05), 4)
            FROM decisions WHERE cosine IS NOT NULL
            """
        ).fetchone()
        bins = connection.execute(
            f"""
            SELECT least(greatest(floor((cosine - {_LOWEST}) / {_WIDTH}), 0), {_BINS - 1})::INT,
                   state, count(*)
            FROM decisions WHERE cosine IS NOT NULL GROUP BY ALL ORDER BY ALL
            """  # noqa: S608 - numbers of our own
        ).fetchall()
    judged, median, median_margin, low = found or (0, None, None, None)
    histogram = [{"accepted": 0, "rejected": 0} for _ in range(_BINS)]
    for index, state, count in bins:
        histogram[index][state] = count
    return {
        "embedder": {"name": embedder[0], "fingerprint": embedder[1]},
        "calibration": asdict(calibration) if calibration else None,
        "coverage": coverage,
        "judged": judged,
        "cosine": {"median": median, "p5": low},
        "margin": {"median": median_margin},
        "histogram": {"from": _LOWEST, "width": _WIDTH, "bins": histogram},
    }


def closure_facts(notes: Sequence[Note]) -> list[Mapping[str, Any]]:
    """Return the notes about whole splits."""
    return [note._asdict() for note in notes]
