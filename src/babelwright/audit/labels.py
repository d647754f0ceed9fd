"""What labels and scores show: those that moved, contradict each other, or lost their reason."""

from collections.abc import Iterator, Sequence

import duckdb

from babelwright.audit.findings import SHOWN, Finding, Row, Weigher, shortened
from babelwright.audit.tables import Aligned
from babelwright.checks.corpus.equal import SOURCE_KEY, TARGET_KEY

PAIR = ("sentence1", "sentence2")
# Share of rows below which labels are taken to have other names, and what is noise in a score.
_MAPPED, _NOISE = 0.5, 1e-6


def audit_labels(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    label: str,
    columns: Sequence[str],
    weigher: Weigher,
) -> Iterator[Finding]:
    """Yield what is wrong with a column of labels or scores.

    Args:
        connection: The database, with the keys that `newly_equal` has just made of the table.
        aligned: The table.
        label: The column.
        columns: Columns of texts.
        weigher: Makes the findings.
    """
    yield from _moved(connection, aligned, label, columns, weigher)
    pair = all(column in columns for column in PAIR)
    if pair:
        yield from _collapsed(connection, aligned, label, weigher)
    rows, of = connection.execute(
        f"""
        WITH labelled AS (
            SELECT k.*, CAST(a."t_{label}" AS VARCHAR) AS gold
            FROM equal_keys k JOIN {aligned.aligned} a USING (_position)
        ), mixed AS (
            SELECT now FROM labelled WHERE now <> '' GROUP BY now
            HAVING count(DISTINCT gold) > 1 AND count(DISTINCT was) > 1
        )
        SELECT (SELECT count(*) FROM labelled SEMI JOIN mixed USING (now)), count(*) FROM labelled
        """  # noqa: S608 - names of our own
    ).fetchall()[0]
    if rows:
        detail = f"{rows:,} of {of:,} rows equal another one whose {label} differs, and their "
        detail += "sources do not"
        yield weigher.of_split("labels-contradict", aligned.name, detail, rows / of)


