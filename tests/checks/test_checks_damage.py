"""Texts that were decoded wrongly, escaped, or are not in their normal form."""

import unicodedata

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows
from support.parallel import pairs, texts

CODES = ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"]


def _misread(text: str) -> str:
    """Return UTF-8 read as Windows-1252, with controls for the bytes that it lacks."""
    return "".join(
        chr(code) if code in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([code]).decode("cp1252")
        for code in text.encode()
    )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_read_as_windows_1252_is_found_in_every_language(
    languages: dict[str, Language], gates: Gates, code: str, times: int
) -> None:
    spoilt = [(source, _misread(target)) for source, target in pairs(code)]
    if times > 1:
        spoilt = [(source, _misread(target)) for source, target in spoilt]
    marked = [row for row, target in enumerate(texts(code)) if not target.isascii()]
    assert len(marked) > 1
    assert rows("mojibake", pairs_of(languages, f"en-{code}", spoilt), gates) == marked


@pytest.mark.parametrize("code", CODES)
def test_good_texts_have_no_mojibake(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    assert rows("mojibake", collected(languages, code, texts(code)), gates) == []


MOJIBAKE: list[Case] = [
    ("The quote’s end.", "Citatets slut â€™.", True),
    ("Minus one", "âˆ’ ett", True),
    ("Summer", "LÃ¤ngs Ã¥n", True),
    # Capitals before quotation marks, degrees, ordinals: as they should be.
    ("BY THE LAKE”", "VID SJÖ”", False),
    ("20 °C in May", "20 °C i maj", False),
    ("He said: ‘À’ – no.", "Han sade: ‘À’ – nej.", False),
    ("LÃ¤ngs", "LÃ¤ngs", False),
    ("", "", False),
]


def test_only_what_is_sure_is_called_mojibake(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "mojibake", "en-sv", MOJIBAKE) == []


ENTITIES: list[Case] = [
    ("Salt and pepper", "Salt &amp; peppar", True),
    ("Salt and pepper", "Salt & peppar", False),
    ("Wait…", "Vänta&#8230;", True),
    ("Wait…", "Vänta&#x2026;", True),
    ("Salt &amp; pepper", "Salt &amp; peppar", False),
    ("R&D; and more", "FoU med mera", False),
    # In markup they are what they should be.
    ("<b>Salt</b> “pepper”", "<b>Salt</b> &quot;peppar&quot;", False),
]


def test_html_entities_stand_in_markup_alone(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "entities", "en-sv", ENTITIES) == []


@pytest.mark.parametrize("code", ["vi", "fr", "is", "sv"])
def test_decomposed_letters_are_told(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    good = texts(code)
    apart = [unicodedata.normalize("NFD", text) for text in good]
    changed = [row for row, text in enumerate(good) if apart[row] != text]
    assert len(changed) > 3
    assert rows("not-nfc", collected(languages, code, good), gates) == []
    assert rows("not-nfc", collected(languages, code, apart), gates) == changed


def test_marks_in_the_wrong_order_are_told_though_no_normal_form_mends_them(
    languages: dict[str, Language], gates: Gates
) -> None:
    wrong = "Tie\u0301\u0302ng Vie\u0323\u0302t"
    assert unicodedata.normalize("NFC", wrong) != "Tiếng Việt"
    batch = pairs_of(languages, "en-vi", [("Vietnamese", wrong), ("Vietnamese", "Tiếng Việt")])
    assert find("mark-order", batch, gates) == [(0, "1 letters with marks that do not compose")]


def test_what_composes_is_in_order(languages: dict[str, Language], gates: Gates) -> None:
    apart = unicodedata.normalize("NFD", "Tiếng Việt")
    batch = pairs_of(
        languages, "en-vi", [("Vietnamese", apart), ("x\u0304 is the mean", "x\u0304")]
    )
    assert rows("mark-order", batch, gates) == []


@pytest.mark.parametrize(
    ("check", "character"),
    [("presentation-forms", "\ufedf"), ("presentation-forms", "\ufb56"), ("tatweel", "ـ")],
)
def test_shapes_of_print_and_stretched_words_are_told(
    languages: dict[str, Language], gates: Gates, check: str, character: str
) -> None:
    spoilt = [("peace", f"س{character}ام"), (f"{character}", f"{character}"), ("peace", "سلام ﷺ")]
    assert rows(check, pairs_of(languages, "en-ar", spoilt), gates) == [0]
