"""What `--dry-run` shows: what publishing would change, file by file and row by row."""

from dataclasses import dataclass
from typing import Any

from babelwright.cli.diff import Row, row_document, show_card, show_rows
from babelwright.cli.output import Output
from babelwright.release.bundle import Release
from babelwright.release.diff import card_diff, diff, open_side
from babelwright.release.made import CARD
from babelwright.release.publish.target import FileChange
from babelwright.release.version import Standing, said
from babelwright.release.words import visible

_ROWS = 10
_MARKS = {"added": "+", "changed": "~", "removed": "-"}


@dataclass(frozen=True)
class Plan:
    """What publishing a release would do.

    Attributes:
        where: The target.
        release: The release; its files are gone.
        files: Files that would change there.
        card: Lines of a unified diff of the card.
        rows: The first rows that differ from the last release.
        number: The number of rows that differ.
    """

    where: str
    release: Release
    files: tuple[FileChange, ...]
    card: tuple[str, ...]
    rows: tuple[Row, ...]
    number: int

    def document(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "target": self.where,
            "files": [
                {"path": each.path, "change": each.kind, "before": each.before, "after": each.after}
                for each in self.files
            ],
            "card": list(self.card),
            "rows_that_differ": self.number,
            "rows": [row_document(row) for row in self.rows],
        }


def make_plan(
    where: str, release: Release, standing: Standing, files: tuple[FileChange, ...]
) -> Plan:
    """Return what publishing would do, while the files of both releases are there."""
    if release.unchanged:
        return Plan(where, release, (), (), (), 0)
    card = (release.folder / CARD).read_text(encoding="utf-8")
    lines = card_diff(standing.card or "", card, release.since or "", release.version)
    rows: tuple[Row, ...] = ()
    number = 0
    if standing.previous is not None:
        found = diff(
            open_side(f"{where} {standing.previous.version}", standing.previous.folder),
            open_side(release.name, release.folder),
        )
        rows, number = tuple(found.rows(_ROWS)), found.number
    return Plan(where, release, files, tuple(lines), rows, number)


def show_plan(plan: Plan, output: Output) -> None:
    """Show it to people."""
    release = plan.release
    name = f"{release.name} {release.version}"
    if release.unchanged:
        output.say(f"{name}: nothing changed; nothing would be sent to {plan.where}")
        return
    output.say(f"{name} would be sent to {plan.where}; nothing was written there or sent")
    why = f"{said(release.change)} since {release.since}" if release.change else "a first release"
    output.say(f"  version  {release.version}, {why}")
    for each in plan.files:
        sizes = " -> ".join(f"{size:,}" for size in (each.before, each.after) if size is not None)
        output.say(f"  {_MARKS[each.kind]} {visible(each.path)}  {sizes} bytes")
    show_rows(plan.rows, output)
    if plan.number > len(plan.rows):
        output.say(f"\n{plan.number - len(plan.rows):,} more rows differ")
    show_card(plan.card, output)
