"""Any sentence-transformers model as embedder (extra `embed`).

A model reads so many tokens of a text and no more. A longer text is embedded in chunks, and its
vector is the mean of theirs, each weighted by its tokens: what a mean over all tokens is, but that
tokens of two chunks do not see each other. OpenAI's cookbook ("Embedding texts that are longer than
the model's maximum context length") does the same.
"""

import hashlib
import math
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from babelwright.errors import EmbedderError, MissingExtra
from babelwright.fidelity.embedder import Vectors
from babelwright.text.chunks import Limit, chunks

_BATCH = 64


class TransformerEmbedder:
    """A sentence-transformers model by Hub id or path."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise MissingExtra("embed", f"the embedder {name!r}") from error
        try:
            self._model = SentenceTransformer(name)
        except Exception as error:
            raise EmbedderError(
                f"the embedder {name!r} cannot be loaded: {_first_line(error)}",
                hint="Name a folder of models/, a model of the Hub, or a path to one",
            ) from error
        self.name = name
        self._fingerprint = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the model's parameters (hex)."""
        if not self._fingerprint:
            digest = hashlib.sha256()
            for key, tensor in sorted(self._model.state_dict().items()):
                digest.update(key.encode())
                digest.update(np.ascontiguousarray(tensor.float().cpu().numpy()).tobytes())
            self._fingerprint = digest.hexdigest()
        return self._fingerprint

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (texts, dimensions)."""
        lengths = self._tokens(texts)
        limit = Limit(self._most, lambda text: int(self._tokens([text])[0]))
        split = [
            [text]
            if length <= self._most
            else [piece.text for piece in chunks(text, limit) if piece.text.strip()]
            for text, length in zip(texts, lengths.tolist(), strict=True)
        ]
        flat = [chunk for parts in split for chunk in parts]
        vectors = self._encode(flat)
        counts = np.array([len(parts) for parts in split], dtype=np.int64)
        if len(flat) == len(texts):
            return vectors
        return _pooled(vectors, np.maximum(self._tokens(flat), 1), counts)

    @property
    def _most(self) -> int:
        """Tokens that the model reads, without those that it adds itself."""
        read = self._model.max_seq_length
        if read is None or math.isinf(read):
            return sys.maxsize
        return max(int(read) - int(self._model.tokenizer.num_special_tokens_to_add()), 1)

    def _tokens(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """Return how many tokens of its own each text has."""
        if self._most == sys.maxsize or not texts:
            return np.zeros(len(texts), dtype=np.int64)
        found = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return np.array([len(ids) for ids in found["input_ids"]], dtype=np.int64)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        ).astype(np.float32)
        return vectors


def _pooled(
    vectors: Vectors, weights: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> Vectors:
    """Return the unit vector of every text from those of its chunks; zero of one without any."""
    sums = np.zeros((len(counts), vectors.shape[1]), dtype=np.float32)
    rows = np.repeat(np.arange(len(counts)), counts)
    np.add.at(sums, rows, vectors * weights[:, None].astype(np.float32))
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    unit: Vectors = sums / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
