"""Reads and writes `validation/floors.toml`: what the selftest must reach again."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from babelwright.catalog.schema import Schemas
from babelwright.errors import Problem

FILE = "floors.toml"
_DECIMALS = 1000


class Settings(NamedTuple):
    """What floors were recorded with; measured otherwise, nothing is held to them."""

    source: str
    seed: int
    rate: float
    sample: int
    embedder: str


class Floor(NamedTuple):
    """The least recall of a kind: of hard checks, and of hard and soft ones."""

    hard: float
    flagged: float


@dataclass(frozen=True)
class LanguageFloors:
    """A language's floors; shares are of the good pairs, or of the planted ones.

    Attributes:
        pairs: Good pairs that they were measured on.
        hard: The greatest share of them that a hard check flags.
        soft: The greatest share that only soft checks flag.
        false_alarms: The greatest share that a check flags; 0 for a check that is not among them.
        recall: By kind, the least recall.
    """

    pairs: int
    hard: float
    soft: float
    false_alarms: Mapping[str, float] = field(default_factory=dict)
    recall: Mapping[str, Floor] = field(default_factory=dict)


@dataclass(frozen=True)
class Floors:
    """The whole file."""

    settings: Settings
    languages: Mapping[str, LanguageFloors]


def load_floors(validation: Path, schemas: Schemas) -> tuple[Floors | None, tuple[Problem, ...]]:
    """Read the floors of a `validation/` folder; None where it has none, or has problems."""
    if not (validation / FILE).is_file():
        return None, ()
    document, problems = schemas.read(validation / FILE, "floors")
    if document is None:
        return None, problems
    content = document.content
    languages = {
        code: LanguageFloors(
            values["pairs"],
            float(values["hard"]),
            float(values["soft"]),
            {check: float(share) for check, share in values.get("false_alarms", {}).items()},
            {kind: Floor(*map(float, each)) for kind, each in values.get("recall", {}).items()},
        )
        for code, values in content.get("languages", {}).items()
    }
    return Floors(Settings(**content["settings"]), languages), ()


def write_floors(floors: Floors, file: Path) -> None:
    """Write the floors; shares have three decimals, rounded so that what was measured reaches them.

    Raises:
        OSError: The file cannot be written.
    """
    set_by = floors.settings
    lines = [
        "# What `babelwright selftest` must reach again: recorded by `babelwright selftest --all",
        "# --record` on the samples. By kind of defect, the least share that hard checks see, and",
        "# that any check flags; of good pairs, the greatest shares that are flagged.",
        "",
        "[settings]",
        f'source   = "{set_by.source}"',
        f"seed     = {set_by.seed}",
        f"rate     = {set_by.rate}",
        f"sample   = {set_by.sample}",
        f'embedder = "{set_by.embedder}"',
    ]
    for code, each in sorted(floors.languages.items()):
        lines += ["", f"[languages.{code}]", f"pairs = {each.pairs}"]
        lines += [f"hard  = {_above(each.hard)}", f"soft  = {_above(each.soft)}"]
        if each.false_alarms:
            lines += ["", f"[languages.{code}.false_alarms]"]
            lines += [f"{name} = {_above(it)}" for name, it in sorted(each.false_alarms.items())]
        lines += ["", f"[languages.{code}.recall]"]
        lines += [
            f"{kind:<20} = [{_below(least.hard)}, {_below(least.flagged)}]"
            for kind, least in sorted(each.recall.items())
        ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _above(share: float) -> float:
    return math.ceil(share * _DECIMALS - 1e-9) / _DECIMALS


def _below(share: float) -> float:
    return math.floor(share * _DECIMALS + 1e-9) / _DECIMALS
