"""Words of a language that checks look for, as `[words]` of its file lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cues:
    """Words that say something about a text, whatever it is about.

    All but `function` and `marked` are written as `babelwright.text.cues` reads them.

    Attributes:
        function: The commonest words that carry grammar, in lower case.
        negation: What denies.
        negative: What may be said with a word of `negation` in another language: unable, hardly.
            What stands in both lists denies too little to be missed in a source.
        idioms: Phrases with a word of `negation` that deny nothing: not only, no matter.
        obligation: What says that something must be.
        permission: What says that something may or can be.
        not_modal: What looks like one of those: the month of May.
        refusal: What a language model says when it does not translate.
        preamble: What it says before a translation.
        note: What it says after one, at the beginning of a line.
        informal: Words that address a reader as a friend.
        formal: Words that address a reader as a stranger.
        marked: Common words that are none without their marks, in lower case.
    """

    function: frozenset[str] = frozenset()
    negation: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    obligation: tuple[str, ...] = ()
    permission: tuple[str, ...] = ()
    not_modal: tuple[str, ...] = ()
    refusal: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    informal: tuple[str, ...] = ()
    formal: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


def cues(content: Mapping[str, Any]) -> Cues:
    """Return the cues of a language file that its schema has accepted."""
    words = {name: tuple(listed) for name, listed in content.get("words", {}).items()}
    return Cues(function=frozenset(words.pop("function", ())), **words)
