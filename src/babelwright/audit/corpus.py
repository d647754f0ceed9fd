"""What whole splits show: rows, lengths, labels, texts that became equal, judgements, names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import duckdb
import numpy as np

from babelwright.audit.findings import SHOWN, Finding, Row, Weigher, shortened
from babelwright.audit.labels import PAIR, audit_labels, audit_options
from babelwright.audit.layouts import CORPUS, QUERIES
from babelwright.audit.statistics import DOCUMENTS, Expected, Split, Texts, compare
from babelwright.audit.tables import Aligned, How
from babelwright.checks.corpus.ceiling import ceiling
from babelwright.checks.corpus.equal import Equal, newly_equal, newly_leaked

# What statistics say of aligned rows as well, and the rows themselves say better.
_BETTER_BY_ROWS = frozenset(
    {"rows-lost", "documents-lost", "rows-extra", "duplicates-new", "rendered-differently"}
    | {"empty-to-text", "text-to-empty", "pairs-merged", "leakage-new", "labels-shifted"}
)
_TRAIN = "train"


def audit_corpus(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    columns: Sequence[str],
    expected: Expected | None,
    weigher: Weigher,
) -> Iterator[Finding]:
    """Yield what a table of a split shows as a whole.

    Args:
        connection: The database.
        aligned: The table.
        columns: Its columns of translated texts.
        expected: Characters that the translation's language needs for one of the source's.
        weigher: Makes the findings.
    """
    yield from _rows(connection, aligned, columns, weigher)
    if not columns:
        return
    theirs = _split(connection, aligned, aligned.source, columns)
    ours = _split(connection, aligned, aligned.target, columns)
    for finding in compare(theirs, ours, expected, weigher):
        if aligned.how is How.NOT or finding.kind not in _BETTER_BY_ROWS:
            yield finding
    for column in columns:
        yield from _ceiling(connection, aligned, column, expected, weigher)
    if aligned.how is How.NOT:
        return
    for column in columns:
        if column in aligned.lists:
            yield from audit_options(connection, aligned, column, weigher)
    flat = [column for column in columns if column not in aligned.lists]
    if not flat:
        return
    yield from _equal(connection, aligned, flat, weigher)
    for label in aligned.labels:
        yield from audit_labels(connection, aligned, label, flat, weigher)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    columns: Sequence[str],
    weigher: Weigher,
) -> Iterator[Finding]:
    theirs, ours, both = aligned.rows
    if aligned.how is not How.ID:
        return  # the statistics count them
    text = f'"{columns[0]}"' if columns else "NULL"
    for kind, count, of, one, other in (
        ("rows-lost", theirs - both, theirs, aligned.source, aligned.target),
        ("rows-extra", ours - both, ours, aligned.target, aligned.source),
    ):
        if not count:
            continue
        found = connection.execute(
            f"SELECT _id, CAST({text} AS VARCHAR) FROM {one} ANTI JOIN {other} USING (_id) "  # noqa: S608
            f"ORDER BY _position LIMIT {SHOWN}"
        ).fetchall()
        lost = kind == "rows-lost"
        detail = f"{count:,} of {of:,} ids are {'missing' if lost else 'not those of the source'}"
        name = "documents-lost" if lost and aligned.table == CORPUS else kind
        rows = [
            Row(
                " ".join(str(id_).split("\x1f")),
                shortened(text) if lost else "",
                "" if lost else shortened(text),
                "",
            )
            for id_, text in found
        ]
        numbers = {"rows": count, "of": of}
        yield weigher.of_split(name, aligned.name, detail, count / of, numbers=numbers, rows=rows)


def _split(
    connection: duckdb.DuckDBPyConnection, aligned: Aligned, table: str, columns: Sequence[str]
) -> Split:
    """Return what mteb's statistics would say of one side."""
    rows = aligned.rows[0] if table == aligned.source else aligned.rows[1]
    texts = {}
    for column in columns:
        value = f'unnest("{column}")' if column in aligned.lists else f'"{column}"'
        total, least, longest, number, unique = connection.execute(
            f"SELECT sum(length(x))::BIGINT, min(length(x)), max(length(x)), count(*), "  # noqa: S608
            f"count(DISTINCT x) FROM (SELECT coalesce(v, '') AS x FROM "
            f"(SELECT {value} AS v FROM {table}))"
        ).fetchall()[0]
        if total:
            texts[column] = Texts(number, total, least, total / number, longest, unique)
    name = {QUERIES: QUERIES, CORPUS: DOCUMENTS}.get(aligned.table, "rows")
    facts = {"label_statistics": {"labels": _counts(connection, aligned, table)}}
    return Split(aligned.name.removesuffix(f" {aligned.table}"), rows, name, texts, facts)


