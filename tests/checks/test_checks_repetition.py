"""Texts that repeat themselves where their source does not."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, collected, find, misjudged, pairs_of, rows
from support.parallel import pairs

REPEATED: list[Case] = [
    ("He went home.", "Anh ấy về nhà nhà nhà.", False),
    ("He went home.", "Anh ấy về về về nhà.", True),
    ("He went home.", "Anh ấy về nhà về nhà về nhà rồi.", True),
    ("One by one they left.", "từng người một họ đi " * 3, True),
    ("It is a very good book.", "Đó là một cuốn sách rất rất hay.", False),
    ("It is very, very good.", "Nó rất rất rất hay.", False),
    ("Ha ha ha, he said.", "Ha ha ha, anh ấy nói.", False),
    ("The cat saw a cat.", "Con mèo thấy một con mèo.", False),
    ("", "a a a", True),
]

TWICE: list[Case] = [
    ("The old house was sold last year.", "Ngôi nhà cũ bán rồi. Ngôi nhà cũ bán rồi.", True),
    ("The old house was sold.", "Ngôi nhà cũ Ngôi nhà cũ bán rồi.", False),
    ("The old house was sold.", "Hôm qua có tin ngôi nhà cũ có tin ngôi nhà cũ bán rồi", True),
    ("It is very good.", "Nó rất là hay đấy. Nó rất là hay đấy.", True),
    ("It is very very good.", "Nó rất là hay đấy. Nó rất là hay đấy.", True),
    ("Wake up, wake up!", "Hãy thức dậy đi, hãy thức dậy đi,", False),
    ("The end. The end.", "Đây là hồi kết. Đây là hồi kết.", False),
    ("A b c d, then a b c d.", "Một hai ba bốn, rồi một hai ba bốn.", False),
]

RUNS: list[Case] = [
    ("Wait", "Đợi........", True),
    ("No", "Khôôôôôôôông", True),
    ("Wait", "Đợi.......", False),
    ("Sign: ________", "Ký tên: ____________", False),
    ("A gap", "Một        khoảng", False),
    ("A million", "100000000", False),
]


def test_words_that_follow_themselves_three_times_fail(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "repetition", "en-vi", REPEATED) == []


def test_four_words_that_follow_themselves_once_fail(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "repetition", "en-vi", TWICE) == []


@pytest.mark.parametrize("code", ["vi", "ar", "sv", "fr"])
def test_a_doubled_translation_fails_even_where_its_length_is_allowed(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    good = pairs(code)
    doubled = [(source, f"{target} {target}") for source, target in good]
    batch = pairs_of(languages, f"en-{code}", doubled)
    assert rows("repetition", batch, gates) == list(range(len(good)))
    assert rows("repetition", pairs_of(languages, f"en-{code}", good), gates) == []


def test_how_often_words_follow_themselves_is_a_threshold(
    languages: dict[str, Language], gates: Gates
) -> None:
    batch = pairs_of(languages, "en-sv", [("x", "ja ja"), ("x", "ja ja ja"), ("x", "ja " * 5)])
    assert rows("repetition", batch, gates, times=2) == [0, 1, 2]
    assert rows("repetition", batch, gates, times=4) == [2]


def test_the_stretch_is_found_however_often_single_words_may_follow_themselves(
    languages: dict[str, Language], gates: Gates
) -> None:
    text = "Ngôi nhà cũ bán rồi. Ngôi nhà cũ bán rồi."
    batch = pairs_of(languages, "en-vi", [("It was sold.", text)])
    assert rows("repetition", batch, gates, times=12) == [0]


def test_the_repeated_words_are_named(languages: dict[str, Language], gates: Gates) -> None:
    twice = "ett två tre fyra fem sex sju åtta"
    batch = pairs_of(
        languages, "en-sv", [("x", "ut och in ut och in ut och in"), ("x", f"{twice} " * 2)]
    )
    assert find("repetition", batch, gates) == [
        (0, "'ut och in' 3 times or more in a row"),
        (1, "8 words twice in a row: 'ett två tre fyra fem sex'"),
    ]


def test_collected_text_has_no_source_that_could_excuse_it(
    languages: dict[str, Language], gates: Gates
) -> None:
    texts = ["nej nej nej", "nej nej", "vi går hem nu vi går hem nu", "vi går hem nu"]
    assert rows("repetition", collected(languages, "sv", texts), gates) == [0, 2]


def test_a_character_that_runs_on_fails_unless_one_does_in_the_source(
    languages: dict[str, Language], gates: Gates
) -> None:
    assert misjudged(languages, gates, "character-run", "en-vi", RUNS) == []


def test_how_long_a_run_may_be_is_a_threshold(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-sv", [("x", "nej!!!"), ("x", "nej!!")])
    assert rows("character-run", batch, gates, times=3) == [0]
    assert rows("character-run", collected(languages, "sv", ["a!!", "b!"]), gates, times=2) == [0]


SENTENCE = "The committee met in the town hall to talk about the new bridge over the river. "
VARIED = (
    "Ủy ban họp ở tòa thị chính để bàn về cây cầu mới bắc qua sông. Nhiều người dân lo ngại rằng "
    "chi phí sẽ tăng gấp đôi, còn kỹ sư trưởng thì hứa hoàn thành trước mùa mưa. Sau ba giờ tranh "
    "luận, đa số bỏ phiếu thuận, và chủ tịch cảm ơn mọi người đã đến dự đông đủ như vậy."
)
# Differs from word to word, so that no words follow themselves, and says nothing.
LOOPED = " ".join(f"cầu mới {i % 7} bắc qua sông và" for i in range(30))


@pytest.mark.parametrize(
    ("source", "target", "failing"),
    [
        (SENTENCE * 3, LOOPED, [0]),
        (SENTENCE * 3, VARIED, []),
        (" ".join(f"bridge {i % 7} over the river and" for i in range(30)), LOOPED, []),
        (SENTENCE, LOOPED[:290], []),
    ],
    ids=["looped", "varied", "source loops too", "short"],
)
def test_a_text_that_compresses_like_no_language_fails(
    languages: dict[str, Language], gates: Gates, source: str, target: str, failing: list[int]
) -> None:
    batch = pairs_of(languages, "en-vi", [(source, target)])
    assert rows("compression", batch, gates) == failing


def test_compression_has_three_thresholds(languages: dict[str, Language], gates: Gates) -> None:
    batch = pairs_of(languages, "en-vi", [(SENTENCE * 3, LOOPED)])
    assert rows("compression", batch, gates, characters=10_000) == []
    assert rows("compression", batch, gates, ratio=0.01) == []
    assert rows("compression", batch, gates, of_source=0.01) == []


def test_collected_text_is_compressed_too(languages: dict[str, Language], gates: Gates) -> None:
    batch = collected(languages, "vi", [LOOPED, VARIED])
    assert rows("compression", batch, gates) == [0]
