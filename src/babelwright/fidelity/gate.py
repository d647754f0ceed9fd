"""What fidelity says of a pair: thresholds by language, and the flags they raise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from babelwright.catalog.model import Calibration, Gates, Language
from babelwright.checks.gate import Flag
from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.parts import Weakest, weakest
from babelwright.fidelity.similarity import Scores

PIVOT = "en"

ABOUT = {
    "fidelity": "Cosine and margin are both below what good translations reach.",
    "fidelity-doubt": "Cosine or margin is below what good translations reach.",
    "fidelity-part": "A part of the text has a cosine below what good translations reach.",
}


@dataclass(frozen=True)
class FidelityGate:
    """Fidelity's thresholds for one pair of languages; without a calibration nothing is flagged."""

    calibration: Calibration | None
    gates: Gates

    def flags(self, cosines: Scores, margins: Scores) -> list[list[Flag]]:
        """Return the flags of every pair; a margin of NaN raises none."""
        if self.calibration is None:
            return [[] for _ in cosines]
        far = cosines < self.calibration.cosine
        crowded = margins < self.calibration.margin
        return [
            self._flag(bool(far[i]), bool(crowded[i]), float(cosines[i]), float(margins[i]))
            for i in range(len(cosines))
        ]

    def part_flags(
        self,
        embedder: Embedder,
        sources: Sequence[str],
        targets: Sequence[str],
        languages: tuple[Language, Language],
    ) -> list[list[Flag]]:
        """Return the flags of texts that are long enough to be compared part by part."""
        if self.calibration is None:
            return [[] for _ in sources]
        gate = self.gates.checks["fidelity-part"]
        found = weakest(
            embedder,
            sources,
            targets,
            languages,
            lines=int(gate.thresholds["lines"]),
            sentences=int(gate.thresholds["sentences"]),
        )
        return [
            [Flag("fidelity-part", gate.severity, _told(part))]
            if part and part.cosine < self.calibration.cosine
            else []
            for part in found
        ]

    def _flag(self, far: bool, crowded: bool, cosine: float, margin: float) -> list[Flag]:
        if not far and not crowded:
            return []
        # Where the margin is unknown the cosine decides alone.
        check = "fidelity" if far and (crowded or np.isnan(margin)) else "fidelity-doubt"
        detail = f"cosine {cosine:.2f}" + ("" if np.isnan(margin) else f", margin {margin:.2f}")
        return [Flag(check, self.gates.checks[check].severity, detail)]


def _told(part: Weakest) -> str:
    return f"part {part.place} of {part.of} has cosine {part.cosine:.2f}: {part.begins!r}"


def calibration_for(embedder: Embedder, languages: tuple[Language, Language]) -> Calibration | None:
    """Return the calibration for a pair of languages, one of them English.

    None where there is none for this embedder: another model under the same name has another
    fingerprint, and thresholds measured against English say nothing of other pairs.
    """
    codes = {language.code for language in languages}
    other: Sequence[Language] = [each for each in languages if each.code != PIVOT]
    if PIVOT not in codes or len(other) != 1:
        return None
    found = other[0].calibration.get(embedder.name)
    if found is None or found.embedder != embedder.fingerprint:
        return None
    return found
