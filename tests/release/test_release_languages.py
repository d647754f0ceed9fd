"""mteb reads releases in several languages: a config a language or pair, and parallel tables."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.release.verify import verify
from support.mteb_tasks import shown, small_model, task_of
from support.projects import Project, make_project

mteb = pytest.importorskip("mteb")
pytest.importorskip("sentence_transformers")

CROSS, PARALLEL = "SampleCrossLingual-Scandinavian", "SampleParallel-Scandinavian"
NAMES = (CROSS, PARALLEL)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Project:
    pocket = make_project(tmp_path_factory.mktemp("languages"))
    options = replace(
        pocket.options,
        catalog=bundled_root(),
        offline=True,
        builder="scandinavian",
        embedder=None,
    )
    project = Project(bundled_root(), options)
    assert project.build() == 0
    return project


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


def subsets(project: Project, name: str) -> dict[str, Any]:
    """Return the statistics of every subset, as the manifest has them."""
    manifest = project.manifest(name)
    own = {
        language["subset"]: part["statistics"]
        for language, part in zip(manifest["languages"], manifest["parts"], strict=True)
    }
    if name == CROSS:
        return own
    wide = {
        f"eng_Latn-{language['mteb'].replace('-', '_')}": own[language["subset"]]
        for language in manifest["languages"]
    }
    return {**wide, **manifest["pair_statistics"]}


@pytest.mark.parametrize("name", NAMES)
def test_mteb_evaluates_every_subset(releases: Project, name: str) -> None:
    task = task_of(releases.release(name))
    task.metadata._validate_metadata()
    assert task.metadata.is_filled()
    result = mteb.evaluate(
        small_model(), task, encode_kwargs={"batch_size": 64}, cache=None, show_progress_bar=False
    )
    scores = {each["hf_subset"]: each for each in result.task_results[0].scores["test"]}
    assert set(scores) == set(task.metadata.eval_langs) == set(subsets(releases, name))
    assert all(0.1 < each["main_score"] <= 1.0 for each in scores.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_subset_has_the_statistics_that_mteb_finds(releases: Project, name: str) -> None:
    task = task_of(releases.release(name))
    task.load_data()
    for subset, found in subsets(releases, name).items():
        theirs = task._calculate_descriptive_statistics_from_split("test", hf_subset=subset)
        assert found["test"] == shown(theirs)


def test_a_cross_lingual_corpus_stays_as_the_source_has_it(releases: Project) -> None:
    from datasets import load_dataset

    folder = str(releases.release(CROSS))
    corpus = load_dataset(folder, "en-da-corpus")["corpus"]
    source = (bundled_root() / "samples/en/retrieval/corpus.jsonl").read_text("utf-8")
    wanted = [json.loads(line) for line in source.splitlines()]
    assert [row["text"] for row in corpus] == [row["text"] for row in wanted]
    queries = load_dataset(folder, "en-sv-queries")["queries"]
    assert (
        queries[0]["text"]
        == "Hur blir jag av med en gammal garderob som är för stor för soptunnan?"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_promise_holds(
    releases: Project, name: str, schemas: Schemas, catalog: Catalog
) -> None:
    held = verify(releases.release(name), schemas, catalog.rooms.cards)
    assert [each.problems for each in held if not each.holds] == []


def test_a_card_lists_the_languages_of_all_texts(releases: Project) -> None:
    from huggingface_hub import DatasetCard

    card: Any = DatasetCard((releases.release(CROSS) / "README.md").read_text("utf-8"))
    assert card.data.language == ["en", "da", "sv", "nb"]
    assert card.data.multilinguality == "multilingual"
    assert "| Cross-lingual | queries in these languages" in card.text
