"""Checks what the loopback Hub answers, request by request, without a client library."""

import hashlib
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from .cards import validate
from .client import ask
from .hub import LoopbackHub
from .objects import Blob, tree_oids
from .storage import GITATTRIBUTES, wants_lfs

REPO = "babelwright/demo"
CARD = """---
language: [vi, "no"]
license: cc-by-4.0
size_categories: [n<1K]
configs:
- config_name: vi
  data_files: [{split: test, path: data/vi/test-*.parquet}]
---
# Demo
"""


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as running:
        yield running


def _commit_body(path: str, text: str, parent: str | None = None) -> bytes:
    header = {"summary": f"Write {path}", **({"parentCommit": parent} if parent else {})}
    file = {"path": path, "content": text, "encoding": "utf-8"}
    lines = [{"key": "header", "value": header}, {"key": "file", "value": file}]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def test_concurrent_commits_make_one_line_of_history(hub: LoopbackHub) -> None:
    hub.add_dataset(REPO, {"README.md": b""})
    path = f"/api/datasets/{REPO}/commit/main"

    def push(number: int) -> None:
        assert ask(hub, "POST", path, _commit_body(f"{number}.txt", "x"))[0] == 200

    threads = [threading.Thread(target=push, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    repo = hub.repo(REPO)
    assert {f"{number}.txt" for number in range(12)} < set(repo.files())
    assert len(list(repo.history(repo.resolve("main")))) == 14


def test_of_two_commits_with_the_same_parent_one_is_refused(hub: LoopbackHub) -> None:
    parent = hub.add_dataset(REPO, {"README.md": b""})
    path = f"/api/datasets/{REPO}/commit/main"
    assert ask(hub, "POST", path, _commit_body("a.txt", "a", parent))[0] == 200
    code, _, body = ask(hub, "POST", path, _commit_body("b.txt", "b", parent))
    assert code == 412
    assert b"A commit has happened since" in body


@pytest.mark.parametrize(
    ("asked", "code", "content", "span"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, None, "bytes */10"),
    ],
)
def test_ranges(hub: LoopbackHub, asked: str, code: int, content: bytes | None, span: str) -> None:
    hub.add_dataset(REPO, {"x.bin": b"0123456789"})
    path = f"/datasets/{REPO}/resolve/main/x.bin"
    got, headers, body = ask(hub, "GET", path, Range=asked)
    assert (got, headers["content-range"]) == (code, span)
    assert content in (None, body)


def test_head_tells_what_get_would_send(hub: LoopbackHub) -> None:
    data = b"PAR1\0"
    sha = hub.add_dataset(REPO, {"x.parquet": data, "a b/ü.txt": b"text"})
    code, headers, body = ask(hub, "HEAD", f"/datasets/{REPO}/resolve/{sha}/x.parquet")
    digest = hashlib.sha256(data).hexdigest()
    assert (code, body, headers["content-length"]) == (200, b"", "5")
    assert headers["x-repo-commit"] == sha
    assert headers["x-linked-etag"] == headers["etag"] == f'"{digest}"'
    assert headers["x-linked-size"] == "5"
    code, headers, body = ask(hub, "GET", f"/datasets/{REPO}/resolve/main/a%20b/%C3%BC.txt")
    assert (code, body) == (200, b"text")
    assert "x-linked-etag" not in headers
    code, headers, _ = ask(hub, "HEAD", f"/datasets/{REPO}/resolve/main/none")
    assert (code, headers["x-error-code"], headers["x-repo-commit"]) == (404, "EntryNotFound", sha)


def test_revisions_of_pull_requests_with_and_without_encoded_slashes(hub: LoopbackHub) -> None:
    hub.add_dataset(REPO, {"README.md": b""})
    body = _commit_body("new.txt", "new")
    assert ask(hub, "POST", f"/api/datasets/{REPO}/commit/main?create_pr=1", body)[0] == 200
    for revision in ("refs/pr/1", "refs%2Fpr%2F1"):
        assert ask(hub, "GET", f"/datasets/{REPO}/resolve/{revision}/new.txt")[2] == b"new"
        listing = json.loads(ask(hub, "GET", f"/api/datasets/{REPO}/tree/{revision}")[2])
        assert [entry["path"] for entry in listing] == [".gitattributes", "README.md", "new.txt"]


def _upload(hub: LoopbackHub, oid: str, size: int) -> dict[str, Any]:
    body = {"operation": "upload", "objects": [{"oid": oid, "size": size}]}
    path = f"/datasets/{REPO}.git/info/lfs/objects/batch"
    found = json.loads(ask(hub, "POST", path, json.dumps(body).encode())[2])["objects"][0]
    assert isinstance(found, dict)
    return found


def test_lfs_objects_are_checked_and_known_ones_are_not_asked_for(hub: LoopbackHub) -> None:
    hub.add_dataset(REPO, {"README.md": b""})
    data = b"some bytes"
    oid = hashlib.sha256(data).hexdigest()
    href = _upload(hub, oid, len(data))["actions"]["upload"]["href"].removeprefix(hub.endpoint)
    verify = json.dumps({"oid": oid, "size": len(data)}).encode()
    assert ask(hub, "PUT", href.replace(oid, "0" * 64), data)[0] == 403, "not announced"
    assert ask(hub, "PUT", href, b"other bytes")[0] == 400
    assert ask(hub, "POST", f"{href}/verify", verify)[0] == 404
    value = {"path": "x.bin", "algo": "sha256", "oid": oid, "size": len(data)}
    lines = [{"key": "header", "value": {"summary": "x"}}, {"key": "lfsFile", "value": value}]
    commit = b"\n".join(json.dumps(line).encode() for line in lines)
    path = f"/api/datasets/{REPO}/commit/main"
    assert ask(hub, "POST", path, commit)[0] == 400, "not uploaded"
    assert ask(hub, "PUT", href, data)[0] == 200
    assert ask(hub, "POST", f"{href}/verify", verify)[0] == 200
    assert "actions" not in _upload(hub, oid, len(data))
    assert ask(hub, "POST", path, commit)[0] == 200
    assert hub.repo(REPO).files()["x.bin"] == data


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b'{"key": "header", "value": {"summary": ""}}',
        b'{"key": "header", "value": {"summary": "Nothing"}}',
        b'{"key": "header", "value": {"summary": "x"}}\n{"key": "move", "value": {}}',
        _commit_body("README.md", "---\nlicense: no-such-licence\n---\n"),
        _commit_body("README.md/below", "a file is no folder"),
        _commit_body("big.txt", "x" * (10 * 1024 * 1024 + 1)),
    ],
)
def test_a_commit_the_hub_would_refuse_changes_nothing(hub: LoopbackHub, body: bytes) -> None:
    sha = hub.add_dataset(REPO, {"README.md": b"# Demo"})
    assert ask(hub, "POST", f"/api/datasets/{REPO}/commit/main", body)[0] == 400
    assert hub.repo(REPO).head == sha


