"""Builds a project whose engine notes every unit before it translates it; killed by its parent."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from babelwright.translation.argos import ArgosEngine
from babelwright.translation.engine import Outcome
from support.projects import Project, make_project

BUILDER = """
name      = "pocket"
languages = ["vi"]
namespace = "hf://pocket"
engines   = ["argos"]
"""

TASK = """
name        = "PocketMessages-VN"
type        = "classification"
method      = "translate"
languages   = ["vi"]
domains     = ["Written"]
description = "Sentences of a small grammar, to be translated by a small model."
labels      = ["even", "odd"]

[source]
file     = "messages.{split}.jsonl"
language = "en"
licence  = "cc0-1.0"
splits   = { train = "train", test = "test" }

[map]
sql = "SELECT id, text, label FROM source"
"""


def make(root: Path, sentences: Sequence[str]) -> Project:
    """Make the project with the sentences as its rows."""
    project = make_project(root)
    (project.root / "builders/pocket/sts.toml").unlink()
    project.write("builders/pocket/builder.toml", BUILDER)
    project.write("builders/pocket/messages.toml", TASK)
    rows = [
        {"id": f"m{i}", "text": text, "label": ("even", "odd")[i % 2]}
        for i, text in enumerate(sentences)
    ]
    half = len(rows) // 2
    project.write_rows("messages.train.jsonl", rows[:half])
    project.write_rows("messages.test.jsonl", rows[half:])
    return project


def note_units(log: Path) -> None:
    """Have the engine write each unit to a log, safely on disk, before it is translated."""
    translate = ArgosEngine.translate

    def noted(self: ArgosEngine, units: Sequence[str], hypotheses: int) -> list[Outcome]:
        with log.open("a", encoding="utf-8") as stream:
            for unit in units:
                stream.write(json.dumps([unit, hypotheses]) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        return translate(self, units, hypotheses)

    ArgosEngine.translate = noted  # type: ignore[method-assign]
    # Many small batches: more moments between two commits to be killed at.
    ArgosEngine.batch = 16


def main() -> int:
    """Build the project in the folder named by the first argument."""
    root = Path(sys.argv[1])
    note_units(root / "calls.jsonl")
    sentences = json.loads((root / "sentences.json").read_text(encoding="utf-8"))
    return make(root, sentences).build()


if __name__ == "__main__":
    sys.exit(main())
