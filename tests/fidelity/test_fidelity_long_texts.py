"""A transformer reads so many tokens: a longer text is read in chunks, and all of it counts."""

import numpy as np
import pytest

from babelwright.fidelity.transformer import TransformerEmbedder

WORDS = "the court rejected appeal of a tenant library opens at nine and closes late .".split()
READS = 16
FIRST = "the court rejected the appeal of a tenant . the court closes late . "
OTHER = "a library opens at nine and closes late . "


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> TransformerEmbedder:
    """Return a small BERT with random weights that reads 16 tokens."""
    pytest.importorskip("sentence_transformers")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (folder / "vocab.txt").write_text("\n".join([*special, *WORDS]), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(special) + len(WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "model")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "model")
    transformer = Transformer(str(folder / "model"), max_seq_length=READS)
    pooling = Pooling(transformer.get_embedding_dimension())
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save(str(folder / "whole"))
    return TransformerEmbedder(str(folder / "whole"))


def test_what_stands_behind_the_models_reach_counts(embedder: TransformerEmbedder) -> None:
    same, other = embedder.embed([FIRST * 4, FIRST * 2 + OTHER * 3])
    assert float(same @ other) < 0.999
    np.testing.assert_allclose(np.linalg.norm([same, other], axis=1), 1, atol=1e-6)


def test_the_vector_is_the_mean_of_the_chunks_by_their_tokens(
    embedder: TransformerEmbedder,
) -> None:
    # 14 tokens fit beside the model's own two: the first text, then the second.
    (whole,) = embedder.embed([f"{FIRST.strip()}\n{OTHER}"])
    first, second = embedder.embed([FIRST.strip(), OTHER.strip()])
    wanted = first * len(FIRST.split()) + second * len(OTHER.split())
    np.testing.assert_allclose(whole, wanted / np.linalg.norm(wanted), atol=1e-5)


def test_a_short_text_has_the_vector_it_has_alone_whatever_stands_beside_it(
    embedder: TransformerEmbedder,
) -> None:
    (alone,) = embedder.embed([OTHER])
    beside, _ = embedder.embed([OTHER, FIRST * 9])
    np.testing.assert_allclose(beside, alone, atol=1e-5)


def test_a_text_of_spaces_has_a_vector_too(embedder: TransformerEmbedder) -> None:
    assert embedder.embed([" " * 500, FIRST * 3]).shape == (2, 32)
    assert embedder.embed([]).shape[0] == 0
