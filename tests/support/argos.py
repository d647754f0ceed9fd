"""Installs the tests' own Argos package into a folder, and points argostranslate at it."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "fixtures/argos/translate-en_vi-1_0.argosmodel"
EXAMPLES = PACKAGE.with_name("examples.json")


def argos_environment(home: Path) -> dict[str, str]:
    """Return the variables under which argostranslate keeps to a folder of its own."""
    return {
        "ARGOS_PACKAGES_DIR": str(home / "packages"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "ORT_DISABLE_TELEMETRY": "1",
    }


def whole_environment(home: Path) -> dict[str, str]:
    """Return this process's environment with argostranslate's variables."""
    return {**os.environ, **argos_environment(home), "HF_HUB_OFFLINE": "1"}
