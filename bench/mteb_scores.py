"""Scores the small model on the samples in mteb: on the source texts and on their translation.

    python bench/mteb_scores.py [--out FOLDER]

Builds the Vietnamese samples, loads every release with its own `mteb_task.py`, and prints a
Markdown table: mteb's main score of `models/static-1` on both sides, how many of mteb's checks of
dataset quality the statistics pass that mteb itself computes, and whether those are the manifest's.
The source side is the same rows through the same class, with the texts that they were before.
"""

import argparse
import json
import logging
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.catalog.locate import bundled_root
from babelwright.release.data import features_of
from babelwright.tasks.base import Table
from babelwright.tasks.quality import judge_quality
from babelwright.tasks.registry import task_types

HEAD = ("type", "task", "rows", "score", "source", "translation", "quality checks", "statistics")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, help="folder for builds, kept; else a temporary one")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        out = (options.out or Path(folder)).resolve()
        _build(out)
        model = _model()
        print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
        for release in sorted((out / "releases").iterdir()):
            if (release / "manifest.json").is_file():
                print(f"| {' | '.join(_row(release, out, model))} |", flush=True)
    return 0


def _build(out: Path) -> None:
    command = [sys.executable, "-m", "babelwright", "build", "--lang", "vi", "--offline"]
    folders = ["--out", str(out / "releases"), "--work", str(out / "work")]
    subprocess.run([*command, *folders], check=True, stdout=subprocess.DEVNULL)


def _model() -> Any:
    """Return the embedded static model in sentence-transformers' form."""
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    folder = bundled_root() / "models/static-1"
    tensors = load_file(folder / "model.safetensors")
    weights = tensors["weight"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    return SentenceTransformer(modules=[module], device="cpu")


def _row(release: Path, out: Path, model: Any) -> Iterator[str]:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    task = _task(release)
    yield manifest["type"]
    yield manifest["name"]
    yield f"{sum(split['rows'] for each in manifest['configs'] for split in each['splits']):,}"
    yield manifest["mteb"]["main_score"]
    yield _source_score(manifest, release, out, model)
    yield f"{_score(task, model):.3f}"
    theirs = _statistics(task, manifest)
    checks = judge_quality(theirs)
    yield f"{sum(not check['failed'] for check in checks)} of {len(checks)}"
    yield "equal" if theirs == manifest["parts"][0]["statistics"] else "differ"


def _task(folder: Path) -> Any:
    """Return the task of the module that lies in a folder."""
    spec = spec_from_file_location("mteb_task", folder / "mteb_task.py")
    assert spec and spec.loader  # noqa: S101 - the folder has it
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found = (each for each in vars(module).values() if isinstance(each, type))
    return next(each for each in found if each.__module__ == "mteb_task")()


def _score(task: Any, model: Any) -> float:
    import datasets
    import mteb

    with tempfile.TemporaryDirectory() as cache:
        datasets.config.HF_DATASETS_CACHE = Path(cache)
        result = mteb.evaluate(
            model, task, encode_kwargs={"batch_size": 64}, cache=None, show_progress_bar=False
        )
    scores = result.task_results[0].scores
    return float(np.mean([each["main_score"] for split in scores.values() for each in split]))


def _statistics(task: Any, manifest: dict[str, Any]) -> dict[str, Any]:
    """Return mteb's statistics of every split that the manifest has some of."""
    task.load_data()
    return {
        split: _shown(task._calculate_descriptive_statistics_from_split(split))
        for split in manifest["parts"][0]["statistics"]
    }


def _shown(facts: Any) -> Any:
    """Return mteb's statistics without what is null for texts."""
    if isinstance(facts, dict):
        return {key: _shown(value) for key, value in facts.items() if value is not None}
    return facts


def _source_score(manifest: dict[str, Any], release: Path, out: Path, model: Any) -> str:
    if manifest["method"] == "collect" or manifest["type"] == "bitext_mining":
        return "-"
    (part,) = manifest["parts"]
    (canonical,) = (out / "work").glob(f"builds/*-{part['build'][:12]}/1-source/canonical")
    with tempfile.TemporaryDirectory() as folder:
        _write_source(manifest, release, canonical, Path(folder))
        return f"{_score(_task(Path(folder)), model):.3f}"


def _write_source(manifest: dict[str, Any], release: Path, canonical: Path, folder: Path) -> None:
    """Write the released rows as they were before translation, in the release's layout."""
    from huggingface_hub import DatasetCard, DatasetCardData

    task_type = task_types()[manifest["type"]]
    labels = tuple(manifest["parts"][0]["source"]["labels"])
    for config in manifest["configs"]:
        table = task_type.table(config["table"])
        for split in config["splits"]:
            rows = _before(table, split, release, canonical)
            features = features_of(table, labels)
            file = folder / split["files"][0]
            file.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows.cast(features.arrow_schema), file)
    card = DatasetCard((release / "README.md").read_text(encoding="utf-8"))
    configs = card.data.to_dict()["configs"]  # type: ignore[no-untyped-call]
    text = f"---\n{DatasetCardData(configs=configs).to_yaml()}\n---\n"
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "mteb_task.py").write_bytes((release / "mteb_task.py").read_bytes())


def _before(table: Table, split: dict[str, Any], release: Path, canonical: Path) -> pa.Table:
    """Return the rows of a split, in order, with their texts before translation."""
    rows = pa.concat_tables(pq.read_table(release / name) for name in split["files"])
    if not table.texts:
        return rows
    columns = ", ".join(f'c."{column.name}"' for column in table.columns)
    before = pq.read_table(canonical / f"{table.name}.{split['split']}.parquet")
    with duckdb.connect() as connection:
        connection.register("released", rows.append_column("place", pa.array(range(len(rows)))))
        connection.register("before", before)
        keys = ", ".join(f'"{name}"' for name in table.key)
        return connection.sql(
            f"SELECT {columns} FROM before c JOIN released r USING ({keys}) ORDER BY r.place"  # noqa: S608
        ).to_arrow_table()


if __name__ == "__main__":
    sys.exit(main())
