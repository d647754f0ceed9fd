"""In which language each text is compared: now, and before translation."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from babelwright.build.closing import close, open_tables
from babelwright.catalog.model import Gates, Language, Task
from babelwright.tasks.keys import (
    Place,
    TextLanguages,
    result_languages,
    source_languages,
)
from babelwright.tasks.registry import task_types
from babelwright.tasks.rules import Phase
from support.closure import Bench
from support.tasks import make_task


def _codes(found: Mapping[Place, Language]) -> dict[str, str]:
    return {".".join(place): language.code for place, language in sorted(found.items())}


def _both(
    languages: Mapping[str, Language], kind: str, task: Task
) -> tuple[dict[str, str], dict[str, str]]:
    pair = (languages["en"], languages["vi"])
    found = result_languages(task_types()[kind], task, *pair)
    source = source_languages(task_types()[kind], task, *pair)
    assert source.now == source.before == found.before
    return _codes(found.now), _codes(found.before)


def test_texts_that_are_translated_are_in_the_sources_language_before(
    languages: dict[str, Language],
) -> None:
    now, before = _both(languages, "sts", make_task("sts"))
    assert now == {"rows.sentence1": "vi", "rows.sentence2": "vi"}
    assert before == {"rows.sentence1": "en", "rows.sentence2": "en"}


def test_the_two_sides_of_bitext_are_in_two_languages(languages: dict[str, Language]) -> None:
    now, before = _both(languages, "bitext_mining", make_task("bitext_mining"))
    assert now == {"rows.sentence1": "en", "rows.sentence2": "vi"}
    assert before == {"rows.sentence1": "en", "rows.sentence2": "vi"}


def test_collected_texts_are_in_the_tasks_language_throughout(
    languages: dict[str, Language],
) -> None:
    task = replace(make_task("classification"), method="collect")
    now, before = _both(languages, "classification", task)
    assert now == before == {"rows.text": "vi"}


def test_a_table_that_is_not_translated_stays_in_the_sources_language(
    languages: dict[str, Language],
) -> None:
    task = replace(make_task("retrieval"), cross_lingual="queries")
    now, before = _both(languages, "retrieval", task)
    assert now == {"corpus.text": "en", "corpus.title": "en", "queries.text": "vi"}
    assert set(before.values()) == {"en"}


def _labelled(*texts: str) -> list[dict[str, Any]]:
    return [{"id": name, "text": text, "label": 0} for name, text in zip("ab", texts, strict=True)]


def _reasons(
    folder: Path, gates: Gates, kind: str, rows: tuple[list[Any], list[Any]], known: TextLanguages
) -> dict[str, str]:
    source, result = rows
    bench = Bench(folder / "bench", kind, gates, {"test": source})
    tables = folder / "bench"
    Bench(folder / "again", kind, gates, {"test": result})
    with open_tables(
        task_types()[kind],
        tables / "canonical",
        folder / "again/canonical",
        bench.ledger,
        folder,
        languages=known,
    ) as connection:
        found = close(connection, task_types()[kind], gates, Phase.RESULT)
    return {event.id: event.reason for event in found.events}


@pytest.mark.parametrize(
    ("code", "texts", "equal"),
    [
        ("vi", ("Hoà bình ở đây.", "Hòa bình ở đây."), True),
        ("vi", ("Con ma ở đây.", "Con mà ở đây."), False),
        ("ar", ("كِتابٌ جديد هنا", "كتاب جديد هنا"), True),
        ("da", ("Byen Aarhus er stor.", "Byen Århus er stor."), True),
        ("en", ("The town of Aarhus.", "The town of Århus."), False),
        (None, ("Hoà bình ở đây.", "Hòa bình ở đây."), False),
    ],
)
def test_rows_that_differ_in_spelling_alone_are_duplicates_in_their_language(  # noqa: PLR0917
    tmp_path: Path,
    gates: Gates,
    languages: dict[str, Language],
    code: str | None,
    texts: tuple[str, str],
    equal: bool,
) -> None:
    source = _labelled("First one.", "Second one.")
    result = [{**row, "text": text} for row, text in zip(source, texts, strict=True)]
    place = ("rows", "text")
    known = TextLanguages({place: languages[code]} if code else {}, {place: languages["en"]})
    found = _reasons(tmp_path, gates, "classification", (source, result), known)
    assert found == ({"b": "duplicate-created"} if equal else {})


def test_originals_are_compared_in_the_sources_language(
    tmp_path: Path, gates: Gates, languages: dict[str, Language]
) -> None:
    # To a Dane the two were equal before anybody translated them: nothing was created.
    source = _labelled("Byen Aarhus.", "Byen Århus.")
    result = [{**row, "text": "Thành phố."} for row in source]
    place = ("rows", "text")
    for code, reasons in (("da", {}), ("en", {"b": "duplicate-created"})):
        known = TextLanguages({place: languages["vi"]}, {place: languages[code]})
        folder = tmp_path / code
        folder.mkdir()
        assert _reasons(folder, gates, "classification", (source, result), known) == reasons
