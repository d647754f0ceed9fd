"""Is the text in the right script and language?"""

from collections.abc import Iterable

import numpy as np
import regex

from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.langid import Guess, foreign_windows, strangers
from babelwright.text.letters import LETTER, Characters, script_class
from babelwright.text.reading import windows

_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}\p{M}\p{N}'’.-]*")


def _script(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    script = pairs.target_language.script
    least = pairs.target_language.letters.min_share
    for row, share in _low_share(pairs, script_class(script), least, thresholds["letters"]):
        yield Finding(row, f"{share:.0%} of the letters are {script}")


def _marks(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    wanted = pairs.target_language.letters
    if not wanted.marked:
        return
    marked, least = f"[{wanted.marked}]", wanted.min_marked_share
    for row, share in _low_share(pairs, marked, least, thresholds["letters"]):
        yield Finding(row, f"{share:.0%} of the letters carry a mark")


def _low_share(
    pairs: Pairs, character_class: str, least: float, letters: float
) -> Iterable[tuple[int, float]]:
    """Yield the rows with so many letters of which too few are of a class, and their share.

    Capitalised words are left out where the share is low at first sight: names keep their script
    and have no marks, and a row may have little else.
    """
    total = pairs.bare_characters.count(LETTER)
    share = pairs.bare_characters.count(character_class) / np.maximum(total, 1)
    rows = np.flatnonzero((total >= letters) & (share < least)).tolist()
    if not rows:
        return
    plain = Characters([_CAPITALISED.sub(" ", pairs.bare_targets[row]) for row in rows])
    left = plain.count(LETTER)
    share = plain.count(character_class) / np.maximum(left, 1)
    for place in np.flatnonzero((left >= letters) & (share < least)).tolist():
        yield rows[place], float(share[place])


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


def _language_window(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    target = pairs.target_language
    letters = pairs.bare_characters.count(LETTER)
    short = np.flatnonzero((letters > 0) & (letters < target.detection.min_letters)).tolist()
    found = foreign_windows(
        windows(pairs.bare_targets, short, letters.tolist()),
        target,
        pairs.others,
        sure=thresholds["probability"],
        doubt=thresholds["doubt"],
    )
    for window in found:
        detail = f"{len(window.rows)} short rows together read as {window.code}"
        yield from (Finding(row, f"{detail} ({window.probability:.2f})") for row in window.rows)


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
        "The text reads as another language, surely or by a second sign.",
        "py3langid, words and letters at 40 letters: 0.98, or 0.93 and marker words or langdetect",
        _language,
        of_pairs=False,
    ),
    Check(
        "language-doubt",
        "The text may be in another language.",
        "py3langid, words and letters at 0.7 and 40 letters",
        _language_doubt,
        of_pairs=False,
    ),
    Check(
        "language-window",
        "Short texts in a row read together as another language.",
        "windows of three or more texts that are too short to be judged alone; 1 of 5,455"
        " windows of Tatoeba's sentences and of website strings reads as another language",
        _language_window,
        of_pairs=False,
    ),
)
