"""Magnitudes: the same digits at another power of a thousand."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.figures import Figures
from babelwright.text.scales import rescaled

RESCALED = [
    ("en-sv", "2 billion kronor", "2 biljoner kronor", ["2e9 became 2e12"]),
    ("en-da", "two billion people", "to billioner mennesker", ["2e9 became 2e12"]),
    ("en-nb", "a billion people", "en billion mennesker", ["1e9 became 1e12"]),
    ("en-fr", "2.5 billion euros", "2,5 billions d'euros", ["2.5e9 became 2.5e12"]),
    ("en-is", "5 billion", "5 billjónir", ["5e9 became 5e12"]),
    ("en-vi", "19 million people", "19 tỷ người", ["1.9e7 became 1.9e10"]),
    ("en-vi", "19 billion", "19 nghìn", ["1.9e10 became 1.9e4"]),
    ("en-ar", "5 million", "5 مليار", ["5e6 became 5e9"]),
    ("en-sv", "19,000,000 people", "19 miljarder människor", ["1.9e7 became 1.9e10"]),
    ("sv-en", "2 miljarder", "2 million", ["2e9 became 2e6"]),
]
KEPT = [
    ("en-sv", "2 billion kronor", "2 miljarder kronor"),
    ("en-sv", "2 trillion kronor", "2 biljoner kronor"),
    ("en-sv", "2 billion kronor", "2 000 miljoner kronor"),
    ("en-sv", "2 billion kronor", "2 000 000 000 kronor"),
    ("en-sv", "1.5 to 2 million", "1,5 miljoner till 2 miljoner"),
    ("en-vi", "2 trillion", "2 nghìn tỷ"),
    ("en-vi", "1,000 people", "một nghìn người"),
    ("en-ar", "two billion people", "ملياري شخص"),
    ("en-fr", "tens of thousands", "des dizaines de milliers"),
    ("en-sv", "19 million", "10 miljarder"),
    ("en-sv", "no number", "inget tal"),
]


def _found(languages: dict[str, Language], codes: str, source: str, target: str) -> list[str]:
    ours, theirs = codes.split("-")
    return rescaled(Figures(source, languages[ours]), Figures(target, languages[theirs]))


@pytest.mark.parametrize(("codes", "source", "target", "wanted"), RESCALED)
def test_another_magnitude_is_told(
    languages: dict[str, Language], codes: str, source: str, target: str, wanted: list[str]
) -> None:
    assert _found(languages, codes, source, target) == wanted


@pytest.mark.parametrize(("codes", "source", "target"), KEPT)
def test_the_same_magnitude_is_not(
    languages: dict[str, Language], codes: str, source: str, target: str
) -> None:
    assert _found(languages, codes, source, target) == []
