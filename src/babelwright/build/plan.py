"""What is built: tasks by language, and everything that decides their results."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from babelwright import __version__
from babelwright.catalog.model import Builder, Catalog, Language, Task
from babelwright.catalog.schema import nearest
from babelwright.errors import UsageError
from babelwright.sources.read import file_hash, source_files
from babelwright.translation.engine import Identity


@dataclass(frozen=True)
class Planned:
    """One task in one language."""

    builder: Builder
    task: Task
    language: Language

    @property
    def name(self) -> str:
        """For messages and folders."""
        return f"{self.task.name}-{self.language.code}"


@dataclass(frozen=True)
class Skipped:
    """A task that is not built, and why."""

    task: Task
    reason: str


def select(
    catalog: Catalog,
    *,
    language: str | None = None,
    builder: str | None = None,
    tasks: Sequence[str] = (),
) -> list[Planned]:
    """Return the tasks that the command line asks for, in the order of the catalog.

    Raises:
        UsageError: Nothing has that name; with the nearest that does.
    """
    if language is not None and language not in catalog.languages:
        hint = nearest(language, catalog.languages)
        raise UsageError(f"there is no language {language!r}", hint=hint)
    names = [each.name for each in catalog.builders]
    if builder is not None and builder not in names:
        raise UsageError(f"there is no builder {builder!r}", hint=nearest(builder, names))
    known = [task.name for each in catalog.builders for task in each.tasks]
    for name in tasks:
        if name not in known:
            raise UsageError(f"there is no task {name!r}", hint=nearest(name, known))
    found = [
        Planned(each, task, catalog.languages[code])
        for each in catalog.builders
        if builder in (None, each.name)
        for task in each.tasks
        if not tasks or task.name in tasks
        for code in task.languages
        if language in (None, code)
    ]
    if not found:
        spoken = {
            code for each in catalog.builders for task in each.tasks for code in task.languages
        }
        only = f" --lang {language}" if language in spoken else ""
        raise UsageError("no task fits", hint=f"See what there is: babelwright list{only}")
    return found


def offline(planned: Iterable[Planned]) -> tuple[list[Planned], list[Skipped]]:
    """Part the tasks that need no network from those that do."""
    kept, skipped = [], []
    for each in planned:
        if each.task.source.needs_network:
            reason = f"its source is on the Hub ({each.task.source.hub}), and --offline was given"
            skipped.append(Skipped(each.task, reason))
        else:
            kept.append(each)
    return kept, skipped


def specification(
    planned: Planned,
    catalog: Catalog,
    engines: Sequence[Identity],
    embedder: tuple[str, str],
    limit: int | None,
) -> dict[str, Any]:
    """Return everything that decides the result of a build, as JSON values.

    Args:
        planned: Task and language.
        catalog: For languages, gates and schemas.
        engines: The engines that can be used.
        embedder: Name and fingerprint.
        limit: Rows taken of each split; None for all.
    """
    task = asdict(planned.task)
    for local in ("file", "root"):
        task.pop(local)
    task["source"]["expect"] = {
        f"{name}/{split}": count for (name, split), count in planned.task.source.expect.items()
    }
    return {
        "tool": __version__,
        "task": task,
        "language": planned.language.code,
        "source_files": [
            file_hash(file) for file in source_files(planned.task, planned.language.code)
        ],
        "engines": [asdict(engine) for engine in engines],
        "embedder": {"name": embedder[0], "fingerprint": embedder[1]},
        "coverage": _coverage(catalog.rooms.models / embedder[0]),
        "languages": _folder_hash(catalog.rooms.languages, "*.toml"),
        "gates": file_hash(catalog.rooms.validation / "gates.toml"),
        "suites": _folder_hash(catalog.rooms.validation / "suites", "*"),
        "exempt": sorted(catalog.gates.exempt),
        "row_schema": file_hash(catalog.rooms.schemas / "rows" / f"{planned.task.type}.json"),
        "limit": limit,
    }


def key_of(specification: dict[str, Any]) -> str:
    """Return the hash of a specification (hex)."""
    text = json.dumps(specification, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _coverage(model: Path) -> str | None:
    """Return the hash of a model's coverage, which names that of its tables."""
    file = model / "coverage.json"
    return file_hash(file) if file.is_file() else None


def _folder_hash(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob(pattern) if path.is_file()):
        digest.update(file.name.encode())
        digest.update(file_hash(file).encode())
    return digest.hexdigest()
