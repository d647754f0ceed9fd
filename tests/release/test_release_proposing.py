"""A release as a pull request, private repositories, and jobs without a stored token."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loopback_hub import Fault, LoopbackHub, call, cut, run_client, status
from release import walk_hub
from release.test_release_hub import COMMIT, published
from support.tiny_releases import NAME, files_of, tiny_release

REPO = f"babelwright/{NAME}"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as running:
        yield running


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_release(tmp_path / "tiny").folder


def release_at(hub: LoopbackHub, revision: str) -> dict[str, bytes]:
    files = hub.repo(REPO).files(revision)
    return {name: data for name, data in files.items() if name != ".gitattributes"}


def test_a_pull_request_is_opened_updated_merged_and_tagged(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.add_dataset(REPO, {"README.md": b"---\nlicense: mit\n---\n"})
    base = hub.repo(REPO).head
    opened = published(hub, tmp_path, tiny, propose=True)
    assert opened["created"]
    assert opened["where"] == f"{hub.endpoint}/datasets/{REPO}/discussions/1"
    assert release_at(hub, "refs/pr/1") == files_of(tiny)
    again = published(hub, tmp_path, tiny, propose=True)
    assert (again["created"], again["where"]) == (False, opened["where"])

    new = tiny_release(tmp_path / "new", "1.1.0").folder
    updated = published(hub, tmp_path, new, propose=True)
    assert (updated["created"], updated["where"]) == (True, opened["where"])
    repo = hub.repo(REPO)
    assert release_at(hub, "refs/pr/1") == files_of(new)
    assert [pull.title for pull in repo.proposed.values()] == ["Release 1.1.0"]
    assert (repo.head, repo.tags) == (base, {}), "main is left alone until it is merged"

    merged = hub.merge(REPO, 1)
    done = published(hub, tmp_path, new)
    assert done["notes"] == ["v1.1.0 had been committed and not tagged: its tag is made"]
    assert repo.tags == {"v1.1.0": merged}


@pytest.mark.parametrize("action", [status(502, after=True), cut(after=True), status(503)])
def test_a_pull_request_whose_answer_was_lost_is_not_opened_twice(
    hub: LoopbackHub, tmp_path: Path, tiny: Path, action: Any
) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    hub.faults.add(Fault(COMMIT, action))
    assert published(hub, tmp_path, tiny, propose=True)["created"]
    assert len(hub.repo(REPO).proposed) == 1


def test_a_pull_request_of_others_is_left_alone(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    repo = hub.repo(REPO)
    tree = repo.resolve("main").tree
    repo.propose(repo.resolve("main"), tree, "Release 0.9.0", author="somebody")
    theirs = repo.pulls[1]
    assert published(hub, tmp_path, tiny, propose=True)["where"].endswith("/discussions/2")
    assert repo.pulls[1] == theirs


def test_there_is_nothing_to_propose_to_where_there_is_no_repository(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    said = published(hub, tmp_path, tiny, propose=True)["error"]
    assert "there is no such repository" in said
    assert "without --pr it is made" in said


def test_nothing_is_uploaded_to_what_the_hub_made_public(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    def publish_it() -> None:
        hub.repo(REPO).private = False

    # Seen again after it was made: as if the Hub had not heard of the word private.
    seen = ("GET", re.compile(rf"/api/datasets/{REPO}/revision"))
    hub.faults.add(Fault(seen, call(lambda: None)))
    hub.faults.add(Fault(seen, call(lambda: None)))
    hub.faults.add(Fault(seen, call(publish_it)))
    said = published(hub, tmp_path, tiny, private=True)["error"]
    assert not hub.faults.pending
    assert "--private was given, but the repository is public" in said
    assert "Nothing was uploaded" in said
    repo = hub.repo(REPO)
    assert (len(repo.commits), repo.objects) == (1, {})
    assert not [each for each in hub.requests if "/preupload/" in each.path]


def test_a_job_needs_no_stored_token(hub: LoopbackHub, tmp_path: Path, tiny: Path) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    job = hub.trust(REPO)
    done = run_client(
        hub,
        tmp_path / "home",
        walk_hub.publish,
        anonymous=True,
        variables=job,
        folder=str(tiny),
    )
    assert done.get("created"), done
    repo = hub.repo(REPO)
    assert repo.tags == {"v1.0.0": repo.head}
    exchanged = [each for each in hub.requests if each.path == "/oauth/token"]
    assert exchanged


def test_a_job_that_no_dataset_trusts_is_told_what_is_missing(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    job = hub.trust("babelwright/another")
    done = run_client(
        hub,
        tmp_path / "home",
        walk_hub.publish,
        anonymous=True,
        variables=job,
        folder=str(tiny),
    )
    assert "trusted publisher" in done["error"], done
    assert "eyJ" not in str(done)
    assert len(hub.repo(REPO).commits) == 2


def test_a_job_of_one_dataset_cannot_write_another(
    hub: LoopbackHub, tmp_path: Path, tiny: Path
) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    job = hub.trust("babelwright/another") | {"HF_OIDC_RESOURCE": "datasets/babelwright/another"}
    done = run_client(
        hub,
        tmp_path / "home",
        walk_hub.publish,
        anonymous=True,
        variables=job,
        folder=str(tiny),
    )
    assert "the Hub answered 403" in done["error"]
    assert len(hub.repo(REPO).commits) == 2
