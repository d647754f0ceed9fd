"""Languages and gates: the values they become, and what is wrong with their files."""

from pathlib import Path

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Calibration, Gates, Severity
from support.catalogs import copy_languages, problems, replaced, write_catalog

LANGUAGE = """\
code = "xx"
name = "Test"
endonym = "Tëst"
script = "Latn"
direction = "ltr"

[codes]
mteb = "xxx-Latn"
hub = "xx"

[detection]
py3langid = "xx"
confusable = ["vi"]
min_letters = 40

[letters]
min_share = 0.5

[numbers]
decimal = ","
group = [".", " "]

[length]
mean = 1.1
sentence = [0.5, 2]
passage = [0.8, 1.4]
"""
KNOWN = "'ar', 'da', 'en', 'fo', 'fr', 'is', 'nb', 'nn', 'sv', 'vi'"
CALIBRATION = """
[calibration."static-1"]
embedder = "0f0f"
cosine = 0.4
margin = 1.02
false_alarm = 0.01
detection = 0.99
date = "2026-11-01"
data = "Sentences"
"""


def language_problems(root: Path, text: str, name: str = "xx.toml") -> list[str]:
    """Return the problems of a catalog with one more language."""
    (copy_languages(write_catalog(root)) / name).write_text(text, encoding="utf-8")
    return [problem.removeprefix("languages/") for problem in problems(root)]


def gate_problems(root: Path, *changes: tuple[str, str]) -> list[str]:
    """Return the problems of a catalog whose gates are the bundled ones with changes."""
    gates = (bundled_root() / "validation" / "gates.toml").read_text(encoding="utf-8")
    found = problems(write_catalog(root, gates=replaced(gates, *changes)))
    return [problem.removeprefix("validation/") for problem in found]


def line_of(key: str) -> int:
    """Return the line of a key in the bundled gates."""
    gates = (bundled_root() / "validation" / "gates.toml").read_text(encoding="utf-8")
    starts = [n for n, line in enumerate(gates.split("\n"), start=1) if line.startswith(key)]
    assert len(starts) == 1
    return starts[0]


