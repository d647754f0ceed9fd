"""Handlers for pull requests as discussions: listed, and given another title."""

from .calls import Call
from .messages import HubError, Response, reply
from .objects import FIRST_INSTANT, timestamp
from .repo import Pull, Repo
from .state import signed_in

_PAGE = 10


def discussions(call: Call) -> Response:
    """List the pull requests, the newest first, page by page."""
    repo, arguments = call.repo, call.request.arguments
    wanted = arguments.get("status", ["all"])[-1]
    author = arguments.get("author", [None])[-1]
    found = [
        _entry(repo, number, pull)
        for number, pull in sorted(repo.proposed.items(), reverse=True)
        if wanted in ("all", pull.status) and author in (None, pull.author)
    ]
    start = int(arguments.get("p", ["0"])[-1]) * _PAGE
    page = found[start : start + _PAGE]
    return reply({"discussions": page, "count": len(found), "start": start})


def rename(call: Call) -> Response:
    """Give a pull request another title."""
    signed_in(call.request)
    repo, number = call.repo, int(call.parts["number"])
    pull = repo.proposed.get(number)
    if pull is None:
        raise HubError(404, "Discussion not found")
    title = str(call.request.json()["title"])
    repo.proposed[number] = Pull(title, pull.author, pull.status)
    event = {
        "id": f"{number:024x}",
        "type": "title-change",
        "createdAt": timestamp(FIRST_INSTANT),
        "author": {"name": call.state.user},
        "data": {"from": pull.title, "to": title},
    }
    return reply({"newTitle": event})


def _entry(repo: Repo, number: int, pull: Pull) -> dict[str, object]:
    return {
        "num": number,
        "title": pull.title,
        "status": pull.status,
        "author": {"name": pull.author},
        "createdAt": timestamp(FIRST_INSTANT),
        "isPullRequest": True,
        "repo": {"name": repo.repo_id, "type": "dataset"},
    }
