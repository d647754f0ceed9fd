"""Times BM25 over corpora of rising size, and its memory, beside bm25s in the same run.

    python bench/pool.py [--documents N ...]

Documents are 60 words of a Zipf distribution; 300 queries of six words ask for the best thirty.
Every measurement has a process of its own, so that its peak memory is its own.
"""

import argparse
import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from babelwright.build.bm25 import Index

RUNS = 3
QUERIES, BEST, WORDS, LENGTH = 300, 30, 50_000, 60
BATCH = 8192
SIZES = (50_000, 200_000)


def main() -> int:
    """Print the figures, or with --one measure once and print seconds and megabytes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", choices=("tantivy", "bm25s"))
    options = parser.parse_args()
    if options.one:
        measure = _tantivy if options.one == "tantivy" else _bm25s
        before = _megabytes()
        started = time.perf_counter()
        measure(options.documents[0])
        print(time.perf_counter() - started, _megabytes() - before)
        return 0
    there = importlib.util.find_spec("bm25s") is not None
    names = ("tantivy", "bm25s") if there else ("tantivy",)
    print(f"{os.cpu_count()} cores, {RUNS} runs: median (least, most); bm25s there: {there}")
    for size in options.documents:
        seconds = {}
        for name in names:
            found = [_apart(name, size) for _ in range(RUNS)]
            spent, memory = (sorted(each) for each in zip(*found, strict=True))
            seconds[name] = statistics.median(spent)
            print(
                f"{size:>9,} documents  {name:<8} {seconds[name]:6.1f} s "
                f"({spent[0]:.1f}, {spent[-1]:.1f})  {statistics.median(memory):6,.0f} MB "
                f"({memory[0]:,.0f}, {memory[-1]:,.0f})"
            )
        if len(seconds) > 1:
            print(
                f"          tantivy takes {seconds['tantivy'] / seconds['bm25s']:.2f} of the time"
            )
    return 0


def _apart(name: str, size: int) -> tuple[float, float]:
    command = [sys.executable, __file__, "--one", name, "--documents", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _texts(size: int) -> Iterator[list[str]]:
    generator = np.random.default_rng(0)
    words = np.array([f"w{n}" for n in range(WORDS)])
    share = 1 / np.arange(1, WORDS + 1)
    for start in range(0, size, BATCH):
        shape = (min(BATCH, size - start), LENGTH)
        yield [
            " ".join(row) for row in words[generator.choice(WORDS, shape, p=share / share.sum())]
        ]


def _queries() -> list[str]:
    return [" ".join(text.split()[:6]) for text in next(_texts(QUERIES))]


def _tantivy(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))

        def batches() -> Iterator[pa.RecordBatch]:
            first = 0
            for texts in _texts(size):
                rows = np.arange(first, first + len(texts))
                yield pa.record_batch({"row": rows, "text": texts})
                first += len(texts)

        for _ in index.add(batches()):
            pass
        for query in _queries():
            index.search(query, BEST)


def _bm25s(size: int) -> None:
    import bm25s

    texts = [text for batch in _texts(size) for text in batch]
    tokens = bm25s.tokenize(texts, stopwords=None, show_progress=False)
    retriever = bm25s.BM25()
    retriever.index(tokens, show_progress=False)
    asked = bm25s.tokenize(_queries(), stopwords=None, show_progress=False)
    retriever.retrieve(asked, k=BEST, show_progress=False)


if __name__ == "__main__":
    sys.exit(main())
