"""Opening embedders by name, and what is said when that fails."""

import sys
from pathlib import Path

import numpy as np
import pytest

from babelwright.errors import EmbedderError, MissingExtra
from babelwright.fidelity.open import open_embedder
from babelwright.fidelity.static import StaticEmbedder
from support.tiny_static import CORPUS, dequantised, make_model, make_tokenizer


def test_a_folder_of_the_models_is_a_static_embedder(tmp_path: Path) -> None:
    make_model(tmp_path / "tiny-1")
    embedder = open_embedder("tiny-1", tmp_path)
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.name == "tiny-1"
    assert embedder.embed(CORPUS).shape == (len(CORPUS), 24)


def test_a_path_to_such_a_folder_is_one_too(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "elsewhere" / "tiny-1")
    assert isinstance(open_embedder(str(folder), tmp_path / "models"), StaticEmbedder)


def test_a_static_embedder_needs_no_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    make_model(tmp_path / "tiny-1")
    assert open_embedder("tiny-1", tmp_path).embed(["the court"]).any()


def test_without_the_extra_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra) as caught:
        open_embedder("somebody/some-model", tmp_path)
    assert caught.value.extra == "embed"
    assert "'somebody/some-model'" in str(caught.value)
    assert "pip install 'babelwright[embed]'" in str(caught.value)


def test_a_broken_folder_of_the_models_is_an_error(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "tiny-1")
    (folder / "model.safetensors").write_bytes(b"")
    with pytest.raises(EmbedderError, match="cannot be read"):
        open_embedder("tiny-1", tmp_path)


def test_a_path_where_nothing_is_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    _offline(monkeypatch)
    missing = str(tmp_path / "no" / "such" / "model")
    with pytest.raises(EmbedderError) as caught:
        open_embedder(missing, tmp_path)
    assert repr(missing) in caught.value.message
    assert "\n" not in caught.value.message
    assert "models/" in caught.value.hint


def test_a_folder_without_a_model_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    _offline(monkeypatch)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        open_embedder(str(tmp_path / "empty"), tmp_path / "models")


def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the Hub's client from looking for what is not on the disk."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model as sentence-transformers saves it."""
    pytest.importorskip("sentence_transformers")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    root = tmp_path_factory.mktemp("saved")
    weights = dequantised(make_model(root / "tiny-1"))
    module = StaticEmbedding(make_tokenizer(), embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(root / "theirs"))
    return root / "theirs"


def test_a_sentence_transformers_model_embeds_by_its_path(saved: Path, tmp_path: Path) -> None:
    embedder = open_embedder(str(saved), tmp_path)
    vectors = embedder.embed([*CORPUS, ""])
    assert embedder.name == str(saved)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(CORPUS) + 1, 24)
    np.testing.assert_allclose(np.linalg.norm(vectors[:-1], axis=1), 1, atol=1e-6)
    assert not vectors[-1].any()


def test_both_embedders_have_the_same_vectors_for_the_same_model(
    saved: Path, tmp_path: Path
) -> None:
    ours = StaticEmbedder(saved.parent / "tiny-1").embed(CORPUS)
    np.testing.assert_allclose(open_embedder(str(saved), tmp_path).embed(CORPUS), ours, atol=1e-6)


def test_its_fingerprint_is_the_same_every_time_and_changes_with_the_weights(
    saved: Path, tmp_path: Path
) -> None:
    from safetensors.numpy import load_file, save_file

    first = open_embedder(str(saved), tmp_path).fingerprint
    assert first == open_embedder(str(saved), tmp_path).fingerprint
    assert len(first) == 64
    (weights,) = saved.rglob("model.safetensors")
    tensors = load_file(weights)
    kept = {name: tensor.copy() for name, tensor in tensors.items()}
    try:
        save_file({name: tensor + 1 for name, tensor in tensors.items()}, weights)
        assert open_embedder(str(saved), tmp_path).fingerprint != first
    finally:
        save_file(kept, weights)
