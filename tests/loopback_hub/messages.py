"""What goes over the wire: a request, a response, and the Hub's way to say an error."""

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qs


class Caller(enum.Enum):
    """Who asks: nobody, the one known user, or someone with a wrong token."""

    ANONYMOUS = "anonymous"
    USER = "user"
    WRONG_TOKEN = "wrong token"  # noqa: S105 - the name of a case, no secret


class RequestRecord(NamedTuple):
    """One answered request. The token is never kept.

    `path` carries the query string. `status` is 0 when the connection was cut without an
    answer. `authorized` says that the right token came with the request.
    """

    method: str
    path: str
    status: int
    authorized: bool


@dataclass(frozen=True)
class Request:
    """A request as the handlers see it."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    caller: Caller

    @property
    def target(self) -> str:
        """Path and query string, as the client sent them."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def arguments(self) -> dict[str, list[str]]:
        """The decoded query string."""
        return parse_qs(self.query)

    def flag(self, name: str) -> bool:
        """Say whether a query parameter is set to a true value."""
        return self.arguments.get(name, ["0"])[-1].lower() in {"1", "true"}

    def json(self) -> Any:
        """Decode the body, or answer 400."""
        try:
            return json.loads(self.body or b"{}")
        except ValueError as error:
            raise HubError(400, "The request body is not JSON") from error


@dataclass(frozen=True)
class Response:
    """A status, headers and a body."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON."""
    # Dates in a card are not JSON; the Hub sends them as text as well.
    body = json.dumps(value, ensure_ascii=False, default=str).encode()
    return Response(status, body, {"Content-Type": "application/json", **(headers or {})})


class HubError(Exception):
    """An answer other than success, with the headers the client tells errors apart by."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.headers = dict(headers or {})
        self.details = dict(details or {})

    def response(self) -> Response:
        """Write the error as the Hub does: in the body, and again in headers for HEAD."""
        # The value of a header is one line of latin-1.
        line = " ".join(self.message.split()).encode("latin-1", "replace").decode("latin-1")
        headers = {"X-Error-Message": line, **self.headers}
        if self.code:
            headers["X-Error-Code"] = self.code
        return reply({"error": self.message, **self.details}, self.status, headers)


def revision_not_found(revision: str) -> HubError:
    """Make the error for a branch, tag, pull request or commit that does not exist."""
    return HubError(404, f"Invalid rev id: {revision}", "RevisionNotFound")


def entry_not_found(message: str, commit: str | None = None) -> HubError:
    """Make the error for a path that does not exist at a revision that does."""
    headers = {"X-Repo-Commit": commit} if commit else None
    return HubError(404, message, "EntryNotFound", headers)
