"""Near-duplicates: texts that share most of their character 5-grams.

MinHash (Broder, 1997) estimates the Jaccard index of two sets of grams by the share of equal places
of their signatures; banding (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, 3.4) finds
the pairs worth estimating. Signatures lie in DuckDB, on disk, so that memory does not grow with the
number of texts; no pair is counted that was only found by its band.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import NamedTuple, Self

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from babelwright.text.normal import Form, matching_key

GRAM = 5
PLACES = 128
LEAST_JACCARD = 0.8
# Fewest equal places of two signatures that are near-duplicates.
_LEAST_EQUAL = -(-PLACES * 4 // 5)
# Of pairs at a Jaccard index of 0.8, 99.8 % share a band; at 0.5, 28 %; at 0.3, 1.5 %.
_BANDS, _WIDTH = 21, 6
# Signatures of one band are compared in runs of so many, which bounds time and memory where a
# boilerplate puts most texts into one band; the other bands remain for pairs that a run parts.
_RUN = 4096
_BATCH = 2048
_SEED = 5
# Beyond it DuckDB writes to disk; its default is most of the machine.
_MEMORY = "256MB"
_BYTES = PLACES * 4
_COLUMNS = ", ".join(f"band{band} UBIGINT" for band in range(_BANDS))

Words = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint32]


class NearDuplicates:
    """Counts the texts of a column that have a near-duplicate in it.

    Args:
        scratch: Folder for the signatures (about 700 bytes a text), removed on leaving.
        key: What texts are compared by.
    """

    def __init__(self, scratch: Path, key: Form = matching_key) -> None:
        self._key = key
        self._folder = TemporaryDirectory(dir=scratch, prefix=".near-")
        self._connection = duckdb.connect(Path(self._folder.name) / "near.duckdb")
        self._connection.execute(f"SET memory_limit = '{_MEMORY}'")
        self._connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        self._connection.execute(f"CREATE TABLE texts (signature BLOB, {_COLUMNS})")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._folder.cleanup()

    def add(self, texts: Sequence[str]) -> None:
        """Take further texts; blank ones have no grams and are left out."""
        keys = [key for key in map(self._key, texts) if key]
        if not keys:
            return
        found = signatures(keys)
        raw = pa.py_buffer(found.astype("<u4").tobytes())
        column = pa.Array.from_buffers(pa.binary(_BYTES), len(keys), [None, raw])
        table = {"signature": column.cast(pa.binary())}
        table |= {f"band{band}": _band(found, band) for band in range(_BANDS)}
        self._connection.register("added", pa.table(table))
        self._connection.execute("INSERT INTO texts FROM added")
        self._connection.unregister("added")

    def count(self) -> int:
        """Return how many texts have another one at an estimated Jaccard index of 0.8 or more."""
        bands = ", ".join(f"first(band{band}) AS band{band}" for band in range(_BANDS))
        # Equal signatures are each other's near-duplicates, and are compared with others once.
        self._connection.execute(
            f"""
            CREATE OR REPLACE TABLE sketches AS
            SELECT row_number() OVER () AS id, * FROM (
                SELECT signature, {bands}, count(*) AS texts, count(*) > 1 AS near
                FROM texts GROUP BY signature
            )
            """  # noqa: S608 - names of our own
        )
        for band in range(_BANDS):
            self._compare(f"band{band}")
        found = self._connection.execute(
            "SELECT coalesce(sum(texts) FILTER (near), 0)::BIGINT FROM sketches"
        ).fetchone()
        return int(found[0]) if found else 0

    def _compare(self, band: str) -> None:
        """Mark the signatures that have a near-duplicate among those that share this band."""
        self._connection.execute("CREATE OR REPLACE TABLE found (id BIGINT)")
        reader = (
            self._connection.cursor()
            .sql(
                f"""
                SELECT {band}, id, near, signature FROM sketches SEMI JOIN (
                    SELECT {band} FROM sketches GROUP BY {band}
                    HAVING count(*) > 1 AND NOT bool_and(near)
                ) USING ({band}) ORDER BY {band}, signature
                """  # noqa: S608 - names of our own
            )
            .to_arrow_reader(_BATCH)
        )
        marked = (bucket.ids[_near_another(bucket)] for bucket in _buckets(reader))
        while ids := list(itertools.islice(marked, _BATCH)):
            self._connection.register("marked", pa.table({"id": np.concatenate(ids)}))
            self._connection.execute("INSERT INTO found FROM marked")
            self._connection.unregister("marked")
        self._connection.execute(
            "UPDATE sketches SET near = true WHERE id IN (SELECT id FROM found)"
        )


def signatures(keys: Sequence[str]) -> Signatures:
    """Return the MinHash signatures of texts by their character 5-grams (texts, 128).

    Args:
        keys: Matching keys, none empty; a key of less than 5 characters is one gram.
    """
    from rensa import RMinHash

    grams, offsets = _grams(keys)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(grams, offsets, PLACES, _SEED)
    return np.array(matrix.to_rows(), dtype=np.uint32)


def _grams(keys: Sequence[str]) -> tuple[Words, Words]:
    """Return the hashes of all grams of all keys, and where those of each begin, and the end."""
    joined = "".join(keys).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(key) for key in keys), dtype=np.int64, count=len(keys))
    ends = np.cumsum(lengths)
    counts = np.maximum(lengths - GRAM + 1, 1)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    # The first character of every gram: those of a key are in a row, then comes the next key.
    places = np.arange(offsets[-1]) + np.repeat(ends - lengths - offsets[:-1], counts)
    last = np.repeat(ends, counts)
    hashes = np.zeros(len(places), dtype=np.uint64)
    for step in range(GRAM):
        at = places + step
        # Beyond a short key's end stands 0, which no text has there.
        letters = np.where(at < last, codes[np.minimum(at, len(codes) - 1)], np.uint64(0))
        hashes = _mixed(hashes + letters)
    return hashes, offsets.astype(np.uint64)


def _mixed(words: Words) -> Words:
    """Return words after the finaliser of SplitMix64 (Steele, Lea and Flood, 2014)."""
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = words ^ (words >> np.uint64(31))
    return mixed


def _band(found: Signatures, band: int) -> Words:
    """Return the hash of a band of every signature."""
    hashes = np.zeros(len(found), dtype=np.uint64)
    for place in range(band * _WIDTH, (band + 1) * _WIDTH):
        hashes = _mixed(hashes + found[:, place])
    return hashes


class _Bucket(NamedTuple):
    """Signatures that share a band, and which are near-duplicates already."""

    ids: npt.NDArray[np.int64]
    near: npt.NDArray[np.bool_]
    signatures: Signatures


def _buckets(reader: Iterable[pa.RecordBatch]) -> Iterator[_Bucket]:
    """Yield the signatures of every band, at most a run of them at once."""
    held: list[_Bucket] = []
    band = None
    for batch in reader:
        names = batch.column(0).to_numpy()
        edges = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(names)]
        whole = _Bucket(
            batch.column(1).to_numpy(),
            batch.column(2).to_numpy(zero_copy_only=False),
            np.frombuffer(b"".join(batch.column(3).to_pylist()), "<u4").reshape(-1, PLACES),
        )
        for start, end in itertools.pairwise(edges):
            here = slice(start, end)
            piece = _Bucket(whole.ids[here], whole.near[here], whole.signatures[here])
            full = sum(len(each.ids) for each in held) + len(piece.ids) > _RUN
            if held and (names[start] != band or full):
                yield _joined(held)
                held = []
            band = names[start]
            held.append(piece)
    if held:
        yield _joined(held)


def _joined(pieces: Sequence[_Bucket]) -> _Bucket:
    return _Bucket(
        np.concatenate([piece.ids for piece in pieces]),
        np.concatenate([piece.near for piece in pieces]),
        np.concatenate([piece.signatures for piece in pieces]),
    )


def _near_another(bucket: _Bucket) -> npt.NDArray[np.bool_]:
    """Return which signatures are newly known to have a near-duplicate in the bucket."""
    known = bucket.near.copy()
    for index in np.flatnonzero(~bucket.near):
        if not known[index]:
            equal = (bucket.signatures == bucket.signatures[index]).sum(axis=1) >= _LEAST_EQUAL
            # It equals itself.
            if equal.sum() > 1:
                known |= equal
    return known & ~bucket.near
