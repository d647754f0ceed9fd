"""Any sentence-transformers model as embedder (extra `embed`)."""

import hashlib
from collections.abc import Sequence

import numpy as np

from babelwright.errors import EmbedderError, MissingExtra
from babelwright.fidelity.embedder import Vectors

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
        vectors: Vectors = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        ).astype(np.float32)
        return vectors


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
