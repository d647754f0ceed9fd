"""What became of the tasks of a build: a closing summary for people, a document for machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Task
from babelwright.cli.output import Output
from babelwright.cli.planning import Plan, show_plan
from babelwright.finished import RELABEL
from babelwright.release.bundle import Release
from babelwright.release.card import totals
from babelwright.release.made import CARD
from babelwright.release.version import said

# The state of a task of which a part was built, with --limit.
TRIED = "tried"
# The state of a task of which --dry-run shows what would be published.
PLANNED = "planned"


@dataclass
class Outcome:
    """What became of one task."""

    task: Task
    state: str
    seconds: float = 0.0
    error: str = ""
    reason: str = ""
    release: Release | None = None
    published: str = ""
    report: Path | None = None
    medians: list[float] = field(default_factory=list)
    plan: Plan | None = None
    # By which rule the version was counted, where no target was asked.
    counted: str = ""


def show(outcomes: Sequence[Outcome], output: Output) -> None:
    """Print the closing summary: a table, then where things are, then what was skipped."""
    rows = [_row(outcome) for outcome in outcomes if outcome.state != "skipped"]
    output.say()
    output.table(_COLUMNS, rows)
    for outcome in outcomes:
        if outcome.plan:
            output.say()
            show_plan(outcome.plan, output)
        elif outcome.release:
            output.say()
            sums = totals(dict(outcome.release.manifest))
            version = "trial" if outcome.state == TRIED else outcome.release.version
            output.say(
                f"{outcome.task.name} {version}: {sums['source']} source = "
                f"{sums['released']} released + {sums['filtered']} filtered + "
                f"{sums['failed']} failed{_unsampled(sums)}"
            )
            if outcome.release.change:
                why = f"{said(outcome.release.change)} since {outcome.release.since}"
                output.say(f"  version  {why}")
            for note in _notes(outcome.release):
                output.say(f"  sample   {note}")
            kind = "trial  " if outcome.state == TRIED else "release"
            output.say(f"  {kind}  {outcome.published or outcome.release.folder}")
            output.say(f"  card     {outcome.release.folder / CARD}")
        if outcome.report:
            output.say(f"  report   {outcome.report}")
    for outcome in outcomes:
        if outcome.state == "skipped":
            output.say(f"\nskipped {outcome.task.name}: {outcome.reason}")
    for counted in dict.fromkeys(each.counted for each in outcomes if each.counted):
        output.say(f"\nversions: {counted}")


_COLUMNS = (
    ("task", "left"),
    ("state", "left"),
    ("rows in", "right"),
    ("released", "right"),
    ("filtered", "left"),
    ("failed", "right"),
    ("fidelity", "right"),
    ("seconds", "right"),
)


def _row(outcome: Outcome) -> list[str]:
    if outcome.release is None:
        seconds = f"{outcome.seconds:.1f}"
        return [outcome.task.name, outcome.state, "-", "-", "-", "-", "-", seconds]
    sums = totals(dict(outcome.release.manifest))
    fidelity = ", ".join(f"{median:.2f}" for median in outcome.medians) or "-"
    return [
        outcome.task.name,
        outcome.state,
        f"{sums['source']:,}",
        f"{sums['released']:,}",
        _filtered(outcome.release, sums["filtered"]),
        f"{sums['failed']:,}",
        fidelity,
        f"{outcome.seconds:.1f}",
    ]


def _filtered(release: Release, filtered: int) -> str:
    """Return how many rows were filtered, and by what."""
    reasons: dict[str, int] = {}
    for part in release.manifest["parts"]:
        for reason in part["ledger"]["reasons"]:
            if reason["state"] == "filtered":
                reasons[reason["reason"]] = reasons.get(reason["reason"], 0) + reason["rows"]
    listed = ", ".join(f"{count} {name}" for name, count in reasons.items())
    return f"{filtered:,} ({listed})" if listed else f"{filtered:,}"


def _unsampled(sums: Mapping[str, int]) -> str:
    return f" + {sums['unsampled']:,} not sampled" if sums["unsampled"] else ""


def _notes(release: Release) -> Iterator[str]:
    """Yield what a reader would not expect of the samples."""
    for part in release.manifest["parts"]:
        sampling = part["sampling"]
        for note in sampling["notes"] if sampling else ():
            yield f"{note['split']}: {note['detail']}"
        if sampling and sampling["pool"] and sampling["pool"]["suspicious"]:
            count = sampling["pool"]["suspicious"]
            yield f"{count:,} unjudged documents look like answers: {release.folder / RELABEL}"


def document(outcome: Outcome) -> dict[str, Any]:
    """Return what became of a task for machines."""
    release = outcome.release
    return {
        "task": outcome.task.name,
        "state": outcome.state,
        "version": release.version if release and outcome.state != TRIED else None,
        "since": release.since if release else None,
        "bump": release.change.bump.name.lower() if release and release.change else None,
        "reasons_of_version": list(release.change.reasons) if release and release.change else [],
        "counted": outcome.counted or None,
        "signature": release.manifest["signature"] if release else None,
        "rows": totals(dict(release.manifest)) if release else None,
        "reasons": [
            reason for part in release.manifest["parts"] for reason in part["ledger"]["reasons"]
        ]
        if release
        else [],
        "fidelity": outcome.medians,
        "release": str(release.folder) if release and not outcome.plan else None,
        "card": str(release.folder / CARD) if release and not outcome.plan else None,
        "plan": outcome.plan.document() if outcome.plan else None,
        "report": str(outcome.report) if outcome.report else None,
        "published": outcome.published or None,
        "error": outcome.error or None,
        "reason": outcome.reason or None,
        "seconds": round(outcome.seconds, 3),
    }
