"""Verifies a release from its folder alone: every promise that its manifest makes."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import jsonschema_rs
import pyarrow.parquet as pq

from babelwright.catalog.schema import Schemas
from babelwright.errors import Place, VerifyError
from babelwright.finished import PROVENANCE, REJECTED
from babelwright.hashes import row_content_hash, sha256
from babelwright.release.bundle import CHECKSUMS, MANIFEST
from babelwright.release.card import totals
from babelwright.release.described import false_descriptions
from babelwright.release.integrity import loose_ends
from babelwright.release.made import CARD, made_texts, template_hashes
from babelwright.release.sampling import sampling_problems
from babelwright.tasks.registry import task_types

# What the Hub and its client add to a repository.
_NOT_OURS = frozenset({".gitattributes", ".cache", ".huggingface"})
_SHOWN = 5
_ENDED = ("filtered", "failed", "unsampled")
_LINE = re.compile(r"^([0-9a-f]{64})  ([^\n]+)$", re.MULTILINE)


class Held(NamedTuple):
    """A promise, and what breaks it; nothing does if `problems` is empty."""

    promise: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return not self.problems


@dataclass(frozen=True)
class _Release:
    folder: Path
    manifest: dict[str, Any]
    schemas: Schemas
    cards: Path


def verify(folder: Path, schemas: Schemas, cards: Path) -> list[Held]:
    """Return every promise of a release and whether it holds.

    Args:
        folder: The release.
        schemas: Row and manifest schemas.
        cards: Folder of the templates, to make the card again.

    Raises:
        VerifyError: There is no release.
    """
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"there is no readable manifest: {reason}"
        hint = "Name a release: hf://ORGANISATION/NAME@v1.0.0, FOLDER/NAME@v1.0.0, or its folder"
        raise VerifyError(message, place=Place(file), hint=hint) from error
    release = _Release(folder, manifest, schemas, cards)
    promises: list[tuple[str, Callable[[_Release], Iterator[str]]]] = [
        ("the manifest has the form that its schema gives", _manifest_form),
        ("every file has its checksum, and there are no others", _checksums),
        ("manifest and files agree in size and hash", _files),
        ("rows and their content are those of the manifest", _rows),
        ("every row has the form that its type's schema gives", _row_forms),
        ("judgements and candidates name what is there", _whole),
        ("the statistics are those of these rows", _described),
        ("source = released + filtered + failed + not sampled, in every split", _ledger),
        ("provenance and rejected list every row of the ledger", _listed),
        ("what was drawn is what the ledger has", _sampled),
        ("card and mteb task say what the manifest says", _made),
    ]
    held = []
    for promise, problems_of in promises:
        try:
            found = tuple(problems_of(release))
        except Exception as error:  # what a forged release brings readers to is its own fault
            found = (f"cannot be checked: {type(error).__name__}: {_first_line(error)}",)
        held.append(Held(promise, found))
        if not found:
            continue
        if promise.startswith("the manifest"):
            # Nothing can be asked of a manifest that is none.
            break
    return held


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]


def _manifest_form(release: _Release) -> Iterator[str]:
    validator = jsonschema_rs.validator_for(release.schemas.bundled("manifest"))
    for error in list(validator.iter_errors(release.manifest))[:_SHOWN]:
        where = ".".join(str(part) for part in error.instance_path)
        yield f"{MANIFEST}: {where}: {error.message}"


def _checksums(release: _Release) -> Iterator[str]:
    text = (release.folder / CHECKSUMS).read_bytes().decode("utf-8", "replace")
    listed = {name: digest for digest, name in _LINE.findall(text)}
    if text != "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)):
        yield f"{CHECKSUMS}: is not a sorted list of checksums"
    present = set(_present(release.folder)) - {CHECKSUMS}
    for name in sorted(present | listed.keys()):
        if name not in present:
            yield f"{name}: is missing"
        elif name not in listed:
            yield f"{name}: is not listed in {CHECKSUMS}"
        elif sha256(release.folder / name) != listed[name]:
            yield f"{name}: has not the checksum in {CHECKSUMS}"


def _files(release: _Release) -> Iterator[str]:
    files: Mapping[str, Any] = release.manifest["files"]
    for name in sorted(set(_present(release.folder)) - {MANIFEST, CHECKSUMS} - files.keys()):
        yield f"{name}: the manifest does not know it"
    for name, facts in sorted(files.items()):
        file = release.folder / name
        if not file.is_file():
            yield f"{name}: is missing"
        elif file.stat().st_size != facts["bytes"] or sha256(file) != facts["sha256"]:
            yield f"{name}: differs from the manifest"


def _rows(release: _Release) -> Iterator[str]:
    # The card gives readers every file whose name begins like its split's.
    known = set()
    for config, split, _ in _splits(release):
        beginning = f"data/{config['config']}/{split['split']}-"
        known |= {name for name in split["files"] if name.startswith(beginning)}
    for name in sorted(release.manifest["files"]):
        if name.startswith("data/") and name not in known:
            yield f"{name}: belongs to no split"
    for config, split, files in _splits(release):
        rows = sum(pq.read_metadata(file).num_rows for file in files)
        where = f"{config['config']} {split['split']}"
        if rows != split["rows"]:
            yield f"{where}: {rows} rows, the manifest says {split['rows']}"
        if row_content_hash(files) != split["row_hash"]:
            yield f"{where}: the rows' content differs from the manifest"


def _row_forms(release: _Release) -> Iterator[str]:
    for config, split, files in _splits(release):
        # Several languages in one table: a column each.
        name = f"rows/{release.manifest['type']}" if len(config["languages"]) == 1 else "parallel"
        schema = release.schemas.load(name)
        validator = jsonschema_rs.validator_for({**schema, "$ref": f"#/$defs/{config['table']}"})
        wrong = sum(
            not validator.is_valid(row)
            for file in files
            for batch in pq.ParquetFile(file).iter_batches()
            for row in batch.to_pylist()
        )
        if wrong:
            yield f"{config['config']} {split['split']}: {wrong} rows"


def _whole(release: _Release) -> Iterator[str]:
    yield from loose_ends(release.manifest, release.folder)


def _described(release: _Release) -> Iterator[str]:
    return false_descriptions(release.manifest, release.folder)


def _ledger(release: _Release) -> Iterator[str]:
    released = {
        (language, config["table"], split["split"]): split["rows"]
        for config in release.manifest["configs"]
        for language in config["languages"]
        for split in config["splits"]
    }
    for part in release.manifest["parts"]:
        for count in part["ledger"]["counts"]:
            where = f"{count['table']} {count['split']}"
            if count["source"] != sum(count[state] for state in ("released", *_ENDED)):
                yield f"{where}: {count} does not add up"
            rows = released.pop((part["language"], count["table"], count["split"]), 0)
            if rows != count["released"]:
                yield f"{where}: {count['released']} released, but the data has {rows}"
    for name in released:
        yield f"{' '.join(name)}: has rows that the ledger does not know"


def _listed(release: _Release) -> Iterator[str]:
    sums = totals(release.manifest)
    provenance = pq.read_metadata(release.folder / PROVENANCE).num_rows
    if provenance != sums["released"]:
        yield f"{PROVENANCE}: {provenance} rows for {sums['released']} released"
    yield from _untraced(release)
    counts = {
        (part["language"], count["table"], count["split"], state): count[state]
        for part in release.manifest["parts"]
        for count in part["ledger"]["counts"]
        for state in _ENDED
    }
    with duckdb.connect() as connection:
        connection.read_parquet(str(release.folder / REJECTED)).create_view("rejected")
        found = {
            row[:4]: row[4]
            for row in connection.execute(
                'SELECT language, "table", split, state, count(*) FROM rejected GROUP BY ALL'
            ).fetchall()
        }
    for name in sorted(counts.keys() | found.keys()):
        listed, counted = found.get(name, 0), counts.get(name, 0)
        if listed != counted:
            where = f"{REJECTED}: {' '.join(name[1:3])}"
            yield f"{where}: {listed} {name[3]}, the ledger has {counted}"


def _sampled(release: _Release) -> Iterator[str]:
    return sampling_problems(release.manifest, release.folder)


def _untraced(release: _Release) -> Iterator[str]:
    """Yield the splits with rows that `provenance.parquet` does not tell of."""
    keys = {table.name: table.key for table in task_types()[release.manifest["type"]].tables}
    with duckdb.connect() as connection:
        connection.read_parquet(str(release.folder / PROVENANCE)).create_view("provenance")
        for config, split, files in _splits(release):
            connection.read_parquet([str(file) for file in files]).create_view("data")
            row = " || chr(9) || ".join(
                f'CAST("{name}" AS VARCHAR)' for name in keys[config["table"]]
            )
            listed = ", ".join(f"'{language}'" for language in config["languages"])
            [(lacking,)] = connection.execute(
                f"""
                SELECT count(*) FROM (
                    SELECT {row} AS key, unnest([{listed}]) AS language FROM data
                ) ANTI JOIN (
                    SELECT language, key FROM provenance WHERE "table" = ? AND split = ?
                ) USING (language, key)
                """,  # noqa: S608 - names come from the task types, codes have the schema's form
                [config["table"], split["split"]],
            ).fetchall()
            if lacking:
                yield f"{PROVENANCE}: lacks {lacking} rows of {config['config']} {split['split']}"


def _made(release: _Release) -> Iterator[str]:
    """Make card and mteb task again: by other templates they may say the same in other words."""
    # Outside its markers the card is people's: what they wrote there is no claim of the manifest.
    standing = (release.folder / CARD).read_text(encoding="utf-8")
    wanted = made_texts(release.manifest, release.cards, standing)
    templates = template_hashes(release.cards)
    for name, text in wanted.items():
        found = (release.folder / name).read_text(encoding="utf-8")
        if found == text:
            continue
        if release.manifest["templates"][name] == templates[name]:
            yield f"{name}: its text differs from what the manifest gives"
        if release.manifest["signature"] not in found:
            yield f"{name}: has not the manifest's signature"
        if name == CARD:
            yield from _metadata(found, text)


def _metadata(found: str, wanted: str) -> Iterator[str]:
    from huggingface_hub import DatasetCard

    if DatasetCard(found).data.to_yaml() != DatasetCard(wanted).data.to_yaml():
        yield f"{CARD}: its metadata differs from the manifest"


def _splits(
    release: _Release,
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[Path]]]:
    for config in release.manifest["configs"]:
        for split in config["splits"]:
            yield config, split, [release.folder / name for name in split["files"]]


def _present(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        # A link to a folder is no file, and what it leads to would come with the release.
        if (file.is_file() or file.is_symlink()) and name.parts[0] not in _NOT_OURS:
            yield name.as_posix()
