"""What leaves the command line: a comparison as it is, or without code and paths where that was asked for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison


def to_share(comparison: Comparison, arguments: argparse.Namespace) -> Comparison:
    """The comparison of which files are made and printed."""
    if not arguments.without_code:
        return comparison
    from parloop_gui.bridge.host.own_names import own_names
    from parloop_gui.model.document.without_code import without_code

    return without_code(comparison, own_names())
