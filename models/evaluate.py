"""What is measured of static-1: all figures of metrics.json, on text that was not trained on.

They are measured through `babelwright.fidelity.static`, on the quantised weights, as builds use it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from models.data import CALIBRATION_BUCKETS, LANGUAGES, REPORT_BUCKETS, Bitext, News
from tokenizers import Tokenizer

Matrix = npt.NDArray[np.float32]

FALSE_ALARM = 0.01
"""Share of good pairs of the calibration part that the threshold may call bad."""

NEIGHBOURS = 4
"""Neighbours averaged by the ratio margin (k of Artetxe and Schwenk 2019)."""

CLOSE_LANGUAGE = {
    "da": "nb",
    "nb": "da",
    "nn": "nb",
    "sv": "da",
    "is": "fo",
    "fo": "is",
}
"""The language that is mistaken most easily for the key, where the news sentences have one."""


class Embeds(Protocol):
    """Turns texts into unit vectors, float32 [n, d]."""

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one vector a text."""
        ...


class StaticModel:
    """The model before quantisation: embeds text as the mean of static token vectors.

    Args:
        tokenizer: Normaliser, pre-tokeniser and vocabulary of V tokens.
        vectors: float32 [V, d], one row a token.
    """

    def __init__(self, tokenizer: Tokenizer, vectors: Matrix) -> None:
        self.tokenizer = tokenizer
        self.vectors = vectors

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of Euclidean norm 1, float32 [n, d]; a text without tokens gives zeros."""
        encoded = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        found = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for row, encoding in zip(found, encoded, strict=True):
            if encoding.ids:
                mean = self.vectors[encoding.ids].mean(axis=0)
                row[:] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return found


class Side(NamedTuple):
    """Vectors of n English sentences and of their translations, both float32 [n, d]."""

    english: Matrix
    other: Matrix


def accuracy_at_1(queries: Matrix, candidates: Matrix, *, margin: bool = False) -> float:
    """Per cent of queries [n, d] that no wrong one of the candidates [m >= n, d] beats.

    Candidate i is the translation of query i; the candidates after the first n are distractors.
    An equal score does not beat. With `margin`, cosines are divided by the mean cosine of both
    sentences to their nearest neighbours (the ratio of Artetxe and Schwenk 2019).
    """
    scores = queries @ candidates.T
    if margin:
        scores = scores / (_near(scores)[:, None] + _near(scores.T)[None, :])
    right = np.diagonal(scores)[:, None]
    return _percent(np.mean((scores > right + 1e-6).sum(axis=1) == 0))


def separation(good: npt.NDArray[np.floating[Any]], bad: npt.NDArray[np.floating[Any]]) -> float:
    """Area under the ROC curve: the chance that a good score lies above a bad one."""
    ordered = np.sort(bad)
    below = np.searchsorted(ordered, good, side="left")
    through = np.searchsorted(ordered, good, side="right")
    return round(float(np.mean(below + through) / (2 * len(bad))), 4)


def _near(scores: Matrix) -> Matrix:
    nearest: Matrix = np.sort(scores, axis=1)[:, -NEIGHBOURS:].mean(axis=1) / 2
    return nearest


def _percent(share: float | np.floating[Any]) -> float:
    return round(100 * float(share), 2)


def _cosines(side: Side) -> Matrix:
    """Cosine of each sentence with its own translation, float32 [n]."""
    cosines: Matrix = np.einsum("nd,nd->n", side.english, side.other)
    return cosines


def _wrong_cosines(side: Side) -> Matrix:
    """Cosine of each English sentence with every other row's translation, float32 [n(n-1)]."""
    scores = side.english @ side.other.T
    wrong: Matrix = scores[~np.eye(len(scores), dtype=bool)]
    return wrong


def _sides(model: Embeds, news: News, buckets: Sequence[int]) -> dict[str, Side]:
    english = model.embed(news.pick("en", buckets))
    return {code: Side(english, model.embed(news.pick(code, buckets))) for code in LANGUAGES}


def both_ways(
    side: Side, distractors: Side | None = None, *, margin: bool = False
) -> dict[str, Any]:
    """Accuracy at 1 in per cent from English and to English."""
    english, other = side
    if distractors is not None:
        english = np.concatenate([english, distractors.english])
        other = np.concatenate([other, distractors.other])
    found = {
        "en-x": accuracy_at_1(side.english, other, margin=margin),
        "x-en": accuracy_at_1(side.other, english, margin=margin),
    }
    return {**found, "worst": min(found.values())}


def measure_news(model: Embeds, news: News) -> dict[str, Any]:
    """Finding the translation of a news sentence among those of the same language."""
    report = _sides(model, news, REPORT_BUCKETS)
    other = _sides(model, news, CALIBRATION_BUCKETS)
    queries = len(report["fr"].english)
    return {
        "queries": queries,
        "report": {
            "candidates": queries,
            "accuracy": {code: both_ways(report[code]) for code in LANGUAGES},
        },
        "report_and_calibration": {
            "candidates": queries + len(other["fr"].english),
            "accuracy": {code: both_ways(report[code], other[code]) for code in LANGUAGES},
        },
        "report_and_calibration_ratio_margin": {
            "candidates": queries + len(other["fr"].english),
            "accuracy": {
                code: both_ways(report[code], other[code], margin=True) for code in LANGUAGES
            },
        },
    }


