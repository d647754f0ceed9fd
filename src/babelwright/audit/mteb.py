"""The translated tasks of the installed mteb, each beside the task it derives from.

Only metadata and descriptive statistics are read, which the package carries: nothing is fetched.
"""

import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from babelwright.audit.statistics import DOCUMENTS, splits
from babelwright.catalog.schema import nearest
from babelwright.errors import MissingExtra, UsageError

_TRANSLATED = "machine-translated"
_ENGLISH = "eng-Latn"


@dataclass(frozen=True)
class Side:
    """One language of a task of mteb.

    Attributes:
        task: Its name.
        subset: The language's config; None where the task has one language.
        language: As mteb writes it: `vie-Latn`.
        licence: What its metadata says.
        creation: Its `sample_creation`.
        statistics: Its descriptive statistics; None where mteb has none.
    """

    task: str
    subset: str | None
    language: str
    licence: str | None
    creation: str | None
    statistics: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        """Task and config."""
        return self.task if self.subset is None else f"{self.task} {self.subset}"


class Pairing(NamedTuple):
    """A translation and its source, where there is one.

    Attributes:
        target: The translation.
        source: What it derives from; None where no task of mteb is named, or none of another
            language.
        unknown: Names in `adapted_from` that no task of mteb has, each with the task that is
            taken for it: of that name with its type at the end (`QuoraRetrieval` for `Quora`).
    """

    target: Side
    source: Side | None
    unknown: Mapping[str, str | None]


def mteb_version() -> str:
    """Return the version of the installed mteb."""
    return version("mteb")


def translated() -> list[Pairing]:
    """Return every translation among mteb's text tasks, in the order of their names.

    These are the tasks whose metadata say that they are machine-translated, and those that derive
    from a task in another language, whatever they say. A task in several languages is one pairing
    a language, beside its own English where it has that.

    Raises:
        MissingExtra: mteb is not installed.
    """
    known = _tasks()
    found = []
    for name in sorted(known):
        metadata = known[name]
        if metadata.modalities != ["text"]:
            continue
        pairings = _pairings(metadata, known)
        derived = any(each.source and each.source.task != name for each in pairings)
        if _TRANSLATED in str(metadata.sample_creation) or derived:
            found += pairings
    return found


def of_task(name: str) -> list[Pairing]:
    """Return the pairings of one task.

    Raises:
        MissingExtra: mteb is not installed.
        UsageError: mteb has no such task.
    """
    known = _tasks()
    if name not in known:
        hint = f"{nearest(name, known)}; `--mteb-all` takes every translated task"
        raise UsageError(f"mteb {mteb_version()} has no task {name!r}", hint=hint)
    return _pairings(known[name], known)


@cache
def _tasks() -> dict[str, Any]:
    """Return the metadata of every task of mteb that is not a sum of others, by name."""
    # Nothing is embedded here, and torch takes seconds to import.
    os.environ.setdefault("USE_TORCH", "0")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.getLogger("mteb").setLevel(logging.ERROR)
            import mteb

            every = mteb.get_tasks(
                exclude_superseded=False, exclude_aggregate=False, exclude_beta=False
            )
    except ImportError as error:
        raise MissingExtra("mteb", "an audit of mteb's tasks") from error
    return {
        task.metadata.name: task.metadata
        for task in every
        if not getattr(task, "is_aggregate", False)
    }


def _pairings(metadata: Any, known: Mapping[str, Any]) -> list[Pairing]:
    parents, unknown = _parents(metadata, known)
    english = _subset(metadata, _ENGLISH)
    if english and metadata.is_multilingual:
        own = _side(metadata, english)
        return [
            Pairing(_side(metadata, subset), own, unknown)
            for subset in _subsets(metadata)
            if subset != english and _ENGLISH not in metadata.eval_langs[subset]
        ]
    targets = [_side(metadata, subset) for subset in _subsets(metadata)]
    parent = next((each for each in parents if _source(each)), None)
    source = _source(_same_size(parent, targets[0], known)) if parent else None
    return [Pairing(target, source, unknown) for target in targets]


