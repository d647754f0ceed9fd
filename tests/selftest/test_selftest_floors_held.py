"""Every language of the samples reaches its recorded floors: a check that sees less fails here.

After a change for the better, `babelwright selftest --all --record` raises them.
"""

import pytest

from babelwright.catalog.locate import bundled_root
from babelwright.catalog.model import Catalog
from babelwright.catalog.selftest import load_selftest
from babelwright.checks.planted.kinds import KINDS
from babelwright.selftest.floors import breaches
from babelwright.selftest.good import sample_pairs
from babelwright.selftest.run import Settings, selftest
from support.selftests import static

CODES = ["ar", "da", "fo", "fr", "is", "nb", "nn", "sv", "vi"]


def test_every_language_but_english_has_floors(catalog: Catalog) -> None:
    floors = load_selftest(catalog.rooms).floors
    assert floors
    assert sorted(floors.languages) == CODES == sorted(set(catalog.languages) - {"en"})
    assert catalog.rooms.validation.parent == bundled_root()


@pytest.mark.parametrize("code", CODES)
def test_what_was_recorded_is_reached(catalog: Catalog, code: str) -> None:
    own = load_selftest(catalog.rooms)
    assert own.floors
    set_by = own.floors.settings
    languages = (catalog.languages[set_by.source], catalog.languages[code])
    measured = selftest(
        catalog,
        languages,
        sample_pairs(catalog, *languages),
        own.planted,
        static(),
        settings=Settings(set_by.seed, set_by.rate, set_by.sample),
    )
    assert list(map(str, breaches(code, measured, own.floors.languages[code]))) == []
    assert {recall.kind for recall in measured.recalls} >= {kind.id for kind in KINDS}
