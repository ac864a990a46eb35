"""Where `parloop` starts: with nothing or a document it opens the window, else it obeys the command line."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path


def main() -> int:
    """Run Parloop with the process's own arguments; the exit status."""
    multiprocessing.freeze_support()
    argv = sys.argv[1:]
    documents = documents_to_open(argv)
    if documents is None:
        from parloop_gui import cli

        return cli.main(argv)
    from parloop_gui import app

    return app.run(documents)


def documents_to_open(argv: list[str]) -> list[str] | None:
    """The documents to open in the window (none: an empty window), or None if this is for the command line."""
    named = argv[1:] if argv[:1] == ["open"] else argv
    if any(name.startswith("-") for name in named):
        return None
    if argv[:1] == ["open"]:
        return named if len(named) == 1 else None
    return named if all(Path(name).suffix == ".parloop" for name in named) and len(named) < 2 else None


if __name__ == "__main__":
    sys.exit(main())
