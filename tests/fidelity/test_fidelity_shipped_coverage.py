"""The coverage that is shipped: whole, of these weights, and it sees what it says that it sees."""

import json
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Catalog, Language
from babelwright.fidelity.combination import QUESTIONS, Coverage, load_coverage
from babelwright.fidelity.gate import FidelityGate
from babelwright.fidelity.static import StaticEmbedder
from support.parallel import FULL, pairs

NAME = "static-1"
MEDIAN_LENGTH = 8


@pytest.fixture(scope="module")
def embedder(catalog: Catalog) -> StaticEmbedder:
    return StaticEmbedder(catalog.rooms.models / NAME)


@pytest.fixture(scope="module")
def content(catalog: Catalog) -> dict[str, Any]:
    file = catalog.rooms.models / NAME / "coverage.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _gate(catalog: Catalog, embedder: StaticEmbedder, codes: tuple[str, str]) -> FidelityGate:
    coverage = load_coverage(embedder, catalog.rooms.models, codes)
    assert isinstance(coverage, Coverage)
    return FidelityGate(None, catalog.gates, coverage)


def test_it_is_of_the_shipped_weights_and_has_every_language(
    content: dict[str, Any], embedder: StaticEmbedder, languages: dict[str, Language]
) -> None:
    assert content["embedder"] == embedder.fingerprint
    assert set(content["languages"]) == set(languages) - {"en"}


@pytest.mark.parametrize("direction", ["into", "from"])
def test_its_measured_figures_are_few_false_alarms(content: dict[str, Any], direction: str) -> None:
    for language in content["languages"].values():
        good = language[direction]["measured"]["good"]
        assert good["news"]["soft"] <= 0.035
        assert good["news"]["hard"] <= 0.01
        assert language[direction]["hard"].keys() == QUESTIONS.keys()


@pytest.mark.parametrize("code", FULL)
@pytest.mark.parametrize("into", [True, False])
def test_good_pairs_are_not_rejected(
    catalog: Catalog, embedder: StaticEmbedder, code: str, into: bool
) -> None:
    good = pairs(code) if into else [(target, source) for source, target in pairs(code)]
    gate = _gate(catalog, embedder, ("en", code) if into else (code, "en"))
    flags = gate.coverage_flags([source for source, _ in good], [target for _, target in good])
    assert [each for each in flags if each and each[0].check != "coverage-doubt"] == []


def _long(code: str) -> list[tuple[str, str]]:
    return [pair for pair in pairs(code) if min(len(text.split()) for text in pair) > MEDIAN_LENGTH]


@pytest.mark.parametrize("code", FULL)
def test_two_thirds_cut_away_are_seen(
    catalog: Catalog, embedder: StaticEmbedder, code: str
) -> None:
    rows = _long(code)
    cut = [" ".join(target.split()[: len(target.split()) // 3]) + "." for _, target in rows]
    flags = _gate(catalog, embedder, ("en", code)).coverage_flags([s for s, _ in rows], cut)
    assert sum(bool(each) for each in flags) >= len(rows) - 1
    assert all("words are missing" in each[0].detail for each in flags if each)


def _mixed(source: str, target: str) -> str:
    """Leave every second stretch of four words in the source's language."""
    ours, theirs = source.split(), target.split()
    places = range(0, max(len(ours), len(theirs)), 8)
    return " ".join(
        word for at in places for word in [*theirs[at : at + 4], *ours[at + 4 : at + 8]]
    )


def test_most_texts_that_are_half_in_the_sources_language_are_seen(
    catalog: Catalog, embedder: StaticEmbedder
) -> None:
    found = []
    for code in FULL:
        rows = _long(code)
        gate = _gate(catalog, embedder, ("en", code))
        found += gate.coverage_flags([source for source, _ in rows], [_mixed(*row) for row in rows])
    assert sum(bool(each) for each in found) > len(found) / 2
    assert {each[0].check for each in found if each} <= {"coverage-source", "coverage-doubt"}


@pytest.mark.parametrize("code", FULL)
def test_a_sentence_that_was_added_is_seen(
    catalog: Catalog, embedder: StaticEmbedder, code: str
) -> None:
    rows = _long(code)
    others = [*rows[1:], rows[0]]
    longer = [f"{target} {other}" for (_, target), (_, other) in zip(rows, others, strict=True)]
    flags = _gate(catalog, embedder, ("en", code)).coverage_flags([s for s, _ in rows], longer)
    assert sum(bool(each) for each in flags) >= len(rows) / 2


def test_the_words_that_are_missing_are_named(catalog: Catalog, embedder: StaticEmbedder) -> None:
    gate = _gate(catalog, embedder, ("en", "da"))
    source = "The library opens at nine in the morning and the museum closes at five on Sunday."
    (flags,) = gate.coverage_flags([source], ["Biblioteket åbner klokken ni om morgenen."])
    assert "'museum'" in flags[0].detail


def test_files_are_found_where_the_package_keeps_them(catalog: Catalog) -> None:
    folder: Path = catalog.rooms.models / NAME
    assert {"coverage.json", "coverage.safetensors"} <= {file.name for file in folder.iterdir()}
