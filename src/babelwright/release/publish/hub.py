"""A namespace of the Hugging Face Hub: a release is one commit and one tag on it.

    read the head -> what would change -> one commit on that head -> a tag on that commit

A run that was cut off between commit and tag is finished by the next one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from babelwright import _env
from babelwright.errors import Place, PublishError
from babelwright.redaction import redacted
from babelwright.release.bundle import MANIFEST, Release
from babelwright.release.made import CARD
from babelwright.release.publish.access import prepared, signed_in
from babelwright.release.publish.committing import (
    Commits,
    file_changes,
    found_release,
    holds,
    tag,
)
from babelwright.release.publish.folder import files_in
from babelwright.release.publish.patience import Patience, cause_of, status_of
from babelwright.release.publish.proposing import propose
from babelwright.release.publish.repository import KIND, Local, Repository, State, Tree
from babelwright.release.publish.target import FileChange, Published
from babelwright.release.version import Previous, Standing, parse, read_previous

_UNAUTHORIZED, _FORBIDDEN, _STALE = 401, 403, 412
# What a comparison needs of a release.
COMPARED = (MANIFEST, CARD, "data/**")


@dataclass(frozen=True)
class _Last:
    """The last release of a repository: its version, its commit, and whether it has its tag."""

    version: str
    commit: str
    tagged: bool


class HubTarget:
    """An organisation or user of the Hub.

    The token is the environment's or the Hub login's, or what the Hub gives a CI job that proves
    who it is.

    Args:
        namespace: Organisation or user.
        private: Whether repositories are made private, and must be.
        proposing: Whether to open a pull request instead of committing.
        patience: How long to try.
        timeout: Seconds without an answer after which a line counts as broken.
    """

    def __init__(
        self,
        namespace: str,
        *,
        private: bool = False,
        proposing: bool = False,
        patience: Patience | None = None,
        timeout: float = 120.0,
    ) -> None:
        _env.prepare()
        from huggingface_hub import HfApi

        prepared(timeout)
        self._api = HfApi(library_name="babelwright")
        self._namespace = namespace
        self._private = private
        self._proposing = proposing
        self._patience = patience or Patience()

    @contextmanager
    def _repository(self, name: str, *, writes: bool = True) -> Iterator[Repository]:
        """Give the repository of a name; its errors become ours.

        Args:
            name: The release's.
            writes: Whether a job shows who it is; public data is read without that.
        """
        repository = f"{self._namespace}/{name}"
        with _explained(repository), signed_in(repository) if writes else nullcontext():
            yield Repository(self._api, repository, self._patience)

    def latest(self, name: str, scratch: Path) -> Standing:
        """Return the last release, downloaded to `scratch`, and the card of the newest commit.

        A release that was committed and not tagged is one: its tag is made before the next.
        """
        with self._repository(name) as repository:
            state = repository.state()
            if state is None:
                return Standing()
            card = repository.text(CARD, state.head)
            last = _last(repository, state.head)
            previous = _download(repository, last, scratch) if last else None
            return Standing(previous, card, state.head)

    def download(self, name: str, version: str, scratch: Path) -> Previous:
        """Download a release to `scratch`.

        Raises:
            PublishError: There is no such release, or the Hub cannot be reached.
        """
        with self._repository(name, writes=False) as repository:
            return _download(repository, _Last(version, f"v{version}", True), scratch)

    def fetch(self, name: str, revision: str, scratch: Path) -> Path:
        """Download what a comparison needs of a revision to `scratch`; return the folder.

        Raises:
            PublishError: There is no such revision, or the Hub cannot be reached.
        """
        with self._repository(name, writes=False) as repository:
            commit = repository.head(revision)
            folder = scratch / commit
            repository.download(commit, folder, COMPARED)
            return folder

    def changes(self, release: Release, standing: Standing) -> tuple[FileChange, ...]:
        """Return what publishing would do to the files of the newest commit."""
        with self._repository(release.name) as repository:
            tree = repository.tree(standing.base) if standing.base else {}
            return file_changes(_locals(release), tree, _listed(standing))

    def publish(self, release: Release, standing: Standing) -> Published:
        """Make one commit on top of the one that the release was made on, and tag it."""
        with self._repository(release.name) as repository:
            commits = Commits(repository, release, _listed(standing))
            if self._proposing:
                return propose(commits, self._seen(repository), standing.base)
            state = self._made(repository)
            finished = _finish(repository, state.head)
            name = f"v{release.version}"
            where = f"hf://{repository.name}@{name}"
            tags = repository.tags()
            if name in tags:
                if not holds(repository.tree(tags[name]), commits.files):
                    raise _taken(repository, release)
                created = finished == name
                return Published(where, release.version, created, tags[name], _notes(finished))
            commit = commits.on("main", standing.base)
            tag_after(repository, name, commit)
            return Published(where, release.version, True, commit, _notes(finished))

    def _made(self, repository: Repository) -> State:
        """Return the repository's state; it is made where there is none."""
        state = repository.state()
        if state is None:
            private = True if self._private else None
            repository.patience.ask(
                lambda: self._api.create_repo(
                    repository.name, repo_type=KIND, private=private, exist_ok=True
                )
            )
        return self._seen(repository)

    def _seen(self, repository: Repository) -> State:
        """Return the repository's state as the Hub tells it, private where that was asked for."""
        state = repository.state()
        if state is None:
            raise PublishError(
                "there is no such repository, or the token may not see it",
                place=Place(f"hf://{repository.name}"),
                hint="Set HF_TOKEN to a token that may write to it; without --pr it is made",
            )
        if self._private and not state.private:
            raise PublishError(
                "--private was given, but the repository is public",
                place=Place(f"hf://{repository.name}"),
                hint="Nothing was uploaded. Make it private in its settings, or publish without "
                "--private",
            )
        return state


