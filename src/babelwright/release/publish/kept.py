"""Copies of the last releases that were published to the Hub from here.

A build that asks no target counts its version from them, without the network.
"""

import re
import shutil
from pathlib import Path

from babelwright.release.bundle import Release
from babelwright.release.publish.folder import FolderTarget
from babelwright.release.version import Standing

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Kept:
    """The kept releases of a namespace.

    Args:
        folder: Where they are kept, of all namespaces.
        namespace: `hf://ORGANISATION`.
    """

    def __init__(self, folder: Path, namespace: str) -> None:
        self._folder = folder / _UNSAFE.sub("--", namespace).strip("-")

    def latest(self, name: str) -> Standing:
        """Return the last release that was published from here."""
        return FolderTarget(self._folder).latest(name, self._folder)

    def keep(self, release: Release) -> None:
        """Keep a release in the place of the one before it."""
        folder = self._folder / release.name
        if folder.exists():
            shutil.rmtree(folder)
        FolderTarget(self._folder).publish(release, Standing())
