"""What defects are made from: the nearest language, another script, the language's words."""

from collections.abc import Mapping
from itertools import cycle, islice

from babelwright.catalog.model import Language
from babelwright.catalog.planted import PlantedWords
from babelwright.checks.planted.base import Others, words_of
from babelwright.selftest.good import Good


def neighbours(target: Language, source: Language, known: Mapping[str, Language]) -> list[Language]:
    """Return the languages of the target's script but the source's, the most confusable first."""
    near = [known[code] for code in target.detection.confusable if code in known]
    same = [each for each in known.values() if each.script == target.script]
    # A language that shares its script with none is mistaken for any.
    found = dict.fromkeys([*(each.code for each in (*near, *same)), *known])
    codes = [code for code in found if code not in (source.code, target.code)]
    return [known[code] for code in codes]


def strangers(target: Language, known: Mapping[str, Language]) -> list[Language]:
    """Return the languages of other scripts."""
    return [each for each in known.values() if each.script != target.script]


def surroundings(
    good: Good,
    spare: Good | None,
    languages: tuple[Language, Language],
    known: Mapping[str, Language],
    planted: Mapping[str, PlantedWords],
) -> list[Others]:
    """Return, row by row, what defects can be made from.

    Args:
        good: The pairs.
        spare: Pairs with texts in many languages, for those of `good` that have none.
        languages: Of sources and targets.
        known: The catalog's languages.
        planted: Words to plant, by language.
    """
    source, target = languages
    near = _texts(good, spare, [each.code for each in neighbours(target, source, known)])
    far = _texts(good, spare, [each.code for each in strangers(target, known)])
    return [
        Others(
            languages=languages,
            source_words=words_of(planted, source.code),
            words=words_of(planted, target.code),
            pairs=good.pairs,
            row=row,
            neighbour=near[row],
            stranger=far[row],
        )
        for row in range(len(good.pairs))
    ]


def _texts(good: Good, spare: Good | None, codes: list[str]) -> list[str | None]:
    """Return a text of the first of the languages that there is any in, for every row.

    The row's own text in that language, else one of another row, which tests more than the
    language; where the pairs have none, those of `spare` in turn.
    """
    count = len(good.pairs)
    for code in codes:
        own = [text.strip() for text in good.others.get(code, ())]
        if any(own):
            turn = cycle(filter(None, own))
            return [text or next(turn) for text in own]
    more = spare.others if spare else {}
    for code in codes:
        there = [text.strip() for text in more.get(code, ()) if text.strip()]
        if there:
            return list(islice(cycle(there), count))
    return [None] * count
