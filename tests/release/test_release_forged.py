"""Releases that were made to look whole."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.errors import VerifyError
from babelwright.release.verify import Held, verify
from support.rereleasing import fit

DATA = "data/default/test-00000-of-00001.parquet"
PROVENANCE = "provenance.parquet"


@pytest.fixture
def held(release: Path, catalog: Catalog, schemas: Schemas) -> Callable[[], list[Held]]:
    return lambda: verify(release, schemas, catalog.rooms.cards)


@pytest.fixture
def problems(held: Callable[[], list[Held]]) -> Callable[[], list[str]]:
    return lambda: [problem for each in held() for problem in each.problems]


def test_a_release_that_was_only_made_to_fit_again_holds(
    release: Path, problems: Callable[[], list[str]]
) -> None:
    fit(release)
    assert problems() == []


def test_a_shard_that_readers_would_load_and_no_split_has_is_found(
    release: Path, problems: Callable[[], list[str]]
) -> None:
    more = "data/default/test-00001-of-00002.parquet"
    shutil.copy(release / DATA, release / more)
    fit(release)
    assert problems() == [f"{more}: belongs to no split"]


def test_rows_that_lie_where_readers_do_not_look_are_found(
    release: Path, problems: Callable[[], list[str]]
) -> None:
    hidden = "data/other/test-00000-of-00001.parquet"
    (release / hidden).parent.mkdir()
    shutil.copy(release / DATA, release / hidden)
    configs = json.loads((release / "manifest.json").read_text())["configs"]
    configs[0]["splits"][0]["files"] = [hidden]
    fit(release, configs=configs)
    found = problems()
    assert f"{DATA}: belongs to no split" in found
    assert f"{hidden}: belongs to no split" in found


def test_provenance_must_tell_of_the_rows_that_are_there(
    release: Path, problems: Callable[[], list[str]]
) -> None:
    table = pq.read_table(release / PROVENANCE)
    twice = pa.concat_tables([table.slice(0, table.num_rows - 1), table.slice(0, 1)])
    pq.write_table(twice, release / PROVENANCE)
    fit(release)
    assert problems() == [f"{PROVENANCE}: lacks 1 rows of default test"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", b"---\na: [\n---\n"),
        ("README.md", b"\xff\xfe"),
        (PROVENANCE, b"PAR1"),
        (DATA, b""),
    ],
)
def test_a_file_that_cannot_be_read_breaks_its_promise_and_not_the_verifier(
    release: Path, held: Callable[[], list[Held]], name: str, content: bytes
) -> None:
    (release / name).write_bytes(content)
    fit(release)
    found = [problem for each in held() for problem in each.problems]
    assert any(problem.startswith("cannot be checked: ") for problem in found)
    assert len(held()) == 11
    assert all("\n" not in problem for problem in found)


@pytest.mark.parametrize("kind", ["none", "../../secret"])
def test_a_type_that_is_none_breaks_promises(
    release: Path, held: Callable[[], list[Held]], kind: str
) -> None:
    fit(release, type=kind)
    broken = [each.promise for each in held() if not each.holds]
    assert "every row has the form that its type's schema gives" in broken


@pytest.mark.parametrize("name", [".gitattributes.py", ".cached/x", "link"])
def test_what_only_begins_like_the_hubs_own_files_is_held_against_a_release(
    release: Path, problems: Callable[[], list[str]], name: str
) -> None:
    (release / name).parent.mkdir(exist_ok=True)
    if name == "link":
        (release / name).symlink_to(release.parent, target_is_directory=True)
    else:
        (release / name).write_text("x")
    assert f"{name}: is not listed in SHA256SUMS" in problems()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[" * 100_000, "maximum recursion depth"),
        (b"\xff", "can't decode byte"),
        (b"", "Expecting value"),
    ],
    ids=["deep", "bytes", "empty"],
)
def test_a_manifest_that_cannot_be_read_is_one_message(
    release: Path, held: Callable[[], list[Held]], content: bytes, said: str
) -> None:
    (release / "manifest.json").write_bytes(content)
    with pytest.raises(VerifyError, match=said):
        held()


def test_a_missing_manifest_is_told_without_its_path_twice(
    release: Path, held: Callable[[], list[Held]]
) -> None:
    (release / "manifest.json").unlink()
    with pytest.raises(VerifyError) as caught:
        held()
    assert caught.value.message == "there is no readable manifest: No such file or directory"
