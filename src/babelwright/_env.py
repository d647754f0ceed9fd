"""Environment that the heavy libraries read when they are imported.

Set once, before any of them is imported, and only where the user has not set it.
"""

import os

_DEFAULTS = {
    # onnxruntime, which argostranslate brings, sends usage data unless told not to.
    "ORT_DISABLE_TELEMETRY": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    # Each retry is a warning of four lines; what comes of them is told in one message.
    "HF_HUB_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "true",
}


def prepare() -> None:
    """Set the defaults that the user's own environment does not override."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
