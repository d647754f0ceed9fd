"""Defects of language and script: not translated, by half, or into something else."""

from random import Random

import regex

from babelwright.catalog.model import Structure
from babelwright.checks.planted.base import Group, Kind, Others, Pair
from babelwright.text.segment import clauses, pieces

_SPACE = regex.compile(r"\s+")
_PLAIN_WORD = regex.compile(r"(?<!\p{L})\p{Ll}{3,}(?!\p{L})")
_FEWEST_WORDS = 3


def untranslated(pair: Pair, others: Others, rng: Random) -> str | None:
    """The source stands in its place."""
    del others, rng
    plain = len(_PLAIN_WORD.findall(pair.source)) >= _FEWEST_WORDS
    return pair.source if plain and pair.source != pair.target else None


def half_translated(pair: Pair, others: Others, rng: Random) -> str | None:
    """Every second clause is still the source's.

    Where both sides have as many clauses, clause by clause; else what stands at the same place of
    the source by length. A text of one clause is halved.
    """
    theirs = _parts(pair.target, others.languages[1].structure)
    ours = _parts(pair.source, others.languages[0].structure)
    if len(theirs) <= 1 or not pair.source.strip():
        return None
    first = rng.randrange(2)
    spoilt, end = "", 0
    for place, (start, stop) in enumerate(theirs):
        spoilt += pair.target[end:start]
        end = stop
        if place % 2 != first:
            spoilt += pair.target[start:stop]
        elif len(ours) == len(theirs):
            spoilt += pair.source[slice(*ours[place])]
        else:
            spoilt += _at_place(pair, start, stop)
    spoilt += pair.target[end:]
    return spoilt if spoilt not in (pair.target, pair.source) else None


def _parts(text: str, structure: Structure) -> list[tuple[int, int]]:
    """Return where the clauses of a text begin and end; the halves of a text that has but one."""
    found: list[tuple[int, int]] = []
    start = 0
    for piece in (each for whole in pieces(text, structure) for each in clauses(whole)):
        if piece.translatable:
            found.append((start, start + len(piece.text)))
        start += len(piece.text)
    if len(found) != 1:
        return found
    begin, end = found[0]
    spaces = [space.span() for space in _SPACE.finditer(text, begin, end)]
    if not spaces:
        return found
    middle = min(spaces, key=lambda span: abs(span[0] - (begin + end) / 2))
    return [(begin, middle[0]), (middle[1], end)]


def _at_place(pair: Pair, start: int, stop: int) -> str:
    """Return the words of the source at the place, by length, of a part of the target."""
    scale = len(pair.source) / len(pair.target)
    bounds = [0, *(space.start() for space in _SPACE.finditer(pair.source)), len(pair.source)]
    begin, end = (min(bounds, key=lambda at: abs(at - each * scale)) for each in (start, stop))
    return pair.source[begin:end].strip()


def wrong_language(pair: Pair, others: Others, rng: Random) -> str | None:
    """It is in the language nearest to the right one."""
    del pair, rng
    return others.neighbour


def wrong_script(pair: Pair, others: Others, rng: Random) -> str | None:
    """It is in another script."""
    del pair, rng
    return others.stranger


def shuffled(pair: Pair, others: Others, rng: Random) -> str | None:
    """It is the translation of another pair."""
    if len(others.pairs) <= 1:
        return None
    other = others.after(rng.randrange(1, len(others.pairs))).target
    return other if other != pair.target else None


def shifted(pair: Pair, others: Others, rng: Random) -> str | None:
    """It is the translation of the next pair."""
    del rng
    other = others.after().target
    return other if other != pair.target else None


def merged(pair: Pair, others: Others, rng: Random) -> str | None:
    """The translation of the next pair follows its own."""
    del rng
    other = others.after().target
    return f"{pair.target} {other}" if other != pair.target else None


_FIDELITY = ("fidelity", "fidelity-doubt")

KINDS = (
    Kind(
        "untranslated",
        Group.STRUCTURAL,
        "The source stands in its place.",
        ("copied", "language", "script"),
        untranslated,
        "a source with three plain words",
    ),
    Kind(
        "half-translated",
        Group.STRUCTURAL,
        "Every second clause is still the source's.",
        ("untranslated-part", "untranslated-words", "coverage-source", "language", "script"),
        half_translated,
        "two words",
    ),
    Kind(
        "wrong-language",
        Group.STRUCTURAL,
        "It is in the nearest other language.",
        ("language", "language-doubt", "language-window", "foreign-letters"),
        wrong_language,
        "a text in another language of the script",
    ),
    Kind(
        "wrong-script",
        Group.STRUCTURAL,
        "It is in another script.",
        ("script",),
        wrong_script,
        "a text in another script",
    ),
    Kind(
        "shuffled",
        Group.STRUCTURAL,
        "It is the translation of some other pair.",
        _FIDELITY,
        shuffled,
        "a second pair",
    ),
    Kind(
        "shifted",
        Group.STRUCTURAL,
        "It is the translation of the next pair.",
        _FIDELITY,
        shifted,
        "a second pair",
    ),
    Kind(
        "merged",
        Group.STRUCTURAL,
        "The translation of the next pair follows its own.",
        ("length-ratio", *_FIDELITY),
        merged,
        "a second pair",
    ),
)
