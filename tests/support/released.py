"""Finished builds with other facts."""

import json
from pathlib import Path
from typing import Any

from babelwright.catalog.load import load_catalog
from babelwright.finished import FACTS, Part
from babelwright.tasks.registry import task_types
from support.projects import Project


def part_with(project: Project, folder: Path, facts: dict[str, Any]) -> Part:
    """Return the pocket project's build with some of its facts changed, in another folder."""
    catalog = load_catalog(project.root)
    [task] = catalog.builders[0].tasks
    [built] = (project.options.work / "builds").glob(f"{task.name}-vi-*/4-finished/{FACTS}")
    (folder / FACTS).write_text(json.dumps(json.loads(built.read_text("utf-8")) | facts), "utf-8")
    return Part(
        task=task,
        task_type=task_types()[task.type],
        language=catalog.languages["vi"],
        source_language=catalog.languages["en"],
        folder=folder,
        key="0" * 64,
    )
