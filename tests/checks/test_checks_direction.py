"""Direction marks, brackets and punctuation, above all in text from right to left."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, misjudged, rows
from support.parallel import texts

TABLES: dict[str, list[Case]] = {
    "bidi": [
        ("peace", "\u202bسلام", True),
        ("peace", "\u202bسلام\u202c", False),
        ("peace", "سلام\u202c", True),
        ("peace", "\u2067سلام\u202c", True),
        ("peace", "\u2067سلام\u2069", False),
        ("peace", "\u202eسلام\u202c", True),
        ("\u202epeace\u202c", "\u202eسلام\u202c", False),
        ("\u202bpeace", "\u202bسلام", False),
        # A line ends what was opened on it.
        ("peace\nnow", "\u202bسلام\nالآن\u202c", True),
        ("peace", "سلام", False),
    ],
    "brackets-mirrored": [
        ("peace (now)", "سلام )الآن(", True),
        ("peace (now)", "سلام (الآن)", False),
        ("peace [now]", "سلام ]الآن[", True),
        ("a) one b) two", "أ) واحد ب) اثنان", False),
        ("a) one (1)", "أ) واحد (1)", False),
        (")peace(", ")سلام(", False),
        ("peace", "سلام", False),
    ],
    "punctuation-start": [
        ("Peace is here.", ".السلام هنا", True),
        ("Is it peace?", "؟هل هو السلام", True),
        ("Peace is here.", "السلام هنا.", False),
        ("… and peace.", "… والسلام.", False),
        ("", "", False),
    ],
    "latin-punctuation": [
        ("Is it peace?", "هل هو السلام?", True),
        ("One, two", "واحد, اثنان", True),
        ("One, two", "واحد، اثنان", False),
        ("See a, b", "انظر a, b", False),
        ("1,000", "1,000 شخص", False),
    ],
}


@pytest.mark.parametrize("check", TABLES)
def test_arabic_is_written_as_it_is_spoken(
    languages: dict[str, Language], gates: Gates, check: str
) -> None:
    assert misjudged(languages, gates, check, "en-ar", TABLES[check]) == []


@pytest.mark.parametrize("check", TABLES)
@pytest.mark.parametrize("code", ["ar", "fr", "sv", "vi"])
def test_good_texts_pass(
    languages: dict[str, Language], gates: Gates, check: str, code: str
) -> None:
    assert rows(check, collected(languages, code, texts(code)), gates) == []


def test_latin_marks_are_at_home_elsewhere(languages: dict[str, Language], gates: Gates) -> None:
    batch = collected(languages, "da", ["Han sagde سلام, og gik?"])
    assert rows("latin-punctuation", batch, gates) == []
