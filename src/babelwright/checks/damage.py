"""Was the text damaged on its way: decoded wrongly, escaped, out of its normal form?"""

import unicodedata
from collections.abc import Iterable

import regex

from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.patterns import rows_like

# Where UTF-8 is read as Windows-1252, its bytes above 0x7F become these characters; the five bytes
# that Windows-1252 lacks stay controls.
_CONTROLS = {chr(code): code for code in range(0x80, 0xA0)}
_BYTES = _CONTROLS | {
    sign: code
    for code in range(0x80, 0x100)
    if (sign := bytes([code]).decode("cp1252", "replace")) != "\ufffd"
}
_HIGH = regex.compile(f"[{regex.escape(''.join(_BYTES))}]{{2,}}")
# A first byte of UTF-8 and one that continues it.
_TWO_BYTES = "[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
# What most letters with a mark begin with; no good text has a character of the kind after it.
_SURE = "Ã"
# Two such characters do stand together in good text where the second one is a mark: SJÖ”.
_MARKS = frozenset("‘’“”‚„–—…«»‹›\u00a0°·•")
_ENTITY = r"&(?:amp|lt|gt|quot|apos|nbsp|[a-zA-Z]{2,8}[0-9]?|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
_PRESENTATION = "[\ufb50-\ufdcf\ufdfe\ufdff\ufe70-\ufefc]"
_TATWEEL = "\u0640"
_COMBINING = "[\u0300-\u036f]"


def _mojibake(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, _TWO_BYTES):
        seen = _decoded(pairs.targets[row])
        if seen and not (pairs.sources and _decoded(pairs.sources[row])):
            yield Finding(row, f"{seen[0][0]} for {seen[0][1]}")


def _decoded(text: str) -> list[tuple[str, str]]:
    """Return the pieces that are UTF-8 read as Windows-1252, and what they were, if it is sure."""
    found, sure = [], False
    for run in _HIGH.findall(text):
        place = 0
        while place < len(run) - 1:
            for size in (2, 3, 4):
                piece = run[place : place + size]
                letter = _character(piece)
                if letter and len(piece) == size:
                    found.append((piece, letter))
                    sure = sure or piece[0] == _SURE or not set(piece[1:]) <= _MARKS
                    place += size - 1
                    break
            place += 1
    return found if sure or len(found) > 1 else []


def _character(piece: str) -> str | None:
    try:
        letter = bytes(_BYTES[sign] for sign in piece).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return None
    return letter if len(letter) == 1 and unicodedata.category(letter) != "Cn" else None


def _entities(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    marked = set(rows_like(pairs.sources, "[<&]"))
    for row in rows_like(pairs.targets, _ENTITY):
        if row in marked and "&" not in pairs.sources[row]:
            continue
        found = regex.findall(_ENTITY, pairs.targets[row])
        known = regex.findall(_ENTITY, pairs.sources[row]) if pairs.sources else []
        if len(found) > len(known):
            yield Finding(row, f"{len(found)} for {len(known)}: {found[0]}")


def _not_nfc(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row, target in enumerate(pairs.targets):
        if not target.isascii() and not unicodedata.is_normalized("NFC", target):
            yield Finding(row, "another form of the same characters")


def _mark_order(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    rows = rows_like(pairs.targets, _COMBINING)
    for row in rows:
        composed = unicodedata.normalize("NFC", pairs.targets[row])
        left = regex.findall(rf"\p{{L}}{_COMBINING}+", composed)
        known = unicodedata.normalize("NFC", pairs.sources[row]) if pairs.sources else ""
        if left and not regex.search(_COMBINING, known):
            yield Finding(row, f"{len(left)} letters with marks that do not compose")


def _presentation(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return _more(pairs, _PRESENTATION, "presentation forms")


def _tatweel(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return _more(pairs, _TATWEEL, "of them")


def _more(pairs: Pairs, character_class: str, what: str) -> Iterable[Finding]:
    for row in rows_like(pairs.targets, character_class):
        if not (pairs.sources and regex.search(character_class, pairs.sources[row])):
            yield Finding(row, f"{len(regex.findall(character_class, pairs.targets[row]))} {what}")


CHECKS = (
    Check(
        "mojibake",
        "Characters are what UTF-8 looks like when it is read as Windows-1252.",
        "definition; two such characters count alone only where the second is no mark",
        _mojibake,
        of_pairs=False,
    ),
    Check(
        "entities",
        "Characters are written as in HTML, more often than in the source, which is no markup.",
        "definition",
        _entities,
        of_pairs=False,
    ),
    Check(
        "not-nfc",
        "The text is not in Unicode's composed form, which is what is published.",
        "definition; nine of 1,997 Arabic sentences, by the order of shadda and vowel",
        _not_nfc,
        of_pairs=False,
    ),
    Check(
        "mark-order",
        "Marks stand beside letters that they do not compose with: their order is wrong.",
        "definition",
        _mark_order,
        of_pairs=False,
    ),
    Check(
        "presentation-forms",
        "Letters are written as the shapes that they have in print.",
        "0 in 1,997 professionally translated Arabic sentences",
        _presentation,
        of_pairs=False,
    ),
    Check(
        "tatweel",
        "Words are stretched with tatweel.",
        "20 of 1,997 professionally translated Arabic sentences",
        _tatweel,
        of_pairs=False,
    ),
)
