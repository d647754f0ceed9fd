"""Defects of length: what is missing, and what is there too often."""

from random import Random

import regex

from babelwright.checks.planted.base import Group, Kind, Others, Pair, Plant
from babelwright.text.segment import pieces

# Of a shorter text, a part is a word or none.
_LEAST = 20
_PHRASE = 4
_RUNAWAY = 4
_WORD = regex.compile(r"\S+")


def last_mark(text: str) -> tuple[str, str]:
    """Return a text without its last mark, and the mark."""
    bare = regex.sub(r"[.!?…؟]+$", "", text)
    return bare, text[len(bare) :]


def truncated(share: float) -> Plant:
    """Return what cuts a share of the characters off the end, at a word's boundary."""

    def plant(pair: Pair, others: Others, rng: Random) -> str | None:
        del others, rng
        text = pair.target
        if len(text) < _LEAST:
            return None
        left = round(len(text) * (1 - share))
        ends = [word.end() for word in _WORD.finditer(text) if word.end() <= left]
        return text[: ends[-1]] if ends else None

    return plant


def repeated(times: int) -> Plant:
    """Return what says a phrase of up to four words so often."""

    def plant(pair: Pair, others: Others, rng: Random) -> str | None:
        del others
        words = list(_WORD.finditer(pair.target))
        if len(words) < _PHRASE:
            return None
        length = rng.randint(1, _PHRASE)
        first = rng.randrange(len(words) - length + 1)
        start, end = words[first].start(), words[first + length - 1].end()
        phrase = pair.target[start:end]
        if phrase[-1] in ".!?؟":  # a sentence's last mark stays at its end
            phrase, end = phrase[:-1], end - 1
        again = " ".join([phrase] * times)
        return pair.target[:start] + again + pair.target[end:]

    return plant


def runaway(pair: Pair, others: Others, rng: Random) -> str | None:
    """The last words go on until the text is four times as long."""
    del others
    words = pair.target.split()
    if len(words) < _PHRASE:
        return None
    loop = " ".join(words[-rng.randint(1, 6) :]).rstrip(".!?؟")
    missing = len(pair.target) * (_RUNAWAY - 1)
    return f"{pair.target.rstrip('.!?؟')} {' '.join([loop] * (missing // (len(loop) + 1) + 1))}"


def doubled(pair: Pair, others: Others, rng: Random) -> str | None:
    """The text stands there twice."""
    del others, rng
    return f"{pair.target} {pair.target}" if pair.target.strip() else None


def fifth_missing(pair: Pair, others: Others, rng: Random) -> str | None:
    """Every fifth word is missing; the last mark stays."""
    del others
    text, mark = last_mark(pair.target)
    words = _WORD.findall(text)
    if len(words) < 2 * _PHRASE:
        return None
    first = rng.randrange(5)
    left = " ".join(word for place, word in enumerate(words) if place % 5 != first)
    return left + mark


def sentence_missing(pair: Pair, others: Others, rng: Random) -> str | None:
    """One of its sentences is missing."""
    found = pieces(pair.target, others.languages[1].structure)
    places = [place for place, piece in enumerate(found) if piece.translatable]
    if len(places) <= 1:
        return None
    lost = rng.choice(places)
    return "".join(piece.text for place, piece in enumerate(found) if place != lost).strip()


def paragraphs_joined(pair: Pair, others: Others, rng: Random) -> str | None:
    """The line breaks are gone."""
    del others, rng
    joined = regex.sub(r"\s*\n\s*", " ", pair.target)
    return joined if joined != pair.target else None


def two_paragraphs(pair: Pair, others: Others, rng: Random) -> Pair | None:
    """Give the pair a second paragraph, where it has but one."""
    del rng
    if "\n" in pair.source and "\n" in pair.target:
        return pair
    second = others.after()
    return Pair(f"{pair.source}\n\n{second.source}", f"{pair.target}\n\n{second.target}")


def emptied(pair: Pair, others: Others, rng: Random) -> str | None:
    """There is no text."""
    del others, rng
    return "" if pair.target.strip() else None


def from_nothing(pair: Pair, others: Others, rng: Random) -> str | None:
    """A sentence stands there for a source without any."""
    del pair, rng
    return others.pairs[others.row].target


def nothing(pair: Pair, others: Others, rng: Random) -> Pair | None:
    """Empty both sides."""
    del pair, others, rng
    return Pair("", "")


_COVERAGE = ("coverage", "coverage-doubt")
_LENGTH = ("length-ratio", "truncation", "ending", "sentences-missing", *_COVERAGE)
_WORDS = "four words"

KINDS = (
    Kind(
        "truncated-10",
        Group.STRUCTURAL,
        "The last tenth is missing.",
        ("ending", "truncation"),
        truncated(0.1),
        f"{_LEAST} characters",
    ),
    Kind(
        "truncated-30",
        Group.STRUCTURAL,
        "The last three tenths are missing.",
        _LENGTH,
        truncated(0.3),
        f"{_LEAST} characters",
    ),
    Kind(
        "truncated-60",
        Group.STRUCTURAL,
        "The last six tenths are missing.",
        _LENGTH,
        truncated(0.6),
        f"{_LEAST} characters",
    ),
    Kind(
        "repeated-2",
        Group.STRUCTURAL,
        "A word, or up to four, stand there twice in a row.",
        ("repetition",),
        repeated(2),
        _WORDS,
    ),
    Kind(
        "repeated-4",
        Group.STRUCTURAL,
        "A word, or up to four, stand there four times in a row.",
        ("repetition",),
        repeated(4),
        _WORDS,
    ),
    Kind(
        "runaway",
        Group.STRUCTURAL,
        "The last words go on until the text is four times as long.",
        ("repetition", "length-ratio", "compression"),
        runaway,
        _WORDS,
    ),
    Kind(
        "doubled",
        Group.STRUCTURAL,
        "The whole text stands there twice.",
        ("length-ratio",),
        doubled,
        "a text",
    ),
    Kind(
        "fifth-missing",
        Group.MEANING,
        "Every fifth word is missing.",
        (*_COVERAGE, "fidelity-doubt"),
        fifth_missing,
        f"{2 * _PHRASE} words",
    ),
    Kind(
        "sentence-missing",
        Group.STRUCTURAL,
        "One of its sentences is missing.",
        ("sentences-missing", "truncation", "length-ratio"),
        sentence_missing,
        "two sentences",
    ),
    Kind(
        "paragraphs-joined",
        Group.STRUCTURAL,
        "The line breaks are gone.",
        ("paragraphs",),
        paragraphs_joined,
        "a text",
        two_paragraphs,
    ),
    Kind("empty", Group.STRUCTURAL, "There is no text.", ("empty",), emptied, "a text"),
    Kind(
        "empty-to-text",
        Group.STRUCTURAL,
        "An empty source has a translation.",
        ("empty-to-text",),
        from_nothing,
        "a text",
        nothing,
    ),
)
