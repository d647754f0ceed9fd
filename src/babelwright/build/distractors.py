"""Documents that stay to distract though their text is no faithful translation.

To a model such a document is a text of the language as any other. It would be wrong to call it
relevant by what its source said; nothing is wrong in its not being relevant.
"""

import duckdb

from babelwright.build.closing import DISTRACTOR
from babelwright.checks.gate import CHECKS
from babelwright.tasks.base import TaskType

# What says that a text is no faithful translation, and nothing against the text itself.
UNFAITHFUL = frozenset({check.id for check in CHECKS if check.of_pairs and not check.foreign}) | {
    "fidelity",
    "coverage",
}


def find_distractors(connection: duckdb.DuckDBPyConnection, task_type: TaskType) -> None:
    """Add to the table `distractors` the rows that stay as such.

    Args:
        connection: With `links`, `decisions`, `distractors` (`table`, `split`, `id`), and the
            tables of the rows that are still there.
        task_type: Says which rows are judged relevant.
    """
    names = ", ".join(f"'{name}'" for name in sorted(UNFAITHFUL))
    for table, relevant in task_type.relevant.items():
        connection.execute(
            f"""
            INSERT INTO distractors
            SELECT l."table", l.split, l.id FROM links l JOIN decisions d USING (text)
            ANTI JOIN ({relevant}) r ON r.id = l.id
            WHERE l."table" = '{table}' GROUP BY ALL
            HAVING bool_or(d.state <> 'accepted') AND bool_and(
                d.state = 'accepted' OR (d.state = 'rejected' AND len(list_filter(d.flags,
                    lambda f: f.severity = 'hard' AND f."check" NOT IN ({names}))) = 0)
            )
            """  # noqa: S608 - names come from the task types and the checks
        )


def distractor_events() -> str:
    """Return SQL for the flags of those rows, with what was found of their texts."""
    return f"""
        SELECT "table", split, id, 'flagged' AS state, '{DISTRACTOR}' AS reason,
               label || ': ' || reason || ', '
               || list_filter(flags, lambda f: f."check" = reason)[1].detail AS detail
        FROM told SEMI JOIN distractors USING ("table", split, id) WHERE state = 'rejected'
        QUALIFY row_number() OVER (PARTITION BY "table", split, id ORDER BY field, element) = 1
    """  # noqa: S608 - a name of our own
