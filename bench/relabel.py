"""Measures what tells unlabelled positives from hard negatives, on XQuAD.

    python bench/relabel.py --data DIR

XQuAD's paragraphs become passages of three sentences, a sentence apart, so that several hold an
answer. One of them, drawn at random, is the query's positive; the others are positives that nobody
labelled, and passages of other paragraphs are true negatives. Of the twenty that BM25 ranks highest
beside the positive: which share of either is suspicious?
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from babelwright.build.bm25 import Index
from babelwright.build.suspicion import OVERLAP, RANDOM, SHARE, overlap
from babelwright.catalog.locate import bundled_root
from babelwright.fidelity.static import StaticEmbedder

SENTENCES = 3
LOOKED_AT = 20
LANGUAGES = ("en", "ar", "vi")
_END = re.compile(r"[.!?؟][\"')\]]*(?:\s|$)")


class Passage(NamedTuple):
    """A passage, and the paragraph that it is of."""

    paragraph: int
    text: str


class Case(NamedTuple):
    """A question, the passages that hold its answer, and their paragraph."""

    question: str
    answering: list[int]
    paragraph: int


class Seen(NamedTuple):
    """What was measured of an unjudged passage."""

    answers: bool
    elsewhere: bool
    share: float
    overlap: float
    random: float


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with xquad/")
    options = parser.parse_args()
    embedder = StaticEmbedder(bundled_root() / "models/static-1")
    for language in LANGUAGES:
        passages, cases = _read(options.data / f"xquad/xquad.{language}.json")
        seen = np.array(list(_measure(passages, cases, embedder)), dtype=float)
        answers, elsewhere = seen[:, 0] == 1, seen[:, 1] == 1
        share, shared, random = seen[:, 2], seen[:, 3], seen[:, 4]
        print(
            f"{language}: {len(passages)} passages, {len(cases)} questions; "
            f"{answers.sum()} unlabelled positives, {elsewhere.sum()} true negatives"
        )
        near = share > SHARE
        signals = {
            f"similarity above {SHARE:.0%} of the positive's": near,
            "  and no random document's": near & (random == 0),
            **{f"overlap above {at}": shared > at for at in (0.2, 0.3, 0.4, 0.5)},
            "either, as it is used": (near & (random == 0)) | (shared > OVERLAP),
        }
        for name, found in signals.items():
            caught, false = found[answers].mean(), found[elsewhere].mean()
            print(f"  {name:<48} caught {caught:6.1%}   of true negatives {false:6.2%}")
    return 0


def _read(file: Path) -> tuple[list[Passage], list[Case]]:
    passages: list[Passage] = []
    cases: list[Case] = []
    articles = json.loads(file.read_text("utf-8"))["data"]
    paragraphs = [each for article in articles for each in article["paragraphs"]]
    for number, paragraph in enumerate(paragraphs):
        text, first = paragraph["context"], len(passages)
        windows = _windows(text)
        passages += [Passage(number, text[start:end].strip()) for start, end in windows]
        for question in paragraph["qas"]:
            begin = question["answers"][0]["answer_start"]
            end = begin + len(question["answers"][0]["text"])
            holding = [first + n for n, (s, e) in enumerate(windows) if s <= begin and end <= e]
            if holding:
                cases.append(Case(question["question"], holding, number))
    return passages, cases


def _windows(text: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    starts = [0, *ends[:-1]]
    count = max(1, len(ends) - SENTENCES + 1)
    return [(starts[n], ends[min(n + SENTENCES, len(ends)) - 1]) for n in range(count)]


def _measure(
    passages: list[Passage], cases: list[Case], embedder: StaticEmbedder
) -> Iterator[Seen]:
    generator = np.random.default_rng(0)
    vectors = embedder.embed([passage.text for passage in passages])
    asked = embedder.embed([case.question for case in cases])
    drawn = generator.choice(len(passages), min(RANDOM, len(passages)), replace=False)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        texts = [passage.text for passage in passages]
        for _ in index.add([pa.record_batch({"row": np.arange(len(texts)), "text": texts})]):
            pass
        terms = [frozenset(index.terms(text)) for text in texts]
        for case, query in zip(cases, asked, strict=True):
            positive = int(generator.choice(case.answering))
            cosines: npt.NDArray[np.float32] = vectors @ query
            above = set(drawn[cosines[drawn] > SHARE * cosines[positive]].tolist()) - {positive}
            found = index.search(case.question, LOOKED_AT + 1).rows.tolist()
            for row in [row for row in found if row != positive][:LOOKED_AT]:
                yield Seen(
                    row in case.answering,
                    passages[row].paragraph != case.paragraph,
                    cosines[row] / max(cosines[positive], 1e-6),
                    overlap(index, terms[row], terms[positive]),
                    len(above - {row}),
                )


if __name__ == "__main__":
    sys.exit(main())
