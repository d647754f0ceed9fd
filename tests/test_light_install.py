"""The light install has no torch in it, and its parts say which extra they miss."""

import re
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEAVY = {"torch", "transformers", "argostranslate", "sentence-transformers", "spacy", "stanza"}
ROOT = Path(__file__).resolve().parent.parent


def closure(name: str) -> set[str]:
    """Return everything that installing a package without extras brings."""
    seen: set[str] = set()
    open_names = [name]
    while open_names:
        current = canonicalize_name(open_names.pop())
        if current in seen:
            continue
        seen.add(current)
        try:
            wanted = requires(current) or []
        except PackageNotFoundError:
            continue
        for text in wanted:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                open_names.append(requirement.name)
                for extra in requirement.extras:
                    open_names.extend(extra_of(requirement.name, extra))
    return seen


def extra_of(name: str, extra: str) -> list[str]:
    """Return what an extra of a package asks for."""
    wanted = (Requirement(text) for text in requires(name) or [])
    return [each.name for each in wanted if each.marker and each.marker.evaluate({"extra": extra})]


def test_the_light_install_brings_nothing_heavy() -> None:
    found = closure("babelwright")
    assert "great-expectations" in found, "the walk does not see the requirements"
    assert found & HEAVY == set()


def test_the_full_install_brings_the_libraries_it_is_built_on() -> None:
    extras = distribution("babelwright").metadata.get_all("Provides-Extra") or []
    assert {"argos", "embed", "l10n", "mteb", "all"} <= set(extras)
    everything = closure("babelwright") | {
        canonicalize_name(name) for name in extra_of("babelwright", "all")
    }
    for name in ("argos", "embed", "l10n"):
        everything |= {canonicalize_name(each) for each in extra_of("babelwright", name)}
    assert {
        "datasets",
        "huggingface-hub",
        "langdetect",
        "sacrebleu",
        "argostranslate",
        "sentence-transformers",
        "jsonschema",
        "great-expectations",
    } <= everything


def test_every_requirement_is_pinned() -> None:
    pinned = {
        canonicalize_name(line.split("==")[0])
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    missing = closure("babelwright") - pinned - {"babelwright"}
    # What other platforms or older Pythons ask for is not installed here.
    installed = {name for name in missing if _installed(name)}
    assert installed == set()


def test_torch_is_pinned_without_a_local_version() -> None:
    text = (ROOT / "constraints.txt").read_text()
    assert re.search(r"^torch==2\.13\.0$", text, re.MULTILINE)


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


@pytest.mark.parametrize(
    ("extra", "module"),
    [("l10n", "translate.storage.tmx"), ("embed", "sentence_transformers")],
)
def test_a_missing_extra_is_named(
    extra: str, module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    from babelwright.errors import MissingExtra
    from babelwright.fidelity.open import open_embedder
    from babelwright.sources.localisation import read_units

    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra) as caught:
        if extra == "l10n":
            list(read_units(tmp_path / "memory.tmx", "tmx"))
        else:
            open_embedder("someone/some-model", tmp_path)
    assert f"pip install 'babelwright[{extra}]'" in str(caught.value)
