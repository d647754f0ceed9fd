"""A language's two forms of a text: what is published, and the key that it is compared by."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babelwright.catalog.toml import Document
from babelwright.errors import Problem

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Normal:
    """What is mended in a text before it is published; without any of it, a text is put into NFC.

    Attributes:
        delete: Characters that are deleted.
        stretch: Characters that are deleted between two letters, where they only stretch a word.
        compatibility: Ranges of characters that give way to their compatibility decomposition, one
            by one: never the whole text, whose fractions and superscripts stay.
        look_alikes: Characters and those that were meant.
        unless: Characters that tell that the look-alikes were meant themselves: a text with one of
            them keeps them.
        shapes: Combining marks that make another letter.
        tones: Combining marks that stand after those, in whatever order they were written.
    """

    delete: str = ""
    stretch: str = ""
    compatibility: Pairs = ()
    look_alikes: Pairs = ()
    unless: str = ""
    shapes: str = ""
    tones: str = ""


@dataclass(frozen=True)
class Sequences:
    """Spellings that count as others, by what stands before them.

    Attributes:
        pairs: The spelling, and what it counts as.
        after: Only after one of these; empty for after anything.
        not_after: Not after one of these.
    """

    pairs: Pairs
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """What does not tell two texts apart, beside case, punctuation and space.

    Attributes:
        drop: Characters that do not count.
        fold: Characters, in lower case, and what they count as.
        sequences: Spellings that count as others.
    """

    drop: str = ""
    fold: Pairs = ()
    sequences: tuple[Sequences, ...] = ()


def normal_form(content: Mapping[str, Any]) -> Normal:
    """Return the section `[normal]` of a language file."""
    section = dict(content.get("normal", {}))
    ranges = tuple((first, last) for first, last in section.pop("compatibility", ()))
    look_alikes = tuple(section.pop("look_alikes", {}).items())
    return Normal(compatibility=ranges, look_alikes=look_alikes, **section)


def matching_form(content: Mapping[str, Any]) -> Matching:
    """Return the section `[matching]` of a language file."""
    section = content.get("matching", {})
    return Matching(
        drop=section.get("drop", ""),
        fold=tuple(section.get("fold", {}).items()),
        sequences=tuple(
            Sequences(
                tuple(zip(each["from"], each["to"], strict=False)),
                tuple(each.get("after", ())),
                tuple(each.get("not_after", ())),
            )
            for each in section.get("sequences", ())
        ),
    )


def matching_section(matching: Matching) -> dict[str, Any]:
    """Return what `matching_form` reads again."""
    return {
        "drop": matching.drop,
        "fold": dict(matching.fold),
        "sequences": [
            {
                "from": [one for one, _ in each.pairs],
                "to": [other for _, other in each.pairs],
                "after": list(each.after),
                "not_after": list(each.not_after),
            }
            for each in matching.sequences
        ],
    }


def form_problems(document: Document) -> Iterator[Problem]:
    """Yield what could not work: a key must be its own key, whatever text it is made from."""
    section = document.content.get("matching", {})
    fold, drop = section.get("fold", {}), section.get("drop", "")
    for letter, other in fold.items():
        if _settled(letter) != letter:
            message = f"{letter!r} stands in no key: it is {_settled(letter)!r} there"
            yield document.problem(["matching", "fold", letter], message)
        if _settled(other) != other or set(other) & {*fold, *drop}:
            message = f"{other!r}, which {letter!r} counts as, counts as something else itself"
            yield document.problem(["matching", "fold", letter], message)
    for index, each in enumerate(section.get("sequences", ())):
        if len(each["from"]) != len(each["to"]):
            message = f"`from` has {len(each['from'])} spellings and `to` {len(each['to'])}"
            yield document.problem(["matching", "sequences", index], message)
    section = document.content.get("normal", {})
    for letter, other in section.get("look_alikes", {}).items():
        if unicodedata.normalize("NFC", other) != other or other in section["look_alikes"]:
            message = f"{other!r}, which {letter!r} becomes, would not stay"
            yield document.problem(["normal", "look_alikes", letter], message)


def _settled(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
