"""Writes a release's folder."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from babelwright.errors import Place, ReleaseError
from babelwright.finished import PROVENANCE, REJECTED, RELABEL, Part
from babelwright.hashes import sha256
from babelwright.release.changelog import make_changelog
from babelwright.release.data import write_data
from babelwright.release.made import CARD, made_texts, template_hashes
from babelwright.release.manifest import make_manifest
from babelwright.release.parallel import is_parallel, write_parallel
from babelwright.release.version import Change, Standing, compare, settled

MANIFEST, CHECKSUMS, CHANGELOG = "manifest.json", "SHA256SUMS", "CHANGELOG.md"


@dataclass(frozen=True)
class Release:
    """A release in a folder.

    Attributes:
        unchanged: Whether it is the last release again.
        since: The version before it.
        change: What it changes of that; None for a first release and for one that is unchanged.
    """

    name: str
    version: str
    folder: Path
    manifest: Mapping[str, Any]
    unchanged: bool
    since: str | None = None
    change: Change | None = None


def write_release(
    parts: Sequence[Part],
    standing: Standing,
    *,
    repository: str,
    cards: Path,
    extra: Mapping[str, str],
    out: Path,
    version: str | None = None,
) -> Release:
    """Write the release of a task to `out`, replacing what stands there when it is whole.

    Same parts, same previous release: same bytes. Nothing of this machine or moment is in it.

    Args:
        parts: Finished builds of one task, one a language.
        standing: What the target has: its last release decides this one's version.
        repository: Where the card says it can be loaded from, `organisation/name`.
        cards: Folder of the templates.
        extra: Further text files by name.
        out: The release's folder.
        version: The version to give, at least the one that the rows ask for.

    Raises:
        ReleaseError: The version is less than the rows ask for, or the markers of the card that
            stands there are damaged.
    """
    part = out.with_name(f"{out.name}.part")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    configs = (
        write_parallel(parts, part)
        if is_parallel(parts)
        else [config for each in parts for config in write_data(each, part)]
    )
    for name, text in extra.items():
        _write_text(part / name, text)
    _collect(parts, PROVENANCE, part)
    _collect(parts, REJECTED, part)
    _collect([each for each in parts if (each.folder / RELABEL).is_file()], RELABEL, part)
    written = _Written(parts, configs, standing, repository, cards, part, version)
    decided = _settle(written)
    for name, text in {**decided.texts, CHANGELOG: decided.changelog}.items():
        _write_text(part / name, text)
    manifest = {**decided.manifest, "files": _hashes(part)}
    _write_text(part / MANIFEST, to_json(manifest))
    _write_text(part / CHECKSUMS, _checksums(part))
    _replace(part, out)
    return Release(
        parts[0].task.name,
        manifest["version"],
        out,
        manifest,
        unchanged=decided.unchanged,
        since=standing.previous.version if standing.previous else None,
        change=decided.change,
    )


class _Written(NamedTuple):
    """What a release is settled from: its data, in `folder`, and what it follows."""

    parts: Sequence[Part]
    configs: Sequence[dict[str, Any]]
    standing: Standing
    repository: str
    cards: Path
    folder: Path
    version: str | None

    def manifest(self, version: str, since: str | None, change: Change | None) -> dict[str, Any]:
        """Return the manifest as a reader of the file will have it: the card is made from that."""
        made = make_manifest(
            self.parts,
            self.configs,
            version=version,
            repository=self.repository,
            templates=template_hashes(self.cards),
            previous=since,
            change=change,
        )
        read: dict[str, Any] = json.loads(to_json(made))
        return read

    def texts(self, manifest: dict[str, Any], card: str | None) -> dict[str, str]:
        """Return the files that the manifest gives, with what people wrote into a card."""
        try:
            return made_texts(manifest, self.cards, card)
        except ValueError as error:
            raise ReleaseError(
                f"what people wrote into the card cannot be kept: {error}",
                place=Place(f"{self.repository}/{CARD}"),
                hint="Mend the card where it stands, then run the same command again",
            ) from error


class _Settled(NamedTuple):
    manifest: dict[str, Any]
    texts: dict[str, str]
    changelog: str
    unchanged: bool
    change: Change | None


def _settle(written: _Written) -> _Settled:
    """Decide the version; a release that equals the last one is that one again, to the byte."""
    previous, card = written.standing.previous, written.standing.card
    change = None
    if previous is not None:
        old = previous.folder / CARD
        again = written.manifest(previous.version, None, None)
        again |= {key: previous.manifest[key] for key in ("previous", "changes")}
        # Words of people are no release: with those of the last one, it must be the last one.
        texts = written.texts(again, old.read_text(encoding="utf-8"))
        if _same(previous.manifest, again, texts, _hashes(written.folder)):
            changelog = (previous.folder / CHANGELOG).read_text(encoding="utf-8")
            return _Settled(again, texts, changelog, True, None)
        keys = {table.name: table.key for table in written.parts[0].task_type.tables}
        change = compare(previous, written.configs, written.folder, keys)
    since = previous.version if previous else None
    version = settled(written.version, since, change)
    manifest = written.manifest(version, since, change)
    changelog = make_changelog(version, previous, change)
    return _Settled(manifest, written.texts(manifest, card), changelog, False, change)


def _same(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    texts: Mapping[str, str],
    files: Mapping[str, Any],
) -> bool:
    """Whether a manifest without its files, its texts and further files are those of a release."""
    listed = {name: entry["sha256"] for name, entry in old["files"].items() if name != CHANGELOG}
    found = {name: entry["sha256"] for name, entry in files.items()}
    made = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
    kept = {key: value for key, value in old.items() if key != "files"}
    return listed == {**found, **made} and to_json(kept) == to_json(new)


def to_json(content: Mapping[str, Any]) -> str:
    """Return JSON in the one form that equal content always has."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _write_text(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8"))


def _collect(parts: Sequence[Part], name: str, out: Path) -> None:
    """Write one file of what every part has, with the part's language; none without parts."""
    writer = None
    try:
        for part in parts:
            with pq.ParquetFile(part.folder / name) as opened:
                schema = pa.schema([pa.field("language", pa.string()), *opened.schema_arrow])
                writer = writer or pq.ParquetWriter(out / name, schema, compression="zstd")
                for batch in opened.iter_batches():
                    language = pa.array([part.language.code] * batch.num_rows, pa.string())
                    columns = [language, *batch.columns]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    finally:
        if writer is not None:
            writer.close()


def _files(folder: Path, without: Callable[[str], bool]) -> list[str]:
    found = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(name for name in found if not without(name))


def _hashes(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        name: {"sha256": sha256(folder / name), "bytes": (folder / name).stat().st_size}
        for name in _files(folder, lambda name: name in (MANIFEST, CHECKSUMS))
    }


def _checksums(folder: Path) -> str:
    names = _files(folder, lambda name: name == CHECKSUMS)
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in names)


def _replace(part: Path, out: Path) -> None:
    """Put a whole folder in the place of an older one."""
    old = out.with_name(f"{out.name}.old")
    if old.exists():
        shutil.rmtree(old)
    if out.exists():
        out.replace(old)
    part.replace(out)
    if old.exists():
        shutil.rmtree(old)
