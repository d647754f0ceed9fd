"""Writes what the installed mteb knows of its tasks to src/babelwright/catalog/mteb_tasks.json.

    python ci/mteb_tasks.py    # after raising mteb in constraints.txt

The file tells which mteb tasks a dataset of the Hub is behind, and which names mteb has, to users
who have not installed mteb. Text tasks stand with their dataset; of the others there is the name.
"""

import json
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "src/babelwright/catalog/mteb_tasks.json"


def known_tasks() -> dict[str, Any]:
    """Return the content of the file.

    `revision` is there only where several tasks share a dataset.
    """
    import mteb

    every = mteb.get_tasks(exclude_superseded=False, exclude_aggregate=False, exclude_beta=False)
    text, others = [], []
    for task in every:
        metadata = task.metadata
        if metadata.modalities == ["text"] and not getattr(task, "is_aggregate", False):
            text.append(metadata)
        else:
            others.append(metadata.name)
    sharing: dict[str, list[Any]] = defaultdict(list)
    for metadata in text:
        sharing[metadata.dataset["path"]].append(metadata)
    return {
        "mteb": version("mteb"),
        "tasks": [
            _task(metadata, sharing[metadata.dataset["path"]])
            for metadata in sorted(text, key=lambda each: str(each.name))
        ],
        "others": sorted(others),
    }


def _task(metadata: Any, sharing: list[Any]) -> dict[str, Any]:
    dataset = metadata.dataset
    found = {"name": metadata.name, "type": metadata.type, "path": dataset["path"]}
    if len(sharing) > 1:
        found["revision"] = dataset["revision"]
    return found


def to_text(content: dict[str, Any]) -> str:
    """Return the file's text, a task a line, so that a new mteb is a diff that can be read."""
    tasks = ",\n".join(f"  {json.dumps(task, ensure_ascii=False)}" for task in content["tasks"])
    others = json.dumps(content["others"], ensure_ascii=False)
    return (
        f'{{\n"mteb": {json.dumps(content["mteb"])},\n'
        f'"tasks": [\n{tasks}\n],\n"others": {others}\n}}\n'
    )


if __name__ == "__main__":
    FILE.write_text(to_text(known_tasks()), encoding="utf-8")
