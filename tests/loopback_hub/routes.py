"""Which handler answers which request."""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from . import commit_api, discussions_api, oidc_api, read_api, repo_api, upload_api
from .calls import Call
from .messages import Caller, HubError, Request, Response
from .state import State

Handler = Callable[[Call], Response]

_REPO = r"/api/datasets/(?P<repo>[^/]+/[^/]+)"
# Some clients send the slashes of refs/pr/N as they are, others encoded.
_REVISION = r"(?P<revision>refs/(?:pr|convert)/[^/]+|[^/]+)"
_OBJECT = r"/lfs-objects/(?P<repo>[^/]+/[^/]+)/(?P<oid>[0-9a-f]{64})"


class Route(NamedTuple):
    """A method, a pattern for the whole path as it was sent, and a handler."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler


def _route(method: str, pattern: str, handler: Handler) -> Route:
    return Route(method, re.compile(pattern), handler)


ROUTES = (
    _route("GET", r"/api/whoami-v2", repo_api.whoami),
    _route("POST", r"/api/repos/create", repo_api.create_repo),
    _route("DELETE", r"/api/repos/delete", repo_api.delete_repo),
    _route("POST", r"/api/validate-yaml", upload_api.validate_yaml),
    _route("GET", _REPO, repo_api.info),
    _route("GET", rf"{_REPO}/revision/{_REVISION}", repo_api.info),
    _route("PUT", rf"{_REPO}/settings", repo_api.settings),
    _route("GET", rf"{_REPO}/refs", repo_api.refs),
    _route("GET", rf"{_REPO}/commits/{_REVISION}", repo_api.commits),
    _route("POST", rf"{_REPO}/tag/{_REVISION}", repo_api.create_tag),
    _route("DELETE", rf"{_REPO}/tag/{_REVISION}", repo_api.delete_tag),
    _route("POST", rf"{_REPO}/branch/(?P<name>[^/]+)", repo_api.create_branch),
    _route("DELETE", rf"{_REPO}/branch/(?P<name>[^/]+)", repo_api.delete_branch),
    _route("GET", rf"{_REPO}/tree/{_REVISION}(?:/(?P<path>.+))?", read_api.tree),
    _route("POST", rf"{_REPO}/paths-info/{_REVISION}", read_api.paths_info),
    _route("POST", rf"{_REPO}/preupload/{_REVISION}", upload_api.preupload),
    _route("POST", rf"{_REPO}/commit/{_REVISION}", commit_api.commit),
    _route("GET", rf"{_REPO}/discussions", discussions_api.discussions),
    _route("POST", rf"{_REPO}/discussions/(?P<number>\d+)/title", discussions_api.rename),
    _route("GET", r"/runtime/identity", oidc_api.identity),
    _route("POST", r"/oauth/token", oidc_api.exchange),
    _route(
        "POST",
        r"/datasets/(?P<repo>[^/]+/[^/]+)\.git/info/lfs/objects/batch",
        upload_api.lfs_batch,
    ),
    _route("PUT", _OBJECT, upload_api.lfs_put),
    _route("POST", rf"{_OBJECT}/verify", upload_api.lfs_verify),
    _route(
        "GET",
        rf"/datasets/(?P<repo>[^/]+/[^/]+)/resolve/{_REVISION}/(?P<path>.+)",
        read_api.resolve,
    ),
)


_OF_NO_REPOSITORY = frozenset({"/api/validate-yaml", "/oauth/token"})


def answer(state: State, request: Request) -> Response:
    """Handle one request; an error is an answer like any other."""
    try:
        with state.lock:
            return _handle(state, request)
    except HubError as error:
        return error.response()


def _handle(state: State, request: Request) -> Response:
    if request.caller is Caller.WRONG_TOKEN and request.path != "/runtime/identity":
        # The Hub refuses a wrong token on public repositories as well.
        raise HubError(401, "Invalid credentials in Authorization header")
    method = "GET" if request.method == "HEAD" else request.method
    for route in ROUTES:
        match = route.pattern.fullmatch(request.path)
        if match and route.method == method:
            parts = {key: unquote(value) for key, value in match.groupdict().items() if value}
            scope = state.scope(request.headers.get("authorization"))
            if scope is not None and parts.get("repo", scope if method == "GET" else "") != scope:
                if request.path not in _OF_NO_REPOSITORY:
                    raise HubError(403, f"The token is for {scope} alone")
            return route.handler(Call(state, request, parts))
    raise HubError(404, "Sorry, we can't find the page you are looking for.")
