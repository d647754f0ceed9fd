"""A test server that speaks the Hub's wire protocol over loopback; it is not the Hub.

The clients that talk to it are the real, unmodified `huggingface_hub` and `datasets`:

    with LoopbackHub() as hub:
        hub.add_dataset("babelwright/demo", {"README.md": b"# Demo"})
        hub.faults.add(Fault(match=("POST", re.compile("/commit/")), action=status(503)))
        run_client(hub, home, publish, repo_id="babelwright/demo")
        assert hub.repo("babelwright/demo").tags == {"v1.0.0": hub.repo(...).head}
"""

from .client import run_client
from .faults import Action, Fault, Faults, call, cut, delay, stall, status
from .hub import LoopbackHub
from .messages import RequestRecord
from .objects import Blob, Commit
from .repo import Repo

__all__ = [
    "Action",
    "Blob",
    "Commit",
    "Fault",
    "Faults",
    "LoopbackHub",
    "Repo",
    "RequestRecord",
    "call",
    "cut",
    "delay",
    "run_client",
    "stall",
    "status",
]
