"""Language identification: which texts read as another language than the one they should be in.

py3langid with the words and letters of the language files (`reading`) reads every text that is long
enough to be judged alone, and short ones in windows. What is not certain is confirmed by marker
words, which the neighbours do not write, or by langdetect. That is a hundred times slower and does
not know Nynorsk, Icelandic and Faroese (it calls all three something else, confidently), so it
votes only on texts that are in doubt, and only where it knows both languages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.reading import Window, identifier, reader_of

_WORD = regex.compile(r"[\p{L}\p{M}]+")

# py3langid's probability from which its word is taken for a figure about many texts.
_LEAST_PROBABILITY = 0.7
# How probable it must be that a text is not in its language: to be doubted, to be another language
# by a second sign, and without one. On NTREX-128's documents in buckets 0 to 6, 12,657 sentences of
# 40 letters or more, 16 were doubted, 1 of them called another
# language (Bokmål for Nynorsk).
_DOUBT, _LIKELY, _SURE = 0.7, 0.93, 0.98


class Guess(NamedTuple):
    """A text that reads as another language, how surely, and whether that is enough."""

    row: int
    code: str
    probability: float
    confirmed: bool


def strangers(
    texts: Sequence[str], rows: Iterable[int], target: Language, others: Sequence[Language]
) -> list[Guess]:
    """Return those of the chosen rows that read as one of the other languages.

    Args:
        texts: Texts without their protected spans.
        rows: Rows long enough to be judged alone.
        target: The language they should be in.
        others: The languages they could be in instead: the source's and the target's neighbours.
    """
    known = {language.code: language for language in (*others, target)}
    reader = reader_of(known.values())
    guesses = []
    for row in rows:
        reading = reader.read(texts[row])
        against = reading.against(target)
        if against < _DOUBT:
            continue
        language = known[reading.code]
        signs = _markers(texts[row], language) - _markers(texts[row], target)
        confirmed = against >= _SURE or (
            against >= _LIKELY
            and signs >= 0
            and (signs > 0 or _second_vote(texts[row], language, target))
        )
        guesses.append(Guess(row, language.code, against, confirmed))
    return guesses


class ForeignWindow(NamedTuple):
    """Short rows that together read as another language, and how surely they are no target."""

    rows: tuple[int, ...]
    code: str
    probability: float


def foreign_windows(
    found: Iterable[Window],
    target: Language,
    others: Sequence[Language],
    *,
    sure: float,
    doubt: float,
) -> Iterator[ForeignWindow]:
    """Yield the windows that read as one of the other languages.

    Args:
        found: Windows of texts without their protected spans.
        target: The language they should be in.
        others: The languages they could be in instead, without the target.
        sure: Probability, that a window is not in the target, which is enough alone.
        doubt: The probability from which langdetect's vote is asked for, where it knows both.
    """
    known = {language.code: language for language in (target, *others)}
    reader = reader_of(known.values())
    for window in found:
        reading = reader.read(window.text)
        against = reading.against(target)
        guess = known[reading.code]
        if against >= sure or (against >= doubt and _second_vote(window.text, guess, target)):
            yield ForeignWindow(window.rows, reading.code, against)


def identify(texts: Sequence[str], codes: Mapping[str, str]) -> list[str | None]:
    """Return the language of each text; None where it cannot be told.

    py3langid alone, at the probability from which a text is doubted: a figure about many texts,
    not a verdict on one.

    Args:
        texts: Texts without their protected spans, long enough to be judged alone.
        codes: The languages that they could be in: py3langid's label to ours.
    """
    rank = identifier(frozenset(codes)).rank
    ranked = (rank(text)[0] for text in texts)
    return [codes[label] if share >= _LEAST_PROBABILITY else None for label, share in ranked]


def _second_vote(text: str, guess: Language, target: Language) -> bool:
    if guess.detection.langdetect is None or target.detection.langdetect is None:
        return False
    return _langdetect(text) == guess.detection.langdetect


def _markers(text: str, language: Language) -> int:
    known = frozenset(language.detection.markers)
    return sum(word.casefold() in known for word in _WORD.findall(text))


def _langdetect(text: str) -> str | None:
    from langdetect import DetectorFactory, LangDetectException, detect

    # Without a seed the same text gets different answers.
    DetectorFactory.seed = 0
    try:
        return str(detect(text))
    except LangDetectException:
        return None
