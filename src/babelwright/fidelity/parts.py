"""Fidelity part by part: a text that is right in one half and wrong in the other.

The vector of a long text is the mean of what stands in it, so that half a text can be another one
and the cosine still be high. Its parts are short enough to be told apart.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from babelwright.catalog.model import Language
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.similarity import cosine
from babelwright.text.aligned import Pair, aligned
from babelwright.text.letters import LETTER, Characters

# A part with fewer letters (a row of numbers, an address) says too little.
_LETTERS = 40


class Weakest(NamedTuple):
    """The part of a text that is least like its source: its cosine, its place, and how it begins.

    `of` is the number of parts that were compared, `place` counts from 1.
    """

    cosine: float
    place: int
    of: int
    begins: str


def weakest(
    embedder: Embedder,
    sources: Sequence[str],
    targets: Sequence[str],
    languages: tuple[Language, Language],
    *,
    lines: int,
    sentences: int,
) -> list[Weakest | None]:
    """Return the weakest part of every pair of texts; None for texts that are too short for two.

    Args:
        embedder: Who embeds the parts.
        sources: Source texts.
        targets: Their translations.
        languages: Of both.
        lines: Characters of a part that is made of whole lines.
        sentences: Characters of a part of one line.
    """
    structures = (languages[0].structure, languages[1].structure)
    found: list[Weakest | None] = [None] * len(sources)
    for row, (source, target) in enumerate(zip(sources, targets, strict=True)):
        if len(source) < 2 * lines:
            continue
        parts = aligned(source, target, (lines, sentences), structures)
        if len(parts) > 1:
            found[row] = _weakest(embedder, parts)
    return found


def _weakest(embedder: Embedder, parts: Sequence[Pair]) -> Weakest | None:
    letters = Characters([part.source for part in parts]).count(LETTER)
    told = [place for place, part in enumerate(parts) if letters[place] >= _LETTERS]
    if not told:
        return None
    cosines = cosine(
        embedder.embed([parts[place].source for place in told]),
        embedder.embed([parts[place].target for place in told]),
    )
    least = int(np.argmin(cosines))
    place = told[least]
    begins = parts[place].source.strip()[:40]
    return Weakest(float(cosines[least]), place + 1, len(parts), begins)