def test_a_language_becomes_what_its_file_declares(tmp_path: Path) -> None:
    file = copy_languages(write_catalog(tmp_path)) / "xx.toml"
    file.write_text(LANGUAGE + CALIBRATION, encoding="utf-8")
    language = load_catalog(tmp_path).languages["xx"]
    assert (language.name, language.endonym) == ("Test", "Tëst")
    assert (language.mteb_code, language.hub_code) == ("xxx-Latn", "xx")
    assert language.argos_code == "xx", "the code itself where nothing is said"
    assert (language.detection.langdetect, language.detection.confusable) == (None, ("vi",))
    assert (language.letters.min_share, language.letters.marked) == (0.5, "")
    assert (language.numbers.group, language.numbers.scale) == ((".", " "), {})
    assert (language.dates.orders, language.units) == (("dmy", "ymd"), {})
    assert (language.length.sentence, language.length.passage) == ((0.5, 2), (0.8, 1.4))
    assert language.calibration == {
        "static-1": Calibration("0f0f", 0.4, 1.02, 0.01, 0.99, "2026-11-01", "Sentences")
    }


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"xx"\nname', '"yy"\nname', "1: code differs from the file's name"),
        (
            '["vi"]',
            '["vi", "zz"]',
            f"13: unknown language 'zz'; allowed: {KNOWN}, 'xx'",
        ),
        ('"ltr"', '"left"', "5: direction = 'left' is not allowed; did you mean 'ltr'?"),
        ('"Latn"', '"Latin"', "4: script = 'Latin' is malformed; ISO 15924."),
        (
            '"xxx-Latn"',
            '"xxx"',
            "8: codes.mteb = 'xxx' is malformed; ISO 639-3 and script, as mteb writes languages.",
        ),
        ("0.5\n", "1.5\n", "17: letters.min_share: 1.5 is greater than the maximum of 1"),
        ('decimal = ","', 'decimal = ",,"', "20: numbers.decimal: ',,' is too long"),
        ("[0.5, 2]", "[0.5]", "25: length.sentence: [0.5] is too short"),
        (
            "[0.5, 2]",
            "[0.5, 1, 2]",
            "25: length.sentence: Expected at most 2 items but found 1 extra: 2",
        ),
        (
            "[length]",
            '[units]\nmiles = ["mile"]\n[length]',
            "23: units = 'miles' is not allowed; did you mean 'mile'?",
        ),
        (
            "[length]",
            '[dates]\nmonths = [["one"]]\n[length]',
            "24: dates.months: [['one']] is too short",
        ),
        (
            "min_letters = 40",
            "min_letter = 40",
            "14: [detection] unknown key 'min_letter'; did you mean 'min_letters'?",
        ),
    ],
)
def test_a_language_that_breaks_a_rule_is_explained(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert f"xx.toml:{problem}" in language_problems(tmp_path, replaced(LANGUAGE, (old, new)))


def test_words_of_numbers_and_amounts_become_what_a_language_declares(tmp_path: Path) -> None:
    said = """
[numbers.words]
"0.5" = ["half"]
2 = ["two", "second"]
60 = ["second"]

[dates]
orders = ["mdy"]
months = [["A"],["B"],["C"],["D"],["E"],["F"],["G"],["H"],["I"],["J"],["K"],["L", "Lo"]]

[units]
mile = ["mile*"]

[currencies]
krone = ["kr"]
"""
    file = copy_languages(write_catalog(tmp_path)) / "xx.toml"
    file.write_text(LANGUAGE + said, encoding="utf-8")
    language = load_catalog(tmp_path).languages["xx"]
    assert language.numbers.words == {"half": (0.5,), "two": (2.0,), "second": (2.0, 60.0)}
    assert (language.dates.orders, language.dates.months[11]) == (("mdy",), ("L", "Lo"))
    assert (language.units, language.currencies) == ({"mile": ("mile*",)}, {"krone": ("kr",)})


def test_a_catalog_needs_languages(tmp_path: Path) -> None:
    (write_catalog(tmp_path) / "languages").mkdir()
    assert problems(tmp_path)[0] == "languages: has no language files"


def test_gates_become_what_their_file_declares(gates: Gates) -> None:
    assert gates.version >= 1
    repetition, empty = gates.checks["repetition"], gates.checks["empty"]
    assert (repetition.severity, repetition.collected) == (Severity.HARD, Severity.SOFT)
    assert repetition.thresholds == {"times": 3.0}
    assert (empty.severity, empty.collected, empty.thresholds) == (Severity.HARD, Severity.HARD, {})
    assert 0 < gates.max_failed <= gates.max_filtered < 1


def test_repair_has_defaults(tmp_path: Path) -> None:
    text = (bundled_root() / "validation" / "gates.toml").read_text(encoding="utf-8")
    start, end = text.index("[repair]"), text.index("# Shares of")
    catalog = load_catalog(write_catalog(tmp_path, gates=text[:start] + text[end:]))
    assert (catalog.gates.attempts, catalog.gates.hypotheses) == (6, 4)


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("\nmarks ", "\nmark ", "marks", "[checks] unknown key 'mark'; did you mean 'marks'?"),
        (
            "times = 8",
            "time = 8",
            "character-run",
            "[checks.character-run] unknown key 'time'; did you mean 'times'?",
        ),
        (
            "words = 3",
            "word = 3",
            "copied",
            "[checks.copied] unknown key 'word'; did you mean 'words'?",
        ),
        (
            'copied        = { severity = "hard"',
            'copied        = { severity = "high"',
            "copied",
            "checks.copied.severity = 'high' is not allowed; allowed: 'hard', 'info', 'soft'",
        ),
        ("words = 3", 'words = "3"', "copied", "checks.copied.words = 3 is not of type 'number'"),
        (
            "max_failed   = 0.05",
            "max_failed   = 5",
            "max_failed",
            "release.max_failed: 5 is greater than the maximum of 1",
        ),
        ("version = 3", "version = 0", "version", "version: 0 is less than the minimum of 1"),
        (
            "attempts   = 6",
            "attempts   = 11",
            "attempts",
            "repair.attempts: 11 is greater than the maximum of 10",
        ),
    ],
)
def test_gates_that_no_check_reads_are_refused(
    tmp_path: Path, old: str, new: str, key: str, problem: str
) -> None:
    assert f"gates.toml:{line_of(key)}: {problem}" in gate_problems(tmp_path, (old, new))


def test_every_check_needs_its_gate_and_thresholds(tmp_path: Path) -> None:
    line = '\nempty         = { severity = "hard", exempt = false }'
    (missing,) = gate_problems(tmp_path / "a", (line, ""))
    assert missing == f"gates.toml:{line_of('[checks]')}: [checks] 'empty' is missing"
    (threshold,) = gate_problems(tmp_path / "b", (", words = 3", ""))
    assert threshold == f"gates.toml:{line_of('copied')}: [checks.copied] 'words' is missing"


def test_a_catalog_may_set_its_own_severities_and_thresholds(tmp_path: Path) -> None:
    text = (bundled_root() / "validation" / "gates.toml").read_text(encoding="utf-8")
    changed = replaced(
        text, ('{ severity = "hard", words = 3 }', '{ severity = "soft", words = 9 }')
    )
    gate = load_catalog(write_catalog(tmp_path, gates=changed)).gates.checks["copied"]
    assert (gate.severity, gate.thresholds) == (Severity.SOFT, {"words": 9.0})
