"""The model that is shipped: whole, small, free of torch, and as good as its card says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from babelwright.catalog.model import Catalog, Language
from babelwright.fidelity.calibrate import shuffled
from babelwright.fidelity.open import open_embedder
from babelwright.fidelity.similarity import cosine
from babelwright.fidelity.static import StaticEmbedder
from support.parallel import FULL, pairs, texts

NAME = "static-1"
MOST_BYTES = 24 * 2**20


@pytest.fixture(scope="module")
def folder(catalog: Catalog) -> Path:
    return catalog.rooms.models / NAME


@pytest.fixture(scope="module")
def embedder(folder: Path) -> StaticEmbedder:
    return StaticEmbedder(folder)


def _json(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def test_it_is_complete_and_small(folder: Path) -> None:
    files = {file.name: file.stat().st_size for file in folder.iterdir()}
    assert set(files) >= {
        "README.md",
        "config.json",
        "metrics.json",
        "model.safetensors",
        "tokenizer.json",
    }
    assert sum(files.values()) <= MOST_BYTES


def test_it_embeds_without_torch(folder: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from babelwright.fidelity.open import open_embedder
vectors = open_embedder({NAME!r}, Path({str(folder.parent)!r})).embed(["A good day."])
assert vectors.any()
heavy = {{"torch", "transformers", "sentence_transformers"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_it_is_what_builders_name(catalog: Catalog) -> None:
    assert {builder.embedder for builder in catalog.builders} == {NAME}
    assert isinstance(open_embedder(NAME, catalog.rooms.models), StaticEmbedder)


def test_its_config_is_that_of_its_weights(folder: Path, embedder: StaticEmbedder) -> None:
    config = _json(folder / "config.json")
    assert config["name"] == NAME
    assert embedder.embed(["A good day."]).shape == (1, config["dimensions"])


def test_it_knows_every_language_of_the_catalog(
    folder: Path, languages: dict[str, Language]
) -> None:
    assert set(_json(folder / "config.json")["languages"]) >= set(languages)


def test_its_metrics_are_of_these_files_and_cover_every_language(
    folder: Path, languages: dict[str, Language]
) -> None:
    metrics = _json(folder / "metrics.json")
    assert metrics["model"] == NAME
    assert {name: (folder / name).stat().st_size for name in metrics["bytes"]} == metrics["bytes"]
    accuracy = metrics["news"]["report"]["accuracy"]
    assert set(accuracy) == set(languages) - {"en"}
    assert all(80 < each["worst"] <= 100 for each in accuracy.values())


def test_its_card_has_the_licence_and_the_measured_numbers(
    folder: Path, languages: dict[str, Language]
) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert f"license: {_json(folder / 'config.json')['licence']}\n" in card
    accuracy = _json(folder / "metrics.json")["news"]["report"]["accuracy"]
    rows = {line.split("|")[1].strip(): line for line in card.split("\n") if line.count("|") == 7}
    for code, measured in accuracy.items():
        cells = [cell.strip() for cell in rows[languages[code].name].split("|")]
        assert cells[2:4] == [f"{measured[way]:.1f}" for way in ("en-x", "x-en")]


def test_an_empty_text_has_the_zero_vector(embedder: StaticEmbedder) -> None:
    assert not embedder.embed([""]).any()


@pytest.mark.parametrize("code", ["ar", "da", "en", "fo", "fr", "is", "nb", "nn", "sv", "vi"])
def test_texts_of_every_language_have_unit_vectors(embedder: StaticEmbedder, code: str) -> None:
    norms = np.linalg.norm(embedder.embed(texts(code)), axis=1)
    np.testing.assert_allclose(norms, 1, atol=1e-6)


@pytest.mark.parametrize("code", FULL)
def test_good_pairs_score_far_above_shuffled_ones(embedder: StaticEmbedder, code: str) -> None:
    good = pairs(code)
    ours = embedder.embed([source for source, _ in good])
    theirs = embedder.embed([target for _, target in good])
    other = theirs[shuffled(len(good))]
    assert float(np.median(cosine(ours, theirs) - cosine(ours, other))) > 0.3
    assert np.mean(cosine(ours, theirs) > cosine(ours, other)) > 0.9


@pytest.mark.parametrize("code", ["fo", "is", "nb", "nn", *FULL])
def test_a_text_finds_its_translation_among_the_others(embedder: StaticEmbedder, code: str) -> None:
    good = pairs(code)
    similar = embedder.embed([each[0] for each in good]) @ embedder.embed([e[1] for e in good]).T
    found = np.mean(similar.argmax(axis=1) == np.arange(len(good)))
    assert found > 0.85


def test_calibrations_of_the_catalog_were_made_with_this_very_model(
    languages: dict[str, Language], embedder: StaticEmbedder
) -> None:
    made = {
        language.calibration[NAME].embedder
        for language in languages.values()
        if NAME in language.calibration
    }
    assert made <= {embedder.fingerprint}
