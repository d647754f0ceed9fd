"""Finds words that a language's file lists.

A cue is one or more words. In it `*` stands for any letters, `…` for up to four words of the same
clause, and `#` for digits; upper and lower case are alike, and so are the two apostrophes.
"""

from functools import lru_cache

import regex

_LETTERS = r"[\p{L}\p{M}'’-]*"
_WORDS = r"[^\s.;:!?،؛]+(?:\s[^\s.;:!?،؛]+){0,3}?"
_EDGE = r"\p{L}\p{M}\p{N}"
_SIGNS = {"*": _LETTERS, "#": r"\p{Nd}+", "'": "['’]"}


@lru_cache(maxsize=512)
def matcher(cues: tuple[str, ...]) -> "regex.Pattern[str]":
    """Return a pattern that finds the cues, the longest that fits at each place."""
    if not cues:
        return regex.compile(r"(?!)")
    return regex.compile(rf"(?i)(?<![{_EDGE}])(?:{_any_of(cues)})(?![{_EDGE}])")


@lru_cache(maxsize=512)
def sieve(cues: tuple[str, ...]) -> str:
    """Return an RE2 pattern that matches every text with a cue.

    RE2 cannot look around: each match takes in what stands beside the cue, and so a count of its
    matches misses a cue that follows another at once.
    """
    if not cues:
        return r"[^\s\S]"
    return rf"(?i)(?:^|[^{_EDGE}])(?:{_any_of(cues)})(?:$|[^{_EDGE}])"


def _any_of(cues: tuple[str, ...]) -> str:
    ordered = sorted(cues, key=lambda cue: ("…" not in cue, -len(cue), cue))
    return "|".join(map(_pattern, ordered))


def _pattern(cue: str) -> str:
    parts = []
    for word in cue.split():
        signs = (_SIGNS.get(sign) or regex.escape(sign) for sign in word)
        parts.append(_WORDS if word == "…" else "".join(signs))
    # An elided word has no space after it: n'aime pas.
    return r"\s".join(parts).replace(r"['’]\s", "['’]")
