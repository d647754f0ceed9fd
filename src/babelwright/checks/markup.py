"""Is the markup of the source kept: tags, markdown, formulas, handles, emoji?"""

from collections import Counter
from collections.abc import Callable, Iterable

from babelwright.checks.base import (
    Check,
    Find,
    Finding,
    Pairs,
    Thresholds,
    listed,
)
from babelwright.text.markup import (
    EMOJI_HINT,
    FORMULA_HINT,
    HANDLE_HINT,
    HASHTAG_HINT,
    MARK_HINT,
    TAG_HINT,
    emoji,
    emphasis,
    formulas,
    handles,
    hashtag_count,
    marks,
    misnested,
)
from babelwright.text.patterns import rows_like


def _tags(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.targets, TAG_HINT):
        if (broken := misnested(pairs.targets[row])) and not misnested(pairs.sources[row]):
            yield Finding(row, f"{broken} does not pair")


def _structure(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, MARK_HINT):
        wanted = marks(pairs.sources[row])
        if wanted.total() and (found := marks(pairs.targets[row])) != wanted:
            yield Finding(row, _counts(wanted, found))


def _emphasis(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, r"\*\*|~~"):
        wanted = emphasis(pairs.sources[row])
        if wanted.total() and (found := emphasis(pairs.targets[row])) != wanted:
            yield Finding(row, _counts(wanted, found))


def _invented(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    """Find markdown where the source has none at all: what engines add that like to format."""
    del thresholds
    for row in rows_like(pairs.targets, MARK_HINT):
        target, source = pairs.targets[row], pairs.sources[row]
        found = marks(target) + emphasis(target)
        if found and not marks(source).total() and not emphasis(source).total():
            yield Finding(row, _counts(Counter(), found))


def _lost(hint: str, count: Callable[[str], Counter[str]]) -> Find:
    """Return a check for things that the source has and the target has not as often."""

    def find(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
        del thresholds
        for row in rows_like(pairs.sources, hint):
            if lost := count(pairs.sources[row]) - count(pairs.targets[row]):
                yield Finding(row, f"lost: {listed(sorted(lost.elements()), ' ')}")

    return find


def _hashtags(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    for row in rows_like(pairs.sources, HASHTAG_HINT):
        wanted, found = hashtag_count(pairs.sources[row]), hashtag_count(pairs.targets[row])
        if found < wanted:
            yield Finding(row, f"{found} hashtags for {wanted}")


def _counts(wanted: Counter[str], found: Counter[str]) -> str:
    names = sorted(name for name in wanted | found if wanted[name] != found[name])
    return ", ".join(f"{name}: {found[name]} for {wanted[name]}" for name in names)


CHECKS = (
    Check(
        "markup-tags",
        "A tag is not closed, or closes nothing, and in the source all pair.",
        "definition",
        _tags,
    ),
    Check(
        "markup-structure",
        "There are more or fewer headings, code fences, links or quotations of markdown.",
        "definition: layout is kept",
        _structure,
    ),
    Check(
        "markup-emphasis",
        "There are more or fewer stretches in bold, or struck out.",
        "definition; translators do join them",
        _emphasis,
    ),
    Check(
        "markup-invented",
        "The text is formatted with markdown, and the source is not.",
        "definition",
        _invented,
    ),
    Check(
        "markup-formula",
        "A formula of the source is missing or changed.",
        "definition: formulas are carried over, but for the words in them",
        _lost(FORMULA_HINT, formulas),
    ),
    Check(
        "markup-handle",
        "The name of a user (@name) is missing or changed.",
        "definition: names of users are no words",
        _lost(HANDLE_HINT, handles),
    ),
    Check(
        "markup-hashtag",
        "There are fewer hashtags than in the source.",
        "definition; they may be translated",
        _hashtags,
    ),
    Check(
        "markup-emoji",
        "An emoji of the source is missing or another.",
        "definition: labels of sentiment often rest on them",
        _lost(EMOJI_HINT, emoji),
    ),
)
