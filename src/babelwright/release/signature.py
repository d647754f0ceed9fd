"""The signature: one line with every setting that changes the rows, after sacrebleu's."""

from collections.abc import Sequence
from typing import Any

from babelwright.finished import Part

_SHORT = 7


def signature(parts: Sequence[Part], version: str) -> str:
    """Return the signature of a release.

    Language, sources at their revisions, engines at theirs, glossary, gates, embedder, version:
    `vi|src:stsbenchmark-sts@b0fddb5|eng:memory@3f2a9c1|gl:-|gate:1|fid:static-1@9be1f00|v:1.0.0`.
    """
    first = parts[0].facts
    languages = "+".join(part.language.code for part in parts)
    fields = [
        languages,
        f"src:{_sources(parts)}",
        f"eng:{_engines(parts)}",
        "gl:-",
        f"gate:{first['gates_version']}",
        f"fid:{_embedder(first['fidelity'])}",
        f"v:{version}",
    ]
    return "|".join(fields)


def _sources(parts: Sequence[Part]) -> str:
    found = dict.fromkeys(
        f"{_name(read['origin'])}@{read['revision'].removeprefix('sha256:')[:_SHORT]}"
        for part in parts
        for read in part.facts["source"]["reads"]
    )
    return "+".join(found)


def _name(origin: str) -> str:
    """Return the last part of a dataset's id or a path, without config and split."""
    if origin.startswith("hf://datasets/"):
        return origin.removeprefix("hf://datasets/").split(":")[0].split("/")[1]
    return origin.rsplit("/", 1)[-1]


def _engines(parts: Sequence[Part]) -> str:
    """Return the engines that accepted texts come from."""
    found = dict.fromkeys(
        f"{engine['name']}@{engine['revision']}"
        for part in parts
        for engine in part.facts["translation"]["engines"]
        if engine["used"]
    )
    return "+".join(found) or "-"


def _embedder(fidelity: dict[str, Any] | None) -> str:
    if fidelity is None:
        return "-"
    name = fidelity["embedder"]["name"].rsplit("/", 1)[-1]
    return f"{name}@{fidelity['embedder']['fingerprint'][:_SHORT]}"
