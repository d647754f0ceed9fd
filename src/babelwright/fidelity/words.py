"""Groups the tokens of texts to words: a word has one vector, the sum of its tokens'."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from babelwright.fidelity.embedder import Integers, TokenEmbedder, Tokens, Vectors

Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

SPACE = "▁"


class Words(NamedTuple):
    """The words of a batch of texts, one after another; marks are no words.

    Attributes:
        vectors: Unit vectors, shape (words, dimensions).
        weights: Norms before they were scaled: rare words weigh more than frequent ones.
        starts: Where each text's words begin, and where the last one's end; shape (texts + 1,).
        ids: The tokens that the words are made of.
        word: The word that each of these tokens is in.
        text: Unit vectors of whole texts, marks included, shape (texts, dimensions).
        tokens: All tokens, marks included.
    """

    vectors: Vectors
    weights: Vectors
    starts: Integers
    ids: Integers
    word: Integers
    text: Vectors
    tokens: Tokens

    @property
    def counts(self) -> Integers:
        """Words of every text."""
        return np.diff(self.starts)


class Grouping:
    """What the tokens of an embedder are: the beginning of a word, more of it, or a mark."""

    def __init__(self, embedder: TokenEmbedder) -> None:
        self._embedder = embedder
        bare = [piece.replace(SPACE, "") for piece in embedder.pieces]
        self.mark = np.array([not any(c.isalnum() for c in piece) for piece in bare])
        self._begins = np.array([piece.startswith(SPACE) for piece in embedder.pieces])
        self._blank = np.array([not piece for piece in bare])

    @cached_property
    def characters(self) -> Numbers:
        """Characters of every token, the space before a word counted."""
        return np.array([len(piece) for piece in self._embedder.pieces], dtype=np.float64)

    @cached_property
    def norms(self) -> Numbers:
        """Norm of every token's vector; never quite 0."""
        vectors = self._embedder.vectors(np.arange(len(self._begins)))
        norms: Numbers = np.linalg.norm(vectors, axis=1).astype(np.float64) + 1e-6
        return norms

    def starts_word(self, tokens: Tokens) -> Truths:
        """Return which tokens stand where a text begins or after white space."""
        found = self._begins[tokens.ids]
        lengths = tokens.lengths[tokens.lengths > 0]
        found[np.cumsum(lengths) - lengths] = True
        return found

    def marks(self, tokens: Tokens) -> Integers:
        """Return how many marks every text has."""
        marks = self.mark[tokens.ids] & ~self._blank[tokens.ids]
        return np.bincount(_rows(tokens)[marks], minlength=len(tokens.lengths))

    def words(self, texts: Sequence[str]) -> Words:
        """Return the words of texts; a mark ends a word, within which there are no spaces."""
        tokens = self._embedder.tokens(texts)
        ids, rows = tokens.ids, _rows(tokens)
        vectors = self._embedder.vectors(ids)
        mark = self.mark[ids]
        after = np.zeros(len(ids), dtype=bool)
        after[1:] = mark[:-1]
        group = np.cumsum(self.starts_word(tokens) | after)[~mark]
        _, first, word = np.unique(group, return_index=True, return_inverse=True)
        counts = np.bincount(rows[~mark][first], minlength=len(texts))
        sums = _sums(vectors[~mark], first)
        weights = np.linalg.norm(sums, axis=1)
        return Words(
            _unit(sums),
            weights,
            np.concatenate(([0], np.cumsum(counts))),
            ids[~mark],
            word,
            _unit(_by_text(vectors, tokens)),
            tokens,
        )


def _rows(tokens: Tokens) -> Integers:
    return np.repeat(np.arange(len(tokens.lengths)), tokens.lengths)


def _sums(vectors: Vectors, first: Integers) -> Vectors:
    if not len(first):
        return vectors[:0]
    sums: Vectors = np.add.reduceat(vectors, first, axis=0)
    return sums


def _by_text(vectors: Vectors, tokens: Tokens) -> Vectors:
    sums = np.zeros((len(tokens.lengths), vectors.shape[1]), dtype=np.float32)
    full = np.flatnonzero(tokens.lengths)
    ends = np.cumsum(tokens.lengths[full])
    if len(full):
        sums[full] = np.add.reduceat(vectors, ends - tokens.lengths[full], axis=0)
    return sums


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit
