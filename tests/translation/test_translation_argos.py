"""The argos engine over a real package, installed by argostranslate and run by CTranslate2."""

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from babelwright.catalog.model import Language
from babelwright.errors import EngineError, MissingExtra
from babelwright.text.chunks import fit
from babelwright.text.segment import Piece
from babelwright.translation.argos import ArgosEngine, open_argos
from babelwright.translation.engine import Failure, Hypotheses, Origin, Outcome
from support.argos import EXAMPLES, PACKAGE, argos_environment

Languages = dict[str, Language]
Open = Callable[..., ArgosEngine]


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that argostranslate installs into and lists."""
    for name, value in argos_environment(tmp_path / "argos").items():
        monkeypatch.setenv(name, value)
    settings = pytest.importorskip("argostranslate.settings")
    folder = tmp_path / "argos/packages"
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(settings, "package_data_dir", folder)
    monkeypatch.setattr(settings, "package_dirs", [folder])
    return folder


@pytest.fixture
def opened(packages: Path, languages: Languages) -> Open:
    def open_it(*files: Path, beam: int = 4, target: str = "vi") -> ArgosEngine:
        return open_argos(languages["en"], languages[target], files or [PACKAGE], beam)

    return open_it


def best(outcomes: list[Outcome]) -> list[str]:
    return [each.texts[0] if isinstance(each, Hypotheses) else each.reason for each in outcomes]


def repacked(to: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Path:
    """Return the package with other members."""
    with zipfile.ZipFile(PACKAGE) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(to, "w") as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)
    return to


def with_version(to: Path, version: str) -> Path:
    def change(members: dict[str, bytes]) -> dict[str, bytes]:
        name = next(each for each in members if each.endswith("metadata.json"))
        metadata = {**json.loads(members[name]), "package_version": version}
        folder = f"translate-en_vi-{version.replace('.', '_')}"
        renamed = {f"{folder}/{each.split('/', 1)[1]}": members[each] for each in members}
        return {**renamed, f"{folder}/metadata.json": json.dumps(metadata).encode()}

    return repacked(to, change)


def test_sentences_that_the_model_never_saw_are_translated(
    opened: Open,
) -> None:
    held_out = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    found = opened().translate([each["source"] for each in held_out], 1)
    assert best(found) == [each["output"] for each in held_out]
    assert all(isinstance(each, Hypotheses) and each.origin is Origin.MACHINE for each in found)


def test_a_batch_gives_what_its_sentences_give_alone(opened: Open) -> None:
    held_out = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"][:20]
    engine, sources = opened(), [each["source"] for each in held_out]
    alone = [engine.translate([source], 1)[0] for source in sources]
    assert engine.translate(sources, 1) == alone


def test_hypotheses_differ_and_the_best_is_first(opened: Open) -> None:
    source = "Under Article 14, the tenant must pay 4200 EUR within 30 days."
    engine = opened()
    (found,) = engine.translate([source], 4)
    assert isinstance(found, Hypotheses)
    assert 1 < len(found.texts) <= 4
    assert len(set(found.texts)) == len(found.texts)
    assert found.texts[0] == "Theo Điều 14, người thuê nhà phải trả 4200 EUR trong vòng 30 ngày."


def test_an_empty_answer_is_a_failure_and_costs_the_others_nothing(opened: Open) -> None:
    sources = ["", "The hotel was wonderful but the food was too expensive."]
    empty, found = opened().translate(sources, 1)
    assert empty == Failure("the model's output is empty")
    assert best([found]) == ["Khách sạn tuyệt vời nhưng đồ ăn quá đắt."]


def test_what_the_model_cannot_end_is_a_failure(opened: Open) -> None:
    (found,) = opened().translate(["9 " * 300], 1)
    assert found == Failure("truncated: the output did not end within 256 tokens")


def test_nothing_is_cut_off_a_sentence_that_is_longer_than_models_know(
    opened: Open, languages: Languages
) -> None:
    held_out = json.loads(EXAMPLES.read_text(encoding="utf-8"))["examples"]
    clauses = [each["source"].rstrip(".?!") for each in held_out[:24]]
    engine, sentence = opened(), ", ".join(clauses) + "."
    assert engine.limit.size(sentence) > 2 * engine.limit.most
    parts = fit(Piece(sentence, True), engine.limit, languages["en"].structure)
    units = [part.text for part in parts if part.translatable]
    assert all(engine.limit.fits(unit) for unit in units)
    assert all(isinstance(found, Hypotheses) for found in engine.translate(units, 1))
    assert "".join(part.text for part in parts) == sentence


def test_the_identity_names_version_content_and_decoding(opened: Open, packages: Path) -> None:
    engine = opened(beam=2)
    identity = engine.identity
    assert identity.name == "argos-en_vi"
    assert identity.revision.startswith("1.0-")
    assert (identity.source, identity.target) == ("en", "vi")
    assert identity.parameters["beam"] == 2
    assert identity.licence == "cc0-1.0"
    readme = next(packages.rglob("README.md"))
    readme.write_text("No licence is stated here.", encoding="utf-8")
    changed = opened(beam=2).identity
    assert changed.revision != identity.revision
    assert changed.licence == "unknown"


def test_an_installed_package_needs_no_file(opened: Open, tmp_path: Path) -> None:
    first = opened()
    assert opened(tmp_path / "gone.argosmodel").identity == first.identity


def test_the_newest_of_the_installed_packages_is_taken(
    opened: Open, packages: Path, tmp_path: Path
) -> None:
    from argostranslate import package

    for version in ("1.9", "1.10", "1.2"):
        package.install_from_path(with_version(tmp_path / f"{version}.argosmodel", version))
    assert len(list(packages.iterdir())) == 3
    assert opened().identity.revision.startswith("1.10-")


def test_without_a_package_for_the_pair_the_message_says_how_to_get_one(opened: Open) -> None:
    with pytest.raises(EngineError) as caught:
        opened(PACKAGE, target="sv")
    assert str(caught.value).startswith("argos has no package for English to Swedish\n")
    assert "argospm install translate-en_sv" in str(caught.value)


@pytest.mark.parametrize("missing", ["metadata.json", "model/model.bin", "sentencepiece.model"])
def test_half_a_package_is_refused_before_it_is_installed(
    opened: Open, packages: Path, tmp_path: Path, missing: str
) -> None:
    file = repacked(
        tmp_path / "half.argosmodel",
        lambda members: {each: members[each] for each in members if not each.endswith(missing)},
    )
    with pytest.raises(EngineError, match=r"half\.argosmodel: is not an Argos package"):
        opened(file)
    assert list(packages.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and nothing", b"not a zip file"])
def test_a_file_that_is_no_package_is_refused(opened: Open, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.argosmodel"
    file.write_bytes(content)
    with pytest.raises(EngineError, match="A package is a zip file with metadata"):
        opened(file)


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_a_package_broken_after_it_was_installed_ends_in_one_message(
    opened: Open, packages: Path, part: str
) -> None:
    opened()
    (folder,) = packages.iterdir()
    (folder / part).write_bytes(b"broken")
    with pytest.raises(EngineError, match="the installed package cannot be used") as caught:
        opened().translate(["The hotel was wonderful but the food was too expensive."], 1)
    assert str(folder) in str(caught.value)


def test_a_broken_folder_among_the_packages_is_named(opened: Open, packages: Path) -> None:
    opened()
    shutil.copytree(next(packages.iterdir()), packages / "other")
    (packages / "other/metadata.json").write_text("{", encoding="utf-8")
    with pytest.raises(EngineError, match="argos cannot list its installed packages") as caught:
        opened()
    assert str(packages) in str(caught.value)


def test_without_the_extra_the_message_names_it(
    languages: Languages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "argostranslate", None)
    with pytest.raises(MissingExtra, match=r"babelwright\[argos\]"):
        open_argos(languages["en"], languages["vi"], [PACKAGE], 4)
