"""One protocol for everything that turns a text into a vector."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


class Tokens(NamedTuple):
    """Tokens of a batch of texts, one after another, and how many each text has."""

    ids: Integers
    lengths: Integers


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


@runtime_checkable
class TokenEmbedder(Embedder, Protocol):
    """An embedder whose texts are made of tokens that have one vector each, wherever they stand.

    A transformer is none: its token vectors depend on the whole text, and there is nothing to
    expect of a token by itself.
    """

    @property
    def pieces(self) -> Sequence[str]:
        """What each token stands for; `▁` is the space before a word."""
        ...

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return the tokens of every text."""
        ...

    def vectors(self, ids: Integers) -> Vectors:
        """Return the vectors of tokens, shape (tokens, dimensions), not scaled to length 1."""
        ...
