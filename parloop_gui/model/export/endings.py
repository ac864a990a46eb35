"""The file endings of pictures, told apart from how they are made: menus and arguments need no more."""

from __future__ import annotations

PICTURES = (".png", ".svg", ".pdf")
"""What needs a painter."""
