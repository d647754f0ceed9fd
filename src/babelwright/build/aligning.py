"""Parallel bitext: the languages of a release keep the rows that all of them have."""

from collections.abc import Sequence
from contextlib import ExitStack

import duckdb
import pyarrow as pa

from babelwright.build.pipeline import Build, Built
from babelwright.ledger import EVENTS, Ledger

NOT_PARALLEL = "not-parallel"


def align(builds: Sequence[Build], built: Sequence[Built]) -> list[Built]:
    """Return the builds without the rows that are not released in every language.

    Args:
        builds: One a language.
        built: What they built, in the same order.

    Raises:
        BabelwrightError: With what is wrong, where, and what to do next.
    """
    absent = _absent(built)
    return [
        build.without(each, absent[each.planned.language.code])
        for build, each in zip(builds, built, strict=True)
    ]


def _absent(built: Sequence[Built]) -> dict[str, pa.Table]:
    """Return the events of every language's rows that another one lacks."""
    codes = [each.planned.language.code for each in built]
    with duckdb.connect() as connection, ExitStack() as opened:
        for code, each in zip(codes, built, strict=True):
            ledger = opened.enter_context(Ledger(each.folder / "ledger").connect())
            rows = ledger.sql(
                """SELECT "table", split, id FROM final WHERE state = 'released'"""
            ).to_arrow_table()
            connection.register(f"released_{code}", rows)
        every = " UNION ALL ".join(
            f"SELECT '{code}' AS code, * FROM released_{code}"  # noqa: S608 - codes of the catalog
            for code in codes
        )
        listed = ", ".join(f"'{code}'" for code in codes)
        found = connection.sql(
            f"""
            WITH every_row AS ({every}),
            partial AS (
                SELECT "table", split, id, list(code) AS present FROM every_row
                GROUP BY ALL HAVING count(*) < {len(codes)}
            )
            SELECT e.code, "table", split, id, 'filtered' AS state, '{NOT_PARALLEL}' AS reason,
                   'not in ' || array_to_string(
                       list_filter([{listed}], lambda c: NOT list_contains(p.present, c)), ', '
                   ) AS detail
            FROM every_row e JOIN partial p USING ("table", split, id)
            ORDER BY "table", split, id
            """  # noqa: S608 - codes of the catalog
        ).to_arrow_table()
        connection.register("absent", found)
        return {
            code: connection.sql(
                "SELECT * EXCLUDE (code) FROM absent WHERE code = ?", params=[code]
            )
            .to_arrow_table()
            .cast(EVENTS)
            for code in codes
        }
