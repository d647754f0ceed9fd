"""Words of a language that checks look for, as `[words]` of its file lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cues:
    """Words that say something about a text, whatever it is about.

    Attributes:
        function: The commonest words that carry grammar, in lower case.
    """

    function: frozenset[str] = frozenset()


# Of a language that nothing is known of.
NO_CUES = Cues()


def cues(content: Mapping[str, Any]) -> Cues:
    """Return the cues of a language file that its schema has accepted."""
    words = content.get("words", {})
    return Cues(function=frozenset(words.get("function", ())))
