"""Short texts, which say little alone, judged together with their neighbours."""

import pytest

from babelwright.catalog.model import Gate, Gates, Language, Severity
from babelwright.checks.gate import judge
from support.batches import collected, find, pairs_of, rows

SHORT = {
    "da": ["Hvad laver du nu?", "Jeg købte mad.", "Vejret blev dårligt.", "Hun tager toget."],
    "nb": ["Hva gjør du nå?", "Jeg kjøpte noe mat.", "Været ble dårlig.", "Hun tar toget hjem."],
    "nn": ["Kva gjer du no?", "Eg kjøpte noko mat.", "Vêret vart dårleg.", "Ho tek toget heim."],
    "sv": ["Vad gör du nu?", "Jag köpte mat.", "Vädret blev dåligt.", "Hon tar tåget hem nu."],
    "is": ["Hvað ertu að gera?", "Ég keypti mat í gær.", "Veðrið var vont.", "Hún fer heim núna."],
    "fo": ["Hvat gert tú nú?", "Eg keypti nakað av mati.", "Veðrið var ringt.", "Hon fer til hús."],
    "en": ["What do you do now?", "I bought some food.", "The rain was cold.", "She goes home."],
    "fr": ["Que fais-tu donc ?", "J’ai acheté du pain.", "Il pleut encore.", "Elle rentre tard."],
    "vi": ["Bạn đang làm gì?", "Tôi đã mua đồ ăn rồi.", "Trời mưa rất to.", "Cô ấy đi tàu về nhà."],
    "ar": ["ماذا تفعل الآن؟", "اشتريت بعض الطعام.", "كان الجو باردا جدا.", "هي تعود إلى البيت."],
}
# Two of each are what it takes: a window has at least 80 letters.
TWICE = {code: [*line, *(f"({text})" for text in line)] for code, line in SHORT.items()}
NEAREST = {"da": "nb", "nb": "da", "nn": "nb", "sv": "nb", "is": "fo", "fo": "is", "en": "da"}
CHECK = "language-window"


@pytest.mark.parametrize("code", SHORT)
def test_short_rows_in_their_own_language_pass(
    languages: dict[str, Language], gates: Gates, code: str
) -> None:
    assert rows(CHECK, collected(languages, code, TWICE[code]), gates) == []


@pytest.mark.parametrize("target", SHORT)
@pytest.mark.parametrize("code", SHORT)
def test_short_rows_in_another_language_are_found_together(
    languages: dict[str, Language], gates: Gates, code: str, target: str
) -> None:
    found = find(CHECK, collected(languages, target, TWICE[code]), gates)
    assert [finding.row for finding in found] == ([] if code == target else list(range(8)))
    assert all(f" short rows together read as {code} (" in each.detail for each in found)


@pytest.mark.parametrize(("code", "other"), NEAREST.items())
def test_one_of_them_alone_is_not_judged(
    languages: dict[str, Language], gates: Gates, code: str, other: str
) -> None:
    for text in SHORT[code]:
        assert rows(CHECK, collected(languages, other, [text]), gates) == []


def test_rows_that_are_long_enough_to_be_judged_alone_are_in_no_window(
    languages: dict[str, Language], gates: Gates
) -> None:
    long = "Dette er en norsk setning som er lang nok til at den kan leses for seg selv."
    found = rows(CHECK, collected(languages, "sv", [long, *TWICE["nb"], long, "12"]), gates)
    assert found == list(range(1, 9))


def test_a_window_among_others_is_found_and_they_are_not(
    languages: dict[str, Language], gates: Gates
) -> None:
    ours, theirs = TWICE["nb"], TWICE["fr"]
    found = rows(CHECK, collected(languages, "nb", [*ours, *theirs, *theirs, *ours]), gates)
    assert set(range(12, 20)) <= set(found) <= set(range(4, 28))


def test_a_higher_threshold_finds_less(languages: dict[str, Language], gates: Gates) -> None:
    batch = collected(languages, "da", TWICE["fr"])
    assert rows(CHECK, batch, gates, probability=1.1, doubt=1.1) == []


@pytest.mark.parametrize("severity", list(Severity))
def test_a_window_has_the_severity_of_the_gates_file(
    languages: dict[str, Language], gates: Gates, severity: Severity
) -> None:
    gate = Gate(severity, Severity.INFO, gates.checks[CHECK].thresholds)
    changed = Gates(**{**vars(gates), "checks": {**gates.checks, CHECK: gate}})
    batch = pairs_of(languages, "en-da", list(zip(TWICE["en"], TWICE["sv"], strict=True)))
    for flags in judge(batch, changed):
        assert {flag.check: flag.severity for flag in flags}[CHECK] is severity
