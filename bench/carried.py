"""What the checks of numbers see of planted defects, and what they say of good translations.

    python bench/carried.py --data DATA [--develop] [--show LANGUAGE]

Pairs are NTREX-128's (see README.md). A number swap changes one digit of one number of the
translation, every number once; the other defects are planted wherever a row has what they need.
A row counts as seen where a check flags it that does not flag the good translation too.
"""

import argparse
import random
import sys
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import regex
from parallel import TATOEBA, Pairs, bucket

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, Language, Severity
from babelwright.checks import base
from babelwright.checks.gate import CHECKS

_NUMBER = regex.compile(r"\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
ROOM = (
    "number-",
    "scale-",
    "date-",
    "currency-",
    "unit-",
    "identifier-",
    "table-",
    "list-",
    "markup-",
)


class Row(NamedTuple):
    """A pair, and the flags of the translation by severity."""

    source: str
    target: str


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--develop", action="store_true", help="buckets 0 to 6, not 7 to 9")
    parser.add_argument("--show", metavar="LANGUAGE", help="list what is flagged and missed")
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    print("        pairs  false alarms %   number swaps: planted, seen % ")
    print("               hard    any             hard    any")
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
    known = _flags(catalog, code, good)
    hard = sum(Severity.HARD in {s for _, s, _ in each} for each in known)
    any_ = sum(bool(each) for each in known)
    spoilt = [
        (n, Row(row.source, swapped))
        for n, row in enumerate(good)
        for swapped in _swaps(row.target)
    ]
    found = _flags(catalog, code, [row for _, row in spoilt])
    new = [[f for f in flags if f not in known[n]] for (n, _), flags in zip(spoilt, found)]
    seen_hard = sum(Severity.HARD in {s for _, s, _ in each} for each in new)
    seen = sum(bool(each) for each in new)
    count = len(spoilt)
    print(
        f"{code:<6} {len(good):>6}  {hard / len(good):6.2%} {any_ / len(good):6.2%}    {count:>5}  "
        f"{seen_hard / count:6.1%} {seen / count:6.1%}"
    )
    if show:
        for row, flags in zip(good, known):
            if flags:
                print(
                    "ALARM",
                    [(c, str(s), d) for c, s, d in flags],
                    "\n   ",
                    row.source,
                    "\n   ",
                    row.target,
                )
        for (n, row), flags in zip(spoilt, new):
            if not flags:
                print("MISSED\n   ", row.source, "\n   ", good[n].target, "\n   ", row.target)


def _flags(
    catalog: Catalog, code: str, rows: Sequence[Row]
) -> list[list[tuple[str, Severity, str]]]:
    table = pa.table({"source": [r.source for r in rows], "target": [r.target for r in rows]})
    pairs = base.Pairs(table, catalog.languages["en"], catalog.languages[code])
    flags: list[list[tuple[str, Severity, str]]] = [[] for _ in rows]
    for check in CHECKS:
        if check.id.startswith(ROOM):
            gate = catalog.gates.checks[check.id]
            if gate.severity is Severity.INFO:
                continue
            for finding in check.find(pairs, gate.thresholds):
                flags[finding.row].append((check.id, gate.severity, finding.detail))
    return flags


def _swaps(text: str) -> Iterator[str]:
    chance = random.Random(text)
    for match in _NUMBER.finditer(text):
        places = [i for i in range(*match.span()) if text[i].isdecimal()]
        place = chance.choice(places)
        zero = chr(ord(text[place]) - int(text[place]))
        others = [d for d in range(10) if d != int(text[place]) and (d or place != match.start())]
        yield text[:place] + chr(ord(zero) + chance.choice(others)) + text[place + 1 :]


if __name__ == "__main__":
    sys.exit(main())
