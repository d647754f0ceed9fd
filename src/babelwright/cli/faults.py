"""What happens to an error that nobody foresaw: one message, the details in a file."""

import re
import sys
import traceback
from pathlib import Path

_TOKEN = re.compile(r"hf_\w+")


def keep_traceback(folder: Path) -> str:
    """Write the traceback of the current exception to a file, and return what to tell the user.

    Args:
        folder: Folder to write to; made where it is missing.
    """
    error = sys.exc_info()[1]
    text = _TOKEN.sub("hf_***", traceback.format_exc())
    file = folder / "fault.log"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return (
        f"an unforeseen {type(error).__name__}\n"
        f"  This is a fault of babelwright: please report it with {file}"
    )
