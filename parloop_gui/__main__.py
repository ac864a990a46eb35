"""Where `parloop` starts: with nothing or a file it opens the window, else it obeys the command line."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Run Parloop with the process's own arguments; the exit status."""
    argv = sys.argv[1:]
    if opens_the_window(argv):
        from parloop_gui import app

        return app.run(argv)
    from parloop_gui import cli

    return cli.main(argv)


def opens_the_window(argv: list[str]) -> bool:
    """Whether this is nothing, or a document or a `file.py:function` alone; the rest is for the command line."""
    if len(argv) != 1 or argv[0].startswith("-"):
        return not argv
    return Path(argv[0]).suffix in (".parloop", ".py") or ".py:" in argv[0]


if __name__ == "__main__":
    sys.exit(main())
