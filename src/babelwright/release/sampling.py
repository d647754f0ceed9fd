"""What a release says of its sample, held to its ledger and its list for relabelling."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from babelwright.finished import RELABEL

_POOL = ("judged", "candidates", "hard_negatives", "distractors")


def sampling_problems(manifest: Mapping[str, Any], folder: Path) -> Iterator[str]:
    """Yield where the facts about the samples disagree with the ledger, the pool or the list.

    Args:
        manifest: The manifest, of the form that its schema gives.
        folder: The release.
    """
    listed = 0
    for part in manifest["parts"]:
        sampling = part["sampling"]
        tables = sampling["tables"] if sampling else ()
        drawn = {(table["table"], table["split"]): table for table in tables}
        for count in part["ledger"]["counts"]:
            yield from _split_problems(count, drawn.get((count["table"], count["split"])))
        pool = sampling["pool"] if sampling else None
        if pool:
            listed += pool["suspicious"]
            documents = sum(pool[name] for name in _POOL)
            size = drawn["corpus", "corpus"]["drawn"]
            if documents != size:
                yield f"corpus: the pool has {documents} documents, and {size} were drawn"
    file = folder / RELABEL
    rows = pq.read_metadata(file).num_rows if file.is_file() else 0
    if rows != listed:
        yield f"{RELABEL}: {rows} rows, the manifest says {listed}"


def _split_problems(count: Mapping[str, Any], table: Mapping[str, Any] | None) -> Iterator[str]:
    where, unsampled = f"{count['table']} {count['split']}", count["unsampled"]
    if table is None:
        if unsampled:
            yield f"{where}: {unsampled} not sampled, and there is no sample"
        return
    if table["left"] - table["drawn"] != unsampled:
        yield f"{where}: {unsampled} not sampled, but {table['drawn']} of {table['left']} drawn"
    if not count["source"] - count["filtered"] <= table["left"] <= count["source"]:
        yield f"{where}: the sample is of {table['left']} rows, which the ledger does not give"
