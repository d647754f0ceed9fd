"""Client code that the tests of Hub sources run in processes of their own."""

import os
import time
from pathlib import Path
from typing import Any

Job = tuple[str, str, str | None, str]


def read(jobs: list[Job], beside: list[Job]) -> list[Any]:
    """Read splits of datasets; return for each its rows, or the class and text of the error.

    Args:
        jobs: Dataset, revision, config and split of each.
        beside: More of them, read while a local folder has the dataset's name.
    """
    os.environ["USE_TORCH"] = "0"  # else streaming imports torch, which takes seconds
    found = [_read(job, Path(f"{number}.parquet")) for number, job in enumerate(jobs)]
    for number, job in enumerate(beside):
        folder = Path(job[0])
        folder.mkdir(parents=True)
        (folder / "test.jsonl").write_text('{"text": "local"}\n', encoding="utf-8")
        found.append(_read(job, Path(f"beside-{number}.parquet")))
    return found


def _read(job: Job, out: Path) -> list[str]:
    import pyarrow.parquet as pq

    from babelwright.errors import BabelwrightError
    from babelwright.sources.hub import read_hub

    try:
        rows = read_hub(*job, out)
    except BabelwrightError as error:
        return [type(error).__name__, str(error)]
    table = pq.read_table(out)
    assert table.num_rows == rows
    assert table.column_names == ["text"]
    texts: list[str] = table["text"].to_pylist()
    return texts


def read_without_waiting(jobs: list[Job]) -> list[Any]:
    """Read from a Hub that does not answer; the clients wait between their tries, here not."""
    time.sleep = lambda _: None
    return read(jobs, [])


def load_into_cache(repo: str, config: str) -> list[str]:
    """Load what the main branch has, as a user might have done before."""
    os.environ["USE_TORCH"] = "0"
    import datasets

    rows: list[str] = datasets.load_dataset(repo, config, split="test")["text"][:]
    return rows
