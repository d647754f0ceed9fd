"""Turns a builder's declaration into a value, and finds what its schema cannot."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from babelwright.catalog.model import (
    Builder,
    EngineSettings,
    MemoryFile,
    Task,
)
from babelwright.catalog.paths import path_problem
from babelwright.catalog.schema import nearest
from babelwright.catalog.sources import csv_style
from babelwright.catalog.toml import Section
from babelwright.errors import Problem

DEFAULT_EMBEDDER = "static-1"


def builder_problems(section: Section, languages: Collection[str]) -> Iterable[Problem]:
    """Yield what is wrong beyond the schema: unknown languages, engines not in the chain, paths."""
    content = section.content
    for index, code in enumerate(content["languages"]):
        if code not in languages:
            hint = nearest(code, languages)
            yield section.problem(["languages", index], f"unknown language {code!r}; {hint}")
    engines = content.get("engines", [])
    for name in content.get("engine", {}):
        if name not in engines:
            yield section.problem(["engine", name], f"settings for {name!r}, not in `engines`")
    if "memory" in engines and "memory" not in content.get("engine", {}):
        message = "the memory engine needs [[engine.memory.files]]"
        yield section.problem(["engines"], message)
    yield from _path_problems(section)


def _path_problems(section: Section) -> Iterable[Problem]:
    engine = section.content.get("engine", {})
    for index, file in enumerate(engine.get("memory", {}).get("files", [])):
        place: list[str | int] = ["engine", "memory", "files", index, "path"]
        for path in (file["path"], file.get("aligned", {}).get("path", "ok")):
            if message := path_problem(path):
                yield section.problem(place, message)
    for index, path in enumerate(engine.get("argos", {}).get("packages", [])):
        if message := path_problem(path):
            yield section.problem(["engine", "argos", "packages", index], message)


def make_builder(section: Section, tasks: tuple[Task, ...], root: Path) -> Builder:
    """Return the builder that a valid section declares; its paths start from `root`."""
    content = section.content
    return Builder(
        name=content["name"],
        description=content.get("description", ""),
        languages=tuple(content["languages"]),
        namespace=content["namespace"],
        embedder=content.get("embedder", DEFAULT_EMBEDDER),
        engines=tuple(content.get("engines", ())),
        settings=_settings(content.get("engine", {})),
        tasks=tasks,
        root=root,
    )


def _settings(engine: Mapping[str, Any]) -> EngineSettings:
    argos = engine.get("argos", {})
    return EngineSettings(
        memory_files=tuple(_memory(file) for file in engine.get("memory", {}).get("files", ())),
        argos_packages=tuple(argos.get("packages", ())),
        argos_beam=argos.get("beam", 4),
    )


def _memory(file: Mapping[str, Any]) -> MemoryFile:
    columns = file.get("columns", {"source": "source", "target": "target"})
    aligned = file.get("aligned")
    return MemoryFile(
        path=file["path"],
        origin=file["origin"],
        licence=file["licence"],
        format=file.get("format"),
        columns=(columns["source"], columns["target"]),
        csv=csv_style(file.get("csv")),
        aligned=_memory({**file, "aligned": None, "csv": None, "format": None, **aligned})
        if aligned
        else None,
    )
