"""What the repair loop needs, over small engines: real checks, a real embedder, a real store."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.build.progress import Silent
from babelwright.build.repair import Attempt, Case, Loop
from babelwright.build.translating import translate_texts
from babelwright.catalog.model import Calibration, Gates, Language
from babelwright.fidelity.gate import FidelityGate
from babelwright.fidelity.similarity import Pool
from babelwright.fidelity.static import StaticEmbedder
from babelwright.judging import Judge
from babelwright.translation.engine import Engine
from babelwright.translation.store import Store
from support.embedders import make_static_embedder

TEXTS = pa.schema(
    [
        ("text", pa.int64()),
        ("source", pa.string()),
        ("given", pa.string()),
        ("kept", pa.bool_()),
    ]
)
NO_POOL = Pool(np.empty(0, np.int64), np.empty((0, 32), np.float32), np.empty((0, 32), np.float32))


@dataclass
class Workshop:
    """Translates from English to Vietnamese."""

    folder: Path
    languages: Mapping[str, Language]
    gates: Gates
    store: Store

    def judge(self, *, source: str | None = "en", calibration: Calibration | None = None) -> Judge:
        """Return a judge; without a calibration fidelity flags nothing."""
        return Judge(
            source=self.languages[source] if source else None,
            target=self.languages["vi"],
            others=tuple(self.languages.values()),
            gates=self.gates,
            embedder=StaticEmbedder(make_static_embedder(self.folder / "embedder")),
            fidelity=FidelityGate(calibration, self.gates),
        )

    def own(self) -> Judge:
        """Return the judge of texts that stay in English."""
        return replace(self.judge(source=None), target=self.languages["en"])

    def loop(self, *engines: Engine, attempts: int | None = None) -> Loop:
        """Return a loop over engines."""
        gates = self.gates if attempts is None else replace(self.gates, attempts=attempts)
        structure = self.languages["en"].structure
        return Loop(self.judge(), gates, engines, self.store, structure)

    def repair(self, text: str, *engines: Engine, attempts: int | None = None) -> Case:
        """Take one text through the loop."""
        (case,) = self.loop(*engines, attempts=attempts).run({0: text}, NO_POOL)
        return case

    def decide(self, texts: list[str], *engines: Engine) -> list[dict[str, Any]]:
        """Return the decision for every text."""
        file, out = self.folder / "texts.parquet", self.folder / "decisions.parquet"
        write_texts(file, [(text, None) for text in texts])
        translate_texts(file, self.loop(*engines), self.own(), Silent(), out)
        decisions: list[dict[str, Any]] = pq.read_table(out).to_pylist()
        return decisions


def write_texts(
    file: Path, texts: list[tuple[str | None, str | None]], kept: Collection[int] = ()
) -> None:
    """Write sources and what is given for them, as the stage before does.

    Args:
        file: The file.
        texts: Source and what is given for it.
        kept: Which of them stay in the source's language.
    """
    rows = [
        {"text": n, "source": text, "given": given, "kept": n in kept}
        for n, (text, given) in enumerate(texts)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=TEXTS), file)


def told(attempts: list[Attempt]) -> list[tuple[str, str, str]]:
    """Return engine, variant and verdict of every attempt."""
    return [
        (each.candidate.engine, each.candidate.variant.value, each.judged.verdict.value)
        for each in attempts
    ]
