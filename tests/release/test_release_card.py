"""The card: the Hub's YAML, and no number that the manifest does not have."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import DatasetCard

from babelwright.catalog.model import Catalog
from babelwright.release.card import make_card
from support.projects import Project


@pytest.fixture
def manifest(built: Project) -> dict[str, Any]:
    return built.manifest()


def metadata(card: str) -> dict[str, Any]:
    """Return a card's YAML as the Hub's library reads it."""
    found: dict[str, Any] = DatasetCard(card).data.to_dict()  # type: ignore[no-untyped-call]
    return found


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_the_yaml_is_what_the_hubs_library_reads(built: Project) -> None:
    data = metadata((built.release() / "README.md").read_text(encoding="utf-8"))
    assert data["language"] == ["vi"]
    assert data["license"] == "cc0-1.0"
    assert data["task_categories"] == ["sentence-similarity"]
    assert data["size_categories"] == "n<1K"
    assert data["configs"] == [
        {
            "config_name": "default",
            "default": True,
            "data_files": [{"split": "test", "path": "data/default/test-*"}],
        }
    ]
    info = data["dataset_info"][0]
    assert [feature["name"] for feature in info["features"]] == [
        "id",
        "sentence1",
        "sentence2",
        "score",
    ]
    assert info["splits"][0]["num_examples"] == 3


def test_its_values_are_in_the_hubs_vocabularies(built: Project) -> None:
    from datasets.utils import resources

    folder = Path(str(resources.__file__)).parent
    creators = json.loads((folder / "creators.json").read_text())
    data = metadata((built.release() / "README.md").read_text())
    assert data["language_creators"] in creators["language"]
    assert data["multilinguality"] in json.loads((folder / "multilingualities.json").read_text())
    assert data["size_categories"] in json.loads((folder / "size_categories.json").read_text())


def test_every_number_in_the_text_is_in_the_manifest(
    built: Project, manifest: dict[str, Any]
) -> None:
    text = DatasetCard((built.release() / "README.md").read_text()).text
    known = numbers(json.dumps(manifest))
    counts = manifest["parts"][0]["ledger"]["counts"]
    sums = {str(sum(count[key] for count in counts)) for key in ("source", "released", "filtered")}
    template = {"5"}  # "the 5th percentile"
    assert numbers(text) <= known | sums | template


def test_it_tells_what_became_of_the_rows(built: Project) -> None:
    text = (built.release() / "README.md").read_text()
    assert "`4 source = 3 released + 1 filtered + 0 failed`" in text
    assert "| 1 | filtered | `length-ratio` |" in text
    assert "| 1 | flagged | `number-invented` |" in text


HOSTILE = (
    "<script>alert(1)</script> | `code` [x](http://example.com) **bold** "
    "{{ 123 * 1001 }} # h\n---\n"
)


@pytest.mark.parametrize("key", ["description"])
def test_text_of_a_task_never_becomes_markup(
    manifest: dict[str, Any], catalog: Catalog, key: str
) -> None:
    card = make_card({**manifest, key: HOSTILE}, catalog.rooms.cards)
    text = DatasetCard(card).text
    assert "<script>" not in text
    assert "123123" not in text
    assert "\\[x\\](http" in text
    assert "\\| \\`code\\`" in text
    assert "\n---\n" not in text


def test_a_licence_that_would_end_the_yaml_stays_a_value(
    manifest: dict[str, Any], catalog: Catalog
) -> None:
    card = make_card({**manifest, "name": "x\n---\nevil: true"}, catalog.rooms.cards)
    assert metadata(card)["pretty_name"] == "x\n---\nevil: true"


def test_an_uncalibrated_pair_is_said_to_be_one(built: Project) -> None:
    text = (built.release() / "README.md").read_text()
    assert "There is no calibration for this pair of languages" in text
