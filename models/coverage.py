"""Learns what coverage expects of each token, and writes `coverage.safetensors` of a model.

    python models/coverage.py --data DIR --out models/static-1

Cover, fertility and copies of every token, and the length of the other side, in the training pairs
(`models/data.py`: no calibration or report sentence is among them); and the gap network. Afterwards
`bench/coverage.py --write` has to weigh and calibrate anew. Needs torch.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models.data import LANGUAGES, Pair, training_set

from babelwright.fidelity.coverage import covered
from babelwright.fidelity.embedder import Integers
from babelwright.fidelity.static import StaticEmbedder
from babelwright.fidelity.words import Grouping, Numbers

MOST_PAIRS = 12_000
"""Pairs of a language that cover and fertility are learned from, news first."""
BATCH = 2048
PRIOR = 5.0
"""Occurrences that a token has in addition, with the mean of all tokens."""
SAME = 0.999
RIDGE = 3.0
STEPS = 60


class Lengths(NamedTuple):
    """Characters of the other side: for one of this side a language, and beyond that a token."""

    ratios: dict[str, float]
    tokens: Numbers


def of_language(pairs: list[Pair], code: str) -> list[Pair]:
    """The pairs of English and a language, news first."""
    found = [p for p in pairs if p.left_language == "en" and p.right_language == code]
    return sorted(found, key=lambda pair: pair.corpus != "ntrex128")


def expectations(grouping: Grouping, pairs: list[Pair]) -> dict[str, Numbers]:
    """Mean cover, fertility and share of copies of every token."""
    size = len(grouping.characters)
    sums = {name: np.zeros(size) for name in ("cover", "fertility", "copied")}
    counts = np.zeros(size)
    chosen = [pair for code in LANGUAGES for pair in of_language(pairs, code)[:MOST_PAIRS]]
    for start in range(0, len(chosen), BATCH):
        rows = chosen[start : start + BATCH]
        left = grouping.words([pair.left for pair in rows])
        right = grouping.words([pair.right for pair in rows])
        both = covered(left, right, np.arange(len(rows)))
        for words, found in zip((left, right), both, strict=True):
            counts += np.bincount(words.ids, minlength=size)
            for name, values in (*found._asdict().items(), ("copied", found.cover > SAME)):
                sums[name] += np.bincount(words.ids, values[words.word], minlength=size)
    return {
        name: (found + PRIOR * found.sum() / counts.sum()) / (counts + PRIOR)
        for name, found in sums.items()
    }


def lengths(grouping: Grouping, embedder: StaticEmbedder, pairs: list[Pair], side: int) -> Lengths:
    """Characters of one side by the tokens of the other: ridge regression, outliers clipped."""
    ids, rows, wanted, languages = [], [], [], []
    count = 0
    for place, code in enumerate(LANGUAGES):
        found = of_language(pairs, code)
        texts = [(pair.left, pair.right) for pair in found]
        tokens = embedder.tokens([text[side] for text in texts])
        ids.append(tokens.ids)
        rows.append(np.repeat(np.arange(len(texts)), tokens.lengths) + count)
        wanted.append(np.array([len(text[1 - side]) + 1.0 for text in texts]))
        languages.append(np.full(len(texts), place))
        count += len(texts)
    flat, row, language = np.concatenate(ids), np.concatenate(rows), np.concatenate(languages)
    target: Numbers = np.concatenate(wanted)
    base = np.bincount(row, grouping.characters[flat], minlength=count)
    ratio = np.bincount(language, target) / np.bincount(language, base)
    weight = np.asarray(1 / np.sqrt(base + 5), dtype=np.float64)
    residual = weight * (target - ratio[language] * base)
    limit = 3 * residual.std()
    size = len(grouping.characters)
    tokens_ = _ridge(flat, row, weight, np.clip(residual, -limit, limit), size)
    named = dict(zip(LANGUAGES, np.round(ratio, 5).tolist(), strict=True))
    return Lengths(named, tokens_)


def _ridge(ids: Integers, rows: Integers, weight: Numbers, wanted: Numbers, size: int) -> Numbers:
    """Solve the normal equations by conjugate gradients; one unknown a token."""

    def forward(tokens: Numbers) -> Numbers:
        found: Numbers = weight * np.bincount(rows, tokens[ids], minlength=len(wanted))
        return found

    def backward(texts: Numbers) -> Numbers:
        each = (weight * texts)[rows]
        return np.asarray(np.bincount(ids, each, minlength=size), dtype=np.float64)

    solution: Numbers = np.zeros(size)
    residual: Numbers = backward(wanted)
    direction: Numbers = residual
    square = float(residual @ residual)
    for _ in range(STEPS):
        applied = backward(forward(direction)) + RIDGE * direction
        step = square / float(direction @ applied)
        solution = solution + step * direction
        residual = residual - step * applied
        before, square = square, float(residual @ residual)
        direction = np.add(residual, direction * (square / before), dtype=np.float64)
    return solution


def write(out: Path, tables: dict[str, Any], ratios: tuple[dict[str, float], ...]) -> None:
    """Write the tables, and the languages' ratios as metadata of the file."""
    tensors: dict[str, npt.NDArray[Any]] = {
        name: values if name.startswith("gap_") else values.astype(np.float16)
        for name, values in tables.items()
    }
    metadata = {
        f"{name}-{code}": str(ratio)
        for name, each in zip(("into", "back"), ratios, strict=True)
        for code, ratio in each.items()
    }
    save_file(tensors, out / "coverage.safetensors", metadata=metadata)


def main() -> int:
    """Learn from the training pairs and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--seed", type=int, default=1, help="decides every draw")
    asked = parser.parse_args()
    from models.gaps import train, training_texts

    embedder = StaticEmbedder(asked.out)
    grouping = Grouping(embedder)
    pairs = training_set(asked.data).pairs
    tables: dict[str, Any] = dict(expectations(grouping, pairs))
    into, back = (lengths(grouping, embedder, pairs, side) for side in (0, 1))
    tables |= {"into": into.tokens, "back": back.tokens}
    tables |= train(embedder, training_texts(pairs), asked.seed)
    write(asked.out, tables, (into.ratios, back.ratios))
    return 0


if __name__ == "__main__":
    sys.exit(main())
