"""What translated columns show as a whole: lengths, ends, names."""

from collections.abc import Iterator, Sequence

import duckdb
import pytest

from babelwright.build.plan import Planned
from babelwright.build.whole import whole_notes
from babelwright.catalog.model import Catalog
from babelwright.tasks.registry import task_types


def planned(catalog: Catalog, name: str) -> Planned:
    for builder in catalog.builders:
        for task in builder.tasks:
            if task.name == name:
                return Planned(builder, task, catalog.languages["vi"])
    raise AssertionError(name)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def add(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[str, str, str]]
) -> None:
    """Make a table of texts and its original, of rows with id, source and translation."""
    for name, place in ((f"original_{table}", 1), (table, 2)):
        connection.execute(
            f"CREATE TABLE {name} (_split VARCHAR, _id VARCHAR, id VARCHAR, title VARCHAR, "
            "text VARCHAR)"
        )
        listed = [(table, row[0], row[0], "", row[place]) for row in rows]
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?, ?, ?)", listed)  # noqa: S608


def judge(connection: duckdb.DuckDBPyConnection, number: int) -> None:
    connection.execute(
        """
        CREATE TABLE qrels AS SELECT 'test' AS _split, i::VARCHAR AS _id, i::VARCHAR AS "query-id",
        i::VARCHAR AS "corpus-id", 1 AS score FROM range(?) r(i)
        """,
        [number],
    )


def notes(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> list[tuple[str, str, str, str]]:
    found = whole_notes(
        connection, planned(catalog, "SampleRetrieval-VN"), task_types()["retrieval"], catalog
    )
    return [(note.table, note.reason, note.severity, note.detail) for note in found]


def documents(factor: float, number: int = 60) -> list[tuple[str, str, str]]:
    return [(str(i), "a" * (50 + i), "b" * round((50 + i) * factor)) for i in range(number)]


def test_columns_of_the_languages_length_have_no_note(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> None:
    add(connection, "corpus", documents(1.11))
    add(connection, "queries", documents(1.05))
    judge(connection, 60)
    assert notes(connection, catalog) == []


def test_a_column_that_is_too_long_or_too_short_is_noted(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> None:
    add(connection, "corpus", documents(2.0))
    add(connection, "queries", documents(0.8))
    judge(connection, 60)
    detail = "text: {} characters for one of the source's; 1.11 is the mean"
    assert notes(connection, catalog) == [
        ("corpus", "mean-length", "soft", detail.format("2.00")),
        ("queries", "mean-length", "soft", detail.format("0.80")),
    ]


def test_a_few_texts_have_no_mean(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    add(connection, "corpus", documents(2.0, 49))
    add(connection, "queries", documents(0.8, 49))
    judge(connection, 49)
    assert notes(connection, catalog) == []


def test_texts_that_end_together_are_noted(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> None:
    cut = [(str(i), "a" * 400 * (i + 1), "b" * min(444 * (i + 1), 4000)) for i in range(20)]
    add(connection, "corpus", cut)
    add(connection, "queries", documents(1.1))
    judge(connection, 20)
    assert notes(connection, catalog) == [
        (
            "corpus",
            "ceiling",
            "soft",
            "text: 12 of the longest texts have 3,996 to 4,000 characters; 9 of 20 would be longer "
            "by their source",
        )
    ]


def test_names_that_differ_between_query_and_document_are_noted(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> None:
    names = [f"Ha{first}{second}u" for first in "bdgklm" for second in "aeiouy"]
    add(
        connection,
        "corpus",
        [
            (str(i), f"The lake of {name} is deep.", f"Hồ {name} rất sâu và rộng.")
            for i, name in enumerate(names)
        ],
    )
    other = [name if i % 3 else f"x{name}" for i, name in enumerate(names)]
    add(
        connection,
        "queries",
        [
            (str(i), f"How deep is the lake of {name}?", f"Hồ {other[i]} sâu bao nhiêu vậy?")
            for i, name in enumerate(names)
        ],
    )
    judge(connection, 36)
    assert notes(connection, catalog) == [
        (
            "qrels",
            "entity-agreement",
            "soft",
            "66.7% of 36 names that queries share with their documents are rendered alike (0 more "
            "could not be told)",
        )
    ]


def test_what_is_collected_has_no_source_to_be_held_to(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> None:
    task = planned(catalog, "SampleRequests-VN")
    assert task.task.method == "collect"
    kind = task_types()[task.task.type]
    assert whole_notes(connection, task, kind, catalog) == ()
