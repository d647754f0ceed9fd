"""Trains the token vectors of static-1 with PyTorch.

A sentence is the mean of its token vectors (StaticEmbedding of sentence-transformers computes the
same). The loss is the symmetric InfoNCE of van den Oord et al. (2018) over the pairs of a batch:
each sentence must find its translation among all others of the batch, and the other way round.

Several members are trained from different seeds. Their vectors are laid side by side, which
averages their cosines, and projected back to d dimensions by the leading singular vectors of
training sentences.
"""

import multiprocessing
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from models.data import NEWS, Pair, normal_form
from models.evaluate import StaticModel
from models.subwords import UNKNOWN, Ids, feature_table
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """Everything that decides the vectors, beside the data."""

    dimensions: int = 256
    vocabulary: int = 40_000
    members: int = 4
    epochs: int = 18
    batch: int = 1024
    learning_rate: float = 0.03  # falls linearly to 0
    temperature: float = 0.1
    other_language: float = 0.3  # share of pairs whose left side is in a third language
    token_dropout: float = 0.1
    news_repeats: int = 2  # how often a news pair is seen in an epoch
    short_limit: int = 4000  # Tatoeba pairs of two languages in an epoch, drawn anew each time
    start_deviation: float = 0.1  # of a token's own vector; spelling features start at 0
    seed: int = 1

    def as_dict(self) -> dict[str, Any]:
        """The settings by name."""
        return asdict(self)


