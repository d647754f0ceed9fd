"""Takes secrets out of what is told or written: tokens by their form, and by their value."""

import os
import re

# Tokens of the Hub, signed web tokens (an identity that a CI proves, what the Hub gives for it),
# and whatever follows the word in a header.
_FORMS = (
    (re.compile(r"\bhf_[\w.~+/=-]+"), "hf_***"),
    (re.compile(r"\beyJ[\w-]+\.[\w.-]+"), "***"),
    (re.compile(r"(?i)\b(bearer)\s+[^\s'\",;]+"), r"\1 ***"),
)
_HELD = (
    "HF_TOKEN",
    "HUGGING_FACE_HUB_TOKEN",
    "HF_OIDC_ID_TOKEN",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "GITHUB_TOKEN",
)


def redacted(text: str) -> str:
    """Return text without the tokens of this environment, nor anything of their form."""
    for name in _HELD:
        if value := os.environ.get(name, "").strip():
            text = text.replace(value, "***")
    for form, shown in _FORMS:
        text = form.sub(shown, text)
    return text
