"""Numbers that differ: what was lost, what was invented, and where an allowance ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.agreement import compare
from support.laws import law

# Languages or a name, source, target, what is lost and what is invented.
Changed = tuple[str, str, str, str | None, str | None]

CHANGED: list[Changed] = [
    ("en-vi", "19 million people", "10 triệu người", "19", "10"),
    ("en-vi", "19 million people", "18 triệu người", "19", "18"),
    ("en-vi", "Decree 15/2020", "Nghị định 51/2020", "15", "51"),
    ("en-vi", "29 years old", "21 tuổi", "29", "21"),
    ("en-ar", "3.5%", "٥٫٣٪", "3.5", "٥٫٣"),
    ("en-ar", "in 2024", "في عام ٢٠٢٥", "2024", "٢٠٢٥"),
    ("en-ar", "340 thousand", "430 ألف", "340", "430"),
    ("en-fr", "12,345 euros", "12 354 euros", "12,345", "12 354"),
    ("en-fr", "3.75 percent", "3,76 pour cent", "3.75", "3,76"),
    ("en-fr", "twenty-five euros", "26 euros", None, "26"),
    ("en-sv", "45 dogs", "46 hundar", "45", "46"),
    ("en-da", "13 dogs", "31 hunde", "13", "31"),
    ("en-nb", "1,250 kroner", "1 205 kroner", "1,250", "1 205"),
    ("en-nn", "in 1998", "i 1989", "1998", "1989"),
    ("en-is", "60 people", "sjötíu manns", "60", None),
    ("en-fo", "98.6 percent", "96,8 prosent", "98.6", "96,8"),
]

# Each stands beside an allowance that it does not fit.
BEYOND: list[Changed] = [
    ("hour: more than twelve later", "14:30", "4:30", "14", None),
    ("hour: later than a day", "27 people", "15 personer", "27", "15"),
    ("hour: the small number is not there", "15 people", "några personer", "15", None),
    ("century: of another number", "the 19th century", "1700-talet", "19", "1700"),
    ("century: the year is not round", "the 19th century", "år 1823", "19", "1823"),
    ("century: the one before", "in the 1900s", "i det 18 seklet", "1900", "18"),
    ("year: of another decade", "in 1998", "år 89", "1998", "89"),
    ("year: beyond what is a year", "in 2198", "år 98", "2198", "98"),
    ("year: a round one excuses no fraction", "3.5 in 2000", "4.7 år 2000", "3.5", "4.7"),
    ("roman: of another value", "Chapter XIV", "Kapitel 16", None, "16"),
    ("scale: of another number", "19,000,000", "18 miljoner", "19,000,000", "18"),
    ("word: of another number", "80 people", "nittio personer", "80", None),
    ("imperial: not in the source", "30 kilometres", "48 miles", "30", "48"),
    ("imperial: a quotation ends", 'He ran "Windows 95" in 1998', "98 år 1999", "95", None),
    ("imperial: a decade", "the 1990's had 45", "1990-talet hade 46", "45", "46"),
    ("imperial: a word that has one in it", "the milestone of 45", "milstolpen 46", "45", "46"),
    ("decade: a century has none", "in 01/1900", "01/1500", "1900", "1500"),
    ("fraction: a date is none", "on 14/03/2024", "den 14/03/2029", "2024", "2029"),
    ("small: one larger than small", "13 dogs", "tretton och 14 hundar", None, "14"),
]


@pytest.mark.parametrize("case", CHANGED)
def test_a_changed_number_is_lost_and_another_is_invented(
    languages: dict[str, Language], case: Changed
) -> None:
    codes, source, target, lost, invented = case
    ours, theirs = codes.split("-")
    found = compare(source, target, (languages[ours], languages[theirs]))
    assert found == ((lost,) if lost else (), (invented,) if invented else ())


@pytest.mark.parametrize("case", BEYOND, ids=[each[0] for each in BEYOND])
def test_an_allowance_goes_no_further(languages: dict[str, Language], case: Changed) -> None:
    _, source, target, lost, invented = case
    found = compare(source, target, (languages["en"], languages["sv"]))
    assert lost is None or lost in found.lost
    assert invented is None or invented in found.invented


@law
@given(st.text(max_size=20), st.text(alphabet="0123456789., :h/½٣٠XIV'\"m", max_size=20))
def test_a_text_has_the_same_numbers_as_itself(
    languages: dict[str, Language], words: str, figures: str
) -> None:
    text = f"{words} {figures}"
    assert compare(text, text, (languages["en"], languages["sv"])) == ((), ())


@law
@given(st.text(max_size=20), st.text(alphabet="0123456789., :hX½", max_size=20))
def test_what_one_side_lost_the_other_invented(
    languages: dict[str, Language], one: str, other: str
) -> None:
    both = (languages["sv"], languages["sv"])
    there, back = compare(one, other, both), compare(other, one, both)
    assert (there.lost, there.invented) == (back.invented, back.lost)
