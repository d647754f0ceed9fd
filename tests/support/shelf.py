"""A builder's folder with memories, and the chain that is opened over it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.build.engines import Chain, open_chain
from babelwright.catalog.model import Builder, EngineSettings, Language, MemoryFile
from babelwright.errors import EngineError
from babelwright.translation.engine import Hypotheses
from babelwright.translation.store import Store

HELLO = {"source": ["Hello"], "target": ["Xin chào"]}


def memory(path: str = "memory.jsonl", origin: str = "human", **settings: Any) -> MemoryFile:
    """Return a memory's declaration."""
    return MemoryFile(path, origin, settings.pop("licence", "cc0-1.0"), **settings)


@dataclass
class Shelf:
    """A builder's folder."""

    root: Path
    languages: Mapping[str, Language]
    store: Store

    def write(self, name: str, content: str | Mapping[str, list[Any]]) -> None:
        """Write text, or a table as Parquet or jsonl."""
        file = self.root / name
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8")
        elif file.suffix == ".parquet":
            pq.write_table(pa.table(dict(content)), file)
        else:
            rows = pa.table(dict(content)).to_pylist()
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def open(
        self,
        *files: MemoryFile,
        target: str = "vi",
        engines: tuple[str, ...] = ("memory",),
        packages: tuple[str, ...] = (),
    ) -> Chain:
        """Open a chain over memories and packages on the shelf."""
        builder = Builder(
            name="pocket",
            languages=("vi", "sv"),
            namespace="releases",
            embedder="static-1",
            engines=engines,
            settings=EngineSettings(memory_files=files, argos_packages=packages),
            tasks=(),
            root=self.root,
        )
        return open_chain(builder, self.languages["en"], self.languages[target], self.store)

    def refused(self, *files: MemoryFile, **settings: Any) -> str:
        """Return why no chain can be opened, with paths that start from the folder."""
        with pytest.raises(EngineError) as caught:
            self.open(*files, **settings)
        return str(caught.value).replace(f"{self.root}/", "")


def knows(chain: Chain, unit: str) -> str | None:
    """Return a chain's first answer to a unit."""
    for engine in chain.engines:
        (outcome,) = engine.translate([unit], 1)
        if isinstance(outcome, Hypotheses):
            return outcome.texts[0]
    return None
