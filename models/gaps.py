"""Trains the network that tells where a word seems to be missing.

A fifth of the words of training texts is taken out at random, anew in every epoch; the network sees
the tokens around every gap between words and says whether one was taken out there.
"""

import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.data import Pair
from models.train import log, quantise

from babelwright.fidelity.embedder import Integers, TokenEmbedder, Tokens
from babelwright.fidelity.gaps import AROUND
from babelwright.fidelity.words import Grouping

OWN = 24
"""Dimensions that a token has for this alone."""
PROJECTED = 24
"""Dimensions that are a projection of its static vector."""
UNITS = 64
EPOCHS = 5
BATCH = 4096
RATE = 0.004
TAKEN = 0.2
"""Share of words taken out, and of tokens that are hidden."""
HIDDEN = 0.08
MOST_PAIRS = 16_000
MOST_ENGLISH = 30_000
REPEATS = {"ntrex128": 4, "xquad": 2}
"""Passes over the longer sentences in an epoch."""


class Gapped(NamedTuple):
    """The tokens around each gap, shape (gaps, 2 * AROUND), and whether a word is missing."""

    around: Integers
    missing: npt.NDArray[np.float32]


def training_texts(pairs: list[Pair]) -> list[str]:
    """The texts of both sides, long ones several times, no corpus more than its share."""
    texts: list[str] = []
    english: set[str] = set()
    by_language: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.left_language == "en":
            by_language.setdefault(pair.right_language, []).append(pair)
    for _, rows in sorted(by_language.items()):
        rows.sort(key=lambda pair: pair.corpus not in REPEATS)
        for pair in rows[:MOST_PAIRS]:
            texts += [pair.right] * REPEATS.get(pair.corpus, 1)
            if len(english) < MOST_ENGLISH or pair.corpus in REPEATS:
                english.add(pair.left)
    long = {pair.left: REPEATS[pair.corpus] for pair in pairs if pair.corpus in REPEATS}
    return texts + [text for text in sorted(english) for _ in range(long.get(text, 1))]


def gapped(tokens: Tokens, starts: npt.NDArray[np.bool_], keep: Any, outside: int) -> Gapped:
    """The gaps of all texts once the words that are not kept are taken out."""
    rows = np.repeat(np.arange(len(tokens.lengths)), tokens.lengths)
    kept = keep[np.cumsum(starts) - 1]
    after = np.zeros(len(kept), dtype=bool)
    after[1:] = ~kept[:-1] & (rows[1:] == rows[:-1])
    ids, rows, begins, missing = tokens.ids[kept], rows[kept], starts[kept], after[kept]
    padded = np.full(len(ids) + AROUND * (len(tokens.lengths) + 1), outside, dtype=np.int64)
    place = np.arange(len(ids)) + AROUND * (rows + 1)
    padded[place] = ids
    gaps = place[begins]
    around = padded[gaps[:, None] + np.arange(-AROUND, AROUND)]
    return Gapped(around, missing[begins].astype(np.float32))


class Network(torch.nn.Module):  # type: ignore[misc]
    """Token vectors, one hidden layer, one log-odds a gap."""

    def __init__(self, vectors: npt.NDArray[np.float32]) -> None:
        super().__init__()
        norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        outside = np.zeros((1, vectors.shape[1]), dtype=np.float32)
        unit = np.concatenate((vectors / norms, outside))
        self.register_buffer("unit", torch.from_numpy(unit))
        self.projection = torch.nn.Linear(vectors.shape[1], PROJECTED, bias=False)
        self.own = torch.nn.Embedding(len(unit), OWN)
        torch.nn.init.normal_(self.own.weight, 0, 0.1)
        self.hidden = torch.nn.Linear(2 * AROUND * (OWN + PROJECTED), UNITS)
        self.out = torch.nn.Linear(UNITS, 1)
        self.dropout = torch.nn.Dropout(0.15)

    def rows(self, tokens: Any) -> Any:
        """The vectors of tokens."""
        return torch.cat((self.own(tokens), self.projection(self.get_buffer("unit")[tokens])), 1)

    def forward(self, around: Any) -> Any:
        """The log-odds of every gap."""
        tokens, place = torch.unique(around, return_inverse=True)
        vectors = self.dropout(self.rows(tokens)[place].flatten(1))
        return self.out(torch.relu(self.hidden(vectors))).squeeze(1)


def train(embedder: TokenEmbedder, texts: list[str], seed: int) -> dict[str, Any]:
    """Trains the network and returns what `GapModel` reads, named `gap_...`."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    tokens, grouping = embedder.tokens(texts), Grouping(embedder)
    starts = grouping.starts_word(tokens)
    outside = len(embedder.pieces)
    network = Network(embedder.vectors(np.arange(outside)))
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    for epoch in range(EPOCHS):
        keep = generator.random(int(starts.sum())) > TAKEN
        gaps = gapped(tokens, starts, keep, outside)
        order = generator.permutation(len(gaps.around))
        steps, losses = len(order) // BATCH, 0.0
        for step in range(steps):
            optimiser.param_groups[0]["lr"] = RATE * (1 - (epoch + step / steps) / EPOCHS)
            chosen = order[step * BATCH : (step + 1) * BATCH]
            losses += _step(network, optimiser, gaps, chosen)
        log(f"gaps: epoch {epoch + 1} of {EPOCHS}, loss {losses / steps:.4f}")
    return _tensors(network, outside)


def _step(network: Network, optimiser: Any, gaps: Gapped, chosen: Any) -> float:
    around = torch.from_numpy(gaps.around[chosen])
    around = torch.where(torch.rand(around.shape) < HIDDEN, torch.zeros_like(around), around)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        network(around), torch.from_numpy(gaps.missing[chosen])
    )
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    return float(loss.item())


def _tensors(network: Network, outside: int) -> dict[str, Any]:
    with torch.no_grad():
        table, scale = quantise(network.rows(torch.arange(outside + 1)).numpy())
        out = torch.cat((network.out.weight[0], network.out.bias))
        return {
            "gap_table": table,
            "gap_scale": scale,
            "gap_hidden": np.ascontiguousarray(network.hidden.weight.numpy().T),
            "gap_bias": network.hidden.bias.numpy().copy(),
            "gap_out": out.numpy().copy(),
        }
