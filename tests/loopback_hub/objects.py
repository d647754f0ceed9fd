"""Git objects as the Hub keeps them: blobs, LFS pointers, trees and commits."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

FIRST_INSTANT = datetime(2025, 1, 1, tzinfo=UTC)


def git_hash(kind: str, data: bytes) -> str:
    """Return the object id git gives to `data` stored as an object of this kind."""
    header = f"{kind} {len(data)}\0".encode()
    return hashlib.sha1(header + data, usedforsecurity=False).hexdigest()


def instant(number: int) -> datetime:
    """Return the time of the n-th event: a counter, not a clock, so that runs agree."""
    return FIRST_INSTANT + timedelta(minutes=number)


def timestamp(moment: datetime) -> str:
    """Write a time the way the Hub's JSON does."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass(frozen=True)
class Blob:
    """The bytes of one file, kept in git or, when `lfs` is set, in LFS."""

    data: bytes
    lfs: bool = False

    @cached_property
    def sha256(self) -> str | None:
        """The LFS object id, or None for a file kept in git."""
        return hashlib.sha256(self.data).hexdigest() if self.lfs else None

    @cached_property
    def pointer(self) -> bytes:
        """The small text git keeps in the place of an LFS file."""
        return (
            "version https://git-lfs.github.com/spec/v1\n"
            f"oid sha256:{self.sha256}\nsize {len(self.data)}\n"
        ).encode()

    @cached_property
    def oid(self) -> str:
        """The git object id: of the bytes, or of the pointer for an LFS file."""
        return git_hash("blob", self.pointer if self.lfs else self.data)

    @property
    def etag(self) -> str:
        """The id the Hub names the content by: sha256 for LFS, git object id otherwise."""
        return self.sha256 or self.oid


Tree = Mapping[str, Blob]


@dataclass(frozen=True)
class Commit:
    """One commit: the whole tree after it, and where it came from."""

    oid: str
    parent: str | None
    title: str
    description: str
    number: int
    tree: Tree

    @property
    def date(self) -> str:
        """The commit's time, counted from its depth in the history."""
        return timestamp(instant(self.number))


def make_commit(tree: Tree, parent: Commit | None, title: str, description: str = "") -> Commit:
    """Make a commit whose id depends on content, parent and message alone.

    The form is git's, without author and date; so the ids are stable, but are not those
    a git client would compute.
    """
    lines = [f"tree {tree_oids(tree)['']}"]
    lines += [f"parent {parent.oid}"] if parent else []
    text = "\n".join([*lines, "", title, "", description])
    return Commit(
        oid=git_hash("commit", text.encode()),
        parent=parent.oid if parent else None,
        title=title,
        description=description,
        number=parent.number + 1 if parent else 0,
        tree=dict(sorted(tree.items())),
    )


def folders_of(path: str) -> list[str]:
    """List the folders above a path, outermost first, without the root."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def tree_oids(tree: Tree) -> dict[str, str]:
    """Return git's tree id of every folder; the root's name is empty."""
    inside: dict[str, dict[str, tuple[str, str]]] = {"": {}}
    for path, blob in tree.items():
        for folder in folders_of(path):
            inside.setdefault(folder, {})
        above, _, name = path.rpartition("/")
        inside[above][name] = ("100644", blob.oid)
    oids: dict[str, str] = {}
    for folder in sorted(inside, key=lambda name: (-len(name.split("/")), not name)):
        oids[folder] = _tree_oid(inside[folder])
        if folder:
            above, _, name = folder.rpartition("/")
            inside[above][name] = ("40000", oids[folder])
    return oids


def _tree_oid(entries: Mapping[str, tuple[str, str]]) -> str:
    def order(name: str) -> str:
        return name + "/" if entries[name][0] == "40000" else name

    rows = (
        f"{entries[name][0]} {name}\0".encode() + bytes.fromhex(entries[name][1])
        for name in sorted(entries, key=order)
    )
    return git_hash("tree", b"".join(rows))
