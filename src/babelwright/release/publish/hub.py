"""A namespace of the Hugging Face Hub: a release is one commit and one tag on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babelwright import _env
from babelwright.errors import Place, PublishError
from babelwright.hashes import sha256
from babelwright.release.bundle import MANIFEST, Release
from babelwright.release.publish.target import Published
from babelwright.release.version import Previous, parse, read_previous

_KIND = "dataset"
_TOKEN = re.compile(r"hf_\w+")
_UNAUTHORIZED, _FORBIDDEN, _STALE = 401, 403, 412


class HubTarget:
    """An organisation or user of the Hub; the token is the environment's or the Hub login's.

    Args:
        namespace: Organisation or user.
        private: Whether repositories are made private, and must be.
    """

    def __init__(self, namespace: str, *, private: bool) -> None:
        _env.prepare()
        from huggingface_hub import HfApi

        self._api = HfApi(library_name="babelwright")
        self._namespace = namespace
        self._private = private

    def _repository(self, name: str) -> str:
        return f"{self._namespace}/{name}"

    def latest(self, name: str, scratch: Path) -> Previous | None:
        """Return the release with the highest version tag, downloaded to `scratch`."""
        repo = self._repository(name)
        with _explained(repo):
            versions = self._versions(repo)
            if not versions:
                return None
            return self._download(repo, versions[-1], scratch)

    def download(self, name: str, version: str, scratch: Path) -> Previous:
        """Download a release to `scratch`.

        Raises:
            PublishError: There is no such release, or the Hub cannot be reached.
        """
        repo = self._repository(name)
        with _explained(repo):
            return self._download(repo, version, scratch)

    def publish(self, release: Release) -> Published:
        """Make one commit on top of the head as it was read, and tag that commit.

        A commit that stands there already without its tag (an earlier run was cut off) is tagged.
        """
        repo = self._repository(release.name)
        tag = f"v{release.version}"
        where = f"hf://{repo}@{tag}"
        with _explained(repo):
            self._make(repo)
            head = self._head(repo)
            tags = {ref.name: ref.target_commit for ref in self._refs(repo)}
            if self._is_at(repo, head, release):
                if tag in tags:
                    return Published(where, release.version, False, tags[tag])
                self._tag(repo, tag, head)
                return Published(where, release.version, True, head)
            if tag in tags:
                raise PublishError(
                    f"there is another release {release.version} already",
                    place=Place(f"hf://{repo}"),
                    hint="A release is never changed: build again to get the next version",
                )
            commit = self._commit(repo, head, release)
            self._tag(repo, tag, commit)
            return Published(where, release.version, True, commit)

    def _make(self, repo: str) -> None:
        private = True if self._private else None
        self._api.create_repo(repo, repo_type=_KIND, private=private, exist_ok=True)
        if self._private and not self._api.repo_info(repo, repo_type=_KIND).private:
            raise PublishError(
                "--private was given, but the repository is public",
                place=Place(f"hf://{repo}"),
                hint="Make it private in its settings, or publish without --private",
            )

    def _head(self, repo: str) -> str:
        return str(self._api.repo_info(repo, repo_type=_KIND).sha)

    def _refs(self, repo: str) -> list[Any]:
        return list(self._api.list_repo_refs(repo, repo_type=_KIND).tags)

    def _versions(self, repo: str) -> list[str]:
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            names = [ref.name for ref in self._refs(repo)]
        except RepositoryNotFoundError:
            return []
        found = []
        for name in names:
            try:
                found.append((parse(name), name.removeprefix("v")))
            except ValueError:
                continue
        return [version for _, version in sorted(found)]

    def _download(self, repo: str, version: str, scratch: Path) -> Previous:
        folder = scratch / repo.replace("/", "--") / f"v{version}"
        self._api.snapshot_download(repo, repo_type=_KIND, revision=f"v{version}", local_dir=folder)
        return read_previous(version, folder)

    def _is_at(self, repo: str, head: str, release: Release) -> bool:
        """Whether a commit's manifest, and so every file it lists, is the release's."""
        from huggingface_hub.errors import EntryNotFoundError

        try:
            file = self._api.hf_hub_download(repo, MANIFEST, repo_type=_KIND, revision=head)
        except EntryNotFoundError:
            return False
        return sha256(Path(file)) == sha256(release.folder / MANIFEST)

    def _commit(self, repo: str, head: str, release: Release) -> str:
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        ours = {
            file.relative_to(release.folder).as_posix(): file
            for file in sorted(release.folder.rglob("*"))
            if file.is_file()
        }
        theirs = {
            entry.path
            for entry in self._api.list_repo_tree(
                repo, repo_type=_KIND, revision=head, recursive=True
            )
            if hasattr(entry, "blob_id")
        }
        stale = sorted(path for path in theirs - ours.keys() if path.startswith("data/"))
        operations: list[Any] = [
            *(CommitOperationAdd(path, str(file)) for path, file in ours.items()),
            *(CommitOperationDelete(path) for path in stale),
        ]
        done = self._api.create_commit(
            repo,
            operations,
            commit_message=f"Release {release.version}",
            commit_description=str(release.manifest["signature"]),
            repo_type=_KIND,
            parent_commit=head,
        )
        return str(done.oid)

    def _tag(self, repo: str, tag: str, commit: str) -> None:
        self._api.create_tag(
            repo, tag=tag, revision=commit, repo_type=_KIND, tag_message=f"Release {tag}"
        )


@contextmanager
def _explained(repo: str) -> Iterator[None]:
    """Turn the client's errors into ours, without any token in them."""
    from httpx2 import HTTPError
    from huggingface_hub.errors import HfHubHTTPError

    place = Place(f"hf://{repo}")
    try:
        yield
    except PublishError:
        raise
    except HfHubHTTPError as error:
        response = getattr(error, "response", None)
        status = int(getattr(response, "status_code", 0))
        hint = _HINTS.get(status, "Run the same command again: what is built is not built again")
        message = f"the Hub answered {status}: {_first_line(error)}"
        raise PublishError(message, place=place, hint=hint) from None
    except (HTTPError, OSError, ValueError) as error:
        raise PublishError(
            f"the Hub cannot be reached or answered nonsense: {_first_line(error)}",
            place=place,
            hint="Run the same command again: what is built is not built again",
        ) from None


_HINTS = {
    _UNAUTHORIZED: "Log in (hf auth login) or set HF_TOKEN to a token that may write",
    _FORBIDDEN: "The token may not write to this namespace",
    _STALE: "Somebody else committed meanwhile: run the same command again",
}


def _first_line(error: BaseException) -> str:
    text = (str(error).strip() or type(error).__name__).split("\n", 1)[0]
    return _TOKEN.sub("hf_***", text)
