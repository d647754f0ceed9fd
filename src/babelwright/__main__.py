"""Runs the command line with `python -m babelwright`."""

from babelwright.cli.app import main

if __name__ == "__main__":
    main()
