"""Good pairs: read from the samples and from files, told where there are none."""

import json
from pathlib import Path

import pytest

from babelwright.catalog.model import Catalog
from babelwright.errors import SourceError
from babelwright.selftest.good import FEWEST, Good, file_pairs, sample_pairs

CODES = ["vi", "ar", "sv", "fr", "da", "nb", "nn", "is", "fo"]
ROWS = [(f"Sentence number {i}.", f"Mening nummer {i}.", f"Setning nummer {i}.") for i in range(9)]


def read(catalog: Catalog, file: Path, code: str = "sv", source: str = "en") -> Good:
    return file_pairs(file, catalog, catalog.languages[source], catalog.languages[code])


@pytest.mark.parametrize("code", CODES)
def test_the_samples_have_good_pairs_in_every_language(catalog: Catalog, code: str) -> None:
    good = sample_pairs(catalog, catalog.languages["en"], catalog.languages[code])
    assert len(good.pairs) >= 40
    assert len(set(good.pairs)) == len(good.pairs)
    assert {len(texts) for texts in good.others.values()} == {len(good.pairs)}
    assert code not in good.others


def test_memories_with_several_languages_give_texts_in_all_of_them(catalog: Catalog) -> None:
    good = sample_pairs(catalog, catalog.languages["en"], catalog.languages["da"])
    assert sum(map(bool, good.others["sv"])) == len(good.pairs) > 90
    assert 0 < sum(map(bool, good.others["is"])) < len(good.pairs)


def write(folder: Path, kind: str, names: list[str]) -> Path:
    file = folder / f"pairs.{kind}"
    if kind == "jsonl":
        lines = [json.dumps(dict(zip(names, row, strict=True))) for row in ROWS]
    else:
        between = "\t" if kind == "tsv" else ","
        lines = [between.join(row) for row in (names, *ROWS)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", ["tsv", "csv", "jsonl"])
def test_columns_are_called_by_their_languages(tmp_path: Path, catalog: Catalog, kind: str) -> None:
    good = read(catalog, write(tmp_path, kind, ["en", "sv", "nb"]))
    assert good.pairs[2] == ("Sentence number 2.", "Mening nummer 2.")
    assert good.others == {"nb": tuple(row[2] for row in ROWS)}


def test_columns_may_be_called_source_and_target(tmp_path: Path, catalog: Catalog) -> None:
    good = read(catalog, write(tmp_path, "tsv", ["source", "target", "nb"]))
    assert [tuple(pair) for pair in good.pairs] == [row[:2] for row in ROWS]


def test_other_columns_are_told_with_what_there_is(tmp_path: Path, catalog: Catalog) -> None:
    file = write(tmp_path, "tsv", ["english", "swedish", "nb"])
    with pytest.raises(SourceError) as caught:
        read(catalog, file)
    assert "no columns 'en' and 'sv'; it has english, nb, swedish" in str(caught.value)
    assert "source and target" in str(caught.value)


def test_pairs_without_a_text_and_pairs_that_are_there_twice_are_left_out(
    tmp_path: Path, catalog: Catalog
) -> None:
    file = tmp_path / "pairs.tsv"
    rows = [*ROWS, ("Only English.", "", ""), ("", "Bara svenska.", ""), ROWS[0]]
    file.write_text("\n".join("\t".join(row) for row in [("en", "sv", "nb"), *rows]) + "\n")
    assert len(read(catalog, file).pairs) == len(ROWS)


def test_too_few_pairs_are_no_measure(tmp_path: Path, catalog: Catalog) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("en\tsv\nOne.\tEn.\n")
    with pytest.raises(SourceError, match=f"1 pairs from English to Swedish: at least {FEWEST}"):
        read(catalog, file)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("pairs.tsv", None, "there is no such file"),
        ("pairs.docx", "", "format of a .docx file is not known"),
        ("pairs.tmx", "<not tmx", "is not a readable TMX file"),
        ("pairs.jsonl", '{"en": "a", "sv": 3}\n', "column 'sv' of record 1 is no text: 3"),
        ("pairs.jsonl", '{"en": "a"\n', "is not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_once_with_its_name(
    tmp_path: Path, catalog: Catalog, name: str, content: str | None, said: str
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    with pytest.raises(SourceError) as caught:
        read(catalog, file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_sample_is_drawn_by_its_seed_and_keeps_the_order(
    tmp_path: Path, catalog: Catalog
) -> None:
    good = read(catalog, write(tmp_path, "tsv", ["en", "sv", "nb"]))
    assert good.sample(0, 1) is good
    drawn = good.sample(4, 1)
    assert drawn == good.sample(4, 1)
    assert len({good.sample(4, seed).pairs for seed in range(6)}) > 1
    places = [good.pairs.index(pair) for pair in drawn.pairs]
    assert places == sorted(places)
    assert drawn.others["nb"] == tuple(ROWS[place][2] for place in places)
