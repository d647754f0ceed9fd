"""Measures the checks of words and characters: recall on planted defects, false alarms.

    python bench/words.py --data DATA [--part report|choice] [--source fr] [--lang da ...]
        [--lines 8] [--kind half ...]

Good text is NTREX-128, split by document: thresholds and words were chosen on buckets 0 to 6, and
what is reported comes from 7 to 9.
"""

import argparse
import html
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog, Severity
from babelwright.checks import base
from babelwright.checks.gate import Flag, judge
from parallel import TATOEBA, Pairs, by_document
from planting import (
    PLAIN,
    Plant,
    duty_to_leave,
    half_translated,
    introduction,
    line_left,
    mark_in_front,
    mirrored,
    mojibake,
    negation_added,
    negation_dropped,
    note,
    own_introduction,
    own_refusal,
    refusal,
    stripped,
)

PARTS = {"choice": range(7), "report": range(7, 10)}


class Kind(NamedTuple):
    """A planted defect, and the checks that should see it."""

    name: str
    plant: Plant
    checks: tuple[str, ...]


KINDS = (
    Kind("half", half_translated, ("untranslated-part", "untranslated-words")),
    Kind("line left", line_left, ("untranslated-part", "untranslated-words")),
    Kind("negation dropped", negation_dropped, ("negation-lost",)),
    Kind("negation added", negation_added, ("negation-added",)),
    Kind("duty to leave", duty_to_leave, ("modality-changed",)),
    Kind("refusal", refusal, ("refusal",)),
    Kind("refusal, own", own_refusal, ("refusal",)),
    Kind("introduction", introduction, ("chatter",)),
    Kind("introduction, own", own_introduction, ("chatter",)),
    Kind("note", note, ("chatter",)),
    Kind("quoted", lambda _, target, __: f'"{target}"', ("wrapped",)),
    Kind("mojibake", mojibake, ("mojibake",)),
    Kind(
        "mojibake, twice",
        lambda *given: mojibake(given[0], mojibake(*given) or "", given[2]),
        ("mojibake",),
    ),
    Kind("entities", lambda _, target, __: html.escape(target), ("entities",)),
    Kind("NFD", lambda _, target, __: unicodedata.normalize("NFD", target), ("not-nfc",)),
    Kind("stripped", stripped(), ("unmarked-words", "marks")),
    Kind("stripped, ASCII", stripped(PLAIN), ("unmarked-words", "marks")),
    Kind("bidi", lambda _, target, __: f"\u202b{target}", ("bidi",)),
    Kind("brackets mirrored", mirrored, ("brackets-mirrored",)),
    Kind("mark in front", mark_in_front, ("punctuation-start",)),
)


class Seen(NamedTuple):
    """Shares of texts: seen by a kind's own hard checks, by any of its own, by any check at all."""

    hard: float
    own: float
    anything: float
    texts: int


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, default="report")
    parser.add_argument("--source", default="en")
    parser.add_argument("--lines", type=int, default=1, help="sentences in a text, a line each")
    parser.add_argument("--lang", nargs="*", default=list(TATOEBA))
    parser.add_argument(
        "--kind",
        nargs="*",
        default=[kind.name for kind in KINDS],
        choices=[kind.name for kind in KINDS],
    )
    options = parser.parse_args()
    catalog = load_catalog(bundled_root())
    for code in options.lang:
        if code != options.source:
            pairs = by_document(options.data, options.source, code, PARTS[options.part])
            _report(
                catalog, options.source, code, _joined_lines(pairs, options.lines), options.kind
            )
    return 0


def _joined_lines(pairs: Pairs, lines: int) -> Pairs:
    """Return texts of so many lines each, one after the other."""
    starts = range(0, len(pairs.sources), lines)
    return Pairs(
        ["\n".join(pairs.sources[start : start + lines]) for start in starts],
        ["\n".join(pairs.targets[start : start + lines]) for start in starts],
    )


def _report(catalog: Catalog, source: str, code: str, pairs: Pairs, kinds: Sequence[str]) -> None:
    good = _flags(catalog, source, code, pairs)
    alarms: dict[str, int] = {}
    for flags in good:
        for check in {flag.check for flag in flags}:
            alarms[check] = alarms.get(check, 0) + 1
    hard, soft = (_share(good, severity) for severity in (Severity.HARD, Severity.SOFT))
    print(f"{source}-{code}: {len(good)} good texts, hard {hard:.2%}, soft {soft:.2%}")
    print("  alarms:", ", ".join(f"{check} {alarms[check]}" for check in sorted(alarms)))
    for kind in KINDS:
        if kind.name in kinds:
            seen = _seen(catalog, source, code, pairs, kind)
            print(
                f"  {kind.name:<18} {seen.texts:5} texts: hard {seen.hard:6.1%}, own checks "
                f"{seen.own:6.1%}, any check {seen.anything:6.1%}"
            )


def _seen(catalog: Catalog, source: str, code: str, pairs: Pairs, kind: Kind) -> Seen:
    language = catalog.languages[code]
    spoiled = [
        (text, bad)
        for text, target in zip(*pairs, strict=True)
        if (bad := kind.plant(text, target, language)) is not None and bad != target
    ]
    if not spoiled:
        return Seen(0, 0, 0, 0)
    columns = Pairs([text for text, _ in spoiled], [bad for _, bad in spoiled])
    flags = _flags(catalog, source, code, columns)
    own = [[flag for flag in each if flag.check in kind.checks] for each in flags]
    return Seen(
        _share(own, Severity.HARD),
        sum(map(bool, own)) / len(own),
        sum(any(flag.severity is not Severity.INFO for flag in each) for each in flags) / len(own),
        len(own),
    )


def _share(flags: Sequence[Sequence[Flag]], severity: Severity) -> float:
    return sum(any(flag.severity is severity for flag in each) for each in flags) / len(flags)


def _flags(catalog: Catalog, source: str, code: str, pairs: Pairs) -> list[list[Flag]]:
    languages = catalog.languages
    table = pa.table({"source": pairs.sources, "target": pairs.targets})
    others = tuple(languages.values())
    return judge(base.Pairs(table, languages[source], languages[code], others), catalog.gates)


if __name__ == "__main__":
    sys.exit(main())
