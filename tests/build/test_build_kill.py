"""A build that is killed at any moment goes on where it stopped, and nothing is paid twice."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support.argos import EXAMPLES, PACKAGE, whole_environment

pytest.importorskip("argostranslate")

MOMENTS = 25
_WALK = Path(__file__).with_name("walk_kill.py")
_TESTS = Path(__file__).resolve().parent.parent


class Whole(NamedTuple):
    """An undisturbed build: how long it took, its release, and every unit it sent."""

    seconds: float
    release: dict[str, bytes]
    calls: list[tuple[str, int]]
    environment: dict[str, str]


def start(root: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a build in a folder."""
    root.mkdir(parents=True, exist_ok=True)
    examples = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    sentences = [example["source"] for example in examples]
    (root / "sentences.json").write_text(json.dumps(sentences), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(_WALK), str(root)],
        env={**environment, "PYTHONPATH": str(_TESTS)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes]) -> None:
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()


def release_of(root: Path) -> dict[str, bytes]:
    folder = root / "releases/PocketMessages-VN"
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def calls_of(root: Path) -> list[tuple[str, int]]:
    """Return the units that were sent to the engine, in order; a torn last line is none."""
    log = root / "calls.jsonl"
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").split("\n")[:-1]
    return [tuple(json.loads(line)) for line in lines]


def finished_units(root: Path) -> set[str]:
    """Return the units that the store has."""
    store = root / "work/store.sqlite"
    if not store.exists():
        return set()
    with sqlite3.connect(store) as connection:
        try:
            return {row[0] for row in connection.execute("SELECT unit FROM translation")}
        except sqlite3.OperationalError:
            return set()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the tests' Argos package is installed."""
    found = whole_environment(tmp_path_factory.mktemp("argos"))
    code = "import sys; from argostranslate import package; package.install_from_path(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(PACKAGE)], env=found, check=True)
    return found


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Whole:
    root = tmp_path_factory.mktemp("whole")
    started = time.monotonic()
    finish(start(root, environment))
    seconds = time.monotonic() - started
    return Whole(seconds, release_of(root), calls_of(root), environment)


def moments() -> Iterator[float]:
    """Yield random shares of a build's time."""
    generator = random.Random(25)  # noqa: S311 - moments, not secrets
    for _ in range(MOMENTS):
        yield generator.uniform(0.05, 1.0)


def test_an_undisturbed_build_sends_every_unit_once(whole: Whole) -> None:
    assert len(whole.calls) > 100
    assert len(set(whole.calls)) == len(whole.calls)
    assert "data/default/test-00000-of-00001.parquet" in whole.release


@pytest.mark.parametrize("share", list(moments()), ids=lambda share: f"at {share:.0%}")
def test_a_killed_build_ends_as_if_it_had_not_been(
    whole: Whole, tmp_path: Path, share: float
) -> None:
    process = start(tmp_path, whole.environment)
    try:
        process.wait(timeout=share * whole.seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    before = calls_of(tmp_path)
    finished = finished_units(tmp_path)

    finish(start(tmp_path, whole.environment))
    after = calls_of(tmp_path)[len(before) :]
    assert release_of(tmp_path) == whole.release
    assert not {unit for unit, _ in after if unit in finished}, "a finished unit was sent again"
    assert {unit for unit, _ in before} | {unit for unit, _ in after} == {
        unit for unit, _ in whole.calls
    }