def test_object_ids_are_those_of_git() -> None:
    texts = {"README.md": b"a\n", "data/vi/x.txt": b"b\n", "data-x/y.txt": b"c\n"}
    tree = {path: Blob(data) for path, data in {**texts, "data.txt": b"d\n"}.items()}
    assert tree["README.md"].oid == "78981922613b2afb6025042ff6bd878ac1994e85"
    assert tree_oids(tree)[""] == "e0238a6d1f55c753cd130ae09b49c4cd8d4e5bf7"


@pytest.mark.parametrize(
    ("card", "error", "warning"),
    [
        (CARD, None, None),
        ("# No metadata", None, "empty or missing"),
        ("---\n---\n", None, "empty or missing"),
        ("---\na: [\n---\n", "YAML", None),
        ("---\n- a\n---\n", "mapping", None),
        ("---\nlicense: my-own\n---\n", "license", None),
        ("---\nlanguage: VI\n---\n", "lowercase", None),
        ("---\nlanguage: no\n---\n", "quote it", None),
        ("---\nlanguage: [zh-Hant, sr-Cyrl]\n---\n", None, None),
        ("---\npretty_name: 3\n---\n", "pretty_name", None),
        ("---\nconfigs:\n- data_files: x\n---\n", "config_name", None),
        ("---\nconfigs: {vi: x}\n---\n", "array", None),
        ("---\nsize_categories: [huge]\n---\n", None, "size_categories"),
    ],
)
def test_cards_are_checked(card: str, error: str | None, warning: str | None) -> None:
    found = validate(card)
    for wanted, messages in ((error, found.errors), (warning, found.warnings)):
        assert len(messages) == (wanted is not None), messages
        assert wanted is None or wanted in messages[0]


@pytest.mark.parametrize(
    ("path", "sample", "size", "lfs"),
    [
        ("a.parquet", b"PAR1", 4, True),
        ("data/a.parquet", b"PAR1", 4, True),
        ("a.parquet", b"", 0, False),
        ("a.txt", b"text", 4, False),
        ("a.txt", b"text", 10 * 1024 * 1024 + 1, True),
        ("a.unknown", b"\x00\x01", 2, True),
        ("a.unknown", b"\xff\xfe", 2, True),
        ("a.txt", "một".encode()[:-1], 999, False),
    ],
)
def test_what_goes_to_lfs(path: str, sample: bytes, size: int, lfs: bool) -> None:
    assert wants_lfs(path, size, sample, GITATTRIBUTES) is lfs


def test_a_body_in_chunks_is_read_whole(hub: LoopbackHub) -> None:
    connection = http.client.HTTPConnection(hub.endpoint.removeprefix("http://"), timeout=20)
    pieces = (piece.encode() for piece in ('{"content": "# No', ' metadata", "repo', 'Type": ""}'))
    connection.request("POST", "/api/validate-yaml", pieces, encode_chunked=True)
    first = connection.getresponse()
    assert (first.status, len(json.loads(first.read())["warnings"])) == (200, 1)
    connection.request("GET", "/api/whoami-v2")
    assert connection.getresponse().status == 401, "the same connection still works"
    connection.close()


@pytest.mark.parametrize("kind", ["Content-Length: 9999", "Transfer-Encoding: chunked"])
def test_half_a_request_has_no_effect(hub: LoopbackHub, kind: str) -> None:
    sha = hub.add_dataset(REPO, {"README.md": b""})
    body = _commit_body("a.txt", "a")
    head = f"POST /api/datasets/{REPO}/commit/main HTTP/1.1\r\nHost: 127.0.0.1\r\n{kind}\r\n"
    head += "Authorization: Bearer hf_loopback\r\n\r\n"
    chunk = f"{len(body):x}\r\n".encode() if "chunked" in kind else b""
    host, port = hub.endpoint.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(head.encode() + chunk + body)
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    assert hub.repo(REPO).head == sha
    assert hub.requests == []


def test_a_page_links_to_the_next_one() -> None:
    with LoopbackHub(page_size=2) as hub:
        hub.add_dataset(REPO, {f"{n}.txt": b"" for n in range(4)})
        path: str | None = f"/api/datasets/{REPO}/tree/main?recursive=true"
        pages = []
        while path:
            _, headers, body = ask(hub, "GET", path)
            pages.append([entry["path"] for entry in json.loads(body)])
            link = headers.get("link", "")
            path = link[1 : link.index(">")].removeprefix(hub.endpoint) if link else None
    assert pages == [[".gitattributes", "0.txt"], ["1.txt", "2.txt"], ["3.txt"]]
