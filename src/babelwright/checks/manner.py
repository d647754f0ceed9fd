"""Does the text say what its source says in the same manner: duty, address, noise?"""

from collections.abc import Iterable, Sequence

from babelwright.catalog.model import Language
from babelwright.checks.base import (
    Check,
    Finding,
    Pairs,
    Thresholds,
)
from babelwright.text.cues import matcher, sieve
from babelwright.text.patterns import rows_like


def _modality(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Yield the texts that allow what the source demands, or demand what it allows."""
    del thresholds
    source, target = pairs.languages
    if not (source.cues.obligation and target.cues.obligation):
        return
    ours, theirs = _moods(pairs.sources, source), _moods(pairs.targets, target)
    for was, became, demands in (("a duty", "leave", True), ("leave", "a duty", False)):
        wanted = (demands, not demands)
        for row in sorted(ours[wanted] & theirs[wanted[::-1]]):
            if _modes(pairs.sources[row], source) == wanted:
                yield Finding(row, f"{was} became {became}")


def _moods(texts: Sequence[str], language: Language) -> dict[tuple[bool, bool], set[int]]:
    """Return the rows that speak of duty alone, and those that speak of leave alone."""
    must, may = (
        set(rows_like(texts, sieve(cues)))
        for cues in (language.cues.obligation, language.cues.permission)
    )
    return {(True, False): must - may, (False, True): may - must}


def _modes(text: str, language: Language) -> tuple[bool, bool]:
    """Whether a text says that something must be, and that it may be."""
    plain = matcher(language.cues.not_modal).sub(" ", text)
    cues = language.cues
    return bool(matcher(cues.obligation).search(plain)), bool(
        matcher(cues.permission).search(plain)
    )


def _formality(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    cues = pairs.target_language.cues
    if not (cues.informal and cues.formal):
        return
    formal = set(rows_like(pairs.targets, sieve(cues.formal)))
    for row in rows_like(pairs.targets, sieve(cues.informal)):
        if row in formal:
            plain = matcher(cues.informal).findall(pairs.targets[row])
            polite = matcher(cues.formal).findall(pairs.targets[row])
            if plain and polite:
                yield Finding(row, f"both {plain[0]!r} and {polite[0]!r}")


def _repaired(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    times = int(thresholds["times"])
    for row, source in enumerate(pairs.sources):
        words = source.split()
        if len(words) - len(set(words)) < times - 1:
            continue
        word = _in_a_row(words, times)
        if word and not _in_a_row(pairs.targets[row].split(), times - 1):
            yield Finding(row, f"{word!r} {times} times in the source")


def _in_a_row(words: list[str], times: int) -> str:
    """Return a word that stands so often in a row, punctuation apart, or nothing."""
    run, last = 0, ""
    for word in words:
        bare = word.strip(",.;:!?،؛؟\"'“”").casefold()
        run = run + 1 if bare == last else 1
        last = bare
        if run >= times and bare.isalnum():
            return bare
    return ""


CHECKS = (
    Check(
        "modality-changed",
        "What the source demands is only allowed, or the other way round.",
        "words in languages/*.toml",
        _modality,
    ),
    Check(
        "formality-mixed",
        "The reader is addressed formally and informally in one text.",
        "words in languages/*.toml",
        _formality,
        of_pairs=False,
    ),
    Check(
        "repetition-lost",
        "A word that the source repeats in a row stands there once.",
        "three times: what is noise in the source is part of what a model is tested on",
        _repaired,
    ),
)
