"""Plants defects in good translations: what `coverage.py` learns from and measures."""

import math
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

_FINAL = ".!?…؟"
_MARKS = ".,;:،؛!?؟…"
# Fewer words are not cut, and not mixed.
_LEAST, _LEAST_MIXED = 5, 6


class Row(NamedTuple):
    """A good pair, the kind of its text, and what it must not be divided from (its document)."""

    kind: str
    document: str
    source: str
    target: str


def plant(rows: Sequence[Row], seed: int = 0) -> dict[str, list[str | None]]:
    """Return the spoilt targets of every defect; None where it cannot be planted."""
    generator = random.Random(seed)  # noqa: S311 - repeatable
    near = [rows[partner].target for partner in _partners(rows, 1)]
    far = [rows[partner].target for partner in _partners(rows, 7)]
    places = [(generator.randrange(5), generator.random()) for _ in rows]
    found: dict[str, Callable[[int, str], str | None]] = {
        "30 % cut": lambda _, text: cut(text, 0.3, mark=True),
        "60 % cut": lambda _, text: cut(text, 0.6, mark=True),
        "30 % cut, no final mark": lambda _, text: cut(text, 0.3, mark=False),
        "60 % cut, no final mark": lambda _, text: cut(text, 0.6, mark=False),
        "half cut": lambda _, text: cut(text, 0.5, mark=True),
        "10 % cut": lambda _, text: cut(text, 0.1, mark=True),
        "every fifth word": lambda row, text: every_fifth(text, places[row][0]),
        "a fifth in one": lambda row, text: span(text, places[row][1]),
        "last quarter replaced": lambda row, text: last_quarter(text, near[row]),
        "sentence added": lambda row, text: f"{text} {near[row]}",
        "half in the source's language": lambda row, text: mixed(text, rows[row].source),
        "neighbour's text": lambda row, text: near[row] if near[row] != text else None,
        "shuffled": lambda row, text: far[row] if far[row] != text else None,
    }
    return {
        name: [spoil(place, row.target) for place, row in enumerate(rows)]
        for name, spoil in found.items()
    }


def _partners(rows: Sequence[Row], step: int) -> list[int]:
    """Return for every row the one some rows later of its kind, from the first one again."""
    kinds: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        kinds.setdefault(row.kind, []).append(place)
    partners = [0] * len(rows)
    for places in kinds.values():
        for position, place in enumerate(places):
            partners[place] = places[(position + step) % len(places)]
    return partners


def cut(text: str, share: float, *, mark: bool) -> str | None:
    """Take the end of the text away; with or without its final mark."""
    words = text.split()
    kept = max(1, round(len(words) * (1 - share)))
    if kept >= len(words):
        return None
    final = text.rstrip()[-1] if mark and text.rstrip()[-1] in _FINAL else ""
    return " ".join(words[:kept]).rstrip(_MARKS) + final


def every_fifth(text: str, first: int) -> str | None:
    """Take every fifth word away."""
    words = text.split()
    if len(words) < _LEAST:
        return None
    return " ".join(word for place, word in enumerate(words) if place % 5 != first)


def span(text: str, place: float) -> str | None:
    """Take a fifth of the words away that stand together."""
    words = text.split()
    taken = round(len(words) / 5)
    first = int(place * (len(words) - taken))
    return " ".join(words[:first] + words[first + taken :]) if taken else None


def last_quarter(text: str, other: str) -> str | None:
    """Put another text's last quarter in the place of the text's."""
    words, others = text.split(), other.split()
    taken = round(len(words) / 4)
    return " ".join(words[:-taken] + others[-taken:]) if taken else None


def mixed(text: str, source: str) -> str | None:
    """Leave every second stretch of about four words in the source's language."""
    words, others = text.split(), source.split()
    if len(words) < _LEAST_MIXED:
        return None
    stretches = max(2, math.ceil(len(words) / 4))
    stretches += stretches % 2
    found: list[str] = []
    for place in range(stretches):
        chosen = others if place % 2 else words
        found += chosen[place * len(chosen) // stretches : (place + 1) * len(chosen) // stretches]
    return " ".join(found)
