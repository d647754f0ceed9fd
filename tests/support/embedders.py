"""Makes tiny static embedders: real files, random vectors; and one that counts words."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

LETTERS = (
    "abcdefghijklmnopqrstuvwxyz0123456789"
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
)


def make_static_embedder(folder: Path, *, seed: int = 0, dimensions: int = 32) -> Path:
    """Write a static embedder over single characters to a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {character: i for i, character in enumerate(LETTERS)}
    vocabulary["?"] = len(vocabulary)
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="?"))  # noqa: S106
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    generator = np.random.default_rng(seed)
    weight = generator.integers(-127, 128, (len(vocabulary), dimensions)).astype(np.int8)
    scale = np.full(len(vocabulary), 0.01, dtype=np.float32)
    save_file({"weight": weight, "scale": scale}, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"name": folder.name, "seed": seed}))
    return folder


class Words:
    """Embeds a text as the sum of one fixed direction a word: equal words, equal vectors.

    Its cosines can be worked out by counting words.
    """

    name = "words"
    fingerprint = "0" * 64

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit vector a text; zero without words."""
        vectors = np.zeros((len(texts), 4096), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, int(hashlib.sha256(word.encode()).hexdigest(), 16) % 4096] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: npt.NDArray[np.float32] = vectors / np.maximum(norms, 1e-9)
        return unit
