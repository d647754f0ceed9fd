"""How laws are tested: the same examples every time, no clock; and what holds of any closure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from babelwright.text.normal import matching_key
from support.closure import Bench, Found, Tables

law = settings(deadline=None, derandomize=True, database=None)

# Some match each other, some are too short, some are nothing.
SOURCES = ("red boat", "Red boat!", "blue ship", "old horse", "a train", "abc", " ")
TARGETS = ("tàu đỏ", "Tàu đỏ.", "ngựa già", "tàu hỏa", "dạ")
source_texts = st.sampled_from(SOURCES)
Translation = Callable[[str], str | None]
"""What becomes of a text; None where there is no translation."""


def translations(*, by_key: bool = False) -> st.SearchStrategy[Translation]:
    """Draw what becomes of every text: a function of the text, as in a build.

    Args:
        by_key: Whether texts that match have one translation.
    """
    name: Callable[[str], str] = matching_key if by_key else str
    targets = st.sampled_from((*TARGETS, *TARGETS, None))
    drawn = st.fixed_dictionaries({name(text): targets for text in SOURCES})

    def function(table: Mapping[str, str | None]) -> Translation:
        return lambda text: table[name(text)]

    return drawn.map(function)


def translated(
    bench: Bench, tables: Tables, translation: Translation, columns: Iterable[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the tables translated; end the rows that are left and have no translation.

    Args:
        bench: Whose source is closed.
        tables: The source's tables.
        translation: What becomes of every text.
        columns: Those with texts.
    """
    wanted = list(columns)
    found: dict[str, list[dict[str, Any]]] = {}
    ended: list[tuple[str, str, str]] = []
    for name, rows in tables.items():
        table, _, split = name.rpartition("/")
        left = {(row["_split"], row["_id"]) for row in bench.rows(table or "rows")}
        found[name] = []
        for row in rows:
            made = {column: _each(row[column], translation) for column in wanted if column in row}
            lost = any(None in (each if isinstance(each, list) else [each])
                       for each in made.values())  # fmt: skip
            if lost and (split, row["id"]) in left:
                ended.append((table or "rows", split, row["id"]))
            found[name].append({**row, **({} if lost else made)})
    bench.end(*ended)
    return found


def _each(value: Any, translation: Translation) -> Any:
    if isinstance(value, list):
        return [translation(text) for text in value]
    return translation(value) if value.strip() else value


def accounted(bench: Bench, found: Found) -> None:
    """Assert that every row is left, or has ended once and for one reason."""
    assert sum(count.released for count in bench.ledger.counts()) == sum(
        len(rows) for rows in found.left.values()
    )
    with bench.ledger.connect() as connection:
        [(rows, ends, reasons)] = connection.execute(
            """
            SELECT (SELECT count(*) FROM final WHERE state <> 'released'), count(*),
                   count(reason) FROM events WHERE state <> 'flagged'
            """
        ).fetchall()
    assert rows == ends == reasons


def settled(bench: Bench, found: Found) -> None:
    """Assert that closing once more takes nothing away."""
    again = bench.again()
    assert again.left == found.left
    flags = [reason for reasons in again.reasons.values() for reason in reasons]
    assert all(reason.endswith("(flagged)") for reason in flags)


def keys(rows: Sequence[Mapping[str, Any]], *columns: str) -> list[tuple[str, ...]]:
    """Return the keys of rows by some columns, whatever these columns' order."""
    return [tuple(sorted(matching_key(row[column]) for column in columns)) for row in rows]
