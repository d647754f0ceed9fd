"""An embedder of whole words and marks whose vectors tests can work out, and its coverage files."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from babelwright.fidelity.combination import QUESTIONS, table_hash
from babelwright.fidelity.embedder import Tokens
from babelwright.fidelity.features import NAMES
from babelwright.fidelity.gaps import AROUND

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MEANINGS = {
    "en": WORDS,
    "da": ("en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti"),
}
DIMENSIONS = 16


class Counting:
    """Knows ten words in two languages: words of one meaning are almost one vector."""

    name = "counting"
    fingerprint = "c" * 64

    def __init__(self) -> None:
        words = [f"▁{word}" for words in MEANINGS.values() for word in words]
        self.pieces = ("<unk>", "▁", ".", ",", *words, "s")
        vectors = np.zeros((len(self.pieces), DIMENSIONS), dtype=np.float32)
        for language, translated in enumerate(MEANINGS.values()):
            for meaning, word in enumerate(translated):
                vectors[self.pieces.index(f"▁{word}"), meaning] = 1 + meaning / 10
                # A translated word is almost, but not quite, the word.
                vectors[self.pieces.index(f"▁{word}"), DIMENSIONS - 2] = language / 10
        vectors[self.pieces.index("s"), DIMENSIONS - 1] = 0.1
        self._vectors = vectors

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return a token a word, one a mark, and one for an "s" at the end of a known word."""
        found = [self._ids(text) for text in texts]
        flat = [token for ids in found for token in ids]
        lengths = np.array([len(ids) for ids in found], dtype=np.int64)
        return Tokens(np.array(flat, dtype=np.int64), lengths)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = []
        for piece in re.findall(r"[.,]|\w+", text.lower()):
            if piece in self.pieces:
                ids.append(self.pieces.index(piece))
            elif f"▁{piece}" in self.pieces:
                ids.append(self.pieces.index(f"▁{piece}"))
            elif f"▁{piece.removesuffix('s')}" in self.pieces:
                ids += [self.pieces.index(f"▁{piece.removesuffix('s')}"), self.pieces.index("s")]
            else:
                ids += [1, 0]
        return ids

    def vectors(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return the vectors of tokens."""
        vectors: npt.NDArray[np.float32] = self._vectors[ids]
        return vectors

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit vector a text."""
        sums = np.stack([self._vectors[self._ids(text)].sum(axis=0) for text in texts])
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: npt.NDArray[np.float32] = sums / np.maximum(norms, 1e-9)
        return unit


def write_coverage(models: Path, embedder: Counting, *, language: str = "da") -> Path:
    """Write coverage that doubts a pair at an uncovered share of .2, and rejects it at .5."""
    folder = models / embedder.name
    folder.mkdir(parents=True)
    size = len(embedder.pieces)
    expected = {name: np.ones(size, dtype=np.float16) for name in ("cover", "fertility")}
    nothing = {name: np.zeros(size, dtype=np.float16) for name in ("copied", "into", "back")}
    gaps = {
        "gap_table": np.ones((size + 1, 2), dtype=np.int8),
        "gap_scale": np.ones(size + 1, dtype=np.float32),
        "gap_hidden": np.zeros((4 * AROUND, 3), dtype=np.float32),
        "gap_bias": np.ones(3, dtype=np.float32),
        "gap_out": np.zeros(4, dtype=np.float32),
    }
    save_file({**expected, **nothing, **gaps}, folder / "coverage.safetensors")
    columns = {
        "missing": "source-uncovered-share",
        "added": "target-uncovered-share",
        "other": "marks",
        "untranslated": "target-copied",
    }
    weights = np.zeros((len(QUESTIONS), 3 * len(NAMES) + 2))
    for place, question in enumerate(QUESTIONS):
        weights[place, NAMES.index(columns[question])] = 1
    direction = {
        "ratio": 1.0,
        "back": 1.0,
        "center": [0.0] * len(NAMES),
        "spread": [1.0] * len(NAMES),
        "soft": {question: [0.2, 0.2] for question in QUESTIONS},
        "hard": {question: [0.5, 0.5] for question in QUESTIONS},
        "measured": {},
    }
    content = {
        "embedder": embedder.fingerprint,
        "tables": table_hash(folder),
        "date": "2026-01-01",
        "data": "numbers counted for the tests",
        "columns": list(NAMES),
        "weights": dict(zip(QUESTIONS, weights.tolist(), strict=True)),
        "languages": {language: {"into": direction, "from": direction}},
    }
    file = folder / "coverage.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file
