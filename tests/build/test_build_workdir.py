"""A build's folder: what is there is whole, and one process works in it."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.build.workdir import WorkDir, read_json, write_json
from babelwright.errors import BabelwrightError
from support.laws import law

KEY = "0123456789abcdef" * 4


@pytest.fixture
def work(tmp_path: Path) -> WorkDir:
    return WorkDir(tmp_path / "builds", "Tiny-VN-vi", KEY)


def test_the_folder_is_named_by_task_language_and_key(tmp_path: Path, work: WorkDir) -> None:
    assert work.folder == tmp_path / "builds/Tiny-VN-vi-0123456789ab"
    assert work.folder.is_dir()
    other = WorkDir(tmp_path / "builds", "Tiny-VN-vi", KEY[::-1])
    assert other.folder != work.folder


def test_a_stage_is_done_when_its_block_ended_well(work: WorkDir) -> None:
    assert work.done("1-source") is None
    with work.writing("1-source") as folder:
        (folder / "rows").write_text("x", encoding="utf-8")
        assert work.done("1-source") is None
    done = work.done("1-source")
    assert done == work.folder / "1-source"
    assert [file.name for file in done.iterdir()] == ["rows"]
    assert work.done("2-texts") is None


def test_a_stage_that_broke_is_not_done_and_starts_from_nothing(work: WorkDir) -> None:
    with pytest.raises(ZeroDivisionError), work.writing("1-source") as folder:
        (folder / "half").write_text("x", encoding="utf-8")
        raise ZeroDivisionError
    assert work.done("1-source") is None
    with work.writing("1-source") as folder:
        assert list(folder.iterdir()) == []
    assert work.done("1-source") is not None


def test_what_a_killed_process_left_is_not_trusted(tmp_path: Path, work: WorkDir) -> None:
    code = (
        "import os, sys; from pathlib import Path; from babelwright.build.workdir import WorkDir\n"
        f"work = WorkDir(Path(sys.argv[1]), 'Tiny-VN-vi', {KEY!r})\n"
        "with work.locked(), work.writing('1-source') as folder:\n"
        "    (folder / 'half').write_text('x')\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "builds")], check=False)
    assert done.returncode == -9
    assert work.done("1-source") is None
    with work.locked(), work.writing("1-source") as folder:
        assert list(folder.iterdir()) == []


def test_another_process_is_told_that_the_folder_is_taken(tmp_path: Path, work: WorkDir) -> None:
    code = (
        "import sys; from pathlib import Path; from babelwright.build.workdir import WorkDir\n"
        f"with WorkDir(Path(sys.argv[1]), 'Tiny-VN-vi', {KEY!r}).locked():\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "builds")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BabelwrightError) as caught, work.locked():
            pytest.fail("two processes hold one folder")
        assert caught.value.message == f"another process is building in {work.folder}"
        assert caught.value.hint == "Wait for it to end; what it finished is not done again"
        with WorkDir(tmp_path / "builds", "Other-VN-vi", KEY).locked():
            pass
        other.communicate("\n")
    with work.locked():
        pass


def test_the_lock_is_given_back_when_the_build_breaks(work: WorkDir) -> None:
    with pytest.raises(ZeroDivisionError), work.locked():
        raise ZeroDivisionError
    with work.locked():
        pass


def test_json_is_written_in_one_form(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_json(one, {"b": [1, 2.5, None], "a": "chín giờ"})
    write_json(other, {"a": "chín giờ", "b": [1, 2.5, None]})
    assert one.read_bytes() == other.read_bytes()
    text = one.read_bytes().decode("utf-8")
    assert '"a": "chín giờ",\n  "b"' in text
    assert text.endswith("}\n")
    assert "\r" not in text


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abé"), inner, max_size=4),
    max_leaves=10,
)


@law
@given(values)
def test_json_that_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "content.json"
    write_json(file, content)
    assert read_json(file) == content
