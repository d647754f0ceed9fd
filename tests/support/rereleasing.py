"""Makes a changed release look whole, as a forger would."""

import json
from pathlib import Path

from babelwright.hashes import sha256
from babelwright.release.bundle import to_json


def fit(release: Path, **changes: object) -> None:
    """Make manifest and checksums fit what lies in the folder, with changes to the manifest."""
    names = sorted(p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file())
    file = release / "manifest.json"
    manifest = json.loads(file.read_text()) | changes
    manifest["files"] = {
        name: {"sha256": sha256(release / name), "bytes": (release / name).stat().st_size}
        for name in names
        if name not in {"manifest.json", "SHA256SUMS"}
    }
    file.write_text(to_json(manifest))
    sums = [f"{sha256(release / name)}  {name}\n" for name in names if name != "SHA256SUMS"]
    (release / "SHA256SUMS").write_text("".join(sums))
