"""What the Hub test of audits runs in a process of its own: clients read settings when imported."""

import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any


def audit(source: str, target: str, lang: str | None = None) -> dict[str, Any]:
    """Audit as the command line does; return its document, or the text of the error."""
    os.environ["USE_TORCH"] = "0"  # else streaming imports torch, which takes seconds
    from babelwright.cli.audit import Options, run
    from babelwright.cli.output import Output
    from babelwright.errors import BabelwrightError

    options = Options(source, target, None, False, lang, None, Path("audit.html"), Path())
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            run(options, Output(as_json=True))
    except BabelwrightError as error:
        return {"error": str(error)}
    document: dict[str, Any] = json.loads(printed.getvalue())
    return document
