"""Are names that a query shares with its relevant document rendered alike in both?

Lexical retrieval finds a document by the names that stand in both. Translated apart from each other,
a query may keep a name that its document renders, or render it in another way.

There is no aligner here. A name that stands in a translation as it is, but for its ending, is kept;
one that is not is looked up in a memory of renderings: the word of the translated queries that
goes with it most often (Dice coefficient; Smadja, McKeown and Hatzivassiloglou, 1996), where it does
so clearly. What neither tells is left undecided and counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import regex

# A name: a capital that does not begin a sentence, and letters after it.
_NAME = regex.compile(r"(?<![.!?:;…\"“«(\[]\s*|^\s*|[\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]{2,}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
# Inflected names keep their beginning: Reykjavík, Reykjavíkur.
_STEM = 5
# Least queries with a name, and least Dice coefficient, for its rendering to be known.
_QUERIES, _DICE = 3, 0.6


class Judged(NamedTuple):
    """A query with a document that is relevant to it, in the source and translated."""

    id: str
    query: str
    document: str
    query_translated: str
    document_translated: str


class Difference(NamedTuple):
    """A name that query and document render differently."""

    pair: Judged
    name: str
    detail: str


class Agreement(NamedTuple):
    """How names are rendered.

    Attributes:
        alike: Names, a pair of query and document each, that are rendered alike.
        different: Those that are not.
        undecided: Those of which nothing is known.
        shown: Some of those that are not.
    """

    alike: int
    different: int
    undecided: int
    shown: tuple[Difference, ...]


def agreement(pairs: Iterable[Judged], *, most: int) -> Agreement:
    """Return how the names that queries share with their documents are rendered.

    Args:
        pairs: Judged pairs; they are gone through twice, and kept.
        most: Differences that are returned.
    """
    kept = list(pairs)
    renderings = _renderings(kept)
    found = Counter[str]()
    shown: list[Difference] = []
    for pair in kept:
        query, document = _stems(pair.query_translated), _stems(pair.document_translated)
        for name in shared_names(pair.query, pair.document):
            rendering = name
            places = (_stem(name) in query, _stem(name) in document)
            if places == (False, False):
                rendering = renderings.get(name, "")
                places = (rendering in query, rendering in document)
            found[_VERDICTS[places]] += 1
            if places[0] != places[1] and len(shown) < most:
                side = "the query alone" if places[0] else "the document alone"
                shown.append(Difference(pair, name, f"{name!r}: {side} has {rendering!r}"))
    return Agreement(found["alike"], found["different"], found["undecided"], tuple(shown))


_VERDICTS = {
    (True, True): "alike",
    (True, False): "different",
    (False, True): "different",
    (False, False): "undecided",
}


def shared_names(query: str, document: str) -> list[str]:
    """Return the names of a query that its document has too, in order, each once."""
    words = set(_WORD.findall(document))
    return [
        name
        for name in dict.fromkeys(_NAME.findall(query))
        if name in words and name.casefold() not in words
    ]


def _renderings(pairs: Iterable[Judged]) -> Mapping[str, str]:
    """Return the stem that each name is rendered by in translated queries, where it is clear."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    names, stems = Counter[str](), Counter[str]()
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        if (pair.query, pair.query_translated) in seen:
            continue
        seen.add((pair.query, pair.query_translated))
        theirs, ours = set(_NAME.findall(pair.query)), _stems(pair.query_translated)
        names.update(theirs)
        stems.update(ours)
        for name in theirs:
            together[name].update(ours)
    found = {}
    for name, beside in together.items():
        if names[name] < _QUERIES:
            continue
        dice = {stem: 2 * count / (names[name] + stems[stem]) for stem, count in beside.items()}
        best = max(sorted(dice), key=lambda stem: dice[stem])
        if dice[best] >= _DICE:
            found[name] = best
    return found


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in _WORD.findall(text)}


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
