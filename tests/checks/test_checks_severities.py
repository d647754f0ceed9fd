"""Severities: those of the gates file, for translated and for collected text."""

from dataclasses import replace

import pytest

from babelwright.catalog.model import Gate, Gates, Language, Severity
from babelwright.checks.gate import CHECKS, Flag, judge
from support.batches import collected, names, pairs_of
from support.parallel import pairs

# One pair for every check of a pair's text; each fails it among others.
FAILING = {
    "empty": ("en-vi", "Hello there.", ""),
    "empty-to-text": ("en-vi", "?!", "Xin chào các bạn."),
    "copied": ("en-vi", "the old house is sold", "the old house is sold"),
    "untranslated-part": (
        "en-sv",
        "The old bridge is closed because the river was too high in spring.",
        "Den gamla bron är stängd, because the river was too high in spring.",
    ),
    "untranslated-words": (
        "en-sv",
        "The old bridge is closed, but the ferry still sails.",
        "Den gamla bron är stängd, men the ferry går än.",
    ),
    "refusal": ("en-sv", "Bring the knife.", "I'm sorry, but I can't translate this."),
    "chatter": ("en-sv", "The bridge is closed.", "Here is the translation: Bron är stängd."),
    "wrapped": ("en-sv", "The bridge is closed.", "”Bron är stängd.”"),
    "script": ("en-ar", "Anna called her mother.", "Anna called her mother."),
    "marks": ("en-vi", "The library opens.", "Thu vien mo cua som"),
    "foreign-letters": ("en-sv", "The old bridge.", "Den gamle brøen."),
    "language": ("en-sv", pairs("fr")[0][0], pairs("fr")[0][1]),
    "language-doubt": (
        "en-nb",
        "x",
        "Fiskaren la garna ut ved holmen og rodde mot land.",
    ),
    "unmarked-words": ("en-sv", "Everything is also there.", "Allt finns ocksa där hos nagon."),
    "length-ratio": ("en-sv", "a" * 100, "b" * 250),
    "truncation": ("en-sv", "One two three four. " * 5, "Ett två tre fyra"),
    "ending": ("en-sv", "One two three four. " * 5, "Ett två tre fyra. " * 4 + "Ett"),
    "sentences-missing": ("en-sv", "One is here. " * 12, "Ett är här " * 12),
    "paragraphs": ("en-sv", "One.\nTwo.", "Ett. Två."),
    "repetition": ("en-sv", "He said no.", "Han sade nej nej nej och gick."),
    "character-run": ("en-sv", "Oh", "O" * 9),
    "compression": ("en-sv", "x", " ".join(f"den {i % 7} var här och" for i in range(60))),
    "number-changed": ("en-sv", "In 45 days", "Om 46 dagar"),
    "number-lost": ("en-sv", "In 45 days", "Om några dagar"),
    "number-invented": ("en-sv", "In some days", "Om 45 dagar"),
    "number-small": ("en-sv", "In 5 days", "Om några dagar"),
    "number-strict": ("en-sv", "In 5 days", "Om fem dagar"),
    "scale-changed": ("en-sv", "Two billion people", "Två biljoner människor"),
    "unit-changed": ("en-sv", "It is 45 miles", "Det är 45 kilometer"),
    "currency-changed": ("en-sv", "It cost 45 dollars", "Det kostade 45 euro"),
    "number-sign": ("en-sv", "It was -45 degrees", "Det var 45 grader"),
    "date-changed": ("en-sv", "on 4 May 2024", "den 4 mars 2024"),
    "identifier-lost": ("en-sv", "The fund US0378331005", "Fonden US0378331006"),
    "identifier-invented": ("en-sv", "The fund", "Fonden US0378331005"),
    "span-lost": ("en-sv", "Hi {name}", "Hej du"),
    "span-invented": ("en-sv", "Hi you", "Hej {name}"),
    "brackets": ("en-sv", "Hi (you)", "Hej (du"),
    "bracket-count": ("en-sv", "Hi (you)", "Hej du"),
    "negation-lost": (
        "en-sv",
        "No one knows nothing, and no one does not pay.",
        "Ingen vet och alla betalar.",
    ),
    "negation-added": ("en-sv", "She pays the rent.", "Hon betalar inte hyran."),
    "modality-changed": ("en-sv", "The tenant shall pay.", "Hyresgästen kan betala."),
    "formality-mixed": ("en-fr", "You know your house.", "Tu connais votre maison."),
    "repetition-lost": ("en-sv", "whale whale whale", "val"),
    "markup-tags": ("en-sv", "A <b>house</b>", "Ett </b>hus<b>"),
    "markup-structure": ("en-sv", "# House", "Hus"),
    "markup-emphasis": ("en-sv", "A **house**", "Ett hus"),
    "markup-invented": ("en-sv", "A house", "Ett **hus**"),
    "markup-formula": ("en-sv", "So $x^2$ grows", "Så växer $x^3$"),
    "markup-handle": ("en-sv", "Ask @anna", "Fråga @hanna"),
    "markup-hashtag": ("en-sv", "Good #morning", "God morgon"),
    "markup-emoji": ("en-sv", "Good \U0001f600", "Bra \U0001f622"),
    "table-shape": ("en-sv", "| a | b |\n| 1 | 2 |", "| a | b |\n| 1 |"),
    "table-cells": ("en-sv", "| a | b |\n| 1 | 2 |", "| a | b |\n| 2 | 1 |"),
    "list-items": ("en-sv", "- one\n- two", "- ett\ntvå"),
    "control-characters": ("en-sv", "Hi", "He\x00j"),
    "invisible-characters": ("en-sv", "Hi", "He\u200bj"),
    "mojibake": ("en-sv", "The island", "Ã–n"),
    "entities": ("en-sv", "Salt and pepper", "Salt &amp; peppar"),
    "not-nfc": ("en-sv", "The island", "O\u0308n"),
    "mark-order": ("en-vi", "Vietnam", "Vie\u0301\u0302t Nam"),
    "presentation-forms": ("en-ar", "peace", "\ufeb3لام"),
    "tatweel": ("en-ar", "peace", "ســلام"),
    "bidi": ("en-ar", "peace", "\u202bسلام"),
    "brackets-mirrored": ("en-ar", "peace (now)", "سلام )الآن("),
    "punctuation-start": ("en-ar", "Peace is here.", ".السلام هنا"),
    "latin-punctuation": ("en-ar", "Is it peace?", "هل هو السلام?"),
}

