"""What holds after closure of types with one table, whatever the rows and translations were."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwright.catalog.model import Gates
from babelwright.tasks.registry import task_types
from babelwright.text.normal import matching_key
from support.closure import Bench, Found, Tables
from support.laws import (
    Translation,
    accounted,
    keys,
    law,
    settled,
    source_texts,
    translated,
    translations,
)

LAWS = settings(law, max_examples=15)
labels = st.integers(0, 1)
summaries = st.lists(source_texts, min_size=1, max_size=3)
PAIR = {"sentence1": source_texts, "sentence2": source_texts}
COLUMNS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "sts": {**PAIR, "score": st.sampled_from([0.0, 2.5, 5.0])},
    "pair_classification": {**PAIR, "labels": labels},
    "classification": {"text": source_texts, "label": labels},
    "multilabel_classification": {"text": source_texts, "label": st.lists(labels, max_size=2)},
    "clustering": {"sentences": source_texts, "labels": labels},
    "hierarchical_clustering": {
        "sentences": source_texts, "labels": st.tuples(labels, labels).map(list)
    },
    "bitext_mining": {"sentence1": source_texts},
    "summarization": {
        "text": source_texts, "human_summaries": summaries, "machine_summaries": summaries,
        "relevance": st.lists(st.sampled_from([1.0, 5.0]), min_size=1, max_size=3),
    },
}  # fmt: skip
TEXTS = {
    kind: tuple(name for name in columns if name not in ("label", "labels", "score", "relevance"))
    for kind, columns in COLUMNS.items()
}
GOLD = {
    kind: [name for name in columns if name not in TEXTS[kind]] for kind, columns in COLUMNS.items()
}


def test_every_type_with_one_table_has_its_laws() -> None:
    single = {name for name, kind in task_types().items() if len(kind.tables) == 1}
    assert single == COLUMNS.keys()


def splits(kind: str) -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    rows = st.lists(st.fixed_dictionaries(COLUMNS[kind]), min_size=1, max_size=6)
    drawn = st.fixed_dictionaries({split: rows for split in ("train", "dev", "test")})
    return drawn.map(
        lambda tables: {
            split: [{"id": str(n), **row} for n, row in enumerate(each)]
            for split, each in tables.items()
        }
    )


def closed(bench: Bench, kind: str, tables: Tables, translation: Translation) -> Found:
    bench.source()
    if kind != "bitext_mining":
        return bench.result(translated(bench, tables, translation, TEXTS[kind]))
    given_twice = {
        split: [{**row, "sentence2": row["sentence1"]} for row in rows]
        for split, rows in tables.items()
    }
    return bench.result(translated(bench, given_twice, translation, ["sentence2"]))


def by_split(bench: Bench) -> dict[str, list[dict[str, Any]]]:
    left: dict[str, list[dict[str, Any]]] = {"train": [], "dev": [], "test": []}
    for row in bench.rows("rows"):
        left[row["_split"]].append(row)
    return left


def compared(kind: str) -> tuple[str, ...]:
    """Return the columns by which no two rows are equal."""
    if kind in ("sts", "pair_classification"):
        return ("sentence1", "sentence2")
    return ("sentence2",) if kind == "bitext_mining" else TEXTS[kind][:1]


@pytest.mark.parametrize("kind", COLUMNS)
def test_what_is_left_is_sound_and_all_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    @LAWS
    @given(splits(kind), translations())
    def holds(tables: dict[str, list[dict[str, Any]]], translation: Translation) -> None:
        bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, tables)
        found = closed(bench, kind, tables, translation)
        accounted(bench, found)
        left = by_split(bench)
        for split, rows in left.items():
            same = keys(rows, *compared(kind))
            assert len(set(same)) == len(same), "nothing is there twice"
            for row in rows:
                _sound(kind, row, tables[split][int(row["_id"])], tables)
        if task_types()[kind].trains:
            train = set(keys(left["train"], "text"))
            assert not train & set(keys([*left["dev"], *left["test"]], "text"))
        _lost(kind, tables, left, found)
        settled(bench, found)

    holds()


def _sound(kind: str, row: Mapping[str, Any], source: Mapping[str, Any], tables: Tables) -> None:
    texts = [row[name] for name in (*TEXTS[kind], *compared(kind))]
    flat = [each for text in texts for each in (text if isinstance(text, list) else [text])]
    assert all(len(text.strip()) > 3 for text in flat)
    if kind in {"sts", "pair_classification"}:
        (gold,) = GOLD[kind]
        highest = max(each[gold] for rows in tables.values() for each in rows)
        most = 1 if kind == "pair_classification" else highest
        if matching_key(row["sentence1"]) == matching_key(row["sentence2"]):
            same = matching_key(source["sentence1"]) == matching_key(source["sentence2"])
            assert same or row[gold] >= most, "the gold agrees that they are equal"
    if kind == "summarization":
        assert len(row["relevance"]) == len(row["machine_summaries"])


def _lost(kind: str, tables: Tables, left: Tables, found: Found) -> None:
    """Assert that every label that died in a split is noted, by its level where there are any."""
    if not GOLD[kind] or kind in ("sts", "summarization"):
        return
    (gold,) = GOLD[kind]

    def alive(rows: Any) -> set[tuple[int, int]]:
        listed = ((row[gold] if isinstance(row[gold], list) else [row[gold]]) for row in rows)
        level = 1 if kind == "hierarchical_clustering" else 0
        return {(level * (n + 1), label) for each in listed for n, label in enumerate(each)}

    dead = {
        (split, f"label {label}{f' of level {level}' if level else ''} has no rows left")
        for split, rows in tables.items()
        for level, label in alive(rows) - alive(left[split])
    }
    assert {(split, detail) for split, reason, detail in found.notes} == dead


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_order_of_rows_decides_nothing_but_which_of_equal_ones_stays(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    # What is left is known by texts and gold; of equal texts with two summaries or two sources
    # one stays, and it is the first.
    gold = [] if kind == "summarization" else GOLD[kind]

    @settings(LAWS, max_examples=8)
    @given(splits(kind), translations(by_key=True))
    def holds(tables: dict[str, list[dict[str, Any]]], translation: Translation) -> None:
        survivors = []
        for turned in (False, True):
            drawn = {split: rows[::-1] if turned else rows for split, rows in tables.items()}
            bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, drawn)
            closed(bench, kind, drawn, translation)
            survivors.append({
                split: sorted(
                    (key, *(str(sorted(row[name]) if kind.startswith("multi") else row[name])
                            for name in gold))
                    for key, row in zip(keys(rows, *compared(kind)), rows, strict=True)
                )
                for split, rows in by_split(bench).items()
            })  # fmt: skip
        assert survivors[0] == survivors[1]

    holds()


@pytest.mark.parametrize("kind", COLUMNS)
def test_train_and_test_are_filtered_alike(
    tmp_path_factory: pytest.TempPathFactory, gates: Gates, kind: str
) -> None:
    """The same rows under two names of splits have the same ends, leakage apart."""

    @settings(LAWS, max_examples=8)
    @given(splits(kind), translations())
    def holds(tables: dict[str, list[dict[str, Any]]], translation: Translation) -> None:
        ends = []
        for split in ("train", "test"):
            only = {split: tables["train"]}
            bench = Bench(tmp_path_factory.mktemp("law") / "x", kind, gates, only)
            found = closed(bench, kind, only, translation)
            with bench.ledger.connect() as connection:
                listed = connection.execute(
                    "SELECT id, state, reason, detail FROM events ORDER BY ALL"
                ).fetchall()
            ends.append((listed, [detail for _, _, detail in found.notes]))
        assert ends[0] == ends[1]

    holds()
