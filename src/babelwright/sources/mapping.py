"""Maps a source to a task's tables with the task's SQL, in a process that can reach nothing.

A pull request brings the SQL. It runs in DuckDB with no access to files, network or extensions and
with its configuration locked, in a child process of its own with bounded memory and time and
without the parent's environment. See `docs/security.md` for what was tried against it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babelwright.errors import MappingError, Place

SECONDS = 300
MEGABYTES = 4096
SMALLER = "Make the query smaller: select columns, avoid cross joins and long repeats"

# The child needs none of the parent's secrets; these alone decide how Python starts.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Query:
    """One table: SQL over views, each a Parquet file, and the Parquet file to write."""

    name: str
    sql: str
    views: Mapping[str, Path]
    out: Path


def run_queries(
    queries: Sequence[Query], task_file: Path, *, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> dict[str, int]:
    """Run the queries in one child process; return the number of rows of each.

    Raises:
        MappingError: A query is no single SELECT, tries to reach out, fails, or takes too long or
            too much memory.
    """
    request = {
        "megabytes": megabytes,
        "parent": os.getpid(),
        "seconds": seconds,
        "queries": [
            {
                "name": query.name,
                "sql": query.sql,
                "views": {name: str(file) for name, file in query.views.items()},
                "out": str(query.out),
            }
            for query in queries
        ],
    }
    # -P: a catalog may be someone's checkout, and Python must not import from where we stand.
    command = [sys.executable, "-P", "-m", "babelwright.sources.sandbox"]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Arrow's other allocators reserve address space that counts against the limit.
    environment["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command,
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds + 5,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(task_file, seconds) from error
    return _answer(done, task_file, seconds, megabytes)


def _answer(
    done: subprocess.CompletedProcess[str], task_file: Path, seconds: int, megabytes: int
) -> dict[str, int]:
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise MappingError(
            f"[map] ran out of memory or was killed (limit {megabytes} MB)",
            place=Place(task_file),
            hint=SMALLER,
        ) from error
    if "rows" in answer:
        return {name: int(count) for name, count in answer["rows"].items()}
    if answer["kind"] == "time":
        raise _too_long(task_file, seconds)
    table, message = answer["table"], answer["message"]
    raise MappingError(f"[map] {table}: {message}", place=Place(task_file), hint=answer["hint"])


def _too_long(task_file: Path, seconds: int) -> MappingError:
    return MappingError(
        f"[map] took longer than {seconds} seconds and was stopped", place=Place(task_file)
    )
