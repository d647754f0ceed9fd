"""What mteb needs to evaluate a release: the facts in the manifest, and a module made from them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from babelwright.finished import Part
from babelwright.release.parallel import eval_langs, is_parallel
from babelwright.rendering import render

TEMPLATE = "mteb_task.py.j2"
TRAIN = "train"

# `Licenses` of mteb 2.20 (mteb/types/_metadata.py); of others it takes an address.
LICENCES = frozenset(
    "mit cc-by-2.0 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-3.0 cc-by-nc-4.0 "
    "cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nc-nd-4.0 cc-by-nd-4.0 openrail openrail++ odc-by "
    "afl-3.0 apache-2.0 cc0-1.0 bsd-3-clause gpl-3.0 lgpl lgpl-3.0 cdla-sharing-1.0 "
    "mpl-2.0".split()
)
_NO_LICENCE = frozenset({"unknown", "other"})


def mteb_facts(parts: Sequence[Part], repository: str) -> dict[str, Any]:
    """Return what mteb asks of a task beside what every manifest has.

    Args:
        parts: Finished builds of one task.
        repository: Where it can be loaded from.
    """
    task, task_type = parts[0].task, parts[0].task_type
    return {
        "type": task_type.mteb_type,
        "class": task_type.mteb_class,
        "main_score": task_type.main_score,
        "category": task_type.category,
        "eval_splits": _eval_splits(tuple(task.source.splits)),
        "eval_langs": _eval_langs(parts),
        "licence": _licence(task.licence),
        "reference": _reference(parts[0], repository),
        "date": list(task.date) if task.date else None,
        "attributes": dict(task_type.mteb_attributes(task)),
    }


def make_module(manifest: dict[str, Any], cards: Path) -> str:
    """Return the text of `mteb_task.py`: a task of mteb's own class, with nothing overridden.

    Args:
        manifest: The manifest; file hashes are not looked at.
        cards: Folder of the templates.
    """
    library, name = manifest["mteb"]["class"].rsplit(".", 1)
    return render(
        cards,
        TEMPLATE,
        m=manifest,
        library=library,
        base=name,
        name=re.sub(r"\W", "", manifest["name"]),
        citation=manifest["citation"]["task"] or manifest["citation"]["source"] or "",
    )


def _eval_splits(splits: Sequence[str]) -> list[str]:
    """Return the splits that scores are reported on: `test` where there is one."""
    if "test" in splits:
        return ["test"]
    return [split for split in splits if split != TRAIN] or list(splits)


def _eval_langs(parts: Sequence[Part]) -> list[str] | dict[str, list[str]]:
    """Return the languages of the texts; where there are several configs, of each."""
    if is_parallel(parts):
        return eval_langs(parts)
    found = {
        part.subset or "": [language.mteb_code for language in part.text_languages]
        for part in parts
    }
    return found[""] if "" in found else found


def _licence(licence: str) -> str:
    if licence in LICENCES:
        return licence
    if licence in _NO_LICENCE:
        return "not specified"
    return f"https://huggingface.co/datasets?license=license:{licence}"


def _reference(part: Part, repository: str) -> str:
    source = part.task.source
    page = f"https://huggingface.co/datasets/{source.hub or repository}"
    return source.url or page
