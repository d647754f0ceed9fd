"""The tasks that mteb has, and the datasets they are read from.

`mteb_tasks.json` beside this module is made by `ci/mteb_tasks.py` from the mteb that it names.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class MtebTask(NamedTuple):
    """A text task of mteb.

    Attributes:
        name: mteb's name.
        type: mteb's type.
        path: Its dataset on the Hub.
        revision: The dataset's, where several tasks are read from it.
    """

    name: str
    type: str
    path: str
    revision: str | None = None


class _Known(NamedTuple):
    mteb: str
    tasks: tuple[MtebTask, ...]
    names: frozenset[str]


@cache
def _known() -> _Known:
    file = Path(__file__).with_name("mteb_tasks.json")
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    tasks = tuple(MtebTask(**each) for each in content["tasks"])
    names = frozenset({*(task.name for task in tasks), *content["others"]})
    return _Known(content["mteb"], tasks, names)


def mteb_version() -> str:
    """Return the version of mteb whose tasks these are."""
    return _known().mteb


def mteb_names() -> frozenset[str]:
    """Return the names of all tasks of mteb, of whatever modality."""
    return _known().names


def tasks_of(hub: str, revision: str | None, kind: str) -> tuple[str, ...]:
    """Return the names of the mteb tasks that a dataset of the Hub is behind, sorted.

    Of several, those of the type, then those of the revision; where none would be left, that is no
    way to tell them apart (nor is the language: all tasks of one dataset have the same). What is
    left is the same data under several names, and a model that was trained on one of them has seen
    it: all are named.

    Args:
        hub: The dataset.
        revision: A full commit SHA.
        kind: mteb's type of the task that is made of it.
    """
    found = [task for task in _known().tasks if task.path == hub]
    found = [task for task in found if task.type == kind] or found
    found = [task for task in found if task.revision == revision] or found
    return tuple(sorted(task.name for task in found))
