"""The command line as a user meets it, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.projects import Project

HEAVY = ("torch", "datasets", "great_expectations", "pyarrow", "duckdb", "pandas", "mteb", "numpy")


def babelwright(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "babelwright", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "COLUMNS": "120"},
    )


def build(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    embedder = str(project.options.embedder)
    return babelwright("build", "--embedder", embedder, *arguments, cwd=project.root)


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['babelwright', '--help']\n"
        "from babelwright.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "build" in done.stdout


def test_a_build_tells_where_release_card_and_report_are(project: Project) -> None:
    done = build(project, "--lang", "vi")
    assert done.returncode == 0, done.stderr
    assert "PocketSTS-VN 1.0.0: 4 source = 4 released + 0 filtered + 0 failed" in done.stdout
    for name in ("README.md", "report.html"):
        assert f"releases/PocketSTS-VN/{name}" in done.stdout
        assert (project.root / "releases/PocketSTS-VN" / name).is_file()
    assert "PocketSTS-VN: translating 8" in done.stderr


def test_a_second_run_does_nothing_again_and_says_so(project: Project) -> None:
    build(project)
    again = build(project)
    assert again.returncode == 0
    assert "vi was built already" in again.stderr
    assert "translating" not in again.stderr


def test_json_is_one_document_on_stdout(project: Project) -> None:
    done = build(project, "--json")
    content = json.loads(done.stdout)
    (task,) = content["tasks"]
    assert task["state"] == "released"
    assert task["rows"] == {
        "source": 4,
        "released": 4,
        "filtered": 0,
        "failed": 0,
        "unsampled": 0,
    }
    assert task["signature"].startswith("vi|src:sts.jsonl@")


def test_a_broken_catalog_is_told_with_file_line_and_nearest_value(project: Project) -> None:
    task = project.root / "builders/pocket/sts.toml"
    task.write_text(task.read_text().replace('"translate"', '"translat"'))
    done = babelwright("check", cwd=project.root)
    assert done.returncode == 1
    assert "builders/pocket/sts.toml:4" in done.stderr
    assert "did you mean 'translate'?" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "vn"], "there is no language 'vn'"),
        (["--task", "PocketSTS-V"], "did you mean 'PocketSTS-VN'?"),
        (["--builder", "poket"], "did you mean 'pocket'?"),
        (["--lang", "sv"], "no task fits"),
        (["--limit", "2", "--push"], "--limit and --push do not go together"),
        (["--offline", "--push"], "--offline and --push to the Hub do not go together"),
        (["--private"], "--private is for --push"),
        (["--push", "--to", "ftp://x"], "is no target"),
        (["--catalog", "nowhere"], "is not a folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_does_not_go_is_told_in_one_message(
    project: Project, arguments: list[str], said: str
) -> None:
    done = build(project, *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failed_task_does_not_stop_the_others_and_shows_in_the_status(project: Project) -> None:
    bad = (project.root / "builders/pocket/sts.toml").read_text()
    bad = bad.replace("PocketSTS-VN", "Missing-VN").replace("sts.jsonl", "missing.jsonl")
    project.write("builders/pocket/missing.toml", bad)
    done = build(project)
    assert done.returncode == 1
    assert "Missing-VN: builders/pocket/missing.toml: there is no file 'missing.jsonl'" in (
        done.stderr.replace(str(project.root) + "/", "")
    )
    assert (project.root / "releases/PocketSTS-VN/README.md").is_file()


def test_too_many_failed_rows_release_nothing(project: Project) -> None:
    project.write_pairs({"The shop opens at nine in the morning.": "Cửa hàng mở lúc chín giờ."})
    done = build(project)
    assert done.returncode == 1
    assert "no row of rows test is left (4 no-translation)" in done.stderr
    assert not (project.root / "releases/PocketSTS-VN").exists()
    assert "report" in done.stdout


def test_a_task_without_a_word_has_no_fidelity_to_show(project: Project) -> None:
    rows = [
        {"id": f"p{n}", "sentence1": f"{n} + 5", "sentence2": f"{n} - 7", "score": float(n)}
        for n in range(4)
    ]
    project.write_rows("sts.jsonl", rows)
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert "PocketSTS-VN 1.0.0: 4 source = 4 released + 0 filtered + 0 failed" in done.stdout
    card = (project.root / "releases/PocketSTS-VN/README.md").read_text(encoding="utf-8")
    assert "over 0 distinct texts." in card
    assert "None" not in card


def test_offline_skips_what_needs_the_network_and_online_fails_with_the_reason(
    project: Project,
) -> None:
    online = (project.root / "builders/pocket/sts.toml").read_text()
    online = online.replace("PocketSTS-VN", "Online-VN").replace(
        'file     = "sts.jsonl"', f'hub = "someone/something"\nrevision = "{"0" * 40}"'
    )
    project.write("builders/pocket/online.toml", online)
    done = build(project, "--offline")
    assert done.returncode == 0, done.stderr
    assert "skipped Online-VN: its source is on the Hub (someone/something)" in done.stdout
    done = build(project)
    assert done.returncode == 1
    assert "Online-VN: someone/something@0000000: the Hub cannot be reached" in done.stderr


def test_verify_holds_and_breaks(project: Project) -> None:
    build(project, "--push", "--to", "namespace")
    reference = "namespace/PocketSTS-VN@v1.0.0"
    done = babelwright("verify", reference, cwd=project.root)
    assert done.returncode == 0
    assert done.stdout.count("holds ") == 11
    assert "every promise holds" in done.stdout
    data = project.root / "namespace/PocketSTS-VN/v1.0.0/provenance.parquet"
    data.write_bytes(data.read_bytes()[:-1] + b"X")
    done = babelwright("verify", reference, cwd=project.root)
    assert done.returncode == 1
    assert "provenance.parquet" in done.stdout


def test_list_and_doctor_answer(project: Project) -> None:
    done = babelwright("list", "--lang", "vi", cwd=project.root)
    assert "PocketSTS-VN" in done.stdout
    done = babelwright("doctor", cwd=project.root)
    assert done.returncode == 0
    assert "great_expectations" in done.stdout


def test_the_command_build_is_the_verb(project: Project) -> None:
    script = Path(sys.executable).with_name("build")
    done = subprocess.run(
        [str(script), "--help"], capture_output=True, text=True, check=True, cwd=project.root
    )
    assert "--offline" in done.stdout


def test_an_unforeseen_error_is_one_message_and_a_file(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from babelwright.cli import build as verb

    def fault(*_: object) -> None:
        raise ZeroDivisionError("hf_secret123 leaked")

    monkeypatch.setattr(verb, "make_report", fault)
    assert project.build() == 1
    said = capsys.readouterr().err
    assert "an unforeseen ZeroDivisionError" in said
    assert "Traceback" not in said
    log = (project.options.work / "fault.log").read_text()
    assert "ZeroDivisionError" in log
    assert "hf_secret123" not in log
