"""What the loopback Hub knows: its one user, the organisations, the repositories."""

import threading
from collections.abc import Iterable

from .messages import Caller, HubError, Request
from .repo import Repo

MAY_PROPOSE = "Forbidden: pass `create_pr=1` as a query parameter to create a Pull Request"


class State:
    """Every repository, and who may do what. Hold `lock` to read or change anything.

    There is one user with one token, which may read and write; a token with fewer rights,
    gated repositories and resource groups do not exist here.
    """

    def __init__(self, token: str, user: str, organisations: Iterable[str], page_size: int) -> None:
        self.lock = threading.RLock()
        self.user = user
        self.organisations = tuple(organisations)
        self.page_size = page_size
        self.repos: dict[str, Repo] = {}
        self.endpoint = ""
        self._token = token
        # Trusted publishing: what a job shows to get an identity, the identities given, the
        # resources that trust them, and the tokens given for them with their repository.
        self.runtime = "runtime-of-the-job"
        self.identities: set[str] = set()
        self.trusted: set[str] = set()
        self.issued: dict[str, str] = {}

    def caller(self, authorization: str | None) -> Caller:
        """Tell who sent an Authorization header."""
        if not authorization:
            return Caller.ANONYMOUS
        right = authorization == f"Bearer {self._token}" or self.scope(authorization) is not None
        return Caller.USER if right else Caller.WRONG_TOKEN

    def scope(self, authorization: str | None) -> str | None:
        """Return the one repository that a job's token is good for; None for another token."""
        return self.issued.get((authorization or "").removeprefix("Bearer "))

    def owns(self, namespace: str) -> bool:
        """Say whether the user may write to a namespace."""
        return namespace == self.user or namespace in self.organisations

    def create(self, repo_id: str, *, private: bool) -> Repo:
        """Create a repository that does not exist yet."""
        repo = Repo(repo_id, private=private, number=len(self.repos))
        self.repos[repo_id] = repo
        return repo

    def readable(self, repo_id: str, caller: Caller) -> Repo:
        """Find a repository the caller may read; a private one looks like a missing one."""
        repo = self.repos.get(repo_id)
        if repo and not repo.private:
            return repo
        if caller is not Caller.USER:
            # The Hub does not tell an anonymous caller a missing repository from a private
            # one. The client turns a bare 401 into RepositoryNotFoundError only for https
            # addresses, so the code is spelled out here.
            raise HubError(401, "Invalid username or password.", "RepoNotFound")
        if repo and self.owns(repo.namespace):
            return repo
        raise HubError(404, "Repository not found", "RepoNotFound")

    def url(self, repo_id: str, *rest: str) -> str:
        """Return the address of a repository's page, or of one below it."""
        return "/".join([self.endpoint, "datasets", repo_id, *rest])


def signed_in(request: Request) -> None:
    """Refuse an anonymous caller."""
    if request.caller is not Caller.USER:
        code = "RepoNotFound" if "/datasets/" in request.path else None
        raise HubError(401, "Invalid username or password.", code)
