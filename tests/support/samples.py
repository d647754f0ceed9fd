"""Builds the bundled samples, as `build --lang vi --offline` does."""

from dataclasses import replace
from pathlib import Path

from babelwright.catalog.locate import bundled_root
from support.projects import Project, make_project


def build_samples(root: Path) -> Project:
    """Build all sample tasks under a folder; return the project that holds their releases."""
    pocket = make_project(root)
    options = replace(
        pocket.options, catalog=bundled_root(), offline=True, language="vi", embedder=None
    )
    project = Project(bundled_root(), options)
    assert project.build() == 0
    return project
