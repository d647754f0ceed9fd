"""Handlers for the account, for repositories and for their references."""

import re
from typing import Any

from . import cards
from .calls import Call
from .messages import HubError, Response, reply, revision_not_found
from .objects import FIRST_INSTANT, Blob, Commit, timestamp
from .state import signed_in

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}")


def whoami(call: Call) -> Response:
    """Describe the token's user and organisations."""
    signed_in(call.request)
    state = call.state
    token = {"displayName": "loopback", "role": "write", "createdAt": timestamp(FIRST_INSTANT)}
    return reply(
        {
            "type": "user",
            "id": state.user,
            "name": state.user,
            "fullname": state.user,
            "isPro": False,
            "orgs": [
                {"type": "org", "id": name, "name": name, "fullname": name, "roleInOrg": "admin"}
                for name in state.organisations
            ],
            "auth": {"type": "access_token", "accessToken": token},
        }
    )


def create_repo(call: Call) -> Response:
    """Create a dataset repository, public unless asked otherwise."""
    signed_in(call.request)
    state, body = call.state, call.request.json()
    repo_id = _named(call, body)
    if repo_id in state.repos:
        details = {"url": state.url(repo_id)}
        raise HubError(409, "You already created this dataset repo", details=details)
    state.create(repo_id, private=_private(body, default=False))
    return reply({"url": state.url(repo_id), "name": repo_id, "id": repo_id})


def delete_repo(call: Call) -> Response:
    """Delete a repository."""
    signed_in(call.request)
    repo_id = _named(call, call.request.json())
    call.state.readable(repo_id, call.request.caller)
    del call.state.repos[repo_id]
    return reply({})


def settings(call: Call) -> Response:
    """Change the visibility of a repository; other settings are accepted and dropped."""
    repo = call.must_write()
    repo.private = _private(call.request.json(), default=repo.private)
    return reply({"private": repo.private})


def info(call: Call) -> Response:
    """Describe a repository at a revision."""
    repo, commit, arguments = call.repo, call.commit, call.request.arguments
    readme = commit.tree.get("README.md", Blob(b""))
    card = cards.metadata(readme.data.decode(errors="replace"))
    value: dict[str, Any] = {
        "_id": repo.commits[0].oid[:24],
        "id": repo.repo_id,
        "author": repo.namespace,
        "sha": commit.oid,
        "createdAt": repo.created,
        "lastModified": commit.date,
        "private": repo.private,
        "gated": False,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": cards.topics(card),
        "cardData": card,
        "siblings": _siblings(commit, blobs=call.request.flag("blobs")),
        "usedStorage": sum(map(len, repo.objects.values())),
    }
    if expand := arguments.get("expand"):
        value = {key: item for key, item in value.items() if key in {"_id", "id", *expand}}
    return reply(value)


def refs(call: Call) -> Response:
    """List branches and tags, and pull requests when asked."""
    repo = call.repo
    value = {
        "branches": [_ref(name, f"refs/heads/{name}", oid) for name, oid in repo.branches.items()],
        "converts": [],
        "tags": [_ref(name, f"refs/tags/{name}", oid) for name, oid in repo.tags.items()],
    }
    if call.request.flag("include_prs"):
        value["pullRequests"] = [_ref(str(n), f"refs/pr/{n}", o) for n, o in repo.pulls.items()]
    return reply(value)


def commits(call: Call) -> Response:
    """List the commits of a revision, newest first."""
    items: list[object] = [
        {
            "id": commit.oid,
            "title": commit.title,
            "message": commit.description,
            "authors": [{"user": call.state.user}],
            "date": commit.date,
        }
        for commit in call.repo.history(call.commit)
    ]
    return call.page(items, size=50)


def create_tag(call: Call) -> Response:
    """Tag a revision; a tag that exists is a conflict, wherever it points."""
    body = call.request.json()
    call.must_write().tag(body["tag"], call.parts["revision"], body.get("message", ""))
    return reply({})


def delete_tag(call: Call) -> Response:
    """Delete a tag."""
    repo, name = call.must_write(), call.parts["revision"]
    if name not in repo.tags:
        raise revision_not_found(name)
    del repo.tags[name], repo.tag_messages[name]
    return reply({})


def create_branch(call: Call) -> Response:
    """Create a branch at a revision, `main` by default."""
    repo, name = call.must_write(), call.parts["name"]
    if name.startswith("refs/"):
        raise HubError(400, "Invalid reference for a branch")
    start = repo.resolve(call.request.json().get("startingPoint", "main"))
    if name in repo.branches:
        raise HubError(409, f"Reference already exists: refs/heads/{name}")
    repo.branches[name] = start.oid
    return reply({})


def delete_branch(call: Call) -> Response:
    """Delete a branch other than `main`."""
    repo, name = call.must_write(), call.parts["name"]
    if name == "main":
        raise HubError(403, "Cannot delete refs/heads/main")
    if repo.branches.pop(name, None) is None:
        raise revision_not_found(name)
    return reply({})


def _named(call: Call, body: dict[str, Any]) -> str:
    namespace = body.get("organization") or call.state.user
    name = str(body.get("name", ""))
    if body.get("type") != "dataset":
        raise HubError(400, "This test server has datasets only")
    if not _NAME.fullmatch(name):
        raise HubError(400, f"Invalid repo name: {namespace}/{name}")
    if not call.state.owns(namespace):
        message = f"You don't have the rights for the namespace {namespace!r}"
        raise HubError(403, message)
    return f"{namespace}/{name}"


def _private(body: dict[str, Any], *, default: bool) -> bool:
    if "visibility" in body:
        return bool(body["visibility"] == "private")
    return bool(body.get("private", default))


def _ref(name: str, ref: str, oid: str) -> dict[str, str]:
    return {"name": name, "ref": ref, "targetCommit": oid}


def _siblings(commit: Commit, *, blobs: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path, blob in commit.tree.items():
        entry: dict[str, Any] = {"rfilename": path}
        if blobs:
            entry |= {"size": len(blob.data), "blobId": blob.oid}
        if blobs and blob.lfs:
            size, pointer = len(blob.data), len(blob.pointer)
            entry["lfs"] = {"sha256": blob.sha256, "size": size, "pointerSize": pointer}
        found.append(entry)
    return found
