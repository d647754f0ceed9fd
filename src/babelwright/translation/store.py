"""The translation store: cache, checkpoint and translation memory in one SQLite file.

Work is keyed by its content: the unit and everything that decides its translation. So a killed
build goes on where it stopped, whatever order it reads its rows in. Failures are never stored.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from babelwright.errors import BabelwrightError, Place
from babelwright.translation.engine import Hypotheses, Identity, Origin

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS translation (
  key BLOB PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, unit TEXT NOT NULL,
  hypotheses TEXT NOT NULL, engine TEXT NOT NULL, revision TEXT NOT NULL, parameters TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memory_file (hash BLOB PRIMARY KEY, entries INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS memory (
  file BLOB NOT NULL, position INTEGER NOT NULL, unit TEXT NOT NULL, translation TEXT NOT NULL,
  PRIMARY KEY (file, position)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memory_unit ON memory (file, unit);
"""

# SQLite's default limit on host parameters is 32,766 since 3.32; far below it is as fast.
_PARAMETERS = 500
# Seconds to wait while another process writes: a memory of millions of units takes minutes.
_PATIENCE = 600


class MemoryEntry(NamedTuple):
    """One translation unit of a memory."""

    unit: str
    translation: str


class Store:
    """One store; the build's own process alone writes to it.

    Args:
        file: The SQLite file; made where it is missing.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        try:
            self._connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            # WAL with NORMAL loses no committed batch when the process is killed; only a power
            # cut can cost the last ones, and they are translated again.
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise BabelwrightError(
                f"the translation store cannot be used: {error}",
                place=Place(file),
                hint=f"Move {file.name} away: the next build makes a new one",
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def find(
        self, identity: Identity, units: Sequence[str], hypotheses: int
    ) -> dict[str, Hypotheses]:
        """Return what is stored for the units."""
        keys = {key_of(identity, unit, hypotheses): unit for unit in units}
        found: dict[str, Hypotheses] = {}
        for part in _parts(list(keys)):
            query = f"SELECT key, hypotheses FROM translation WHERE key IN ({_marks(part)})"  # noqa: S608
            for key, texts in self._connection.execute(query, part):
                found[keys[key]] = Hypotheses(tuple(json.loads(texts)), Origin.MACHINE)
        return found

    def save(self, identity: Identity, outcomes: Mapping[str, Hypotheses], hypotheses: int) -> None:
        """Store a batch in one transaction."""
        rows = [
            (
                key_of(identity, unit, hypotheses),
                identity.source,
                identity.target,
                unit,
                json.dumps(outcome.texts, ensure_ascii=False),
                identity.name,
                identity.revision,
                json.dumps(identity.parameters, sort_keys=True),
            )
            for unit, outcome in outcomes.items()
        ]
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO translation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def has_memory(self, file: bytes) -> bool:
        """Whether a memory with this hash was imported whole."""
        query = "SELECT 1 FROM memory_file WHERE hash = ?"
        return self._connection.execute(query, (file,)).fetchone() is not None

    def import_memory(self, file: bytes, entries: Iterable[MemoryEntry]) -> int:
        """Import a memory under its hash in one transaction; return how many entries it has.

        What stands under the hash is replaced: another process may have imported it meanwhile.
        """
        with self._transaction():
            self._connection.execute("DELETE FROM memory WHERE file = ?", (file,))
            self._connection.executemany(
                "INSERT INTO memory VALUES (?, ?, ?, ?)",
                ((file, i, entry.unit, entry.translation) for i, entry in enumerate(entries)),
            )
            query = "SELECT count(*) FROM memory WHERE file = ?"
            count = int(self._connection.execute(query, (file,)).fetchone()[0])
            self._connection.execute(
                "INSERT OR REPLACE INTO memory_file VALUES (?, ?)", (file, count)
            )
        return count

    def remember(self, file: bytes, units: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return a memory's translations of the units, the most frequent first."""
        found: dict[str, list[str]] = {}
        for part in _parts(units):
            query = (
                "SELECT unit, translation FROM memory "  # noqa: S608
                f"WHERE file = ? AND unit IN ({_marks(part)}) "
                "GROUP BY unit, translation ORDER BY unit, count(*) DESC, min(position)"
            )
            for unit, translation in self._connection.execute(query, (file, *part)):
                found.setdefault(unit, []).append(translation)
        return {unit: tuple(texts) for unit, texts in found.items()}

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def key_of(identity: Identity, unit: str, hypotheses: int) -> bytes:
    """Return the key of a unit's translation: SHA-256 over all that decides it."""
    decides = {
        "unit": unit,
        "source": identity.source,
        "target": identity.target,
        "engine": identity.name,
        "revision": identity.revision,
        "parameters": dict(identity.parameters),
        "hypotheses": hypotheses,
        "glossary": None,
    }
    text = json.dumps(decides, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _PARAMETERS):
        yield items[start : start + _PARAMETERS]


def _marks(items: Sequence[object]) -> str:
    return ", ".join("?" * len(items))
