"""Language identification: py3langid proposes, marker words and langdetect confirm.

py3langid knows all our languages and reads thousands of texts a second, so it sees every text.
Words and letters of the language files have a say too (`reading`): a text that reads as the target
by them is no stranger, and short texts are judged by them in windows. langdetect is a hundred times
slower and does not know Nynorsk, Icelandic and Faroese (it calls all three something else,
confidently), so it votes only on texts that are in doubt, and only where it knows both languages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.text.reading import Window, identifier, reader_of

_WORD = regex.compile(r"[\p{L}\p{M}]+")

# py3langid's probability below which a text that reads as another language is not doubted; at 0.7,
# with at least 40 letters, 5 of 18,000 professionally translated sentences are (all Nynorsk).
_LEAST_PROBABILITY = 0.7
# Without a second vote: the probability that is enough against a language that is no neighbour.
_SURE = 0.95


class Guess(NamedTuple):
    """A text that reads as another language; `confirmed` when a second sign says the same."""

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
    codes = {language.detection.py3langid: language for language in (*others, target)}
    codes[target.detection.py3langid] = target
    identify = identifier(frozenset(codes))
    reader = reader_of(codes.values())
    guesses = []
    for row in rows:
        ranked = identify.rank(texts[row])
        language = codes[ranked[0][0]]
        probability = _probability([(codes[label], share) for label, share in ranked], target)
        if language is target or probability < _LEAST_PROBABILITY:
            continue
        signs = _markers(texts[row], language) - _markers(texts[row], target)
        if signs < 0 or reader.read(texts[row]).code == target.code:
            continue
        sure = probability >= _SURE and language.code not in target.detection.confusable
        confirmed = sure or signs > 0 or _second_vote(texts[row], language, target)
        guesses.append(Guess(row, language.code, probability, confirmed))
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


def _probability(ranked: Sequence[tuple[Language, float]], target: Language) -> float:
    """Return how probable the best guess is, or any other that is as far from the target.

    Danish and Norwegian share out the probability of a Danish text, which is not French either way.
    """
    best, share = ranked[0]
    near = target.detection.confusable
    if best.code in near:
        return share
    return sum(share for each, share in ranked if each is not target and each.code not in near)


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