def _same_size(parent: Any, target: Side, known: Mapping[str, Any]) -> Any:
    """Return the parent, or the part of it that has as many rows as the translation.

    mteb has smaller tasks that derive from another one of the same language; a translation that
    names the whole one may be of such a part.
    """
    parts = [
        each
        for each in known.values()
        if parent.name in (each.adapted_from or ())
        and set(each.languages) == set(parent.languages)
        and each.type == parent.type
    ]
    return next((each for each in (parent, *parts) if _alike(_statistics(each), target)), parent)


def _alike(statistics: Mapping[str, Any] | None, target: Side) -> bool:
    """Whether a task has the splits of another, with as many rows, and a corpus like its."""
    ours, theirs = splits(target.statistics or {}), splits(statistics or {})
    if not ours or ours.keys() != theirs.keys():
        return False
    for name, split in ours.items():
        documents = [each.texts.get(DOCUMENTS) for each in (split, theirs[name])]
        sizes = [each.texts if each else 1 for each in documents]
        if split.rows != theirs[name].rows or max(sizes) > 2 * min(sizes):
            return False
    return True


def _parents(metadata: Any, known: Mapping[str, Any]) -> tuple[list[Any], Mapping[str, str | None]]:
    """Return the tasks in other languages that a task derives from, by way of others of its own.

    Beside them the names that are no tasks, with what is taken for them.
    """
    parents: list[Any] = []
    unknown: dict[str, str | None] = {}
    seen, open_ = {metadata.name}, [metadata]
    while open_:
        current = open_.pop(0)
        for name in current.adapted_from or ():
            found = name
            if name not in known:
                found = f"{name}{current.type}"
                unknown[name] = found if found in known else None
            if found in seen or found not in known:
                continue
            seen.add(found)
            (parents if _is_source(known[found], metadata) else open_).append(known[found])
    return parents, unknown


def _is_source(parent: Any, metadata: Any) -> bool:
    """Whether a task may be a translation of another one, by their languages.

    One in a single language that says it is translated may be of a task that has it too, beside
    English.
    """
    if not set(metadata.languages) & set(parent.languages):
        return True
    alone = len(set(metadata.languages)) == 1 and _TRANSLATED in str(metadata.sample_creation)
    return alone and _subset(parent, _ENGLISH) is not None and _ENGLISH not in metadata.eval_langs


def _source(metadata: Any) -> Side | None:
    """Return the side of a task that others were translated from: its English, or its only one."""
    if english := _subset(metadata, _ENGLISH):
        return _side(metadata, english)
    return None if metadata.is_multilingual else _side(metadata, None)


def _subset(metadata: Any, language: str) -> str | None:
    """Return the config in a language alone: the one that is called so, else the first."""
    if not metadata.is_multilingual:
        return None
    found = [name for name, codes in metadata.eval_langs.items() if list(codes) == [language]]
    spoken = language.partition("-")[0]
    named = [name for name in found if name in (spoken, spoken[:2], language.replace("-", "_"))]
    return next(iter([*named, *found]), None)


def _subsets(metadata: Any) -> Sequence[str | None]:
    return list(metadata.eval_langs) if metadata.is_multilingual else [None]


def _side(metadata: Any, subset: str | None) -> Side:
    codes = metadata.eval_langs if subset is None else metadata.eval_langs[subset]
    return Side(
        task=metadata.name,
        subset=subset,
        language=next(iter(codes)),
        licence=metadata.license,
        creation=metadata.sample_creation,
        statistics=_statistics(metadata),
    )


def _statistics(metadata: Any) -> Mapping[str, Any] | None:
    if metadata.name not in _READ:
        _READ[metadata.name] = metadata.descriptive_stats
    return _READ[metadata.name]


# Statistics by task: a parent of many is read once.
_READ: dict[str, Mapping[str, Any] | None] = {}
