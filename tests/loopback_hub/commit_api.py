"""Handler for the commit endpoint: one JSON value a line, one commit or none."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from . import cards
from .calls import Call
from .messages import HubError, Response, entry_not_found, reply
from .objects import Blob
from .repo import Repo
from .storage import REGULAR_LIMIT

Files = dict[str, Blob]
Value = Mapping[str, Any]


def commit(call: Call) -> Response:
    """Apply every operation to the parent's tree, then record it, all or nothing.

    A parent commit that is no longer the head is a 412. With `create_pr` the change goes to
    a new pull request instead, made from the parent commit if one is given.
    """
    revision, proposing = call.parts["revision"], call.request.flag("create_pr")
    repo = call.must_write(proposing=proposing or revision.startswith("refs/pr/"))
    header, operations = _read(call.request.body)
    base = repo.resolve(revision)
    parent = header.get("parentCommit")
    if parent and proposing:
        base = repo.resolve(parent)
    elif parent and parent != base.oid:
        raise HubError(412, "A commit has happened since. Please refresh and try again.")
    tree = dict(base.tree)
    for key, value in operations:
        _OPERATIONS[key](repo, tree, value)
    _check(tree, base.tree)
    message = (header["summary"], header.get("description", ""))
    if not proposing:
        return _answer(call, repo.commit(revision, tree, *message).oid)
    number = repo.propose(base, tree, *message, author=call.state.user)
    url = call.state.url(repo.repo_id, "discussions", str(number))
    return _answer(call, repo.pulls[number], pullRequestUrl=url)


def _answer(call: Call, oid: str, **more: str) -> Response:
    url = call.state.url(call.parts["repo"], "commit", oid)
    value = {"success": True, "commitOid": oid, "commitUrl": url, "hookOutput": "", **more}
    return reply(value)


def _read(body: bytes) -> tuple[Value, list[tuple[str, Value]]]:
    try:
        lines = [json.loads(line) for line in body.splitlines() if line.strip()]
        entries = [(str(line["key"]), line["value"]) for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise HubError(400, "Each line must be a JSON object with a key and a value") from error
    headers = [value for key, value in entries if key == "header"]
    operations = [(key, value) for key, value in entries if key != "header"]
    if len(headers) != 1 or not headers[0].get("summary"):
        raise HubError(400, "The header needs a summary that is not empty")
    if not operations or any(key not in _OPERATIONS for key, _ in operations):
        raise HubError(400, "Add a line with the key `lfsFile`, `file` or `deletedFile`")
    return headers[0], operations


def _file(_: Repo, tree: Files, value: Value) -> None:
    data = value["content"].encode()
    if value.get("encoding") == "base64":
        data = base64.b64decode(data)
    if len(data) > REGULAR_LIMIT:
        message = f"{value['path']} is larger than 10 MiB: your push was rejected, use git-lfs"
        raise HubError(400, message)
    tree[value["path"]] = Blob(data)


def _lfs_file(repo: Repo, tree: Files, value: Value) -> None:
    if value["oid"] not in repo.objects:
        message = (
            "Your push was rejected because an LFS pointer pointed to a file that does not exist"
        )
        raise HubError(400, f"{message}: {value['path']}")
    tree[value["path"]] = Blob(repo.objects[value["oid"]], lfs=True)


def _deleted_file(_: Repo, tree: Files, value: Value) -> None:
    if tree.pop(value["path"], None) is None:
        raise entry_not_found(f"A file with this name doesn't exist: {value['path']}")


def _deleted_folder(_: Repo, tree: Files, value: Value) -> None:
    folder = value["path"].rstrip("/") + "/"
    inside = [path for path in tree if path.startswith(folder)]
    if not inside:
        raise entry_not_found(f"A folder with this name doesn't exist: {value['path']}")
    for path in inside:
        del tree[path]


_OPERATIONS: Mapping[str, Callable[[Repo, Files, Value], None]] = {
    "file": _file,
    "lfsFile": _lfs_file,
    "deletedFile": _deleted_file,
    "deletedFolder": _deleted_folder,
}


def _check(tree: Files, before: Mapping[str, Blob]) -> None:
    for path in tree:
        above = path.rpartition("/")[0]
        if above in tree:
            raise HubError(400, f"{above} cannot be a file and a folder")
    readme = tree.get("README.md")
    if readme and readme != before.get("README.md"):
        errors = cards.validate(readme.data.decode(errors="replace")).errors
        if errors:
            raise HubError(400, "Invalid metadata in README.md: " + "; ".join(errors))
