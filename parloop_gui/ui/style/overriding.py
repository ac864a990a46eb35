"""The mark of methods that override Qt's: the same one as that of painters, which know no Qt."""

from __future__ import annotations

from parloop_gui.ui.drawing.overriding import override

__all__ = ["override"]
