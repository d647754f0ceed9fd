"""Handlers for what a client does before it commits: checks, and uploads to LFS."""

import base64
import hashlib
from typing import Any

from . import cards
from .calls import Call
from .messages import HubError, Response, reply
from .storage import wants_lfs

LFS_JSON = {"Content-Type": "application/vnd.git-lfs+json"}


def validate_yaml(call: Call) -> Response:
    """Check the metadata of a card; errors are a 400, warnings are not."""
    findings = cards.validate(str(call.request.json().get("content", "")))
    value = {
        "errors": [{"message": message} for message in findings.errors],
        "warnings": [{"message": message} for message in findings.warnings],
    }
    return reply(value, status=400 if findings.errors else 200)


def preupload(call: Call) -> Response:
    """Say for each file whether to use LFS, and what the revision has under its path."""
    call.must_write(proposing=_proposing(call))
    tree = call.commit.tree
    attributes = tree[".gitattributes"].data if ".gitattributes" in tree else b""
    answer = []
    for file in call.request.json()["files"]:
        path, sample = file["path"], base64.b64decode(file["sample"])
        mode = "lfs" if wants_lfs(path, file["size"], sample, attributes) else "regular"
        entry: dict[str, Any] = {"path": path, "uploadMode": mode, "shouldIgnore": False}
        if path in tree:
            entry["oid"] = tree[path].etag
        answer.append(entry)
    return reply({"files": answer})


def lfs_batch(call: Call) -> Response:
    """Tell where to upload each object; one the repository already has needs no upload."""
    body = call.request.json()
    if body.get("operation") != "upload":
        raise HubError(400, "This test server answers LFS uploads only")
    # Without a ref the client is about to open a pull request.
    ref = body.get("ref", {}).get("name", "refs/pr/")
    repo = call.must_write(proposing=ref.startswith("refs/pr/"))
    objects = []
    for item in body["objects"]:
        entry: dict[str, Any] = {"oid": item["oid"], "size": item["size"]}
        if item["oid"] not in repo.objects:
            repo.expected[item["oid"]] = item["size"]
            href = f"{call.state.endpoint}/lfs-objects/{repo.repo_id}/{item['oid']}"
            entry["authenticated"] = True
            entry["actions"] = {"upload": {"href": href}, "verify": {"href": f"{href}/verify"}}
        objects.append(entry)
    return reply({"transfer": "basic", "objects": objects}, headers=LFS_JSON)


def lfs_put(call: Call) -> Response:
    """Take the bytes of an object announced before.

    On the Hub this is a signed address of the storage provider, so it carries no token;
    here the announcement stands for the signature.
    """
    repo, oid, data = call.state.repos.get(call.parts["repo"]), call.parts["oid"], call.request.body
    if repo is None or oid not in repo.expected:
        raise HubError(403, "Request signature does not match")
    if len(data) != repo.expected[oid] or hashlib.sha256(data).hexdigest() != oid:
        raise HubError(400, "The content does not have the announced size and sha256")
    repo.objects[oid] = data
    return Response(headers={"ETag": f'"{oid}"'})


def lfs_verify(call: Call) -> Response:
    """Confirm that an object has arrived whole."""
    body, repo = call.request.json(), call.must_write(proposing=True)
    if len(repo.objects.get(body["oid"], b"")) != body["size"]:
        raise HubError(404, "The object was not uploaded")
    return reply({}, headers=LFS_JSON)


def _proposing(call: Call) -> bool:
    return call.request.flag("create_pr") or call.parts["revision"].startswith("refs/pr/")
