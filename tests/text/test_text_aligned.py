"""The parts of a long text beside those of its translation."""

from babelwright.text.aligned import Pair, aligned


def test_lines_are_paired_one_by_one_and_packed() -> None:
    source = "One two.\n\nThree four.\n  Five six seven.\nEight."
    target = "Một hai.\nBa bốn.\n\nNăm sáu bảy.\nTám."
    assert aligned(source, target, (15, 100)) == [
        Pair("One two.\nThree four.", "Một hai.\nBa bốn."),
        Pair("Five six seven.\nEight.", "Năm sáu bảy.\nTám."),
    ]


def test_a_text_too_short_for_two_parts_is_one() -> None:
    assert aligned("One.\nTwo.", "Một.\nHai.", (50, 50)) == [Pair("One.\nTwo.", "Một.\nHai.")]
    assert aligned("One. Two.", "Một. Hai.", (5, 50)) == [Pair("One. Two.", "Một. Hai.")]


def test_one_long_line_is_divided_between_sentences_at_the_same_share() -> None:
    source = "Aaaa bbbb. Cccc dddd. Eeee ffff. Gggg hhhh."
    target = "Một hai ba. Bốn năm sáu bảy. Tám chín. Mười."
    found = aligned(source, target, (10, 20))
    assert [pair.source.strip() for pair in found] == [
        "Aaaa bbbb. Cccc dddd.",
        "Eeee ffff. Gggg hhhh.",
    ]
    assert [pair.target.strip() for pair in found] == [
        "Một hai ba. Bốn năm sáu bảy.",
        "Tám chín. Mười.",
    ]


def test_texts_of_other_lines_are_divided_as_one() -> None:
    source = "Aaaa bbbb.\nCccc dddd. Eeee ffff. Gggg hhhh."
    target = "Một hai ba. Bốn năm sáu bảy.\n\nTám chín.\nMười."
    found = aligned(source, target, (5, 20))
    assert len(found) == 2
    assert "".join(pair.target for pair in found) == target


def test_one_line_has_ten_parts_at_most() -> None:
    source = "Aaaa bbbb cccc. " * 200
    assert len(aligned(source, source, (10, 10))) == 10
