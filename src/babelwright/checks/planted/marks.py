"""Defects of encoding: the text is there, and its characters are not what they should be."""

import unicodedata
from random import Random

import regex

from babelwright.checks.planted.base import Group, Kind, Others, Pair

_LATIN = regex.compile(r"\p{Script=Latin}")
# Letters with a stroke have no decomposition; keyboards without them write these.
_STROKES = str.maketrans("đĐøØłŁðÐ", "dDoOlLdD")
_FEWEST = 3
_RESIDUE = ("\u200f", "\u200e", "\u202b", "\u202a", "\u2067", "\u202c")
_CONTROLS = ("\x00", "\x0b", "\x1b", "\x85", "\ufffd")


def mojibake(pair: Pair, others: Others, rng: Random) -> str | None:
    """Its UTF-8 was read as Windows-1252."""
    del others, rng
    wrong = "".join(_misread(byte) for byte in pair.target.encode())
    return wrong if wrong != pair.target else None


def _misread(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five bytes have no letter there; readers make controls of them
        return chr(byte)


def decomposed(pair: Pair, others: Others, rng: Random) -> str | None:
    """Its letters and their marks are apart (NFD)."""
    del others, rng
    apart = unicodedata.normalize("NFD", pair.target)
    return apart if apart != pair.target else None


def stripped(pair: Pair, others: Others, rng: Random) -> str | None:
    """Its Latin letters have lost their marks."""
    del others, rng
    bare = "".join(
        unicodedata.normalize("NFD", char)[0] if _LATIN.match(char) else char
        for char in pair.target.translate(_STROKES)
    )
    lost = sum(ours != theirs for ours, theirs in zip(bare, pair.target, strict=True))
    return bare if lost >= _FEWEST else None


def bidi_residue(pair: Pair, others: Others, rng: Random) -> str | None:
    """A direction mark is left over from somebody's screen."""
    del others
    return _inserted(pair.target, rng.choice(_RESIDUE), rng)


def control(pair: Pair, others: Others, rng: Random) -> str | None:
    """A control or replacement character stands within."""
    del others
    return _inserted(pair.target, rng.choice(_CONTROLS), rng)


def _inserted(text: str, what: str, rng: Random) -> str | None:
    if not text:
        return None
    place = rng.randrange(len(text) + 1)
    return text[:place] + what + text[place:]


KINDS = (
    Kind(
        "mojibake",
        Group.STRUCTURAL,
        "UTF-8 was read as Windows-1252.",
        ("mojibake", "control-characters", "script"),
        mojibake,
        "a letter beyond ASCII",
    ),
    Kind(
        "nfd",
        Group.STRUCTURAL,
        "Letters and their marks are apart (NFD).",
        (),
        decomposed,
        "a letter with a mark",
    ),
    Kind(
        "marks-stripped",
        Group.STRUCTURAL,
        "Letters have lost their marks.",
        ("marks", "unmarked-words"),
        stripped,
        f"{_FEWEST} Latin letters with a mark",
    ),
    Kind(
        "bidi-residue",
        Group.STRUCTURAL,
        "A direction mark is left over.",
        ("bidi", "invisible-characters"),
        bidi_residue,
        "a text",
    ),
    Kind(
        "control-character",
        Group.STRUCTURAL,
        "A control or replacement character stands within.",
        ("control-characters",),
        control,
        "a text",
    ),
)
