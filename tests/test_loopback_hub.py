"""Runs the real clients against the loopback Hub, each group in a process of its own."""

import hashlib
import http.client
import io
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loopback_hub import (
    Action,
    Fault,
    LoopbackHub,
    call,
    cut,
    delay,
    run_client,
    status,
    walk_publishing,
    walk_reading,
)
from loopback_hub.client import ask
from loopback_hub.storage import GITATTRIBUTES

REPO = "babelwright/demo"
COMMIT = ("POST", re.compile("/commit/"))
CARD = """---
language: [vi, "no"]
license: cc-by-4.0
tags: [mteb]
configs:
- config_name: vi
  default: true
  data_files: [{split: test, path: data/vi/test-*.parquet}]
- config_name: nb
  data_files: [{split: test, path: data/nb/test-*.parquet}]
---
# Demo
"""


def _parquet(*texts: str) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": list(texts), "label": list(range(len(texts)))}), sink)
    return sink.getvalue()


def _release() -> dict[str, bytes]:
    return {
        "README.md": CARD.encode(),
        "data/vi/test-00000-of-00001.parquet": _parquet("một", "hai", "ba"),
        "data/nb/test-00000-of-00001.parquet": _parquet("én", "to"),
        "manifest.json": b'{"version": "1.0.0"}\n',
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hf-home")


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as running:
        yield running
        assert running.foreign == []
        assert running.faults.pending == []


# Publishing -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(home: Path) -> Iterator[tuple[LoopbackHub, dict[str, Any]]]:
    with LoopbackHub() as running:
        publish, data = walk_publishing.publish, list(_parquet("một"))
        result = run_client(running, home, publish, repo_id=REPO, card=CARD, parquet=data)
        yield running, result


def test_a_release_is_one_commit_with_its_files(
    published: tuple[LoopbackHub, dict[str, Any]],
) -> None:
    hub, result = published
    repo = hub.repo(REPO)
    assert result["user"] == "loopback"
    assert result["url"] == f"{hub.endpoint}/datasets/{REPO}"
    assert [c.title for c in repo.commits[:2]] == ["initial commit", "Release v1.0.0"]
    assert repo.files("v1.0.0") == {
        ".gitattributes": GITATTRIBUTES,
        "README.md": CARD.encode(),
        "a/b.txt": b"b\n",
        "data/vi.parquet": _parquet("một"),
    }
    assert repo.commits[1].description == "In full"
    assert repo.commits[1].tree["data/vi.parquet"].lfs
    assert not repo.commits[1].tree["a/b.txt"].lfs


def test_an_unchanged_release_makes_no_commit(
    published: tuple[LoopbackHub, dict[str, Any]],
) -> None:
    hub, result = published
    first, release, again, fixed, cleaned = result["commits"]
    assert again == release
    assert len({first, release, fixed, cleaned}) == 4
    assert [c.oid for c in hub.repo(REPO).commits] == [first, release, fixed, cleaned]
    assert hub.repo(REPO).head == cleaned
    assert hub.repo(REPO).commits[2].title == "Fix b"
    assert "a/b.txt" not in hub.repo(REPO).files()
    uploads = [r for r in hub.requests if r.method == "PUT"]
    assert len(uploads) == 1, "the parquet file should be uploaded once"


def test_conflicts_and_missing_files_have_the_statuses_of_the_hub(
    published: tuple[LoopbackHub, dict[str, Any]],
) -> None:
    _, result = published
    assert result["stale"] == ["HfHubHTTPError", 412]
    assert result["missing"] == ["RemoteEntryNotFoundError", 404]
    assert result["exists"] == ["HfHubHTTPError", 409]
    assert result["tag exists"] == ["HfHubHTTPError", 409]
    assert result["tag exists, allowed"] == ["", 200]
    assert result["repo exists, allowed"] == ["", 200]
    assert result["foreign namespace"] == ["HfHubHTTPError", 403]


def test_tags_and_branches_point_at_commits(
    published: tuple[LoopbackHub, dict[str, Any]],
) -> None:
    hub, result = published
    repo, release = hub.repo(REPO), result["commits"][1]
    assert repo.tags == {"v1.0.0": release}
    assert repo.tag_messages == {"v1.0.0": "First"}
    assert repo.branches == {"main": result["commits"][-1], "next": release}


def test_requests_are_recorded_without_the_token(
    published: tuple[LoopbackHub, dict[str, Any]],
) -> None:
    hub, _ = published
    commits = [r for r in hub.requests if r.path.endswith("/commit/main")]
    assert [r.status for r in commits] == [200, 200, 200, 412, 404]
    assert all(r.authorized for r in commits)
    assert [r.authorized for r in hub.requests if r.method == "PUT"] == [False]
    assert "hf_loopback" not in repr(hub.requests)
    assert hub.foreign == []


def test_the_same_history_has_the_same_ids(home: Path, hub: LoopbackHub) -> None:
    with LoopbackHub() as other:
        shas = [h.add_dataset(REPO, _release()) for h in (hub, other)]
        assert shas[0] == shas[1]
        assert re.fullmatch("[0-9a-f]{40}", shas[0])
        assert hub.commit(REPO, {"a": b"1"}) != other.commit(REPO, {"a": b"2"})
        assert hub.commit(REPO, {"a": b"3"}) != other.commit(REPO, {"a": b"3"}), "other parent"


# Reading ----------------------------------------------------------------------------------


def test_every_way_to_read_a_repository(home: Path) -> None:
    release = _release()
    with LoopbackHub(page_size=40) as hub:
        sha = hub.add_dataset(REPO, release, message="Release")
        hub.repo(REPO).tag("v1.0.0", sha)
        hub.commit(REPO, {f"many/{n:03}.txt": b"x" for n in range(90)}, "Add many")
        found = run_client(hub, home, walk_reading.inspect_repo, repo_id=REPO, sha=sha)
        assert hub.foreign == []
    folders = {"data", "data/vi", "data/nb"}
    files = {".gitattributes": GITATTRIBUTES, **release}
    assert dict(found["tree"]) == {**dict.fromkeys(folders, False), **dict.fromkeys(files, True)}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert found["lfs"] == {p: d for p, d in digests.items() if p.endswith(".parquet")}
    assert found["snapshot"] == digests
    assert set(found["top"]) == {".gitattributes", "README.md", "data", "manifest.json"}
    assert found["pages"] == [[f"many/{n:03}.txt", "Add many"] for n in range(90)]
    tags = ["language:vi", "language:no", "license:cc-by-4.0", "mteb"]
    assert found["info"] == [sha, False, tags, "cc-by-4.0"]
    assert found["sizes"] == {path: len(data) for path, data in files.items()}
    assert found["refs"] == {"branches": ["refs/heads/main"], "tags": ["refs/tags/v1.0.0"]}
    assert found["paths"] == [["data", sha], ["manifest.json", sha]]
    assert found["history"] == ["Add many", "Release", "initial commit"]
    assert found["short"] == sha
    assert found["no revision"] == ["RevisionNotFoundError", 404]
    assert found["no repo"] == ["RepositoryNotFoundError", 404]
    assert found["no file"] == ["RemoteEntryNotFoundError", 404]


def test_datasets_loads_configs_by_tag_and_streams_by_commit(home: Path, hub: LoopbackHub) -> None:
    sha = hub.add_dataset(REPO, _release())
    hub.repo(REPO).tag("v1.0.0", sha)
    hub.commit(REPO, {"data/vi/test-00000-of-00001.parquet": _parquet("mới")})
    assert run_client(hub, home, walk_reading.load, repo_id=REPO, sha=sha) == {
        "configs": ["vi", "nb"],
        "vi": ["một", "hai", "ba"],
        "nb": ["én", "to"],
        "main": ["mới"],
        "stream": ["én", "to"],
        "pushed": ["a", "b"],
        "unknown": "DatasetNotFoundError",
    }
    assert set(hub.repo("babelwright/pushed").files()) >= {
        "en/test-00000-of-00001.parquet",
        "fr/test-00000-of-00001.parquet",
    }


# Pull requests ----------------------------------------------------------------------------


@pytest.mark.parametrize("repo_id", [REPO, "someone/theirs"])
def test_a_pull_request_takes_commits_and_leaves_main_alone(
    home: Path, hub: LoopbackHub, repo_id: str
) -> None:
    base = hub.add_dataset(repo_id, {"README.md": CARD.encode()})
    head = hub.commit(repo_id, {"later.txt": b"later"}, "Meanwhile")
    result = run_client(hub, home, walk_publishing.propose, repo_id=repo_id, base=base)
    repo, (opened, pushed) = hub.repo(repo_id), result["oids"]
    assert (result["url"], result["number"]) == (
        f"{hub.endpoint}/datasets/{repo_id}/discussions/1",
        1,
    )
    assert result["refs"] == [["refs/pr/1", pushed]]
    assert repo.resolve(opened).parent == base, "made from the given parent, not from the head"
    assert set(repo.files("refs/pr/1")) - set(repo.files(base)) == {"new.parquet", "new.txt"}
    assert result["text"] == "new\n"
    # Who does not own the repository may propose, but not push.
    assert result["refused"] == (["HfHubHTTPError", 403] if repo_id != REPO else ["", 200])
    assert repo.commits[2].oid == head
    pushed_to_main = {"x.txt"} if repo_id == REPO else set()
    assert set(repo.files()) == {".gitattributes", "README.md", "later.txt"} | pushed_to_main


# Access -----------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [False, True])
def test_without_the_right_token_private_is_hidden_and_nothing_can_be_written(
    home: Path, hub: LoopbackHub, wrong: bool
) -> None:
    hub.add_dataset("babelwright/secret", {"README.md": b"secret"}, private=True)
    hub.add_dataset(REPO, {"README.md": b"public"})
    result = run_client(
        hub,
        home / f"wrong-{wrong}",
        walk_reading.knock,
        anonymous=True,
        repo_id="babelwright/secret",
        public=REPO,
        wrong=wrong,
    )
    refused = ["HfHubHTTPError", 401]
    hidden = refused if wrong else ["RepositoryNotFoundError", 401]
    for case in ("read private", "read private file", "read missing", "write public", "tag public"):
        assert result[case] == hidden, case
    assert result["read public"] == (refused if wrong else ["", 200])
    assert result["create"] == refused
    assert len(hub.repo(REPO).commits) == 2
    assert not hub.repo(REPO).tags
    assert not any(record.authorized for record in hub.requests)


def test_a_private_repository_is_its_owners_until_made_public(home: Path, hub: LoopbackHub) -> None:
    assert run_client(hub, home, walk_publishing.change_visibility, repo_id=REPO) == [
        True,
        ["RepositoryNotFoundError", 401],
        ["", 200],
        ["RepositoryNotFoundError", 404],
    ]


def test_no_other_host_can_be_reached(home: Path) -> None:
    with LoopbackHub() as hub:
        assert run_client(hub, home, walk_reading.wander) == [502, 0]
        assert [(r.method, r.path, r.status) for r in hub.foreign] == [
            ("GET", "http://huggingface.co/api/models", 502),
            ("CONNECT", "huggingface.co:443", 502),
        ]


# Faults -----------------------------------------------------------------------------------


def test_each_fault_on_a_commit_reaches_the_client_and_has_its_effect_or_none(
    home: Path, hub: LoopbackHub
) -> None:
    hub.add_dataset(REPO, {"n.txt": b"-"})
    actions = [
        status(429, retry_after=1),
        status(500),
        status(502),
        status(503),
        status(500, after=True),
        cut(),
        cut(after=True),
        delay(0.2),
        call(lambda: hub.commit(REPO, {"other.txt": b"other"}, "Concurrent")),
    ]
    for action in actions:
        hub.faults.add(Fault(match=COMMIT, action=action))
    ends = run_client(hub, home, walk_publishing.publish_through_faults, repo_id=REPO, tries=10)
    assert ends == [
        ["HfHubHTTPError", 429],
        ["HfHubHTTPError", 500],
        ["HfHubHTTPError", 502],
        ["HfHubHTTPError", 503],
        ["HfHubHTTPError", 500],
        ["RemoteProtocolError", 0],
        ["RemoteProtocolError", 0],
        ["", 200],
        ["HfHubHTTPError", 412],
        ["", 200],
    ]
    # What took effect, whatever the client was told: tries 4 and 6 among them.
    titles = [commit.title for commit in hub.repo(REPO).commits[2:]]
    assert titles == ["Try 4", "Try 6", "Try 7", "Concurrent", "Try 9"]
    statuses = [r.status for r in hub.requests if r.path.endswith("/commit/main")]
    assert statuses == [429, 500, 502, 503, 500, 0, 0, 200, 412, 200]


def test_the_client_retries_what_it_retries(home: Path, hub: LoopbackHub) -> None:
    hub.add_dataset(REPO, {"README.md": b"text"})
    listing, file = ("GET", re.compile("/tree/")), ("GET", re.compile("/resolve/"))
    hub.faults.add(Fault(match=listing, action=status(503)))
    hub.faults.add(Fault(match=listing, action=cut()))
    hub.faults.add(Fault(match=file, action=status(429)))
    result = run_client(hub, home / "retries", walk_reading.read_through_faults, repo_id=REPO)
    assert result == [".gitattributes", "README.md", "text"]
    assert [r.status for r in hub.requests if "/tree/" in r.path] == [503, 0, 200]
    gets = [r for r in hub.requests if r.method == "GET" and "/resolve/" in r.path]
    assert [r.status for r in gets] == [429, 200]


def test_a_429_tells_how_long_to_wait(hub: LoopbackHub) -> None:
    hub.faults.add(Fault(match=("GET", re.compile("whoami")), action=status(429, retry_after=7)))
    code, headers, _ = ask(hub, "GET", "/api/whoami-v2")
    assert code == 429
    assert headers["retry-after"] == "7"
    assert headers["ratelimit"] == '"api";r=0;t=7'


@pytest.mark.parametrize("action", [cut(), cut(after=True)])
def test_a_cut_connection_gives_no_answer(hub: LoopbackHub, action: Action) -> None:
    hub.faults.add(Fault(match=("*", re.compile("whoami")), action=action))
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(hub, "GET", "/api/whoami-v2")
    assert hub.requests[-1].status == 0
    assert ask(hub, "GET", "/api/whoami-v2")[0] == 200


def test_faults_fire_in_order_and_as_often_as_asked(hub: LoopbackHub) -> None:
    match = ("GET", re.compile("whoami"))
    hub.faults.add(Fault(match=match, action=status(502), times=2))
    hub.faults.add(Fault(match=match, action=status(503)))
    codes = [ask(hub, "GET", "/api/whoami-v2")[0] for _ in range(4)]
    assert codes == [502, 502, 503, 200]
    hub.faults.add(Fault(match=match, action=status(500), times=9))
    hub.faults.clear()
    assert ask(hub, "GET", "/api/whoami-v2")[0] == 200


def test_stopping_the_server_ends_a_delay() -> None:
    began = time.monotonic()
    with LoopbackHub() as hub:
        hub.faults.add(Fault(match=("GET", re.compile("whoami")), action=delay(60)))
        thread = threading.Thread(target=lambda: _quietly(hub), daemon=True)
        thread.start()
        while hub.faults.pending:
            time.sleep(0.01)
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert time.monotonic() - began < 10


def _quietly(hub: LoopbackHub) -> None:
    try:
        ask(hub, "GET", "/api/whoami-v2")
    except (OSError, http.client.HTTPException):
        return


def test_a_failing_handler_fails_the_test() -> None:
    def broken() -> None:
        raise ZeroDivisionError

    hub = LoopbackHub()
    with pytest.raises(RuntimeError, match="handler"), hub:
        hub.faults.add(Fault(match=("GET", re.compile("whoami")), action=call(broken)))
        assert ask(hub, "GET", "/api/whoami-v2")[0] == 500
