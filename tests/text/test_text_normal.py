"""Normal forms: what is published, and what is compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.normal import canonical, matching_key
from support.laws import law

# Letters, marks and signs that combine, fold or decompose in surprising ways, and anything else.
TRICKY = st.text(alphabet="aAéE\u0301\u0323\u0308\u0345´¨- .ßİıΣσς각½ﷺﬁ①Ǆ", max_size=8)
ANY = st.text(max_size=12) | TRICKY


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"),
        ("a\u030angstro\u0308m", "ångström"),
        ("\u0644\u0651\u064e", "\u0644\u064e\u0651"),
        ("\u212bngström, 5 \u2126", "Ångström, 5 Ω"),
    ],
    ids=["vietnamese", "swedish", "arabic shadda before fatha", "singletons"],
)
def test_published_text_is_composed(written: str, published: str) -> None:
    assert canonical(written) == published


@pytest.mark.parametrize(
    "text", ["ﬁnal ½ m²", "  two  spaces\t\n", "ｆｕｌｌ", "“quoted” – so…", "ـ"]
)
def test_publishing_changes_nothing_but_the_composition(text: str) -> None:
    assert canonical(text) == text


@law
@given(ANY)
def test_publishing_twice_is_publishing_once(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.normalize("NFD", once) == unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thư viện mở cửa.", unicodedata.normalize("NFD", "thư viện mở cửa")),
        ("STRASSE", "straße"),
        ("ﬁnal", "Final!"),
        ("It's 5 o’clock", "its 5 oclock"),
        ("one  two\nthree", "One, two - three."),
        ("Ⅻ kings", "xii Kings"),
        ("1\u202f234 kr", "1234 kr"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("مرحبا، كيف حالك؟", "مرحبا كيف حالك"),
    ],
)
def test_texts_that_differ_in_form_alone_match(one: str, other: str) -> None:
    assert matching_key(one) == matching_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("má", "mà"),
        ("resume", "résumé"),
        ("ba 3", "ba 4"),
        ("كتاب", "كتب"),
        ("đo", "do"),
        (":-)", ":-("),
        ("!", "?"),
        ("👍", "👎"),
        ("", "."),
    ],
)
def test_texts_that_say_different_things_do_not_match(one: str, other: str) -> None:
    assert matching_key(one) != matching_key(other)


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_texts_of_nothing_but_space_have_an_empty_key(text: str) -> None:
    assert matching_key(text) == ""


def test_punctuation_keeps_its_signs_but_not_its_spaces() -> None:
    assert matching_key(": - )") == ":-)"


def test_a_mark_that_lost_its_neighbour_combines_with_the_next_letter() -> None:
    assert matching_key("a-\u0301") == matching_key("á")


@law
@given(ANY)
def test_a_key_is_its_own_key(text: str) -> None:
    assert matching_key(matching_key(text)) == matching_key(text)


@law
@given(ANY)
def test_the_published_form_has_the_key_of_the_written_one(text: str) -> None:
    assert matching_key(canonical(text)) == matching_key(text)


@law
@given(st.lists(st.sampled_from(["Điều", "trăm", "café", "42", "ärligt", "شكرا"]), min_size=1))
def test_punctuation_and_space_between_words_do_not_matter(words: list[str]) -> None:
    assert matching_key(", ".join(words) + ".") == matching_key("".join(words).upper())
