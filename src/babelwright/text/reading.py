"""Which language a text reads as: py3langid, and the words and letters of the language files.

py3langid gives every language of a plausible set its probability. Every frequent word of a language
speaks for it, every letter that the language never uses against it; a word that two languages share
speaks for both. One short sentence is often good Danish and good Bokmål at once, so verdicts fall
on windows: several short rows in a row, judged together.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from babelwright.catalog.model import Detection, Language

# The weights of a word and of a letter were chosen on NTREX-128 (documents in buckets 0 to 6) and a
# half of Tatoeba; bench/langid.py measures on the rest. Between 0.5 and 1.5 they change little.
_WORD = 1.0
_LETTER = 1.0
_FLOOR = 1e-9

# Rows of a window, at least, and its letters: three short sentences.
ROWS = 3
LETTERS = 80

WORD = regex.compile(r"[\p{L}\p{M}]+")


class Reading(NamedTuple):
    """The language that a text reads as, with every language's probability by code."""

    code: str
    probabilities: dict[str, float]

    @property
    def probability(self) -> float:
        """The probability of the language."""
        return self.probabilities[self.code]

    def against(self, target: Language) -> float:
        """Return how probable it is that the text is not in the target; 0 where it reads as it.

        Danish and Norwegian share out the probability of a Danish text, which is not Swedish either
        way.
        """
        return 0.0 if self.code == target.code else 1 - self.probabilities[target.code]


class Window(NamedTuple):
    """Rows in a row, and their texts as one."""

    rows: tuple[int, ...]
    text: str


class Reader:
    """Reads texts as one of some languages; `reader_of` makes one once.

    Args:
        facts: Of the languages that a text could be in, none twice: code, what detectors call it,
            letters that it never uses.
    """

    def __init__(self, facts: Iterable[tuple[str, Detection, str]]) -> None:
        self._codes: dict[str, str] = {}
        self._priors: dict[str, float] = {}
        self._words: dict[str, list[str]] = {}
        self._letters: dict[str, list[str]] = {}
        for code, detection, foreign in facts:
            self._codes[detection.py3langid] = code
            self._priors[code] = detection.prior
            for word in detection.words:
                self._words.setdefault(word, []).append(code)
            for letter in foreign:
                self._letters.setdefault(letter, []).append(code)
        self._identifier = identifier(frozenset(self._codes))

    def read(self, text: str) -> Reading:
        """Return what a text without protected spans reads as."""
        scores = dict(self._priors)
        for label, probability in self._identifier.rank(text):
            scores[self._codes[label]] += math.log(max(probability, _FLOOR))
        for word in WORD.findall(text):
            for code in self._words.get(word.casefold(), ()):
                scores[code] += _WORD
            # Names keep their letters.
            if not word.isascii() and word[0].islower():
                for letter in word:
                    for code in self._letters.get(letter, ()):
                        scores[code] -= _LETTER
        most = max(scores.values())
        powers = {code: math.exp(score - most) for code, score in scores.items()}
        total = sum(powers.values())
        probabilities = {code: power / total for code, power in powers.items()}
        return Reading(max(probabilities, key=probabilities.__getitem__), probabilities)


def reader_of(languages: Iterable[Language]) -> Reader:
    """Return what reads texts as one of some languages, none of them twice."""
    return _reader(tuple((each.code, each.detection, each.letters.foreign) for each in languages))


@lru_cache(maxsize=16)
def _reader(facts: tuple[tuple[str, Detection, str], ...]) -> Reader:
    return Reader(facts)


def windows(texts: Sequence[str], rows: Sequence[int], letters: Sequence[int]) -> Iterator[Window]:
    """Yield rows in windows of `ROWS` and `LETTERS` at least; fewer are not judged.

    What is left over at the end belongs to the last window.

    Args:
        texts: Without their protected spans.
        rows: The short rows among them, in order.
        letters: How many letters every text has.
    """
    closed: list[list[int]] = []
    held: list[int] = []
    for row in rows:
        held.append(row)
        if len(held) >= ROWS and sum(letters[each] for each in held) >= LETTERS:
            closed.append(held)
            held = []
    if closed:
        closed[-1].extend(held)
    for each in closed:
        yield Window(tuple(each), "\n".join(texts[row] for row in each))


@cache
def identifier(labels: frozenset[str]) -> Any:
    """Return py3langid's identifier among some languages, by its labels."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(sorted(labels))
    return found
