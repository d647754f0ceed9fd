"""Bad data of every task type: one message, with the row, before any engine is called."""

import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from babelwright.catalog.locate import bundled_root
from babelwright.cli.build import run as run_build
from babelwright.cli.output import Output
from babelwright.tasks.registry import task_types
from support.bad_data import JUDGED, Case, make_case, with_value
from support.catalogs import replaced
from support.projects import Project

KINDS = sorted(task_types())
SCORED = sorted(kind for kind in KINDS if make_case(kind).number)
LABELLED = sorted(kind for kind in KINDS if make_case(kind).label)
RERANKED = sorted(kind for kind in JUDGED if "reranking" in kind)
# Every type's texts, and every table there is.
TABLES = [
    *((kind, make_case(kind).text[0]) for kind in KINDS),
    *(("instruction_reranking", file) for file in ("queries", "qrels.test", "top_ranked.test")),
    ("classification", "rows.train"),
]

Refused = Callable[[Case], str]


@pytest.fixture
def refused(project: Project, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Return what is said of a source, without the catalog's path."""

    def build(case: Case) -> str:
        case.write(project)
        status = run_build(project.options, Output(as_json=False))
        said = capsys.readouterr().err.replace(f"{project.root}/", "")
        assert status == 1
        assert "translating" not in said
        assert said.count("error") == 1
        assert not project.options.out.exists() or not list(project.options.out.glob("*/data"))
        before, message = said.split("error SpoiltTask-VN: ")
        assert before == "SpoiltTask-VN: reading\n"
        return message

    return build


def spoilt(case: Case, place: tuple[str, str], value: object, row: int = 1) -> Case:
    file, column = place
    return replace(case, files=with_value(case.files, file, row, **{column: value}))


def test_a_sound_source_of_the_smallest_size_is_built(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    make_case("instruction_reranking").write(project)
    assert run_build(project.options, Output(as_json=False)) == 0
    assert "SpoiltTask-VN: translating" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_another_type_is_told_with_its_column(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    file, column = case.text
    rows = [{**row, column: 7} for row in case.files[file]]
    said = refused(replace(case, files={**case.files, file: rows}))
    assert f"column '{column}' is int64, not text" in said


@pytest.mark.parametrize("kind", KINDS)
def test_one_value_of_another_type_is_told_with_its_row(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    row = case.files[case.text[0]][1]["id"]
    said = refused(spoilt(case, case.text, 7))
    assert said.startswith(f"{case.text[0]}.jsonl row '{row}': column '{case.text[1]}' of record 2")


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_column_is_told_with_those_of_the_type(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    file, column = case.text
    rows = [{name: row[name] for name in row if name != column} for row in case.files[file]]
    said = refused(replace(case, files={**case.files, file: rows}))
    assert f"column '{column}' is missing\n  A {kind} task has id, " in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_a_megabyte_is_told_with_its_row(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    row = case.files[case.text[0]][1]["id"]
    said = refused(spoilt(case, case.text, "word " * 200_000))
    assert f"spoilt.toml row '{row}': " in said
    assert f"'{case.text[1]}' has 1000000 bytes of text or more" in said
    assert len(said) < 500


@pytest.mark.parametrize(("kind", "file"), TABLES)
def test_an_id_that_is_there_twice_is_told(refused: Refused, kind: str, file: str) -> None:
    case = make_case(kind)
    rows = case.files[file]
    said = refused(replace(case, files={**case.files, file: [*rows, rows[0]]}))
    assert f"spoilt.toml row {case.row(file, 0)!r}: " in said
    assert "id is there 2 times" in said


@pytest.mark.parametrize(("kind", "file"), TABLES)
def test_one_row_only_is_told(refused: Refused, kind: str, file: str) -> None:
    case = make_case(kind)
    said = refused(replace(case, files={**case.files, file: case.files[file][:1]}))
    assert (
        f"spoilt.toml row {case.row(file, 0)!r}: {file.split('.', maxsplit=1)[0]}, split " in said
    )
    assert "has one row only" in said


@pytest.mark.parametrize(("kind", "file"), TABLES)
def test_an_empty_split_is_told(refused: Refused, kind: str, file: str) -> None:
    case = make_case(kind)
    said = refused(replace(case, files={**case.files, file: []}))
    assert f"the source has no rows in {file.split('.', maxsplit=1)[0]} for split " in said


@pytest.mark.parametrize(
    ("kind", "score"), [*((kind, 101) for kind in SCORED), ("sts", -1), ("retrieval", -1)]
)
def test_a_score_out_of_range_is_told_with_its_row(refused: Refused, kind: str, score: int) -> None:
    case = make_case(kind)
    assert case.number
    file, column = case.number
    many = isinstance(case.files[file][1][column], list)
    said = refused(spoilt(case, case.number, [1.0, float(score)] if many else score))
    assert f"spoilt.toml row {case.row(file, 1)!r}: " in said
    judged = "is below 0" if score < 0 else "is above 100"
    assert f"'{column}' {judged if kind in JUDGED else 'is outside 0 to 5'}" in said


@pytest.mark.parametrize("kind", LABELLED)
def test_a_label_that_is_not_in_the_set_is_told_with_its_row(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    assert case.label
    file, column = case.label
    many = isinstance(case.files[file][1][column], list)
    said = refused(spoilt(case, case.label, ["blue"] if many else "blue"))
    assert f"spoilt.toml row {case.row(file, 1)!r}: " in said
    assert f"none of the labels {', '.join(case.labels)}" in said


def test_a_third_label_of_pairs_is_told_with_its_row(refused: Refused) -> None:
    case = replace(make_case("pair_classification"), labels=("no", "yes", "maybe"))
    said = refused(spoilt(case, ("rows.test", "labels"), "maybe"))
    assert "spoilt.toml row 'r1': rows, split 'test': 'labels' is above 1" in said


@pytest.mark.parametrize("kind", ["pair_classification", "classification", "clustering"])
def test_labels_that_are_all_the_same_are_told(refused: Refused, kind: str) -> None:
    case = make_case(kind)
    assert case.label
    file, column = case.label
    rows = [{**row, column: case.labels[0]} for row in case.files[file]]
    said = refused(replace(case, files={**case.files, file: rows}))
    assert f"'{column}' has 1 value, and 2 are the least" in said


@pytest.mark.parametrize("kind", JUDGED)
@pytest.mark.parametrize(("column", "what"), [("corpus-id", "document"), ("query-id", "query")])
def test_a_judgement_of_what_is_not_there_is_told_with_its_row(
    refused: Refused, kind: str, column: str, what: str
) -> None:
    case = spoilt(make_case(kind), ("qrels.test", column), "gone")
    said = refused(case)
    assert f"spoilt.toml row {case.row('qrels.test', 1)!r}: qrels, split 'test': " in said
    assert f"the {what} 'gone' is not there\n" in said
    assert "Mend the source or select other rows in [map]" in said


@pytest.mark.parametrize("kind", RERANKED)
def test_a_candidate_that_is_not_there_is_told_with_its_row(refused: Refused, kind: str) -> None:
    case = spoilt(make_case(kind), ("top_ranked.test", "corpus-ids"), ["d1", "gone"])
    said = refused(case)
    assert "spoilt.toml row 'q1': top_ranked, split 'test': the document 'gone'" in said


def test_where_the_gate_is_soft_such_a_judgement_is_filtered_with_a_reason(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    case = make_case("retrieval")
    queries = [*case.files["queries"], {"id": "q2", "text": case.files["corpus"][0]["text"]}]
    dangling = {"query-id": "q2", "corpus-id": "gone", "score": 1}
    kept = {"query-id": "q2", "corpus-id": "d0", "score": 1}
    more = {"query-id": "q2", "corpus-id": "d1", "score": 0}
    qrels = [*case.files["qrels.test"], dangling, kept, more]
    replace(case, files={**case.files, "queries": queries, "qrels.test": qrels}).write(project)
    validation = shutil.copytree(bundled_root() / "validation", project.root / "validation")
    gates = (validation / "gates.toml").read_text(encoding="utf-8")
    hard = 'source-dangling            = { severity = "hard", exempt = false }'
    (validation / "gates.toml").write_text(replaced(gates, (hard, hard.replace("hard", "soft"))))
    assert run_build(project.options, Output(as_json=False)) == 0
    assert "1 (1 qrel-dangling)" in (said := capsys.readouterr().out)
    assert "12 source = 11 released + 1 filtered + 0 failed" in said
