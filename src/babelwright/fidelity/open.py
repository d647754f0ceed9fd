"""Opens an embedder by its name."""

from pathlib import Path

from babelwright.fidelity.embedder import Embedder
from babelwright.fidelity.static import StaticEmbedder
from babelwright.fidelity.transformer import TransformerEmbedder


def open_embedder(name: str, models: Path) -> Embedder:
    """Open an embedder that the catalog ships, or a sentence-transformers model by name or path.

    Args:
        name: A folder of `models/`, a Hub id, or a path.
        models: The catalog's `models/` folder.

    Raises:
        EmbedderError: There is no such model, or it cannot be loaded.
        MissingExtra: It is a sentence-transformers model and the extra `embed` is missing.
    """
    if (models / name / "config.json").is_file():
        return StaticEmbedder(models / name)
    return TransformerEmbedder(name)
