"""Good translations: fourteen everyday, legal and finance texts, written for the tests.

All are given in English, Vietnamese, Arabic, Swedish, French and Danish; four of them in all ten
languages of the catalog.
"""

import json
from pathlib import Path

FULL = ("vi", "ar", "sv", "fr", "da")


def texts(code: str) -> list[str]:
    """Return the texts of a language in order; rows without one are left out."""
    return [row[code] for row in _rows() if code in row]


def pairs(code: str) -> list[tuple[str, str]]:
    """Return the English texts with their translations."""
    return [(row["en"], row[code]) for row in _rows() if code in row]


def _rows() -> list[dict[str, str]]:
    file = Path(__file__).with_suffix(".jsonl")
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
