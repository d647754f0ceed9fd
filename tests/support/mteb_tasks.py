"""What tests with mteb share: a small model, the task of a release, statistics to compare."""

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from babelwright.release.made import MODULE


@cache
def small_model() -> Any:
    """Return a small model of our own: the embedded static one, in sentence-transformers' form."""
    from safetensors.numpy import load_file
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    from babelwright.catalog.locate import bundled_root

    folder = bundled_root() / "models/static-1"
    tensors = load_file(folder / "model.safetensors")
    weights = tensors["weight"].astype(np.float32) * tensors["scale"].astype(np.float32)[:, None]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    return SentenceTransformer(modules=[module], device="cpu")


def task_of(folder: Path) -> Any:
    """Return the task of the module that lies in a release's folder."""
    spec = spec_from_file_location("mteb_task", folder / MODULE)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    (task,) = (
        each
        for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == "mteb_task"
    )
    return task()


def shown(facts: Any) -> Any:
    """Return mteb's statistics without what is null for texts."""
    if isinstance(facts, dict):
        return {key: shown(value) for key, value in facts.items() if value is not None}
    return facts
