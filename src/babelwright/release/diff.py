"""What differs between two releases: configs, columns, rows, files and card."""

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from babelwright.errors import Place, ReleaseError
from babelwright.release.bundle import MANIFEST
from babelwright.release.made import CARD
from babelwright.release.rows import RowChange, RowCounts, compare_rows
from babelwright.release.version import (
    Bump,
    Change,
    Previous,
    bump_of,
    column_changes,
    compare,
    files_of,
    is_inside,
    splits_of,
)
from babelwright.tasks.registry import task_types


class SplitChange(NamedTuple):
    """A split that differs: its rows before and after (None: it is not there), and how many differ.

    `counts` is None where a whole split came or went.
    """

    config: str
    split: str
    before: int | None
    after: int | None
    counts: RowCounts | None


class FileDifference(NamedTuple):
    """A file that differs, with its SHA-256 before and after; None where it is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Side:
    """One of the two releases."""

    name: str
    folder: Path
    manifest: Mapping[str, Any]

    @property
    def version(self) -> str:
        """Its version."""
        return str(self.manifest["version"])

    def files(self, split: Mapping[str, Any]) -> list[Path]:
        """Return the files of a split."""
        return [self.folder / name for name in split["files"]]


@dataclass(frozen=True)
class Diff:
    """The difference of two releases, but for the rows themselves.

    Attributes:
        before: The old one.
        after: The new one.
        change: What the version rule says of it; `NOTHING` where no file differs.
        columns: Changes of columns, for people.
        splits: Splits that differ.
        files: Files that differ.
        card: Lines of a unified diff of the cards.
    """

    before: Side
    after: Side
    change: Change
    columns: tuple[str, ...]
    splits: tuple[SplitChange, ...]
    files: tuple[FileDifference, ...]
    card: tuple[str, ...]

    def rows(self, limit: int | None = None) -> Iterator[tuple[str, str, RowChange]]:
        """Yield the rows that differ, with config and split; nothing is held in memory.

        Args:
            limit: The greatest number of rows, over all splits.
        """
        left = limit
        for each in self.splits:
            if left is not None and left <= 0:
                return
            with _compared(self.before, self.after, each) as compared:
                for change in compared.changes(left):
                    yield each.config, each.split, change
                    if left is not None:
                        left -= 1

    @property
    def number(self) -> int:
        """The number of rows that differ."""
        return sum(
            sum(each.counts[:3]) if each.counts else (each.before or each.after or 0)
            for each in self.splits
        )


def open_side(name: str, folder: Path) -> Side:
    """Read a release to compare.

    Args:
        name: What it was called.
        folder: Where its files are; data and card are needed beside the manifest.

    Raises:
        ReleaseError: There is none, or its data is not all there.
    """
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        listed = [each for config in manifest["configs"] for each in files_of(config)]
        keys = (manifest["version"], manifest["type"], manifest["files"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise ReleaseError(
            f"there is no release that can be read: {reason}",
            place=Place(f"{name} ({MANIFEST})"),
            hint="Name a release: hf://ORGANISATION/NAME@REVISION, FOLDER/NAME@v1.0.0, or its "
            "folder",
        ) from error
    for each in listed:
        if not is_inside(each) or not (folder / each).is_file():
            raise ReleaseError(f"{each} is missing", place=Place(name))
    if keys[1] not in task_types():
        raise ReleaseError(f"its type {keys[1]!r} is not known here", place=Place(name))
    return Side(name, folder, manifest)


def diff(before: Side, after: Side) -> Diff:
    """Compare two releases; rows by the keys of their tables."""
    files = tuple(_files(before, after))
    previous = Previous(before.version, dict(before.manifest), before.folder)
    change = compare(previous, after.manifest["configs"], after.folder, _keys(after))
    if not files:
        change = Change(Bump.NOTHING, ())
    columns = column_changes(before.manifest["configs"], after.manifest["configs"])
    return Diff(
        before,
        after,
        change,
        tuple(text for _, text in columns),
        tuple(_splits(before, after)),
        files,
        tuple(card_diff(_card(before), _card(after), before.version, after.version)),
    )


def card_diff(before: str, after: str, old: str, new: str) -> list[str]:
    """Return the lines of a unified diff of two cards.

    Args:
        before: The old card.
        after: The new one.
        old: What the old one is called.
        new: What the new one is called.
    """
    names = (f"{CARD} {old}".strip(), f"{CARD} {new}".strip())
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), *names, n=1, lineterm="")
    return [line.rstrip("\n") for line in lines]


def _splits(before: Side, after: Side) -> Iterator[SplitChange]:
    old, new = splits_of(before.manifest["configs"]), splits_of(after.manifest["configs"])
    for name in sorted(old.keys() | new.keys()):
        rows = [each[name][1]["rows"] if name in each else None for each in (old, new)]
        if name not in old or name not in new:
            yield SplitChange(*name, rows[0], rows[1], None)
        elif old[name][1]["row_hash"] != new[name][1]["row_hash"]:
            found = SplitChange(*name, rows[0], rows[1], None)
            with _compared(before, after, found) as compared:
                if bump_of(compared.counts) is not Bump.NOTHING:
                    yield found._replace(counts=compared.counts)


def _compared(before: Side, after: Side, split: SplitChange) -> Any:
    """Compare the rows of a split; one that is not there has none."""
    name = (split.config, split.split)
    sides = []
    for side in (before, after):
        found = splits_of(side.manifest["configs"]).get(name)
        sides.append(side.files(found[1]) if found else [])
        if found:
            key = _keys(side)[found[0]["table"]]
    return compare_rows(sides[0], sides[1], key)


def _keys(side: Side) -> dict[str, Sequence[str]]:
    return {table.name: table.key for table in task_types()[side.manifest["type"]].tables}


def _files(before: Side, after: Side) -> Iterator[FileDifference]:
    old, new = before.manifest["files"], after.manifest["files"]
    for name in sorted(old.keys() | new.keys()):
        hashes = [each[name]["sha256"] if name in each else None for each in (old, new)]
        if hashes[0] != hashes[1]:
            yield FileDifference(name, *hashes)


def _card(side: Side) -> str:
    file = side.folder / CARD
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
