"""Spans and brackets that a translation must carry over."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of, rows

SPAN_LOST: list[Case] = [
    ("See https://example.org/a.", "Se här.", True),
    ("See https://example.org/a.", "Se https://example.org/b.", True),
    ("See https://example.org/a.", "Se https://example.org/a!", False),
    ("Hi {name}, {name}!", "Hej {name}!", True),
    ("Hi {name}!", "Hej {namn}!", True),
    ("Hi {name}!", "{name}, hej!", False),
    ("%s of %d", "%d av %s", False),
    ("%s of %s", "%s av alla", True),
    ("<b>Stop</b> now", "<b>Stopp nu", True),
    ("<b>Stop</b> now", "<b>Stopp</b> nu", False),
    ("Run `make all`", "Kör `gör allt`", True),
    ("Write to Me@Example.org", "Skriv till me@example.org", False),
    ("Buy at shop.com", "Köp i butiken", True),
    ("No span here", "Ingen alls", False),
]

SPAN_INVENTED: list[Case] = [
    ("See here.", "Se https://example.org/a.", True),
    ("Hi {name}!", "Hej {name} {name}!", True),
    ("Hi you!", "Hej {name}!", True),
    ("Hi {name}!", "Hej {name}!", False),
    ("Hi {name}!", "Hej!", False),
    ("100 % sure", "100 % säker", False),
]

BRACKETS: list[Case] = [
    ("One (two) three", "Ett (två tre", True),
    ("One (two) three", "Ett två) tre", True),
    ("One [two] three", "Ett [två) tre", True),
    ("One two", "Ett {två", True),
    ("One (two) three", "Ett (två) tre", False),
    ("One (two) three", "Ett två tre", False),
    ("1) one 2) two", "1) ett 2) två", False),
    (":-) ha", "((( ha", False),
]

BRACKET_COUNT: list[Case] = [
    ("One (two) three", "Ett två tre", True),
    ("One [1] two [2]", "Ett [1] två 2", True),
    ("One (two) [3]", "Ett (två) 3", True),
    ("One (two) three", "Ett (två) tre", False),
    ("One two", "Ett (två)", False),
    ("One (two", "Ett två", False),
]


@pytest.mark.parametrize(
    ("check", "table"),
    [
        ("span-lost", SPAN_LOST),
        ("span-invented", SPAN_INVENTED),
        ("brackets", BRACKETS),
        ("bracket-count", BRACKET_COUNT),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_source_has_is_carried_over(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-sv", table) == []


@pytest.mark.parametrize(
    ("check", "pair", "detail"),
    [
        ("number-changed", ("In 45 of 67", "I 46 av 76"), "45, 67 became 46, 76"),
        ("number-lost", ("In 45 of 67", "I alla"), "lost: 45, 67"),
        ("number-invented", ("In all", "I 45"), "not in the source: 45"),
        ("span-lost", ("{b} {a} {a}", "{a}"), "lost: {a} {b}"),
        ("span-invented", ("{a}", "{a} %s"), "not in the source: %s"),
        ("brackets", ("a (b) [c]", "a (b [c"), "unbalanced () []"),
        ("bracket-count", ("a (b) [c]", "a b c"), "fewer () [] than in the source"),
    ],
)
def test_the_finding_says_what_differs(
    languages: dict[str, Language], gates: Gates, check: str, pair: tuple[str, str], detail: str
) -> None:
    assert find(check, pairs_of(languages, "en-sv", [pair]), gates) == [(0, detail)]


@pytest.mark.parametrize(
    ("codes", "source", "target"),
    [
        ("en-ar", "See https://example.org/a, then write.", "انظر https://example.org/a، ثم اكتب."),
        ("en-ar", "Have you seen https://example.org?", "هل رأيت https://example.org؟"),
        ("en-vi", "On ‘https://example.org/x’.", "Tại ‘https://example.org/x’."),
        ("en-fr", "Ask info@example.org!", "Écrivez à info@example.org !"),
    ],
)
def test_an_address_ends_before_the_punctuation_of_either_language(
    languages: dict[str, Language], gates: Gates, codes: str, source: str, target: str
) -> None:
    batch = pairs_of(languages, codes, [(source, target)])
    assert rows("span-lost", batch, gates) == []
    assert rows("span-invented", batch, gates) == []
