"""The verb `list`: what can be built."""

from pathlib import Path

from babelwright.build.plan import select
from babelwright.catalog.load import load_catalog
from babelwright.cli.output import Output

_COLUMNS = tuple(
    (name, "left") for name in ("task", "type", "method", "language", "builder", "source")
)


def run(where: Path, language: str | None, output: Output) -> int:
    """List the tasks, each with its languages and its source."""
    catalog = load_catalog(where)
    planned = select(catalog, language=language)
    rows = [
        {
            "task": each.task.name,
            "type": each.task.type,
            "method": each.task.method,
            "language": each.language.code,
            "builder": each.builder.name,
            "source": each.task.source.hub or "files",
        }
        for each in planned
    ]
    output.table(_COLUMNS, [list(row.values()) for row in rows])
    output.document({"tasks": rows})
    return 0
