"""The child process of `mapping`: reads a request on stdin, answers on stdout."""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from babelwright.sources.mapping import SMALLER

_BATCH = 65536
# One thread, so that row_number() OVER () counts in the order of the source.
_THREADS = 1
# Above DuckDB's own limit: Arrow's buffers and Python itself.
_OVERHEAD_MEGABYTES = 2048

# A mapped table larger than this is a mistake in the SQL, not a benchmark.
_FILE_BYTES = 32 * 1024**3

# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_NO_MEMORY = (duckdb.OutOfMemoryException, pa.ArrowMemoryError, MemoryError)
_HINT = "map.sql is one SELECT over the source's views; it reads no files and no network"


class Refused(Exception):
    """A query that is not run, or failed; `kind` is `refused`, `failed` or `time`."""

    def __init__(self, kind: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind, self.hint = kind, hint


def main() -> None:
    """Run the queries of the request on stdin."""
    request = json.load(sys.stdin)
    _end_with(request["parent"])
    limit = (request["megabytes"] + _OVERHEAD_MEGABYTES) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    rows = {}
    for query in request["queries"]:
        try:
            rows[query["name"]] = _run(query, request["megabytes"], request["seconds"])
        except Refused as refused:
            answer = {"kind": refused.kind, "message": str(refused), "hint": refused.hint}
            json.dump({**answer, "table": query["name"]}, sys.stdout)
            return
    json.dump({"rows": rows}, sys.stdout)


def _end_with(parent: int) -> None:
    """Have Linux end this process when its parent is killed: nobody waits for its rows then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


def _run(query: dict[str, Any], megabytes: int, seconds: int) -> int:
    connection = locked_connection(query["views"], megabytes)
    check_statement(query["sql"])
    late = threading.Event()

    def stop() -> None:
        late.set()
        connection.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        reader = connection.sql(query["sql"]).to_arrow_reader(_BATCH)
        return _write(reader, query["out"])
    except duckdb.PermissionException as error:
        raise Refused("refused", _first_line(error), _HINT) from error
    except (duckdb.Error, pa.ArrowException, OSError, MemoryError) as error:
        # The interrupt reaches us as an error of DuckDB's, or through Arrow as an OSError.
        if late.is_set():
            raise Refused("time", "took too long") from error
        hint = SMALLER if isinstance(error, _NO_MEMORY) else "Check the SQL against the columns"
        raise Refused("failed", _first_line(error), hint) from error
    finally:
        timer.cancel()
        connection.close()


def locked_connection(views: dict[str, str], megabytes: int) -> duckdb.DuckDBPyConnection:
    """Return a connection with views of Parquet files, which can reach nothing else."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{megabytes}MB'")
    connection.execute(f"SET threads = {_THREADS}")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET python_enable_replacements = false")
    for name, file in views.items():
        connection.register(name, pads.dataset(file, format="parquet"))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def check_statement(sql: str) -> None:
    """Raise Refused unless the SQL is one SELECT."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise Refused("failed", _first_line(error), "Check the SQL") from error
    if len(statements) != 1:
        raise Refused("refused", f"has {len(statements)} statements", _HINT)
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = statements[0].type.name
        raise Refused("refused", f"is a {kind} statement, not a SELECT", _HINT)


def _write(reader: Any, out: str) -> int:
    names = reader.schema.names
    if twice := [name for name in names if names.count(name) > 1]:
        raise Refused("failed", f"selects two columns called {twice[0]!r}", "Rename one with AS")
    rows = 0
    with pq.ParquetWriter(Path(out), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).split("\n", 1)[0]


if __name__ == "__main__":
    main()
