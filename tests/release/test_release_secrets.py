"""No token is told or written, whatever happens: everything that a run leaves is searched."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped,unused-ignore]

from babelwright.redaction import redacted
from loopback_hub import Fault, LoopbackHub, status
from release.test_release_hub import COMMIT, TAG
from support.projects import Project

TOKEN = "hf_" + "SecretOfTheTest" * 2
REPO = "pocket/PocketSTS-VN"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub(TOKEN, organisations=("pocket",)) as running:
        yield running


def command(
    hub: LoopbackHub, project: Project, *arguments: str, variables: Mapping[str, str] | None = None
) -> str:
    """Run the command line; return all that it said."""
    options, root = project.options, project.root.parent
    (root / "tmp").mkdir(exist_ok=True)
    environment = hub.environment(root / "home") | {"TMPDIR": str(root / "tmp")}
    environment |= {"HF_DEBUG": "1", **(variables or {})}
    paths = ("--out", str(options.out), "--work", str(options.work))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "babelwright", *arguments),
            *("--catalog", str(project.root), "--embedder", str(options.embedder), *paths),
        ],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout + done.stderr


def holding(folder: Path, secrets: tuple[str, ...]) -> list[str]:
    """Return the files under a folder that have a secret in them, or in their name."""
    return [
        str(path)
        for path in folder.rglob("*")
        for secret in secrets
        if secret in str(path) or (path.is_file() and secret.encode() in path.read_bytes())
    ]


def test_a_stored_token_is_in_nothing_that_is_said_or_written(
    hub: LoopbackHub, project: Project
) -> None:
    hub.faults.add(Fault(COMMIT, status(403)))
    refused = command(hub, project, "build", "--push")
    assert "the Hub answered 403" in refused
    hub.faults.add(Fault(TAG, status(400)))
    untagged = command(hub, project, "build", "--push", "--json")
    assert "but not tagged" in untagged
    published = command(hub, project, "build", "--push", "--private")
    assert "--private was given" in published
    done = command(hub, project, "build", "--push")
    assert "published" in done
    assert hub.repo(REPO).tags
    for said in (refused, untagged, published, done):
        assert TOKEN not in said
    assert holding(project.root.parent, (TOKEN,)) == []
    for commit in hub.repo(REPO).commits:
        assert TOKEN not in commit.title + commit.description
        assert not [name for name, blob in commit.tree.items() if TOKEN.encode() in blob.data]


def test_the_identity_of_a_job_and_what_is_given_for_it_stay_in_memory(
    hub: LoopbackHub, project: Project
) -> None:
    hub.add_dataset(REPO, {"notes.txt": b"mine"})
    job = hub.trust(REPO) | {"HF_TOKEN": ""}
    said = command(hub, project, "build", "--push", variables=job)
    assert "published" in said, said
    secrets = (*hub._state.issued, *hub._state.identities, hub._state.runtime)
    assert len(secrets) >= 3
    assert not [secret for secret in secrets if secret in said]
    assert holding(project.root.parent, secrets) == []


def test_a_fault_of_ours_is_written_without_tokens(hub: LoopbackHub, project: Project) -> None:
    # A client that fails in a way that nobody foresaw, with the token in its words.
    (project.root.parent / "sitecustomize.py").write_text(
        "import os\n"
        "import huggingface_hub\n"
        "def broken(self, *_, **__):\n"
        "    raise KeyError('Bearer ' + os.environ['HF_TOKEN'])\n"
        "huggingface_hub.HfApi.repo_info = broken\n"
    )
    said = command(
        hub, project, "build", "--push", variables={"PYTHONPATH": str(project.root.parent)}
    )
    assert "an unforeseen KeyError" in said
    log = project.options.work / "fault.log"
    assert "KeyError" in log.read_text()
    assert TOKEN not in said
    assert holding(project.root.parent, (TOKEN,)) == []


def test_the_child_that_runs_the_mapping_has_no_token(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HF_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "HF_OIDC_ID_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    seen: list[Mapping[str, str]] = []
    run = subprocess.run

    def watched(*arguments: object, **options: object) -> object:
        given = options.get("env")
        seen.append(given if isinstance(given, dict) else os.environ)
        return run(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    assert project.build() == 0
    assert TOKEN not in capsys.readouterr().out
    assert seen
    assert not [environment for environment in seen if TOKEN in environment.values()]


@pytest.mark.parametrize(
    "text",
    [
        "hf_abcDEF123",
        "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln",
        "token hf_jwt_eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmVk-_",
        "bearer something-else",
    ],
)
def test_tokens_of_every_form_are_taken_out(text: str) -> None:
    shown = redacted(f"before {text} after")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    for secret in ("abcDEF", "eyJ", "c2ln", "something-else"):
        assert secret not in shown


def test_a_token_of_no_known_form_is_taken_out_by_its_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HF_TOKEN", "odd-value-1")
    assert redacted("refused: odd-value-1!") == "refused: ***!"


def test_the_release_workflow_stores_no_token_and_runs_no_input() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    workflow = yaml.safe_load(text)
    [job] = workflow["jobs"].values()
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    for step in job["steps"]:
        assert "${{" not in step.get("run", ""), "an input would be a shell word"
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40, "pinned to a commit"
    assert workflow[True] == {"workflow_dispatch": workflow[True]["workflow_dispatch"]}


@pytest.mark.parametrize(
    ("mode", "namespace", "wanted"),
    [
        ("dry-run", "", "build --task A;B --dry-run"),
        ("pull-request", "mine", "build --task A;B --push --pr --to hf://mine"),
        ("release", "", "build --task A;B --push"),
    ],
)
def test_the_workflow_is_one_call_of_the_tool(
    tmp_path: Path, mode: str, namespace: str, wanted: str
) -> None:
    tool = tmp_path / "babelwright"
    tool.write_text('#!/bin/sh\necho "$@"\n')
    tool.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TASK": "A;B"}
    done = subprocess.run(
        [str(ROOT / "ci/release")],
        env={**environment, "MODE": mode, "NAMESPACE": namespace},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == wanted
