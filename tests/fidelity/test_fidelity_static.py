"""The static embedder, on a tiny model that is made here."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from babelwright.errors import EmbedderError
from babelwright.fidelity.static import StaticEmbedder
from support.laws import law
from support.tiny_static import CORPUS, dequantised, make_model

TEXTS = [
    *CORPUS,
    "the",
    "court",
    "opens late",
    "",
    " ",
    "😀😀",
    "The Library OPENS",
    "appeal " * 40,
]
FILES = ["config.json", "model.safetensors", "tokenizer.json"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny-1")


@pytest.fixture(scope="module")
def embedder(folder: Path) -> StaticEmbedder:
    return StaticEmbedder(folder)


def test_its_name_is_the_folders(embedder: StaticEmbedder) -> None:
    assert embedder.name == "tiny-1"


def test_there_is_one_unit_vector_a_text(embedder: StaticEmbedder) -> None:
    vectors = embedder.embed(CORPUS)
    assert vectors.shape == (len(CORPUS), 24)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("text", ["", "😀😀", "漢字"])
def test_a_text_of_which_nothing_is_known_has_the_zero_vector(
    embedder: StaticEmbedder, text: str
) -> None:
    vectors = embedder.embed(["the court", text, "the tenant"])
    assert not vectors[1].any()
    np.testing.assert_allclose(np.linalg.norm(vectors[[0, 2]], axis=1), 1, atol=1e-6)


def test_no_texts_have_no_vectors(embedder: StaticEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 24)


def test_a_vector_is_the_normed_mean_of_the_token_vectors(
    embedder: StaticEmbedder, folder: Path
) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    weights = dequantised(folder)
    for text in CORPUS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        assert len(ids) > 1
        mean = weights[ids].astype(np.float64).mean(axis=0)
        np.testing.assert_allclose(
            embedder.embed([text])[0], mean / np.linalg.norm(mean), atol=1e-6
        )


def test_the_same_words_have_the_same_vector_in_any_case(embedder: StaticEmbedder) -> None:
    one, other = embedder.embed(["the library opens", "The LIBRARY Opens"])
    np.testing.assert_array_equal(one, other)


@law
@given(st.lists(st.sampled_from(TEXTS), max_size=12))
def test_a_text_has_the_same_vector_alone_and_among_others(
    embedder: StaticEmbedder, texts: list[str]
) -> None:
    together = embedder.embed(texts)
    for row, text in enumerate(texts):
        np.testing.assert_array_equal(together[row], embedder.embed([text])[0])


def test_texts_beyond_one_batch_keep_their_places(embedder: StaticEmbedder) -> None:
    many = [TEXTS[i % len(TEXTS)] for i in range(2500)]
    vectors = embedder.embed(many)
    first = embedder.embed(TEXTS)
    np.testing.assert_array_equal(vectors, first[np.arange(2500) % len(TEXTS)])


def test_a_long_text_is_read_to_its_end(embedder: StaticEmbedder) -> None:
    start = "the court " * 2000
    one, other = embedder.embed([start, start + "library " * 2000])
    assert float(one @ other) < 0.999


def test_the_tokenizers_padding_and_truncation_are_not_used(
    tmp_path: Path, embedder: StaticEmbedder, folder: Path
) -> None:
    limited = make_model(tmp_path / "limited")
    tokenizer = Tokenizer.from_file(str(limited / "tokenizer.json"))
    tokenizer.enable_truncation(2)
    tokenizer.enable_padding(length=64, pad_id=0)
    tokenizer.save(str(limited / "tokenizer.json"))
    np.testing.assert_array_equal(StaticEmbedder(limited).embed(CORPUS), embedder.embed(CORPUS))


def test_equal_files_have_an_equal_fingerprint(tmp_path: Path, embedder: StaticEmbedder) -> None:
    copy = StaticEmbedder(make_model(tmp_path / "copy"))
    assert copy.fingerprint == embedder.fingerprint
    assert len(copy.fingerprint) == 64
    assert int(copy.fingerprint, 16)


@pytest.mark.parametrize("name", FILES)
def test_the_fingerprint_changes_with_every_file(
    tmp_path: Path, embedder: StaticEmbedder, name: str
) -> None:
    changed = make_model(tmp_path / "changed")
    file = changed / name
    if name == "model.safetensors":
        tensors = load_file(file)
        tensors["weight"][0, 0] ^= 1
        save_file(tensors, file)
    else:
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert StaticEmbedder(changed).fingerprint != embedder.fingerprint


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", None),
        ("tokenizer.json", None),
        ("model.safetensors", b"not a model"),
        ("tokenizer.json", b"{}"),
        ("tokenizer.json", b"\xff\xfe"),
    ],
)
def test_a_broken_folder_is_an_error_that_names_it(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    broken = make_model(tmp_path / "broken")
    if content is None:
        (broken / name).unlink()
    else:
        (broken / name).write_bytes(content)
    with pytest.raises(EmbedderError, match="the model cannot be read") as caught:
        StaticEmbedder(broken)
    assert str(broken) in str(caught.value)


@pytest.mark.parametrize("missing", ["weight", "scale"])
def test_weights_without_their_tensors_are_an_error(tmp_path: Path, missing: str) -> None:
    broken = make_model(tmp_path / "broken")
    tensors = load_file(broken / "model.safetensors")
    del tensors[missing]
    save_file(tensors, broken / "model.safetensors")
    with pytest.raises(EmbedderError, match=missing):
        StaticEmbedder(broken)


def test_it_agrees_with_sentence_transformers(folder: Path, embedder: StaticEmbedder) -> None:
    pytest.importorskip("sentence_transformers")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    theirs = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=dequantised(folder))], device="cpu"
    )
    wanted = theirs.encode(TEXTS, normalize_embeddings=True, convert_to_numpy=True)
    np.testing.assert_allclose(embedder.embed(TEXTS), wanted, atol=1e-6)
