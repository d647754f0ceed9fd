"""The dataset card, made from the manifest alone."""

from pathlib import Path
from typing import Any

from babelwright import _env
from babelwright.release.written import BEGIN, END
from babelwright.rendering import render

# mteb's annotators and sample creation in the Hub's words (huggingface_hub, repocard_data.py). The
# Hub has no word for people who are neither experts nor a crowd.
_ANNOTATORS = {
    "expert-annotated": "expert-generated",
    "human-annotated": "other",
    "derived": "found",
    "LM-generated": "machine-generated",
    "LM-generated and reviewed": "machine-generated",
    "automatic": "machine-generated",
    "automatic-and-reviewed": "machine-generated",
    "algorithmic": "machine-generated",
}
TEMPLATE = "dataset_card.md.j2"

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
    (1_000_000_000, "100M<n<1B"),
)


def make_card(manifest: dict[str, Any], cards: Path) -> str:
    """Return the text of `README.md`: the Hub's YAML and the generated sections.

    Args:
        manifest: The manifest; file hashes are not looked at.
        cards: Folder of the templates.
    """
    _env.prepare()
    from huggingface_hub import DatasetCardData

    data = DatasetCardData(**_metadata(manifest))
    body = render(cards, TEMPLATE, m=manifest, totals=totals(manifest), begin=BEGIN, end=END)
    # The width keeps long values on one line, as PyYAML's folding would hide them from a diff.
    return f"---\n{data.to_yaml(line_break=chr(10)).strip()}\n---\n\n{body}"


def owned_keys(manifest: dict[str, Any]) -> frozenset[str]:
    """Return the keys of the card's YAML that are made from the manifest."""
    return frozenset(_metadata(manifest))


def totals(manifest: dict[str, Any]) -> dict[str, int]:
    """Return the ledger's sums over all tables and splits."""
    counts = [count for part in manifest["parts"] for count in part["ledger"]["counts"]]
    return {
        state: sum(count[state] for count in counts)
        for state in ("source", "released", "filtered", "failed", "unsampled")
    }


def _metadata(manifest: dict[str, Any]) -> dict[str, Any]:
    languages = dict.fromkeys(code for each in manifest["languages"] for code in each["texts"])
    creators = {
        "human": "expert-generated",
        "machine": "machine-generated",
        "found": "found",
        "created": "expert-generated",
        "LM": "machine-generated",
        "multiple": ["expert-generated", "machine-generated"],
    }
    made = manifest["sample_creation"].split("-")[0].split(" ")[0]
    annotators = manifest["annotations_creators"]
    return {
        "pretty_name": manifest["name"],
        "language": list(languages),
        "license": manifest["licence"],
        "multilinguality": _multilinguality(manifest, len(languages)),
        "language_creators": creators.get(made, "other"),
        "annotations_creators": _ANNOTATORS[annotators] if annotators else None,
        "size_categories": _size(manifest),
        "source_datasets": _source_datasets(manifest),
        "task_categories": [manifest["hub"]["task_category"]],
        "tags": ["mteb", "babelwright", manifest["sample_creation"]],
        "configs": _configs(manifest),
        "dataset_info": [_info(config) for config in manifest["configs"]],
    }


def _multilinguality(manifest: dict[str, Any], languages: int) -> str:
    if manifest["type"] == "bitext_mining":
        return "translation"
    return "monolingual" if languages == 1 else "multilingual"


def _size(manifest: dict[str, Any]) -> str:
    rows = sum(split["rows"] for config in manifest["configs"] for split in config["splits"])
    return next((name for limit, name in _SIZES if rows < limit), "n>1T")


def _source_datasets(manifest: dict[str, Any]) -> list[str]:
    hub = manifest["parts"][0]["specification"]["task"]["source"]["hub"]
    return [f"extended|{hub}"] if hub else ["original"]


def _configs(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    configs = []
    for index, config in enumerate(manifest["configs"]):
        entry: dict[str, Any] = {"config_name": config["config"]}
        if index == 0:
            entry["default"] = True
        entry["data_files"] = [
            {"split": split["split"], "path": f"data/{config['config']}/{split['split']}-*"}
            for split in config["splits"]
        ]
        configs.append(entry)
    return configs


def _info(config: dict[str, Any]) -> dict[str, Any]:
    splits = config["splits"]
    return {
        "config_name": config["config"],
        "features": [{"name": each["name"], **each} for each in config["features"]],
        "splits": [
            {"name": split["split"], "num_bytes": split["bytes"], "num_examples": split["rows"]}
            for split in splits
        ],
        "download_size": sum(split["file_bytes"] for split in splits),
        "dataset_size": sum(split["bytes"] for split in splits),
    }