def tag_after(repository: Repository, name: str, commit: str) -> None:
    """Tag a release's commit; if it cannot be tagged, say that the commit is there."""
    try:
        with _explained(repository.name):
            tag(repository, name, commit)
    except PublishError as error:
        raise PublishError(
            f"the release was committed ({commit[:7]}), but not tagged {name}: {error.message}",
            place=error.place,
            hint="Run the same command again: it makes the tag, and no second commit",
        ) from None


def _finish(repository: Repository, head: str) -> str | None:
    """Make the tag that an earlier run did not come to; return it, or None."""
    last = _last(repository, head)
    if last is None or last.tagged:
        return None
    tag_after(repository, f"v{last.version}", last.commit)
    return f"v{last.version}"


def _notes(finished: str | None) -> tuple[str, ...]:
    return (f"{finished} had been committed and not tagged: its tag is made",) if finished else ()


def _last(repository: Repository, head: str) -> _Last | None:
    """Return the release with the highest version, of those with a tag and the newest commit's."""
    tags = repository.tags()
    versions = sorted((parse(name), name) for name in tags if _is_version(name))
    text = repository.text(MANIFEST, head)
    untagged = _untagged(text, versions[-1][0] if versions else (0, 0, 0))
    if text and untagged and f"v{untagged}" not in tags:
        commit = found_release(repository, head, untagged, lambda tree: _whole(tree, text))
        if commit:
            return _Last(untagged, commit, tagged=False)
    if not versions:
        return None
    name = versions[-1][1]
    return _Last(name.removeprefix("v"), tags[name], tagged=True)


def _untagged(text: str | None, highest: tuple[int, int, int]) -> str | None:
    """Return the version of a manifest of ours, if it is higher than all."""
    try:
        manifest = json.loads(text or "")
        version = str(manifest["version"])
        if manifest["tool"]["name"] == "babelwright" and parse(version) > highest:
            return version
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return None


def _whole(tree: Tree, text: str) -> bool:
    """Whether a commit has every file of its manifest, in its size and, in LFS, with its hash."""
    files = json.loads(text).get("files", {})
    return bool(files) and all(
        name in tree
        and tree[name].size == facts["bytes"]
        and tree[name].sha256 in (None, facts["sha256"])
        for name, facts in files.items()
    )


def _is_version(name: str) -> bool:
    try:
        parse(name)
    except ValueError:
        return False
    return name.startswith("v")


def _download(repository: Repository, last: _Last, scratch: Path) -> Previous:
    folder = scratch / repository.name.replace("/", "--") / f"v{last.version}"
    repository.download(last.commit, folder)
    return read_previous(last.version, folder)


def _locals(release: Release) -> dict[str, Local]:
    return {name: Local(file) for name, file in files_in(release.folder).items()}


def _listed(standing: Standing) -> frozenset[str]:
    return frozenset(standing.previous.manifest["files"] if standing.previous else ())


def _taken(repository: Repository, release: Release) -> PublishError:
    return PublishError(
        f"there is another release {release.version} already",
        place=Place(f"hf://{repository.name}"),
        hint="A release is never changed: build again to get the next version",
    )


@contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn the client's errors into ours, without any token in them."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import HfHubHTTPError, OIDCError

    place = Place(f"hf://{repo}")
    try:
        yield
    except PublishError:
        raise
    except OIDCError as error:
        raise PublishError(
            f"the Hub gives this job no token: {_first_line(error)}", place=place, hint=_OIDC
        ) from None
    except (HTTPError, HfHubHTTPError, OSError, ValueError, RuntimeError) as error:
        cause, status = cause_of(error), status_of(error)
        if _EXCHANGE in str(getattr(getattr(cause, "response", None), "url", "")):
            message = f"the Hub gives this job no token: {_first_line(cause)}"
            raise PublishError(message, place=place, hint=_OIDC) from None
        message = (
            f"the Hub answered {status}: {_first_line(cause)}"
            if status
            else f"the Hub cannot be reached or answered nonsense: {_first_line(cause)}"
        )
        hint = _HINTS.get(status, "Run the same command again: what is built is not built again")
        raise PublishError(message, place=place, hint=hint) from None


_EXCHANGE = "/oauth/token"
_OIDC = (
    "The job needs `permissions: id-token: write`, and the dataset's settings a trusted publisher "
    "with this repository, branch and workflow"
)
_HINTS = {
    _UNAUTHORIZED: "Log in (hf auth login) or set HF_TOKEN to a token that may write",
    _FORBIDDEN: "The token may not write to this namespace",
    _STALE: "Somebody else committed meanwhile: run the same command again",
}


def _first_line(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    # The first line of some errors has no more than their number.
    empty = bool(lines) and (lines[0].endswith(":") or "Client Error" in lines[0])
    return redacted(" ".join(lines[: 1 + empty]) or type(error).__name__)
