"""What the manifest derives from provenance: mteb's words for where texts come from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.model import Catalog, Task
from babelwright.errors import ReleaseError
from babelwright.finished import FACTS, Part
from babelwright.release.manifest import _sample_creation, adapted_from
from babelwright.tasks.registry import task_types
from support.tasks import make_source, make_task

HUB = make_source(hub="mteb/stsbenchmark-sts", revision="0" * 40)


def part(tmp_path: Path, catalog: Catalog, task: Task, *origins: str | None) -> Part:
    """Return a build of a task whose accepted texts come from such origins."""
    folder = tmp_path / "-".join(("build", *map(str, origins)))
    folder.mkdir()
    accepted = [{"origin": origin, "texts": 3} for origin in origins]
    facts: dict[str, Any] = {"translation": {"accepted_from": accepted, "distractors_from": []}}
    (folder / FACTS).write_text(json.dumps(facts), encoding="utf-8")
    kind, languages = task_types()[task.type], catalog.languages
    return Part(task, kind, languages["vi"], languages["en"], folder, "0" * 64)


@pytest.mark.parametrize(
    ("origins", "word"),
    [
        (("human",), "human-translated"),
        (("machine",), "machine-translated"),
        (("machine", "machine"), "machine-translated"),
        (("human", "machine"), "multiple"),
        (("human", None), "human-translated"),
    ],
)
def test_a_translation_is_called_by_who_made_the_accepted_texts(
    tmp_path: Path, catalog: Catalog, origins: tuple[str | None, ...], word: str
) -> None:
    assert _sample_creation([part(tmp_path, catalog, make_task(), *origins)]) == word


def test_the_languages_of_a_task_count_together(tmp_path: Path, catalog: Catalog) -> None:
    parts = [part(tmp_path, catalog, make_task(), origin) for origin in ("human", "machine")]
    assert _sample_creation(parts) == "multiple"


def test_a_tasks_own_word_may_say_more(tmp_path: Path, catalog: Catalog) -> None:
    task = replace(make_task(), sample_creation="machine-translated and verified")
    made = _sample_creation([part(tmp_path, catalog, task, "machine")])
    assert made == "machine-translated and verified"


@pytest.mark.parametrize(
    ("word", "origins"),
    [
        ("human-translated", ("human", "machine")),
        ("human-translated", ("machine",)),
        ("machine-translated", ("human",)),
        ("multiple", ("machine",)),
    ],
)
def test_a_word_that_provenance_contradicts_is_refused(
    tmp_path: Path, catalog: Catalog, word: str, origins: tuple[str, ...]
) -> None:
    task = replace(make_task(), sample_creation=word)
    with pytest.raises(ReleaseError, match=f"sample_creation is '{word}'") as caught:
        _sample_creation([part(tmp_path, catalog, task, *origins)])
    assert str(caught.value).startswith("task.toml: ")


@pytest.mark.parametrize(("word", "made"), [(None, "found"), ("created", "created")])
def test_collected_texts_are_found_unless_the_task_says_more(
    tmp_path: Path, catalog: Catalog, word: str | None, made: str
) -> None:
    task = replace(make_task(method="collect"), sample_creation=word)
    assert _sample_creation([part(tmp_path, catalog, task)]) == made


def test_a_task_over_a_dataset_of_mteb_derives_from_its_task(
    tmp_path: Path, catalog: Catalog
) -> None:
    task = make_task(source=HUB)
    assert adapted_from(part(tmp_path, catalog, task, "machine")) == ("STSBenchmark",)


def test_names_in_the_task_file_win(tmp_path: Path, catalog: Catalog) -> None:
    task = replace(make_task(source=HUB), adapted_from=("SICK-R",))
    assert adapted_from(part(tmp_path, catalog, task, "machine")) == ("SICK-R",)


def test_files_derive_from_no_task(tmp_path: Path, catalog: Catalog) -> None:
    assert adapted_from(part(tmp_path, catalog, make_task(), "machine")) == ()
