"""The verb `check`: is the catalog right?"""

from pathlib import Path

from babelwright.catalog.auditing import load_audit_settings
from babelwright.catalog.load import load_catalog
from babelwright.catalog.schema import Schemas
from babelwright.catalog.selftest import load_selftest
from babelwright.catalog.tasks import unfilled
from babelwright.cli.output import Mode, Output


def run(where: Path, output: Output) -> int:
    """Load the catalog, which says everything that is wrong with it.

    Raises:
        CatalogError: With every problem.
    """
    catalog = load_catalog(where)
    load_selftest(catalog.rooms)
    load_audit_settings(catalog.rooms, Schemas(catalog.rooms.schemas))
    tasks = [task for builder in catalog.builders for task in builder.tasks]
    counts = {
        "languages": len(catalog.languages),
        "builders": len(catalog.builders),
        "tasks": len(tasks),
        "checks": len(catalog.gates.checks),
    }
    notes = [
        f"{task.file}: {' and '.join(lacks)} missing: without it mteb's metadata is not complete"
        for task in tasks
        if (lacks := unfilled(task))
    ]
    if output.mode is not Mode.JSON:
        for note in notes:
            output.warn(note)
    listed = (f"{count} {name if count != 1 else name[:-1]}" for name, count in counts.items())
    output.say(", ".join(listed) + ": no problem")
    output.document({**counts, "problems": [], "notes": notes})
    return 0
