"""Are names that a query shares with its relevant document rendered alike in both?

Lexical retrieval finds a document by the names that stand in both. Translated apart, a query may
keep a name that its document renders, or render it in another way.

There is no aligner here. A name is looked for as it is, but for its ending, and by its rendering:
the word of the translated queries that goes with it most often (Dice coefficient; Smadja, McKeown
and Hatzivassiloglou, 1996), where one clearly does. In another script, a name that stands in one of
the two as it is says nothing: it may be there beside its rendering. What is found in neither is
left undecided and counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import regex

# A name: a capital that does not begin a sentence, and letters after it.
_NAME = regex.compile(r"(?<![.!?:;…\"“«(\[]\s*|^\s*|[\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]{2,}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_MARK = regex.compile(r"\p{M}+")
# Inflected names keep their beginning: Reykjavík, Reykjavíkur. Words of another script may have an
# article before them, and keep their end.
_STEM, _END, _LONG = 5, 4, 6
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


def agreement(pairs: Iterable[Judged], *, most: int, same_script: bool) -> Agreement:
    """Return how the names that queries share with their documents are rendered.

    Args:
        pairs: Judged pairs; they are gone through twice, and kept.
        most: Differences that are returned.
        same_script: Whether both languages have one script, so that names mostly stay as they are.
    """
    kept = list(pairs)
    renderings = _renderings(kept, same_script)
    found = Counter[str]()
    shown: list[Difference] = []
    for pair in kept:
        query = _stems(pair.query_translated, same_script)
        document = _stems(pair.document_translated, same_script)
        for name in shared_names(pair.query, pair.document):
            known = renderings.get(name, ())
            looked_for = [_stem(name), *known] if same_script or not known else list(known)
            places = [(each in query, each in document) for each in looked_for]
            verdict = _verdict(places, len(known) == 1 or (same_script and not known))
            found[verdict] += 1
            if verdict == "different" and len(shown) < most:
                place = next(place for place, each in enumerate(places) if any(each))
                side = "the query alone" if places[place][0] else "the document alone"
                detail = f"{name!r}: {side} has {looked_for[place]!r}"
                shown.append(Difference(pair, name, detail))
    return Agreement(found["alike"], found["different"], found["undecided"], tuple(shown))


def _verdict(places: Sequence[tuple[bool, bool]], certain: bool) -> str:
    """Return what it means that renderings are in query and document.

    Args:
        places: For every rendering, whether it is in the one and in the other.
        certain: Whether one that is in one of them alone is not in the other by another name.
    """
    if any(all(each) for each in places):
        return "alike"
    return "different" if certain and any(any(each) for each in places) else "undecided"


def shared_names(query: str, document: str) -> list[str]:
    """Return the names of a query that its document has too, in order, each once."""
    words = set(_WORD.findall(document))
    return [
        name
        for name in dict.fromkeys(_NAME.findall(query))
        if name in words and name.casefold() not in words
    ]


def _renderings(pairs: Iterable[Judged], same_script: bool) -> Mapping[str, tuple[str, ...]]:
    """Return the stems that each name may be rendered by in translated queries."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    names, stems = Counter[str](), Counter[str]()
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        if (pair.query, pair.query_translated) in seen:
            continue
        seen.add((pair.query, pair.query_translated))
        theirs = set(_NAME.findall(pair.query))
        ours = _stems(pair.query_translated, same_script)
        names.update(theirs)
        stems.update(ours)
        for name in theirs:
            together[name].update(ours)
    found = {}
    for name, beside in together.items():
        if names[name] < _QUERIES:
            continue
        dice = {stem: 2 * count / (names[name] + stems[stem]) for stem, count in beside.items()}
        best = max(dice.values(), default=0.0)
        if best >= _DICE:
            found[name] = tuple(sorted(stem for stem in dice if dice[stem] == best))
    return found


def _stems(text: str, same_script: bool) -> set[str]:
    words = _WORD.findall(_MARK.sub("", text))
    ends = set() if same_script else {_end(word) for word in words if len(word) >= _LONG}
    return {_stem(word) for word in words} | ends


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]


def _end(word: str) -> str:
    return f"-{word.casefold()[-_END:]}"
