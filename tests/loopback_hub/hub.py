"""The loopback Hub as a test sees it."""

import os
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self

from .faults import Faults
from .messages import RequestRecord
from .objects import Blob
from .repo import Repo
from .server import HubServer
from .state import State
from .storage import store

DEFAULT_KEY = "hf_loopback"

_OURS = ("HF_", "HUGGING", "TRANSFORMERS_OFFLINE")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


class LoopbackHub:
    """A server for tests that speaks the Hub's wire protocol over loopback.

    It is not the Hub: no quotas, no viewer, no xet, no gated repositories, no models or
    spaces, and one user with one token. Files in LFS come from this server, not from another
    host after a redirect. Times come from a counter. The card validator knows fewer rules.

    Leaving the `with` block stops the server, and raises if a handler failed unexpectedly.

    Attributes:
        faults: The faults planted so far; see `faults.py`.
    """

    def __init__(
        self,
        token: str = DEFAULT_KEY,
        organisations: Iterable[str] = ("babelwright",),
        *,
        user: str = "loopback",
        page_size: int = 1000,
    ) -> None:
        self.faults = Faults()
        self._token = token
        self._state = State(token, user, organisations, page_size)
        self._server = HubServer(self._state, self.faults)
        self._state.endpoint = self._server.address

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()
        if self._server.errors and error is None:
            raise RuntimeError("a handler of the loopback Hub failed") from self._server.errors[0]

    @property
    def endpoint(self) -> str:
        """The address to use as HF_ENDPOINT."""
        return self._server.address

    @property
    def requests(self) -> list[RequestRecord]:
        """Every request answered so far, in order. Requests for other hosts are here too."""
        return list(self._server.records)

    @property
    def foreign(self) -> list[RequestRecord]:
        """The requests a client tried to send to another host; all of them were refused."""
        refused = (r for r in self.requests if r.status == HTTPStatus.BAD_GATEWAY)
        return [r for r in refused if r.method == "CONNECT" or r.path.startswith("http://")]

    def environment(self, home: Path, *, anonymous: bool = False) -> dict[str, str]:
        """Return a whole environment for a client process, with its caches under `home`.

        Inherited settings of the clients are dropped. Set it before the process starts:
        the clients read it when they are imported. Requests for any host but 127.0.0.1 are
        sent to this server as a proxy, which refuses them.
        """
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OURS) and name.upper() not in (*_PROXIES, "NO_PROXY")
        }
        proxies = {name: self.endpoint for upper in _PROXIES for name in (upper, upper.lower())}
        settings = {
            "HF_ENDPOINT": self.endpoint,
            "HF_HOME": str(home),
            "HF_DATASETS_CACHE": str(home / "datasets"),
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HUB_DISABLE_UPDATE_CHECK": "1",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            # Without this, `datasets` counts each load at another host.
            "HF_UPDATE_DOWNLOAD_COUNTS": "0",
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }
        secret = {} if anonymous else {"HF_TOKEN": self._token}
        return {**kept, **proxies, **settings, **secret}

    def add_dataset(
        self,
        repo_id: str,
        files: Mapping[str, bytes],
        private: bool = False,
        message: str = "Add data",
    ) -> str:
        """Create a dataset with these files, in whatever namespace, and return its commit."""
        with self._state.lock:
            if repo_id in self._state.repos:
                raise ValueError(f"{repo_id} exists already; use commit()")
            self._state.create(repo_id, private=private)
            return self.commit(repo_id, files, message)

    def commit(
        self,
        repo_id: str,
        files: Mapping[str, bytes | None],
        message: str = "Change data",
        revision: str = "main",
    ) -> str:
        """Commit as another person would: write the files, delete those that are None."""
        with self._state.lock:
            repo = self.repo(repo_id)
            tree = dict(repo.resolve(revision).tree)
            for path, data in files.items():
                if data is None:
                    del tree[path]
                else:
                    tree[path] = _keep(repo, store(path, data))
            return repo.commit(revision, tree, message).oid

    def merge(self, repo_id: str, number: int) -> str:
        """Merge a pull request as the Hub does: one commit, its title with the number."""
        with self._state.lock:
            repo = self.repo(repo_id)
            pull = repo.proposed[number]
            tree = repo.resolve(f"refs/pr/{number}").tree
            repo.proposed[number] = pull._replace(status="merged")
            return repo.commit("main", tree, f"{pull.title} (#{number})").oid

    def trust(self, repo_id: str) -> dict[str, str]:
        """Make a dataset trust the job of a CI; return what that job's environment has."""
        self._state.trusted.add(f"datasets/{repo_id}")
        return {
            "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.endpoint}/runtime/identity",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self._state.runtime,
        }

    def repo(self, repo_id: str) -> Repo:
        """Return the state of a repository; KeyError when it does not exist."""
        return self._state.repos[repo_id]


def _keep(repo: Repo, blob: Blob) -> Blob:
    if blob.sha256:
        repo.objects[blob.sha256] = blob.data
    return blob
