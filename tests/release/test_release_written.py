"""What people wrote into a card survives; what is generated does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.catalog.model import Catalog
from babelwright.catalog.schema import Schemas
from babelwright.release.verify import verify
from babelwright.release.written import BEGIN, END, merged
from support.rereleasing import fit

OWNED = frozenset({"license", "tags"})


def card(body: str = "# New", metadata: str = "license: cc0-1.0\n") -> str:
    return f"---\n{metadata}---\n\n{BEGIN}\n\n{body}\n\n{END}\n"


def test_text_before_and_after_the_markers_is_kept() -> None:
    old = card("# Old").replace(BEGIN, f"Read this first.\n\n{BEGIN}") + "\n## Thanks\n\nTo all.\n"
    new = merged(card(), old, OWNED)
    assert "# Old" not in new
    assert new.index("Read this first.") < new.index("# New") < new.index("## Thanks")
    assert new.endswith(f"{END}\n\n## Thanks\n\nTo all.\n")


def test_the_metadata_of_people_is_kept_and_ours_is_made_again() -> None:
    theirs = 'license: mit\nextra_gated_prompt: "Xin chào: bạn"\nviewer: false\ntags: [mine]\n'
    new = merged(card(), card(metadata=theirs), OWNED)
    metadata = new.split("---\n")[1]
    assert metadata == ("license: cc0-1.0\nextra_gated_prompt: 'Xin chào: bạn'\nviewer: false\n")


def test_a_card_without_markers_is_kept_whole_below_ours() -> None:
    new = merged(card(), "---\nlicense: mit\n---\n# My dataset\n\nBy me.\n", OWNED)
    assert new == f"{card()}\n# My dataset\n\nBy me.\n"
    assert merged(card(), "Just words.", OWNED).endswith(f"{END}\n\nJust words.\n")


def test_a_card_that_nobody_wrote_into_is_the_new_one() -> None:
    assert merged(card(), None, OWNED) == card()
    assert merged(card(), card("# Old"), OWNED) == card()
    assert merged(card(), "---\nlicense: mit\n---\n", OWNED) == card()


@pytest.mark.parametrize(
    ("old", "said"),
    [
        (card().replace(END, ""), "1 at the beginning and 0 at the end"),
        (card() + card(), "2 at the beginning and 2 at the end"),
        (f"{END} words {BEGIN}", "its markers are damaged"),
        (card(metadata="a: [\n"), "its metadata is no YAML"),
        (card(metadata="- a\n"), "its metadata is no mapping"),
        (card(metadata="a: !!python/object/apply:os.system ['true']\n"), "is no YAML"),
    ],
)
def test_where_it_cannot_be_told_whose_a_text_is_nothing_is_lost(old: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        merged(card(), old, OWNED)


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(before=_WORDS, after=_WORDS, ours=st.sampled_from(["# One", "# Two"]))
def test_the_words_of_people_survive_any_number_of_releases(
    before: str, after: str, ours: str
) -> None:
    written = merged(card(), None, OWNED).replace(BEGIN, f"{before}\n{BEGIN}") + f"\n{after}\n"
    written = merged(card(), written, OWNED)
    once = merged(card(ours), written, OWNED)
    assert merged(card(ours), once, OWNED) == once
    assert merged(card(), once, OWNED) == written
    assert before.strip() in once
    assert after.strip() in once


def problems(release: Path, catalog: Catalog, schemas: Schemas, text: str) -> list[str]:
    """Return what `verify` says of a release whose card is another one."""
    (release / "README.md").write_text(text, encoding="utf-8")
    fit(release)
    held = verify(release, schemas, catalog.rooms.cards)
    return [problem for each in held for problem in each.problems]


def test_verify_holds_the_card_to_the_manifest_but_for_the_words_of_people(
    release: Path, catalog: Catalog, schemas: Schemas
) -> None:
    text = (release / "README.md").read_text(encoding="utf-8")
    first, _, body = text.removeprefix("---\n").partition("---\n")
    kept = f"---\n{first}viewer: false\n---\n{body}\n## Thanks\n"
    assert problems(release, catalog, schemas, kept) == []
    inside = kept.replace("| Version | 1.0.0 |", "| Version | 9.0.0 |")
    assert problems(release, catalog, schemas, inside) == [
        "README.md: its text differs from what the manifest gives"
    ]
    owned = kept.replace("license: cc0-1.0", "license: mit")
    assert "README.md: its metadata differs from the manifest" in problems(
        release, catalog, schemas, owned
    )
    [said] = problems(release, catalog, schemas, kept.replace(END, ""))
    assert "its markers are damaged" in said
