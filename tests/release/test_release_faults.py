"""Whatever the line to the Hub does, a release is one commit and its tag, or nothing at all."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from loopback_hub import Action, Fault, LoopbackHub, call, cut, delay, run_client, stall, status
from release import walk_faults, walk_hub
from release.test_release_hub import COMMIT, TAG, published
from support.tiny_releases import NAME, files_of, tiny_release

CHUNKS, SEQUENCES = 4, 80
TINY = f"babelwright/{NAME}"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as running:
        yield running


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_release(tmp_path / "tiny").folder


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_sequence_of_faults_leaves_half_a_release(
    hub: LoopbackHub, tmp_path: Path, chunk: int
) -> None:
    seeds = list(range(chunk * SEQUENCES, (chunk + 1) * SEQUENCES))
    found = run_client(hub, tmp_path / "home", walk_faults.run, seeds=seeds)
    assert found["broken"] == []
    assert found["sequences"] == SEQUENCES
    # A walk that met nothing would hold for nothing.
    assert found["clean"] < SEQUENCES / 4
    ends = Counter(end for way in found["ends"] for end in way.split(" -> "))
    assert {"released", "killed", "gave up", "stopped: others' change"} <= ends.keys()
    wanted = {"412", "429", "foreign", "conflict", "killed"}
    wanted |= {
        f"{kind} {when}" for kind in ("5xx", "cut", "timeout") for when in ("before", "after")
    }
    assert wanted <= found["faults"].keys()


def _kill(pid: Path) -> None:
    os.kill(int(pid.read_text()), signal.SIGKILL)


@pytest.mark.parametrize("place", ["before the commit", "after the commit", "after the tag"])
def test_a_process_killed_for_good_is_finished_by_the_next(
    hub: LoopbackHub, tmp_path: Path, tiny: Path, place: str
) -> None:
    pid = tmp_path / "pid"

    def kill(_: threading.Event) -> None:
        _kill(pid)

    action = Action(before=kill) if place.startswith("before") else Action(after=kill)
    hub.faults.add(Fault(TAG if place.endswith("tag") else COMMIT, action))
    with pytest.raises(AssertionError):
        run_client(hub, tmp_path / "home", walk_hub.publish, folder=str(tiny), pid=str(pid))
    assert not hub.faults.pending
    repo = hub.repo(TINY)
    done = published(hub, tmp_path, tiny)
    assert done["created"] == (not place.endswith("tag"))
    assert [commit.title for commit in repo.commits] == ["initial commit", "Release 1.0.0"]
    assert repo.tags == {"v1.0.0": repo.head}
    files = repo.files("v1.0.0")
    del files[".gitattributes"]
    assert files == files_of(tiny)


def test_the_reset_that_a_429_names_is_waited_for_and_told(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(COMMIT, status(429, retry_after=55)))
    done = published(hub, tmp_path, tiny)
    assert done["created"]
    assert done["waited"] == [56.0]
    assert done["told"] == ["the Hub asks to wait 56 s"]


def test_a_reset_too_far_away_is_an_error_that_says_so(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(COMMIT, status(429, retry_after=3600)))
    done = published(hub, tmp_path, tiny)
    assert "the Hub answered 429" in done["error"]
    assert done["waited"] == []
    assert hub.repo(TINY).tags == {}


def test_a_commit_that_lands_after_its_line_timed_out_is_not_made_twice(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(COMMIT, delay(1.5)))
    done = published(hub, tmp_path, tiny, timeout=0.5)
    assert done["created"]
    repo = hub.repo(TINY)
    assert len(repo.commits) == 2
    assert repo.tags == {"v1.0.0": repo.head}


def test_a_line_without_an_answer_ends_in_time(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(COMMIT, stall(3600, after=True)))
    done = published(hub, tmp_path, tiny, timeout=0.5)
    assert done["created"]
    assert len(hub.repo(TINY).commits) == 2


def test_others_commits_that_leave_our_files_alone_are_built_on(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.add_dataset(TINY, {"notes.txt": b"one"})
    hub.faults.add(Fault(COMMIT, call(lambda: hub.commit(TINY, {"notes.txt": b"two"}))))
    assert published(hub, tmp_path, tiny)["created"]
    repo = hub.repo(TINY)
    assert repo.files("v1.0.0")["notes.txt"] == b"two"
    assert [commit.title for commit in repo.commits][-1] == "Release 1.0.0"


@pytest.mark.parametrize("path", ["README.md", "data/other/test-00000-of-00001.parquet"])
def test_others_commits_to_our_files_stop_the_release(
    hub: LoopbackHub, tmp_path: Path, tiny: Path, path: str
) -> None:
    hub.add_dataset(TINY, {"notes.txt": b"one"})
    hub.faults.add(Fault(COMMIT, call(lambda: hub.commit(TINY, {path: b"theirs"}))))
    done = published(hub, tmp_path, tiny)
    assert f"somebody else changed {path} meanwhile" in done["error"]
    assert "Nothing was committed" in done["error"]
    repo = hub.repo(TINY)
    assert repo.tags == {}
    assert repo.files()[path] == b"theirs"


def test_a_tag_that_cannot_be_made_is_told_and_finished_later(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(TAG, status(503), times=100))
    said = published(hub, tmp_path, tiny)["error"]
    assert "the release was committed" in said
    assert "but not tagged v1.0.0: the Hub answered 503" in said
    assert "Run the same command again: it makes the tag, and no second commit" in said
    hub.faults.clear()
    # The next release finds the one before it without its tag, and makes both.
    new = tiny_release(tmp_path / "new", "1.0.1").folder
    done = published(hub, tmp_path, new)
    assert done["notes"] == ["v1.0.0 had been committed and not tagged: its tag is made"]
    repo = hub.repo(TINY)
    first = next(commit for commit in repo.commits if commit.title == "Release 1.0.0")
    assert repo.tags == {"v1.0.0": first.oid, "v1.0.1": repo.head}


def test_a_tag_is_made_where_the_release_is_though_others_committed_since(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.faults.add(Fault(TAG, cut(after=False), times=100))
    published(hub, tmp_path, tiny)
    hub.faults.clear()
    first = hub.repo(TINY).head
    hub.commit(TINY, {"README.md": b"---\nlicense: mit\n---\n", "notes.txt": b"mine"})
    assert published(hub, tmp_path, tiny)["created"]
    assert hub.repo(TINY).tags == {"v1.0.0": first}


def test_a_tag_that_names_another_commit_is_left_as_it_is(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    def taken() -> None:
        repo = hub.repo(TINY)
        repo.tag("v1.0.0", repo.commits[0].oid)

    hub.faults.add(Fault(TAG, call(taken)))
    said = published(hub, tmp_path, tiny)["error"]
    assert "the tag v1.0.0 names another commit" in said
