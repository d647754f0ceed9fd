"""Is there a text, and is it a translation at all?"""

from collections.abc import Iterable

import numpy as np
import regex

from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.letters import DIGIT, LETTER
from babelwright.text.normal import key_of

_PLAIN_WORD = regex.compile(r"(?<![\p{L}\p{N}])\p{Ll}{3,}(?![\p{L}\p{N}])")


def _empty(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, target in enumerate(pairs.targets):
        if not target.strip() and (not pairs.sources or pairs.sources[row].strip()):
            yield Finding(row, "there is no text")


def _from_nothing(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Yield texts for sources that are empty, have no letter or digit, or are a few characters."""
    characters = pairs.source_characters
    nothing = (characters.count(LETTER) == 0) & (characters.count(DIGIT) == 0)
    short = characters.lengths <= thresholds["characters"]
    letters = pairs.target_characters.count(LETTER)
    for row in np.flatnonzero(nothing | short).tolist():
        source, target = pairs.sources[row].strip(), pairs.targets[row].strip()
        if target and not source:
            yield Finding(row, "text for an empty source")
        elif letters[row] >= thresholds["letters" if nothing[row] else "expanded"]:
            yield Finding(row, f"{letters[row]} letters for {source!r}")


def _copied(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    source_language, target_language = pairs.languages
    if source_language.code in target_language.detection.confusable:
        return
    least = thresholds["words"]
    key = key_of(target_language)
    for row in _alike(pairs):
        source = pairs.sources[row]
        if key(source) == key(pairs.targets[row]):
            words = len(_PLAIN_WORD.findall(source))
            if words >= least:
                yield Finding(row, f"the source again, with {words} plain words")


def _alike(pairs: Pairs) -> list[int]:
    """Return the rows whose texts have about as many characters, letters and vowels.

    One in twenty translations is among them, and every copy: a matching key has all letters.
    """
    ours, theirs = pairs.source_characters, pairs.target_characters
    near = np.abs(ours.lengths - theirs.lengths) <= ours.lengths // 10
    for kind in (LETTER, "[aeiouAEIOU]"):
        wanted = ours.count(kind)
        near &= np.abs(wanted - theirs.count(kind)) <= 2 + wanted // 20
    return [int(row) for row in np.flatnonzero(near)]


CHECKS = (
    Check("empty", "The text is empty.", "definition", _empty, of_pairs=False),
    Check(
        "empty-to-text",
        "The source says nothing, and the translation something.",
        "definition; seen in published corpora whose one-character sources became sentences",
        _from_nothing,
        foreign=True,
    ),
    Check(
        "copied",
        "The translation is the source again.",
        "names and numbers stay equal in good translations; sentences with plain words do not",
        _copied,
        foreign=True,
    ),
)
