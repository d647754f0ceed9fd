"""Numbers that differ: what was lost, what was invented, and where an allowance ends."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.numbers import compare, read_numbers

CHANGED = [
    ("en-vi", "19 million people", "10 triệu người", "19", "1"),
    ("en-vi", "Decree 15/2020", "Nghị định 51/2020", "15", "51"),
    ("en-vi", "29 years old", "21 tuổi", "29", "21"),
    ("en-ar", "3.5%", "٥٫٣٪", "35", "53"),
    ("en-ar", "in 2024", "في عام ٢٠٢٥", "2024", "2025"),
    ("en-ar", "340 thousand", "430 ألف", "34", "43"),
    ("en-fr", "12,345 euros", "12 354 euros", "12345", "12354"),
    ("en-fr", "3.75 percent", "3,76 pour cent", "75", "76"),
    ("en-fr", "twenty-five euros", "26 euros", None, "26"),
    ("en-sv", "45 dogs", "46 hundar", "45", "46"),
    ("en-da", "13 dogs", "31 hunde", "13", "31"),
    ("en-nb", "1,250 kroner", "1 205 kroner", "125", "1205"),
    ("en-nn", "in 1998", "i 1989", "1998", "1989"),
    ("en-is", "60 people", "sjötíu manns", "6", None),
    ("en-fo", "98.6 percent", "96,8 prosent", "986", "968"),
]

# Each stands beside an allowance that it does not fit.
BEYOND = [
    ("hour: more than twelve later", "14:30", "4:30", "14", None),
    ("hour: later than a day", "27 people", "15 personer", "27", "15"),
    ("hour: the small number is not there", "15 people", "några personer", "15", None),
    ("century: of another number", "the 19th century", "1700-talet", "19", "17"),
    ("century: the year is not round", "the 19th century", "år 1823", "19", "1823"),
    ("century: the next one", "in the 1800s", "på 18:e seklet", None, None),
    ("year: of another decade", "in 1998", "år 89", "1998", "89"),
    ("year: beyond what is a year", "in 2198", "år 98", "2198", "98"),
    ("year: a round one excuses no fraction", "3.5 in 2000", "4.7 år 2000", "35", "47"),
    ("roman: of another value", "Chapter XIV", "Kapitel 16", None, "16"),
    ("scale: of another number", "19,000,000", "18 miljoner", "19", "18"),
    ("word: of another number", "80 people", "nittio personer", "8", None),
    ("imperial: not in the source", "30 kilometres", "48 miles", "3", "48"),
    ("imperial: a quotation ends", 'He ran "Windows 95" in 1998', "98 år 1999", "95", None),
    ("imperial: a decade", "the 1990's had 45", "1990-talet hade 46", "45", "46"),
    ("imperial: a word that has one in it", "the milestone of 45", "milstolpen 46", "45", "46"),
    ("small: one larger than small", "13 dogs", "tretton och 14 hundar", None, "14"),
]


def _one(found: tuple[str, ...], wanted: str | None) -> bool:
    return wanted in found if wanted else True


@pytest.mark.parametrize(("codes", "source", "target", "lost", "invented"), CHANGED)
def test_a_changed_number_is_lost_and_another_is_invented(
    languages: dict[str, Language],
    codes: str,
    source: str,
    target: str,
    lost: str | None,
    invented: str | None,
) -> None:
    ours, theirs = codes.split("-")
    found = compare(source, target, (languages[ours], languages[theirs]))
    assert found == ((lost,) if lost else (), (invented,) if invented else ())


@pytest.mark.parametrize(
    ("source", "target", "lost", "invented"), [each[1:] for each in BEYOND if each[3] or each[4]]
)
def test_an_allowance_goes_no_further(
    languages: dict[str, Language], source: str, target: str, lost: str | None, invented: str | None
) -> None:
    found = compare(source, target, (languages["en"], languages["sv"]))
    assert _one(found.lost, lost)
    assert _one(found.invented, invented)
    assert found.lost or found.invented
