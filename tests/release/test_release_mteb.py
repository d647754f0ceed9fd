"""mteb reads our layout: every type of the samples is loaded and evaluated by mteb itself."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.projects import Project
from support.samples import build_samples

mteb = pytest.importorskip("mteb")
pytest.importorskip("sentence_transformers")

CASES = {
    "SampleSTS-VN": ("STS", "AbsTaskSTS", "cosine_spearman"),
    "SampleMessages-VN": ("Classification", "AbsTaskClassification", "accuracy"),
    "SampleRequests-VN": ("Classification", "AbsTaskClassification", "accuracy"),
    "SampleRetrieval-VN": ("Retrieval", "AbsTaskRetrieval", "ndcg_at_10"),
    "SampleBitext-VN": ("BitextMining", "AbsTaskBitextMining", "f1"),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return build_samples(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def model() -> Any:
    """A small model of our own: the embedded static one, in sentence-transformers' form."""
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    from babelwright.catalog.locate import bundled_root

    folder = bundled_root() / "models/static-1"
    tensors = load_file(folder / "model.safetensors")
    weights = tensors["weight"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    return SentenceTransformer(modules=[module], device="cpu")


def task_of(name: str, folder: Path) -> Any:
    """Return an mteb task over a release's folder, with nothing overridden."""
    kind, base, score = CASES[name]
    languages = ["eng-Latn", "vie-Latn"] if kind == "BitextMining" else ["vie-Latn"]
    metadata = mteb.TaskMetadata(
        name=name.replace("-", ""),
        description="A release, loaded from its folder.",
        type=kind,
        dataset={"path": str(folder), "revision": "local"},
        eval_splits=["test"],
        eval_langs=languages,
        main_score=score,
        category="t2t",
        modalities=["text"],
        reference=None,
        date=("2026-11-01", "2026-11-30"),
        domains=["Written"],
        task_subtypes=[],
        license="cc0-1.0",
        annotations_creators="human-annotated",
        dialect=[],
        sample_creation="human-translated",
        bibtex_citation="",
    )
    parent = getattr(mteb.abstasks, base)
    return type(name.replace("-", ""), (parent,), {"metadata": metadata})()


@pytest.mark.parametrize("name", CASES)
def test_mteb_evaluates_a_release_as_it_is(
    releases: Project, model: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    task = task_of(name, releases.release(name))
    result = mteb.evaluate(
        model, task, encode_kwargs={"batch_size": 64}, cache=None, show_progress_bar=False
    )
    (split,) = result.task_results[0].scores["test"]
    assert 0.2 < split["main_score"] <= 1.0
