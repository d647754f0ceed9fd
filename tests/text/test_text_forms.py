"""Normal forms of a language: what its file mends, and what it says makes no difference."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Language
from babelwright.text.normal import canonical, matching_key, raw_form
from support.laws import law

CODES = ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"]
# Letters, marks and signs that the languages fold, drop, mend and reorder, and some they leave.
LETTERS = "aáàoòóuùyỳýqhtkeêếnđðÐĐƉɖåÅœŒæþi\u0301\u0302\u0306\u031b\u0323\u0308\u030a"
ARABIC = "اأإآٱلىيیکكهھةؤئءپچ\u0640\u064b\u064e\u0651\u0652\u0653\u0654\u0670ﻻﷲﷺﹰﹱﱞﯼ٠٥۵"
SIGNS = "12345 .,:·-/⁄½²٫٬'’«\u00a0\u202f\u200f\u202b\u2069\ufeff"
WRITTEN = st.text(max_size=12) | st.text(alphabet=LETTERS + ARABIC + SIGNS, max_size=14)
each_language = pytest.mark.parametrize("code", CODES)
fully = settings(law, max_examples=250)


@each_language
@fully
@given(text=WRITTEN)
def test_both_forms_are_their_own_and_agree(
    languages: dict[str, Language], code: str, text: str
) -> None:
    language = languages[code]
    published, key = canonical(text, language), matching_key(text, language)
    assert canonical(published, language) == published
    assert unicodedata.is_normalized("NFC", published)
    assert matching_key(key, language) == key
    assert matching_key(published, language) == key


@each_language
@law
@given(text=WRITTEN)
def test_texts_that_unicode_calls_equal_have_one_form(
    languages: dict[str, Language], code: str, text: str
) -> None:
    for form in ("NFC", "NFD"):
        other = unicodedata.normalize(form, text)
        assert canonical(other, languages[code]) == canonical(text, languages[code])
        assert matching_key(other, languages[code]) == matching_key(text, languages[code])


@pytest.mark.parametrize(
    ("code", "written", "published"),
    [
        ("vi", "e\u0301\u0302", "ế"),
        ("vi", "Tie\u0301\u0302ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("vi", "tru\u0301\u031bng", "trứng"),
        ("vi", "ă\u0309", "ẳ"),
        ("vi", "Ðại Lộc, 15/2020/NÐ-CP", "Đại Lộc, 15/2020/NĐ-CP"),
        ("ar", "مرحبـــا", "مرحبا"),
        ("ar", "الرحمـٰن", "الرحمٰن"),
        ("ar", "\ufeffﺍﻟﺴﻼﻡ", "السلام"),
        ("ar", "\u202bكتاب\u202c\u200f", "كتاب"),
        ("ar", "کتابی", "كتابي"),
        ("ar", "كﹷلب", "كَلب"),
        ("ar", "شكر\ufd3c", "شكرًا".replace("ًا", "اً")),
    ],
)
def test_what_was_mistyped_is_mended(
    languages: dict[str, Language], code: str, written: str, published: str
) -> None:
    assert canonical(written, languages[code]) == published


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("vi", "hoà thuỷ khoẻ, hòa thủy khỏe; kỹ và kĩ"),
        ("vi", "Ðuro và Guðmundur"),
        ("ar", "قالت شركة الـBBC في عام 1445 هـ إنّ ١٢ كتابًا"),
        ("ar", "ﷺ ½ م² ﷼ ـــ"),
        ("ar", "کتاب پارسی"),
        ("ar", "على متى أحمد إلى آخر ٱلله شاي\u2066 (x) \u2069"),
        ("fr", "« Œuvre\u202f: l’été\u00a0! » dit-il; 'oui'"),
        ("da", "Aarhus og Århus"),
        ("is", "Đ og ð, \u200e½"),
    ],
)
def test_what_was_written_on_purpose_is_published(
    languages: dict[str, Language], code: str, text: str
) -> None:
    assert canonical(text, languages[code]) == text


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("vi", "Hoà bình, khoẻ, thuỷ điện", "hòa bình khỏe thủy điện"),
        ("vi", "kỹ thuật quý, lý do", "kĩ thuật quí, lí do"),
        ("vi", "Ðiều Ɖ", "điều đ"),
        ("ar", "كِتابٌ", "كتاب"),
        ("ar", "أحمد إلى آخر ٱلله", "احمد الى اخر الله"),
        ("ar", "على", "علي"),
        ("ar", "هٰذا مـمتاز", "هذا ممتاز"),
        ("ar", "ﻛﺘﺎﺏ ١٢٣", "كتاب 123"),
        ("ar", "کتاب پارسی ۵", "كتاب پارسي 5"),
        ("fr", "«\u00a0Cœur d’œuvre\u202f!\u00a0»", '"coeur d\'oeuvre!"'),
        ("da", "Aabenraa og Aarhus", "Åbenrå og Århus"),
        ("nb", "Håkon", "Haakon"),
        ("nn", "Ålesund", "Aalesund"),
        ("sv", "Västerås", "Västeraas"),
        ("is", "GUĐRÚN", "Guðrún"),
        ("fo", "Đ", "ð"),
        ("fo", "1.250 kr", "1250 kr"),
        ("en", "1,250.5", "1250.5"),
    ],
)
def test_two_spellings_of_a_text_match(
    languages: dict[str, Language], code: str, one: str, other: str
) -> None:
    assert matching_key(one, languages[code]) == matching_key(other, languages[code])


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("vi", ["ma", "má", "mà", "mả", "mã", "mạ"]),
        ("vi", ["tay", "tai"]),
        ("vi", ["thúy", "thúi"]),
        ("vi", ["hoán", "hoàn", "hoan"]),
        ("vi", ["của", "cua", "cưa"]),
        ("vi", ["quà", "quá", "qua"]),
        ("vi", ["đo", "do", "dơ"]),
        ("vi", ["sky", "ski"]),
        ("ar", ["كتابة", "كتابه"]),
        ("ar", ["سؤال", "سءال", "سوال"]),
        ("fr", ["pêche", "péché", "pèche"]),
        ("da", ["hår", "har"]),
        ("sv", ["för", "far", "får"]),
        ("is", ["ö", "o", "ó"]),
        ("en", ["C 1.5", "C 15", "C 1-5", "C 1/5", "C -15 .5"]),
        ("en", ["19:30", "1930"]),
    ],
)
def test_what_differs_in_meaning_does_not_match(
    languages: dict[str, Language], code: str, texts: list[str]
) -> None:
    assert len({matching_key(text, languages[code]) for text in texts}) == len(texts)


def test_only_its_own_language_folds_a_spelling(languages: dict[str, Language]) -> None:
    assert matching_key("Århus", languages["is"]) != matching_key("Aarhus", languages["is"])
    assert matching_key("hoà", languages["fr"]) != matching_key("hòa", languages["fr"])
    assert matching_key("œuf", languages["vi"]) != matching_key("oeuf", languages["vi"])


@pytest.mark.parametrize(
    ("code", "written", "kept"),
    [
        ("vi", "e\u0301\u0302", "e\u0301\u0302"),
        ("vi", "e\u0302\u0301", None),
        ("ar", "مـرحبا", "مـرحبا"),
        ("ar", "\u0644\u0651\u064e", None),
        ("en", "plain", None),
    ],
    ids=["mark order", "decomposed", "stretched", "order that NFC mends", "ascii"],
)
def test_what_was_written_is_kept_where_more_than_its_composition_changed(
    languages: dict[str, Language], code: str, written: str, kept: str | None
) -> None:
    assert raw_form(written, canonical(written, languages[code])) == kept
