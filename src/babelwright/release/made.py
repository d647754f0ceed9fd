"""The files that are made from the manifest alone: what they say is what it says."""

from pathlib import Path
from typing import Any

from babelwright.hashes import sha256
from babelwright.release import card, mteb
from babelwright.release.written import merged

CARD, MODULE = "README.md", "mteb_task.py"


def made_texts(
    manifest: dict[str, Any], cards: Path, standing: str | None = None
) -> dict[str, str]:
    """Return the text of every such file.

    Args:
        manifest: The manifest; file hashes are not looked at.
        cards: Folder of the templates.
        standing: The card that the new one replaces: what people wrote into it is kept.

    Raises:
        ValueError: What people wrote into the standing card cannot be told from the rest.
    """
    made = merged(card.make_card(manifest, cards), standing, card.owned_keys(manifest))
    return {CARD: made, MODULE: mteb.make_module(manifest, cards)}


def template_hashes(cards: Path) -> dict[str, str]:
    """Return the SHA-256 of the template of every such file (hex), by the file's name."""
    return {CARD: sha256(cards / card.TEMPLATE), MODULE: sha256(cards / mteb.TEMPLATE)}
