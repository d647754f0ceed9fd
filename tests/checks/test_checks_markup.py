"""Identifiers, markup, tables and lists that a translation must carry over."""

import pytest

from babelwright.catalog.model import Gates, Language
from support.batches import Case, find, misjudged, pairs_of

IDENTIFIER_LOST: list[Case] = [
    ("The fund US0378331005", "Fonden US0378331005", False),
    ("The fund US0378331005", "Fonden US0378331006", True),
    ("The fund US0378331006", "Fonden", False),
    ("Regulation (EU) 2016/679", "Förordning (EU) 2016/679", False),
    ("case C-131/12", "mål C-131/21", True),
    ("No fund", "Fonden US0378331005", False),
]

IDENTIFIER_INVENTED: list[Case] = [
    ("The fund", "Fonden US0378331005", True),
    ("The fund US0378331005", "Fonden US0378331005", False),
]

TAGS: list[Case] = [
    ("A <b>big</b> house", "Ett <b>stort</b> hus", False),
    ("A <b>big</b> house", "Ett </b>stort<b> hus", True),
    ("A <b>big</b> house", "Ett <b>stort hus", True),
    ("A <b>big house", "Ett <b>stort hus", False),
    ("A big house", "Ett stort hus</seg>", True),
    ("a < b", "a < b", False),
]

STRUCTURE: list[Case] = [
    ("# House\n\ntext", "# Hus\n\ntext", False),
    ("# House\n\ntext", "Hus\n\ntext", True),
    ("# House\n\ntext", "# Hus\n\n# text", True),
    ("see [this](http://a.b)", "se [det](http://a.b)", False),
    ("see [this](http://a.b)", "se det http://a.b", True),
    ("```\nx\n```", "```\nx", True),
    ("no marks", "# marks", False),
]

EMPHASIS: list[Case] = [
    ("a **big** house", "ett **stort** hus", False),
    ("a **big** house", "ett stort hus", True),
    ("a big house", "ett **stort** hus", False),
]

INVENTED: list[Case] = [
    ("a big house", "ett **stort** hus", True),
    ("a big house", "# Huset\n\nett stort hus", True),
    ("a **big** house", "ett **stort** **hus**", False),
    ("2 ** 3", "2 ** 3", False),
]

FORMULA: list[Case] = [
    ("so $x^2$ grows", "så växer $x^2$", False),
    ("so $x^2$ grows", "så växer $ x ^2$", True),
    ("so $x^2$ grows", "så växer x^2", True),
    ("it cost $5 and $6", "det kostade 5 och 6 dollar", False),
]

HANDLE: list[Case] = [
    ("ask @anna", "fråga @Anna", False),
    ("ask @anna", "fråga Anna", True),
    ("mail a@b.com", "skriv", False),
]

HASHTAG: list[Case] = [
    ("good #morning", "god #morgon", False),
    ("good #morning", "god morgon", True),
]

EMOJI: list[Case] = [
    ("good \U0001f600", "bra \U0001f600", False),
    ("good \U0001f600", "bra \U0001f622", True),
    ("good \U0001f600", "bra", True),
    ("good", "bra \U0001f600", False),
]

SHAPE: list[Case] = [
    ("| a | b |\n| 1 | 2 |", "| c | d |\n| 1 | 2 |", False),
    ("| a | b |\n| 1 | 2 |", "| c | d |\n| 1 |", True),
    ("| a | b |\n| 1 | 2 |", "| c | d |", True),
    ("| a | b |\n| 1 | 2 |\n| 3 | 4 |", "| c | d |\n| 1 | 2 |", True),
    ("a\tb\n1\t2", "c\td\n1 2", True),
    ("no table", "| c | d |\n| 1 | 2 |", False),
]

CELLS: list[Case] = [
    ("| a | b |\n| 1 | 2.5 |", "| c | d |\n| 1 | 2,5 |", False),
    ("| a | b |\n| 1 | 2 |", "| c | d |\n| 2 | 1 |", True),
    ("| a | 1,234 |\n| b | (5) |", "| c | 1 234 |\n| d | (5) |", False),
    ("| a | 1,234 |\n| b | 5 |", "| c | 1 243 |\n| d | 5 |", True),
    ("| a | five |\n| b | 5 |", "| c | sju |\n| d | 5 |", False),
    ("| a | 5 |\n| b | 6 |", "| c | fem |\n| d | 6 |", True),
    ("| a | 5 |\n| b | 6 |", "| c | 5 |", False),
]

ITEMS: list[Case] = [
    ("- one\n- two", "- ett\n- två", False),
    ("- one\n- two", "- ett\ntvå", True),
    ("1. one\n2. two", "1. ett\n2. två\n3. tre", True),
    ("1. one", "ett", False),
]


@pytest.mark.parametrize(
    ("check", "table"),
    [
        ("identifier-lost", IDENTIFIER_LOST),
        ("identifier-invented", IDENTIFIER_INVENTED),
        ("markup-tags", TAGS),
        ("markup-structure", STRUCTURE),
        ("markup-emphasis", EMPHASIS),
        ("markup-invented", INVENTED),
        ("markup-formula", FORMULA),
        ("markup-handle", HANDLE),
        ("markup-hashtag", HASHTAG),
        ("markup-emoji", EMOJI),
        ("table-shape", SHAPE),
        ("table-cells", CELLS),
        ("list-items", ITEMS),
    ],
)
def test_what_the_source_has_stands_in_the_target(
    languages: dict[str, Language], gates: Gates, check: str, table: list[Case]
) -> None:
    assert misjudged(languages, gates, check, "en-sv", table) == []


DETAILS = [
    ("table-shape", "| a | b |\n| 1 | 2 |", "| c | d |\n| 1 |", "1 cells for 2 in row 2"),
    ("table-shape", "| a | b |\n| 1 | 2 |", "c d", "0 tables for 1"),
    ("table-cells", "| a | 5 |\n| b | 6 |", "| c | |\n| d | 6 |", "5 became nothing"),
    ("list-items", "- one\n- two", "ett", "0 list items for 2"),
    ("markup-tags", "<b>a</b>", "<b>a", "<b> does not pair"),
    ("markup-structure", "# a\n# b", "# a", "heading: 1 for 2"),
    ("markup-emoji", "\U0001f600\U0001f622", "\U0001f622", "lost: \U0001f600"),
]


@pytest.mark.parametrize("case", DETAILS)
def test_a_finding_says_what_is_other(
    languages: dict[str, Language], gates: Gates, case: tuple[str, str, str, str]
) -> None:
    check, source, target, detail = case
    pairs = pairs_of(languages, "en-sv", [(source, target)])
    assert [each.detail for each in find(check, pairs, gates)] == [detail]


@pytest.mark.parametrize("cell", ["<a>", "**a ", "$a ", "|a|\n", "1\t2\n", "- a\n", "@a #b ", "A1"])
def test_a_long_cell_is_judged(languages: dict[str, Language], gates: Gates, cell: str) -> None:
    text = cell * 10_000
    pairs = pairs_of(languages, "en-sv", [(text, text)])
    for check in ("markup-structure", "markup-emphasis", "markup-formula", "markup-handle"):
        assert find(check, pairs, gates) == []
    for check in ("table-shape", "table-cells", "list-items", "identifier-lost", "markup-tags"):
        assert find(check, pairs, gates) == []
