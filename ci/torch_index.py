"""Prints the pip option that finds torch's CPU build, where its index can be reached.

Without it pip takes torch from PyPI, which on Linux is the CUDA build with gigabytes of libraries.
Where the index cannot be reached, pip's own configuration decides.
"""

import sys
import urllib.request

INDEX = "https://download.pytorch.org/whl/cpu"
_SECONDS = 5


def main() -> None:
    """Print `--index-url` and the index, or nothing."""
    try:
        with urllib.request.urlopen(f"{INDEX}/torch/", timeout=_SECONDS):  # noqa: S310 - https
            sys.stdout.write(f"--index-url {INDEX}\n")
    except OSError:
        pass


if __name__ == "__main__":
    main()
