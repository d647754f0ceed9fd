"""A text whose second half is another text is found by its parts, with the shipped model."""

import numpy as np
import pytest

from babelwright.catalog.model import Catalog, Gates, Language
from babelwright.fidelity.gate import FidelityGate, calibration_for
from babelwright.fidelity.parts import Weakest, weakest
from babelwright.fidelity.similarity import cosine
from babelwright.fidelity.static import StaticEmbedder
from support.parallel import FULL, pairs


@pytest.fixture(scope="module")
def embedder(catalog: Catalog) -> StaticEmbedder:
    return StaticEmbedder(catalog.rooms.models / "static-1")


def lines(code: str) -> list[tuple[str, str]]:
    """Return texts of one line each, with their translations."""
    return [(" ".join(source.split()), " ".join(target.split())) for source, target in pairs(code)]


def document(code: str, between: str) -> tuple[str, str]:
    """Return a document of fourteen texts, and its translation."""
    sources, targets = zip(*lines(code), strict=True)
    return between.join(sources), between.join(targets)


def half_wrong(code: str, between: str) -> tuple[str, str]:
    """Return a document whose translation begins anew in its middle."""
    source, _ = document(code, between)
    targets = [target for _, target in lines(code)]
    half = len(targets) // 2
    return source, between.join([*targets[:half], *targets[:half]])


@pytest.mark.parametrize("code", FULL)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_another_text_in_the_second_half_is_flagged_and_a_good_one_is_not(
    embedder: StaticEmbedder, languages: dict[str, Language], gates: Gates, code: str, between: str
) -> None:
    both = (languages["en"], languages[code])
    gate = FidelityGate(calibration_for(embedder, both), gates)
    good, wrong = document(code, between), half_wrong(code, between)
    found = gate.part_flags(embedder, [good[0], wrong[0]], [good[1], wrong[1]], both)
    assert [[flag.check for flag in flags] for flags in found] == [[], ["fidelity-part"]]


@pytest.mark.parametrize("code", FULL)
def test_so_it_is_in_one_long_line(
    embedder: StaticEmbedder, languages: dict[str, Language], gates: Gates, code: str
) -> None:
    both = (languages["en"], languages[code])
    gate = FidelityGate(calibration_for(embedder, both), gates)
    library, _, _, bank, *_, court = lines(code)
    halves = ([court] * 8 + [library] * 16, [court] * 8 + [bank] * 12)
    source, good = (" ".join(text[side] for text in halves[0]) for side in (0, 1))
    wrong = " ".join(target for _, target in halves[1])
    found = gate.part_flags(embedder, [source, source], [good, wrong], both)
    assert [[flag.check for flag in flags] for flags in found] == [[], ["fidelity-part"]]


@pytest.mark.parametrize("code", FULL)
def test_the_cosine_of_the_whole_does_not_see_it(
    embedder: StaticEmbedder, languages: dict[str, Language], code: str
) -> None:
    calibration = calibration_for(embedder, (languages["en"], languages[code]))
    assert calibration is not None
    source, wrong = half_wrong(code, "\n")
    (whole,) = cosine(embedder.embed([source]), embedder.embed([wrong]))
    assert whole > calibration.cosine


def test_the_weakest_part_is_told_with_its_place(
    embedder: StaticEmbedder, languages: dict[str, Language], gates: Gates
) -> None:
    both = (languages["en"], languages["vi"])
    source, wrong = half_wrong("vi", "\n")
    (part,) = weakest(embedder, [source], [wrong], both, lines=200, sentences=500)
    assert isinstance(part, Weakest)
    assert part.place > part.of / 2
    assert part.begins in source
    gate = FidelityGate(calibration_for(embedder, both), gates)
    ((flag,),) = gate.part_flags(embedder, [source], [wrong], both)
    assert flag.detail.startswith(f"part {part.place} of {part.of} has cosine {part.cosine:.2f}: ")


def test_short_texts_and_parts_without_words_are_not_judged(
    embedder: StaticEmbedder, languages: dict[str, Language]
) -> None:
    both = (languages["en"], languages["vi"])
    table = "\n".join(f"{n} {n * n} {n / 7:.4f}" for n in range(200))
    found = weakest(
        embedder, ["Short.", table], ["Ngắn.", table[::-1]], both, lines=200, sentences=500
    )
    assert found == [None, None]


def test_without_a_calibration_nothing_is_flagged(
    embedder: StaticEmbedder, languages: dict[str, Language], gates: Gates
) -> None:
    both = (languages["en"], languages["vi"])
    source, wrong = half_wrong("vi", "\n")
    assert FidelityGate(None, gates).part_flags(embedder, [source], [wrong], both) == [[]]


def test_the_shipped_model_reads_all_of_a_text(embedder: StaticEmbedder) -> None:
    source, _ = document("vi", " ")
    long = f"{source} " * 40
    first, both = embedder.embed([long, f"{long} Zebras gallop across the savannah."])
    assert not np.array_equal(first, both)
