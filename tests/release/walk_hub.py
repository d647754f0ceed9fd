"""What the Hub tests run in processes of their own: the clients read settings when imported."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from support.projects import make_project


def push(root: str) -> int:
    """Build and publish the pocket project as the command line does."""
    return make_project(Path(root)).build(push=True, to="hf://babelwright")


def publish(
    folder: str,
    private: bool = False,
    propose: bool = False,
    timeout: float = 20.0,
    pid: str = "",
) -> dict[str, Any]:
    """Publish a release that stands in a folder; return what happened.

    The process's own id is noted in a file, where one is named, so that it can be killed.
    """
    if pid:
        Path(pid).write_text(str(os.getpid()))
    from babelwright.errors import PublishError
    from babelwright.release.bundle import Release
    from babelwright.release.publish.hub import HubTarget
    from babelwright.release.publish.patience import Patience

    waited: list[float] = []
    told: list[str] = []
    patience = Patience(wait=waited.append, tell=told.append)
    manifest = json.loads(Path(folder, "manifest.json").read_text())
    release = Release(manifest["name"], manifest["version"], Path(folder), manifest, False)
    target = HubTarget(
        "babelwright", private=private, proposing=propose, patience=patience, timeout=timeout
    )
    try:
        with tempfile.TemporaryDirectory() as scratch:
            standing = target.latest(release.name, Path(scratch))
            published = target.publish(release, standing)
    except PublishError as error:
        return {"error": str(error), "waited": waited, "told": told}
    return {**published._asdict(), "waited": waited, "told": told}


def latest(name: str) -> str | None:
    """Return the version of the last release of a name."""
    from babelwright.release.publish.hub import HubTarget

    with tempfile.TemporaryDirectory() as scratch:
        found = HubTarget("babelwright").latest(name, Path(scratch)).previous
    return found.version if found else None


def load(repo: str, config: str, revision: str) -> dict[str, Any]:
    """Load a config at a tag as any reader would."""
    import datasets

    loaded = datasets.load_dataset(repo, config, revision=revision)
    return {
        split: {"columns": rows.column_names, "rows": [dict(row) for row in rows]}
        for split, rows in loaded.items()
    }


def verify(reference: str, catalog: str) -> int:
    """Verify a release on the Hub."""
    from babelwright.cli.output import Output
    from babelwright.cli.verify import run

    return run(reference, Path(catalog), Output(as_json=True))


def compare(before: str, after: str) -> dict[str, Any]:
    """Return the document of `diff`."""
    import contextlib
    import io

    from babelwright.cli.diff import run
    from babelwright.cli.output import Output

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert run(before, after, 20, Output(as_json=True)) == 0
    found: dict[str, Any] = json.loads(printed.getvalue())
    return found


def build(root: str, changed: int = 0, **options: Any) -> dict[str, Any]:
    """Build the pocket project with so many translations changed; return the task's outcome."""
    import contextlib
    import io

    from support.projects import PAIRS

    project = make_project(Path(root))
    pairs = dict(PAIRS)
    for source in list(pairs)[:changed]:
        pairs[source] = f"{pairs[source][:-1]} nhé."
    project.write_pairs(pairs)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        project.build(**options)
    [outcome] = json.loads(printed.getvalue())["tasks"]
    found: dict[str, Any] = outcome
    return found
