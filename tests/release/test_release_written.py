"""What people wrote into a card survives; what is generated does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwright.release.written import BEGIN, END, merged

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
