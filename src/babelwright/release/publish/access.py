"""How the Hub's client is let in, and how long it waits for an answer.

Trusted publishing: a CI job proves who it is (OIDC), and the Hub gives it a token for one
repository that is good for an hour. The client does the exchange where `HF_OIDC_RESOURCE` names the
repository (https://huggingface.co/docs/hub/trusted-publishers); nothing is stored.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

RESOURCE = "HF_OIDC_RESOURCE"
# GitHub sets the first where the job may ask for an identity; other CIs bring one in the second.
_IDENTITY = ("ACTIONS_ID_TOKEN_REQUEST_URL", "HF_OIDC_ID_TOKEN")
_STORED = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")


@contextmanager
def signed_in(repository: str) -> Iterator[None]:
    """Have the client ask for a token of this repository, where a CI can prove who it is.

    A token in the environment is taken before that; so is a resource that is set already.
    """
    keyless = any(os.environ.get(name) for name in _IDENTITY)
    if not keyless or any(os.environ.get(name) for name in (RESOURCE, *_STORED)):
        yield
        return
    os.environ[RESOURCE] = f"datasets/{repository}"
    try:
        yield
    finally:
        del os.environ[RESOURCE]


def prepared(timeout: float) -> None:
    """Have every request of the Hub's client end in time: by itself it waits for ever.

    Args:
        timeout: Seconds without a byte of an answer. The Hub ends requests after 60.
    """
    from huggingface_hub import set_client_factory
    from huggingface_hub.utils._http import default_client_factory

    limits = dict.fromkeys(("connect", "read", "write", "pool"), timeout)

    def limited(request: Any) -> None:
        asked = request.extensions.get("timeout") or {}
        request.extensions["timeout"] = {
            name: asked.get(name) or limit for name, limit in limits.items()
        }

    def factory() -> Any:
        client = default_client_factory()
        hooks = client.event_hooks
        client.event_hooks = {**hooks, "request": [*hooks["request"], limited]}
        return client

    set_client_factory(factory)
