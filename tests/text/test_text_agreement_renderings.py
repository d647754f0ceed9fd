"""Numbers that good translations write in another way: nothing differs."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.agreement import Difference, compare

SAME = Difference((), ())

SEPARATORS = [
    ("en-vi", "It cost 1,250.50 dollars.", "Nó có giá 1.250,50 đô la."),
    ("en-vi", "Decree 15/2020 of 2020-03-15", "Nghị định 15/2020 ngày 15/03/2020"),
    ("en-fr", "12,345 people", "12\u202f345 personnes"),
    ("en-fr", "12,345 people", "12\u00a0345 personnes"),
    ("en-fr", "12,345 people and 3.75 percent", "12 345 personnes et 3,75 pour cent"),
    ("en-sv", "1,234,567 kronor", "1 234 567 kronor"),
    ("en-da", "1,234,567.89 kroner", "1.234.567,89 kroner"),
    ("en-nb", "0.5 percent", "0,5 prosent"),
    ("en-nn", "2,500 kroner", "2500 kroner"),
    ("en-is", "1,500 metres", "1.500 metrar"),
    ("en-fo", "98.6 percent", "98,6 prosent"),
    ("en-ar", "1,234.56", "١٬٢٣٤٫٥٦"),
    ("en-ar", "3.5% in 2024", "٣,٥٪ في عام ٢٠٢٤"),
    ("en-ar", "45 of 100", "۴۵ من ۱۰۰"),
    ("fr-sv", "12’345 francs", "12\u2009345 francs"),
]

SCALES = [
    ("en-vi", "19 million people", "19.000.000 người"),
    ("en-vi", "19,000,000 people", "19 triệu người"),
    ("en-vi", "2.5 billion dong", "2,5 tỷ đồng"),
    ("en-vi", "1,000 people", "một nghìn người"),
    ("en-fr", "2 billion euros", "2 milliards d'euros"),
    ("en-fr", "15,000,000 euros", "15 millions d'euros"),
    ("en-fr", "1,000 people", "mille personnes"),
    ("en-sv", "1,000,000 kronor", "en miljon kronor"),
    ("en-da", "40,000 people", "40 tusind mennesker"),
    ("en-nb", "$1.5 million", "1 500 000 dollar"),
    ("en-nn", "17,000,000", "17 millionar"),
    ("en-is", "5,000,000,000 krónur", "5 milljarðar króna"),
    ("en-fo", "14,000,000", "14 milliónir"),
    ("en-ar", "300,000 people", "300 ألف شخص"),
    ("en-ar", "2,000,000 people", "مليوني شخص"),
    ("en-ar", "one billion", "1,000,000,000"),
    ("en-sv", "three hundred thousand", "300 000"),
    ("en-sv", "five million people", "5 000 000 människor"),
    ("en-sv", "two whole million", "2 000 000"),
]

WORDS = [
    ("en-vi", "20 people", "hai mươi người"),
    ("en-vi", "ninety people", "90 người"),
    ("en-fr", "30 people", "trente personnes"),
    ("en-fr", "70 and 90", "septante et nonante"),
    ("en-da", "50 people and 1.5 hours", "halvtreds mennesker og halvanden time"),
    ("en-nb", "40 people", "førti mennesker"),
    ("en-nn", "17 people", "sytten menneske"),
    ("en-sv", "80 people", "åttio människor"),
    ("en-is", "60 people", "sextíu manns"),
    ("en-fo", "70 people", "hálvfjerðs fólk"),
    ("en-ar", "30 people", "ثلاثين شخصا"),
    ("en-ar", "50%", "خمسون بالمئة"),
    ("en-sv", "twenty-five people", "25 personer"),
    ("en-sv", "thirteen to nineteen", "13 till 19"),
    ("en-vi", "two dozen, a dozen, 12", "24, 12, 12"),
]

TIMES = [
    ("en-fr", "at 7:30 pm", "à 19h30"),
    ("en-fr", "at 7:30 pm", "à 19 h 30"),
    ("en-vi", "at 2:30 pm", "lúc 14 giờ 30"),
    ("en-sv", "at 3 p.m.", "kl. 15.00"),
    ("en-da", "at 7.45 pm", "kl. 19.45"),
    ("en-nb", "from 9 am to 11 pm", "fra 09.00 til 23.00"),
    ("fr-sv", "à 19 h", "klockan 7 på kvällen"),
]

YEARS = [
    ("en-fr", "in the 19th century", "au XIXe siècle"),
    ("en-fr", "in the 1800s", "au XIXe siècle"),
    ("en-fr", "in the 20th century", "au XXe siècle"),
    ("fr-sv", "au XIXe siècle", "på 1800-talet"),
    ("en-sv", "in the 19th century", "på 1800-talet"),
    ("en-da", "in the 1700s", "i det 18. århundrede"),
    ("en-sv", "in the 12th century", "på 1100-talet"),
    ("en-vi", "in the 21st century", "thế kỷ XXI"),
    ("en-fr", "in the 1990s", "dans les années 90"),
    ("en-sv", "in '98", "1998"),
    ("en-sv", "in 2005", "sommaren 05"),
    ("en-sv", "Chapter XIV", "Kapitel 14"),
    ("en-sv", "Chapter 14 and World War 2", "Kapitel XIV och andra världskriget"),
]

FRACTIONS = [
    ("en-da", "1½ hours", "1,5 timer"),
    ("en-sv", "½ litre", "0,5 liter"),
    ("en-fr", "2¼ and 3¾", "2,25 et 3,75"),
    ("en-nb", "half of it", "0,5 av det"),
    ("en-sv", "1/2", "hälften"),
]

IMPERIAL = [
    ("en-sv", "30 miles away", "48 kilometer bort"),
    ("en-fr", "It was 72 °F", "Il faisait 22 °C"),
    ("en-fr", "It was 72 degrees", "Il faisait 22 degrés"),
    ("en-da", "He weighs 180 pounds", "Han vejer 82 kilo"),
    ("en-sv", "a man of 6'2\"", "en man på 188 cm"),
    ("en-sv", 'a 24" screen', "en skärm på 61 cm"),
    ("en-sv", "14′ by 20′", "4,3 gånger 6,1 meter"),
]

SMALL = [
    ("en-sv", "12 dogs", "tolv hundar"),
    ("en-sv", "the 2nd time", "andra gången"),
    ("en-vi", "twelve months", "12 tháng"),
    ("en-fr", "on 5 March 2024", "le cinq mars 2024"),
    ("en-sv", "no number at all", "inget tal alls"),
]


@pytest.mark.parametrize(
    ("codes", "source", "target"),
    [*SEPARATORS, *SCALES, *WORDS, *TIMES, *YEARS, *FRACTIONS, *IMPERIAL, *SMALL],
)
def test_a_good_rendering_loses_and_invents_nothing(
    languages: dict[str, Language], codes: str, source: str, target: str
) -> None:
    ours, theirs = codes.split("-")
    assert compare(source, target, (languages[ours], languages[theirs])) == SAME


@pytest.mark.parametrize(
    ("codes", "source", "target"),
    [*SEPARATORS, *SCALES, *WORDS, *TIMES, *YEARS, *FRACTIONS, *SMALL],
)
def test_what_is_good_in_one_direction_is_good_in_the_other(
    languages: dict[str, Language], codes: str, source: str, target: str
) -> None:
    ours, theirs = codes.split("-")
    assert compare(target, source, (languages[theirs], languages[ours])) == SAME


def test_a_year_before_a_grouped_number_is_a_number_of_its_own(
    languages: dict[str, Language],
) -> None:
    both = (languages["en"], languages["sv"])
    assert compare("In 2024 300 came", "300 kom år 2024", both) == SAME


def test_a_telephone_number_may_be_grouped_or_not(languages: dict[str, Language]) -> None:
    both = (languages["en"], languages["nn"])
    assert compare("Call 0800 555 111", "Ring +44 (0) 800 555 111", both).lost == ()
