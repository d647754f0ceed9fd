"""The embedded default: a static cross-lingual embedding that needs no torch.

A text's vector is the mean of its tokens' vectors, as sentence-transformers' `StaticEmbedding`
computes it; weights are int8 with one scale a token. `models/static-1/README.md` says how it was
trained.
"""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from babelwright.errors import EmbedderError, Place
from babelwright.fidelity.embedder import Integers, Tokens, Vectors

_FILES = ("config.json", "model.safetensors", "tokenizer.json")

# Texts embedded at once: 1,024 texts of 30 tokens take 31 MB of token vectors.
_BATCH = 1024


class StaticEmbedder:
    """A folder with `config.json`, `tokenizer.json` and `model.safetensors` (int8)."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        try:
            tensors = load_file(folder / "model.safetensors")
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._weight, self._scale = tensors["weight"], tensors["scale"].astype(np.float32)
        except Exception as error:
            message = f"the model cannot be read: {error}"
            raise EmbedderError(message, place=Place(folder)) from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the three files (hex)."""
        digest = hashlib.sha256()
        for name in _FILES:
            digest.update((self._folder / name).read_bytes())
        return digest.hexdigest()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """What each token stands for."""
        pieces = {token: piece for piece, token in self._tokenizer.get_vocab().items()}
        return tuple(pieces[token] for token in range(len(pieces)))

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return the tokens of every text."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        found = [np.asarray(each.ids, dtype=np.int64) for each in encoded]
        lengths = np.array([len(ids) for ids in found], dtype=np.int64)
        return Tokens(np.concatenate(found) if found else lengths, lengths)

    def vectors(self, ids: Integers) -> Vectors:
        """Return the vectors of tokens, shape (tokens, dimensions)."""
        vectors: Vectors = self._weight[ids].astype(np.float32) * self._scale[ids, None]
        return vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (texts, dimensions); zero without tokens."""
        vectors = np.zeros((len(texts), self._weight.shape[1]), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            encoded = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            self._mean([each.ids for each in encoded], vectors[start : start + len(batch)])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit

    def _mean(self, ids: Sequence[Sequence[int]], out: Vectors) -> None:
        """Write the mean token vector of every text with tokens into `out`."""
        lengths = np.array([len(each) for each in ids])
        rows = np.flatnonzero(lengths)
        if not len(rows):
            return
        flat = np.concatenate([np.asarray(ids[row]) for row in rows.tolist()])
        tokens = self.vectors(flat)
        starts = np.concatenate(([0], np.cumsum(lengths[rows])[:-1]))
        out[rows] = np.add.reduceat(tokens, starts, axis=0) / lengths[rows, None]
