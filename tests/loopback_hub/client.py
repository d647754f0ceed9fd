"""Runs a function of a test in a process of its own, as a client of the loopback Hub.

The clients read their settings from the environment when they are imported, so a test must
not import them itself.
"""

import http.client
import inspect
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .hub import LoopbackHub

_PACKAGE = Path(__file__).resolve().parent


def run_client(
    hub: LoopbackHub,
    home: Path,
    function: Callable[..., Any],
    /,
    *,
    anonymous: bool = False,
    variables: Mapping[str, str] | None = None,
    **arguments: object,
) -> Any:
    """Call a function of a module in a new process, and return what it returns.

    Arguments and result pass as JSON. The call fails the test when the process fails, takes
    more than two minutes, or opens a connection to an address other than 127.0.0.1.

    Args:
        hub: The server the process talks to.
        home: A folder for the client's caches.
        function: A function at the top level of its module.
        anonymous: Whether to leave out the token.
        variables: More environment variables of the process.
        **arguments: Keyword arguments of the function.
    """
    home.mkdir(parents=True, exist_ok=True)
    module = function.__module__
    # The folder from which the module's dotted name can be imported.
    root = Path(inspect.getfile(function)).resolve().parents[module.count(".")]
    paths = [str(_PACKAGE.parent), str(root), os.environ.get("PYTHONPATH", "")]
    environment = hub.environment(home, anonymous=anonymous) | dict(variables or {})
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    with tempfile.TemporaryDirectory(dir=home) as folder:
        answer = Path(folder) / "answer.json"
        job = {"module": module, "function": function.__name__, "arguments": arguments}
        process = subprocess.run(
            [sys.executable, "-m", f"{_PACKAGE.name}.boot", str(answer)],
            input=json.dumps(job),
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        result = json.loads(answer.read_text(encoding="utf-8"))
    assert set(result["addresses"]) <= {"127.0.0.1"}, result["addresses"]
    return result["value"]


def ask(
    hub: LoopbackHub, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Send one request without a client library; return status, headers and body."""
    connection = http.client.HTTPConnection(hub.endpoint.removeprefix("http://"), timeout=20)
    headers = {"Authorization": "Bearer hf_loopback", **headers}
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()
