"""Sentences in all ten languages: where they end, and where they do not."""

import pytest

from babelwright.catalog.model import Language, Structure
from babelwright.text.segment import pieces, sentence_count

# A bar stands where a sentence ends.
SENTENCES = [
    ("en", "Dr. Smith came at 9 a.m. on Friday.|He left."),
    ("en", "J. R. R. Tolkien wrote it.|It sold well."),
    ("en", "1. Open the box.|2. Read the note."),
    ("en", "Pi is 3.14 or so.|See https://example.org/a.b?c=1.|Then stop!|Done."),
    ("en", "He said “Stop.”|Then he left (at last.)|Why?!|No idea..."),
    ("en", "It cost $1,250.50 in the U.S. last year.|Nobody knew."),
    ("en", "Version 2.0.1 of the app is out.|Users wait."),
    ("vi", "PGS. TS. Lan dạy ở TP. Huế.|Bà rất bận."),
    ("vi", "Giá là 1.250,50 đồng.|Ai trả?|Ông ấy nói: “Tôi.”|Hết."),
    ("vi", "Ngày 2.9.1945 rất nóng.|Đường phố chật kín."),
    ("ar", "هل هذا صحيح؟|نعم، هو كذلك.|شكرا!"),
    ("ar", "وصل د. سامي في الساعة 9.30 مساء.|ثم غادر."),
    ("ar", "ولد عام 570 م. وعاش طويلا.|انتهى؟"),
    ("fr", "M. Dupont et Mme. Petit sont là.|Ils attendent."),
    ("fr", "« Il est parti. »|Elle dort.|« Non\u00a0!\u00a0»|Fin."),
    ("fr", "Voir l’art. 12 du code.|L'av. J.-C. Martin plaide.|C'est tout."),
    ("da", "Han bor i nr. 5 ca. 3 km herfra.|Jf. § 3, stk. 2."),
    ("da", "»Han gik.«|Hun blev.|»Nej!« sagde han.|Slut."),
    ("da", "Det sker den 17. maj i Aarhus.|Kom!"),
    ("nb", "«Kom nå.»|Han gikk f.eks. Den gamle veien.|Ferdig."),
    ("nb", "Kl. 9.30 kom 2,5 mill. Kroner inn.|Alle så det."),
    ("nn", "Eg veit ikkje.|Det gjeld t.d. Bergen.|Kva no?"),
    ("sv", "Hon sade: ”Nej.”|”Jo!”|Det gäller t.ex. Lund.|Klart."),
    ("sv", "Enligt 3 kap. 2 § gäller prof. Lindgrens regel.|Punkt."),
    ("is", "„Hæ.“|„Nei.“|Sbr. 3. gr. laganna og o.s.frv. Jón fór."),
    ("is", "„Dr. Jón kom.“|Hann fór 17. júní."),
    ("fo", "Hann kom kl. 9.|Tað var t.d. Jógvan.|Hvat nú?"),
]


@pytest.mark.parametrize(("code", "marked"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(
    languages: dict[str, Language], code: str, marked: str
) -> None:
    wanted = marked.split("|")
    found = pieces(" ".join(wanted), languages[code].structure)
    assert [piece.text for piece in found if piece.translatable] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The rate is 3.14 percent",
        "See https://example.org/a.html?x=1.2 or mail a.b@example.org",
        "at 10.30 p.m. sharp",
        "version 1.2.3 of the file a.txt",
        "wait... what",
        "He asked why? and left",
        "A. B. Clark",
        "3. Article",
    ],
)
def test_nothing_ends_within_a_sentence(text: str) -> None:
    assert sentence_count(text, Structure(frozenset(["p.m"]))) == 1


def test_an_abbreviation_is_known_by_its_language_alone(languages: dict[str, Language]) -> None:
    text = "Det gäller bl.a. Malmö."
    assert sentence_count(text, languages["sv"].structure) == 1
    assert sentence_count(text, languages["is"].structure) == 2


def test_lines_are_kept_apart_and_their_breaks_are_not_translated() -> None:
    found = pieces("Title without a mark\n\n  Body one. Body two.\r\n")
    assert [tuple(piece) for piece in found] == [
        ("Title without a mark", True),
        ("\n\n", False),
        ("  ", False),
        ("Body one.", True),
        (" ", False),
        ("Body two.", True),
        ("\r", False),
        ("\n", False),
    ]


@pytest.mark.parametrize("text", ["", " ", "\n", "---", "42", "3.14 + 1", "12:30", "…", "* * *"])
def test_text_without_letters_is_not_translated(text: str) -> None:
    found = pieces(text)
    assert not any(piece.translatable for piece in found)
    assert sentence_count(text) == 0


def test_a_single_mark_is_no_sentence() -> None:
    assert [piece.text for piece in pieces(". Then it began.")] == [". Then it began."]


def test_sentences_are_counted_over_all_lines() -> None:
    assert sentence_count("One. Two!\nThree? 4\n\n5\nSix") == 4
