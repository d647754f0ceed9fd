"""Defects of what a translation carries over: addresses, placeholders, markup, tables, codes."""

from collections.abc import Callable
from random import Random

import regex

from babelwright.checks.planted.base import Group, Kind, Others, Pair, Prepare
from babelwright.checks.planted.identifiers import IDENTIFIER, identifier

_ADDRESS = regex.compile(
    r"https?://[^\s()<>\"'`«»]*[^\s()<>\"'`«».,;:!?،؟]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_PLACEHOLDER = regex.compile(r"\{\w*\}|%\w\b")
_TAG = regex.compile(r"</?\w+>")
_CODE = regex.compile(r"`[^`\n]+`")
_END = regex.compile(r"[.!?…؟。]*[\s\"'”»)]*$")
_BRACKET = regex.compile(r"[()\[\]]")
_CELL = regex.compile(r"(?<=\| )\p{Nd}+(?= \|)")
_COMMANDS = ("git status", "max_length=64", "SELECT id FROM rows", "pip install")
# Lines of a table before its first row of cells.
_HEAD = 2
_ALPHABET = "bcdfghjkmnpqrstvwxz"


def _with(pattern: regex.Pattern[str], make: Callable[[Random], str]) -> Prepare:
    """Return what puts something into both sides, where they do not share any of it."""

    def prepare(pair: Pair, others: Others, rng: Random) -> Pair | None:
        del others
        if set(pattern.findall(pair.source)) & set(pattern.findall(pair.target)):
            return pair
        what = make(rng)
        return Pair(appended(pair.source, what), appended(pair.target, what))

    return prepare


def appended(text: str, what: str) -> str:
    """Return the text with something behind its last word, before its last mark."""
    end = _END.search(text)
    place = end.start() if end else len(text)
    return f"{text[:place]} {what}{text[place:]}"


def _shared(pair: Pair, pattern: regex.Pattern[str]) -> list[regex.Match[str]]:
    """Return what of a pattern stands on both sides, as it stands in the target."""
    ours = set(pattern.findall(pair.source))
    return [match for match in pattern.finditer(pair.target) if match.group() in ours]


def _put(text: str, match: regex.Match[str], other: str) -> str:
    return text[: match.start()] + other + text[match.end() :]


def _letters(rng: Random, count: int) -> str:
    return "".join(rng.choice(_ALPHABET) for _ in range(count))


def _other_letter(text: str, start: int, rng: Random) -> str:
    """Return the text with one letter, from a place on, exchanged."""
    place = rng.choice([at for at in range(start, len(text)) if text[at].isalpha()])
    other = rng.choice([letter for letter in _ALPHABET if letter != text[place].lower()])
    return text[:place] + other + text[place + 1 :]


def url_lost(pair: Pair, others: Others, rng: Random) -> str | None:
    """An address is not there."""
    del others
    if not (found := _shared(pair, _ADDRESS)):
        return None
    gone = _put(pair.target, rng.choice(found), "")
    return str(regex.sub(r" ?\( ?\)| (?= |[.,;:]|$)", "", gone, count=1))


def url_changed(pair: Pair, others: Others, rng: Random) -> str | None:
    """A letter of an address is another one."""
    del others
    if not (found := _shared(pair, _ADDRESS)):
        return None
    match = rng.choice(found)
    url = match.group()
    # The scheme stays: without it there is no address.
    return _put(pair.target, match, _other_letter(url, url.find("//") + 1, rng))


def placeholder_broken(pair: Pair, others: Others, rng: Random) -> str | None:
    """A placeholder is gone, has another name, or has lost a brace."""
    del others
    if not (found := _shared(pair, _PLACEHOLDER)):
        return None
    match = rng.choice(found)
    was = match.group()
    broken = ["", f"{{{_letters(rng, 4)}}}", was[:-1], was[1:]]
    return _put(pair.target, match, rng.choice(broken))


def tag_broken(pair: Pair, others: Others, rng: Random) -> str | None:
    """A tag is gone, or another one."""
    del others
    if not (found := _shared(pair, _TAG)):
        return None
    match = rng.choice(found)
    return _put(pair.target, match, rng.choice(["", match.group()[:-1], f"<{_letters(rng, 3)}>"]))


def code_changed(pair: Pair, others: Others, rng: Random) -> str | None:
    """A letter of a piece of code is another one, or its quotes are gone."""
    del others
    if not (found := _shared(pair, _CODE)):
        return None
    match = rng.choice(found)
    code = match.group()[1:-1]
    if rng.randrange(2) or not any(char.isalpha() for char in code):
        return _put(pair.target, match, code)
    return _put(pair.target, match, f"`{_other_letter(code, 0, rng)}`")


def bracket_lost(pair: Pair, others: Others, rng: Random) -> str | None:
    """A bracket is missing."""
    del others
    found = _shared(pair, _BRACKET)
    return _put(pair.target, rng.choice(found), "") if found else None


def identifier_broken(pair: Pair, others: Others, rng: Random) -> str | None:
    """A digit of an identifier is another one, so that its check digits no longer fit."""
    del others
    if not (found := _shared(pair, IDENTIFIER)):
        return None
    match = rng.choice(found)
    code = match.group()
    digits = [at for at, char in enumerate(code) if char.isdecimal()]
    place = rng.choice(digits)
    other = rng.choice([digit for digit in "0123456789" if digit != code[place]])
    return _put(pair.target, match, code[:place] + other + code[place + 1 :])


def with_table(pair: Pair, others: Others, rng: Random) -> Pair | None:
    """Put the same table of figures under both sides."""
    del others
    rows = [[str(rng.randrange(100, 1000)) for _ in range(3)] for _ in range(2)]
    lines = [["Q1", "Q2", "Q3"], ["---"] * 3, *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return Pair(f"{pair.source}\n\n{table}", f"{pair.target}\n\n{table}")


def table_broken(pair: Pair, others: Others, rng: Random) -> str | None:
    """A table has lost a cell, a row, or the line under its head; or two rows became one."""
    del others
    lines = pair.target.split("\n")
    rows = [place for place, line in enumerate(lines) if line.startswith("|")]
    if len(rows) < _HEAD + 1:
        return None
    damage = rng.randrange(4)
    place = rows[1] if damage == 1 else rng.choice(rows[_HEAD:])
    if damage == 0:
        lines[place] = lines[place].rsplit(" | ", 1)[0] + " |"
    elif damage in (1, 2):
        del lines[place]
    else:
        lines[place - 1 : place + 1] = [f"{lines[place - 1]} {lines[place]}"]
    return "\n".join(lines)


def cells_exchanged(pair: Pair, others: Others, rng: Random) -> str | None:
    """Two cells of a table stand in each other's place."""
    del others
    found = list(_CELL.finditer(pair.target))
    if len({match.group() for match in found}) <= 1:
        return None
    first = rng.choice(found)
    second = rng.choice([match for match in found if match.group() != first.group()])
    first, second = sorted((first, second), key=lambda match: match.start())
    return _put(_put(pair.target, second, first.group()), first, second.group())


def _tags(pair: Pair, others: Others, rng: Random) -> Pair | None:
    del others
    if set(_TAG.findall(pair.source)) & set(_TAG.findall(pair.target)):
        return pair
    tag = rng.choice(["p", "b", "em", "li"])
    return Pair(f"<{tag}>{pair.source}</{tag}>", f"<{tag}>{pair.target}</{tag}>")


def _address(rng: Random) -> str:
    page = f"https://www.example.org/{_letters(rng, 6)}/{rng.randrange(1000, 10000)}"
    return f"({rng.choice([page, f'{_letters(rng, 5)}@example.org'])})"


def _placeholder(rng: Random) -> str:
    return rng.choice(["{name}", "{count}", "{0}", "%s", "%d"])


def _code(rng: Random) -> str:
    return f"`{rng.choice(_COMMANDS)}`"


def _bracketed(rng: Random) -> str:
    return rng.choice(["(A)", "[B]"])


def _identifier(rng: Random) -> str:
    return f"({identifier(rng)})"


_SPANS = ("span-lost", "span-invented")
_ANY = "a text"

KINDS = (
    Kind(
        "url-lost",
        Group.STRUCTURAL,
        "An address is not there.",
        _SPANS[:1],
        url_lost,
        _ANY,
        _with(_ADDRESS, _address),
    ),
    Kind(
        "url-changed",
        Group.STRUCTURAL,
        "A letter of an address is another one.",
        _SPANS,
        url_changed,
        _ANY,
        _with(_ADDRESS, _address),
    ),
    Kind(
        "placeholder-broken",
        Group.STRUCTURAL,
        "A placeholder is gone, renamed or has lost a brace.",
        (*_SPANS, "brackets"),
        placeholder_broken,
        _ANY,
        _with(_PLACEHOLDER, _placeholder),
    ),
    Kind(
        "tag-broken",
        Group.STRUCTURAL,
        "A tag is gone, or another one.",
        ("markup-tags", *_SPANS),
        tag_broken,
        _ANY,
        _tags,
    ),
    Kind(
        "code-changed",
        Group.STRUCTURAL,
        "A piece of code is changed, or has lost its quotes.",
        _SPANS,
        code_changed,
        _ANY,
        _with(_CODE, _code),
    ),
    Kind(
        "bracket-lost",
        Group.STRUCTURAL,
        "A bracket is missing.",
        ("brackets",),
        bracket_lost,
        _ANY,
        _with(_BRACKET, _bracketed),
    ),
    Kind(
        "identifier-broken",
        Group.STRUCTURAL,
        "A digit of an ISIN, IBAN or LEI is another one.",
        ("identifier-lost", "identifier-invented"),
        identifier_broken,
        _ANY,
        _with(IDENTIFIER, _identifier),
    ),
    Kind(
        "table-broken",
        Group.STRUCTURAL,
        "A table has lost a cell, a row or a line.",
        ("table-shape", "paragraphs"),
        table_broken,
        _ANY,
        with_table,
    ),
    Kind(
        "cells-exchanged",
        Group.NUMBER,
        "Two cells of a table stand in each other's place.",
        ("table-cells",),
        cells_exchanged,
        _ANY,
        with_table,
    ),
)
