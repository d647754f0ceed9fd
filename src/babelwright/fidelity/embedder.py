"""One protocol for everything that turns a text into a vector."""

from collections.abc import Sequence
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
