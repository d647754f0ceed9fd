"""Are there characters that no text should have?"""

from collections.abc import Iterable

import numpy as np

from babelwright.checks.base import Check, Finding, Pairs, Thresholds

# Controls but tab and line feed, replacement characters, noncharacters and private use.
_CONTROLS = r"[\x00-\x08\x0B-\x1F\x7F-\x9F\uFFFD-\uFFFF\uFDD0-\uFDEF\uE000-\uF8FF]"
# Directional marks, embeddings and isolates, zero-width space and byte order mark.
_INVISIBLE = r"[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]"


def _control_characters(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return _only_in_target(pairs, _CONTROLS)


def _invisible_characters(pairs: Pairs, thresholds: Thresholds) -> Iterable[Finding]:
    del thresholds
    return _only_in_target(pairs, _INVISIBLE)


def _only_in_target(pairs: Pairs, character_class: str) -> Iterable[Finding]:
    found = pairs.target_characters.count(character_class)
    if pairs.sources:
        found = np.where(pairs.source_characters.count(character_class) > 0, 0, found)
    for row in np.flatnonzero(found):
        yield Finding(int(row), f"{found[row]} of them")


CHECKS = (
    Check(
        "control-characters",
        "There are control, replacement or private-use characters.",
        "definition",
        _control_characters,
        of_pairs=False,
    ),
    Check(
        "invisible-characters",
        "There are invisible direction marks or zero-width characters.",
        "0 in 1,997 professionally translated Arabic sentences",
        _invisible_characters,
        of_pairs=False,
    ),
)
