"""Texts in the wrong script or language, and letters that have lost their marks."""

import unicodedata

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows
from support.parallel import texts

SCRIPT: list[Case] = [
    ("Anna called.", "Anna called her mother yesterday.", True),
    ("Anna called.", "اتصلت آنا بأمها أمس.", False),
    ("Anna called.", "اتصلت Anna بأمها، ثم called her sister again", True),
    ("Apple, Google and Meta hired.", "وظفت Apple و Google و Meta عمالا", False),
    ("See https://example.org/a/long/path", "انظر https://example.org/a/long/path", False),
    ("Run `pip install example`", "نفذ `pip install example`", False),
    ("BBC", "BBC", False),
    ("short", "short a", False),
    ("123", "123", False),
]

MARKS: list[Case] = [
    ("The library opens at nine.", "Thu vien mo cua luc chin gio sang.", True),
    ("The library opens at nine.", "Thư viện mở cửa lúc chín giờ sáng.", False),
    ("The library opens.", "Thu vien", False),
    ("John Smith met Mary Jones.", "John Smith Mary Jones William Baker", False),
    ("Write to a@example.org", "hotline@example.org support@example.org", False),
    ("The Library Opens At Nine", "Thư viện New York Times Square Garden", False),
]

FOREIGN: list[Case] = [
    ("The old bridge.", "Den gamle broen ligger ved elva, og så kjører vi på øya.", True),
    ("The old bridge.", "Den gamla bron ligger vid ån, och så åker vi till ön.", False),
    ("Søren lives here.", "Søren bor här.", False),
    ("Soren lives here.", "SØREN bor här.", True),
    ("See http://øl.example.org/", "Se http://øl.example.org/", False),
]


@pytest.mark.parametrize(
    ("check", "codes", "table"),
    [
        ("script", "en-ar", SCRIPT),
        ("marks", "en-vi", MARKS),
        ("foreign-letters", "en-sv", FOREIGN),
    ],
    ids=["script", "marks", "foreign-letters"],
)
def test_letters_are_the_languages_own(
    languages: dict[str, Language], gates: Gates, check: str, codes: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, codes, table) == []


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("vi", "Тихая река течёт", "Thư viện mở cửa"),
        ("en", "図書館は九時に開きます。朝", "The library opens"),
        ("fr", "تفتح المكتبة أبوابها", "La bibliothèque ouvre"),
        ("ar", "ڪيفية Тихая река", "تفتح المكتبة أبوابها"),
    ],
)
def test_collected_text_must_be_in_its_script(
    languages: dict[str, Language], gates: Gates, code: str, wrong: str, right: str
) -> None:
    assert rows("script", collected(languages, code, [right, wrong]), gates) == [1]


@pytest.mark.parametrize(
    ("code", "foreign", "own"),
    [
        ("ar", "یک کتاب", "كتاب واحد"),
        ("da", "Det är så", "Det er så"),
        ("nb", "Þór kom", "Tor kom"),
        ("nn", "Ho är her", "Ho er her"),
        ("is", "På gården", "Á bænum"),
        ("fo", "Það er gott", "Tað er gott"),
        ("fr", "Il a dit ðe", "Il a dit déjà"),
        ("sv", "Hun så en bjørn", "Hon såg en björn"),
    ],
)
def test_letters_that_a_language_does_not_use_are_named(
    languages: dict[str, Language], gates: Gates, code: str, foreign: str, own: str
) -> None:
    (finding,) = find("foreign-letters", collected(languages, code, [own, foreign]), gates)
    assert finding.row == 1
    named = finding.detail.removeprefix("letters of another language: ").split()
    assert named
    assert set(named) <= set(foreign)
    assert not set(named) & set(own)


def test_languages_without_foreign_letters_have_none(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = collected(languages, "vi", ["þæöåäøð"])
    assert rows("foreign-letters", batch, gates) == []


def test_texts_that_lost_every_mark_fail_whatever_they_say(
    languages: dict[str, Language], gates: Gates
) -> None:
    good = texts("vi")
    stripped = ["".join(c for c in unicodedata.normalize("NFD", t) if c.isascii()) for t in good]
    assert rows("marks", collected(languages, "vi", stripped), gates) == list(range(len(good)))
    assert rows("marks", collected(languages, "vi", good), gates) == []


@pytest.mark.parametrize(
    ("check", "code", "text"), [("script", "ar", "called her"), ("marks", "vi", "mot hai ba bon")]
)
def test_how_many_letters_are_enough_is_a_threshold(
    languages: dict[str, Language], gates: Gates, check: str, code: str, text: str
) -> None:
    batch = collected(languages, code, [text])
    assert rows(check, batch, gates, letters=5) == [0]
    assert rows(check, batch, gates, letters=50) == []


def test_the_share_of_letters_is_said(languages: dict[str, Language], gates: Gates) -> None:
    batch = collected(languages, "ar", ["كتاب جديد and a new one"])
    assert find("script", batch, gates)[0].detail == "44% of the letters are Arab"
    batch = collected(languages, "vi", ["mot hai ba bon nam sáu"])
    assert find("marks", batch, gates)[0].detail == "6% of the letters carry a mark"


@pytest.mark.parametrize(
    ("codes", "wrong"), [("en-sv", "fr"), ("en-fr", "sv"), ("en-vi", "da"), ("sv-en", "sv")]
)
def test_a_text_in_another_language_fails(
    languages: dict[str, Language], gates: Gates, codes: str, wrong: str
) -> None:
    source, target = codes.split("-")
    own, other = texts(target)[0], texts(wrong)[0]
    batch = pairs_of(languages, codes, [(texts(source)[0], own), (texts(source)[0], other)])
    assert rows("language", batch, gates) == [1]
    assert find("language", batch, gates)[0].detail.startswith(f"reads as {wrong} (")


def test_a_neighbour_without_a_second_sign_is_only_doubted(
    languages: dict[str, Language], gates: Gates
) -> None:
    doubted = "Fiskaren la garna ut ved holmen og rodde mot land."
    confirmed = doubted.replace("la garna", "la ikkje garna")
    own = "Fiskeren la garna ut ved holmen og rodde mot land."
    batch = pairs_of(languages, "en-nb", [("x", own), ("x", doubted), ("x", confirmed)])
    assert rows("language-doubt", batch, gates) == [1]
    assert rows("language", batch, gates) == [2]


def test_a_text_too_short_to_be_read_is_in_no_other_language(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = collected(languages, "vi", ["La maison est grande."])
    assert rows("language", batch, gates) == []
    assert rows("language-doubt", batch, gates) == []


def test_protected_spans_are_in_no_language(languages: dict[str, Language], gates: Gates) -> None:
    code = "`the quick brown fox jumps over the lazy dog and then it sleeps`"
    batch = collected(languages, "sv", [f"Kör {code} nu.", code.strip("`")])
    assert rows("language", batch, gates) == [1]


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_good_text_of_every_language_passes(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    batch = collected(languages, code, texts(code))
    for check in ("script", "marks", "foreign-letters", "language", "language-doubt"):
        assert rows(check, batch, gates) == []
