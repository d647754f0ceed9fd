"""What the finished rows are like, and whether they may be released by mteb's own measure."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babelwright.build.closing import Note
from babelwright.build.plan import Planned
from babelwright.build.validating import Finished
from babelwright.catalog.model import Catalog, Gates, Severity
from babelwright.errors import Place, ValidationFailed
from babelwright.tasks.base import TaskType
from babelwright.tasks.keys import result_languages
from babelwright.tasks.profile import Data, identification
from babelwright.tasks.quality import CHECKS
from babelwright.tasks.released import describe


class Described(NamedTuple):
    """Facts about the finished rows, and the notes on those that are no error."""

    facts: dict[str, Any]
    notes: tuple[Note, ...]


def describe_finished(
    planned: Planned,
    task_type: TaskType,
    catalog: Catalog,
    finished: Sequence[Finished],
    scratch: Path,
) -> Described:
    """Return statistics, profile and the verdicts of mteb's checks.

    A task that has lost all rows of a table has none: no release is made of it.

    Raises:
        ValidationFailed: A check that is hard fails; with the split, the field and its values.
    """
    if not all(each.rows for each in finished):
        return Described({"statistics": {}, "profile": None, "quality": []}, ())
    source = catalog.languages[planned.task.source.language]
    texts = result_languages(task_type, planned.task, source, planned.language).now
    told = identification(source, planned.language, tuple(catalog.languages.values()), texts)
    data = [Data(each.table, each.split, (each.file,)) for each in finished]
    facts = describe(task_type, data, told, scratch)
    notes = _notes(facts["quality"], catalog.gates, task_type)
    _refuse_hard(planned, notes)
    return Described(facts, notes)


def _notes(
    quality: Sequence[Mapping[str, Any]], gates: Gates, task_type: TaskType
) -> tuple[Note, ...]:
    # Statistics have the splits of the table that has splits of its own: rows, or judgements.
    table = next(table.name for table in task_type.tables if not table.shared)
    return tuple(
        Note(
            table,
            failed["split"],
            entry["check"],
            gates.severity(entry["check"]).value,
            f"{failed['field']}: {failed['problem']}",
        )
        for entry in quality
        for failed in entry["failed"]
    )


def _refuse_hard(planned: Planned, notes: Sequence[Note]) -> None:
    hard = [note for note in notes if note.severity == Severity.HARD.value]
    if not hard:
        return
    listed = "\n".join(f"  {note.reason}: {note.split}, {note.detail}" for note in hard)
    named = {note.reason for note in hard}
    hints = dict.fromkeys(check.hint for check in CHECKS if check.reason in named)
    raise ValidationFailed(
        f"it would not pass mteb's checks of dataset quality:\n{listed}",
        place=Place(planned.task.file),
        hint="; ".join(hints),
    )
