"""A folder that acts as a Hub namespace: `<folder>/<name>/v<version>/`, a release each.

The version is in the path because `datasets` caches by path: it would go on reading the old rows of
a folder whose files changed under it.
"""

import shutil
from pathlib import Path

from babelwright.errors import Place, PublishError
from babelwright.hashes import sha256
from babelwright.release.bundle import CHECKSUMS, MANIFEST, Release
from babelwright.release.made import CARD
from babelwright.release.publish.target import FileChange, Published
from babelwright.release.version import Standing, parse, read_previous


class FolderTarget:
    """A folder of releases.

    Args:
        folder: Made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def latest(self, name: str, scratch: Path) -> Standing:
        """Return the release with the highest version, and its card."""
        del scratch
        versions = self._versions(name)
        if not versions:
            return Standing()
        folder = self._folder / name / f"v{versions[-1]}"
        try:
            previous = read_previous(versions[-1], folder)
            return Standing(previous, (folder / CARD).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise PublishError(
                f"the last release there cannot be read: {reason}",
                place=Place(folder / MANIFEST),
                hint="Restore it or move it away: the next version is counted from it",
            ) from error

    def changes(self, release: Release, standing: Standing) -> tuple[FileChange, ...]:
        """Return how the files differ from those of the last release."""
        old = files_in(standing.previous.folder) if standing.previous else {}
        new = files_in(release.folder)
        return tuple(
            FileChange(
                name,
                old[name].stat().st_size if name in old else None,
                new[name].stat().st_size if name in new else None,
            )
            for name in sorted(old.keys() | new.keys())
            if name not in old or name not in new or sha256(old[name]) != sha256(new[name])
        )

    def publish(self, release: Release, standing: Standing) -> Published:
        """Copy the release beside the others; one that is there is never changed."""
        del standing
        out = self._folder / release.name / f"v{release.version}"
        if out.exists():
            if _checksums(out) == _checksums(release.folder):
                return Published(str(out), release.version, created=False)
            raise PublishError(
                f"there is another release {release.version} already",
                place=Place(out),
                hint="A release is never changed: build again to get the next version",
            )
        part = out.with_name(f"{out.name}.part")
        if part.exists():
            shutil.rmtree(part)
        shutil.copytree(release.folder, part)
        part.replace(out)
        return Published(str(out), release.version, created=True)

    def _versions(self, name: str) -> list[str]:
        found = []
        for path in (self._folder / name).glob("v*.*.*"):
            try:
                found.append((parse(path.name), path.name.removeprefix("v")))
            except ValueError:
                continue
        return [version for _, version in sorted(found)]


def files_in(folder: Path) -> dict[str, Path]:
    """Return every file of a release by its name in it."""
    return {
        file.relative_to(folder).as_posix(): file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _checksums(folder: Path) -> str:
    file = folder / CHECKSUMS
    return file.read_text(encoding="utf-8") if file.is_file() else ""
