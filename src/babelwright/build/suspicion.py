"""Tells which hard negatives look like positives that nobody labelled.

After "NV-Retriever" (arXiv 2407.15831): what is mined near a query holds many documents that answer
it and that nobody judged. They are no negatives, and are listed for people to judge.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from babelwright.build.bm25 import Index
from babelwright.fidelity.embedder import Embedder, Vectors
from babelwright.judging import DECIMALS

# NV-Retriever's TopK-PercPos with its threshold: a negative is suspicious when its similarity to
# the query is above so much of the positive's.
SHARE = 0.95
# That says nothing where the embedder does not see the positive either: it is asked only where not
# one of so many random documents is as near to the query as that. With static-1, 4.5 to 5.8 % of
# true negatives are suspicious without this, and 0.3 to 0.4 % with it (`bench/relabel.py`, XQuAD).
RANDOM = 500
# Shared terms of document and positive over all terms of both, weighted. Above it lie 86 to 93 % of
# the passages that hold the answer, and at most 0.03 % of those of other paragraphs (same).
OVERLAP = 0.3

BEGINNING = 300
SUSPICIOUS = pa.schema(
    [
        ("query-id", pa.string()),
        ("corpus-id", pa.string()),
        ("rank", pa.int64()),
        ("bm25", pa.float64()),
        ("signal", pa.string()),
        ("similarity", pa.float64()),
        ("positive-id", pa.string()),
        ("positive-similarity", pa.float64()),
        ("overlap", pa.float64()),
        ("query", pa.string()),
        ("document", pa.string()),
        ("positive", pa.string()),
    ]
)


class Document(NamedTuple):
    """A document, and how BM25 ranks it for a query."""

    id: str
    text: str
    rank: int = 0
    score: float = 0.0


class Suspicion:
    """What is suspicious in a corpus.

    Args:
        index: Of the corpus, for terms and their weights.
        embedder: Compares queries with documents in their own language.
        random: `RANDOM` documents of the corpus, or all where it has fewer.
    """

    def __init__(self, index: Index, embedder: Embedder, random: Sequence[Document]) -> None:
        self._index = index
        self._embedder = embedder
        self._random_ids = np.array([document.id for document in random], dtype=object)
        self._random = embedder.embed([document.text for document in random])

    def told(
        self, query: str, candidates: Sequence[Document], positives: Sequence[Document]
    ) -> Iterator[dict[str, Any] | None]:
        """Yield what makes each candidate look like a positive, or None.

        Args:
            query: Its text.
            candidates: Unjudged documents.
            positives: Its relevant documents, at least one.
        """
        texts = [query, *(each.text for each in (*positives, *candidates))]
        vectors = self._embedder.embed(texts)
        cosines = np.round((vectors[1:] @ vectors[0]).astype(np.float64), DECIMALS)
        theirs, own = cosines[: len(positives)], cosines[len(positives) :]
        like = int(theirs.argmax())
        bar = SHARE * theirs[like]
        random = self._above(vectors[0], bar) - {each.id for each in positives}
        terms = [frozenset(self._index.terms(each.text)) for each in positives]
        for document, similarity in zip(candidates, own.tolist(), strict=True):
            own_terms = frozenset(self._index.terms(document.text))
            overlaps = np.array([overlap(self._index, own_terms, each) for each in terms])
            near = int(overlaps.argmax())
            if overlaps[near] > OVERLAP:
                signal, positive = "overlap", near
            elif similarity > bar > 0 and random <= {document.id}:
                signal, positive = "similarity", like
            else:
                yield None
                continue
            yield {
                "corpus-id": document.id,
                "rank": document.rank,
                "bm25": document.score,
                "signal": signal,
                "similarity": similarity,
                "positive-id": positives[positive].id,
                "positive-similarity": float(theirs[positive]),
                "overlap": round(float(overlaps[positive]), DECIMALS),
                "query": query[:BEGINNING],
                "document": document.text[:BEGINNING],
                "positive": positives[positive].text[:BEGINNING],
            }

    def _above(self, query: Vectors, bar: float) -> set[str]:
        """Return the random documents whose similarity to a query is above the bar."""
        above = np.round((self._random @ query).astype(np.float64), DECIMALS) > bar
        return set(self._random_ids[above])


def overlap(index: Index, own: frozenset[str], other: frozenset[str]) -> float:
    """Return the weighted Jaccard index of two sets of terms: what many texts have weighs little.

    Args:
        index: For the weights, the terms' idf.
        own: Terms of a text.
        other: Terms of another.
    """
    shared, either = (sum(map(index.idf, sorted(terms))) for terms in (own & other, own | other))
    return shared / either if either else 0.0
