"""Signs: a minus, brackets of accounts, or a word."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.figures import Figures
from babelwright.text.signs import sign_changes


def _found(languages: dict[str, Language], source: str, target: str) -> list[str]:
    return sign_changes(Figures(source, languages["en"]), Figures(target, languages["sv"]))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It was -45 degrees", "Det var 45 grader"),
        ("It was −3.5 %", "Det var 3,5 %"),
        ("a loss of (-$45)", "en förlust på 45 dollar"),
        ("year\t(1,234)", "år\t1 234"),
        ("| loss | (45) |", "| förlust | 45 |"),
    ],
)
def test_a_lost_sign_is_told(languages: dict[str, Language], source: str, target: str) -> None:
    assert len(_found(languages, source, target)) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It was -45 degrees", "Det var -45 grader"),
        ("It was -45 degrees", "Det var −45 grader"),
        ("It was -45 degrees", "Det var minus 45 grader"),
        ("year\t(1,234)", "år\t-1 234"),
        ("year\t-1,234", "år\t(1 234)"),
        ("They won 4-1 and 5–2", "De vann med 4 mot 1 och 5 mot 2"),
        ("in (45) and $5 (5)", "i 45 och 5 dollar, 5"),
        ("- 5 people\n- 6 cats", "5 personer\n6 katter"),
        ("-5 people\n-6 cats", "5 personer\n6 katter"),
        ("COVID-19 and B-52", "COVID 19 och B 52"),
        ("It was -45 degrees", "Det var kallt"),
    ],
)
def test_no_other_hyphen_or_bracket_is_a_sign(
    languages: dict[str, Language], source: str, target: str
) -> None:
    assert _found(languages, source, target) == []
