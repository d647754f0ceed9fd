"""The flags of fidelity, and which calibration holds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from babelwright.catalog.model import Calibration, Gate, Gates, Language, Severity
from babelwright.fidelity.gate import ABOUT, FidelityGate, calibration_for
from babelwright.fidelity.static import StaticEmbedder
from support.tiny_static import make_model

NAN = float("nan")


def _calibration(fingerprint: str = "f" * 64) -> Calibration:
    return Calibration(
        embedder=fingerprint,
        cosine=0.5,
        margin=1.1,
        false_alarm=0.01,
        detection=0.9,
        date="2026-01-01",
        data="pairs written for the tests",
    )


@pytest.mark.parametrize(
    ("cosine", "margin", "check"),
    [
        (0.6, 1.2, None),
        (0.5, 1.1, None),
        (0.4, 1.0, "fidelity"),
        (0.4, 1.2, "fidelity-doubt"),
        (0.6, 1.0, "fidelity-doubt"),
        (0.6, NAN, None),
        (0.4, NAN, "fidelity"),
        (-0.2, -1.0, "fidelity"),
        (0.0, 0.0, "fidelity"),
    ],
)
def test_both_below_is_hard_and_one_below_is_a_doubt(
    gates: Gates, cosine: float, margin: float, check: str | None
) -> None:
    gate = FidelityGate(_calibration(), gates)
    (flags,) = gate.flags(np.array([cosine]), np.array([margin]))
    assert [flag.check for flag in flags] == ([check] if check else [])
    assert all(flag.severity is gates.checks[flag.check].severity for flag in flags)


def test_the_bundled_severities_are_hard_and_soft(gates: Gates) -> None:
    assert gates.checks["fidelity"].severity is Severity.HARD
    assert gates.checks["fidelity-doubt"].severity is Severity.SOFT
    assert {"fidelity", "fidelity-doubt", "fidelity-part"} < set(ABOUT)


def test_the_severity_is_the_gates_files(gates: Gates) -> None:
    info = Gate(Severity.INFO, Severity.INFO)
    mild = replace(gates, checks={**gates.checks, "fidelity": info})
    (flags,) = FidelityGate(_calibration(), mild).flags(np.array([0.1]), np.array([0.9]))
    assert [flag.severity for flag in flags] == [Severity.INFO]


@pytest.mark.parametrize(
    ("margin", "detail"), [(1.004, "cosine 0.12, margin 1.00"), (NAN, "cosine 0.12")]
)
def test_the_flag_says_both_scores_where_both_are_known(
    gates: Gates, margin: float, detail: str
) -> None:
    gate = FidelityGate(_calibration(), gates)
    (flags,) = gate.flags(np.array([0.1234]), np.array([margin]))
    assert flags[0].detail == detail


def test_every_pair_has_its_own_flags(gates: Gates) -> None:
    gate = FidelityGate(_calibration(), gates)
    found = gate.flags(np.array([0.9, 0.1, 0.9, 0.1]), np.array([1.5, 1.5, 0.5, 0.5]))
    assert [[flag.check for flag in flags] for flags in found] == [
        [],
        ["fidelity-doubt"],
        ["fidelity-doubt"],
        ["fidelity"],
    ]


def test_without_a_calibration_nothing_is_flagged(gates: Gates) -> None:
    found = FidelityGate(None, gates).flags(np.array([-1.0, 0.0]), np.array([-1.0, NAN]))
    assert found == [[], []]


def test_no_pairs_have_no_flags(gates: Gates) -> None:
    assert FidelityGate(_calibration(), gates).flags(np.array([]), np.array([])) == []


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> StaticEmbedder:
    return StaticEmbedder(make_model(tmp_path_factory.mktemp("models") / "tiny-1"))


def _calibrated(language: Language, name: str, fingerprint: str) -> Language:
    return replace(language, calibration={name: _calibration(fingerprint)})


@pytest.mark.parametrize("codes", [("en", "vi"), ("vi", "en")])
def test_a_calibration_holds_for_its_language_and_english(
    languages: dict[str, Language], embedder: StaticEmbedder, codes: tuple[str, str]
) -> None:
    known = {**languages, "vi": _calibrated(languages["vi"], "tiny-1", embedder.fingerprint)}
    found = calibration_for(embedder, (known[codes[0]], known[codes[1]]))
    assert found == _calibration(embedder.fingerprint)


@pytest.mark.parametrize("codes", [("en", "sv"), ("vi", "sv"), ("sv", "vi"), ("en", "en")])
def test_a_calibration_holds_for_no_other_pair(
    languages: dict[str, Language], embedder: StaticEmbedder, codes: tuple[str, str]
) -> None:
    plain = {code: replace(language, calibration={}) for code, language in languages.items()}
    known = {**plain, "vi": _calibrated(plain["vi"], "tiny-1", embedder.fingerprint)}
    assert calibration_for(embedder, (known[codes[0]], known[codes[1]])) is None


@pytest.mark.parametrize(("name", "changed"), [("tiny-2", False), ("tiny-1", True)])
def test_a_calibration_holds_for_one_name_and_content_alone(
    languages: dict[str, Language], embedder: StaticEmbedder, name: str, changed: bool
) -> None:
    fingerprint = "0" * 64 if changed else embedder.fingerprint
    both = (languages["en"], _calibrated(languages["vi"], name, fingerprint))
    assert calibration_for(embedder, both) is None


def test_a_changed_model_loses_its_calibration(
    languages: dict[str, Language], embedder: StaticEmbedder, tmp_path: Path
) -> None:
    both = (languages["en"], _calibrated(languages["vi"], "tiny-1", embedder.fingerprint))
    again = StaticEmbedder(make_model(tmp_path / "one" / "tiny-1"))
    other = StaticEmbedder(make_model(tmp_path / "two" / "tiny-1", seed=1))
    assert calibration_for(again, both) is not None
    assert calibration_for(other, both) is None
