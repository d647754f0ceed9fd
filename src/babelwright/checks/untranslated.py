"""Is a part of the text left in the source's language?

What is left there stands in the source word for word: runs of its words, in its order. Names,
numbers and titles are carried over the same way, so what counts is words without a capital, and
more than others the words that carry grammar in the source's language and that the target's does
not have.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from babelwright.catalog.model import Language
from babelwright.checks.base import Check, Finding, Pairs, Thresholds
from babelwright.text.spans import without_spans

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+(?:[-'’.][\p{L}\p{M}\p{N}_]+)*")
# What is quoted or glossed in so few characters may stay as it was: a term, a title.
_ASIDE = regex.compile(
    r"\([^()\n]{1,80}\)|\[[^\[\]\n]{1,80}\]|\{[^{}\n]{1,80}\}"
    r"|[\"'“”„‘«»][^\"“”„«»\n]{1,40}[\"'“”’«»](?!\p{L})"
)
_MARKS = '.,;:!?"“”'
_LONGEST_SHOWN = 6
# A word between two names that is no longer is a part of them: von, al, de.
_PARTICLE = 3
# Words that are no part of the source say something only together.
_STRAY = 2
# What names have of the source's grammar (the Bank of England) counts no more, all together.
_NAMES = 1
# Share of the shorter list of such words from which two languages are near: the Scandinavian ones,
# Icelandic and Faroese have 0.31 and more in common, no others above 0.16.
_NEAR = 0.25


class _Grammar(NamedTuple):
    """What tells the languages of a pair apart.

    Attributes:
        theirs: Words that carry grammar in the source's language and not in the target's.
        ours: Words that carry grammar in the target's language.
        near: Whether the languages share so many words that only `theirs` says anything.
    """

    theirs: frozenset[str]
    ours: frozenset[str]
    near: bool


class _Left(NamedTuple):
    """How much is left in the source's language, and the words of it."""

    score: int
    words: tuple[str, ...]


def _part(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    return _at_least(pairs, thresholds)


def _words(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    return _at_least(pairs, thresholds)


def _at_least(pairs: Pairs, thresholds: Thresholds) -> Iterator[Finding]:
    """Yield the rows from a score on that grows with what is beyond a sentence's length."""
    for row, left in _all_left(pairs).items():
        beyond = max(len(pairs.targets[row]) - thresholds["sentence"], 0)
        if left.score >= thresholds["score"] + beyond / thresholds["each"]:
            shown = " ".join(left.words[:_LONGEST_SHOWN])
            yield Finding(row, f"{len(left.words)} words of the source's language: {shown!r}")


def _all_left(pairs: Pairs) -> dict[int, _Left]:
    def compute() -> dict[int, _Left]:
        grammar = _grammar(*pairs.languages)
        found = {}
        for row in _suspects(pairs, grammar):
            target = _ASIDE.sub(" ", without_spans(pairs.targets[row]))
            left = _left(_WORD.findall(pairs.sources[row]), _WORD.findall(target), grammar)
            if left.score > 1:
                found[row] = left
        return found

    return pairs.once("untranslated", compute)


def _suspects(pairs: Pairs, grammar: _Grammar) -> Iterator[int]:
    """Yield the rows with plain words of the source, or words of its grammar.

    Most texts have neither, and splitting at spaces shows it at a tenth of the cost.
    """
    theirs, ours = grammar.theirs, grammar.ours
    for row, (source, target) in enumerate(zip(pairs.sources, pairs.targets, strict=True)):
        words = set(target.split())
        grammatical = words & theirs
        words.intersection_update(source.split())
        if grammatical and (len(grammatical) >= _STRAY or not words.isdisjoint(grammatical)):
            yield row
        elif words and sum(_plain(word.strip(_MARKS)) for word in words - ours) >= _STRAY:
            yield row


def _left(source: Sequence[str], target: Sequence[str], grammar: _Grammar) -> _Left:
    """Score the words of the target that are the source's.

    A word of the source's grammar counts two in a run of the source's words that is no name, else
    one; another word without a capital counts one in such a run. Equal runs count once.
    """
    known = set(source)
    follows = set(pairwise(source))
    stray: list[str] = []
    words: list[str] = []
    score = named = 0
    for run in set(_runs(target, known, follows)):
        if run[0] not in known:
            stray.extend(word for word in run if word in grammar.theirs)
        elif len(run) == 1:
            if run[0] in grammar.theirs:
                words.extend(run)
                score += 1
        else:
            if _is_name(run, grammar):
                worth = sum(word in grammar.theirs for word in run)
                named += worth
            else:
                worth = _worth(run, grammar)
                score += worth
            words.extend(run if worth else ())
    score += min(named, _NAMES)
    if len(stray) >= _STRAY:
        score += len(stray)
        words.extend(stray)
    return _Left(score, tuple(words))


def _runs(
    target: Sequence[str], known: set[str], follows: set[tuple[str, str]]
) -> Iterator[tuple[str, ...]]:
    """Yield the words of the target, those that follow one another in the source together."""
    start = 0
    for place in range(1, len(target) + 1):
        joined = place < len(target) and (target[place - 1], target[place]) in follows
        if not joined:
            yield tuple(target[start:place])
            start = place


def _is_name(run: tuple[str, ...], grammar: _Grammar) -> bool:
    """Whether a run is capitalised but for what carries grammar: the Bank of England."""
    plain = [_plain(word) for word in run]
    return not (plain[-1] or (plain[0] and plain[1]) or _others(run, grammar))


def _worth(run: tuple[str, ...], grammar: _Grammar) -> int:
    return _others(run, grammar) + 2 * sum(word.casefold() in grammar.theirs for word in run)


def _others(run: tuple[str, ...], grammar: _Grammar) -> int:
    """Count the words without a capital that carry no grammar; none where languages are near."""
    if grammar.near:
        return 0
    plain = [_plain(word) for word in run]
    return sum(
        plain[place]
        and word not in grammar.theirs
        and word not in grammar.ours
        and not _particle(plain, place, word)
        for place, word in enumerate(run)
    )


def _particle(plain: Sequence[bool], place: int, word: str) -> bool:
    """Whether a word is a short one between two names."""
    between = 0 < place < len(plain) - 1 and not plain[place - 1] and not plain[place + 1]
    return between and len(word) <= _PARTICLE


def _plain(word: str) -> bool:
    """Whether a word is no name and no number: two letters or more, none of them a capital."""
    return len(word) > 1 and word == word.lower() and word.replace("-", "").isalpha()


@lru_cache(maxsize=256)
def _of(source: frozenset[str], target: frozenset[str]) -> _Grammar:
    shared = len(source & target) / max(min(len(source), len(target)), 1)
    return _Grammar(source - target, target, shared >= _NEAR)


def _grammar(source: Language, target: Language) -> _Grammar:
    return _of(source.cues.function, target.cues.function)


_ORIGIN = "0 to 3 of 1,400 professionally translated sentences a language, but for one language"

CHECKS = (
    Check(
        "untranslated-part",
        "A part of the text is left in the source's language.",
        _ORIGIN,
        _part,
        foreign=True,
    ),
    Check(
        "untranslated-words",
        "Words of the source's language stand in the text, few of them or scattered.",
        _ORIGIN,
        _words,
        foreign=True,
    ),
)
