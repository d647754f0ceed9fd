"""Versions, dry runs and targets on the command line."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.cli.build import run
from babelwright.cli.output import Output
from babelwright.errors import UsageError
from loopback_hub import LoopbackHub, run_client
from release import walk_hub
from support.projects import PAIRS, Project

NAME = "PocketSTS-VN"


def outcome(project: Project, capsys: pytest.CaptureFixture[str], **changes: Any) -> dict[str, Any]:
    capsys.readouterr()
    project.build(**changes)
    [found] = json.loads(capsys.readouterr().out)["tasks"]
    answer: dict[str, Any] = found
    return answer


def change_rows(project: Project, number: int) -> None:
    """Change a text in so many rows."""
    pairs = dict(PAIRS)
    for source in list(pairs)[: 2 * number : 2]:
        pairs[source] = f"{pairs[source][:-1]} nhé."
    project.write_pairs(pairs)


def snapshot(*folders: Path) -> dict[str, bytes | None]:
    return {
        str(path): path.read_bytes() if path.is_file() else None
        for folder in folders
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def target(project: Project) -> Path:
    """A folder with a first release."""
    folder = project.root.parent / "namespace"
    assert project.build(push=True, to=str(folder)) == 0
    return folder


def test_a_dry_run_shows_what_a_push_then_does_and_writes_nothing(
    project: Project, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_rows(project, 3)
    before = snapshot(target, project.options.out)
    plan = outcome(project, capsys, dry_run=True, to=str(target))
    assert snapshot(target, project.options.out) == before
    assert (plan["state"], plan["version"], plan["since"]) == ("planned", "2.0.0", "1.0.0")
    assert plan["bump"] == "major"
    assert plan["release"] is None
    assert [each["kind"] for each in plan["plan"]["rows"]] == ["changed"] * 3
    assert "+| Version | 2.0.0 |" in plan["plan"]["card"]

    done = outcome(project, capsys, push=True, to=str(target))
    assert (done["state"], done["version"]) == ("published", "2.0.0")
    old, new = (target / NAME / f"v{version}" for version in ("1.0.0", "2.0.0"))
    files = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    differ = {name for name in files if (old / name).read_bytes() != (new / name).read_bytes()}
    assert {each["path"] for each in plan["plan"]["files"]} == differ
    sizes = {each["path"]: each["after"] for each in plan["plan"]["files"]}
    assert sizes == {name: (new / name).stat().st_size for name in differ}


def test_people_are_shown_the_plan(
    project: Project, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_rows(project, 3)
    run(replace(project.options, dry_run=True, to=str(target)), Output(as_json=False))
    text = capsys.readouterr().out
    assert f"{NAME} 2.0.0 would be sent to {target}; nothing was written there or sent" in text
    assert "version  2.0.0, major (default test: 3 rows changed) since 1.0.0" in text
    assert "  ~ data/default/test-00000-of-00001.parquet  " in text
    assert text.count("{+ nhé+}") == 3
    assert "  +| Version | 2.0.0 |" in text


def test_where_nothing_changed_nothing_is_sent_whatever_version_is_asked_for(
    project: Project, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(target)
    for changes in ({}, {"version": "3.0.0"}):
        done = outcome(project, capsys, push=True, to=str(target), **changes)
        assert (done["state"], done["version"]) == ("unchanged", "1.0.0")
    run(replace(project.options, dry_run=True, to=str(target)), Output(as_json=False))
    assert f"{NAME} 1.0.0: nothing changed; nothing would be sent" in capsys.readouterr().out
    assert snapshot(target) == before


def test_a_version_may_only_be_higher_than_the_rows_ask_for(
    project: Project, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_rows(project, 1)
    low = outcome(project, capsys, push=True, to=str(target), version="1.1.0")
    assert low["state"] == "failed"
    assert "version 1.1.0 is less than 2.0.0" in low["error"]
    assert "It is major (default test: 1 row changed) since 1.0.0" in low["error"]
    assert not (target / NAME / "v1.1.0").exists()
    high = outcome(project, capsys, push=True, to=str(target), version="3.0.0")
    assert (high["state"], high["version"]) == ("published", "3.0.0")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "1.0"}, "'1.0' is no version"),
        ({"version": "01.0.0"}, "is no version"),
        ({"version": "v1.0.0"}, "is no version"),
        ({"version": "1.0.0", "limit": 2}, "--limit and --version do not go together"),
        ({"dry_run": True, "limit": 2}, "--limit and --dry-run do not go together"),
        ({"dry_run": True, "offline": True}, "--offline and --dry-run to the Hub"),
        ({"propose": True}, "--pr is for --push"),
        ({"propose": True, "push": True, "to": "folder"}, "a folder has no pull requests"),
    ],
)
def test_what_does_not_go_together_is_told_before_anything_is_built(
    project: Project, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        project.build(**changes)
    assert not project.options.work.exists()


def test_one_version_is_not_given_to_several_tasks(project: Project) -> None:
    text = (project.root / "builders/pocket/sts.toml").read_text(encoding="utf-8")
    project.write("builders/pocket/other.toml", text.replace(NAME, "OtherSTS-VN"))
    with pytest.raises(UsageError, match="--version is the version of one release"):
        project.build(version="2.0.0")


def test_words_in_the_card_survive_and_make_no_release(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with_words = "\n## Thanks\n\nTo all who read.\n"
    folder = project.root.parent / "namespace"
    outcome(project, capsys, push=True, to=str(folder))
    card = folder / NAME / "v1.0.0/README.md"
    card.write_text(card.read_text(encoding="utf-8") + with_words, encoding="utf-8")
    change_rows(project, 1)
    done = outcome(project, capsys, push=True, to=str(folder))
    assert done["version"] == "2.0.0"
    released = (folder / NAME / "v2.0.0/README.md").read_text(encoding="utf-8")
    assert released.endswith(with_words)
    assert "| Version | 2.0.0 |" in released
    assert outcome(project, capsys, push=True, to=str(folder))["state"] == "unchanged"


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub(organisations=("pocket",)) as running:
        yield running


def test_a_build_without_a_target_counts_from_what_was_pushed_from_here(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    def built(**arguments: Any) -> dict[str, Any]:
        root = str(tmp_path / "root")
        found: dict[str, Any] = run_client(
            hub, tmp_path / "home", walk_hub.build, root=root, **arguments
        )
        return found

    first = built()
    assert first["version"] == "1.0.0"
    assert "counted as a first release: none was pushed to hf://pocket" in first["counted"]
    assert built(push=True)["state"] == "published"
    asked = len(hub.requests)
    same = built()
    assert (same["version"], same["state"]) == ("1.0.0", "unchanged")
    assert "counted from the last release that was pushed to hf://pocket" in same["counted"]
    changed = built(changed=1)
    assert (changed["version"], changed["since"]) == ("2.0.0", "1.0.0")
    assert len(hub.requests) == asked, "the network is not asked"
    assert built(changed=1, push=True)["version"] == "2.0.0"
    assert built()["version"] == "3.0.0"


def test_the_card_on_the_hub_keeps_what_people_wrote_there(
    hub: LoopbackHub, tmp_path: Path
) -> None:
    root, repo = str(tmp_path / "root"), f"pocket/{NAME}"
    run_client(hub, tmp_path / "home", walk_hub.build, root=root, push=True)
    card = hub.repo(repo).files()["README.md"].decode()
    theirs = card.replace("---\n", "---\nextra_gated_prompt: Be kind.\n", 1) + "\n## Thanks\n"
    hub.commit(repo, {"README.md": theirs.encode()}, message="Thank people")
    again = run_client(hub, tmp_path / "home", walk_hub.build, root=root, push=True)
    assert again["state"] == "unchanged", "words are no release"
    plan = run_client(hub, tmp_path / "home", walk_hub.build, root=root, changed=1, dry_run=True)
    removed = [line for line in plan["plan"]["card"] if line.startswith("-")]
    assert not [line for line in removed if "Thanks" in line]
    before = len(hub.repo(repo).commits)
    done = run_client(hub, tmp_path / "home", walk_hub.build, root=root, changed=1, push=True)
    assert (done["state"], done["version"]) == ("published", "2.0.0")
    assert len(hub.repo(repo).commits) == before + 1
    released = hub.repo(repo).files("v2.0.0")["README.md"].decode()
    assert released.endswith("\n## Thanks\n")
    assert "extra_gated_prompt: Be kind.\n" in released
    verified = run_client(
        hub,
        tmp_path / "stranger",
        walk_hub.verify,
        reference=f"hf://{repo}@v2.0.0",
        catalog=str(tmp_path),
    )
    assert verified == 0
