"""Protected spans: found whole, without the punctuation of the sentence around them."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.spans import (
    HINT,
    protected_spans,
    span_difference,
    without_spans,
)
from support.laws import law

FOUND = [
    ("See https://example.org/a?b=1&c=%20, please.", ["https://example.org/a?b=1&c=%20"]),
    ("Read “https://example.org/a”…", ["https://example.org/a"]),
    ("(ftp://files.example.org/x_y-z.tar.gz)!", ["ftp://files.example.org/x_y-z.tar.gz"]),
    ("‘http://example.org/b’; then", ["http://example.org/b"]),
    ("هل رأيت https://example.org؟", ["https://example.org"]),
    ("انظر https://example.org/a، ثم اكتب", ["https://example.org/a"]),
    ("Go to www.example.org/de. Now", ["www.example.org/de"]),
    ("Write to a.b+c@mail.example.org.", ["a.b+c@mail.example.org"]),
    ("Visit example.com/path or Shop.co.uk, then a-b.org!", ["example.com/path", "Shop.co.uk"]),
    ("Hi {name}, {0} and {{ user.id }} or {value:.2f}", ["{name}", "{0}", "{{ user.id }}"]),
    ("%s of %d, %(count)s, %1$s", ["%s", "%d", "%(count)s", "%1$s"]),
    ("cost ${price} and {}", ["${price}", "{}"]),
    ("<b>bold</b> <br/> <a href='x'>", ["<b>", "</b>", "<br/>", "<a href='x'>"]),
    ("run `pip list` or `a`", ["`pip list`", "`a`"]),
    ("```\nx = {y}\n``` and `z`", ["```\nx = {y}\n```", "`z`"]),
    ("`https://example.org/{id}`", ["`https://example.org/{id}`"]),
]


@pytest.mark.parametrize(("text", "spans"), FOUND)
def test_spans_are_found_in_order(text: str, spans: list[str]) -> None:
    found = protected_spans(text)
    assert found[: len(spans)] == spans
    assert all(span in text for span in found)


@pytest.mark.parametrize(
    "text",
    [
        "``Quoted'' in TeX, and ``quoted again''.",
        "either ``one''/``two'' in TeX",
        "A ` alone, and `one\nover two lines`",
        "50 % du total, 100% sure, 5%-10%",
        "3 < 4 and 6 > 5",
        "He left.Is it so.No one.se knew.de facto",
        "a @ b, @user, 5@6",
        "{a, b} ⊂ {α}",
        "i.e. this, e.g. that, U.S.A.",
        "version 1.2.3",
    ],
)
def test_ordinary_text_has_no_spans(text: str) -> None:
    assert protected_spans(text) == []
    assert without_spans(text) == text


@pytest.mark.parametrize("mark", [*".,;:!?…'\"’،؛؟۔", "?!", "..."])
def test_the_sentence_keeps_its_mark_after_an_address(mark: str) -> None:
    assert protected_spans(f"see https://example.org/a{mark}") == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("text", "other", "missing"),
    [
        ("{a} and {b}", "{b} og {a}", []),
        ("{a} {a} {b}", "{a} {b}", ["{a}"]),
        ("{a}", "{a} {a}", []),
        ("%s, %s and %d", "%d", ["%s", "%s"]),
        ("See https://example.org/a.", "Xem https://example.org/a", []),
        ("See https://example.org/a.", "Xem https://example.org/b", ["https://example.org/a"]),
        ("https://example.org/A", "https://example.org/a", ["https://example.org/A"]),
        ("{Name}", "{name}", ["{Name}"]),
        ("`Run`", "`run`", ["`Run`"]),
        ("Shop.com is down", "shop.com är nere", []),
        ("Mail Me@Example.org", "me@example.org", []),
        ("<b>x</b>", "<b>x<b>", ["</b>"]),
        ("z@example.org a@example.org", "", ["a@example.org", "z@example.org"]),
        ("nothing here", "{new}", []),
    ],
)
def test_spans_are_missing_as_often_as_they_are_fewer(
    text: str, other: str, missing: list[str]
) -> None:
    assert span_difference(text, other).lost == missing


def test_the_rest_of_a_text_stays_when_its_spans_go() -> None:
    text = "Ring {name} på <b>tisdag</b>, se https://example.org/a?b=1"
    assert without_spans(text).split() == ["Ring", "på", "tisdag", ",", "se"]


SOME = st.sampled_from(
    "{a}|%s|https://a.org/b?|a@b.no|`x y`|``x''|```\n```|<i>|www.x.y|word.|é|ñ.com|x.org|${v}| |,|’"
    "".split("|")
)
ANY = st.text(max_size=30) | st.lists(SOME, max_size=8).map("".join)


@law
@given(ANY)
def test_a_text_with_a_span_has_the_hint_that_one_is_there(text: str) -> None:
    hinted = pc.match_substring_regex(pa.array([text]), HINT)[0].as_py()
    assert hinted or not protected_spans(text)


@law
@given(ANY)
def test_a_text_lacks_none_of_its_own_spans(text: str) -> None:
    assert span_difference(text, text).lost == []


@law
@given(ANY, ANY)
def test_what_is_missing_is_everything_where_nothing_is_left(text: str, other: str) -> None:
    assert len(span_difference(text, "").lost) == len(protected_spans(text))
    assert len(span_difference(text, other).lost) <= len(protected_spans(text))
