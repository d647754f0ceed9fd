"""What translated columns show as a whole, beside their sources: lengths, and names.

The same checks as an audit's. They say nothing of a single row, so nothing leaves by them.
"""

from collections.abc import Iterator, Mapping

import duckdb

from babelwright.build.closing import Note
from babelwright.build.plan import Planned
from babelwright.catalog.model import Catalog, Gates
from babelwright.checks.corpus.ceiling import Lengths, ceiling
from babelwright.checks.corpus.entities import Judged, agreement
from babelwright.tasks.base import TaskType, TextField

ABOUT = {
    "mean-length": "The texts of a column are much shorter or longer than translations are.",
    "ceiling": "The longest texts of a column end at the same length, and their sources go on.",
    "entity-agreement": "Names that queries share with their documents are rendered differently.",
}


def whole_notes(
    connection: duckdb.DuckDBPyConnection, planned: Planned, task_type: TaskType, catalog: Catalog
) -> tuple[Note, ...]:
    """Return the notes on columns that translation made.

    Args:
        connection: With the tables as they are released, and the source's as `original_...`.
        planned: Task and language.
        task_type: The task's type.
        catalog: For languages and gates.
    """
    source = catalog.languages[planned.task.source.language]
    fields = [each for each in task_type.fields(planned.task) if each.source and not each.given]
    ratio = planned.language.length.mean / source.length.mean
    same_script = source.script == planned.language.script
    notes = [note for field in fields for note in _lengths(connection, field, ratio, catalog.gates)]
    made = {(field.table, field.column) for field in fields}
    if {("corpus", "text"), ("queries", "text")} <= made:
        notes += _names(connection, catalog.gates, same_script=same_script)
    return tuple(notes)


def _lengths(
    connection: duckdb.DuckDBPyConnection, field: TextField, ratio: float, gates: Gates
) -> Iterator[Note]:
    """Yield what the lengths of a column say, split by split."""
    before, after = f'o."{field.source}"', f't."{field.column}"'
    size = "list_sum(list_transform({}, lambda x: length(x)))" if field.many else "length({})"
    found = connection.sql(
        f"""
        SELECT t._split AS split, {size.format(before)}::BIGINT AS before,
               {size.format(after)}::BIGINT AS after
        FROM {field.table} t JOIN original_{field.table} o USING (_split, _id)
        WHERE {before} IS NOT NULL AND {after} IS NOT NULL
        """  # noqa: S608 - names come from the task types
    ).to_arrow_table()
    splits = found["split"].to_numpy()
    for split in sorted(set(splits.tolist())):
        rows = splits == split
        sources = found["before"].fill_null(0).to_numpy()[rows]
        targets = found["after"].fill_null(0).to_numpy()[rows]
        for reason, detail in _told(sources, targets, ratio, gates, lists=field.many):
            severity = gates.checks[reason].severity.value
            yield Note(field.table, split, reason, severity, f"{field.column}: {detail}")


def _told(
    sources: Lengths, targets: Lengths, ratio: float, gates: Gates, *, lists: bool
) -> Iterator[tuple[str, str]]:
    thresholds: Mapping[str, float] = gates.checks["mean-length"].thresholds
    found = float(targets.sum() / max(sources.sum(), 1))
    if len(targets) >= thresholds["texts"] and sources.sum():
        if abs(found / ratio - 1) > thresholds["difference"]:
            yield (
                "mean-length",
                f"{found:.2f} characters for one of the source's; {ratio:.2f} is the mean",
            )
    end = ceiling(sources, targets, ratio, gates.checks["ceiling"].thresholds)
    if end and not lists:
        yield (
            "ceiling",
            f"{end.texts} of the longest texts have {end.least:,} to {end.most:,} "
            f"characters; {end.beyond:,} of {end.of:,} would be longer by their source",
        )


def _names(
    connection: duckdb.DuckDBPyConnection, gates: Gates, *, same_script: bool
) -> Iterator[Note]:
    gate = gates.checks["entity-agreement"]
    splits = connection.execute("SELECT DISTINCT _split FROM qrels ORDER BY ALL").fetchall()
    for (split,) in splits:
        rows = connection.execute(
            """
            SELECT q.id || ' ' || d.id, p.text, e.text, q.text, d.text FROM qrels r
            JOIN queries q ON q.id = r."query-id"
            JOIN original_queries p ON p._split = q._split AND p._id = q._id
            JOIN corpus d ON d.id = r."corpus-id"
            JOIN original_corpus e ON e._split = d._split AND e._id = d._id
            WHERE r._split = ? AND r.score > 0 ORDER BY hash(r._id) LIMIT ?
            """,
            [split, int(gate.thresholds["judgements"])],
        ).fetchall()
        pairs = [Judged(*(text or "" for text in row)) for row in rows]
        found = agreement(pairs, most=0, same_script=same_script)
        decided = found.alike + found.different
        if decided >= gate.thresholds["least"] and (
            found.different > gate.thresholds["share"] * decided
        ):
            detail = (
                f"{found.alike / decided:.1%} of {decided:,} names that queries share with their "
                f"documents are rendered alike ({found.undecided:,} more could not be told)"
            )
            yield Note("qrels", split, "entity-agreement", gate.severity.value, detail)
