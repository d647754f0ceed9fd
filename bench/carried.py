"""What the checks of numbers see of planted defects, and what they say of good translations.

    python bench/carried.py --data DATA [--develop] [--show LANGUAGE]

Pairs are NTREX-128's (see README.md), by document: buckets 7 to 9 are reported, the others are what
the checks were written on. A number swap changes one digit of one number of the translation, every
number once; a unit or a currency swap writes another one beside it. A swap counts as seen where
a check flags the row that does not say the same of the good translation.
"""

import argparse
import random
import sys
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import regex

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, Language, Severity
from babelwright.checks import amounts, base, carried, identifiers, markup, numbers, tables
from babelwright.text.figures import Figures
from babelwright.text.measures import kind
from babelwright.text.units import kinds
from parallel import TATOEBA, Pairs, bucket

CHECKS = tuple(
    check
    for room in (numbers, amounts, identifiers, carried, markup, tables)
    for check in room.CHECKS
)
_NUMBER = regex.compile(r"\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
# What becomes what.
UNITS = {
    "kilometre": "mile",
    "mile": "kilometre",
    "metre": "foot",
    "kilogram": "pound",
    "percent": "degree",
    "minute": "hour",
    "hour": "minute",
    "day": "week",
    "week": "month",
    "month": "year",
    "year": "month",
}
CURRENCIES = {"dollar": "euro", "euro": "dollar", "pound": "dollar"}
SIGNS = {"$": "€", "€": "$", "£": "€", "USD": "EUR"}


_SWAP = "   n    hard    any"
_HEADS = (
    "         false alarms    number swaps        unit swaps          currency swaps"
    "      number-strict",
    f"   pairs   hard    any{_SWAP} {_SWAP} {_SWAP}  alarms swaps",
)


class Row(NamedTuple):
    """A source and its target."""

    source: str
    target: str


class Flag(NamedTuple):
    """What a check says of a row."""

    check: str
    severity: Severity
    detail: str


class Seen(NamedTuple):
    """How many defects were planted, and how many a hard check and any check saw."""

    planted: int
    hard: int
    any: int

    def __str__(self) -> str:
        """Return the three as a cell."""
        count = max(self.planted, 1)
        return f"{self.planted:>4} {self.hard / count:6.1%} {self.any / count:6.1%}"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--develop", action="store_true", help="buckets 0 to 6, not 7 to 9")
    parser.add_argument("--show", metavar="LANGUAGE", help="list what is flagged and missed")
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    print(_HEADS[0], _HEADS[1], sep="\n")
    for code in sorted(TATOEBA):
        if options.show in (None, code):
            buckets = range(7) if options.develop else range(7, 10)
            _language(catalog, code, _news(options.data, code, buckets), show=bool(options.show))
    return 0


def _news(data: Path, code: str, buckets: Container[int]) -> Pairs:
    """Return NTREX-128 by document."""
    folder = data / "ntrex128"
    names = (folder / "DOCUMENT_IDS.tsv").read_text(encoding="utf-8").split()
    sources, targets = (
        (folder / f"ntrex.{each}").read_text(encoding="utf-8").rstrip("\n").split("\n")
        for each in ("en", code)
    )
    rows = [
        (source, target)
        for name, source, target in zip(names, sources, targets, strict=True)
        if bucket(name) in buckets
    ]
    return Pairs([source for source, _ in rows], [target for _, target in rows])


def _language(catalog: Catalog, code: str, pairs: Pairs, *, show: bool) -> None:
    good = [Row(*pair) for pair in zip(*pairs, strict=True)]
    language = catalog.languages[code]
    known = _flags(catalog, code, good)
    cells = []
    for planted in (
        [(n, text) for n, row in enumerate(good) for text in _swaps(row.target)],
        [(n, text) for n, row in enumerate(good) for text in _unit_swaps(catalog, row, language)],
        [(n, text) for n, row in enumerate(good) for text in _currency_swaps(row, language)],
    ):
        rows = [Row(good[n].source, text) for n, text in planted]
        flags = _flags(catalog, code, rows)
        new = [
            [flag for flag in each if flag not in known[n]]
            for (n, _), each in zip(planted, flags, strict=True)
        ]
        cells.append(Seen(len(rows), sum(map(_is_hard, new)), sum(map(bool, new))))
        if show:
            missed = (row for row, each in zip(rows, new, strict=True) if not each)
            print(*(f"MISSED\n    {row.source}\n    {row.target}" for row in missed), sep="\n")
    if show:
        for row, each in zip(good, known, strict=True):
            if each:
                print(f"ALARM {[tuple(flag) for flag in each]}\n    {row.source}\n    {row.target}")
    alarms = sum(map(_is_hard, known)) / len(good), sum(map(bool, known)) / len(good)
    strict = len(_strict(catalog, code, good)) / len(good)
    swapped = [Row(row.source, text) for row in good for text in _swaps(row.target)]
    seen = len(_strict(catalog, code, swapped)) / max(len(swapped), 1)
    print(
        f"{code} {len(good):>5} {alarms[0]:6.2%} {alarms[1]:6.2%} {'  '.join(map(str, cells))}"
        f"  {strict:6.2%} {seen:6.1%}"
    )


def _is_hard(flags: Sequence[Flag]) -> bool:
    return any(flag.severity is Severity.HARD for flag in flags)


def _strict(catalog: Catalog, code: str, rows: Sequence[Row]) -> set[int]:
    """Return the rows whose numbers any check tells of, with no allowance."""
    pairs = _pairs(catalog, code, rows)
    return {found.row for check in numbers.CHECKS for found in check.find(pairs, {})}


def _pairs(catalog: Catalog, code: str, rows: Sequence[Row]) -> base.Pairs:
    table = pa.table({"source": [r.source for r in rows], "target": [r.target for r in rows]})
    return base.Pairs(table, catalog.languages["en"], catalog.languages[code])


def _flags(catalog: Catalog, code: str, rows: Sequence[Row]) -> list[list[Flag]]:
    pairs = _pairs(catalog, code, rows)
    flags: list[list[Flag]] = [[] for _ in rows]
    for check in CHECKS:
        gate = catalog.gates.checks[check.id]
        if gate.severity is not Severity.INFO:
            for finding in check.find(pairs, gate.thresholds):
                flags[finding.row].append(Flag(check.id, gate.severity, finding.detail))
    return flags


def _swaps(text: str) -> Iterator[str]:
    """Yield the text with one digit changed, once for every number."""
    chance = random.Random(text)  # noqa: S311 - no secret
    for match in _NUMBER.finditer(text):
        place = chance.choice([i for i in range(*match.span()) if text[i].isdecimal()])
        old = int(text[place])
        least = 1 if place == match.start() else 0
        new = chance.choice([digit for digit in range(least, 10) if digit != old])
        yield text[:place] + chr(ord(text[place]) - old + new) + text[place + 1 :]


def _unit_swaps(catalog: Catalog, row: Row, language: Language) -> Iterator[str]:
    """Yield the target with another unit beside a number, where the source names the unit."""
    text = row.target
    named = kinds(row.source, catalog.languages["en"])
    for measure in Figures(text, language).measures:
        other = UNITS.get(measure.unit)
        place = text.find(measure.written, measure.mention.end)
        if other and kind(measure.unit) in named and 0 <= place < measure.mention.end + 2:
            word = language.units[other][0].rstrip("*")
            yield f"{text[:place]} {word}{text[place + len(measure.written) :]}"


def _currency_swaps(row: Row, language: Language) -> Iterator[str]:
    text = row.target
    for sign, other in SIGNS.items():
        if sign in text and other not in text and other not in row.source:
            yield text.replace(sign, other)
    for currency, other in CURRENCIES.items():
        forms = [form.rstrip("*") for form in language.currencies.get(currency, ())]
        words = "|".join(regex.escape(form) for form in forms if not form.endswith("?"))
        new = language.currencies[other][0].rstrip("*")
        spoilt = regex.sub(rf"(?<![\p{{L}}\p{{M}}])(?:{words})(?![\p{{L}}\p{{M}}])", new, text)
        if words and spoilt != text and not _speaks_of(other, row.source):
            yield spoilt


def _speaks_of(currency: str, source: str) -> bool:
    words = {"dollar": ("$", "dollar", "USD"), "euro": ("€", "euro", "EUR")}[currency]
    return any(word.casefold() in source.casefold() for word in words)


if __name__ == "__main__":
    sys.exit(main())
