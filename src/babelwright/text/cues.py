"""Finds words that a language's file lists.

A cue is one or more words. In it `*` stands for any letters, `…` for up to four words of the same
clause, and `#` for digits; upper and lower case are alike, and so are the two apostrophes.
"""

from collections.abc import Iterator
from functools import lru_cache

import regex

_LETTERS = r"[\p{L}\p{M}'’-]*"
_SPACE = r"[\s\p{Z}]"
_WORDS = rf"[^\s\p{{Z}}.;:!?،؛]+(?:{_SPACE}[^\s\p{{Z}}.;:!?،؛]+){{0,3}}?"
_EDGE = r"\p{L}\p{M}\p{N}"
_SIGNS = {"*": _LETTERS, "#": r"\p{Nd}+", "'": "['’]"}


@lru_cache(maxsize=512)
def matcher(cues: tuple[str, ...]) -> "regex.Pattern[str]":
    """Return a pattern that finds the cues, the longest that fits at each place."""
    if not cues:
        return regex.compile(r"(?!)")
    return regex.compile(rf"(?i)(?<![{_EDGE}])(?:{_any_of(cues)})(?![{_EDGE}])")


@lru_cache(maxsize=512)
def sieve(cues: tuple[str, ...], before: str = "") -> str:
    """Return an RE2 pattern that matches every text with a cue, and few others.

    Of a cue only what stands before its first `…` is looked for. RE2 cannot look around: a match
    takes in what stands beside the cue, and so a count of its matches misses one that follows
    another at once.

    Args:
        cues: The cues.
        before: RE2 pattern of what stands before a cue, from the beginning of a text.
    """
    heads = sorted({_head(cue) for cue in cues})
    if not heads:
        return r"[^\s\S]"
    kinds = (
        rf"{start}(?:{'|'.join(_pattern(head.strip('*')) for head in chosen)}){end}"
        for start, end, chosen in _by_edges(heads, rf"(?:{_LETTERS}{_SPACE}*)*" if before else "")
    )
    return f"(?i){before}(?:{'|'.join(kinds)})"


def _head(cue: str) -> str:
    head = cue.partition(" …")[0]
    return f"{head}*" if head.endswith("'") else head


def _by_edges(heads: list[str], letters: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what must stand before and after the heads that are whole words, or open to a side.

    Args:
        heads: The cues' heads.
        letters: Pattern of what a `*` at the beginning stands for.
    """
    for opened in (False, True):
        for closed in (False, True):
            chosen = [
                head
                for head in heads
                if head.startswith("*") is opened and head.endswith("*") is closed
            ]
            if chosen:
                start = letters if opened else rf"(?:^|[^{_EDGE}])"
                yield start, "" if closed else rf"(?:$|[^{_EDGE}])", chosen


def _any_of(cues: tuple[str, ...]) -> str:
    ordered = sorted(cues, key=lambda cue: ("…" not in cue, -len(cue), cue))
    return "|".join(map(_pattern, ordered))


def _pattern(cue: str) -> str:
    parts = []
    for word in cue.split():
        signs = (_SIGNS.get(sign) or regex.escape(sign) for sign in word)
        parts.append(_WORDS if word == "…" else "".join(signs))
    # An elided word has no space after it: n'aime pas.
    return _SPACE.join(parts).replace(f"['’]{_SPACE}", "['’]")
