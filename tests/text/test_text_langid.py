"""Which texts read as another language, and how surely."""

import pytest

from babelwright.catalog.model import Language
from babelwright.text.langid import Guess, identify, strangers
from support.parallel import texts

CODES = ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"]
LONG = 40  # letters
NEIGHBOURS = [
    (one, other)
    for one in ["da", "nb", "nn", "sv", "is", "fo"]
    for other in ["da", "nb", "nn", "sv", "is", "fo"]
    if one != other
]
FAR = [
    *[("vi", code) for code in CODES if code != "vi"],
    *[("fr", code) for code in ["da", "nb", "nn", "sv", "is", "fo", "vi", "ar", "en"]],
    *[(code, "en") for code in ["ar", "da", "fo", "is", "nb", "nn", "sv"]],
]


def _guesses(
    languages: dict[str, Language], found: list[str], target: str, others: list[str] | None = None
) -> list[Guess]:
    known = [languages[code] for code in (others or CODES)]
    return strangers(found, range(len(found)), languages[target], known)


@pytest.mark.parametrize("code", CODES)
def test_a_text_in_its_own_language_is_no_stranger(
    languages: dict[str, Language], code: str
) -> None:
    own = [text for text in texts(code) if sum(char.isalpha() for char in text) >= LONG]
    assert len(own) >= 3
    assert _guesses(languages, own, code) == []


@pytest.mark.parametrize(("target", "code"), NEIGHBOURS)
def test_a_text_in_a_neighbours_language_is_a_stranger(
    languages: dict[str, Language], target: str, code: str
) -> None:
    together = " ".join(texts(code)[:9])
    assert [guess.code for guess in _guesses(languages, [together], target)] == [code]


@pytest.mark.parametrize(("target", "code"), FAR)
def test_every_sentence_in_a_distant_language_is_a_stranger(
    languages: dict[str, Language], target: str, code: str
) -> None:
    sentences = texts(code)
    found = _guesses(languages, sentences, target)
    assert [guess.row for guess in found] == list(range(len(sentences)))


@pytest.mark.parametrize("target", ["vi", "fr", "ar"])
def test_neighbours_that_share_a_texts_probability_are_strangers_together(
    languages: dict[str, Language], target: str
) -> None:
    # Half Danish and half Norwegian: neither is sure, and it is Vietnamese by no means.
    text = "Nettooverskuddet steg til to millioner euro i tredje kvartal, mod en million før."
    assert [guess.code for guess in _guesses(languages, [text], target)] in (["da"], ["nb"])


def test_a_distant_language_is_sure_at_once(languages: dict[str, Language]) -> None:
    (guess,) = _guesses(languages, [texts("ar")[0]], "vi")
    assert guess.code == "ar"
    assert guess.confirmed
    assert guess.probability > 0.99


def test_only_the_chosen_rows_are_judged(languages: dict[str, Language]) -> None:
    both = [texts("fr")[0], texts("fr")[1], texts("vi")[0], texts("fr")[2]]
    known = list(languages.values())
    found = strangers(both, [1, 2, 3], languages["vi"], known)
    assert [guess.row for guess in found] == [1, 3]


def test_only_the_named_languages_are_guessed(languages: dict[str, Language]) -> None:
    (guess,) = _guesses(languages, [texts("nb")[0]], "vi", others=["da", "en"])
    assert guess.code == "da"


def test_without_other_languages_nothing_is_a_stranger(languages: dict[str, Language]) -> None:
    assert strangers([texts("fr")[0]], [0], languages["vi"], []) == []


# Nynorsk for Bokmål, less or more surely, without and with marker words of both.
MARKERS = [
    ("nb", "Fiskaren la garna ut ved holmen og rodde mot land.", "nn", False),
    ("nb", "Fiskaren la ikkje garna ut ved holmen og rodde mot land.", "nn", True),
    ("nb", "Reven sprang over jordet og gøymde seg bak steinane ved elva.", "nn", False),
    ("nb", "Reven sprang ikke over jordet og gøymde seg bak steinane ved elva.", "nn", False),
    ("nb", "Reven sprang over jordet og gøymde seg bak steinane. Ikke ikkje.", "nn", False),
    ("nb", "Fiskeren la ikke garna ut ved holmen og rodde mot land.", None, False),
    ("is", "Bóndin selur lamb og ull á torgi í Havn í dag", "fo", False),
    ("is", "Bóndin selur ikki lamb og ull á torgi í Havn í dag", "fo", True),
]


@pytest.mark.parametrize(("target", "text", "code", "confirmed"), MARKERS)
def test_marker_words_confirm_a_neighbour_or_speak_for_the_target(
    languages: dict[str, Language], target: str, text: str, code: str | None, confirmed: bool
) -> None:
    found = [(guess.code, guess.confirmed) for guess in _guesses(languages, [text], target)]
    assert found == ([(code, confirmed)] if code else [])


@pytest.mark.parametrize(
    ("text", "confirmed"),
    [
        ("Direktøren præsenterede regnskabet for bestyrelsen.", True),
        ("Ministeren fremlagde planen for byens havn i går.", False),
    ],
)
def test_a_second_detector_has_a_vote_where_no_marker_word_speaks(
    languages: dict[str, Language], text: str, confirmed: bool
) -> None:
    # langdetect reads the one as Danish too, and the other as Norwegian.
    (guess,) = _guesses(languages, [text], "nb")
    assert (guess.code, guess.confirmed) == ("da", confirmed)


def test_the_same_texts_get_the_same_guesses(languages: dict[str, Language]) -> None:
    mixed = [text for code in ("da", "nb", "nn", "sv") for text in texts(code)]
    first = _guesses(languages, mixed, "nb")
    assert first == _guesses(languages, mixed, "nb")
    backwards = _guesses(languages, mixed[::-1], "nb")
    last = len(mixed) - 1
    assert sorted(first) == sorted(guess._replace(row=last - guess.row) for guess in backwards)


@pytest.mark.parametrize("code", CODES)
def test_texts_are_identified_among_the_plausible_languages(
    languages: dict[str, Language], code: str
) -> None:
    codes = {languages[each].detection.py3langid: each for each in CODES}
    together = " ".join(texts(code)[:9])
    assert identify([together], codes) == [code]


def test_a_text_between_two_languages_is_not_identified(languages: dict[str, Language]) -> None:
    codes = {languages[each].detection.py3langid: each for each in ("da", "nb", "sv")}
    assert identify(["Det er en god dag i dag."], codes) == [None]


def test_no_texts_are_identified_as_nothing() -> None:
    assert identify([], {"en": "en"}) == []
