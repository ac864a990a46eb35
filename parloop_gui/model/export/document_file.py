"""`.parloop` and `.json`: the document itself, to be opened again."""

from __future__ import annotations

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import encode, to_document


def render(comparison: Comparison) -> bytes:
    """The document as JSON."""
    return encode(to_document(comparison))
