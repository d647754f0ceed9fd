"""One protocol for everything that turns a text into a vector."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Embeds texts of any of its languages into one space."""

    @property
    def name(self) -> str:
        """What the builder file calls it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hash of its files (hex): a calibration holds for this content alone."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (texts, dimensions); zero where nothing is known."""
        ...


def open_embedder(name: str, models: Path) -> Embedder:
    """Open an embedder that the catalog ships, or a sentence-transformers model by name or path.

    Args:
        name: A folder of `models/`, a Hub id, or a path.
        models: The catalog's `models/` folder.

    Raises:
        EmbedderError: There is no such model, or it cannot be loaded.
        MissingExtra: It is a sentence-transformers model and the extra `embed` is missing.
    """
    if (models / name / "config.json").is_file():
        from babelwright.fidelity.static import StaticEmbedder

        return StaticEmbedder(models / name)
    from babelwright.fidelity.transformer import TransformerEmbedder

    return TransformerEmbedder(name)
