"""What happens to an error that nobody foresaw: one message, the details in a file."""

import errno
import sys
import tempfile
import traceback
from pathlib import Path

from babelwright.redaction import redacted

# What disks and their permissions do. ENOENT is not among them: it may well be a fault of ours.
_NOT_OURS = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EEXIST,
        errno.EFBIG,
        errno.EIO,
        errno.EISDIR,
        errno.ELOOP,
        errno.EMFILE,
        errno.ENAMETOOLONG,
        errno.ENOSPC,
        errno.ENOTDIR,
        errno.EPERM,
        errno.EROFS,
    }
)


def explain(error: Exception, folder: Path) -> str:
    """Return what to tell of an error that nothing has explained on its way up.

    Args:
        error: The error; it is being handled.
        folder: Folder for its traceback, if it is a fault of ours.
    """
    if isinstance(error, OSError) and error.errno in _NOT_OURS:
        place = f"{error.filename}: " if error.filename else ""
        return (
            f"{place}{error.strerror}\n"
            "  See to the disk and its permissions, then run the same command again: "
            "what is done is not done again"
        )
    return keep_traceback(folder)


def keep_traceback(folder: Path) -> str:
    """Write the traceback of the current exception to a file, and return what to tell the user.

    Args:
        folder: Folder to write to, made where it is missing; the one for temporary files where it
            cannot be written.
    """
    error = sys.exc_info()[1]
    text = redacted(traceback.format_exc())
    try:
        file = _write(text, folder)
    except OSError:
        file = _write(text, Path(tempfile.mkdtemp(prefix="babelwright-")))
    return (
        f"an unforeseen {type(error).__name__}\n"
        f"  This is a fault of babelwright: please report it with {file}"
    )


def _write(text: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fault.log"
    file.write_text(text, encoding="utf-8")
    return file