def audit_options(
    connection: duckdb.DuckDBPyConnection, aligned: Aligned, column: str, weigher: Weigher
) -> Iterator[Finding]:
    """Yield the rows of a column of lists in which translation made two elements equal."""
    most = int(weigher.threshold("options-collapsed", "most"))
    source, target = f'"s_{column}"', f'"t_{column}"'
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE options AS
        SELECT _position, _id, {SOURCE_KEY}(coalesce({source}[place], '')) AS was,
               {TARGET_KEY}(coalesce({target}[place], '')) AS now
        FROM (
            SELECT *, unnest(range(1, len({source}) + 1)) AS place FROM {aligned.aligned}
            WHERE len({source}) = len({target}) AND len({source}) BETWEEN 2 AND {most}
        )
        """  # noqa: S608 - names of our own
    )
    found = connection.execute(
        f"""
        SELECT a._id, list_aggregate({source}, 'string_agg', ' | '),
               list_aggregate({target}, 'string_agg', ' | '), count(*) OVER ()
        FROM {aligned.aligned} a SEMI JOIN (
            SELECT _position FROM options GROUP BY _position
            HAVING count(DISTINCT now) < count(DISTINCT was)
        ) USING (_position) ORDER BY a._position LIMIT {SHOWN}
        """  # noqa: S608 - names of our own
    ).fetchall()
    if found:
        number, of = int(found[0][3]), aligned.rows[2]
        yield weigher.of_split(
            "options-collapsed",
            f"{aligned.name} {column}",
            f"{number:,} of {of:,} rows",
            number / of,
            numbers={"rows": number, "of": of},
            rows=[Row(str(row[0]), shortened(row[1]), shortened(row[2]), "") for row in found],
        )


def _moved(
    connection: duckdb.DuckDBPyConnection,
    aligned: Aligned,
    label: str,
    columns: Sequence[str],
    weigher: Weigher,
) -> Iterator[Finding]:
    """Yield the rows whose label is another.

    Where labels have other names, one is what most of its rows are called.
    """
    # Numbers are compared as numbers: 5 and 5.000 are one score, and what rounding made of it.
    same = f"""(
        CAST("s_{label}" AS VARCHAR) IS NOT DISTINCT FROM CAST("t_{label}" AS VARCHAR)
        OR coalesce(abs(TRY_CAST(CAST("s_{label}" AS VARCHAR) AS DOUBLE)
                      - TRY_CAST(CAST("t_{label}" AS VARCHAR) AS DOUBLE)) < {_NOISE}, false)
    )"""
    relation = aligned.aligned
    equal, of = connection.execute(
        f"SELECT count(*) FILTER ({same}), count(*) FROM {relation}"  # noqa: S608
    ).fetchall()[0]
    if of and equal < _MAPPED * of:
        relation = f"""(
            SELECT a.*, m.called FROM {relation} a JOIN (
                SELECT "s_{label}" AS was, mode("t_{label}") AS called FROM {relation} GROUP BY was
            ) m ON a."s_{label}" IS NOT DISTINCT FROM m.was
        )"""  # noqa: S608 - names of our own
        same = f'(called IS NOT DISTINCT FROM "t_{label}")'
        found = connection.execute(f"SELECT count(*) FILTER ({same}) FROM {relation}").fetchone()  # noqa: S608
        equal = int(found[0]) if found else 0
    if equal == of:
        return
    text = f'"s_{columns[0]}", "t_{columns[0]}"'
    rows = connection.execute(
        f'SELECT _id, {text}, "s_{label}", "t_{label}" FROM {relation} '  # noqa: S608
        f"WHERE NOT {same} ORDER BY _position LIMIT {SHOWN}"
    ).fetchall()
    detail = f"{of - equal:,} of {of:,} rows have another {label}"
    yield weigher.of_split(
        "labels-moved",
        aligned.name,
        detail,
        (of - equal) / of,
        numbers={"rows": of - equal, "of": of},
        rows=[
            Row(
                " ".join(str(id_).split("\x1f")),
                shortened(source),
                shortened(target),
                f"{label} {before} became {after}",
            )
            for id_, source, target, before, after in rows
        ],
    )


def _collapsed(
    connection: duckdb.DuckDBPyConnection, aligned: Aligned, label: str, weigher: Weigher
) -> Iterator[Finding]:
    """Yield the pairs whose two texts became equal, though by the gold they differ."""
    gold = f'TRY_CAST(CAST("s_{label}" AS VARCHAR) AS DOUBLE)'
    first, second = PAIR
    collapsed = f"""
        SELECT *, {gold} AS gold FROM {aligned.aligned}
        WHERE {TARGET_KEY}("t_{first}") = {TARGET_KEY}("t_{second}")
          AND {SOURCE_KEY}("s_{first}") <> {SOURCE_KEY}("s_{second}")
          AND {gold} < (SELECT max({gold}) FROM {aligned.aligned})
    """  # noqa: S608 - names of our own
    found = connection.execute(
        f'SELECT _id, "s_{first}" || \' / \' || "s_{second}", "t_{first}", gold, '  # noqa: S608
        f"count(*) OVER () FROM ({collapsed}) ORDER BY gold, _position LIMIT {SHOWN}"
    ).fetchall()
    if found:
        of, number = aligned.rows[2], int(found[0][4])
        detail = f"{number:,} of {of:,} pairs; the lowest {label} is {found[0][3]:g}"
        yield weigher.of_split(
            "pairs-collapsed",
            aligned.name,
            detail,
            number / of,
            numbers={"rows": number, "of": of, "lowest": float(found[0][3])},
            rows=[
                Row(
                    " ".join(str(id_).split("\x1f")),
                    shortened(source),
                    shortened(target),
                    f"{label} {score:g}",
                )
                for id_, source, target, score, _ in found
            ],
        )
