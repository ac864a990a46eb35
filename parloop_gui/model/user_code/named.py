"""How a function of a file is named from outside: `path/to/file.py:function`."""

from __future__ import annotations


def path_and_function(name: str) -> tuple[str, str]:
    """The name taken apart; the function is "" where a file alone is named."""
    path, colon, function = name.rpartition(":")
    return (path, function) if colon and path.lower().endswith(".py") else (name, "")
