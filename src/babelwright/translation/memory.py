"""The memory engine: translation memories (TMX and other files), looked up in the store."""

from collections.abc import Sequence

from babelwright.catalog.model import MemoryFile
from babelwright.translation.engine import (
    Failure,
    Hypotheses,
    Identity,
    Origin,
    Outcome,
    UnitKind,
)
from babelwright.translation.store import Store


class MemoryEngine:
    """Answers with what memories say of exactly this text; the first memory that knows it wins.

    Args:
        store: Where the memories were imported to.
        files: Each memory's declaration and the hash it was imported under.
        source: Language code.
        target: Language code.
    """

    limit = None
    stored = False
    batch = 4096

    def __init__(
        self,
        store: Store,
        files: Sequence[tuple[MemoryFile, bytes]],
        source: str,
        target: str,
        unit: UnitKind = UnitKind.TEXT,
    ) -> None:
        self._store = store
        self._files = files
        self.unit = unit
        revision = "+".join(digest.hex()[:12] for _, digest in files)
        licences = sorted({file.licence for file, _ in files})
        self.identity = Identity(
            "memory", revision, source, target, {"unit": unit.value}, ", ".join(licences)
        )

    def translate(self, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        """Return what the memories say; a unit they do not know is a failure."""
        found: dict[str, Hypotheses] = {}
        for file, digest in self._files:
            missing = [unit for unit in units if unit not in found]
            for unit, texts in self._store.remember(digest, missing).items():
                found[unit] = Hypotheses(texts[:hypotheses], Origin(file.origin))
        unknown = Failure("no memory has it")
        return [found.get(unit, unknown) for unit in units]
