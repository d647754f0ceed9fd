"""Normal forms: the form that is published, and the key that is compared.

What is special to a language stands in its file, under `[normal]` and `[matching]`.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

import regex

from babelwright.catalog.forms import Matching, Normal, Sequences
from babelwright.catalog.model import Language

Form = Callable[[str], str]

# A mark on a space, or on the stroke that stretches Arabic words.
_SHOWN_ALONE = regex.compile(r"[ \u0640]\p{M}+")
_KEPT = regex.compile(r"[\p{L}\p{M}\p{N}]")
_DIGIT = regex.compile(r"\p{Nd}")
# Signs that count between two digits: 1.5 is not 15, 10-12 not 1012. Where they could stand for
# each other they count as one sign that separates no groups, so that a key is its own key.
_POINTS, _DASHES, _SLASHES = ".,:·\u066b\u066c", "-\u2010\u2011\u2012\u2013\u2212", "/\u2044"
_POINT, _DASH, _SLASH = "·", "-", "/"
_SIGNS = str.maketrans(
    dict.fromkeys(_POINTS, _POINT) | dict.fromkeys(_DASHES, _DASH) | dict.fromkeys(_SLASHES, _SLASH)
)
_SIGN = f"[{regex.escape(_POINTS + _DASHES + _SLASHES)}]"
_LONE_SIGN = regex.compile(rf"(?<!\p{{Nd}}){_SIGN}|{_SIGN}(?!\p{{Nd}})")


def canonical(text: str, language: Language | None = None) -> str:
    """Return the text as it is published: NFC, and what its language's file mends.

    Args:
        text: As an engine or a source wrote it.
        language: The text's; None where nothing is known of it.
    """
    composed = unicodedata.normalize("NFC", text)
    if language is None or composed.isascii():
        return composed
    return _mender(language.normal, language.script)(composed)


def raw_form(text: str, published: str) -> str | None:
    """Return what was written where the published form differs from it by more than NFC."""
    return None if unicodedata.normalize("NFC", text) == published else text


def matching_key(text: str, language: Language | None = None) -> str:
    """Return what two texts of a language are compared by.

    NFKC, case folded; letters, digits and the signs between digits alone, without the signs that
    group thousands; and what else the language's file says makes no difference. Texts with no
    letter or digit (emoticons, punctuation) keep all but their white space, so that two different
    ones do not match.

    Args:
        text: Written or published: both have the same key.
        language: The text's; None where nothing is known of it.
    """
    return key_of(language)(text)


def key_of(language: Language | None) -> Form:
    """Return the function of a text's key in a language: for many texts."""
    if language is None:
        return _keyer(Normal(), Matching(), "", ".,")
    return _keyer(language.normal, language.matching, language.script, grouping(language))


def key_of_published(matching: Matching, group: str) -> Form:
    """Return the function of the keys of texts that are in the form that is published.

    Args:
        matching: Of their language.
        group: The signs that group thousands there (`grouping`).
    """
    return _keyer(Normal(), matching, "", group)


def grouping(language: Language) -> str:
    """Return the signs, other than spaces, that group thousands in a language."""
    return "".join(sign for sign in language.numbers.group if sign in _POINTS)


@lru_cache(maxsize=64)
def _mender(normal: Normal, script: str) -> Form:
    """Return what turns NFC text into the form that is published, in NFC too."""
    table: dict[int, str | None] = dict.fromkeys(map(ord, normal.delete))
    for first, last in normal.compatibility:
        table |= {code: _decomposed(chr(code)) for code in range(ord(first), ord(last) + 1)}
    steps: list[Form] = [lambda text: text.translate(table)] if table else []
    if normal.look_alikes:
        steps.append(_look_alikes(normal))
    if normal.shapes:
        steps.append(_mark_order(normal))
    if normal.stretch:
        steps.append(_stretch(normal.stretch, script))
    seen = _seen(normal)

    def mend(text: str) -> str:
        if seen is None or not seen.search(text):
            return text
        for step in steps:
            text = unicodedata.normalize("NFC", step(text))
        return text

    return mend


