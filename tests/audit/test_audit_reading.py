"""The layouts that an audit reads, and what it says of those that it cannot."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from babelwright.audit.reading import Side, read_side
from babelwright.catalog.model import Language
from babelwright.errors import BabelwrightError
from support.auditing import labelled_task, write_jsonl, write_retrieval

ROW = [{"id": "1", "text": "One."}]


def read(folder: Path, language: Language | None = None) -> Side:
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    return read_side(str(folder), language, scratch)


def rows_of(side: Side, table: str, split: str) -> int:
    return sum(pq.read_metadata(file).num_rows for file in side.tables[table, split])


def parquet(file: Path, **columns: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), file)


def test_splits_are_told_by_the_names_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for name in ("sts-train", "sts-validation", "sts_test"):
        write_jsonl(folder / f"{name}.jsonl", labelled_task(0))
    assert set(read(folder).tables) == {
        ("rows", "train"),
        ("rows", "validation"),
        ("rows", "test"),
    }


def test_beirs_layout_is_read(tmp_path: Path) -> None:
    qrels = [{"query-id": "q", "corpus-id": "d", "score": 1}]
    folder = write_retrieval(tmp_path / "beir", ROW, ROW, qrels)
    side = read(folder)
    assert set(side.tables) == {("corpus", "all"), ("queries", "all"), ("qrels", "test")}
    assert side.notes == ()


def test_parts_of_a_split_are_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    for part in range(3):
        parquet(folder / f"data/test-0000{part}-of-00003.parquet", id=[str(part)], text=["One."])
    assert rows_of(read(folder), "rows", "test") == 3


def test_judgements_are_told_by_their_columns(tmp_path: Path) -> None:
    folder = tmp_path / "legacy"
    parquet(folder / "corpus/corpus.parquet", _id=["d"], text=["One."])
    parquet(folder / "default/test.parquet", **{"query-id": ["q"], "corpus-id": ["d"]})
    assert ("qrels", "test") in read(folder, None).tables


def test_the_card_says_which_files_are_which(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    folder = tmp_path / "carded"
    for code in ("vi", "da"):
        parquet(
            folder / f"files/{code}.parquet",
            id=["1", "2"][: 1 + (code == "da")],
            text=["x"] * (1 + (code == "da")),
        )
    (folder / "README.md").write_text(
        "---\nlicense: mit\nlanguage: [vi, da]\nconfigs:\n"
        "- config_name: vi\n  data_files: [{split: test, path: files/vi.parquet}]\n"
        "- config_name: da\n  data_files: [{split: test, path: files/da.parquet}]\n---\n"
    )
    side = read(folder, languages["da"])
    assert (side.config, side.licence, side.languages) == ("da", "mit", ("vi", "da"))
    assert rows_of(side, "rows", "test") == 2


@pytest.mark.parametrize("path", ["../secret.parquet", "/etc/secret.parquet"])
def test_a_card_that_names_files_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "carded"
    parquet(tmp_path / "secret.parquet", id=["1"], text=["Secret."])
    folder.mkdir()
    (folder / "README.md").write_text(
        f"---\nconfigs:\n- config_name: vi\n  data_files: [{{split: test, path: {path}}}]\n---\n"
    )
    with pytest.raises(BabelwrightError, match=r"README.md: .*(leaves|not a relative path)"):
        read(folder)


def test_of_several_configs_the_language_chooses(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    folder = tmp_path / "several"
    for config in ("vie_Latn", "dan_Latn"):
        write_jsonl(folder / config / "test.jsonl", ROW)
    assert read(folder, languages["vi"]).config == "vie_Latn"
    with pytest.raises(BabelwrightError) as caught:
        read(folder)
    assert "has several configs, and no language is said: dan_Latn, vie_Latn" in str(caught.value)
    with pytest.raises(BabelwrightError, match="none is called fr: dan_Latn, vie_Latn"):
        read(folder, languages["fr"])


def test_what_lies_beside_the_rows_of_a_release_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "release"
    parquet(folder / "data/test-00000-of-00001.parquet", id=["1"], text=["One."])
    for name in ("provenance", "rejected", "relabel"):
        parquet(folder / f"{name}.parquet", id=["1"], text=["no row"])
    (folder / "manifest.json").write_text("{}")
    assert set(read(folder).tables) == {("rows", "test")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("One text.,Another text.,3.5\n", ["sentence1", "sentence2", "score"]),
        ("One text.,2\n", ["text", "label"]),
        ("One text.,Another text.\n", ["sentence1", "sentence2"]),
        ("text,label\nOne text.,2\n", ["text", "label"]),
    ],
)
def test_a_table_without_a_header_gets_one(tmp_path: Path, text: str, names: list[str]) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "test.csv").write_text(text, encoding="utf-8")
    side = read(folder)
    assert pq.read_schema(side.tables["rows", "test"][0]).names == names
    assert len(side.notes) == (not text.startswith("text,"))


def test_a_quotation_mark_may_be_one_of_the_texts_own(tmp_path: Path) -> None:
    folder = tmp_path / "tsv"
    folder.mkdir()
    (folder / "test.tsv").write_text('text\tlabel\n"A quote that stays open\t1\nB\t2\n')
    assert rows_of(read(folder), "rows", "test") == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "test.csv",
            "A b,c d,e f,g h\n",
            "test.csv:1: has no header: the 4 cells of its first row",
        ),
        ("test.jsonl", '{"text": "a"}\n{"text": \n', "test.jsonl:2: is not JSON"),
        ("test.parquet", "no parquet", "test.parquet: is not a Parquet file"),
        ("notes.md", "# Notes\n", "has no rows that an audit can read"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(BabelwrightError) as caught:
        read(folder)
    assert message in str(caught.value)


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(BabelwrightError, match="nowhere is not a folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(BabelwrightError, match="names no dataset"):
        read_side("hf://only-a-name", None, tmp_path)
