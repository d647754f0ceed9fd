"""BM25 over a corpus on disk, by tantivy: memory is its writer's heap, whatever the corpus."""

import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

HEAP = 128_000_000
# Scores are float32 sums whose order of addition differs between segments: beyond these decimals
# lies noise, and documents that agree in them are tied.
DECIMALS = 3
# A query's further terms add hours and no information.
MAX_TERMS = 512
_MORE = 8
_DEEPEST = 16

# Runs of letters, marks and digits are terms, as in Unicode's word boundaries (UAX 29); of scripts
# that write no spaces every character is one. Lucene's standard tokenizer does much the same.
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_WORDS = rf"{_UNSPACED}\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--{_UNSPACED}]+"

_TEXT, _ROW, _FREQUENCIES = "text", "row", "freq"


class Hits(NamedTuple):
    """Documents for a query, the best first; `all` where no other document has one of its terms."""

    rows: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    all: bool


class Index:
    """An index in a folder: BM25 with tantivy's constants, k1 = 1.2 and b = 0.75.

    Args:
        folder: Empty; as large as the texts' postings.
        heap: Bytes of postings held before they are written to a segment, at least 15,000,000.
    """

    def __init__(self, folder: Path, heap: int = HEAP) -> None:
        import tantivy

        self._heap = heap

        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(_WORDS))
            .filter(tantivy.Filter.lowercase())
            .build()
        )
        builder = tantivy.SchemaBuilder()
        builder.add_text_field(_TEXT, tokenizer_name="terms", index_option=_FREQUENCIES)
        builder.add_integer_field(_ROW, fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=False)
        self._index.register_tokenizer("terms", self._analyzer)
        self._searcher = self._index.searcher()
        self._idf: dict[str, float] = {}

    def add(self, batches: Iterable[pa.RecordBatch]) -> Iterable[int]:
        """Index documents with the columns `row` (a number) and `text`; yield how many at a time.

        One thread writes, so that the same documents give the same index. They can be searched
        once all are added.
        """
        from tantivy import Document

        writer = self._index.writer(self._heap, num_threads=1)
        for batch in batches:
            rows, texts = batch[_ROW].to_pylist(), batch[_TEXT].to_pylist()
            for row, text in zip(rows, texts, strict=True):
                writer.add_document(Document(row=row, text=text))
            yield batch.num_rows
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, in order, as they are indexed."""
        return self._analyzer.analyze(text)

    @property
    def segments(self) -> int:
        """How many segments it has."""
        return self._searcher.num_segments

    def idf(self, term: str) -> float:
        """Return a term's weight in BM25 (Robertson and Zaragoza, 2009), at least 0."""
        found = self._idf.get(term)
        if found is None:
            size, having = self._searcher.num_docs, self._searcher.doc_freq(_TEXT, term)
            found = self._idf[term] = math.log(1 + (size - having + 0.5) / (having + 0.5))
        return found

    def search(self, text: str, limit: int) -> Hits:
        """Return at least the best `limit` documents that have a term of a text.

        Documents with the same score, to `DECIMALS`, come all or not at all, so that the caller
        can order them by something that does not depend on how they lie in the index. Of more
        than sixteen times as many with one score some are left out.
        """
        query = self._query(text)
        wanted = limit + _MORE
        while True:
            hits = self._searcher.search(query, limit=wanted, count=False).hits
            scores = np.round([score for score, _ in hits], DECIMALS)
            exhausted = len(hits) < wanted
            enough = len(hits) if exhausted else int((scores > scores[-1]).sum())
            if exhausted or enough >= limit:
                break
            if wanted > _DEEPEST * limit:
                enough = len(hits)
                break
            wanted *= 2
        addresses = [address for _, address in hits[:enough]]
        rows = self._searcher.fast_field_values(_ROW, addresses) if addresses else []
        return Hits(np.array(rows, dtype=np.int64), scores[:enough], exhausted)

    def _query(self, text: str) -> Any:
        """Return any of a text's terms, each as often as it is there; there is no query syntax."""
        from tantivy import Occur, Query

        counts = Counter(self.terms(text)).items()
        clauses = [
            (
                Occur.Should,
                Query.boost_query(
                    Query.term_query(self._schema, _TEXT, term, _FREQUENCIES), float(count)
                ),
            )
            for term, count in list(counts)[:MAX_TERMS]
        ]
        return Query.boolean_query(clauses)
