"""Is text from right to left written as it is spoken: direction marks, brackets, punctuation?"""

from collections.abc import Iterable

import regex

from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.patterns import rows_like

_OPENS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENS.update(dict.fromkeys("\u2066\u2067\u2068", "\u2069"))
_OVERRIDES = "\u202d\u202e"
_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_AT_START = r"^\s*[.,;:!?،؛؟]\s*\pL"
_LATIN_MARK = r"\p{Arabic}[,;?]"


def _bidi(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, _BIDI):
        source = pairs.sources[row] if pairs.sources else ""
        target = pairs.targets[row]
        if any(sign in target and sign not in source for sign in _OVERRIDES):
            yield Finding(row, "overrides the direction of its letters")
        elif not _balanced(target) and _balanced(source):
            yield Finding(row, "a change of direction that is not closed")


def _balanced(text: str) -> bool:
    """Whether every control that changes the direction is closed on its line, and none else."""
    for line in text.split("\n"):
        waiting: list[str] = []
        for sign in line:
            if sign in _OPENS:
                waiting.append(_OPENS[sign])
            elif sign in _OPENS.values() and (not waiting or waiting.pop() != sign):
                return False
        if waiting:
            return False
    return True


def _mirrored(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, r"[)\]}][^(\[{]*[(\[{]"):
        crossed = _crossed(pairs.targets[row])
        if crossed and not (pairs.sources and _crossed(pairs.sources[row])):
            yield Finding(row, f"{crossed} stand the wrong way round")


def _crossed(text: str) -> str:
    """Return a pair of brackets whose numbers agree and of which one closes before it opens."""
    for opening, closing in _PAIRS.items():
        depth = least = 0
        for sign in text:
            depth += (sign == opening) - (sign == closing)
            least = min(least, depth)
        if least < 0 and depth == 0:
            return f"{opening} {closing}"
    return ""


def _start(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, _AT_START):
        source = pairs.sources[row].lstrip() if pairs.sources else ""
        if not source or source[0].isalnum():
            yield Finding(row, f"begins with {pairs.targets[row].lstrip()[0]!r}")


def _latin_marks(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    if pairs.target_language.script != "Arab":
        return
    for row in rows_like(pairs.targets, _LATIN_MARK):
        seen = sorted({match[-1] for match in regex.findall(_LATIN_MARK, pairs.targets[row])})
        yield Finding(row, f"after Arabic letters: {' '.join(seen)}")


CHECKS = (
    Check(
        "bidi",
        "Controls change the direction of the text and are not closed, or override its letters.",
        "definition; 0 in 1,997 professionally translated Arabic sentences",
        _bidi,
        of_pairs=False,
    ),
    Check(
        "brackets-mirrored",
        "Brackets close before they open.",
        "definition",
        _mirrored,
        of_pairs=False,
    ),
    Check(
        "punctuation-start",
        "The text begins with a mark that ends a sentence or clause, and its source does not.",
        "definition",
        _start,
        of_pairs=False,
    ),
    Check(
        "latin-punctuation",
        "Latin commas, semicolons or question marks stand after Arabic letters.",
        "in 1,997 professionally translated Arabic sentences no question mark is Latin",
        _latin_marks,
        of_pairs=False,
    ),
)
