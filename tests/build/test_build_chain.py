"""Memories and a real model in one chain, and what is told of those that are missing."""

import json
from pathlib import Path
from typing import Any

import pytest

from babelwright.translation.engine import Failure
from support.argos import EXAMPLES, PACKAGE, argos_environment
from support.shelf import HELLO, Shelf, knows, memory


@pytest.fixture
def argos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Shelf) -> str:
    """Put the tests' package on the shelf, with nothing installed; return its name."""
    for name, value in argos_environment(tmp_path / "argos").items():
        monkeypatch.setenv(name, value)
    settings = pytest.importorskip("argostranslate.settings")
    folder = tmp_path / "argos/packages"
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(settings, "package_data_dir", folder)
    monkeypatch.setattr(settings, "package_dirs", [folder])
    (shelf.root / "en_vi.argosmodel").write_bytes(PACKAGE.read_bytes())
    return "en_vi.argosmodel"


def test_a_memory_and_a_model_are_one_chain_in_the_builders_order(shelf: Shelf, argos: str) -> None:
    example = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"][0]
    shelf.write("memory.jsonl", HELLO)
    chain = shelf.open(memory(), engines=("argos", "memory"), packages=(argos,))
    assert [engine.identity.name for engine in chain.engines] == [
        "argos-en_vi",
        "memory",
        "memory",
    ]
    assert knows(chain, example["source"]) == example["output"]
    unknown = [engine.translate(["Hello"], 1)[0] for engine in chain.engines[1:]]
    assert not any(isinstance(each, Failure) for each in unknown)


def test_a_model_that_has_not_the_pair_is_told_and_the_memory_goes_on(
    shelf: Shelf, argos: str
) -> None:
    shelf.write("memory.jsonl", HELLO)
    settings: dict[str, Any] = {"engines": ("memory", "argos"), "packages": (argos,)}
    chain = shelf.open(memory(), target="sv", **settings)
    assert [engine.identity.name for engine in chain.engines] == ["memory", "memory"]
    (missing,) = chain.missing
    assert missing.startswith("argos has no package for English to Swedish\n")
    assert "argospm install translate-en_sv" in missing


def test_where_no_engine_can_every_reason_is_told(shelf: Shelf, argos: str) -> None:
    told = shelf.refused(
        memory("none.jsonl"), target="sv", engines=("memory", "argos"), packages=(argos,)
    )
    assert told.startswith("no engine can translate English to Swedish:\n")
    assert told.index("there is no file 'none.jsonl'") < told.index("argos has no package for")


def test_a_package_that_is_not_there_is_told(shelf: Shelf, argos: str) -> None:
    del argos
    told = shelf.refused(engines=("argos",), packages=("other.argosmodel",))
    assert "builder.toml: there is no file 'other.argosmodel'" in told


def test_a_chain_without_engines_says_so(shelf: Shelf) -> None:
    assert shelf.refused(engines=()).startswith("no engine can translate English to Vietnamese")
