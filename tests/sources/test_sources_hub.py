"""Datasets on the Hub, read from the loopback Hub in processes of their own."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loopback_hub import LoopbackHub, run_client
from support import hub_reading

REPO = "babelwright/demo"
CARD = """---
configs:
- config_name: vi
  default: true
  data_files: [{split: test, path: data/vi/test-*.parquet}]
- config_name: nb
  data_files: [{split: test, path: data/nb/test-*.parquet}]
---
"""
NO_SHA = "0123456789abcdef0123456789abcdef01234567"
MISSING = "there is no such dataset or revision, or this account has no access to it"
CHECK = (
    "\n  Check id and revision; for a private or gated dataset accept its terms on the Hub and "
    "set HF_TOKEN"
)


def parquet(*texts: str) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": pa.array(texts, pa.string())}), sink)
    return sink.getvalue()


@pytest.fixture(scope="module")
def hub() -> Iterator[LoopbackHub]:
    with LoopbackHub() as running:
        yield running
        assert running.foreign == []


@pytest.fixture(scope="module")
def revisions(hub: LoopbackHub) -> tuple[str, str]:
    """Two revisions of the dataset: the second has another text."""
    files = {
        "README.md": CARD.encode(),
        "data/vi/test-00000-of-00002.parquet": parquet("một", "hai"),
        "data/vi/test-00001-of-00002.parquet": parquet("ba"),
        "data/nb/test-00000-of-00001.parquet": parquet("én"),
    }
    first = hub.add_dataset(REPO, files)
    changed = {"data/vi/test-00000-of-00002.parquet": parquet("mới")}
    return first, hub.commit(REPO, changed)


@pytest.fixture(scope="module")
def found(
    hub: LoopbackHub, tmp_path_factory: pytest.TempPathFactory, revisions: tuple[str, str]
) -> dict[str, list[str]]:
    """What was read of each case: texts, or the class of the error and its message."""
    first, second = revisions
    empty = hub.add_dataset("babelwright/empty", {"README.md": b"# Nothing"})
    jobs = {
        "first": (REPO, first, None, "test"),
        "second": (REPO, second, "vi", "test"),
        "other config": (REPO, first, "nb", "test"),
        "no revision": (REPO, NO_SHA, None, "test"),
        "no config": (REPO, first, "da", "test"),
        "no split": (REPO, first, "vi", "train"),
        "no dataset": ("someone/none", NO_SHA, None, "test"),
        "no data": ("babelwright/empty", empty, None, "test"),
    }
    beside = {"beside a folder": (REPO, first, "nb", "test")}
    home = tmp_path_factory.mktemp("home")
    read = run_client(
        hub, home, hub_reading.read, jobs=list(jobs.values()), beside=list(beside.values())
    )
    return dict(zip([*jobs, *beside], read, strict=True))


def test_rows_are_those_of_the_full_sha_in_their_order(found: dict[str, list[str]]) -> None:
    assert found["first"] == ["một", "hai", "ba"]
    assert found["second"] == ["mới", "ba"]


def test_a_config_is_read_by_its_name(found: dict[str, list[str]]) -> None:
    assert found["other config"] == ["én"]


def test_a_local_folder_of_the_same_name_is_not_read_instead(found: dict[str, list[str]]) -> None:
    assert found["beside a folder"] == ["én"]


def test_what_a_dataset_has_not_is_said_with_what_it_has(
    found: dict[str, list[str]], revisions: tuple[str, str]
) -> None:
    place = f"{REPO}@{revisions[0][:7]}"
    assert found["no config"] == [
        "SourceError",
        f"{place} config 'da': split 'test' cannot be read: "
        "BuilderConfig 'da' not found. Available: ['vi', 'nb']",
    ]
    assert found["no split"] == [
        "SourceError",
        f"{place} config 'vi': split 'train' cannot be read: "
        "Bad split: train. Available splits: ['test']",
    ]


def test_a_dataset_without_data_is_said(found: dict[str, list[str]]) -> None:
    kind, message = found["no data"]
    assert kind == "SourceError"
    assert "babelwright/empty" in message
    assert "doesn't contain any data files" in message


@pytest.mark.parametrize(("case", "repo"), [("no revision", REPO), ("no dataset", "someone/none")])
def test_a_missing_revision_or_dataset_is_said_with_what_to_do(
    found: dict[str, list[str]], case: str, repo: str
) -> None:
    kind, message = found[case]
    assert kind == "UnreachableSource"
    assert message.startswith(f"{repo}@{NO_SHA[:7]}: {MISSING}: ")
    assert message.endswith(CHECK)


def test_a_private_dataset_looks_like_a_missing_one(hub: LoopbackHub, tmp_path: Path) -> None:
    name = "someone/hidden"
    sha = hub.add_dataset(name, {"test.jsonl": b'{"text": "secret"}\n'}, private=True)
    jobs = [(name, sha, None, "test")]
    ((kind, message),) = run_client(
        hub, tmp_path, hub_reading.read, anonymous=True, jobs=jobs, beside=[]
    )
    assert kind == "UnreachableSource"
    assert message.startswith(f"{name}@{sha[:7]}: {MISSING}: ")
    assert message.endswith(CHECK)


def test_without_the_hub_no_other_revision_is_read_from_a_cache(tmp_path: Path) -> None:
    with LoopbackHub() as hub:
        files = {"README.md": CARD.encode(), "data/vi/test-0.parquet": parquet("một")}
        first = hub.add_dataset(REPO, files)
        hub.commit(REPO, {"data/vi/test-0.parquet": parquet("mới")})
        cached = run_client(hub, tmp_path, hub_reading.load_into_cache, repo=REPO, config="vi")
        assert cached == ["mới"]
    jobs = [(REPO, first, "vi", "test"), (REPO, first, None, "test")]
    for kind, message in run_client(hub, tmp_path, hub_reading.read_without_waiting, jobs=jobs):
        assert kind == "UnreachableSource"
        assert message.startswith(f"{REPO}@{first[:7]}")
        assert ": the Hub cannot be reached: " in message
        assert message.endswith("\n  Check the network, or build what needs none: add --offline")
