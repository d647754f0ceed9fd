"""Tasks as the catalog makes them, without a catalog."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babelwright.catalog.model import Input, Source, Task


def make_source(*inputs: Input, splits: Mapping[str, str] | None = None, **settings: Any) -> Source:
    """Return a source of files, by default one input of one split."""
    return Source(
        licence="cc0-1.0",
        language="en",
        splits=dict(splits or {"test": "test"}),
        inputs=inputs or (Input("source", file="data.jsonl"),),
        **settings,
    )


def make_task(
    type_: str = "sts",
    *,
    method: str = "translate",
    source: Source | None = None,
    root: Path = Path(),
    labels: tuple[str, ...] = (),
    score: tuple[float, float] | None = None,
) -> Task:
    """Return a task of a type."""
    return Task(
        name="Tiny-VN",
        type=type_,
        method=method,
        languages=("vi",),
        domains=("News",),
        description="A task for a test.",
        licence="cc0-1.0",
        source=source or make_source(),
        map={"rows": "SELECT * FROM source"},
        file=Path("task.toml"),
        root=root,
        labels=labels,
        score=score,
    )
