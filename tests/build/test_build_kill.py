"""A build that is killed at any moment goes on where it stopped, and nothing is paid twice."""

import contextlib
import json
import random
import shutil
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

MOMENTS, UNITS, BATCH = 25, 200, 16
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


class Moment(NamedTuple):
    """When a build is killed: after a share of its time, or when it has sent so many units."""

    share: float = 0.0
    units: int = 0

    def __str__(self) -> str:
        return f"after {self.units} units" if self.units else f"at {self.share:.0%}"


def moments() -> Iterator[Moment]:
    """Yield random moments: translating is short here, so half of them are in the midst of it."""
    generator = random.Random(25)  # noqa: S311 - moments, not secrets
    for i in range(MOMENTS):
        if i % 2:
            yield Moment(units=generator.randint(1, UNITS - 1))
        else:
            yield Moment(share=generator.uniform(0.05, 0.95))


def wait_for(moment: Moment, process: subprocess.Popen[bytes], root: Path, whole: Whole) -> None:
    """Wait until the moment has come, or the process has ended."""
    if not moment.units:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moment.share * whole.seconds)
        return
    while process.poll() is None and len(calls_of(root)) < moment.units:
        time.sleep(0.001)


def killed(root: Path, moment: Moment, whole: Whole) -> None:
    """Leave a build that was killed in a folder: where it was faster than ours, kill sooner."""
    process = start(root, whole.environment)
    wait_for(moment, process, root, whole)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if process.returncode != -signal.SIGKILL:
        shutil.rmtree(root)
        sooner = Moment(moment.share * 0.8, max(moment.units - BATCH, min(moment.units, 1)))
        killed(root, sooner, whole)


def test_an_undisturbed_build_sends_every_unit_once(whole: Whole) -> None:
    assert len(whole.calls) == UNITS
    assert len(set(whole.calls)) == len(whole.calls)
    assert "data/default/test-00000-of-00001.parquet" in whole.release


@pytest.mark.parametrize("moment", list(moments()), ids=str)
def test_a_killed_build_ends_as_if_it_had_not_been(
    whole: Whole, tmp_path: Path, moment: Moment
) -> None:
    root = tmp_path / "killed"
    killed(root, moment, whole)
    before = calls_of(root)
    finished = finished_units(root)

    finish(start(root, whole.environment))
    after = calls_of(root)[len(before) :]
    assert release_of(root) == whole.release
    assert not {unit for unit, _ in after if unit in finished}, "a finished unit was sent again"
    assert {unit for unit, _ in before} | {unit for unit, _ in after} == {
        unit for unit, _ in whole.calls
    }
