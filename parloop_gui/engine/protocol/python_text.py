"""Parses a text as Python and opens nothing for it.

Where a text is no Python, Python looks for the line in a file of the name that the text was given, "<unknown>" if none:
one of that name in the working folder is read then, and would be waited for if it were a pipe.
"""

from __future__ import annotations

import ast
import os

# A file has no files in it, so there is none of this name.
NO_FILE = f"{os.devnull}/<text>"


def tree_of(text: str | bytes) -> ast.Module:
    """The text's syntax tree; raises what `ast.parse` raises."""
    return ast.parse(text, NO_FILE)
