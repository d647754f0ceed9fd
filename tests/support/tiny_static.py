"""A static embedder over whole words: real files, with vectors that tests can work out."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

CORPUS = [
    "the library opens at nine and closes late",
    "the court rejected the appeal of the tenant",
    "thư viện mở cửa lúc chín giờ",
    "tòa án bác đơn kháng cáo của bên thuê",
]


def make_tokenizer() -> Tokenizer:
    """Return a BPE tokeniser of the corpus; what it does not know has no tokens."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.BpeTrainer(vocab_size=160, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def make_weights(
    tokens: int, dimensions: int = 24, seed: int = 0
) -> dict[str, npt.NDArray[np.int8] | npt.NDArray[np.float32]]:
    """Return random int8 vectors, and one scale a token."""
    generator = np.random.default_rng(seed)
    return {
        "weight": generator.integers(-127, 128, (tokens, dimensions)).astype(np.int8),
        "scale": generator.uniform(0.001, 0.05, tokens).astype(np.float32),
    }


def make_model(folder: Path, *, seed: int = 0) -> Path:
    """Write a model folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    tensors = make_weights(tokenizer.get_vocab_size(), seed=seed)
    save_file(dict(tensors), folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"dimensions": 24}), encoding="utf-8")
    return folder


def dequantised(folder: Path) -> npt.NDArray[np.float32]:
    """Return the token vectors of a model folder as floats."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    vectors: npt.NDArray[np.float32] = (
        tensors["weight"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
    )
    return vectors
