"""What a picture that is exported must be able to do; each format's module needs no more of it."""

from __future__ import annotations

from typing import Protocol

from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.painter import Painter


class Picture(Protocol):
    """A title, a description, a size, and a paint routine that paints its ground too."""

    @property
    def title(self) -> str:
        """What it shows, in a line."""

    @property
    def description(self) -> str:
        """What it shows for those who can't see it."""

    def size(self, theme: Theme) -> tuple[int, int]:
        """Width and height in pixels at 1×."""

    def draw(self, painter: Painter, theme: Theme) -> None:
        """Paint it from the painter's origin on."""
