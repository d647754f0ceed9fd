"""A project that is built stage by stage, without any release, and what came of it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from babelwright.build.pipeline import Bench, Build, Built
from babelwright.build.plan import select
from babelwright.catalog.load import load_catalog
from babelwright.errors import BabelwrightError
from babelwright.fidelity.static import StaticEmbedder
from babelwright.translation.store import Store
from support.projects import Project, make_project


class Heard:
    """Keeps the stages that a build told of."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def stage(self, name: str, total: int | None = None) -> None:
        self.stages.append(f"{name} {total}" if total is not None else name)

    def advance(self, items: int) -> None:
        pass


@dataclass
class Site:
    """A project that is built stage by stage, without any release."""

    project: Project
    store: Store
    heard: Heard

    def build(self, limit: int | None = None) -> Built:
        self.heard.stages.clear()
        catalog = load_catalog(self.project.root)
        (planned,) = select(catalog)
        embedder = StaticEmbedder(Path(str(self.project.options.embedder)))
        builds = self.project.options.work / "builds"
        return Build(planned, Bench(catalog, self.store, embedder, builds, limit), self.heard).run()

    def refused(self, error: type[BabelwrightError]) -> str:
        with pytest.raises(error) as caught:
            self.build()
        return str(caught.value).replace(f"{self.project.root}/", "")


def site_of(root: Path) -> Site:
    project = make_project(root)
    return Site(project, Store(project.options.work / "store.sqlite"), Heard())


@dataclass(frozen=True)
class Result:
    """A build, and the stages it told of."""

    built: Built
    stages: list[str]

    @property
    def facts(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.built.folder / "facts.json").read_text("utf-8"))
        return content

    def rows(self, name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pq.read_table(self.built.folder / name).to_pylist()
        return found

    @property
    def files(self) -> dict[str, bytes]:
        files = (file for file in sorted(self.built.folder.rglob("*")) if file.is_file())
        return {file.relative_to(self.built.folder).as_posix(): file.read_bytes() for file in files}
