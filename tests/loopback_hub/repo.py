"""One dataset repository: commits, branches, tags and pull requests, in memory."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .messages import HubError, revision_not_found
from .objects import Blob, Commit, Tree, instant, make_commit, timestamp
from .storage import GITATTRIBUTES


class Pull(NamedTuple):
    """A pull request: its title, who opened it, and whether it is open or merged."""

    title: str
    author: str
    status: str = "open"


_PULL = re.compile(r"refs/pr/(\d+)")


class Repo:
    """The state of a repository. Every repository starts with a commit of `.gitattributes`.

    Attributes:
        repo_id: Namespace and name.
        private: Whether only its owners can see it.
        created: The time of creation, as the API writes it.
        commits: Every commit, in the order in which they were made, on whatever branch.
        branches: Branch name to commit id.
        tags: Tag name to commit id.
        tag_messages: Tag name to the message it was made with.
        pulls: Number of a pull request to the commit id of its head.
        proposed: Number of a pull request to what its page says.
        objects: LFS objects uploaded so far, by sha256, committed or not.
        expected: Sizes of the LFS objects a client said it would upload, by sha256.
    """

    def __init__(self, repo_id: str, *, private: bool = False, number: int = 0) -> None:
        first = make_commit({".gitattributes": Blob(GITATTRIBUTES)}, None, "initial commit")
        self.repo_id = repo_id
        self.private = private
        self.created = timestamp(instant(number))
        self.commits = [first]
        self.branches = {"main": first.oid}
        self.tags: dict[str, str] = {}
        self.tag_messages: dict[str, str] = {}
        self.pulls: dict[int, str] = {}
        self.proposed: dict[int, Pull] = {}
        self.objects: dict[str, bytes] = {}
        self.expected: dict[str, int] = {}

    @property
    def namespace(self) -> str:
        """The user or organisation that owns the repository."""
        return self.repo_id.partition("/")[0]

    @property
    def head(self) -> str:
        """The commit id of `main`."""
        return self.branches["main"]

    def files(self, revision: str = "main") -> dict[str, bytes]:
        """Return every file at a revision, `.gitattributes` included."""
        return {path: blob.data for path, blob in self.resolve(revision).tree.items()}

    def resolve(self, revision: str) -> Commit:
        """Find a commit by branch, tag, `refs/pr/N`, full commit id or the start of one."""
        oid = self.branches.get(revision) or self.tags.get(revision) or self._pull(revision)
        for commit in self.commits:
            if commit.oid == (oid or revision):
                return commit
        if re.fullmatch(r"[0-9a-f]{7,39}", revision):
            starts = [commit for commit in self.commits if commit.oid.startswith(revision)]
            if len(starts) == 1:
                return starts[0]
        raise revision_not_found(revision)

    def history(self, commit: Commit) -> Iterator[Commit]:
        """Walk from a commit to the first one."""
        while True:
            yield commit
            if commit.parent is None:
                return
            commit = self.resolve(commit.parent)

    def last_change(self, commit: Commit, path: str) -> Commit:
        """Return the commit that gave a file or folder the content it has at `commit`."""

        def content(at: Commit) -> dict[str, str]:
            inside = path + "/"
            tree = at.tree.items()
            return {name: b.oid for name, b in tree if name == path or name.startswith(inside)}

        wanted = content(commit)
        found = commit
        for older in self.history(commit):
            if content(older) != wanted:
                break
            found = older
        return found

    def commit(self, revision: str, tree: Tree, title: str, description: str = "") -> Commit:
        """Put a new commit on a branch or pull request."""
        parent = self.resolve(revision)
        commit = self._store(make_commit(tree, parent, title, description))
        pull = _PULL.fullmatch(revision)
        if revision in self.branches:
            self.branches[revision] = commit.oid
        elif pull:
            self.pulls[int(pull[1])] = commit.oid
        else:
            raise HubError(400, f"Cannot commit to {revision}: not a branch or pull request")
        return commit

    def propose(
        self, base: Commit, tree: Tree, title: str, description: str = "", author: str = ""
    ) -> int:
        """Open a pull request of one commit, and return its number."""
        commit = self._store(make_commit(tree, base, title, description))
        number = len(self.pulls) + 1
        self.pulls[number] = commit.oid
        self.proposed[number] = Pull(title, author)
        return number

    def tag(self, name: str, revision: str, message: str = "") -> None:
        """Create a tag; it never moves an existing one."""
        commit = self.resolve(revision)
        if name in self.tags:
            raise HubError(409, f"Reference already exists: refs/tags/{name}")
        self.tags[name] = commit.oid
        self.tag_messages[name] = message

    def _pull(self, revision: str) -> str | None:
        pull = _PULL.fullmatch(revision)
        return self.pulls.get(int(pull[1])) if pull else None

    def _store(self, commit: Commit) -> Commit:
        # The same change made twice from the same parent is the same commit, as in git.
        if all(commit.oid != known.oid for known in self.commits):
            self.commits.append(commit)
        return commit
