"""Defects of meaning: a word less, or another word, by lists of the language."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

import regex

from babelwright.catalog.planted import Rewrite
from babelwright.checks.planted.amounts import last_mark
from babelwright.checks.planted.base import Group, Kind, Others, Pair

_LETTER = r"[\p{L}\p{M}\p{N}]"
_NAME = regex.compile(r"(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}])")
_WORD = regex.compile(r"\S+")
_ENDS_IN_NUMBER = regex.compile(r"\p{Nd}\s*$")
_FEWEST = 4


def swapped(
    text: str, rows: Iterable[Sequence[str]], rng: Random, *, after_number: bool = False
) -> str | None:
    """Put another word of its row in the place of one that stands in the text.

    Args:
        text: The text.
        rows: Each can stand in the place of the others of its row.
        rng: Chooses which, and the other.
        after_number: Whether only a word right behind a number is one of them: 16 years, and not
            the year 2016.
    """
    found = [
        (match.span(), row, word)
        for row in rows
        for word in row
        for match in _pattern(word).finditer(text)
        if not after_number or _ENDS_IN_NUMBER.search(text[: match.start()])
    ]
    if not found:
        return None
    (start, end), row, word = rng.choice(found)
    return text[:start] + rng.choice([other for other in row if other != word]) + text[end:]


def rewritten(text: str, rules: Sequence[Rewrite], rng: Random) -> str | None:
    """Apply the first rule that fits, at one of its places."""
    for before, after in rules:
        matches = list(_pattern(before).finditer(text))
        if matches:
            match = rng.choice(matches)
            put = after.replace("*", match.group(1)) if "*" in before else after
            if match.group()[0].isupper():
                put = put[:1].upper() + put[1:]
            return _joined(text[: match.start()], put, text[match.end() :])
    return None


def _joined(before: str, put: str, after: str) -> str:
    if put:
        return before + put + after
    if before.strip():
        return before.rstrip() + (after if after[:1].isspace() else f" {after}")
    bare = after.lstrip()
    return before + bare[:1].upper() + bare[1:]


def has_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(_pattern(word).search(text) for word in words)


@lru_cache(maxsize=4096)
def _pattern(words: str) -> regex.Pattern[str]:
    """Return what finds words as they are written, or capitalised at the start of a text."""
    apart = regex.split(r"(\*| |['’])", words)
    inner = "".join(_PARTS.get(part) or regex.escape(part) for part in apart)
    if words[:1].islower():
        capital = regex.escape(words[0].upper()) + inner[1:]
        inner = rf"(?:{inner}|(?<=^\W*){capital})" if "*" not in words else inner
    left = rf"(?<!{_LETTER})" if words[:1].isalnum() else ""
    right = rf"(?!{_LETTER})" if words[-1:].isalnum() else ""
    return regex.compile(left + inner + right)


_PARTS = {"*": rf"({_LETTER}+)", " ": r"\s+", "'": "['’]", "’": "['’]"}


def negation_dropped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A negation of the source is not there."""
    if not has_any(pair.source, others.source_words.negations):
        return None
    return rewritten(pair.target, others.words.negation_dropped, rng)


def negation_added(pair: Pair, others: Others, rng: Random) -> str | None:
    """A negation stands there that the source does not have."""
    if has_any(pair.source, others.source_words.negations):
        return None
    if has_any(pair.target, others.words.negations):
        return None
    return rewritten(pair.target, others.words.negation_added, rng)


def modality_changed(pair: Pair, others: Others, rng: Random) -> str | None:
    """A duty became a permission, or the other way round."""
    return rewritten(pair.target, others.words.modality, rng)


def entity_swapped(pair: Pair, others: Others, rng: Random) -> str | None:
    """A name is another pair's, or a place another place."""
    names = sorted(_inner(pair.source) & set(_NAME.findall(pair.target)))
    if names:
        other = others.after(rng.randrange(len(others.pairs)))
        for place in range(len(others.pairs)):
            other = others.pairs[(others.row + 1 + place) % len(others.pairs)]
            new = sorted(_inner(other.source) & set(_NAME.findall(other.target)) - {*names})
            if new:
                return pair.target.replace(rng.choice(names), rng.choice(new), 1)
    return swapped(pair.target, others.words.places, rng)


def _inner(text: str) -> set[str]:
    """Return the capitalised words that begin no sentence."""
    return {
        match.group()
        for match in _NAME.finditer(text)
        if regex.search(r"[\p{L}\p{N},]\s+$", text[: match.start()])
    }


def words_shuffled(pair: Pair, others: Others, rng: Random) -> str | None:
    """Its words stand in another order; the last mark stays."""
    del others
    text, mark = last_mark(pair.target)
    words = _WORD.findall(text)
    if len(words) < _FEWEST:
        return None
    order = words[:]
    rng.shuffle(order)
    return " ".join(order) + mark if order != words else None


KINDS = (
    Kind(
        "negation-dropped",
        Group.NEGATION,
        "A negation of the source is not there.",
        ("negation-lost",),
        negation_dropped,
        "a negation on both sides",
    ),
    Kind(
        "negation-added",
        Group.NEGATION,
        "A negation stands there that the source does not have.",
        ("negation-added",),
        negation_added,
        "a verb of the list, and no negation",
    ),
    Kind(
        "modality-changed",
        Group.MEANING,
        "A duty became a permission, or the other way round.",
        ("modality-changed",),
        modality_changed,
        "a modal verb",
    ),
    Kind(
        "entity-swapped",
        Group.MEANING,
        "A name or a place is another one.",
        (),
        entity_swapped,
        "a name on both sides, or a place of the list",
    ),
    Kind(
        "words-shuffled",
        Group.MEANING,
        "Its words stand in another order.",
        (),
        words_shuffled,
        f"{_FEWEST} words",
    ),
)
