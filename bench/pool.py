"""Times BM25 over corpora of rising size, and its memory, beside bm25s in the same run.

    python bench/pool.py [--documents N ...]

Documents are 60 words of a Zipf distribution; 300 queries of six words ask for the best thirty.
Every measurement has a process of its own, so that its peak memory is its own.
"""

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.bm25 import Index

RUNS = 3
QUERIES, BEST, WORDS, LENGTH = 300, 30, 50_000, 60
BATCH = 8192
SIZES = (50_000, 200_000)
SCHEMA = pa.schema([("row", pa.int64()), ("text", pa.string())])


def main() -> int:
    """Print the figures, or with --one measure once and print seconds and megabytes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", choices=("tantivy", "bm25s"))
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    if options.one:
        measure = _tantivy if options.one == "tantivy" else _bm25s
        before = _megabytes()
        started = time.perf_counter()
        measure(options.texts)
        print(time.perf_counter() - started, _megabytes() - before)
        return 0
    there = importlib.util.find_spec("bm25s") is not None
    names = ("tantivy", "bm25s") if there else ("tantivy",)
    print(f"{os.cpu_count()} cores, {RUNS} runs: median (least, most); bm25s there: {there}")
    for size in options.documents:
        seconds = {}
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                texts = _write(size, Path(folder) / "texts.parquet")
                found = [_apart(name, texts) for _ in range(RUNS)]
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


def _apart(name: str, texts: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, "--one", name, "--texts", str(texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def _megabytes() -> float:
    """Return the most memory so far; ru_maxrss would be that of the process that started this."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _write(size: int, file: Path) -> Path:
    generator = np.random.default_rng(0)
    words = np.array([f"w{n}" for n in range(WORDS)])
    share = 1 / np.arange(1, WORDS + 1)
    with pq.ParquetWriter(file, SCHEMA) as writer:
        for start in range(0, size, BATCH):
            shape = (min(BATCH, size - start), LENGTH)
            drawn = words[generator.choice(WORDS, shape, p=share / share.sum())]
            rows = np.arange(start, start + len(drawn))
            texts = [" ".join(row) for row in drawn]
            writer.write_batch(pa.record_batch({"row": rows, "text": texts}, schema=SCHEMA))
    return file


def _queries(texts: Path) -> list[str]:
    first = next(pq.ParquetFile(texts).iter_batches(QUERIES))
    return [" ".join(text.split()[:6]) for text in first["text"].to_pylist()]


def _tantivy(texts: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        for _ in index.add(pq.ParquetFile(texts).iter_batches(BATCH)):
            pass
        for query in _queries(texts):
            index.search(query, BEST)


def _bm25s(texts: Path) -> None:
    import bm25s

    whole = pq.read_table(texts)["text"].to_pylist()
    retriever = bm25s.BM25()
    retriever.index(bm25s.tokenize(whole, stopwords=None, show_progress=False), show_progress=False)
    asked = bm25s.tokenize(_queries(texts), stopwords=None, show_progress=False)
    retriever.retrieve(asked, k=BEST, show_progress=False)


if __name__ == "__main__":
    sys.exit(main())
