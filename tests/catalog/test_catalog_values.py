"""The values that builders and tasks become."""

from pathlib import Path

from babelwright.catalog.load import load_catalog
from babelwright.catalog.model import CsvStyle, Input, MemoryFile
from support.catalogs import BUILDER, SHA, replaced, write_catalog

MEMORY = """
[[engine.memory.files]]
path = "memory/en-vi.tmx"
origin = "human"
licence = "cc0-1.0"

[[engine.memory.files]]
path = "memory/en.txt"
origin = "machine"
licence = "mit"
format = "txt"
columns = { source = "text", target = "text" }
aligned = { path = "memory/vi.txt", format = "txt" }

[engine.argos]
packages = ["models/en_vi.argosmodel"]
"""
FULL_TASK = """
name = "Full-VN"
type = "retrieval"
method = "translate"
languages = ["vi"]
domains = ["News", "Written"]
subtypes = ["Article retrieval"]
description = "Everything that a task can say of itself."
licence = "cc-by-sa-4.0"
adapted_from = ["SciFact"]
annotations_creators = "derived"
sample_creation = "machine-translated"
dialect = ["vi-northern"]
date = ["2020-02-29", "2021-01-01"]
citation = "@misc{a}"
labels = ["no", "yes"]
score = { min = -1, max = 2.5 }

[source]
hub = "someone/pairs"
revision = "0123456789abcdef0123456789abcdef01234567"
language = "en"
licence = "cc-by-4.0"
url = "https://example.org/pairs"
citation = "@misc{b}"
splits = { test = "validation", train = "train" }

[source.expect]
corpus = { test = 7 }

[source.inputs]
corpus = { config = "corpus", split = "corpus" }
queries = { config = "queries" }

[map]
corpus = "SELECT * FROM corpus"
queries = "SELECT * FROM queries"
qrels = "SELECT * FROM corpus"
"""


def test_a_task_becomes_what_it_declares(tmp_path: Path) -> None:
    builder = replaced(BUILDER, ('"argos"', '"memory", "argos"')) + MEMORY
    (made,) = load_catalog(write_catalog(tmp_path, FULL_TASK, builder)).builders
    (task,) = made.tasks
    assert (task.licence, task.source.licence) == ("cc-by-sa-4.0", "cc-by-4.0")
    assert (task.date, task.score) == (("2020-02-29", "2021-01-01"), (-1.0, 2.5))
    assert (task.labels, task.dialect) == (("no", "yes"), ("vi-northern",))
    assert (task.subtypes, task.adapted_from) == (("Article retrieval",), ("SciFact",))
    assert (task.annotations_creators, task.sample_creation) == ("derived", "machine-translated")
    assert (task.citation, task.source.citation) == ("@misc{a}", "@misc{b}")
    assert list(task.map) == ["corpus", "queries", "qrels"]
    assert task.source.splits == {"test": "validation", "train": "train"}
    assert task.source.expect == {("corpus", "test"): 7}
    assert task.source.inputs == (
        Input("corpus", config="corpus", split="corpus"),
        Input("queries", config="queries"),
    )
    assert (task.source.hub, task.source.revision) == ("someone/pairs", SHA)
    assert task.source.needs_network


def test_a_builder_becomes_what_it_declares(tmp_path: Path) -> None:
    builder = replaced(BUILDER, ('"argos"', '"memory", "argos"')) + MEMORY
    (made,) = load_catalog(write_catalog(tmp_path, builder=builder)).builders
    assert made.engines == ("memory", "argos")
    assert (made.settings.argos_packages, made.settings.argos_beam) == (
        ("models/en_vi.argosmodel",),
        4,
    )
    text = ("text", "text")
    vi = MemoryFile("memory/vi.txt", "machine", "mit", "txt", text)
    assert made.settings.memory_files == (
        MemoryFile("memory/en-vi.tmx", "human", "cc0-1.0"),
        MemoryFile("memory/en.txt", "machine", "mit", "txt", text, aligned=vi),
    )
    assert made.embedder == "static-1"


def test_what_a_task_leaves_out_has_its_default(tmp_path: Path) -> None:
    (task,) = load_catalog(write_catalog(tmp_path)).builders[0].tasks
    assert task.licence == task.source.licence == "cc0-1.0"
    assert task.source.inputs == (Input("source", file="data/pairs.jsonl"),)
    assert task.source.inputs[0].csv == CsvStyle(header=True, columns=(), quoting="double")
    assert task.source.expect == {("source", "test"): 3}
    assert not task.source.needs_network
    assert (task.score, task.date, task.labels, task.sample_creation) == (None, None, (), None)
