"""Trains, quantises and measures the embedded fidelity model, and writes its folder.

    python models/train.py --data DIR --out models/static-1

Needs babelwright, installed, and torch; running the finished model needs no torch.
With --measure-only an existing folder is measured and its card written again, without torch.
"""

import argparse
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

NAME = "static-1"
LICENCE = "cc-by-sa-4.0"
INT8_MAX = 127


def quantise(
    vectors: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rounds each row of float32 [V, d] to int8 with a scale of its own, float32 [V]."""
    largest = np.abs(vectors).max(axis=1)
    scale = np.where(largest > 0, largest / INT8_MAX, 1.0).astype(np.float32)
    return np.rint(vectors / scale[:, None]).astype(np.int8), scale


def log(text: str) -> None:
    """One line of progress on standard error."""
    print(text, file=sys.stderr, flush=True)


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Writes a value as indented UTF-8 JSON."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def make(data: Path, out: Path, settings: Any, workers: int) -> dict[str, Any]:
    """Trains the model and writes its tokenizer, weights and config; returns the first metrics."""
    import torch
    from models import network
    from models.data import LANGUAGES, read_news, training_set
    from models.evaluate import StaticModel, measure_quantisation
    from models.subwords import train_tokenizer
    from safetensors.numpy import save

    from babelwright.fidelity.static import StaticEmbedder

    news = read_news(data)
    chosen = training_set(data)
    log(f"{len(chosen.pairs)} pairs, {sum(chosen.removed.values())} removed")
    tokenizer = train_tokenizer(chosen.pairs, settings.vocabulary, settings.seed)
    started = time.monotonic()
    vectors = network.train(chosen.pairs, tokenizer, settings, workers)
    seconds = time.monotonic() - started
    out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    weight, scale = quantise(vectors)
    (out / "model.safetensors").write_bytes(save({"weight": weight, "scale": scale}))
    write_json(
        out / "config.json",
        {
            "name": NAME,
            "dimensions": vectors.shape[1],
            "vocabulary": vectors.shape[0],
            "pooling": "mean",
            "normalize": True,
            "unknown": "zero row",
            "weights": "int8, times one float32 scale a row",
            "languages": ["en", *LANGUAGES],
            "licence": LICENCE,
        },
    )
    quantisation = measure_quantisation(StaticModel(tokenizer, vectors), StaticEmbedder(out), news)
    return {
        "training": {
            "pairs": len(chosen.pairs),
            "pairs_used": chosen.used,
            "pairs_removed_as_held_back": chosen.removed,
            "settings": settings.as_dict(),
            "seconds": round(seconds),
            "workers": workers,
            "torch": torch.__version__,
            "python": platform.python_version(),
        },
        "quantisation": quantisation,
    }


def measure_folder(data: Path, out: Path, made: dict[str, Any]) -> None:
    """Measures the written model and writes metrics.json and README.md from it."""
    from models.card import render
    from models.data import read_news, read_short
    from models.evaluate import measure

    from babelwright.fidelity.static import StaticEmbedder

    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    figures = measure(StaticEmbedder(out), read_news(data), read_short(data))
    files = ("tokenizer.json", "model.safetensors")
    sizes = {name: (out / name).stat().st_size for name in files}
    metrics = {"model": NAME, **figures, **made, "bytes": sizes}
    write_json(out / "metrics.json", metrics)
    (out / "README.md").write_text(render(metrics, config), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--epochs", type=int, help="passes over the training pairs")
    parser.add_argument("--seed", type=int, help="decides every draw")
    parser.add_argument(
        "--workers", type=int, default=2, help="members trained at a time, one thread each"
    )
    parser.add_argument(
        "--measure-only", action="store_true", help="measure the model that --out holds"
    )
    return parser.parse_args()


def main() -> int:
    """Runs the command line; 0 when the folder is complete."""
    from models.data import DataError

    asked = arguments()
    try:
        if asked.measure_only:
            old = json.loads((asked.out / "metrics.json").read_text(encoding="utf-8"))
            made = {part: old[part] for part in ("training", "quantisation")}
        else:
            from models.network import Settings

            given = {"epochs": asked.epochs, "seed": asked.seed}
            settings = Settings(**{key: value for key, value in given.items() if value is not None})
            made = make(asked.data, asked.out, settings, asked.workers)
        measure_folder(asked.data, asked.out, made)
    except DataError as error:
        log(str(error))
        return 2
    log(f"wrote {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
