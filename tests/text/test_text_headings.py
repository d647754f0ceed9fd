"""Headings, references and numbered lines, by what the languages' files say of them."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.headings import is_heading, marker, numbered, references
from babelwright.text.segment import pieces

HEADINGS = [
    ("en", "Article 12"),
    ("en", "ARTICLE 12 – Scope"),
    ("en", "Section 4.2: Fees"),
    ("en", "Chapter III General provisions"),
    ("en", "§ 5"),
    ("en", "1.2.1 Definitions"),
    ("en", "## Introduction"),
    ("en", "**Annex B**"),
    ("vi", "Điều 5. Phạm vi điều chỉnh"),
    ("vi", "Khoản 2"),
    ("vi", "CHƯƠNG III"),
    ("ar", "المادة 5"),
    ("ar", "المادة (5)"),
    ("ar", "المادة الخامسة"),
    ("ar", "الفصل الأول: أحكام عامة"),
    ("fr", "Article premier"),
    ("fr", "Art. L. 121-1"),
    ("fr", "Chapitre II"),
    ("da", "Artikel 7"),
    ("da", "Kapitel 2"),
    ("nb", "Kapittel 4"),
    ("nn", "§ 3-2. Unntak"),
    ("sv", "3 kap. Straff"),
    ("sv", "2 §"),
    ("is", "3. gr."),
    ("is", "3. gr. Gildissvið"),
    ("is", "II. kafli"),
    ("fo", "Kapittul 1"),
]
SENTENCES = [
    ("en", "Section 4 was closed. We left."),
    ("en", "Section 4 was closed"),
    ("en", "Part I think was lost on the way."),
    ("en", "1.5 million people left their homes"),
    ("en", "3.14 is less than Four."),
    ("en", "No. We left."),
    ("en", "The article 12 people signed"),
    ("en", "Article " + "12 " * 99),
    ("vi", "Điều 5 quy định về tiền thuê nhà."),
    ("ar", "تنص المادة 5 على ذلك."),
    ("da", "17. maj var det koldt"),
    ("is", "17. júní er þjóðhátíðardagur"),
    ("sv", ""),
]


@pytest.mark.parametrize(("code", "line"), HEADINGS)
def test_a_part_and_its_number_open_a_section(
    languages: dict[str, Language], code: str, line: str
) -> None:
    assert is_heading(line, languages[code].structure)
    assert is_heading(f"  {line} \r", languages[code].structure)


@pytest.mark.parametrize(("code", "line"), SENTENCES)
def test_a_sentence_that_begins_like_one_is_none(
    languages: dict[str, Language], code: str, line: str
) -> None:
    assert not is_heading(line, languages[code].structure)


def test_a_heading_is_one_in_its_own_language_alone(languages: dict[str, Language]) -> None:
    assert is_heading("Điều 5", languages["vi"].structure)
    assert not is_heading("Điều 5", languages["en"].structure)


@pytest.mark.parametrize(
    ("code", "text", "named"),
    [
        (
            "en",
            "See Art. 12(3)(b), Sec. 4.2 and para. 7a.",
            ["Art. 12(3)(b)", "Sec. 4.2", "para. 7a"],
        ),
        ("en", "Under §§ 5-7 of the Act", ["§§ 5-7"]),
        ("en", "No. 5 of Annex IV", ["No. 5", "Annex IV"]),
        ("en", "No 1,000 people came, and no sections", []),
        ("vi", "theo Khoản 2 Điều 5 của Luật số 45", ["Khoản 2", "Điều 5", "số 45"]),
        ("ar", "وفقا للبند ومع المادة 5 من القانون", ["المادة 5"]),
        ("is", "sbr. 2. mgr. 3. gr. laganna", ["2. mgr.", "3. gr."]),
        ("sv", "enligt 3 a kap. 2 § lagen", ["3 a kap.", "2 §"]),
        ("da", "jf. § 3, stk. 2", ["§ 3", "stk. 2"]),
    ],
)
def test_references_are_found_whole(
    languages: dict[str, Language], code: str, text: str, named: list[str]
) -> None:
    found = [text[span.start : span.end] for span in references(text, languages[code].structure)]
    assert found == named


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("- one", "one"),
        ("• one", "one"),
        ("(a) one", "one"),
        ("(iv) one", "one"),
        ("b) one", "one"),
        ("12) one", "one"),
        ("- (a) one", "one"),
        ("# Title", "Title"),
        ("(ab) one", "(ab) one"),
        ("-5 degrees", "-5 degrees"),
        ("**bold** text", "**bold** text"),
        ("1. one", "1. one"),
        ("(see) one", "(see) one"),
        ("- ", "- "),
    ],
)
def test_bullets_and_letters_in_brackets_stand_before_the_text(line: str, rest: str) -> None:
    assert line[marker(line) :] == rest


@pytest.mark.parametrize(
    ("code", "lines", "wanted"),
    [
        ("en", ["1. Open it.", "2. Read it."], ["1. ", "2. "]),
        ("en", ["Do this:", "  9. Open it.", "", "  10. Read it."], ["9. ", "10. "]),
        ("en", ["1.2 Open it.", "1.2.1 Read it."], ["1.2 ", "1.2.1 "]),
        ("en", ["A. Smith wrote.", "B. Lee read."], ["A. ", "B. "]),
        ("en", ["IV. Findings", "V. Order"], ["IV. ", "V. "]),
        ("en", ["1. Open it."], []),
        ("en", ["1. Open it.", "5. Read it."], []),
        ("en", ["A. Smith wrote.", "T. Lee read."], []),
        ("en", ["3.14 Is pi.", "2.72 Is e."], []),
        ("da", ["1. marts kom han.", "2. marts gik han."], []),
        ("is", ["1. gr. Heiti", "2. gr. Gildi"], []),
        ("is", ["1. Heiti", "2. Gildi"], ["1. ", "2. "]),
    ],
)
def test_a_number_is_a_lines_where_its_neighbour_has_the_next(
    languages: dict[str, Language], code: str, lines: list[str], wanted: list[str]
) -> None:
    text = "\n".join(lines)
    found = numbered(text, languages[code].structure)
    assert [text[start:end] for start, end in found.items()] == wanted


def test_what_numbers_a_line_is_not_translated_and_stays(languages: dict[str, Language]) -> None:
    text = (
        "Article 12\r\nScope\r\n\r\n1. The Act applies (see Art. 3(1)). It is new.\n"
        "2. It binds:\n\t(a)  tenants;\n\t(b)\u00a0owners.\n| Fee | 12 EUR |\n"
    )
    found = pieces(text, languages["en"].structure)
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.translatable] == [
        "Article 12",
        "Scope",
        "The Act applies (see Art. 3(1)).",
        "It is new.",
        "It binds:",
        "tenants;",
        "owners.",
        "Fee",
        "12 EUR",
    ]
