"""By which language's key each text of a task is compared: SQL for it, and what it stands on."""

from collections.abc import Mapping
from typing import NamedTuple

from babelwright.catalog.model import Language, Task
from babelwright.tasks.base import TaskType

Place = tuple[str, str]
"""A table and its column."""


class TextLanguages(NamedTuple):
    """The languages of texts, by table and column; of a text that is not listed none is known.

    Attributes:
        now: Of the tables as they are.
        before: Of the tables before translation, `original_<table>`.
    """

    now: Mapping[Place, Language] = {}
    before: Mapping[Place, Language] = {}


def source_languages(
    task_type: TaskType, task: Task, source: Language, target: Language
) -> TextLanguages:
    """Return the languages of texts before anything is translated."""
    before: dict[Place, Language] = {}
    for field in task_type.fields(task):
        # Text that was written in its own language, or is given beside what it is made from.
        before[field.table, field.column] = source if field.kept else target
    for field in task_type.fields(task):
        if field.source is not None:
            before[field.table, field.source] = source
    return TextLanguages(before, before)


def result_languages(
    task_type: TaskType, task: Task, source: Language, target: Language
) -> TextLanguages:
    """Return the languages of texts after translation, and before."""
    before = source_languages(task_type, task, source, target).before
    made = {
        (field.table, field.column): source if field.kept else target
        for field in task_type.fields(task)
    }
    return TextLanguages({**before, **made}, before)


def key_now(table: str, column: str, text: str) -> str:
    """Return SQL for the key of a text of a column as it is now."""
    return f"{function_now((table, column))}({text})"


def key_before(table: str, column: str, text: str) -> str:
    """Return SQL for the key of a text of a column before translation."""
    return f"{function_before((table, column))}({text})"


def function_now(place: Place) -> str:
    """Return the name of the SQL function for the keys of a column as it is now."""
    return f"key_now_{'_'.join(place)}"


def function_before(place: Place) -> str:
    """Return the name of the SQL function for the keys of a column before translation."""
    return f"key_before_{'_'.join(place)}"
