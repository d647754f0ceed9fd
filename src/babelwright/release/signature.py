"""The signature: one line with every setting that changes the rows, after sacrebleu's."""

from collections.abc import Sequence
from typing import Any

from babelwright.finished import Part

_SHORT = 7


def signature(parts: Sequence[Part], version: str) -> str:
    """Return the signature of a release.

    Language, sources at their revisions, sample, engines at their revisions, glossary, gates,
    embedder, version: `vi|src:stsbenchmark-sts@b0fddb5|n:2048@42|eng:memory@3f2a9c1|gl:-|gate:1|`
    `fid:static-1@9be1f00|v:1.0.0`.
    """
    first = parts[0].facts
    languages = "+".join(part.language.code for part in parts)
    fields = [
        languages,
        f"src:{_sources(parts)}",
        f"n:{_sample(first['sampling'])}",
        f"eng:{_engines(parts)}",
        "gl:-",
        f"gate:{first['gates_version']}",
        f"fid:{_embedder(first['fidelity'] or first['sampling'])}",
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


def _sample(sampling: dict[str, Any] | None) -> str:
    """Return sizes and seed: `2048@42`, `4096train+2048test@42`, `300q+10h+10000d@42`, or `all`."""
    if sampling is None:
        return "all"
    sizes: dict[str, int] = sampling["sizes"]
    splits = {table["split"] for table in sampling["tables"]}
    if sizes.keys() == splits and len(set(sizes.values())) == 1:
        named = [str(next(iter(sizes.values())))]
    else:
        named = [f"{rows}{split}" for split, rows in sizes.items()]
    letters = {"queries": "q", "hard_negatives": "h", "distractors": "d"}
    named += [
        f"{sampling[name]}{letter}"
        for name, letter in letters.items()
        if sampling[name] is not None
    ]
    return f"{'+'.join(named)}@{sampling['seed']}"


def _embedder(asked: dict[str, Any] | None) -> str:
    """Return the embedder of what asked one: fidelity or, in collected text, the sampling."""
    if asked is None or asked["embedder"] is None:
        return "-"
    name = asked["embedder"]["name"].rsplit("/", 1)[-1]
    return f"{name}@{asked['embedder']['fingerprint'][:_SHORT]}"
