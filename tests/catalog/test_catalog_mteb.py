"""What mteb has: the shipped list, and how tasks say that they come from one of its tasks."""

from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.mteb import mteb_names, mteb_version, tasks_of
from babelwright.catalog.tasks import unfilled
from babelwright.cli.check import run
from babelwright.cli.output import Output
from support.catalogs import SHA, TASK, replaced, task_problems, write_catalog
from support.tasks import make_task

NAMED = 'description = "Pairs of sentences, translated for a test."\n'


def generator() -> Any:
    """Return `ci/mteb_tasks.py` as a module."""
    file = bundled_root() / "ci/mteb_tasks.py"
    if not file.is_file():
        pytest.skip("runs from an installed package")
    spec = spec_from_file_location("mteb_tasks", file)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.filterwarnings("ignore")
def test_the_list_is_what_the_installed_mteb_gives() -> None:
    pytest.importorskip("mteb")
    made = generator()
    assert made.FILE.read_text(encoding="utf-8") == made.to_text(made.known_tasks())


def test_the_list_names_its_mteb() -> None:
    assert mteb_version().startswith("2.")
    assert {"STSBenchmark", "Banking77Classification", "CQADupstackRetrieval"} <= mteb_names()


@pytest.mark.parametrize(
    ("hub", "revision", "kind", "names"),
    [
        ("mteb/stsbenchmark-sts", SHA, "STS", ("STSBenchmark",)),
        # By type, where a dataset is behind several.
        ("klue/klue", SHA, "STS", ("KLUE-STS",)),
        ("klue/klue", SHA, "PairClassification", ("KLUE-NLI",)),
        # By revision, where the type is the same.
        (
            "mteb/banking77",
            "0fd18e25b25c072e09e0d92ab615fda904d66300",
            "Classification",
            ("Banking77Classification",),
        ),
        # What cannot be told apart is all named.
        (
            "mteb/banking77",
            SHA,
            "Classification",
            ("Banking77Classification", "Banking77Classification.v2"),
        ),
        # The data is that of the task, of whatever type the new one is.
        ("mteb/stsbenchmark-sts", SHA, "PairClassification", ("STSBenchmark",)),
        ("someone/else", SHA, "STS", ()),
    ],
)
def test_a_dataset_leads_to_its_tasks(
    hub: str, revision: str, kind: str, names: tuple[str, ...]
) -> None:
    assert tasks_of(hub, revision, kind) == names


def test_a_name_that_mteb_does_not_have_is_answered_with_the_nearest(tmp_path: Path) -> None:
    named = NAMED + 'adapted_from = ["SciFact", "STSBenchmarc"]\n'
    assert task_problems(tmp_path, (NAMED, named)) == [
        f"task.toml:7: adapted_from: mteb {mteb_version()} has no task 'STSBenchmarc'; "
        "did you mean 'STSBenchmark'?"
    ]


def test_a_translation_is_not_said_to_be_found(tmp_path: Path) -> None:
    (problem,) = task_problems(tmp_path, (NAMED, NAMED + 'sample_creation = "found"\n'))
    assert problem.startswith("task.toml:7: sample_creation: 'found' is not what a translation is;")


@pytest.mark.parametrize(
    "word", ["human-translated", "multiple", "machine-translated and verified"]
)
def test_a_translation_can_be_what_mteb_calls_one(tmp_path: Path, word: str) -> None:
    text = replaced(TASK, (NAMED, f'{NAMED}sample_creation = "{word}"\n'))
    (builder,) = load_catalog(write_catalog(tmp_path, text)).builders
    assert builder.tasks[0].sample_creation == word


def test_what_mtebs_metadata_needs_and_only_the_task_knows_is_missed() -> None:
    task = make_task()
    assert unfilled(task) == ("date", "annotations_creators")
    assert unfilled(replace(task, annotations_creators="derived")) == ("date",)
    known = replace(task, annotations_creators="derived", date=("2020-01-01", "2020-01-02"))
    assert unfilled(known) == ()


def test_check_says_what_is_missed_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(write_catalog(tmp_path), Output(as_json=False)) == 0
    told = capsys.readouterr()
    assert "task.toml: date and annotations_creators missing" in " ".join(told.err.split())
    assert "1 task" in told.out


def test_no_bundled_task_lacks_anything(catalog: Catalog) -> None:
    tasks = [task for builder in catalog.builders for task in builder.tasks]
    assert {task.name: unfilled(task) for task in tasks if unfilled(task)} == {}
