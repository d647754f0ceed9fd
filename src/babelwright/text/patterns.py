"""Searches a column of texts for a pattern.

Patterns are RE2's, which reads a column at once and takes time in proportion to its length. RE2
builds its automaton anew with every call, which is dear where there are few texts: they are asked
one by one, by the same pattern in the words of `regex`, so that what is found does not depend on
how many texts are asked together.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex

_FEW = 256
# The tokens of a pattern that mean something else to `regex`, or nothing.
_TOKEN = regex.compile(
    r"\\x\{([0-9A-Fa-f]+)\}|\\p([A-Z])|\\(.)|(\[\^?\]?)|(\])|(\$)|[^\\]", regex.DOTALL
)
# To RE2 the classes of Perl are of ASCII, and a text ends where it ends.
_ASCII = {"s": r"\t\n\f\r ", "d": "0-9", "w": "0-9A-Za-z_"}
_WORD = "[0-9A-Za-z_]"
_EDGE = f"(?:(?<={_WORD})(?!{_WORD})|(?<!{_WORD})(?={_WORD}))"
_SPACE_OR_NOT = r"[^\s\S]"


class Texts(list[str]):
    """A column of texts that is searched more than once."""

    @cached_property
    def column(self) -> pa.Array:
        """The texts for Arrow."""
        return pa.array(self, pa.large_string())


def rows_like(texts: Sequence[str], pattern: str) -> list[int]:
    """Return the rows of the texts that an RE2 pattern matches anywhere."""
    if len(texts) < _FEW:
        search = compiled(pattern).search
        return [row for row, text in enumerate(texts) if search(text)]
    mask = pc.match_substring_regex(_column(texts), pattern).to_numpy(zero_copy_only=False)
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


def counts_like(texts: Sequence[str], pattern: str) -> list[int]:
    """Return how often an RE2 pattern matches each of the texts."""
    if len(texts) < _FEW:
        find = compiled(pattern).finditer
        return [sum(1 for _ in find(text)) for text in texts]
    counts = pc.count_substring_regex(_column(texts), pattern)
    found: list[int] = counts.to_pylist()
    return found


def _column(texts: Sequence[str]) -> pa.Array:
    return texts.column if isinstance(texts, Texts) else pa.array(texts, pa.large_string())


@lru_cache(maxsize=512)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Return an RE2 pattern for `regex`: what it matches is the same.

    Perl's classes of what is no space, digit or word letter must stand outside brackets.
    """
    return regex.compile("".join(_translated(pattern.replace(_SPACE_OR_NOT, "(?!)"))))


def _translated(pattern: str) -> list[str]:
    parts: list[str] = []
    inside = False
    for match in _TOKEN.finditer(pattern):
        code, letter, escaped, opens, closes, ends = match.groups()
        if code:
            parts.append(regex.escape(chr(int(code, 16))))
        elif letter:
            parts.append(rf"\p{{{letter}}}")
        elif escaped:
            parts.append(_escape(escaped, inside=inside))
        elif opens and not inside:
            inside = True
            parts.append(opens.replace("]", r"\]"))
        elif opens:
            parts.append(r"\[" + opens[1:])
        elif closes:
            inside = False
            parts.append("]")
        elif ends:
            parts.append(r"\$" if inside else r"\Z")
        else:
            parts.append(match.group())
    return parts


def _escape(letter: str, *, inside: bool) -> str:
    if letter == "b" and not inside:
        return _EDGE
    if letter in _ASCII:
        return _ASCII[letter] if inside else f"[{_ASCII[letter]}]"
    if letter.lower() in _ASCII and not inside:
        return f"[^{_ASCII[letter.lower()]}]"
    return f"\\{letter}"
