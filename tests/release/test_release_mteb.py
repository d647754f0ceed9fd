"""mteb reads our layout: every type of the samples is loaded and evaluated by mteb itself."""

from pathlib import Path
from typing import get_args

import pytest

from babelwright.release.made import MODULE
from babelwright.release.mteb import LICENCES
from babelwright.tasks.quality import judge_quality
from support.mteb_tasks import shown, small_model, task_of
from support.projects import Project
from support.samples import build_samples

mteb = pytest.importorskip("mteb")
pytest.importorskip("sentence_transformers")

NAMES = (
    "SampleSTS-VN",
    "SampleMessages-VN",
    "SampleRequests-VN",
    "SampleRetrieval-VN",
    "SampleBitext-VN",
    "SamplePairs-VN",
    "SampleClusters-VN",
    "SampleTree-VN",
    "SampleTags-VN",
    "SampleReranking-VN",
    "SampleInstructions-VN",
    "SampleInstructedRanking-VN",
    "SampleSummaries-VN",
)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return build_samples(tmp_path_factory.mktemp("samples"))


@pytest.mark.parametrize("name", NAMES)
def test_mteb_evaluates_a_release_by_its_own_module(
    releases: Project, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    task = task_of(releases.release(name))
    result = mteb.evaluate(
        small_model(), task, encode_kwargs={"batch_size": 64}, cache=None, show_progress_bar=False
    )
    (split,) = result.task_results[0].scores["test"]
    assert 0.1 < split["main_score"] <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_the_modules_metadata_is_complete_and_what_the_manifest_says(
    releases: Project, name: str
) -> None:
    metadata = task_of(releases.release(name)).metadata
    manifest = releases.manifest(name)
    metadata._validate_metadata()
    assert metadata.is_filled()
    assert metadata.name == name
    assert metadata.dataset["path"] == str(releases.release(name))
    assert metadata.dataset["revision"] == f"v{manifest['version']}"
    assert metadata.eval_splits == ["test"]
    assert metadata.eval_langs == (
        ["eng-Latn", "vie-Latn"] if name == "SampleBitext-VN" else ["vie-Latn"]
    )
    for ours, theirs in (
        ("licence", "license"),
        ("sample_creation", "sample_creation"),
        ("domains", "domains"),
        ("subtypes", "task_subtypes"),
        ("description", "description"),
    ):
        assert manifest[ours] == getattr(metadata, theirs)


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_has_the_statistics_that_mteb_finds_in_the_data(
    releases: Project, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    task = task_of(releases.release(name))
    task.load_data()
    found = releases.manifest(name)["parts"][0]["statistics"]
    assert "test" in found
    for split in found:
        if split in task.dataset or split == "test":
            theirs = shown(task._calculate_descriptive_statistics_from_split(split))
            assert found[split] == theirs


@pytest.mark.parametrize("name", NAMES)
def test_mtebs_own_statistics_pass_its_checks_with_no_exemption(
    releases: Project, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    task = task_of(releases.release(name))
    task.load_data()
    (part,) = releases.manifest(name)["parts"]
    checks = judge_quality(
        {
            split: task._calculate_descriptive_statistics_from_split(split)
            for split in part["statistics"]
        }
    )
    assert {check["mteb"]: check["failed"] for check in checks if check["failed"]} == {}
    assert part["quality"] == checks
    assert len(checks) >= 5
    assert all(table["rows"] for table in part["profile"]["tables"])


def test_without_the_data_beside_it_the_module_reads_the_repository(
    releases: Project, tmp_path: Path
) -> None:
    copied = tmp_path / MODULE
    copied.write_bytes((releases.release("SampleSTS-VN") / MODULE).read_bytes())
    metadata = task_of(tmp_path).metadata
    assert metadata.dataset == {"path": "babelwright/SampleSTS-VN", "revision": "v1.0.0"}


def test_the_licences_that_need_no_address_are_mtebs() -> None:
    from mteb.types import Licenses

    assert set(get_args(Licenses)) >= LICENCES
