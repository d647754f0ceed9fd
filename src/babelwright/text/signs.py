"""Finds negative numbers whose sign is lost: a minus, brackets of accounts, or a word."""

import re

import regex

from babelwright.catalog.model import Language
from babelwright.text.figures import Figures
from babelwright.text.known import per_language
from babelwright.text.numbers import Mention
from babelwright.text.numerals import Value

_BEFORE = 16
# A minus right before the number, and nothing that it could join or list before it.
_MINUS = regex.compile(r"(?:^|[\s(\[\u00a0\u202f|:=])[-−–‑][$€£¥₫]?$")
# Brackets mean a minus where a cell has nothing else in it.
_ACCOUNTS = regex.compile(r"(?:^|[\t|\n])[ \u00a0]*\([$€£¥₫]?$")
# A quick look, before reading numbers.
MAY_BE_NEGATIVE = re.compile(r"[-−–‑][$€£¥₫]?\d|\([$€£¥₫]?\d")
_CLOSED = regex.compile(r"[ \u00a0]?%?\)[ \u00a0]*(?:$|[\t|\n])")
_LIST = regex.compile(r"(?:^|\n)\s*[-−–‑]$")


@per_language
def _words(language: Language) -> regex.Pattern[str]:
    words = sorted(language.numbers.minus, key=len, reverse=True)
    either = "|".join(map(regex.escape, words)) or "(?!)"
    return regex.compile(rf"(?<![\p{{L}}\p{{M}}])(?:{either})(?![\p{{L}}\p{{M}}])", regex.I)


def sign_changes(ours: Figures, theirs: Figures) -> list[str]:
    """Return the negative numbers of the source that the target has without any sign."""
    negative = [each for each in ours.mentions if _is_negative(each, ours)]
    signed: dict[Value, bool] = {}
    for each in theirs.mentions if negative else ():
        sign = _is_signed(each, theirs)
        for value in each.values:
            signed[value] = signed.get(value, False) or sign
    lost = [
        each.written
        for each in negative
        if (found := [signed[value] for value in each.values if value in signed]) and not any(found)
    ]
    if not lost or _words(theirs.language).search(theirs.text):
        return []
    return [f"-{written} without its sign" for written in sorted(lost)]


def _is_negative(mention: Mention, side: Figures) -> bool:
    """Whether a number is surely negative: "-5", or a cell "(1,234)"."""
    before = side.text[max(mention.start - _BEFORE, 0) : mention.start]
    if _MINUS.search(before):
        return not _LIST.search(before)
    return bool(_ACCOUNTS.search(before) and _CLOSED.match(side.text, mention.end))


def _is_signed(mention: Mention, side: Figures) -> bool:
    """Whether anything at a number may be its sign."""
    before = side.text[max(mention.start - _BEFORE, 0) : mention.start].rstrip(
        " $€£¥₫\u00a0\u200e\u200f"
    )
    after = side.text[mention.end : mention.end + 2].lstrip(" %\u00a0")
    return before.endswith(("-", "−", "–", "‑", "(")) or after.startswith(("-", "−"))
