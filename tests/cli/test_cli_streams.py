"""What is printed where, to whom, and with which exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.projects import Project


def run(
    *arguments: str, cwd: Path, before: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, after some Python."""
    code = f"import os, sys\n{before}\nfrom babelwright.cli.app import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **environment},
    )


def document(text: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(text)
    return content


def test_a_broken_catalog_lists_its_problems_for_machines(project: Project) -> None:
    task = project.root / "builders/pocket/sts.toml"
    task.write_text(task.read_text().replace('"translate"', '"translat"'))
    done = run("check", "--json", cwd=project.root)
    (problem,) = document(done.stdout)["problems"]
    assert done.returncode == 1
    assert (problem["file"], problem["line"]) == ("builders/pocket/sts.toml", 4)
    assert "did you mean 'translate'?" in problem["message"]


@pytest.mark.parametrize(
    "arguments", [("build", "--lnag"), ("verify",), ("build", "--limit", "0"), ("biuld",)]
)
def test_a_command_line_that_is_none_is_a_document_too(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, "--json", cwd=tmp_path)
    assert done.returncode == 2
    assert "not understood" in document(done.stdout)["error"]
    assert "Usage: " in done.stderr


INTERRUPTED = """
from babelwright.cli import listing
def interrupt(*_): raise KeyboardInterrupt
listing.run = interrupt
"""


def test_an_interrupted_command_says_so_to_machines_too(tmp_path: Path) -> None:
    done = run("list", "--json", cwd=tmp_path, before=INTERRUPTED)
    assert done.returncode == 130
    assert document(done.stdout)["error"].startswith("interrupted; the same command goes on")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_letters_that_a_stream_lacks_are_shown_by_their_numbers(
    tmp_path: Path, encoding: str
) -> None:
    done = run("check", "--catalog", "Thử 😀", cwd=tmp_path, PYTHONIOENCODING=encoding)
    shown = "Thử 😀" if encoding == "utf-8" else "Th\\u1eed \\U0001f600"
    assert done.stderr.startswith(f"error {shown} is not a folder")
    assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    arguments = ("check", "--catalog", "Thé Thử 😀", "--json")
    done = run(*arguments, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert document(done.stdout)["error"].startswith("Thé Thử 😀 is not a folder")


def test_a_path_that_is_no_text_is_shown(tmp_path: Path) -> None:
    done = run("verify", os.fsdecode(b"\xff"), "--json", cwd=tmp_path)
    assert document(done.stdout)["error"].startswith("\udcff/manifest.json: ")


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("check", "--json")])
def test_a_stdout_that_cannot_be_written_is_one_message(
    project: Project, arguments: tuple[str, ...]
) -> None:
    before = "os.dup2(os.open('/dev/full', os.O_WRONLY), 1)"
    done = run(*arguments, cwd=project.root, before=before)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "error No space left on device"
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


GONE = "read, write = os.pipe(); os.close(read); os.dup2(write, 1)"


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json")])
def test_a_reader_that_has_gone_is_told_nothing(
    project: Project, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, cwd=project.root, before=GONE)
    assert (done.returncode, done.stderr) == (1, "")


def test_closed_streams_are_as_good_as_empty_ones(project: Project) -> None:
    done = run("list", cwd=project.root, before="sys.stdout = sys.stderr = None")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
