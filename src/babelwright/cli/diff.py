"""The verb `diff`: what differs between two releases."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babelwright.cli.output import Output
from babelwright.release.diff import Diff, SplitChange, diff, open_side
from babelwright.release.publish.open import open_compared
from babelwright.release.rows import RowChange
from babelwright.release.version import raised, rows_said, said
from babelwright.release.words import Piece, shown, visible, word_diff

_MARKS = {"changed": "~", "removed": "-", "added": "+"}
# Cells of a row that came or went, and letters of a cell, that people are shown.
_CELL = 120

Row = tuple[str, str, RowChange]


def run(before: str, after: str, limit: int | None, output: Output) -> int:
    """Show the difference of two releases; return 0.

    Args:
        before: The old release or revision.
        after: The new one.
        limit: The greatest number of rows to show; None shows all.
        output: Where to.

    Raises:
        BabelwrightError: One of them is none.
    """
    with tempfile.TemporaryDirectory() as scratch:
        sides = [
            open_side(name, open_compared(name, Path(scratch) / str(number)))
            for number, name in enumerate((before, after))
        ]
        found = diff(sides[0], sides[1])
        if output.speaks:
            show(found, limit, output)
        output.listing(document(found), "rows", (row_document(row) for row in found.rows(limit)))
    return 0


def show(found: Diff, limit: int | None, output: Output) -> None:
    """Show a difference to people."""
    old, new = found.before, found.after
    output.say(f"{old.manifest['name']} {old.version} -> {new.manifest['name']} {new.version}")
    if not found.files:
        output.say("nothing differs")
        return
    output.say(f"{said(found.change)}: at least {raised(old.version, found.change.bump)}")
    for line in (*found.columns, *map(_split, found.splits)):
        output.say(f"  {line}")
    show_rows(found.rows(limit), output)
    left = found.number - limit if limit is not None else 0
    if left > 0:
        output.say(f"\n{left:,} more rows differ; --all shows them")
    output.say("\nfiles")
    for each in found.files:
        kind = "+" if each.before is None else "-" if each.after is None else "~"
        output.say(f"  {kind} {visible(each.path)}")
    show_card(found.card, output)


def show_rows(rows: Iterable[Row], output: Output) -> None:
    """Show rows that differ, each with its cells."""
    where = None
    for config, split, change in rows:
        if where != (config, split):
            where = (config, split)
            output.say(f"\n{config} {split}")
        key = ", ".join(f"{name}={visible(str(value))}" for name, value in change.key.items())
        output.say(f"  {_MARKS[change.kind]} {key}")
        for line in _cells(change):
            output.say(f"      {line}")


def show_card(lines: Iterable[str], output: Output) -> None:
    """Show the difference of two cards."""
    for index, line in enumerate(lines):
        if not index:
            output.say("\ncard")
        output.say(f"  {visible(line)}")


def _split(each: SplitChange) -> str:
    where = f"{each.config} {each.split}"
    if each.counts is None:
        rows = each.before if each.after is None else each.after
        return f"{where}: {'gone' if each.after is None else 'new'}, {rows:,} rows"
    return f"{where}: {rows_said(each.counts)}"


def _cells(change: RowChange) -> Iterator[str]:
    for name in [*change.before, *(each for each in change.after if each not in change.before)]:
        old, new = change.before.get(name), change.after.get(name)
        if change.kind != "changed":
            yield f"{name}: {_short(new if change.kind == 'added' else old)}"
        elif isinstance(old, str) and isinstance(new, str):
            yield f"{name}: {shown(word_diff(old, new))}"
        else:
            yield f"{name}: {_short(old)} -> {_short(new)}"


def _short(value: Any) -> str:
    text = visible(value if isinstance(value, str) else repr(value))
    return text if len(text) <= _CELL else f"{text[:_CELL]}… ({len(text):,} characters)"


def document(found: Diff) -> dict[str, Any]:
    """Return a difference for machines, but for its rows; see `schemas/diff.json`."""
    return {
        "schema": 1,
        "before": _side(found.before.name, found.before.manifest),
        "after": _side(found.after.name, found.after.manifest),
        "bump": found.change.bump.name.lower(),
        "least_version": raised(found.before.version, found.change.bump),
        "reasons": list(found.change.reasons),
        "columns": list(found.columns),
        "splits": [
            {
                "config": each.config,
                "split": each.split,
                "before": each.before,
                "after": each.after,
                "rows": each.counts._asdict() if each.counts else None,
            }
            for each in found.splits
        ],
        "files": [each._asdict() for each in found.files],
        "card": list(found.card),
        "rows_that_differ": found.number,
    }


def row_document(row: Row) -> dict[str, Any]:
    """Return a row that differs for machines: its cells, and of texts the pieces that differ."""
    config, split, change = row
    entry = {
        "config": config,
        "split": split,
        "kind": change.kind,
        "key": dict(change.key),
        "before": dict(change.before),
        "after": dict(change.after),
    }
    if change.kind == "changed":
        entry["texts"] = {
            name: [[piece.kind, piece.text] for piece in pieces]
            for name, pieces in _pieces(change).items()
        }
    return entry


def _pieces(change: RowChange) -> dict[str, list[Piece]]:
    return {
        name: word_diff(old, change.after[name])
        for name, old in change.before.items()
        if isinstance(old, str) and isinstance(change.after[name], str)
    }


def _side(name: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {"release": name, "name": manifest["name"], "version": manifest["version"]}
