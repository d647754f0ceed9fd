"""A dataset repository of the Hub: what is read of it, asked for again where the Hub is busy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from babelwright.hashes import git_blob_id, sha256
from babelwright.release.publish.patience import Patience

KIND, MAIN = "dataset", "main"


@dataclass(frozen=True)
class Local:
    """A file of a release on this machine; what identifies its content is computed once."""

    path: Path

    @cached_property
    def size(self) -> int:
        """Its size in bytes."""
        return self.path.stat().st_size

    @cached_property
    def oid(self) -> str:
        """Git's id of its content."""
        return git_blob_id(self.path)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of its content."""
        return sha256(self.path)


class Entry(NamedTuple):
    """A file of a commit: its size in bytes, git's id of it, and its SHA-256 where it is in LFS."""

    size: int
    oid: str
    sha256: str | None

    def is_of(self, file: Local) -> bool:
        """Whether it is a local file's content."""
        if self.size != file.size:
            return False
        return file.sha256 == self.sha256 if self.sha256 else file.oid == self.oid


Tree = Mapping[str, Entry]


class State(NamedTuple):
    """A repository as it is."""

    head: str
    private: bool


class Pull(NamedTuple):
    """An open pull request."""

    number: int
    title: str
    author: str

    @property
    def revision(self) -> str:
        """The reference that its commits are pushed to."""
        return f"refs/pr/{self.number}"


@dataclass(frozen=True)
class Repository:
    """A dataset repository, read with patience.

    Attributes:
        api: The client.
        name: `organisation/name`.
        patience: How long to try.
    """

    api: Any
    name: str
    patience: Patience

    def state(self, revision: str = MAIN) -> State | None:
        """Return the head of a revision; None where there is no such repository."""
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            info = self.patience.ask(
                lambda: self.api.repo_info(self.name, repo_type=KIND, revision=revision)
            )
        except RepositoryNotFoundError:
            return None
        return State(str(info.sha), bool(info.private))

    def head(self, revision: str = MAIN) -> str:
        """Return the commit that a revision names."""
        info = self.patience.ask(
            lambda: self.api.repo_info(self.name, repo_type=KIND, revision=revision)
        )
        return str(info.sha)

    def tags(self) -> dict[str, str]:
        """Return the commit of every tag."""
        refs = self.patience.ask(lambda: self.api.list_repo_refs(self.name, repo_type=KIND))
        return {str(ref.name): str(ref.target_commit) for ref in refs.tags}

    def tree(self, revision: str) -> dict[str, Entry]:
        """Return the files of a revision by path."""

        def listed() -> list[Any]:
            found = self.api.list_repo_tree(
                self.name, repo_type=KIND, revision=revision, recursive=True
            )
            return [each for each in found if hasattr(each, "blob_id")]

        return {
            each.path: Entry(each.size, each.blob_id, each.lfs.sha256 if each.lfs else None)
            for each in self.patience.ask(listed)
        }

    def text(self, path: str, revision: str) -> str | None:
        """Return the text of a file at a revision; None where there is none."""
        from huggingface_hub.errors import RemoteEntryNotFoundError

        try:
            file = self.patience.ask(
                lambda: self.api.hf_hub_download(self.name, path, repo_type=KIND, revision=revision)
            )
        except RemoteEntryNotFoundError:
            return None
        return Path(file).read_text(encoding="utf-8", errors="replace")

    def history(self, revision: str) -> list[tuple[str, str]]:
        """Return the ids and titles of the commits of a revision, the newest first."""
        found = self.patience.ask(
            lambda: self.api.list_repo_commits(self.name, repo_type=KIND, revision=revision)
        )
        return [(str(each.commit_id), str(each.title)) for each in found]

    def pulls(self) -> list[Pull]:
        """Return the open pull requests, the newest first."""

        def listed() -> list[Any]:
            return list(
                self.api.get_repo_discussions(
                    self.name,
                    repo_type=KIND,
                    discussion_type="pull_request",
                    discussion_status="open",
                )
            )

        found = [Pull(each.num, each.title, each.author) for each in self.patience.ask(listed)]
        return sorted(found, reverse=True)

    def download(self, revision: str, folder: Path, patterns: Sequence[str] | None = None) -> None:
        """Download the files of a revision, all or those that match a pattern."""
        self.patience.ask(
            lambda: self.api.snapshot_download(
                self.name,
                repo_type=KIND,
                revision=revision,
                local_dir=folder,
                allow_patterns=patterns,
            )
        )
