"""Coverage's scores: logistic regressions over what is measured of a pair, and their thresholds.

Four questions are asked of a pair, each with a score of its own: are words missing, is there more
than the source says, is another text in its place, is it left in the source's language? Weights,
what is usual in a language, and thresholds stand in the embedder's `coverage.json`, what is
expected of tokens in `coverage.safetensors`; `bench/coverage.py` measures and writes them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from safetensors.numpy import load_file

from babelwright.errors import EmbedderError, Place
from babelwright.fidelity.embedder import Integers, TokenEmbedder, Vectors
from babelwright.fidelity.features import NAMES, Side, Tables, features
from babelwright.fidelity.gaps import GapModel
from babelwright.fidelity.words import SPACE, Grouping, Numbers

# The language that pairs are calibrated against.
PIVOT = "en"
# Standard deviations beyond which nothing weighs more.
_FAR = 4.0
# Words of a source from which a mean is no more certain.
_CERTAIN = 60
_USUAL = 20
# Words from which a source is long: of Tatoeba's sentences one in ten, of news nine in ten.
_LONG = 12
# Pairs measured at once, so that memory does not grow with a batch.
_BATCH = 256
# Characters that a text of so many words never has for each of them.
_CHARACTERS = 40
# Words that a flag names.
_NAMED = 3
# Share of its usual fertility that such a word lacks.
_LOST = 0.5

UNTRANSLATED = "untranslated"
QUESTIONS = {
    "missing": "words are missing",
    "added": "more than the source says",
    "other": "another text",
    UNTRANSLATED: "partly left in the source's language",
}


class Usual(NamedTuple):
    """What is usual in one direction of one language, and what is doubted and rejected.

    Attributes:
        ratio: Characters of the target for one of the source.
        back: Characters of the source for one of the target.
        center: Median of every column in good pairs.
        spread: Half of what lies between the 16th and the 84th percentile.
        soft: Score of every question from which a pair is doubted, of short and of long sources;
            shape (2, questions).
        hard: Score from which it is rejected, likewise.
    """

    ratio: float
    back: float
    center: Numbers
    spread: Numbers
    soft: Numbers
    hard: Numbers


class Scored(NamedTuple):
    """Scores of pairs, and from which each is doubted and rejected; shapes (pairs, questions).

    A score is NaN where nothing is said. `words` has, by row and question, those that are missing
    or that the source does not say.
    """

    scores: Numbers
    soft: Numbers
    hard: Numbers
    words: Mapping[tuple[int, int], tuple[str, ...]]


@dataclass(frozen=True)
class Coverage:
    """Coverage's scores for one embedder and one direction of a language.

    Attributes:
        embedder: Whose tokens are compared.
        tables: What is expected of tokens.
        weights: Of `inputs`, shape (questions, inputs).
        usual: What is usual in the direction, and its thresholds.
        from_english: The direction.
        facts: What a manifest says of it: thresholds, data, date, good pairs that were flagged.
    """

    embedder: TokenEmbedder
    tables: Tables
    weights: Numbers
    usual: Usual
    from_english: bool
    facts: Mapping[str, Any]

    @cached_property
    def _grouping(self) -> Grouping:
        return Grouping(self.embedder)

    def side(self, texts: Sequence[str], *, source: bool) -> Side:
        """Return one side of pairs: the sources, or their translations."""
        return Side(
            texts,
            self._grouping,
            self.tables,
            ratio=self.usual.ratio if source else self.usual.back,
            english=self.from_english == source,
        )

    def score(
        self, sources: Sequence[str], targets: Sequence[str], least: int, most: int
    ) -> Scored:
        """Return the scores of every pair, rounded, and the words that flags name.

        Args:
            sources: Source texts.
            targets: Their translations.
            least: Words from which a text is judged.
            most: Words up to which it is.
        """
        scores = np.full((len(sources), len(QUESTIONS)), np.nan)
        counts = np.zeros(len(sources), dtype=np.int64)
        named: dict[tuple[int, int], tuple[str, ...]] = {}
        for start in range(0, len(sources), _BATCH):
            part = slice(start, start + _BATCH)
            source = self.side(_short(sources[part], most), source=True)
            target = self.side(_short(targets[part], 2 * most), source=False)
            rows = comparable(source, target, least, most)
            columns, (ours, theirs) = features(source, target, rows)
            counts[part] = source.words.counts
            found = scored(columns[rows], counts[part][rows], self.usual, self.weights)
            scores[start + rows] = found
            soft = self.usual.soft[is_long(counts[part][rows])]
            for place, question in zip(*np.nonzero(found >= soft), strict=True):
                if question > 1:
                    continue
                row = int(rows[place])
                side, fertility = (source, ours) if question == 0 else (target, theirs)
                lost = side.usual() - fertility.fertility
                lost = np.where(lost > _LOST * side.usual(), lost * side.words.weights, 0)
                named[start + row, int(question)] = self._named(side, row, lost)
        long = is_long(counts)
        return Scored(scores, self.usual.soft[long], self.usual.hard[long], named)

    def _named(self, side: Side, row: int, lost: Numbers) -> tuple[str, ...]:
        """Return the words of a text that lost most, in their order."""
        words = side.words
        first, end = words.starts[row], words.starts[row + 1]
        most = np.argsort(-lost[first:end], kind="stable")[:_NAMED]
        chosen = [first + place for place in np.sort(most).tolist() if lost[first + place] > 0]
        pieces = self.embedder.pieces
        return tuple(
            "".join(pieces[token] for token in words.ids[words.word == word]).strip(SPACE)
            for word in chosen
        )


def comparable(source: Side, target: Side, least: int, most: int) -> Integers:
    """Return the pairs that are scored: sources of so many words, translations of some."""
    ours, theirs = source.words.counts, target.words.counts
    return np.flatnonzero((ours >= least) & (ours <= most) & (theirs > 0) & (theirs <= 2 * most))


def _short(texts: Sequence[str], most: int) -> list[str]:
    """Return the texts, blank where they are too long to have so few words.

    They would not be scored, and the vectors of all their tokens would fill the memory.
    """
    return [text if len(text) <= _CHARACTERS * most else "" for text in texts]


def is_long(counts: Integers) -> Integers:
    """Return 1 of sources that have long ones' thresholds, 0 of others; shape (pairs,)."""
    return (counts >= _LONG).astype(np.int64)