def _seen(normal: Normal) -> "regex.Pattern[str] | None":
    """Return what finds a character of which a text that is mended has one."""
    alike = "".join(letter for letter, _ in normal.look_alikes)
    single = regex.escape(normal.delete + normal.stretch + normal.shapes + alike)
    ranges = "".join(f"{first}-{last}" for first, last in normal.compatibility)
    return regex.compile(f"[{single}{ranges}]") if single or ranges else None


def _decomposed(character: str) -> str:
    """Return a character's decomposition; of a mark that is shown alone, the mark."""
    found = unicodedata.normalize("NFKC", character)
    return found[1:] if _SHOWN_ALONE.fullmatch(found) else found


def _look_alikes(normal: Normal) -> Form:
    table = str.maketrans(dict(normal.look_alikes))
    meant = regex.compile(f"[{regex.escape(normal.unless)}]") if normal.unless else None

    def mend(text: str) -> str:
        return text if meant is not None and meant.search(text) else text.translate(table)

    return mend


def _mark_order(normal: Normal) -> Form:
    run = regex.compile(f"[{normal.tones}{normal.shapes}]{{2,}}")

    def ordered(match: regex.Match[str]) -> str:
        return "".join(sorted(match[0], key=lambda mark: mark in normal.tones))

    return lambda text: run.sub(ordered, unicodedata.normalize("NFD", text))


def _stretch(signs: str, script: str) -> Form:
    """Return what deletes the signs between two letters of the script.

    Before a word of another script, a digit or a quote they are how the language joins, and at the
    end of an abbreviation how it is written.
    """
    letter = rf"[[\p{{L}}&&\p{{Script={script}}}]--[{signs}]]"
    pattern = rf"(?<={letter}\p{{M}}*)[{signs}]+(?=\p{{M}}*{letter})"
    between = regex.compile(pattern, regex.VERSION1)
    return lambda text: between.sub("", text)


@lru_cache(maxsize=64)
def _keyer(normal: Normal, matching: Matching, script: str, group: str) -> Form:
    mend = _mender(normal, script)
    words, numbers = _Counting(matching, ""), _Counting(matching, _POINTS + _DASHES + _SLASHES)
    steps = [_spellings(each) for each in matching.sequences]
    grouped = _grouped(group)

    def key(text: str) -> str:
        folded = text.lower() if text.isascii() else _folded(mend(_composed(text)))
        if _DIGIT.search(folded):
            bare = _LONE_SIGN.sub("", folded).translate(numbers)
            bare = grouped(bare).translate(_SIGNS)
        else:
            bare = folded.translate(words)
        bare = bare or "".join(folded.split())
        for step in steps:
            bare = step(bare)
        # A mark may meet a letter that it combines with when what stood between them is gone.
        settled = unicodedata.is_normalized("NFKC", bare) and mend(bare) == bare
        return bare if settled else key(bare)

    return key


class _Counting(dict[int, str]):
    """What every character counts as, by code point, found when it is first asked for."""

    def __init__(self, matching: Matching, signs: str) -> None:
        super().__init__({ord(letter): other for letter, other in matching.fold})
        self.update(dict.fromkeys(map(ord, matching.drop), ""))
        self._signs = signs

    def __missing__(self, code: int) -> str:
        character = chr(code)
        counts = character in self._signs or _KEPT.match(character)
        self[code] = character if counts else ""
        return self[code]


def _grouped(group: str) -> Form:
    """Return what deletes the signs that group thousands."""
    if not group:
        return str
    thousands = rf"(?<=\p{{Nd}})[{regex.escape(group)}](?=\p{{Nd}}{{3}}(?!\p{{Nd}}))"
    found = regex.compile(thousands)
    return lambda bare: found.sub("", bare)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _spellings(sequences: Sequences) -> Form:
    """Return what puts spellings for others, where they stand after what they must."""
    table = dict(sequences.pairs)
    before = "|".join(map(regex.escape, sequences.after))
    never = "|".join(map(regex.escape, sequences.not_after))
    pattern = "|".join(map(regex.escape, table))
    found = regex.compile(
        (f"(?<={before})" if before else "") + (f"(?<!{never})" if never else "") + f"(?:{pattern})"
    )
    return lambda text: found.sub(lambda match: table[match[0]], text)