# These are about several rows; tests/checks/test_checks_language_windows.py has them.
OF_SEVERAL = {"language-window"}


def _flags(languages: dict[str, Language], gates: Gates, check: str) -> list[Flag]:
    codes, source, target = FAILING[check]
    (flags,) = judge(pairs_of(languages, codes, [(source, target)]), gates)
    return flags


def _with(gates: Gates, check: str, gate: Gate) -> Gates:
    return replace(gates, checks={**gates.checks, check: gate})


def test_every_check_has_a_pair_here_that_fails_it() -> None:
    assert list(FAILING) == [check.id for check in CHECKS if check.id not in OF_SEVERAL]


@pytest.mark.parametrize("check", FAILING)
def test_a_flag_has_the_severity_of_the_gates_file(
    languages: dict[str, Language], gates: Gates, check: str
) -> None:
    flags = {flag.check: flag for flag in _flags(languages, gates, check)}
    assert flags[check].severity is gates.checks[check].severity
    assert flags[check].detail


@pytest.mark.parametrize("check", FAILING)
@pytest.mark.parametrize("severity", list(Severity))
def test_another_severity_in_the_gates_file_is_another_severity_of_the_flag(
    languages: dict[str, Language], gates: Gates, check: str, severity: Severity
) -> None:
    gate = replace(gates.checks[check], severity=severity)
    flags = {flag.check: flag for flag in _flags(languages, _with(gates, check, gate), check)}
    assert flags[check].severity is severity


def test_hard_and_soft_checks_are_what_the_bundled_gates_say(gates: Gates) -> None:
    soft = {check.id for check in CHECKS if gates.checks[check.id].severity is Severity.SOFT}
    assert soft == {
        "untranslated-words",
        "wrapped",
        "foreign-letters",
        "language-doubt",
        "language-window",
        "ending",
        "sentences-missing",
        "number-lost",
        "number-invented",
        "number-small",
        "number-sign",
        "identifier-invented",
        "span-invented",
        "negation-lost",
        "negation-added",
        "markup-emphasis",
        "markup-invented",
        "markup-hashtag",
        "markup-emoji",
        "list-items",
        "invisible-characters",
        "mark-order",
        "presentation-forms",
        "brackets-mirrored",
        "punctuation-start",
    }


