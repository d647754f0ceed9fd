"""Reads tables that stand in a text as lines: of markdown with bars, or of cells between tabs."""

from collections.abc import Iterator
from typing import NamedTuple

import regex

# One line alone may be anything.
_LEAST_ROWS = 2
_LONGEST = 60
_RULE = regex.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*")
_BAR = regex.compile(r"(?<!\\)\|")
_NUMERIC = regex.compile(
    r"[\s\u00a0\u202f]*[(\[]?[-+−–±<>≤≥~]?[\s$€£¥₫]*\p{Nd}[\p{Nd}\s\u00a0\u202f.,'’٬٫]*[%٪‰]?[\s$€£¥₫]*[)\]]?\s*"
)
_ITEM = regex.compile(
    r"^[ \t\u00a0]*(?:[-*+•◦▪▫‣●○■□·–—][ \t\u00a0]+"
    r"|\(?(?:\p{Nd}{1,3}|\p{L})[.)](?![.)\p{Nd}])[ \t\u00a0]*)(?=\S)",
    regex.MULTILINE,
)
ITEM_HINT = r"(?m)^[ \t]*(?:[-*+•◦▪▫‣●○■□·–—][ \t]|\(?(?:\p{N}{1,3}|\p{L})[.)])"


class Table(NamedTuple):
    """A table: the cells of its rows; a rule of dashes is a row without cells."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of cells of each row."""
        return tuple(len(row) for row in self.rows)


def tables(text: str) -> list[Table]:
    """Return the tables of a text, in order: two lines or more with the same mark in each."""
    return [Table(tuple(rows)) for rows in _tables(text)]


def _tables(text: str) -> Iterator[list[tuple[str, ...]]]:
    rows: list[tuple[str, ...]] = []
    mark = ""
    for line in [*text.split("\n"), ""]:
        found = _mark(line)
        if found != mark:
            if len(rows) >= _LEAST_ROWS:
                yield rows
            rows, mark = [], found
        if found:
            rows.append(_cells(line, found))


def _mark(line: str) -> str:
    if "\t" in line.strip():
        return "\t"
    bars = len(_BAR.findall(line))
    # A bar within a sentence is no table; two are, and one at either end.
    if bars > 1 or (bars and (line.lstrip().startswith("|") or line.rstrip().endswith("|"))):
        return "|"
    return "|" if bars and _RULE.fullmatch(line) else ""


def _cells(line: str, mark: str) -> tuple[str, ...]:
    if mark == "\t":
        return tuple(cell.strip() for cell in line.strip("\n\r").split("\t"))
    if _RULE.fullmatch(line):
        return ("-",) * max(len(_BAR.split(line.strip().strip("|"))), 1)
    bare = line.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return tuple(cell.strip() for cell in _BAR.split(bare))


def is_numeric(cell: str) -> bool:
    """Whether a cell has a number and nothing else but its sign, currency or percent sign."""
    return len(cell) < _LONGEST and bool(_NUMERIC.fullmatch(cell))


def item_count(text: str) -> int:
    """Return how many lines begin with a bullet, or with a number or letter of a list."""
    return len(_ITEM.findall(text))
