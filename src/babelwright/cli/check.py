"""The verb `check`: is the catalog right?"""

from pathlib import Path

from babelwright.catalog.load import load_catalog
from babelwright.cli.output import Output


def run(where: Path, output: Output) -> int:
    """Load the catalog, which says everything that is wrong with it.

    Raises:
        CatalogError: With every problem.
    """
    catalog = load_catalog(where)
    tasks = [task for builder in catalog.builders for task in builder.tasks]
    counts = {
        "languages": len(catalog.languages),
        "builders": len(catalog.builders),
        "tasks": len(tasks),
        "checks": len(catalog.gates.checks),
    }
    listed = (f"{count} {name if count != 1 else name[:-1]}" for name, count in counts.items())
    output.say(", ".join(listed) + ": no problem")
    output.document({**counts, "problems": []})
    return 0
