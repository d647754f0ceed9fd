"""A finished build: what build writes, and release and review read; neither knows the other."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Exemption, Language, Task
from babelwright.ledger import State
from babelwright.tasks.base import DEFAULT, Table, TaskType, subset_name, text_languages

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
        exemptions: Those of its config.
    """

    task: Task
    task_type: TaskType
    language: Language
    source_language: Language
    folder: Path
    key: str
    exemptions: tuple[Exemption, ...] = ()

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
    def config(self) -> str:
        """What exemptions call it: its subset, or `default`."""
        return self.subset or DEFAULT

    def let_through(self, check: str) -> int:
        """Return how many released rows, or splits, a check has found."""
        rows: int = sum(
            each["rows"]
            for each in self.facts["ledger"]["reasons"]
            if each["reason"] == check and each["state"] == State.FLAGGED
        )
        return rows + [note["reason"] for note in self.facts["closure"]].count(check)

    @property
    def exempted(self) -> list[dict[str, Any]]:
        """Its exemptions as facts, with what each let through (`used`)."""
        return [
            {
                "check": each.check,
                "amount": each.amount,
                "used": self.let_through(each.check),
                "reason": each.reason,
            }
            for each in self.exemptions
        ]

    @property
    def pairs(self) -> Path:
        """Every distinct text with its translation, scores and flags."""
        return self.folder / PAIRS

    def table_file(self, table: Table, split: str) -> Path:
        """Return the finished table of a split."""
        return self.folder / TABLES / f"{table.name}.{split}.parquet"
