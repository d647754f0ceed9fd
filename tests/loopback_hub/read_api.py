"""Handlers that read a repository: listings and file contents."""

import mimetypes
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from .calls import Call
from .messages import HubError, Response, entry_not_found, reply
from .objects import Commit, folders_of, tree_oids
from .repo import Repo

PAGE = 1000
EXPANDED_PAGE = 50
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def tree(call: Call) -> Response:
    """List a folder, or everything below it when `recursive`, in pages."""
    repo, commit = call.repo, call.commit
    root, expand = call.parts.get("path") or "", call.request.flag("expand")
    prefix = f"{root}/" if root else ""
    names = [name for name in _names(commit) if name.startswith(prefix)]
    if root and not names:
        raise entry_not_found(f"{root} does not exist on {commit.oid}", commit.oid)
    if not call.request.flag("recursive"):
        names = [name for name in names if "/" not in name.removeprefix(prefix)]
    describe = _describer(repo, commit, expand=expand)
    return call.page([describe(name) for name in names], EXPANDED_PAGE if expand else PAGE)


def paths_info(call: Call) -> Response:
    """Describe the given paths; those that do not exist are left out."""
    repo, commit, request = call.repo, call.commit, call.request
    if request.headers.get("content-type", "").startswith("application/json"):
        body: dict[str, Any] = request.json()
    else:
        form = parse_qs(request.body.decode())
        body = {"paths": form.get("paths", []), "expand": form.get("expand") == ["true"]}
    describe = _describer(repo, commit, expand=bool(body.get("expand")))
    known = set(_names(commit))
    wanted = [path.strip("/") for path in body.get("paths", [])]
    return reply([describe(path) for path in wanted if path in known])


def resolve(call: Call) -> Response:
    """Send a file, or the part of it a Range header asks for.

    The Hub redirects to another host for a file in LFS; this server sends the bytes itself,
    with the headers of the redirect.
    """
    commit, path = call.commit, call.parts["path"]
    blob = commit.tree.get(path)
    if blob is None:
        raise entry_not_found(f"{path} does not exist on {commit.oid}", commit.oid)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Type": mimetypes.guess_type(path)[0] or "application/octet-stream",
        "ETag": f'"{blob.etag}"',
        "X-Repo-Commit": commit.oid,
    }
    if blob.lfs:
        headers |= {"X-Linked-Etag": f'"{blob.etag}"', "X-Linked-Size": str(len(blob.data))}
    match = _RANGE.fullmatch(call.request.headers.get("range", ""))
    if not match or match.groups() == ("", ""):
        return Response(200, blob.data, headers)
    return _part(blob.data, match[1], match[2], headers)


def _part(data: bytes, first: str, last: str, headers: dict[str, str]) -> Response:
    size = len(data)
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise HubError(416, "Range Not Satisfiable", headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return Response(206, data[start : end + 1], headers)


def _names(commit: Commit) -> list[str]:
    folders = {folder for path in commit.tree for folder in folders_of(path)}
    return sorted(folders | set(commit.tree))


def _describer(repo: Repo, commit: Commit, *, expand: bool) -> Callable[[str], object]:
    folders = tree_oids(commit.tree)

    def describe(path: str) -> object:
        entry: dict[str, Any] = {"type": "directory", "oid": folders.get(path), "size": 0}
        blob = commit.tree.get(path)
        if blob:
            entry = {"type": "file", "oid": blob.oid, "size": len(blob.data)}
        if blob and blob.lfs:
            size, pointer = len(blob.data), len(blob.pointer)
            entry["lfs"] = {"oid": blob.sha256, "size": size, "pointerSize": pointer}
        if expand:
            last = repo.last_change(commit, path)
            entry["lastCommit"] = {"id": last.oid, "title": last.title, "date": last.date}
        return {**entry, "path": path}

    return describe
