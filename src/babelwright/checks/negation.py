"""Does the text deny as often as its source?

Cues are counted, those of a pair (ne … pas) once; phrases that deny nothing (not only, no matter)
are taken out first.
"""

from collections.abc import Iterable

import regex

from babelwright.catalog.model import Language
from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.cues import matcher, sieve
from babelwright.text.patterns import counts_like, rows_like


def _lost(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    source, target = pairs.languages
    if not source.cues.negation or not target.cues.negation:
        return
    for row in _suspects(pairs, source, target):
        said = _clear(pairs.sources[row], source)
        kept = _cues(pairs.targets[row], target) if said else []
        if said and (not kept or len(said) - len(kept) >= thresholds["fewer"]):
            yield Finding(row, f"{len(kept)} for {len(said)}: {', '.join(said)}")


def _added(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    source, target = pairs.languages
    if not source.cues.negation or not target.cues.negation:
        return
    ours, theirs = _with_cues(pairs)
    doubtful = matcher(source.cues.negative)
    for row in sorted(set(theirs) - set(ours)):
        said = _clear(pairs.targets[row], target)
        if said and not doubtful.search(_bare(pairs.sources[row], source)):
            yield Finding(row, f"not in the source: {', '.join(said)}")


def _suspects(pairs: Pairs, source: Language, target: Language) -> list[int]:
    """Return the rows that may have lost a negation: with none, with fewer, or with an idiom."""
    ours, theirs = _with_cues(pairs)
    kept = set(theirs)
    doubtful = [row for row in ours if row in kept]
    if not any("…" in cue for cue in target.cues.negation):
        targets = [pairs.targets[row] for row in doubtful]
        said = counts_like([pairs.sources[row] for row in doubtful], sieve(source.cues.negation))
        left = counts_like(targets, sieve(target.cues.negation))
        idioms = set(rows_like(targets, sieve(target.cues.idioms)))
        doubtful = [
            row
            for place, row in enumerate(doubtful)
            if said[place] > left[place] or place in idioms
        ]
    return sorted([*(row for row in ours if row not in kept), *doubtful])


def _with_cues(pairs: Pairs) -> tuple[list[int], list[int]]:
    """Return the rows with a cue in the source, and those with one in the target."""

    def compute() -> tuple[list[int], list[int]]:
        source, target = pairs.languages
        return (
            rows_like(pairs.sources, sieve(source.cues.negation)),
            rows_like(pairs.targets, sieve(target.cues.negation)),
        )

    return pairs.once("negation", compute)


def _cues(text: str, language: Language) -> list[str]:
    found: list[str] = matcher(language.cues.negation).findall(_bare(text, language))
    return found


def _bare(text: str, language: Language) -> str:
    """Return the text without its idioms, but those that have a negation within: ne … pas … que."""
    cues = language.cues
    fixed = frozenset(idiom.casefold() for idiom in cues.idioms)

    def left(found: "regex.Match[str]") -> str:
        inner = " ".join(found.group().split()[1:-1])
        if found.group().casefold() not in fixed and matcher(cues.negation).search(inner):
            return str(found.group())
        return " "

    return str(matcher(cues.idioms).sub(left, text))


def _clear(text: str, language: Language) -> list[str]:
    """Return the cues but those that stand where nothing is denied too: without, un-."""
    faint = matcher(language.cues.negative)
    return [cue for cue in _cues(text, language) if not faint.fullmatch(cue)]


CHECKS = (
    Check(
        "negation-lost",
        "The source denies something, and the text nothing, or much less.",
        "cues in languages/*.toml; 0.6 to 2.1 % of 1,400 professionally translated sentences",
        _lost,
    ),
    Check(
        "negation-added",
        "The text denies something, and its source does not.",
        "cues in languages/*.toml",
        _added,
    ),
)