def test_what_good_translations_do_too_is_counted_and_no_more(gates: Gates) -> None:
    counted = {check.id for check in CHECKS if gates.checks[check.id].severity is Severity.INFO}
    assert counted == {
        "number-strict",
        "bracket-count",
        "modality-changed",
        "formality-mixed",
        "repetition-lost",
        "not-nfc",
        "tatweel",
        "latin-punctuation",
    }


COLLECTED = [
    ("", "empty"),
    ("Thu vien mo cua luc chin gio", "marks"),
    ("nej nej nej", "repetition"),
    ("........", "character-run"),
    (" ".join(f"đi {i % 7} về nhà và" for i in range(60)), "compression"),
    ("Xin\x00 chào", "control-characters"),
    ("Xin\u200b chào", "invisible-characters"),
    (pairs("fr")[0][1], "language"),
]


@pytest.mark.parametrize(("text", "check"), COLLECTED)
def test_collected_text_has_the_severities_for_collected_text(
    languages: dict[str, Language], gates: Gates, text: str, check: str
) -> None:
    gate = Gate(Severity.HARD, Severity.INFO, gates.checks[check].thresholds)
    (flags,) = judge(collected(languages, "vi", [text]), _with(gates, check, gate))
    assert {flag.check: flag.severity for flag in flags}[check] is Severity.INFO


def test_what_is_natural_is_not_held_against_collected_text(gates: Gates) -> None:
    mild = {check for check, gate in gates.checks.items() if gate.collected is not gate.severity}
    assert mild == {"repetition", "character-run", "compression", "unmarked-words", "entities"}
    assert all(gates.checks[check].collected is Severity.SOFT for check in mild)


def test_collected_text_meets_only_the_checks_that_need_no_source(
    languages: dict[str, Language], gates: Gates
) -> None:
    targets = [target for _, _, target in FAILING.values()]
    found = set().union(*names(collected(languages, "sv", targets), gates))
    assert found <= {check.id for check in CHECKS if not check.of_pairs}
    assert found >= {"empty", "language", "foreign-letters", "repetition", "control-characters"}


LENIENT = {
    "empty-to-text": {"letters": 99.0, "characters": 2.0, "expanded": 99.0},
    "copied": {"words": 99.0},
    "untranslated-part": {"score": 99.0, "sentence": 300.0, "each": 300.0},
    "untranslated-words": {"score": 99.0, "sentence": 300.0, "each": 300.0},
    "refusal": {"characters": 1.0},
    "script": {"letters": 999.0},
    "marks": {"letters": 999.0},
    "unmarked-words": {"words": 99.0},
    "length-ratio": {"passage": 300.0, "slack": 999.0},
    "truncation": {"characters": 999.0},
    "ending": {"characters": 999.0},
    "sentences-missing": {"characters": 120.0, "share": 1.0},
    "repetition": {"times": 99.0},
    "character-run": {"times": 99.0},
    "compression": {"characters": 300.0, "ratio": 0.0, "of_source": 0.7},
    "negation-lost": {"fewer": 99.0},
    "repetition-lost": {"times": 99.0},
    "list-items": {"items": 3.0},
}


def test_every_check_with_a_threshold_is_made_lenient_here(gates: Gates) -> None:
    alone = [check for check in CHECKS if check.id not in OF_SEVERAL]
    named = {check.id: gates.checks[check.id].thresholds for check in alone}
    assert {check: set(each) for check, each in named.items() if each} == {
        check: set(each) for check, each in LENIENT.items()
    }


@pytest.mark.parametrize("check", LENIENT)
def test_lenient_thresholds_in_the_gates_file_raise_no_flag(
    languages: dict[str, Language], gates: Gates, check: str
) -> None:
    gate = replace(gates.checks[check], thresholds=LENIENT[check])
    assert check in {flag.check for flag in _flags(languages, gates, check)}
    lenient = _flags(languages, _with(gates, check, gate), check)
    assert check not in {flag.check for flag in lenient}
