"""Words of a language that checks look for, as `[words]` of its file lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cues:
    """Words that say something about a text, whatever it is about.

    All but `function` are written as `babelwright.text.cues` reads them.

    Attributes:
        function: The commonest words that carry grammar, in lower case.
        negation: What denies.
        negative: What may be said with a word of `negation` in another language: unable, hardly.
            What stands in both lists denies too little to be missed in a source.
        idioms: Phrases with a word of `negation` that deny nothing: not only, no matter.
    """

    function: frozenset[str] = frozenset()
    negation: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()


def cues(content: Mapping[str, Any]) -> Cues:
    """Return the cues of a language file that its schema has accepted."""
    words = {name: tuple(listed) for name, listed in content.get("words", {}).items()}
    return Cues(function=frozenset(words.pop("function", ())), **words)
