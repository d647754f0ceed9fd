"""The SQL that maps a source to tables: what it can do."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.errors import MappingError
from babelwright.sources.mapping import Query, run_queries

ROWS = 150_000


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("views")
    corpus = pa.table({"id": ["d2", "d1"], "text": ["zwei", "eins"], "note": pa.nulls(2)})
    qrels = pa.table({"query": ["q1", "q2"], "document": ["d1", "d2"], "score": ["1", "0"]})
    many = pa.table({"n": pa.array(range(ROWS))})
    words = pa.table({"word": pa.array(["a", "b", "a"]).dictionary_encode()})
    tables = {"corpus": corpus, "qrels": qrels, "many": many, "words": words}
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=10_000)
    return {name: folder / f"{name}.parquet" for name in tables}


def test_queries_join_number_and_cast(views: dict[str, Path], tmp_path: Path) -> None:
    queries = {
        "numbered": "SELECT row_number() OVER () AS id, text FROM corpus;",
        "joined": "SELECT query, text FROM qrels JOIN corpus ON id = document ORDER BY 1",
        "cast": 'SELECT document AS "corpus-id", score::INT AS score FROM qrels -- a comment',
        "with": "WITH best AS (SELECT * FROM qrels WHERE score = '1') SELECT query FROM best",
        "null": "SELECT note FROM corpus",
        "words": "SELECT word FROM words",
        "none": "SELECT * FROM corpus WHERE false",
    }
    outs = {name: tmp_path / f"{name}.parquet" for name in queries}
    counts = run_queries(
        [Query(name, sql, views, outs[name]) for name, sql in queries.items()], Path("task.toml")
    )
    found = {name: pq.read_table(file) for name, file in outs.items()}
    assert counts == {name: table.num_rows for name, table in found.items()}
    assert found["numbered"].to_pylist() == [{"id": 1, "text": "zwei"}, {"id": 2, "text": "eins"}]
    assert found["joined"].to_pylist() == [
        {"query": "q1", "text": "eins"},
        {"query": "q2", "text": "zwei"},
    ]
    assert found["cast"].to_pylist() == [
        {"corpus-id": "d1", "score": 1},
        {"corpus-id": "d2", "score": 0},
    ]
    assert found["with"].to_pylist() == [{"query": "q1"}]
    assert found["null"].to_pylist() == [{"note": None}] * 2
    assert (str(found["words"].schema.field("word").type), found["words"]["word"].to_pylist()) == (
        "string",
        ["a", "b", "a"],
    )
    assert (found["none"].num_rows, found["none"].column_names) == (0, ["id", "text", "note"])


def test_rows_are_numbered_in_the_order_of_the_source(
    views: dict[str, Path], tmp_path: Path
) -> None:
    sql = "SELECT row_number() OVER () - 1 AS number, n FROM many"
    query = Query("rows test", sql, views, tmp_path / "out.parquet")
    assert run_queries([query], Path("task.toml")) == {"rows test": ROWS}
    found = pq.read_table(query.out)
    assert found["n"].to_pylist() == found["number"].to_pylist() == list(range(ROWS))


@pytest.mark.parametrize(
    ("sql", "message", "hint"),
    [
        ("SELEC 1", 'Parser Error: syntax error at or near "SELEC"', "Check the SQL"),
        (
            "SELECT nope FROM corpus",
            'Binder Error: Referenced column "nope" not found in FROM clause!',
            "Check the SQL against the columns",
        ),
        (
            "SELECT * FROM corpora",
            "Catalog Error: Table with name corpora does not exist!",
            "Check the SQL against the columns",
        ),
        ("SELECT *, id FROM corpus", "selects two columns called 'id'", "Rename one with AS"),
        (
            "SELECT INTERVAL 1 DAY AS i",
            "Unhandled type for Arrow to Parquet schema conversion: month_day_nano_interval",
            "Check the SQL against the columns",
        ),
    ],
)
def test_sql_that_fails_says_why_and_for_which_table(
    views: dict[str, Path], tmp_path: Path, sql: str, message: str, hint: str
) -> None:
    queries = [
        Query("fine", "SELECT 1 AS one", views, tmp_path / "fine.parquet"),
        Query("rows test", sql, views, tmp_path / "out.parquet"),
    ]
    with pytest.raises(MappingError) as caught:
        run_queries(queries, Path("task.toml"))
    assert str(caught.value) == f"task.toml: [map] rows test: {message}\n  {hint}"
