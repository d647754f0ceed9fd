"""A parallel task in two languages, of a few sentences."""

import shutil
from pathlib import Path
from typing import Any

from support.projects import Project, make_project

BUILDER = """
name      = "north"
languages = ["da", "sv"]
namespace = "hf://north"
engines   = ["memory"]

[[engine.memory.files]]
path    = "memory.da.jsonl"
origin  = "human"
licence = "cc0-1.0"
"""

PARALLEL = """
name        = "North"
type        = "bitext_mining"
method      = "collect"
languages   = ["da", "sv"]
parallel    = true
domains     = ["Written"]
description = "A few sentences in three languages, for a test."

[source]
file     = "{language}.jsonl"
language = "en"
licence  = "cc0-1.0"
splits   = { test = "test" }
codes    = { sv = "swe" }

[map]
sql = "SELECT id, en AS sentence1, {language} AS sentence2 FROM source"
"""

ROWS = {
    "en": (
        "The bakery on the corner sells fresh bread every morning.",
        "My neighbour has lived in the same flat for 27 years.",
        "The court dismissed the claim because it came too late.",
        "Could you send me the photos before the end of the week?",
    ),
    "da": (
        "Bageren på hjørnet sælger frisk brød hver morgen.",
        "Min nabo har boet i den samme lejlighed i 27 år.",
        "Retten afviste kravet, fordi det kom for sent.",
        "Kan du sende mig billederne inden ugen er omme?",
    ),
    "sv": (
        "Bageriet på hörnet säljer färskt bröd varje morgon.",
        "Min granne har bott i samma lägenhet i 27 år.",
        "Domstolen avslog kravet eftersom det kom för sent.",
        "Kan du skicka mig bilderna innan veckan är slut?",
    ),
}


def rows(code: str, column: str) -> list[dict[str, Any]]:
    """Return the rows of a language, its sentences in a column."""
    pairs = zip(ROWS["en"], ROWS[code], strict=True)
    return [{"id": f"r{n}", "en": en, column: text} for n, (en, text) in enumerate(pairs)]


def make_north(root: Path) -> Project:
    """Make the catalog of the parallel task under a folder."""
    made = make_project(root)
    shutil.rmtree(made.root / "builders/pocket")
    made.write("builders/north/builder.toml", BUILDER)
    made.write("builders/north/parallel.toml", PARALLEL)
    made.write_rows("memory.da.jsonl", [{"source": "one text", "target": "en tekst"}])
    made.write_rows("da.jsonl", rows("da", "da"))
    made.write_rows("swe.jsonl", rows("sv", "swe"))
    return made
