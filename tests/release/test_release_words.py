"""The difference of two texts, word by word."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from babelwright.release.words import Piece, shown, visible, word_diff


def test_words_that_changed_stand_between_those_that_did_not() -> None:
    pieces = word_diff("Cửa hàng mở lúc chín giờ.", "Cửa hàng mở lúc mười giờ.")
    assert pieces == [
        Piece("equal", "Cửa hàng mở lúc "),
        Piece("removed", "chín"),
        Piece("added", "mười"),
        Piece("equal", " giờ."),
    ]
    assert shown(pieces) == "Cửa hàng mở lúc [-chín-]{+mười+} giờ."


def test_long_text_that_did_not_change_is_shortened() -> None:
    long = "một hai ba bốn năm sáu bảy tám chín mười " * 20
    line = shown(word_diff(f"{long}cũ{long}", f"{long}mới{long}"))
    assert "[-cũ" in line
    assert "{+mới" in line
    assert len(line) < 200
    assert line.startswith("…")
    assert line.endswith("…")


def test_what_a_terminal_would_obey_or_hide_is_shown() -> None:
    assert visible("\x1b[31mđỏ\x1b[0m\n") == "\\x1b[31mđỏ\\x1b[0m\\n"
    assert visible("a\u202eb\u200cc\u00a0d") == "a\\u202eb\\u200cc\\xa0d"


def test_texts_too_long_for_words_are_told_whole_and_soon() -> None:
    old = " ".join(str(number) for number in range(20_000))
    new = " ".join(str(number) for number in range(20_000, 0, -1))
    pieces = word_diff(old, new)
    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new


@given(st.text("ab c.", max_size=30), st.text("ab c.", max_size=30))
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new
    kinds = [each.kind for each in pieces]
    assert all(one != other for one, other in itertools.pairwise(kinds))


@given(st.text())
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    assert visible(text).isprintable()
