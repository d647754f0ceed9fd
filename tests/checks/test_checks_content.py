"""Empty texts, texts from nothing, and texts that are their source again."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows

EMPTY: list[Case] = [
    ("Hello there.", "", True),
    ("Hello there.", " \n\t", True),
    ("Hello there.", "\u00a0\u2003", True),
    ("Hello there.", "Xin chào.", False),
    ("", "", False),
    (" ", "\n", False),
    ("?", ".", False),
]

FROM_NOTHING: list[Case] = [
    ("", "Xin lỗi, tôi không thể dịch nội dung này.", True),
    (" \n", "a", True),
    ("", " ", False),
    ("", "", False),
    ("Hello.", "Xin chào.", False),
    (".", ".", False),
]

COPIED: list[Case] = [
    ("The seller pays the full price.", "The seller pays the full price.", True),
    ("The seller pays the full price.", "the SELLER pays, the full price!", True),
    ("the old house", "the old house", True),
    ("The seller pays the full price.", "Bên bán trả toàn bộ giá tiền.", False),
    ("Nguyen Van An, Hanoi", "Nguyen Van An, Hanoi", False),
    ("Barclays Bank PLC 2024", "Barclays Bank PLC 2024", False),
    ("Anna and Bo", "Anna and Bo", False),
    ("12.5 + 3 = 15.5", "12.5 + 3 = 15.5", False),
    ("OK", "OK", False),
    ("", "", False),
]


def test_a_text_without_a_letter_or_sign_is_empty(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "empty", "en-vi", EMPTY) == []


def test_collected_text_must_not_be_empty_either(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert rows("empty", collected(languages, "vi", ["", "Xin chào.", " "]), gates) == [0, 2]


def test_nothing_is_translated_into_something(languages: dict[str, Language], gates: Gates) -> None:
    assert misjudged(languages, gates, "empty-to-text", "en-vi", FROM_NOTHING) == []


def test_a_source_with_plain_words_must_not_come_back(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "copied", "en-vi", COPIED) == []


@pytest.mark.parametrize(("words", "failing"), [(1, [0, 1]), (2, [1]), (4, [])])
def test_how_many_plain_words_make_a_copy_is_a_threshold(
    languages: dict[str, Language], gates: Gates, words: float, failing: list[int]
) -> None:
    batch = pairs_of(languages, "en-sv", [("Anna and Bo", "Anna and Bo"), ("big red bus",) * 2])
    assert rows("copied", batch, gates, words=words) == failing


@pytest.mark.parametrize(("codes", "failing"), [("nb-nn", []), ("da-nb", []), ("en-nb", [0])])
def test_languages_that_are_alike_may_share_a_sentence(
    languages: dict[str, Language], gates: Gates, codes: str, failing: list[int]
) -> None:
    batch = pairs_of(languages, codes, [("den gamle broen over elva", "Den gamle broen over elva")])
    assert rows("copied", batch, gates) == failing


def test_the_finding_says_what_was_seen(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-vi", [("now she was late", "now she was late"), ("Hi", "")])
    assert find("copied", batch, gates) == [(0, "the source again, with 4 plain words")]
    assert find("empty", batch, gates) == [(1, "there is no text")]
