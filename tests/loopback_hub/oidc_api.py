"""Handlers for trusted publishing: an identity as a CI gives it, and the Hub's token for it.

The identity is signed by nobody: what stands for the signature is that this server made it.
"""

import base64
import json

from .calls import Call
from .messages import HubError, Response, reply

_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
_SUBJECT = "urn:ietf:params:oauth:token-type:id_token"
_LIFETIME = 3600


def identity(call: Call) -> Response:
    """Give a job its identity, as GitHub's runtime does."""
    if call.request.headers.get("authorization") != f"Bearer {call.state.runtime}":
        raise HubError(401, "The job may not ask for an identity")
    [audience] = call.request.arguments["audience"]
    claims = {"aud": audience, "repository": "babelwright/babelwright"}
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256"}, claims)]
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    call.state.identities.add(f"{token}.c2lnbmVk")
    return reply({"value": f"{token}.c2lnbmVk"})


def exchange(call: Call) -> Response:
    """Give a token of one repository for an identity that its settings trust."""
    body = call.request.json()
    if (body.get("grant_type"), body.get("subject_token_type")) != (_GRANT, _SUBJECT):
        raise HubError(400, "unsupported_grant_type")
    resource = str(body.get("resource"))
    if body.get("subject_token") not in call.state.identities or resource not in call.state.trusted:
        raise HubError(400, "invalid_grant: no trusted publisher matches")
    token = f"hf_jwt_{body['subject_token']}.{len(call.state.issued)}"
    call.state.issued[token] = resource.removeprefix("datasets/")
    return reply({"access_token": token, "token_type": "bearer", "expires_in": _LIFETIME})
