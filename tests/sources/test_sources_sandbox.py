"""What the SQL of a pull request cannot do: reach out, change anything, or run for ever."""

import json
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.errors import MappingError
from babelwright.sources.mapping import Query, run_queries
from babelwright.sources.sandbox import Refused, check_statement, locked_connection

HINT = "map.sql is one SELECT over the source's views; it reads no files and no network"
SMALLER = "Make the query smaller: select columns, avoid cross joins and long repeats"
SECRET = "hf_a_secret_of_the_parent"  # noqa: S105 - of nobody


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a source, and files that the SQL has no business with."""
    pq.write_table(pa.table({"id": ["1"]}), tmp_path / "source.parquet")
    (tmp_path / "secret.csv").write_text(f"a\n{SECRET}\n", encoding="utf-8")
    (tmp_path / "source.csv").write_text(f"a\n{SECRET}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_TOKEN", SECRET)
    return tmp_path


def run(here: Path, sql: str, *, seconds: int = 60, megabytes: int = 1024) -> str:
    """Run a query; return its message if it is refused, else its rows."""
    out = here / "out.parquet"
    query = Query("rows test", sql, {"source": here / "source.parquet"}, out)
    try:
        run_queries([query], Path("task.toml"), seconds=seconds, megabytes=megabytes)
    except MappingError as error:
        return str(error).removeprefix("task.toml: [map] ")
    return str(pq.read_table(out).to_pylist())


def test_no_file_folder_or_address_can_be_read(here: Path) -> None:
    connection = locked_connection({"source": str(here / "source.parquet")}, 256)
    assert connection.execute("SELECT id FROM source").fetchall() == [("1",)]
    reading = {
        "FROM read_csv('secret.csv')": "secret.csv",
        "FROM read_text('/proc/self/environ')": "/proc/self/environ",
        "FROM read_blob('secret.csv')": "secret.csv",
        "FROM read_json('secret.csv')": "secret.csv",
        "FROM read_parquet('source.parquet')": "source.parquet",
        "FROM parquet_metadata('source.parquet')": "source.parquet",
        "FROM sniff_csv('secret.csv')": "secret.csv",
        "FROM glob('/*')": "/*",
        'FROM "secret.csv"': "secret.csv",
        "FROM 'source.csv'": "source.csv",
        "FROM 'https://example.org/a.csv'": "https://example.org/a.csv",
        "FROM 's3://bucket/a.parquet'": "s3://bucket/a.parquet",
        "SELECT (SELECT content FROM read_text('secret.csv')) FROM source": "secret.csv",
        "FROM query('FROM read_text(''secret.csv'')')": "secret.csv",
        "FROM query_table('secret.csv')": "secret.csv",
    }
    for sql, file in reading.items():
        check_statement(sql)  # it is the connection that keeps these out
        with pytest.raises(duckdb.PermissionException) as caught:
            connection.execute(sql)
        assert f'Cannot access file "{file}"' in str(caught.value), sql


def test_the_connection_cannot_be_opened_again(here: Path) -> None:
    connection = locked_connection({"source": str(here / "source.parquet")}, 256)
    for name in ("enable_external_access", "lock_configuration", "memory_limit"):
        with pytest.raises(duckdb.Error):
            connection.execute(f"RESET {name}")
        with pytest.raises(duckdb.Error):
            connection.execute(f"SET {name} = true")


def test_no_variable_of_python_is_a_table(here: Path) -> None:
    connection = locked_connection({"source": str(here / "source.parquet")}, 256)
    table = pa.table({"a": [SECRET]})
    with pytest.raises(duckdb.CatalogException, match="Table with name table does not exist"):
        connection.execute('SELECT * FROM "table"')
    assert table.num_rows == 1


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("ATTACH 'other.db'", "is a ATTACH statement, not a SELECT"),
        ("INSTALL httpfs", "is a LOAD statement, not a SELECT"),
        ("LOAD '/tmp/extension.so'", "is a LOAD statement, not a SELECT"),
        ("COPY source TO 'copy.csv'", "is a COPY statement, not a SELECT"),
        ("COPY (SELECT 1) TO '/tmp/copy.csv'", "is a COPY statement, not a SELECT"),
        ("EXPORT DATABASE 'export'", "is a EXPORT statement, not a SELECT"),
        ("SET enable_external_access = true", "is a SET statement, not a SELECT"),
        ("PRAGMA enable_external_access = true", "is a SET statement, not a SELECT"),
        ("RESET lock_configuration", "is a SET statement, not a SELECT"),
        ("PRAGMA database_list", "is a PRAGMA statement, not a SELECT"),
        ("IMPORT DATABASE 'import'", "is a PRAGMA statement, not a SELECT"),
        ("CREATE TABLE other AS SELECT 1", "is a CREATE statement, not a SELECT"),
        ("CREATE MACRO source() AS 1", "is a CREATE statement, not a SELECT"),
        ("INSERT INTO source VALUES ('2')", "is a INSERT statement, not a SELECT"),
        ("DELETE FROM source", "is a DELETE statement, not a SELECT"),
        ("CALL duckdb_settings()", "is a CALL statement, not a SELECT"),
        ("EXPLAIN ANALYZE SELECT 1", "is a EXPLAIN statement, not a SELECT"),
        ("BEGIN", "is a TRANSACTION statement, not a SELECT"),
        ("SELECT 1; SELECT 2", "has 2 statements"),
        ("SELECT 1; SET lock_configuration = false", "has 2 statements"),
        ("SELECT 1) ; COPY (SELECT 1) TO 'a'; SELECT (1", "Parser Error"),
        ("-- nothing", "has 0 statements"),
        ("", "has 0 statements"),
    ],
)
def test_nothing_but_one_select_is_run(sql: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        check_statement(sql)


@pytest.mark.parametrize(
    "sql", ["SELECT 1;", "FROM source", "WITH a AS (SELECT 1) FROM a", "VALUES (1)"]
)
def test_every_way_to_write_one_select_is_taken(sql: str) -> None:
    check_statement(sql)


def test_what_is_refused_is_said_for_its_table(here: Path) -> None:
    assert run(here, "SELECT * FROM read_csv('secret.csv')") == (
        'rows test: Permission Error: Cannot access file "secret.csv" - file system operations '
        f"are disabled by configuration\n  {HINT}"
    )
    copy = "rows test: is a COPY statement, not a SELECT"
    assert run(here, "COPY source TO 'copy.csv'") == f"{copy}\n  {HINT}"
    assert not (here / "copy.csv").exists()


def test_no_secret_of_the_parent_can_be_asked_for(here: Path) -> None:
    assert "Scalar Function with name getenv does not exist" in run(
        here, "SELECT getenv('HF_TOKEN')"
    )
    settings = run(here, "SELECT name, value FROM duckdb_settings()")
    assert "enable_external_access" in settings
    assert SECRET not in settings


def test_the_child_has_none_of_the_parents_secrets(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = here / "spy"
    spy.mkdir()
    (spy / "sitecustomize.py").write_text(
        "import json, os\n"
        f"with open({str(spy / 'seen.json')!r}, 'w') as file:\n"
        "    json.dump(dict(os.environ), file)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(spy))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    assert run(here, "SELECT id FROM source") == "[{'id': '1'}]"
    seen = json.loads((spy / "seen.json").read_text(encoding="utf-8"))
    assert SECRET not in seen.values()
    assert not {"HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "HOME"} & set(seen)


def test_python_imports_nothing_from_the_working_folder(here: Path) -> None:
    for module in ("duckdb", "json", "babelwright"):
        trap = f"open({str(here / 'trapped')!r}, 'w')\nraise ImportError('trapped')\n"
        (here / f"{module}.py").write_text(trap, encoding="utf-8")
    assert run(here, "SELECT id FROM source") == "[{'id': '1'}]"
    assert not (here / "trapped").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT * FROM t",
        "SELECT count(*) AS n FROM range(100_000_000) a, range(100_000_000) b",
        "SELECT range AS n FROM range(1_000_000_000_000)",
    ],
    ids=["recursion", "cross join", "stream"],
)
def test_what_never_ends_is_stopped(here: Path, sql: str) -> None:
    message = "took longer than 1 seconds and was stopped"
    assert run(here, sql, seconds=1) == message


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT repeat('x', 2_000_000_000) AS a",
        "SELECT list(range) AS a FROM range(1_000_000_000)",
        "SELECT range AS a FROM range(1_000_000_000) ORDER BY hash(range)",
    ],
    ids=["text", "list", "sort"],
)
def test_what_fills_the_memory_is_stopped(here: Path, sql: str) -> None:
    found = run(here, sql, megabytes=128)
    assert found.startswith("rows test: Out of Memory Error: ")
    assert found.endswith(f"\n  {SMALLER}")


def test_a_child_that_is_killed_is_explained(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killer = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    (here / "sitecustomize.py").write_text(killer, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(here))
    message = f"ran out of memory or was killed (limit 64 MB)\n  {SMALLER}"
    assert run(here, "SELECT 1 AS a", megabytes=64) == message


ENDLESS = """
import sys
from pathlib import Path
from babelwright.sources.mapping import Query, run_queries

sql = "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b"
run_queries([Query("rows", sql, {}, Path(sys.argv[1]) / "out.parquet")], Path("task.toml"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_a_query_ends_with_the_build_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)])
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    children: list[str] = []
    while not children:
        assert parent.poll() is None
        children = listed.read_text().split()
    child = Path("/proc") / children[0] / "stat"
    while "R" not in state_of(child):
        assert parent.poll() is None
    parent.kill()
    parent.wait()
    while child.exists() and state_of(child) != "Z":
        time.sleep(0.01)


def state_of(stat: Path) -> str:
    """Return a process's state: R for one that runs, Z for one that has ended."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
