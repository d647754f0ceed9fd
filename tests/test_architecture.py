"""The house plan, held: who may import whom, how large files and functions may grow."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src/babelwright"
FILES = sorted(SOURCE.rglob("*.py"))

# A room may import from rooms on lower floors; never from its own floor or above, but for itself.
FLOORS = (
    {"cli"},
    {"selftest"},
    {"build", "review", "release", "audit"},
    {"finished", "judging"},
    {"sources", "tasks", "translation", "checks", "fidelity"},
    {"text"},
    {"catalog", "ledger", "rendering", "hashes"},
    {"errors", "_env", "redaction"},
)
# What the plan allows beside: a check's gate and fidelity's flags are one verdict.
ALLOWED = {("fidelity", "checks")}
LONGEST_FILE, LONGEST_FUNCTION = 500, 60


def floor(room: str) -> int:
    return next(index for index, rooms in enumerate(FLOORS) if room in rooms)


def room_of(file: Path) -> str:
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    """Yield the rooms that a file imports from, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = node.module.split(".")
            if parts[0] == "babelwright" and len(parts) > 1:
                yield parts[1]
            elif node.module == "babelwright":
                yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_arrow_runs_up(file: Path) -> None:
    room = room_of(file)
    if room in ("__init__", "__main__"):
        return
    for other in set(imports(file)) - {room, "__version__"}:
        if (room, other) not in ALLOWED:
            assert floor(other) > floor(room), f"{room} imports {other}"


def modules(file: Path) -> Iterator[str]:
    """Yield the modules of ours that a file imports from, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_files_import_each_other_in_a_circle() -> None:
    names = {
        ".".join(("babelwright", *file.relative_to(SOURCE).with_suffix("").parts)): file
        for file in FILES
    }
    graph = {name: set(modules(file)) & names.keys() for name, file in names.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_files_and_functions_stay_small(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


def calls(file: Path, names: set[str]) -> list[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_no_folder_of_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    tests = Path(__file__).resolve().parent
    folders = {file.parent.relative_to(tests) for file in tests.rglob("test_*.py")}
    assert Path("build") in folders
    left_out = pytestconfig.getini("norecursedirs")
    for folder in folders:
        for part in folder.parts:
            assert not any(fnmatch(part, pattern) for pattern in left_out), folder


def test_only_the_command_line_prints() -> None:
    for file in FILES:
        if room_of(file) != "cli":
            assert calls(file, {"print", "input"}) == [], file


def test_only_the_catalog_reads_toml() -> None:
    for file in FILES:
        if room_of(file) != "catalog":
            assert "tomllib" not in file.read_text(encoding="utf-8"), file


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    heavy = {"torch", "sentence_transformers", "argostranslate", "great_expectations", "mteb"}
    heavy |= {"ctranslate2", "datasets", "sacrebleu", "tantivy", "translate"}
    for file in FILES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert not {name.split(".")[0] for name in names} & heavy, file
