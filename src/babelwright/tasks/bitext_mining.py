"""Bitext mining: a sentence and its translation, aligned row by row."""

from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Task
from babelwright.tasks.base import Column, Table, TaskType, TextField
from babelwright.tasks.equality import duplicates
from babelwright.tasks.keys import key_now
from babelwright.tasks.rules import Phase, Rule, blank, short
from babelwright.tasks.statistics import by_split, pair_statistics

# mteb looks for each sentence's translation among all of them: where one belongs to two sentences,
# a model that finds it is right once and wrong once, however good it is.
_AMBIGUOUS = f"""
    WITH keyed AS (SELECT _split, _id, _position, {key_now("rows", "sentence2", "sentence2")} AS key
                   FROM rows)
    SELECT _split, _id, 'same sentence2 as ' || first_id AS detail FROM (
        SELECT *, first_value(_id) OVER same AS first_id
        FROM keyed WINDOW same AS (PARTITION BY _split, key ORDER BY _position)
    ) WHERE _id <> first_id ORDER BY _split, _position
"""  # noqa: S608 - names of our own


def _fields(task: Task) -> tuple[TextField, ...]:
    given = task.method == "collect"
    return (TextField("rows", "sentence2", "sentence1", given=given),)


def _statistics(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    def of(split: str) -> dict[str, Any]:
        found = pair_statistics(connection, split)
        found["sentence1_statistics"] = found.pop("text1_statistics")
        found["sentence2_statistics"] = found.pop("text2_statistics")
        return found

    return by_split(connection, of)


def _parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    del task, labels
    return {}


def _attributes(task: Task) -> dict[str, Any]:
    return {"parallel_subsets": True} if task.parallel else {}


TASK_TYPE = TaskType(
    name="bitext_mining",
    mteb_type="BitextMining",
    mteb_class="mteb.abstasks.AbsTaskBitextMining",
    main_score="f1",
    category="t2t",
    hub_category="translation",
    tables=(
        Table(
            "rows",
            (
                Column("id", pa.string()),
                Column("sentence1", pa.string()),
                Column("sentence2", pa.string(), derived=True),
            ),
        ),
    ),
    fields=_fields,
    rules=(
        blank("rows", "sentence1"),
        short("rows", "sentence1"),
        # There is none before translation.
        short("rows", "sentence2", phase=Phase.RESULT),
        # A sentence that is there twice has one translation, or two of which one is not looked for.
        *duplicates("rows", ("sentence1", "sentence2"), original=("sentence1",)),
        Rule(
            "bitext-ambiguous",
            "An earlier sentence has the same translation.",
            "rows",
            _AMBIGUOUS,
        ),
    ),
    statistics=_statistics,
    parameters=_parameters,
    mteb_attributes=_attributes,
)
