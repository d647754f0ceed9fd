"""One commit of a release on a branch, whatever the line to the Hub does.

A commit names its parent, so it cannot be made on anything but what was read. When its answer is
lost, the branch is read again and compared with the release before anything is tried once more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from babelwright.errors import Place, PublishError
from babelwright.release.bundle import MANIFEST, Release
from babelwright.release.publish.folder import files_in
from babelwright.release.publish.patience import STALE, passes, status_of
from babelwright.release.publish.repository import KIND, MAIN, Local, Repository, Tree
from babelwright.release.publish.target import FileChange

# What the Hub takes in one commit and in one folder (its page on storage limits).
_MOST_FILES, _MOST_IN_A_FOLDER = 25_000, 10_000
_DATA = "data/"
_MOST_COMMITS = 50
_NAMED = 3

Files = dict[str, Local]


def file_changes(files: Files, tree: Tree, listed: Iterable[str] = ()) -> tuple[FileChange, ...]:
    """Return what a release changes of a commit's files; files of others are left alone.

    Args:
        files: The release's.
        tree: The commit's.
        listed: Files that the last release's manifest names: they are ours to remove.
    """
    changed = [
        FileChange(path, tree[path].size if path in tree else None, file.size)
        for path, file in files.items()
        if path not in tree or not tree[path].is_of(file)
    ]
    # The card gives readers whatever lies in the folder of the data.
    ours = {path for path in tree if path.startswith(_DATA)} | (set(listed) & tree.keys())
    gone = [FileChange(path, tree[path].size, None) for path in ours - files.keys()]
    return tuple(sorted([*changed, *gone]))


def holds(tree: Tree, files: Files) -> bool:
    """Whether a commit has a release, whole, and no other data."""
    return not file_changes(files, tree)


@dataclass(frozen=True)
class Commits:
    """Makes the commit of one release.

    Attributes:
        repository: Where.
        release: The release.
        listed: Files that the last release's manifest names.
    """

    repository: Repository
    release: Release
    listed: frozenset[str]

    @cached_property
    def files(self) -> Files:
        """The release's files."""
        return {name: Local(file) for name, file in files_in(self.release.folder).items()}

    def on(self, revision: str, base: str | None) -> str:
        """Commit on top of a branch; return the commit that holds the release.

        Args:
            revision: The branch, or the reference of a pull request.
            base: The commit that the release was made on; None where there was none.

        Raises:
            PublishError: Somebody else changed the release's files since.
        """
        repository, files = self.repository, self.files
        within_limits(repository.name, files)
        before: Tree = repository.tree(base) if base else {}
        parent = repository.head(revision)
        tree = repository.tree(parent) if parent != base else before
        if not holds(tree, files):
            self._left_alone(before, tree, files)
        for attempt in range(repository.patience.attempts):
            if holds(tree, files):
                return parent
            try:
                return self._commit(revision, parent, tree, files)
            except Exception as error:
                if not passes(error) and status_of(error) != STALE:
                    raise
                failed = error
            now = repository.head(revision)
            if now != parent:
                if found := self.made_since(now, parent):
                    return found
                before, tree, parent = tree, repository.tree(now), now
                self._left_alone(before, tree, files)
            repository.patience.pause(failed, attempt)
        raise AssertionError("the last pause raises")

    def made_since(self, now: str, parent: str) -> str | None:
        """Return the commit between two that holds the release: one whose answer was lost."""
        for oid, title in self.repository.history(now)[:_MOST_COMMITS]:
            if oid == parent:
                return None
            same = title == title_of(self.release.version)
            if (same or oid == now) and holds(self.repository.tree(oid), self.files):
                return oid
        return None

    def _commit(self, revision: str, parent: str, tree: Tree, files: Files) -> str:
        done = self.repository.api.create_commit(
            self.repository.name,
            self.operations(tree, files),
            commit_message=title_of(self.release.version),
            commit_description=str(self.release.manifest["signature"]),
            repo_type=KIND,
            revision=None if revision == MAIN else revision,
            parent_commit=parent,
        )
        return str(done.oid)

    def operations(self, tree: Tree, files: Files) -> list[Any]:
        """Return the operations that make a commit's files the release's."""
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        return [
            CommitOperationDelete(each.path)
            if each.kind == "removed"
            else CommitOperationAdd(each.path, str(files[each.path].path))
            for each in file_changes(files, tree, self.listed)
        ]

    def _left_alone(self, before: Tree, after: Tree, files: Files) -> None:
        """Hold another's commits to files that are not ours."""
        differ = {
            path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        }
        ours = {path for path in differ if path.startswith(_DATA)}
        ours |= differ & (files.keys() | self.listed)
        if ours:
            named = ", ".join(sorted(ours)[:_NAMED])
            raise PublishError(
                f"somebody else changed {named}{' and others' if len(ours) > _NAMED else ''} "
                "meanwhile",
                place=Place(f"hf://{self.repository.name}"),
                hint="Nothing was committed. Run the same command again: it counts from what is "
                "there now",
            )


def title_of(version: str) -> str:
    """Return the title of a release's commit."""
    return f"Release {version}"


def within_limits(name: str, files: Files) -> None:
    """Hold a release to what the Hub takes.

    Raises:
        PublishError: It has too many files for one commit, or for one folder.
    """
    folders: dict[str, int] = {}
    for path in files:
        folder = str(PurePosixPath(path).parent)
        folders[folder] = folders.get(folder, 0) + 1
    fullest = max(folders, key=lambda each: folders[each], default="")
    if len(files) > _MOST_FILES or folders.get(fullest, 0) > _MOST_IN_A_FOLDER:
        raise PublishError(
            f"the release has {len(files):,} files, {folders[fullest]:,} of them in {fullest}",
            place=Place(f"hf://{name}"),
            hint=f"The Hub takes {_MOST_FILES:,} in a commit and {_MOST_IN_A_FOLDER:,} in a "
            "folder: part the task",
        )


def tag(repository: Repository, name: str, commit: str) -> None:
    """Tag a commit; a tag that is there already is left as it is.

    Raises:
        PublishError: The tag cannot be made, or names another commit.
    """
    attempt = 0
    while True:
        try:
            repository.api.create_tag(
                repository.name,
                tag=name,
                revision=commit,
                repo_type=KIND,
                tag_message=f"Release {name}",
            )
        except Exception as error:
            failed = error
        else:
            return
        there = repository.tags().get(name)
        if there == commit:
            return
        if there is not None:
            raise PublishError(
                f"the tag {name} names another commit, {there}",
                place=Place(f"hf://{repository.name}"),
                hint=f"The release was committed as {commit}",
            )
        if not passes(failed):
            raise failed
        repository.patience.pause(failed, attempt)
        attempt += 1


def found_release(
    repository: Repository, head: str, version: str, whole: Callable[[Tree], bool]
) -> str | None:
    """Return the commit of a version that was never tagged.

    Args:
        repository: Where.
        head: The newest commit.
        version: The version.
        whole: Whether a commit's files are all that its manifest names.
    """
    title = title_of(version)
    tree = repository.tree(head)
    manifest = tree.get(MANIFEST)
    for oid, said in repository.history(head)[:_MOST_COMMITS]:
        # The Hub adds the number of a pull request to the title of its merge.
        if said == title or said.startswith(f"{title} (#"):
            there = repository.tree(oid)
            if there.get(MANIFEST) == manifest and whole(there):
                return oid
    return head if whole(tree) else None
