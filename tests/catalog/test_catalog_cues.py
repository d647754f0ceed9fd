"""The words of a language's file that checks look for."""

from pathlib import Path

import pytest

from babelwright.catalog.cues import Cues
from babelwright.catalog.load import load_catalog
from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Language
from support.catalogs import copy_languages, problems, write_catalog


def _with_words(root: Path, words: str) -> Path:
    """Return a catalog whose Danish has other words."""
    write_catalog(root)
    file = copy_languages(root) / "da.toml"
    text = file.read_text(encoding="utf-8")
    start = text.index("[words]\n")
    stop = text.index("\n[", start + 1)
    file.write_text(text[:start] + words + text[stop:], encoding="utf-8")
    return root


def test_words_become_cues(tmp_path: Path) -> None:
    words = '[words]\nfunction = ["og", "i"]\nnegation = ["ikke", "hverken … eller"]\n'
    found = load_catalog(_with_words(tmp_path, words)).languages["da"].cues
    assert found == Cues(function=frozenset(["og", "i"]), negation=("ikke", "hverken … eller"))


def test_a_language_needs_none(tmp_path: Path) -> None:
    assert load_catalog(_with_words(tmp_path, "")).languages["da"].cues == Cues()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('negations = ["ikke"]', "unknown key 'negations'; did you mean 'negation'?"),
        ('negation = ["ikke", "ikke"]', "'ikke'"),
        ('negation = "ikke"', "negation"),
        ('refusal = [""]', "refusal"),
    ],
)
def test_words_that_break_a_rule_are_explained(tmp_path: Path, words: str, problem: str) -> None:
    (found,) = problems(_with_words(tmp_path, f"[words]\n{words}\n"))
    assert found.startswith("languages/da.toml:")
    assert problem in found


def test_every_bundled_language_has_the_lists_that_checks_need() -> None:
    languages: dict[str, Language] = dict(load_catalog(bundled_root()).languages)
    for code, language in languages.items():
        cues = language.cues
        assert len(cues.function) > 80, code
        for listed in (cues.negation, cues.negative, cues.idioms, cues.obligation):
            assert len(listed) > 4, code
        assert cues.permission and cues.refusal and cues.preamble and cues.note, code
        assert not set(cues.negation) & set(cues.idioms), code
