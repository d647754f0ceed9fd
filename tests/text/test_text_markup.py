"""Markup: tags that pair, markdown, formulas, handles, hashtags, emoji."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.text.markup import (
    emoji,
    emphasis,
    formulas,
    handles,
    hashtag_count,
    marks,
    misnested,
)
from support.laws import law


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<b>a</b>", ""),
        ("<p><b>a</b><br>c</p>", ""),
        ("<img src='x'/> and <hr>", ""),
        ("a < b and c > d", ""),
        ("<B>a</b>", ""),
        ("<b>a", "<b>"),
        ("a</b>", "</b>"),
        ("<b><i>a</b></i>", "</b>"),
    ],
)
def test_tags_pair_as_they_nest(text: str, wanted: str) -> None:
    assert misnested(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("so $x^2$ grows", {"$x^2$": 1}),
        ("so $ x^2$ or $x^2 $", {}),
        ("$5 and $6", {}),
        ("from $5 to 6$ or US$5-$7", {}),
        ("$$ a = b $$", {"$a=b$": 1}),
        (r"\(a_1\) and \[b\]", {r"\(a_1\)": 1, r"\[b\]": 1}),
        (r"$\text{if } x_1$", {r"$\text{}x_1$": 1}),
        ("$n$ and $n$", {"$n$": 2}),
        ("it costs $five$ a day", {}),
    ],
)
def test_formulas_are_told_from_prices(text: str, wanted: dict[str, int]) -> None:
    assert formulas(text) == wanted


def test_words_within_a_formula_may_be_translated() -> None:
    assert formulas(r"$\text{if } x_1$") == formulas(r"$\text{om } x_1$")


def test_markdown_is_counted_by_what_it_is() -> None:
    text = "# A\n\n> b\n\n```\nx\n```\n[c](http://d.e) and ![f](g.png)\n#no heading\na # b"
    assert +marks(text) == {"heading": 1, "quotation": 1, "fence": 2, "link": 2}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a **b** c", {"bold": 1}),
        ("**a b** and ~~c~~", {"bold": 1, "struck": 1}),
        ("2 ** 3 ** 4", {}),
        ("****", {}),
        ("**Từ**: và **khác**.", {"bold": 2}),
    ],
)
def test_emphasis_stands_at_letters(text: str, wanted: dict[str, int]) -> None:
    assert +emphasis(text) == wanted


def test_handles_are_no_addresses() -> None:
    assert handles("ask @Anna or @anna, not a@b.com or @x.y") == {"@anna": 2}


def test_hashtags_have_a_letter() -> None:
    assert hashtag_count("#morning #2024 #Việt_Nam # x &#39; a#b") == 2


def test_ticks_and_arrows_are_no_emoji() -> None:
    assert emoji("✓ ➜ ★ 😀😀 🇳🇴 ❤") == {"😀": 2, "🇳🇴": 1, "❤": 1}


@law
@given(st.text(alphabet="<>/b$x^_\\()[]#*~@`1 \n😀", max_size=60))
def test_any_text_is_read_and_a_text_has_what_it_has(text: str) -> None:
    misnested(text)
    for count in (formulas, marks, emphasis, handles, emoji):
        assert not count(text) - count(text)
        assert all(found >= 0 for found in count(text).values())
