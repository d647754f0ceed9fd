"""One call of a handler: the request, and what the route made of its path."""

from collections.abc import Mapping
from dataclasses import dataclass

from .messages import HubError, Request, Response, reply
from .objects import Commit
from .repo import Repo
from .state import MAY_PROPOSE, State, signed_in


@dataclass(frozen=True)
class Call:
    """A request to a handler, made while the state's lock is held.

    Attributes:
        state: The whole Hub.
        request: What came over the wire.
        parts: The named parts of the path, decoded.
    """

    state: State
    request: Request
    parts: Mapping[str, str]

    @property
    def repo(self) -> Repo:
        """The repository named in the path, if the caller may read it."""
        return self.state.readable(self.parts["repo"], self.request.caller)

    @property
    def commit(self) -> Commit:
        """The commit the path's revision names; `main` when it names none."""
        return self.repo.resolve(self.parts.get("revision") or "main")

    def must_write(self, *, proposing: bool = False) -> Repo:
        """Return the repository if the caller may change it.

        Anyone signed in may propose a change to a repository they can read.
        """
        repo = self.repo
        signed_in(self.request)
        if not proposing and not self.state.owns(repo.namespace):
            raise HubError(403, MAY_PROPOSE)
        return repo

    def page(self, items: list[object], size: int) -> Response:
        """Answer with one page of a list, and a Link header to the next page."""
        start = int(self.request.arguments.get("cursor", ["0"])[-1])
        end = start + min(size, self.state.page_size)
        headers = {}
        if end < len(items):
            kept = [part for part in self.request.query.split("&") if part[:7] != "cursor="]
            query = "&".join([*filter(None, kept), f"cursor={end}"])
            link = f"{self.state.endpoint}{self.request.path}?{query}"
            headers["Link"] = f'<{link}>; rel="next"'
        return reply(items[start:end], headers=headers)
