"""Finds the task types: every module of this package that has a TASK_TYPE."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from babelwright import tasks
from babelwright.tasks.base import TaskType


@cache
def task_types() -> dict[str, TaskType]:
    """Return all task types by name."""
    found: dict[str, TaskType] = {}
    for module in iter_modules(tasks.__path__):
        task_type = getattr(import_module(f"{tasks.__name__}.{module.name}"), "TASK_TYPE", None)
        if isinstance(task_type, TaskType):
            found[task_type.name] = task_type
    return found
