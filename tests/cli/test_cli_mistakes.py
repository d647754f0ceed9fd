"""Mistakes and mishaps around a build: targets, disks, two at once, a part of the rows."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from babelwright.cli.faults import explain
from babelwright.errors import UsageError
from support.projects import Project


@pytest.mark.parametrize("target", ["", " ", "ftp://x", "hf://", "hf://a/b", "hf://-"])
def test_a_target_that_is_none_is_told_before_anything_is_built(
    project: Project, target: str
) -> None:
    with pytest.raises(UsageError, match=r"is no target|is no namespace"):
        project.build(push=True, to=target)
    assert not project.options.work.exists()


def test_a_target_on_the_hub_needs_the_network_even_if_nothing_is_pushed(project: Project) -> None:
    with pytest.raises(UsageError, match="--offline and --to to the Hub do not go together"):
        project.build(offline=True, to="hf://somebody")


def test_a_file_where_releases_should_be_is_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.options.out.write_text("")
    assert project.build() == 1
    said = capsys.readouterr().err
    assert f"PocketSTS-VN: {project.options.out}" in said
    assert "See to the disk and its permissions" in said
    assert "fault of babelwright" not in said


def test_a_release_stands_where_only_the_record_of_its_run_cannot_be_written(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.options.out / "PocketSTS-VN.run.json").mkdir(parents=True)
    assert project.build() == 0
    assert "PocketSTS-VN.run.json cannot be written: Is a directory" in capsys.readouterr().err
    assert (project.release() / "manifest.json").is_file()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_what_a_disk_does_is_no_fault_of_ours(tmp_path: Path, number: int) -> None:
    said = explain(OSError(number, os.strerror(number), "a/file"), tmp_path)
    assert said.startswith(f"a/file: {os.strerror(number)}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_traceback_finds_a_place_where_its_folder_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        said = explain(error, tmp_path / "file" / "folder")
    log = Path(said.rsplit(" ", 1)[-1])
    assert "ZeroDivisionError" in log.read_text()
    assert not log.is_relative_to(tmp_path)
    log.unlink()
    log.parent.rmdir()


def test_a_build_waits_while_another_process_releases_the_task(project: Project) -> None:
    project.build()
    embedder = str(project.options.embedder)
    command = [sys.executable, "-m", "babelwright", "build", "--embedder", embedder]
    with FileLock(project.root / ".babelwright/builds/PocketSTS-VN.lock"):
        waiting = subprocess.Popen(
            command, cwd=project.root, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert waiting.stderr is not None
        said = next(line for line in waiting.stderr if "waiting" in line)
    waiting.communicate()
    assert said == "PocketSTS-VN: another process is releasing it; waiting\n"
    assert waiting.returncode == 0
    assert (project.root / "releases/PocketSTS-VN/manifest.json").is_file()


def test_a_part_of_the_rows_never_takes_the_place_of_a_release(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.build()
    whole = (project.release() / "SHA256SUMS").read_text()
    run = (project.options.out / "PocketSTS-VN.run.json").read_text()
    capsys.readouterr()
    assert project.build(limit=2) == 0
    assert (project.release() / "SHA256SUMS").read_text() == whole
    assert (project.options.out / "PocketSTS-VN.run.json").read_text() == run
    said = capsys.readouterr().out
    assert '"state": "tried"' in said
    assert '"version": null' in said
    assert f'"release": "{project.options.work}/trials/PocketSTS-VN"' in said


def test_a_trial_is_counted_from_no_other_release(project: Project) -> None:
    project.build(push=True, to=str(project.root / "namespace"))
    assert project.build(limit=2, to=str(project.root / "namespace")) == 0
    trial = project.options.work / "trials/PocketSTS-VN/CHANGELOG.md"
    assert "First release" in trial.read_text()