class Ragged(NamedTuple):
    """Rows of different lengths: row i is `values[starts[i]:starts[i + 1]]`."""

    starts: Ids
    values: Ids

    @classmethod
    def of(cls, rows: list[Any]) -> "Ragged":
        """Lays the rows end to end."""
        lengths = np.array([len(row) for row in rows], dtype=np.int64)
        values = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
        return cls(np.concatenate([[0], np.cumsum(lengths)]), values)

    def take(self, rows: Ids) -> "Ragged":
        """The rows with these numbers, in this order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return Ragged(starts, self.values[places])

    def thin(self, keep: npt.NDArray[np.bool_]) -> "Ragged":
        """Without the values where `keep` is false."""
        kept_before = np.concatenate([[0], np.cumsum(keep)])
        return Ragged(kept_before[self.starts], self.values[keep])


class Batch(NamedTuple):
    """Text numbers of both sides, and the pairs that are no negatives of each other."""

    left: Ids
    right: Ids
    same: npt.NDArray[np.bool_]


class PairSampler:
    """Draws the batches of an epoch.

    Args:
        pairs: All training pairs.
        settings: Batch size and how corpora and languages are balanced.
    """

    def __init__(self, pairs: list[Pair], settings: Settings) -> None:
        self.settings = settings
        self.rng = np.random.default_rng(settings.seed)
        numbers: dict[str, int] = {}
        forms: dict[str, int] = {}
        self.left = _numbers(numbers, [pair.left for pair in pairs])
        self.right = _numbers(numbers, [pair.right for pair in pairs])
        self.texts = list(numbers)
        self.left_form = _numbers(forms, [normal_form(pair.left) for pair in pairs])
        self.right_form = _numbers(forms, [normal_form(pair.right) for pair in pairs])
        self.right_language = [pair.right_language for pair in pairs]
        self.groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self.translations: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for number, pair in enumerate(pairs):
            corpus = "tatoeba" if pair.corpus.startswith("tatoeba") else pair.corpus
            self.groups[corpus, pair.left_language, pair.right_language].append(number)
            self.translations[int(self.left_form[number])].append(
                (pair.right_language, int(self.right[number]))
            )

    def epoch(self) -> list[Ids]:
        """The pairs of each batch of one pass: news repeated, Tatoeba limited, the rest once."""
        chosen: list[Ids] = []
        for (corpus, _, _), members in sorted(self.groups.items()):
            found = np.array(members, dtype=np.int64)
            if corpus == NEWS:
                found = np.tile(found, self.settings.news_repeats)
            if corpus == "tatoeba" and len(found) > self.settings.short_limit:
                found = self.rng.choice(found, self.settings.short_limit, replace=False)
            chosen.append(found)
        order = self.rng.permutation(np.concatenate(chosen))
        size = self.settings.batch
        return [order[at : at + size] for at in range(0, len(order) - size + 1, size)]

    def batch(self, members: Ids) -> Batch:
        """The texts of these pairs; some left sides are exchanged for a third language."""
        left = self.left[members]
        for place in np.flatnonzero(self.rng.random(len(members)) < self.settings.other_language):
            member = members[place]
            others = [
                text
                for language, text in self.translations[int(self.left_form[member])]
                if language != self.right_language[member]
            ]
            if others:
                left[place] = others[self.rng.integers(len(others))]
        one, two = self.left_form[members], self.right_form[members]
        same = (one[:, None] == one[None, :]) | (two[:, None] == two[None, :])
        np.fill_diagonal(same, False)
        return Batch(left, self.right[members], same)


def _numbers(known: dict[str, int], texts: list[str]) -> Ids:
    return np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int64)


class TokenVectors:
    """The trained parameters: a vector for each token and for each spelling feature.

    Args:
        tokenizer: Decides the V tokens and their features.
        settings: Dimensions d, start values and the learning rate.
    """

    def __init__(self, tokenizer: Tokenizer, settings: Settings) -> None:
        rows, count = feature_table(tokenizer)
        self.features = Ragged.of(rows)
        own = torch.randn(len(rows), settings.dimensions) * settings.start_deviation
        self.own = torch.nn.Parameter(own)
        self.shared = torch.nn.Parameter(torch.zeros(count, settings.dimensions))
        self.optimiser = torch.optim.Adam(
            [self.own, self.shared], lr=settings.learning_rate, fused=True
        )

    def of(self, tokens: Ids) -> Any:
        """Vectors [n, d] of n tokens: own + sum of the m shared ones / sqrt(m)."""
        features = self.features.take(tokens)
        counts = torch.from_numpy(np.maximum(np.diff(features.starts), 1)).float()
        return (
            self.own[torch.from_numpy(tokens)]
            + _sums(features, self.shared) / counts.sqrt()[:, None]
        )

    def table(self) -> Vectors:
        """All token vectors, float32 [V, d]."""
        with torch.no_grad():
            parts = torch.arange(len(self.own)).split(4096)
            table: Vectors = torch.cat([self.of(p.numpy()) for p in parts]).numpy()
        return table


def _sums(rows: Ragged, vectors: Any) -> Any:
    """For each row the sum of the vectors that it names, [rows, d]."""
    return F.embedding_bag(
        torch.from_numpy(rows.values), vectors, torch.from_numpy(rows.starts[:-1]), mode="sum"
    )


def embed(vectors: TokenVectors, tokens: Ragged) -> Any:
    """Sentence vectors of norm 1, [n, d]."""
    distinct, places = np.unique(tokens.values, return_inverse=True)
    sums = _sums(Ragged(tokens.starts, places), vectors.of(distinct))
    return F.normalize(sums, dim=1)


def info_nce(left: Any, right: Any, same: Any, temperature: float) -> Any:
    """Symmetric InfoNCE of n pairs of unit vectors [n, d]; `same` [n, n] marks no negatives."""
    cosines = (left.bfloat16() @ right.bfloat16().T).float()
    scores = (cosines / temperature).masked_fill(same, -1e4)
    truth = torch.arange(len(scores))
    return (F.cross_entropy(scores, truth) + F.cross_entropy(scores.T, truth)) / 2


def train(pairs: list[Pair], tokenizer: Tokenizer, settings: Settings, workers: int) -> Vectors:
    """Trains all members, each on one thread of a process of its own, and joins them.

    Returns:
        Token vectors, float32 [V, d]; the row of the unknown token is 0.
    """
    members = [replace(settings, seed=settings.seed + place) for place in range(settings.members)]
    written = repeat(tokenizer.to_str())
    # Each process starts afresh: torch must not be forked once it has started its threads.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
        tables = list(pool.map(train_member, repeat(pairs), written, members))
    vectors = join(tables, tokenizer, _typical_texts(pairs, settings.seed), settings.dimensions)
    vectors[tokenizer.token_to_id(UNKNOWN)] = 0
    return vectors


def train_member(pairs: list[Pair], tokenizer: str, settings: Settings) -> Vectors:
    """Trains one member with the tokenizer given as JSON; returns float32 [V, d]."""
    torch.set_num_threads(1)
    torch.manual_seed(settings.seed)
    parsed = Tokenizer.from_str(tokenizer)
    sampler = PairSampler(pairs, settings)
    vectors = TokenVectors(parsed, settings)
    encoded = parsed.encode_batch_fast(sampler.texts, add_special_tokens=False)
    tokens = Ragged.of([encoding.ids for encoding in encoded])
    started = time.monotonic()
    for epoch in range(settings.epochs):
        loss = _epoch(vectors, sampler, tokens, settings, epoch)
        done = f"seed {settings.seed}, epoch {epoch + 1} of {settings.epochs}"
        seconds = time.monotonic() - started
        print(f"{done}: loss {loss:.4f}, {seconds:.0f} s", file=sys.stderr, flush=True)
    return vectors.table()


def join(tables: list[Vectors], tokenizer: Tokenizer, texts: list[str], size: int) -> Vectors:
    """Projects the members [V, d] side by side onto `size` dimensions, float32 [V, size].

    The axes are the leading right singular vectors of the texts' sentence vectors, not centred.
    """
    scaled = [table / np.sqrt((table**2).sum(axis=1).mean()) for table in tables]
    wide = np.concatenate(scaled, axis=1)
    sentences = StaticModel(tokenizer, wide).embed(texts)
    axes = np.linalg.svd(sentences, full_matrices=False)[2][:size]
    joined: Vectors = (wide @ axes.T).astype(np.float32)
    return joined


def _typical_texts(pairs: list[Pair], seed: int) -> list[str]:
    """Distinct texts of all news pairs and of as many others."""
    news = [pair for pair in pairs if pair.corpus == NEWS]
    others = [pair for pair in pairs if pair.corpus != NEWS]
    drawn = np.random.default_rng(seed).permutation(len(others))[: len(news)]
    chosen = news + [others[number] for number in drawn]
    return list(dict.fromkeys(text for pair in chosen for text in (pair.left, pair.right)))


def _epoch(
    vectors: TokenVectors, sampler: PairSampler, tokens: Ragged, settings: Settings, epoch: int
) -> float:
    batches = sampler.epoch()
    losses = []
    for step, members in enumerate(batches):
        batch = sampler.batch(members)
        done = (epoch + step / len(batches)) / settings.epochs
        for group in vectors.optimiser.param_groups:
            group["lr"] = settings.learning_rate * (1 - done)
        chosen = tokens.take(np.concatenate([batch.left, batch.right]))
        chosen = chosen.thin(sampler.rng.random(len(chosen.values)) >= settings.token_dropout)
        sentences = embed(vectors, chosen)
        size = len(batch.left)
        same = torch.from_numpy(batch.same)
        loss = info_nce(sentences[:size], sentences[size:], same, settings.temperature)
        vectors.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        vectors.optimiser.step()
        losses.append(loss.item())
    return float(np.mean(losses))
