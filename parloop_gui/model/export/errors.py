"""What can go wrong with an export, in one sentence."""

from __future__ import annotations


class ExportError(ValueError):
    """A file that can't be exported; the message is one sentence."""
