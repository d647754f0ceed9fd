"""Publishing to the Hub: the real client against a loopback Hub. It is not the Hub itself."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loopback_hub import Fault, LoopbackHub, cut, run_client, status
from release import walk_hub
from support.projects import PAIRS, sts_rows

REPO = "babelwright/PocketSTS-VN"
COMMIT = ("POST", re.compile(r"/commit/"))
TAG = ("POST", re.compile(r"/tag/"))


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub(organisations=("babelwright",)) as running:
        yield running


def published(hub: LoopbackHub, tmp_path: Path, release: Path, **options: Any) -> dict[str, Any]:
    """Publish a release in a process of its own; return what happened."""
    answer: dict[str, Any] = run_client(
        hub, tmp_path / "home", walk_hub.publish, folder=str(release), **options
    )
    return answer


def as_version(release: Path, version: str) -> Path:
    """Make a release another version of itself."""
    file = release / "manifest.json"
    manifest = json.loads(file.read_text())
    file.write_text(json.dumps({**manifest, "version": version}))
    return release


def test_a_stranger_can_load_and_verify_what_the_command_line_published(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    assert run_client(hub, tmp_path / "home", walk_hub.push, root=str(root)) == 0
    repo = hub.repo(REPO)
    assert len(repo.commits) == 2, "the Hub's own first commit, and ours"
    assert repo.tags == {"v1.0.0": repo.head}
    folder = root / "releases/PocketSTS-VN"
    written = {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
    files = dict(repo.files("v1.0.0"))
    files.pop(".gitattributes")
    assert files == written

    stranger = tmp_path / "stranger"
    loaded = run_client(
        hub, stranger, walk_hub.load, repo=REPO, config="default", revision="v1.0.0"
    )
    assert list(loaded) == ["test"]
    assert [row["sentence1"] for row in loaded["test"]["rows"]] == [
        PAIRS[row["sentence1"]] for row in sts_rows()
    ]
    reference = f"hf://{REPO}@v1.0.0"
    verified = run_client(
        hub, stranger, walk_hub.verify, reference=reference, catalog=str(tmp_path)
    )
    assert verified == 0


def test_the_same_release_again_commits_nothing(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    first = published(hub, tmp_path, release)
    again = published(hub, tmp_path, release)
    assert (first["created"], again["created"]) == (True, False)
    assert first["commit"] == again["commit"] == hub.repo(REPO).head
    assert len(hub.repo(REPO).commits) == 2


def test_another_release_is_a_commit_on_top_and_the_last_one_is_found(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    published(hub, tmp_path, release)
    published(hub, tmp_path, as_version(release, "1.0.1"))
    published(hub, tmp_path, as_version(release, "1.0.10"))
    repo = hub.repo(REPO)
    assert sorted(repo.tags) == ["v1.0.0", "v1.0.1", "v1.0.10"]
    assert repo.tags["v1.0.10"] == repo.head
    found = run_client(hub, tmp_path / "home", walk_hub.latest, name="PocketSTS-VN")
    assert found == "1.0.10", "by number, not by letter"


def test_there_is_no_last_release_where_there_is_no_repository(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    assert run_client(hub, tmp_path / "home", walk_hub.latest, name="Nothing-VN") is None


def test_another_release_under_a_version_that_is_taken_is_refused(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    published(hub, tmp_path, release)
    (release / "manifest.json").write_text(
        (release / "manifest.json").read_text().replace("pocket", "trouser")
    )
    answer = published(hub, tmp_path, release)
    assert "there is another release 1.0.0 already" in answer["error"]
    assert len(hub.repo(REPO).commits) == 2


def test_private_means_private(hub: LoopbackHub, tmp_path: Path, release: Path) -> None:
    assert published(hub, tmp_path, release, private=True)["created"]
    assert hub.repo(REPO).private


def test_a_public_repository_is_not_pushed_to_as_private(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    hub.add_dataset(REPO, {"README.md": b"---\nlicense: mit\n---\n"})
    answer = published(hub, tmp_path, release, private=True)
    assert "the repository is public" in answer["error"]
    assert hub.repo(REPO).tags == {}


@pytest.mark.parametrize(
    "action",
    [
        status(412),
        status(429, retry_after=0),
        status(503),
        cut(after=False),
        status(500, after=True),
        cut(after=True),
    ],
    ids=["stale", "too many", "unavailable", "cut before", "500 after", "cut after"],
)
def test_a_commit_that_fails_is_made_once_by_the_same_run(
    hub: LoopbackHub, tmp_path: Path, release: Path, action: Any
) -> None:
    hub.faults.add(Fault(match=COMMIT, action=action, times=1))
    done = published(hub, tmp_path, release)
    assert not hub.faults.pending
    assert done["created"]
    assert len(hub.repo(REPO).commits) == 2
    assert hub.repo(REPO).tags == {"v1.0.0": hub.repo(REPO).head}


@pytest.mark.parametrize(
    ("action", "said"),
    [(status(503), "the Hub answered 503"), (cut(after=False), "cannot be reached")],
    ids=["unavailable", "cut"],
)
def test_a_commit_that_always_fails_leaves_nothing(
    hub: LoopbackHub, tmp_path: Path, release: Path, action: Any, said: str
) -> None:
    hub.faults.add(Fault(match=COMMIT, action=action, times=100))
    done = published(hub, tmp_path, release)
    assert said in done["error"]
    assert "Run the same command again" in done["error"]
    assert done["waited"] == [1.0, 2.0, 4.0, 8.0, 16.0]
    assert len(hub.repo(REPO).commits) == 1
    assert hub.repo(REPO).tags == {}


def test_foreign_files_survive_and_stale_data_goes(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    stale = "data/old/test-00000-of-00001.parquet"
    hub.add_dataset(REPO, {stale: b"PAR1", "notes.txt": b"keep me"})
    assert published(hub, tmp_path, release)["created"]
    files = hub.repo(REPO).files("v1.0.0")
    assert files["notes.txt"] == b"keep me"
    assert stale not in files


def test_without_a_token_the_message_says_how_to_log_in(
    hub: LoopbackHub, tmp_path: Path, release: Path
) -> None:
    answer = run_client(
        hub, tmp_path / "home", walk_hub.publish, anonymous=True, folder=str(release)
    )
    assert "HF_TOKEN" in answer["error"]


def test_no_token_is_ever_told_or_written(hub: LoopbackHub, tmp_path: Path, release: Path) -> None:
    hub.faults.add(Fault(match=COMMIT, action=status(403), times=1))
    answer = published(hub, tmp_path, release)
    assert "hf_loopback" not in answer["error"]
    for file in release.rglob("*"):
        assert not file.is_file() or b"hf_loopback" not in file.read_bytes()
