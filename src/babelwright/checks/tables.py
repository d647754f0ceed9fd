"""Have tables and lists the shape of the source's, and the same numbers in their cells?"""

from collections.abc import Iterable, Iterator

import numpy as np

from babelwright.catalog.model import Language
from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
    listed,
)
from babelwright.text.figures import Figures
from babelwright.text.patterns import rows_like
from babelwright.text.tables import ITEM_HINT, Table, is_numeric, item_count, tables


def _pairs_of_tables(pairs: Pairs) -> list[tuple[int, list[Table], list[Table]]]:
    """Return the rows with a table in the source; only lines with a bar or a tab are read."""

    def compute() -> list[tuple[int, list[Table], list[Table]]]:
        lines = pairs.source_characters.count(r"\n")
        marks = pairs.source_characters.count(r"[|\t]")
        found = []
        for row in np.flatnonzero((lines > 0) & (marks > 1)).tolist():
            if ours := tables(pairs.sources[row]):
                found.append((row, ours, tables(pairs.targets[row])))
        return found

    return pairs.once("tables", compute)


def _shape(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, ours, theirs in _pairs_of_tables(pairs):
        if len(ours) != len(theirs):
            yield Finding(row, f"{len(theirs)} tables for {len(ours)}")
        elif found := next(_misshapen(ours, theirs), ""):
            yield Finding(row, found)


def _misshapen(ours: list[Table], theirs: list[Table]) -> Iterator[str]:
    for source, target in zip(ours, theirs, strict=True):
        if len(source.rows) != len(target.rows):
            yield f"{len(target.rows)} rows for {len(source.rows)}"
        elif source.shape != target.shape:
            place = next(
                n
                for n, both in enumerate(zip(source.shape, target.shape, strict=True))
                if both[0] != both[1]
            )
            yield f"{target.shape[place]} cells for {source.shape[place]} in row {place + 1}"


def _cells(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, ours, theirs in _pairs_of_tables(pairs):
        if [each.shape for each in ours] == [each.shape for each in theirs]:
            if found := list(_changed(ours, theirs, pairs.languages)):
                yield Finding(row, listed(found))


def _changed(
    ours: list[Table], theirs: list[Table], languages: tuple[Language, Language]
) -> Iterator[str]:
    for source, target in zip(ours, theirs, strict=True):
        for one, other in zip(source.rows, target.rows, strict=True):
            for cell, theirs_cell in zip(one, other, strict=True):
                if is_numeric(cell) and not _is_same(cell, theirs_cell, languages):
                    yield f"{cell} became {theirs_cell or 'nothing'}"


def _is_same(cell: str, other: str, languages: tuple[Language, Language]) -> bool:
    """Whether two cells have the same numbers: separators may be of either language."""
    if cell == other:
        return True
    ours, theirs = Figures(cell, languages[0]), Figures(other, languages[1])
    return len(ours.mentions) == len(theirs.mentions) and all(
        not set(one.values).isdisjoint(another.values)
        for one, another in zip(ours.mentions, theirs.mentions, strict=True)
    )


def _items(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    for row in rows_like(pairs.sources, ITEM_HINT):
        wanted, found = item_count(pairs.sources[row]), item_count(pairs.targets[row])
        if wanted >= thresholds["items"] and found != wanted:
            yield Finding(row, f"{found} list items for {wanted}")


CHECKS = (
    Check(
        "table-shape",
        "A table has other rows or columns than in the source, or is none any more.",
        "definition: tables are kept cell by cell",
        _shape,
    ),
    Check(
        "table-cells",
        "A cell with a number alone has another number.",
        "definition; separators may be of either language",
        _cells,
    ),
    Check(
        "list-items",
        "A list has more or fewer items than in the source.",
        "definition: layout is kept",
        _items,
    ),
)
