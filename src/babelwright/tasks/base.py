"""What a task type is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from babelwright.catalog.model import Language, Task
from babelwright.tasks.rules import Rule

# mteb's name for the one config of a task in one language, and for its one subset.
DEFAULT = "default"


@dataclass(frozen=True)
class Column:
    """A column of a released table.

    Attributes:
        name: As mteb reads it.
        type: Arrow type; any value that casts to it without loss is taken.
        optional: Whether the mapping may leave it out; then it is empty text.
        derived: Whether translation makes it, so that a `translate` task does not map it.
        labels: Whether it holds labels: names become codes, in the order of the task's `labels`;
            of a list type, a row has several.
        scored: Whether it holds scores, which lie in the task's range.
        ids: Whether it is a list of ids of rows of another table.
    """

    name: str
    type: pa.DataType
    optional: bool = False
    derived: bool = False
    labels: bool = False
    scored: bool = False
    ids: bool = False


@dataclass(frozen=True)
class Table:
    """A released table.

    Attributes:
        name: `rows` for types with one table.
        columns: Released columns in order.
        key: Columns whose values, joined, identify a row.
        shared: Whether all splits share its rows; then it has one split, named like the table.
        config: mteb's config name for a monolingual task.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    shared: bool = False
    config: str = DEFAULT

    @property
    def schema(self) -> pa.Schema:
        """Arrow schema of the released columns."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def texts(self) -> tuple[Column, ...]:
        """Its columns of texts, or of lists of texts."""
        return tuple(
            column
            for column in self.columns
            if column.name not in self.key
            and not column.ids
            and column.type in (pa.string(), pa.list_(pa.string()))
        )

    def splits(self, task: Task) -> tuple[str, ...]:
        """Return the names of its splits."""
        return (self.name,) if self.shared else tuple(task.source.splits)

    def config_name(self, subset: str | None) -> str:
        """Return the config's name: mteb's for one language, prefixed by the subset for several."""
        if subset is None:
            return self.config
        return subset if self.config == DEFAULT else f"{subset}-{self.config}"


@dataclass(frozen=True)
class TextField:
    """A text that is translated and checked.

    Attributes:
        table: Its table.
        column: Where the text is released.
        source: The column it is a translation of: itself, or another (bitext). None for a text
            that was written in its own language.
        given: Whether the translation stands in the row already (bitext that is collected).
        many: Whether the column holds a list of texts.
        kept: Whether it stays in the source's language (cross-lingual tasks).
    """

    table: str
    column: str
    source: str | None
    given: bool = False
    many: bool = False
    kept: bool = False


# The range of scores where a task names none: that of mteb's STS tasks.
DEFAULT_RANGE = (0.0, 5.0)


def score_range(task: Task) -> tuple[float, float]:
    """Return the least and the highest score that a task can give."""
    return task.score or DEFAULT_RANGE


def no_attributes(task: Task) -> Mapping[str, Any]:
    """Return none: mteb's class needs to know nothing of the task."""
    del task
    return {}


@dataclass(frozen=True)
class Strata:
    """How the rows of a type with one table are parted for sampling.

    Attributes:
        stratum: SQL over `rows` for what a sample keeps the proportions of.
        labels: SQL for the list of values of which each keeps rows; None for the stratum itself.
    """

    stratum: str
    labels: str | None = None


# A type without labels or scores: all its rows are one stratum.
UNIFORM = Strata("''", "[]")


Statistics = Callable[[duckdb.DuckDBPyConnection], dict[str, Any]]


@dataclass(frozen=True)
class TaskType:
    """One type of task.

    Attributes:
        name: The word in task files and the name of its row schema.
        mteb_type: mteb's word.
        mteb_class: Import path of mteb's abstract task class.
        main_score: mteb's main score.
        category: mteb's category.
        hub_category: The Hub's task category.
        tables: Its tables, in the order they are closed and released.
        fields: Text fields of a task, by its method.
        rules: Closure rules in order.
        statistics: Facts about the released tables.
        parameters: Values that the expectation suites ask for, given the label names.
        mteb_attributes: Attributes of mteb's class that the task decides.
        trains: Whether mteb fits a classifier on the split `train` before it scores the others.
        relevant: By table, SQL for the ids that are judged relevant; its other rows may stay as
            distractors when they are no faithful translations.
        strata: How its rows are parted for sampling; not asked where it has several tables.
    """

    name: str
    mteb_type: str
    mteb_class: str
    main_score: str
    category: str
    hub_category: str
    tables: tuple[Table, ...]
    fields: Callable[[Task], tuple[TextField, ...]]
    rules: tuple[Rule, ...]
    statistics: Statistics
    parameters: Callable[[Task, tuple[str, ...]], Mapping[str, Any]]
    mteb_attributes: Callable[[Task], Mapping[str, Any]] = no_attributes
    trains: bool = False
    relevant: Mapping[str, str] = field(default_factory=dict)
    strata: Strata = UNIFORM

    def table(self, name: str) -> Table:
        """Return a table by name."""
        return next(table for table in self.tables if table.name == name)


def label_parameters(task: Task, labels: tuple[str, ...]) -> dict[str, Any]:
    """Return what the suites of types with labels ask for: the highest code."""
    del task
    return {"label_max": len(labels) - 1}


def same_language_fields(
    columns: tuple[tuple[str, str], ...], lists: tuple[str, ...] = ()
) -> Callable[[Task], tuple[TextField, ...]]:
    """Return the fields of a type whose texts are all in one language.

    A `translate` task makes each from itself; a `collect` task has them as they are. Of a
    cross-lingual task, one table is in the task's language.

    Args:
        columns: Pairs of table and column.
        lists: Columns among them that hold lists of texts.
    """

    def fields(task: Task) -> tuple[TextField, ...]:
        def field(table: str, column: str) -> TextField:
            kept = task.cross_lingual not in (None, table)
            made = task.method == "translate" and not kept
            return TextField(
                table, column, column if made else None, many=column in lists, kept=kept
            )

        return tuple(field(table, column) for table, column in columns)

    return fields


def text_languages(
    task_type: TaskType, task: Task, source: Language, target: Language
) -> tuple[Language, ...]:
    """Return the languages of a task's texts, in the order in which mteb names them.

    Of bitext, the source's and the target's; of cross-lingual tasks, the corpus's and the queries'
    (as in its MLQA and Belebele); else the task's.
    """
    if task.cross_lingual:
        return (source, target) if task.cross_lingual == "queries" else (target, source)
    if any(field.source not in (None, field.column) for field in task_type.fields(task)):
        return source, target
    return (target,)


def subset_name(languages: Sequence[Language]) -> str:
    """Return the name of a language or a pair among the configs of a task in several languages.

    A pair has one hyphen, whatever its codes have: mteb takes such names apart.
    """
    return "-".join(language.code.replace("-", "_") for language in languages)


def config_of(task_type: TaskType, task: Task, source: Language, target: Language) -> str:
    """Return what a build's config is called: `default` where the task has one language."""
    if len(task.languages) == 1:
        return DEFAULT
    return subset_name(text_languages(task_type, task, source, target))
