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

from babelwright.finished import PROVENANCE, REJECTED, RELABEL, Part
from babelwright.hashes import sha256
from babelwright.release.changelog import make_changelog
from babelwright.release.data import write_data
from babelwright.release.made import made_texts, template_hashes
from babelwright.release.manifest import make_manifest
from babelwright.release.parallel import is_parallel, write_parallel
from babelwright.release.version import FIRST, Change, Previous, compare, raised

MANIFEST, CHECKSUMS, CHANGELOG = "manifest.json", "SHA256SUMS", "CHANGELOG.md"


@dataclass(frozen=True)
class Release:
    """A release in a folder."""

    name: str
    version: str
    folder: Path
    manifest: Mapping[str, Any]
    unchanged: bool


def write_release(
    parts: Sequence[Part],
    previous: Previous | None,
    *,
    repository: str,
    cards: Path,
    extra: Mapping[str, str],
    out: Path,
) -> Release:
    """Write the release of a task to `out`, replacing what stands there when it is whole.

    Same parts, same previous release: same bytes. Nothing of this machine or moment is in it.

    Args:
        parts: Finished builds of one task, one a language.
        previous: The target's last release, whose version decides this one's.
        repository: Where the card says it can be loaded from, `organisation/name`.
        cards: Folder of the templates.
        extra: Further text files by name.
        out: The release's folder.
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
    settled = _settle(parts, configs, previous, repository=repository, cards=cards, folder=part)
    for name, text in {**settled.texts, CHANGELOG: settled.changelog}.items():
        _write_text(part / name, text)
    manifest = {**settled.manifest, "files": _hashes(part)}
    _write_text(part / MANIFEST, to_json(manifest))
    _write_text(part / CHECKSUMS, _checksums(part))
    _replace(part, out)
    version = manifest["version"]
    return Release(parts[0].task.name, version, out, manifest, settled.unchanged)


class _Settled(NamedTuple):
    manifest: dict[str, Any]
    texts: dict[str, str]
    changelog: str
    unchanged: bool


def _settle(
    parts: Sequence[Part],
    configs: Sequence[dict[str, Any]],
    previous: Previous | None,
    *,
    repository: str,
    cards: Path,
    folder: Path,
) -> _Settled:
    """Decide the version; a release that equals the last one is that one again, to the byte."""
    templates = template_hashes(cards)

    def manifest_of(version: str, since: str | None, change: Change | None) -> dict[str, Any]:
        made = make_manifest(
            parts,
            configs,
            version=version,
            repository=repository,
            templates=templates,
            previous=since,
            change=change,
        )
        # As a reader of the file will have it: the card is made from that.
        read: dict[str, Any] = json.loads(to_json(made))
        return read

    if previous is None:
        manifest = manifest_of(FIRST, None, None)
        changelog = make_changelog(FIRST, None, None)
        return _Settled(manifest, made_texts(manifest, cards), changelog, False)
    again = manifest_of(previous.version, None, None)
    again |= {key: previous.manifest[key] for key in ("previous", "changes")}
    texts = made_texts(again, cards)
    if _same(previous.manifest, again, texts, _hashes(folder)):
        changelog = (previous.folder / CHANGELOG).read_text(encoding="utf-8")
        return _Settled(again, texts, changelog, True)
    keys = {table.name: table.key for table in parts[0].task_type.tables}
    change = compare(previous, configs, folder, keys)
    version = raised(previous.version, change.bump)
    manifest = manifest_of(version, previous.version, change)
    changelog = make_changelog(version, previous, change)
    return _Settled(manifest, made_texts(manifest, cards), changelog, False)


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
