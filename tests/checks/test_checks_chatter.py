"""Models that speak instead of translating."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows

REFUSALS: list[Case] = [
    ("How do I sharpen a knife?", "I'm sorry, but I can't assist with that request.", True),
    ("How do I sharpen a knife?", "I’m sorry, but I can’t help with that.", True),
    ("How do I sharpen a knife?", "As an AI, I must not say this.", True),
    ("How do I sharpen a knife?", "Xin lỗi, tôi không thể dịch nội dung này.", True),
    ("How do I sharpen a knife?", "Làm thế nào để mài dao?", False),
    # The source says so itself.
    ("I'm sorry, but I can't come.", "Xin lỗi, nhưng tôi không thể đến.", False),
    ("Sorry, I cannot swim.", "Xin lỗi, tôi không thể bơi.", False),
    ("", "", False),
]
CHATTER: list[Case] = [
    ("The bank is closed.", "Here is the translation:\n\nNgân hàng đóng cửa.", True),
    ("The bank is closed.", "**Translation:** Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Bản dịch: Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Đây là bản dịch: Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Vietnamese: Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Tiếng Việt: Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Translate the following text: Ngân hàng đóng cửa.", True),
    ("The bank is closed.", "Ngân hàng đóng cửa.\n\n(Note: it may also be the shore.)", True),
    ("The bank is closed.", "Ngân hàng đóng cửa.\nLưu ý: cũng có thể là bờ sông.", True),
    ("The bank is closed.", "Ngân hàng đóng cửa.", False),
    # What stands in the middle, or in the source, is text.
    ("She said: here you are.", "Cô ấy nói bản dịch: của bạn đây.", False),
    ("Here is the translation of the poem.", "Đây là bản dịch của bài thơ.", False),
    ("Vietnamese: a language.", "Tiếng Việt: một ngôn ngữ.", False),
    ("Open.\nNote: bring a coat.", "Mở cửa.\nLưu ý: mang áo khoác.", False),
    ("", "", False),
]
WRAPPED: list[Case] = [
    ("The bank is closed.", '"Ngân hàng đóng cửa."', True),
    ("The bank is closed.", "«Ngân hàng đóng cửa.»", True),
    ("The bank is closed.", "```\nNgân hàng đóng cửa.\n```", True),
    ('"The bank is closed."', '"Ngân hàng đóng cửa."', False),
    ("```\nclosed\n```", "```\nđóng cửa\n```", False),
    ("The 'bank' is closed.", "“Ngân hàng” đóng cửa, “hôm nay”", False),
    ("The bank", '"', False),
    ("", '""', False),
]


@pytest.mark.parametrize(
    ("check", "table"), [("refusal", REFUSALS), ("chatter", CHATTER), ("wrapped", WRAPPED)]
)
def test_what_a_model_adds_is_told_from_what_the_source_says(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-vi", table) == []


@pytest.mark.parametrize("code", ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_every_phrase_of_a_language_is_found_in_it(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    cues = languages[code].cues
    said = [("The bank is closed.", f"{cue} …") for cue in cues.refusal]
    begun = [("The bank is closed.", f"{cue} …") for cue in cues.preamble]
    noted = [("The bank is closed.", f"…\n{cue} …") for cue in cues.note]
    for check, table in (("refusal", said), ("chatter", begun), ("chatter", noted)):
        assert table
        batch = pairs_of(languages, f"en-{code}", table)
        assert rows(check, batch, gates) == list(range(len(table)))


def test_english_is_known_between_other_languages(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = pairs_of(languages, "fr-vi", [("La banque", "I cannot translate this sentence.")])
    assert rows("refusal", batch, gates) == [0]


def test_a_refusal_far_into_a_text_is_text(languages: dict[str, Language], gates: Gates) -> None:
    far = "Ngân hàng đóng cửa. " * 12 + "I cannot translate this."
    batch = pairs_of(languages, "en-vi", [("The bank is closed. " * 12, far)])
    assert rows("refusal", batch, gates) == []
    assert rows("refusal", batch, gates, characters=999) == [0]


def test_the_finding_says_what_was_said(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-da", [("Closed.", "Closed.\nNote: or shut.")])
    assert find("chatter", batch, gates) == [(0, "ends with 'Note: or shut.'")]