def measure_short(model: Embeds, short: dict[str, Bitext]) -> dict[str, Any]:
    """Finding the translation of a short sentence."""
    found = {}
    for code in LANGUAGES:
        side = Side(model.embed(short[code].english), model.embed(short[code].other))
        found[code] = {"candidates": len(side.english), **both_ways(side)}
    return found


def measure_threshold(model: Embeds, news: News) -> dict[str, Any]:
    """Telling translations from another sentence's translation by a cosine threshold.

    The threshold is the cosine below which 1 % of the good pairs of the calibration part lie.
    Bad pairs are all pairs of a sentence with another sentence's translation.
    """
    calibration = _sides(model, news, CALIBRATION_BUCKETS)
    report = _sides(model, news, REPORT_BUCKETS)
    found = {}
    for code in LANGUAGES:
        threshold = float(np.quantile(_cosines(calibration[code]), FALSE_ALARM))
        good, bad = _cosines(report[code]), _wrong_cosines(report[code])
        found[code] = {
            "threshold": round(threshold, 4),
            "auc": separation(good, bad),
            "shuffled_below_percent": _percent(np.mean(bad < threshold)),
            "good_above_percent": _percent(np.mean(good >= threshold)),
            "good_mean_cosine": round(float(good.mean()), 4),
            "shuffled_mean_cosine": round(float(bad.mean()), 4),
        }
    return {"false_alarm_percent": 100 * FALSE_ALARM, "languages": found}


def _half(text: str) -> str:
    words = text.split()
    return " ".join(words[: (len(words) + 1) // 2])


def _other_numbers(text: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), text)


def _without_every_fifth(text: str) -> str:
    return " ".join(word for place, word in enumerate(text.split()) if (place + 3) % 5)


DAMAGE: dict[str, Callable[[str], str]] = {
    "second half missing": _half,
    "every fifth word missing": _without_every_fifth,
    "every number changed by one": _other_numbers,
    "text doubled": lambda text: f"{text} {text}",
}
"""Damage that is done to one translation at a time."""


def _damaged(news: News, code: str) -> dict[str, list[str]]:
    """Damaged translations of the report sentences, in their order."""
    texts = news.pick(code, REPORT_BUCKETS)
    following = texts[1:] + texts[:1]
    found = {name: [damage(text) for text in texts] for name, damage in DAMAGE.items()}
    found["next row's sentence appended"] = [
        f"{text} {extra}" for text, extra in zip(texts, following, strict=True)
    ]
    found["source copied untranslated"] = news.pick("en", REPORT_BUCKETS)
    if code in CLOSE_LANGUAGE:
        found["close language instead"] = news.pick(CLOSE_LANGUAGE[code], REPORT_BUCKETS)
    return found


def measure_damage(model: Embeds, news: News) -> dict[str, dict[str, float]]:
    """Area under the ROC curve of the cosine, good against damaged: .5 is blind, 0 is fooled.

    Rows that a kind of damage leaves as they were are not counted, on either side.
    """
    english = model.embed(news.pick("en", REPORT_BUCKETS))
    found: dict[str, dict[str, float]] = {}
    for code in LANGUAGES:
        texts = news.pick(code, REPORT_BUCKETS)
        good = _cosines(Side(english, model.embed(texts)))
        for name, damaged in _damaged(news, code).items():
            changed = np.array([a != b for a, b in zip(texts, damaged, strict=True)])
            bad = _cosines(Side(english, model.embed(damaged)))
            found.setdefault(name, {})[code] = separation(good[changed], bad[changed])
    return found


def measure_quantisation(exact: Embeds, small: Embeds, news: News) -> dict[str, Any]:
    """What int8 costs: the same figures with the float32 vectors, and the shift of the cosines."""
    exact_sides = _sides(exact, news, REPORT_BUCKETS)
    small_sides = _sides(small, news, REPORT_BUCKETS)
    shifts = {
        code: np.abs(_cosines(exact_sides[code]) - _cosines(small_sides[code]))
        for code in LANGUAGES
    }
    before = measure_news(exact, news)["report_and_calibration"]["accuracy"]
    after = measure_news(small, news)["report_and_calibration"]["accuracy"]
    return {
        "float32_news_worst": {code: before[code]["worst"] for code in LANGUAGES},
        "int8_news_worst": {code: after[code]["worst"] for code in LANGUAGES},
        "cosine_shift_mean": round(float(np.mean([s.mean() for s in shifts.values()])), 6),
        "cosine_shift_max": round(float(np.max([s.max() for s in shifts.values()])), 6),
    }


def measure(model: Embeds, news: News, short: dict[str, Bitext]) -> dict[str, Any]:
    """All figures about the quantised model itself."""
    return {
        "news": measure_news(model, news),
        "short_sentences": measure_short(model, short),
        "shuffled_translations": measure_threshold(model, news),
        "damaged_translations_auc": measure_damage(model, news),
    }
