"""Have letters lost their marks, in a language whose good texts may have few?

Where most texts have many, `marks` (in `language.py`) counts them. Here the sign is a common word
without the marks that it cannot be written without.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.patterns import rows_like

_WORD = regex.compile(r"[\p{L}\p{M}]+")
# Letters that have no decomposition, and what stands for them in plain ASCII.
_PLAIN = str.maketrans({"đ": "d", "ø": "o", "æ": "ae", "ð": "d", "þ": "th", "œ": "oe", "ł": "l"})


def _lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    bare = _stripped(pairs.target_language.cues.marked)
    if not bare:
        return
    edge = r"[^\pL\pM]"
    for row in rows_like(pairs.targets, rf"(?:^|{edge})(?:{'|'.join(sorted(bare))})(?:$|{edge})"):
        found = [word for word in _WORD.findall(pairs.targets[row]) if word in bare]
        known = set(_WORD.findall(pairs.sources[row])) if pairs.sources else set()
        found = [word for word in found if word not in known]
        if len(found) >= thresholds["words"] or (found and _unmarked(pairs.targets[row])):
            yield Finding(row, f"without marks: {', '.join(found)}")


def _unmarked(text: str) -> bool:
    """Whether no letter of a text has a mark that Unicode can take from it."""
    return not any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


@lru_cache(maxsize=64)
def _stripped(words: Sequence[str]) -> frozenset[str]:
    """Return what words are without their marks: as Unicode composes them, and in ASCII."""
    decomposed = {
        word: "".join(sign for sign in unicodedata.normalize("NFD", word) if sign.isalpha())
        for word in words
    }
    both = {each for form in decomposed.values() for each in (form, form.translate(_PLAIN))}
    return frozenset(both - set(words))


CHECKS = (
    Check(
        "unmarked-words",
        "Words have lost the marks that they are never written without.",
        "words in languages/*.toml; 0 of 1,400 professionally translated sentences a language",
        _lost,
        of_pairs=False,
    ),
)
