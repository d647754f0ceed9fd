"""Small catalogs in a folder, built through the command line's own functions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babelwright.cli.build import Options
from babelwright.cli.build import run as run_build
from babelwright.cli.output import Output
from support.embedders import make_static_embedder

BUILDER = """
name      = "pocket"
languages = ["vi"]
namespace = "hf://pocket"
engines   = ["memory"]

[[engine.memory.files]]
path    = "memory.jsonl"
origin  = "human"
licence = "cc0-1.0"
"""

STS = """
name        = "PocketSTS-VN"
type        = "sts"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "A few sentence pairs that fit in a pocket."

[source]
file     = "sts.jsonl"
language = "en"
licence  = "cc0-1.0"
splits   = { test = "test" }

[map]
sql = "SELECT id, sentence1, sentence2, score FROM source"
"""

PAIRS = {
    "The shop opens at nine in the morning.": "Cửa hàng mở cửa lúc chín giờ sáng.",
    "The store starts its day at nine.": "Tiệm bắt đầu ngày mới lúc chín giờ.",
    "My sister paid 250 euros for the bicycle.": "Chị tôi đã trả 250 euro cho chiếc xe đạp.",
    "The bicycle cost my sister 250 euros.": "Chiếc xe đạp tốn của chị tôi 250 euro.",
    "The contract does not mention a deposit.": "Hợp đồng không nhắc đến tiền đặt cọc.",
    "A deposit is required by the contract.": "Hợp đồng yêu cầu phải có tiền đặt cọc.",
    "Nobody answered the telephone yesterday.": "Hôm qua không ai nghe điện thoại cả.",
    "The train to the coast was late again.": "Chuyến tàu ra bờ biển lại bị trễ.",
}


@dataclass
class Project:
    """A catalog in a folder, with the options to build it."""

    root: Path
    options: Options

    def write(self, name: str, text: str) -> Path:
        """Write a file of the catalog."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def write_rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
        """Write a jsonl file of the catalog."""
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return self.write(name, "".join(lines))

    def write_pairs(self, pairs: Mapping[str, str]) -> None:
        """Write the memory."""
        rows = [{"source": source, "target": target} for source, target in pairs.items()]
        self.write_rows("memory.jsonl", rows)

    def build(self, **changes: Any) -> int:
        """Build with changed options; return the exit status."""
        return run_build(replace(self.options, **changes), Output(as_json=True))

    def release(self, name: str = "PocketSTS-VN") -> Path:
        """Return a release's folder."""
        return self.options.out / name

    def manifest(self, name: str = "PocketSTS-VN") -> dict[str, Any]:
        """Return a release's manifest."""
        content: dict[str, Any] = json.loads((self.release(name) / "manifest.json").read_text())
        return content


def sts_rows() -> list[dict[str, Any]]:
    """Return the rows of the pocket STS task."""
    texts = list(PAIRS)
    scores = [4.5, 5.0, 1.0, 0.0]
    return [
        {"id": f"p{i}", "sentence1": texts[2 * i], "sentence2": texts[2 * i + 1], "score": score}
        for i, score in enumerate(scores)
    ]


def make_project(root: Path) -> Project:
    """Make the pocket catalog under a folder."""
    options = Options(
        language=None,
        builder=None,
        tasks=(),
        limit=None,
        offline=False,
        push=False,
        to=None,
        private=False,
        out=root / "releases",
        catalog=root / "catalog",
        data=None,
        work=root / "work",
        embedder=str(make_static_embedder(root / "embedder")),
    )
    project = Project(root / "catalog", options)
    project.write("builders/pocket/builder.toml", BUILDER)
    project.write("builders/pocket/sts.toml", STS)
    project.write_rows("sts.jsonl", sts_rows())
    project.write_pairs(PAIRS)
    return project
