"""The folder that a build works in: named by everything that decides its result.

A stage writes into `<stage>.part` and is renamed when it is whole, so what is there can be trusted
after any interruption, and a changed task, engine or gate cannot pick up stale results.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from babelwright.errors import BabelwrightError


class WorkDir:
    """One build's folder.

    Args:
        root: The folder of all builds, `.babelwright/builds`.
        name: Task and language, for people.
        key: Hash of the resolved specification (hex).
    """

    def __init__(self, root: Path, name: str, key: str) -> None:
        self.folder = root / f"{name}-{key[:12]}"
        self.folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process.

        Raises:
            BabelwrightError: Another process is building the same thing.
        """
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise BabelwrightError(
                f"another process is building in {self.folder}",
                hint="Wait for it to end; what it finished is not done again",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def done(self, stage: str) -> Path | None:
        """Return a stage's folder if it is finished."""
        folder = self.folder / stage
        return folder if folder.is_dir() else None

    @contextmanager
    def writing(self, stage: str) -> Iterator[Path]:
        """Give an empty folder for a stage, which counts as finished when the block ends well."""
        part = self.folder / f"{stage}.part"
        if part.exists():
            shutil.rmtree(part)
        part.mkdir()
        yield part
        part.replace(self.folder / stage)


def write_json(file: Path, content: Any) -> None:
    """Write JSON in the one form that equal content always has: sorted keys, UTF-8, a line feed."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")


def read_json(file: Path) -> Any:
    """Read a JSON file."""
    return json.loads(file.read_text(encoding="utf-8"))