def inputs(columns: Numbers, counts: Integers, usual: Usual) -> Numbers:
    """Return what the weights are of, shape (pairs, 3 * columns + 2).

    Every column as it differs from what is usual, in standard deviations; the same times the square
    root of the number of words, since a mean over more words is more certain; what of it is above
    the usual; that root; and 1.
    """
    far = np.clip((columns - usual.center) / usual.spread, -_FAR, _FAR)
    certain = np.sqrt(np.minimum(counts, _CERTAIN) / _USUAL)[:, None]
    return np.hstack((far, far * certain, np.maximum(far, 0), certain, np.ones_like(certain)))


def scored(columns: Numbers, counts: Integers, usual: Usual, weights: Numbers) -> Numbers:
    """Return the log-odds of every question, shape (pairs, questions), with three decimals."""
    # One sum a pair and question: a product of matrices would round by the size of the batch.
    log_odds = np.einsum("ij,kj->ik", inputs(columns, counts, usual), weights)
    scores: Numbers = np.round(log_odds, 3)
    return scores


def load_tables(folder: Path) -> Tables:
    """Read what is expected of tokens."""
    file = folder / "coverage.safetensors"
    try:
        read = load_file(file)

        def floats(name: str) -> Vectors:
            return np.asarray(read[name], dtype=np.float32)

        return Tables(
            cover=floats("cover"),
            fertility=floats("fertility"),
            copied=floats("copied"),
            into=floats("into"),
            back=floats("back"),
            gaps=GapModel(
                table=read["gap_table"],
                scale=floats("gap_scale"),
                hidden=floats("gap_hidden"),
                bias=floats("gap_bias"),
                out=floats("gap_out"),
            ),
        )
    except Exception as error:
        raise EmbedderError(f"cannot be read: {error}", place=Place(file)) from error


def load_usual(direction: Mapping[str, Any]) -> Usual:
    """Read what is usual in one direction of a language."""
    return Usual(
        direction["ratio"],
        direction["back"],
        *(np.array(direction[name], dtype=np.float64) for name in ("center", "spread")),
        *(
            np.array([direction[name][question] for question in QUESTIONS], dtype=np.float64).T
            for name in ("soft", "hard")
        ),
    )


def load_coverage(embedder: TokenEmbedder, models: Path, codes: tuple[str, str]) -> Coverage | None:
    """Read coverage for an embedder of `models/` and a pair of languages, one of them English.

    None where there is none: for this embedder (another model under the same name has another
    fingerprint), or for this pair.

    Raises:
        EmbedderError: The files cannot be read, or do not belong together.
    """
    file = models / embedder.name / "coverage.json"
    if not file.is_file():
        return None
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        other = codes[1] if codes[0] == PIVOT else codes[0]
        language = content["languages"].get(other)
        if PIVOT not in codes or language is None or content["embedder"] != embedder.fingerprint:
            return None
        if content["tables"] != table_hash(file.parent):
            raise ValueError("coverage.safetensors is another file than it was written for")
        if tuple(content["columns"]) != NAMES:
            raise ValueError("its columns are not those that are measured")
        from_english = codes[0] == PIVOT
        direction = language["into" if from_english else "from"]
        weights = np.array([content["weights"][name] for name in QUESTIONS], dtype=np.float64)
        usual = load_usual(direction)
        facts = {name: content[name] for name in ("tables", "date", "data")}
        facts |= {name: direction[name] for name in ("soft", "hard")}
        facts["good_flagged"] = direction["measured"].get("good")
    except Exception as error:
        raise EmbedderError(f"cannot be read: {error}", place=Place(file)) from error
    tables = load_tables(file.parent)
    return Coverage(embedder, tables, weights, usual, from_english, facts)


def table_hash(folder: Path) -> str:
    """Return the SHA-256 of what is expected of tokens (hex)."""
    return hashlib.sha256((folder / "coverage.safetensors").read_bytes()).hexdigest()
