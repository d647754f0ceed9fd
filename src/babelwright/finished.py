"""A finished build: what build writes, and release and review read; neither knows the other."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Language, Task
from babelwright.tasks.base import Table, TaskType, subset_name, text_languages

FACTS = "facts.json"
PAIRS = "pairs.parquet"
PROVENANCE = "provenance.parquet"
REJECTED = "rejected.parquet"
RELABEL = "relabel.parquet"
TABLES = "tables"


@dataclass(frozen=True)
class Part:
    """A finished build of one task in one language.

    Attributes:
        task: The task.
        task_type: Its type.
        language: The language that was built.
        source_language: The language it was built from; the same where it was collected in it.
        folder: The build's finished folder.
        key: Hash of everything that decided the build.
    """

    task: Task
    task_type: TaskType
    language: Language
    source_language: Language
    folder: Path
    key: str

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the build found."""
        content: dict[str, Any] = json.loads((self.folder / FACTS).read_text("utf-8"))
        return content

    @property
    def text_languages(self) -> tuple[Language, ...]:
        """The languages of its texts, in mteb's order."""
        return text_languages(self.task_type, self.task, self.source_language, self.language)

    @property
    def subset(self) -> str | None:
        """Prefix of its configs; None where the task has one language."""
        return subset_name(self.text_languages) if len(self.task.languages) > 1 else None

    @property
    def pairs(self) -> Path:
        """Every distinct text with its translation, scores and flags."""
        return self.folder / PAIRS

    def table_file(self, table: Table, split: str) -> Path:
        """Return the finished table of a split."""
        return self.folder / TABLES / f"{table.name}.{split}.parquet"
