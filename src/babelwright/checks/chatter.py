"""Does a model speak that should translate: refusals, introductions, notes, its own prompt?

Language models do so in English or in the target's language, whatever the source says. A text
whose source says the like is left alone.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import regex

from babelwright.catalog.cues import Cues
from babelwright.catalog.model import Language
from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.cues import matcher, sieve
from babelwright.text.patterns import rows_like

# The language that models are instructed and refuse in.
_MODELS = "en"
_OPENING = regex.compile(r"[\s\p{P}\p{S}]*")
# The same for RE2.
_BEFORE = r"^[\s\pP\pS]*"
_FENCE = regex.compile(r"\s*(?:```|~~~)")
_QUOTES = "\"“”„‟«»'‘’"
_SHOWN = 40


def _refusal(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Yield the texts that refuse near their beginning."""
    most = int(thresholds["characters"])
    found: dict[int, str] = {}
    beginnings = {row: target[:most] for row, target in enumerate(pairs.targets)}
    for row, match in _said(pairs, "refusal", beginnings):
        found.setdefault(row, f"says {match.group()!r}")
    return [Finding(row, detail) for row, detail in sorted(found.items())]


def _chatter(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Yield the texts that begin with what introduces a translation, or end with a note."""
    del thresholds
    found = dict(_labels(pairs))
    for row, match in _said(pairs, "preamble", dict(enumerate(pairs.targets)), _BEFORE):
        if match.start() == _opening(match.string):
            found.setdefault(row, f"begins with {match.group()!r}")
    lines = np.flatnonzero(pairs.target_characters.count(r"\n")).tolist()
    for row, match in _said(pairs, "note", {row: pairs.targets[row] for row in lines}):
        before, line_feed, line = match.string[: match.start()].rpartition("\n")
        if line_feed and before.strip() and _opening(line) == len(line):
            found.setdefault(row, f"ends with {match.string[match.start() :][:_SHOWN]!r}")
    return [Finding(row, detail) for row, detail in sorted(found.items())]


def _labels(pairs: Pairs) -> Iterator[tuple[int, str]]:
    """Yield the texts that begin with the name of their language."""
    language = pairs.target_language
    names = "|".join(map(regex.escape, (language.name, language.endonym)))
    label = rf"(?i)^[\s\pP\pS]*(?:{names})[*_ ]*:"
    known = set(rows_like(pairs.sources, label)) if pairs.sources else set()
    for row in rows_like(pairs.targets, label):
        if row not in known:
            yield row, f"begins with {pairs.targets[row].partition(':')[0]!r}"


def _opening(text: str) -> int:
    """Return where the first word of a text begins."""
    return int(_OPENING.match(text).end())


def _said(
    pairs: Pairs, kind: str, texts: Mapping[int, str], before: str = ""
) -> Iterator[tuple[int, "regex.Match[str]"]]:
    """Yield every place where a text says something of a kind that its source does not say.

    Args:
        pairs: The batch.
        kind: The list of cues.
        texts: What to read, by row.
        before: RE2 pattern of what stands before, from the beginning of the text.
    """
    rows = list(texts)
    for language in _speakers(pairs):
        cues: tuple[str, ...] = getattr(language.cues, kind)
        for place in rows_like(list(texts.values()), sieve(cues, before)) if cues else ():
            if not _says(pairs, rows[place], kind):
                for match in matcher(cues).finditer(texts[rows[place]]):
                    yield rows[place], match


def _speakers(pairs: Pairs) -> list[Language]:
    english = [each for each in pairs.others if each.code == _MODELS]
    own = [] if pairs.target_language.code == _MODELS else english
    return [pairs.target_language, *own]


def _says(pairs: Pairs, row: int, kind: str) -> bool:
    """Whether the source says something of a kind, in its language or in English."""
    if not pairs.sources:
        return False
    known: list[Cues] = [language.cues for language in (pairs.languages[0], *_speakers(pairs))]
    return any(matcher(getattr(each, kind)).search(pairs.sources[row]) for each in known)


def _wrapped(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, rf"^\s*(?:```|~~~|[{_QUOTES}])"):
        source, target = pairs.sources[row].strip(), pairs.targets[row].strip()
        if _FENCE.match(target):
            if "```" not in source and "~~~" not in source:
                yield Finding(row, "a fence that the source does not have")
        elif len(target) > 1 and target[-1] in _QUOTES and not _quoted(source):
            inner = target[1:-1]
            if not any(mark in inner for mark in '"“”„«»'):
                yield Finding(row, "quotation marks around the whole")


def _quoted(text: str) -> bool:
    return not text or text[0] in _QUOTES or text[-1] in _QUOTES


CHECKS = (
    Check(
        "refusal",
        "A model refuses or asks, instead of translating.",
        "phrases in languages/*.toml, in English and the text's language; 0 in 1,997 good texts",
        _refusal,
        foreign=True,
    ),
    Check(
        "chatter",
        "A model introduces or annotates its translation, or repeats its instruction.",
        "phrases in languages/*.toml, in English and the text's language",
        _chatter,
        foreign=True,
    ),
    Check(
        "wrapped",
        "Quotation marks or a fence stand around the whole text, and not around its source.",
        "definition",
        _wrapped,
    ),
)
