"""Is the text in the right script and language?"""

from collections.abc import Iterable

import numpy as np
import regex

from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.langid import Guess, strangers
from babelwright.text.letters import LETTER, Characters, script_class

_WORD = regex.compile(r"[\p{L}\p{M}]+")


def _script(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    language = pairs.target_language
    letters = pairs.bare_characters.count(LETTER)
    own = pairs.bare_characters.count(script_class(language.script))
    share = own / np.maximum(letters, 1)
    low = (letters >= thresholds["letters"]) & (share < language.letters.min_share)
    for row in np.flatnonzero(low).tolist():
        own_share = _share(_without_names(pairs, row), script_class(language.script))
        if own_share < language.letters.min_share:
            yield Finding(row, f"{own_share:.0%} of the letters are {language.script}")


def _marks(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    wanted = pairs.target_language.letters
    if not wanted.marked:
        return
    letters = pairs.bare_characters.count(LETTER)
    marked = pairs.bare_characters.count(f"[{wanted.marked}]")
    share = marked / np.maximum(letters, 1)
    low = (letters >= thresholds["letters"]) & (share < wanted.min_marked_share)
    for row in np.flatnonzero(low).tolist():
        text = _without_names(pairs, row)
        own_share = _share(text, f"[{wanted.marked}]")
        if own_share < wanted.min_marked_share and len(text.split()) >= thresholds["syllables"]:
            yield Finding(row, f"{own_share:.0%} of the letters carry a mark")


def _without_names(pairs: Pairs, row: int) -> str:
    """Return a target without the capitalised words that stand in its source too."""
    if not pairs.sources:
        return pairs.bare_targets[row]
    names = {word for word in _WORD.findall(pairs.sources[row]) if word[0].isupper()}
    kept = _WORD.sub(lambda word: " " if word[0] in names else word[0], pairs.bare_targets[row])
    return str(kept)


def _share(text: str, character_class: str) -> float:
    characters = Characters([text])
    letters = int(characters.count(LETTER)[0])
    return int(characters.count(character_class)[0]) / letters if letters else 1.0


def _foreign_letters(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    letters = pairs.target_language.letters.foreign
    if not letters:
        return
    both = f"[{letters}{letters.upper()}]"
    found = pairs.bare_characters.count(both)
    if pairs.sources:
        found = found - pairs.source_characters.count(both)
    for row in np.flatnonzero(found > 0):
        seen = sorted(set(pairs.bare_targets[row]) & set(letters + letters.upper()))
        yield Finding(int(row), f"letters of another language: {' '.join(seen)}")


def _language(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return [_read_as(guess) for guess in _strangers(pairs) if guess.confirmed]


def _language_doubt(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return [_read_as(guess) for guess in _strangers(pairs) if not guess.confirmed]


def _read_as(guess: Guess) -> Finding:
    return Finding(guess.row, f"reads as {guess.code} ({guess.probability:.2f})")


def _strangers(pairs: Pairs) -> list[Guess]:
    def compute() -> list[Guess]:
        least = pairs.target_language.detection.min_letters
        rows = np.flatnonzero(pairs.bare_characters.count(LETTER) >= least).tolist()
        return strangers(pairs.bare_targets, rows, pairs.target_language, pairs.others)

    return pairs.once("strangers", compute)


CHECKS = (
    Check(
        "script",
        "Too few of the letters are of the language's script.",
        "languages/*.toml; Arabic news never falls below 0.81 in 1,997 sentences",
        _script,
        of_pairs=False,
    ),
    Check(
        "marks",
        "The letters have lost their marks.",
        "languages/*.toml; Vietnamese news has 0.13 at its 0.5th percentile",
        _marks,
        of_pairs=False,
    ),
    Check(
        "foreign-letters",
        "There are letters that the language does not use.",
        "letter counts of 1,997 professionally translated sentences a language",
        _foreign_letters,
        of_pairs=False,
    ),
    Check(
        "language",
        "The text reads as another language, and a second sign says the same.",
        "py3langid at 0.7 and 40 letters, confirmed by marker words or langdetect",
        _language,
        of_pairs=False,
    ),
    Check(
        "language-doubt",
        "One detector reads the text as another language.",
        "py3langid at 0.7 and 40 letters",
        _language_doubt,
        of_pairs=False,
    ),
)