def _counts(
    connection: duckdb.DuckDBPyConnection, aligned: Aligned, table: str
) -> Mapping[str, Mapping[str, int]]:
    """Return how many rows every label has; none for scores."""
    named = [label for label in aligned.labels if label in ("label", "labels")]
    if not named:
        return {}
    found = connection.execute(
        f'SELECT CAST("{named[0]}" AS VARCHAR) AS label, count(*) FROM {table} '  # noqa: S608
        "GROUP BY label ORDER BY label"
    ).fetchall()
    return {str(label): {"count": count} for label, count in found}


def _ceiling(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    column: str,
    expected: Expected | None,
    weigher: Weigher,
) -> Iterator[Finding]:
    value = f'unnest("{column}")' if column in aligned.lists else f'"{column}"'
    lengths = [
        np.asarray(
            connection.sql(f"SELECT length({value}) AS n FROM {table}")  # noqa: S608
            .to_arrow_table()["n"]
            .fill_null(0)
            .to_numpy()
        )
        for table in (aligned.source, aligned.target)
    ]
    ratio = expected.ratio if expected else 1.0
    found = ceiling(lengths[0], lengths[1], ratio, weigher.thresholds("ceiling"))
    if found is None:
        return
    detail = (
        f"{found.texts} of the longest texts have {found.least:,} to {found.most:,} characters, "
        f"and none has more; {found.beyond:,} of {found.of:,} would be longer by their source"
    )
    numbers = {"least": found.least, "most": found.most, "beyond": found.beyond}
    where = f"{aligned.name} {column}"
    share = found.beyond / found.of
    yield weigher.of_split("ceiling", where, detail, share, numbers=numbers)


def _equal(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    columns: Sequence[str],
    weigher: Weigher,
) -> Iterator[Finding]:
    pair = all(column in columns for column in PAIR)
    found = newly_equal(connection, aligned.aligned, PAIR if pair else columns)
    if not found.rows:
        return
    kind, unit = ("pairs-merged", "pairs") if pair else ("duplicates-new", "texts")
    detail = f"{found.rows:,} of {found.of:,} {unit} equal another one whose source is another"
    share = found.rows / found.of
    numbers = {"rows": found.rows, "of": found.of}
    yield weigher.of_split(kind, aligned.name, detail, share, numbers=numbers, rows=_shown(found))


def _shown(found: Equal) -> list[Row]:
    return [
        Row(f"{first}, {second}", shortened(f"{one} / {other}"), shortened(text), "")
        for first, second, one, other, text in found.shown
    ]


def audit_leakage(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Aligned], weigher: Weigher
) -> Iterator[Finding]:
    """Yield the splits of which texts came to be in the training split."""
    train = next((each for each in tables if each.split == _TRAIN and each.texts), None)
    if train is None or train.how is How.NOT:
        return
    for other in tables:
        if other is train or other.table != train.table or other.how is How.NOT:
            continue
        columns = [each for each in other.texts if each in train.texts and each not in other.lists]
        found = newly_leaked(connection, train.aligned, other.aligned, columns)
        if found.rows:
            detail = f"{found.rows:,} of {found.of:,} rows are in {_TRAIN}, and their sources not"
            yield weigher.of_split(
                "leakage-new",
                other.name,
                detail,
                found.rows / found.of,
                numbers={"rows": found.rows, "of": found.of},
                rows=_shown(found),
            )


def without_columns(aligned: Aligned, kept: Mapping[str, float]) -> Aligned:
    """Return a table without the columns that were not translated."""
    return replace(aligned, texts=tuple(each for each in aligned.texts if each not in kept))
