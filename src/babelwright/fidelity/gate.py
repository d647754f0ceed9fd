"""What fidelity says of a pair: thresholds by language, and the flags they raise."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from babelwright.catalog.model import Calibration, Gates, Language
from babelwright.checks.gate import Flag
from babelwright.fidelity.combination import (
    PIVOT,
    QUESTIONS,
    UNTRANSLATED,
    Coverage,
    Scored,
    load_coverage,
)
from babelwright.fidelity.embedder import Embedder, TokenEmbedder
from babelwright.fidelity.parts import Weakest, weakest
from babelwright.fidelity.similarity import Scores

ABOUT = {
    "fidelity": "Cosine and margin are both below what good translations reach.",
    "fidelity-doubt": "Cosine or margin is below what good translations reach.",
    "fidelity-part": "A part of the text has a cosine below what good translations reach.",
    "coverage": "Words are missing, or there is more, or something else, than the source says.",
    "coverage-source": "Part of the text is the source's, left as it was.",
    "coverage-doubt": "Coverage is worse than in all but a few good translations.",
}


@dataclass(frozen=True)
class FidelityGate:
    """Fidelity's thresholds for one pair of languages; without a calibration nothing is flagged.

    Attributes:
        calibration: Thresholds of cosine and margin.
        gates: Severities.
        coverage: Scores of coverage and their thresholds; None where there are none for the
            embedder and the languages.
    """

    calibration: Calibration | None
    gates: Gates
    coverage: Coverage | None = None

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

    def coverage_flags(self, sources: Sequence[str], targets: Sequence[str]) -> list[list[Flag]]:
        """Return coverage's flag of every pair, one at most.

        Texts of few words say too little, and those of very many are compared part by part: the
        thresholds of `coverage` say which are scored.
        """
        if self.coverage is None:
            return [[] for _ in sources]
        words = self.gates.checks["coverage"].thresholds
        found = self.coverage.score(sources, targets, int(words["least"]), int(words["most"]))
        # Where nothing is said the score is NaN, which is above nothing.
        over = np.any(found.scores >= found.soft, axis=1).tolist()
        return [self._covered(found, row) if over[row] else [] for row in range(len(sources))]

    def _covered(self, found: Scored, row: int) -> list[Flag]:
        scores, soft, hard = found.scores[row], found.soft[row], found.hard[row]
        over = scores >= (hard if np.any(scores >= hard) else soft)
        question = int(np.argmax(np.where(over, scores - soft, -np.inf)))
        name = list(QUESTIONS)[question]
        check = "coverage-doubt"
        if scores[question] >= hard[question]:
            check = "coverage-source" if name == UNTRANSLATED else "coverage"
        words = "".join(f" {word!r}" for word in found.words.get((row, question), ()))
        detail = (
            f"{QUESTIONS[name]}{':' if words else ''}{words} "
            f"({scores[question]:.2f}, doubted from {soft[question]:.2f})"
        )
        return [Flag(check, self.gates.checks[check].severity, detail)]

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


def coverage_for(
    embedder: Embedder, models: Path, languages: tuple[Language, Language]
) -> Coverage | None:
    """Return coverage for a pair of languages, one of them English; None where there is none.

    Args:
        embedder: Whose tokens are compared; one without tokens has none.
        models: The catalog's `models/`, with what was calibrated.
        languages: Of sources and targets.

    Raises:
        EmbedderError: The files of coverage cannot be read.
    """
    if not isinstance(embedder, TokenEmbedder):
        return None
    return load_coverage(embedder, models, (languages[0].code, languages[1].code))
