"""Turns the [sample] of a task into a value, and finds what its schema cannot."""

from collections.abc import Iterable, Mapping
from typing import Any

from babelwright.catalog.model import Sample
from babelwright.catalog.schema import nearest
from babelwright.catalog.toml import Section
from babelwright.errors import Problem

# mteb asks new classification tasks to be reduced to about so many rows a split, and reduces its
# own to it (docs/contributing, "adding a dataset"; `stratified_subsampling(n_samples=2048)`).
DEFAULT_SIZE = 2048
_SIZED = frozenset({"classification", "multilabel_classification"})
_ALL = "all"


def sample_problems(section: Section, tables: Iterable[str]) -> Iterable[Problem]:
    """Yield what is wrong in [sample] beyond the schema.

    Args:
        section: A task whose type is known.
        tables: The tables of its type.
    """
    sample = section.content.get("sample")
    if sample is None:
        return
    kind, names = section.content["type"], set(tables)
    allowed = _allowed(names)
    for key in sample:
        if key not in allowed:
            why = f"; {nearest(key, allowed)}"
            if key == "hard_negatives" and "top_ranked" in names:
                why = ": its candidates are what a query is hard on"
            message = f"[sample] {key!r} is not for a {kind} task{why}"
            yield section.problem(["sample", key], message)
    collected = section.content["method"] == "collect"
    if "hard_negatives" in sample and collected and section.content.get("cross_lingual"):
        message = "[sample] 'hard_negatives' needs queries and documents in one language"
        yield section.problem(["sample", "hard_negatives"], message)
    size = sample.get("size")
    if isinstance(size, dict) and "size" in allowed:
        for split in size:
            if split not in section.content["source"]["splits"]:
                hint = nearest(split, section.content["source"]["splits"])
                message = f"[sample] {split!r} is none of the splits; {hint}"
                yield section.problem(["sample", "size", split], message)
    if set(sample) == {"seed"} and kind not in _SIZED:
        listed = ", ".join(sorted(allowed - {"seed"}))
        yield section.problem(["sample"], f"[sample] says nothing to draw: give {listed}")


def _allowed(tables: set[str]) -> set[str]:
    if "qrels" not in tables:
        return {"size", "seed"}
    if "top_ranked" in tables:
        return {"queries", "distractors", "seed"}
    return {"queries", "hard_negatives", "distractors", "seed"}


def make_sample(content: Mapping[str, Any]) -> Sample | None:
    """Return what a valid task draws of its source; None for all of it."""
    declared = content.get("sample", {})
    default = DEFAULT_SIZE if content["type"] in _SIZED else _ALL
    size = declared.get("size", default)
    splits = content["source"]["splits"]
    by_split = size if isinstance(size, dict) else dict.fromkeys(splits, size)
    wanted = {split: by_split.get(split, default) for split in splits}
    sample = Sample(
        seed=declared.get("seed", Sample.seed),
        sizes={split: rows for split, rows in wanted.items() if rows != _ALL},
        queries=declared.get("queries"),
        hard_negatives=declared.get("hard_negatives"),
        distractors=declared.get("distractors"),
    )
    return None if sample == Sample(seed=sample.seed) else sample
