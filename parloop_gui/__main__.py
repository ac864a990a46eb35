"""Where `parloop` starts: with nothing or a file it opens the window, else it obeys the command line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def main() -> int:
    """Run Parloop with the process's own arguments; the exit status."""
    _forget_the_working_folder()
    from parloop_gui.surroundings import make_usual

    make_usual()  # before anything that takes time is imported
    from parloop_gui.outermost import guarded

    return guarded(_run)


def _forget_the_working_folder() -> None:
    """`python -m` looks for modules there first: a json.py of the user's would be taken for Python's own."""
    if __name__ == "__main__" and sys.path and not sys.flags.safe_path:
        try:
            is_working_folder = sys.path[0] in ("", os.getcwd())  # noqa: PTH109 - pathlib imports what may lie there
        except OSError:  # it was deleted
            return
        if is_working_folder:
            del sys.path[0]


def _run() -> int:
    argv = sys.argv[1:]
    if opens_the_window(argv):
        from parloop_gui import app

        return app.run(argv)
    from parloop_gui import cli

    return cli.main(argv, _serve)


def _serve(root: Path) -> int:
    from parloop_gui.mcp.server import serve  # and the SDK, which an extra brings

    return serve(root)


def opens_the_window(argv: list[str]) -> bool:
    """Whether this is nothing, or a document or a `file.py:function` alone; the rest is for the command line."""
    if len(argv) != 1 or argv[0].startswith("-"):
        return not argv
    return argv[0].endswith((".parloop", ".html", ".py", ".ipynb")) or ".py:" in argv[0] or ".ipynb:" in argv[0]


if __name__ == "__main__":
    sys.exit(main())
