"""What errors say: where, what is wrong, and what to do next."""

import inspect
import pickle
from pathlib import Path

import pytest

from babelwright import errors
from babelwright.errors import BabelwrightError, CatalogError, MissingExtra, Place, Problem


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("task.toml"), "task.toml"),
        (Place(Path("builders/x/task.toml"), 4), "builders/x/task.toml:4"),
        (Place("task.toml", row="q1"), "task.toml row 'q1'"),
        (Place("task.toml", 4, "q1"), "task.toml:4 row 'q1'"),
        (Place("task.toml", row="q1\tc2"), r"task.toml row 'q1\tc2'"),
        (Place("task.toml", row=""), "task.toml row ''"),
        (Place("task.toml", 0), "task.toml:0"),
    ],
)
def test_a_place_names_file_line_and_row_as_far_as_they_are_known(place: Place, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(
    ("hint", "place", "text"),
    [
        ("", None, "it is broken"),
        ("Mend it", None, "it is broken\n  Mend it"),
        ("", Place("a.toml", 3), "a.toml:3: it is broken"),
        ("Mend it", Place("a.toml", 3), "a.toml:3: it is broken\n  Mend it"),
    ],
)
def test_an_error_is_place_message_and_the_hint_on_a_line_of_its_own(
    hint: str, place: Place | None, text: str
) -> None:
    error = BabelwrightError("it is broken", hint=hint, place=place)
    assert str(error) == text
    assert (error.message, error.hint, error.place) == ("it is broken", hint, place)


@pytest.mark.parametrize(("count", "words"), [(1, "1 problem in"), (2, "2 problems in")])
def test_a_catalogs_problems_are_all_listed_and_counted(count: int, words: str) -> None:
    problems = tuple(Problem(Place("a.toml", n + 1), f"wrong {n}") for n in range(count))
    error = CatalogError(problems)
    assert error.problems == problems
    *listed, hint = str(error).split("\n")
    assert listed == [f"a.toml:{n + 1}: wrong {n}" for n in range(count)]
    assert hint == f"  {words} the catalog. Mend them, then run: babelwright check"


def test_a_missing_extra_says_how_to_install_it() -> None:
    error = MissingExtra("argos", "the engine argos")
    assert error.extra == "argos"
    assert str(error) == (
        "the engine argos needs a part that is not installed\n"
        "  Run: pip install 'babelwright[argos]'"
    )


def test_every_error_is_caught_as_one_of_ours() -> None:
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass)]
    found = [each for each in classes if issubclass(each, Exception)]
    assert len(found) > 10
    assert all(issubclass(each, BabelwrightError) for each in found)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (errors.UnreachableSource, errors.SourceError),
        (errors.MappingError, errors.SourceError),
        (errors.RowError, errors.SourceError),
    ],
)
def test_whoever_catches_source_errors_catches_their_kinds(
    narrow: type[BabelwrightError], wide: type[BabelwrightError]
) -> None:
    with pytest.raises(wide, match="gone"):
        raise narrow("gone")


def test_an_error_does_not_hide_its_message_from_python() -> None:
    error = BabelwrightError("it is broken", hint="Mend it")
    assert error.args == ("it is broken",)
    assert pickle.loads(pickle.dumps(error)).message == "it is broken"  # noqa: S301 - our own
