"""Judges candidates: all checks, then fidelity, in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from babelwright.catalog.model import Catalog, Gates, Language, Severity
from babelwright.checks.gate import Flag, Verdict, verdict
from babelwright.checks.processes import Terms
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.gate import FidelityGate, calibration_for, coverage_for
from babelwright.fidelity.similarity import Pool, cosine, margin

# Scores are stored and compared with this many decimals: beyond them lies the noise of float32.
DECIMALS = 4


class Judged(NamedTuple):
    """What was found of one candidate; scores are None for text without a source."""

    flags: tuple[Flag, ...]
    cosine: float | None
    margin: float | None
    exempt: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Verdict:
        """The worst flag's verdict."""
        return verdict(self.flags)

    @property
    def ends(self) -> Flag | None:
        """The flag that the text is rejected for; None where every hard one is exempt."""
        hard = (flag for flag in self.flags if flag.severity is Severity.HARD)
        return next((flag for flag in hard if flag.check not in self.exempt), None)


@dataclass(frozen=True)
class Judge:
    """Everything a verdict depends on.

    Attributes:
        source: Language of the sources; None for text that is collected in its own language.
        target: Language of the targets.
        others: Languages that a text could be in instead.
        gates: Severities and thresholds.
        embedder: For fidelity; not asked without sources.
        fidelity: Fidelity's thresholds.
    """

    source: Language | None
    target: Language
    others: tuple[Language, ...]
    gates: Gates
    embedder: Embedder
    fidelity: FidelityGate

    def pool(self, keys: Sequence[int], sources: Sequence[str], targets: Sequence[str]) -> Pool:
        """Return the pool that margins are measured against."""
        return Pool(
            np.asarray(keys, dtype=np.int64),
            self.embedder.embed(sources),
            self.embedder.embed(targets),
        )

    def judge(
        self, keys: Sequence[int], sources: Sequence[str], targets: Sequence[str], pool: Pool | None
    ) -> list[Judged]:
        """Return what is found of every candidate.

        Args:
            keys: What identifies each pair in the pool.
            sources: Source texts; ignored for text without sources.
            targets: Candidates.
            pool: Neighbours for the margin; None without sources.
        """
        table = pa.table({"source": list(sources), "target": list(targets)}, schema=_TEXTS)
        return self.weigh(keys, sources, targets, pool, self.terms.flags(table))

    @property
    def terms(self) -> Terms:
        """What the checks hold pairs to."""
        return Terms(self.source, self.target, self.others, self.gates)

    def weigh(
        self,
        keys: Sequence[int],
        sources: Sequence[str],
        targets: Sequence[str],
        pool: Pool | None,
        flags: Sequence[Sequence[Flag]],
    ) -> list[Judged]:
        """Return what is found of every candidate, whose flags by the checks are known."""
        if self.source is None or pool is None:
            return [Judged(tuple(each), None, None, self.gates.exempt) for each in flags]
        ours, theirs = self.embedder.embed(sources), self.embedder.embed(targets)
        cosines = np.round(cosine(ours, theirs), DECIMALS)
        ids = np.asarray(keys, dtype=np.int64)
        margins = np.round(margin(ids, ours, theirs, pool), DECIMALS)
        fidelity = self.fidelity.flags(cosines, margins)
        languages = (self.source, self.target)
        parts = self.fidelity.part_flags(self.embedder, sources, targets, languages)
        covered = self.fidelity.coverage_flags(sources, targets)
        return [
            Judged(
                (*flags[i], *fidelity[i], *parts[i], *covered[i]),
                float(cosines[i]),
                None if np.isnan(margins[i]) else float(margins[i]),
                self.gates.exempt,
            )
            for i in range(len(targets))
        ]


def make_judge(catalog: Catalog, embedder: Embedder, source: Language, target: Language) -> Judge:
    """Return the judge of translations between two languages, by the catalog's gates.

    Raises:
        EmbedderError: What was calibrated of the embedder cannot be read.
    """
    languages = (source, target)
    fidelity = FidelityGate(
        calibration_for(embedder, languages),
        catalog.gates,
        coverage_for(embedder, catalog.rooms.models, languages),
    )
    others = tuple(catalog.languages.values())
    return Judge(source, target, others, catalog.gates, embedder, fidelity)


_TEXTS = pa.schema([("source", pa.string()), ("target", pa.string())])
