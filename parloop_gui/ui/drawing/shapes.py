"""Points and rectangles, in pixels at 100%; y grows downwards."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """A place."""

    x: float
    y: float

    def moved(self, dx: float, dy: float) -> Point:
        """The place so far right and below."""
        return Point(self.x + dx, self.y + dy)


class Rect(NamedTuple):
    """A rectangle by its corner and its size."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> Rect:
        """The rectangle from one corner to the other."""
        return cls(left, top, right - left, bottom - top)

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """How far down its middle is."""
        return self.top + self.height / 2

    @property
    def centre(self) -> Point:
        """Its middle, across and down."""
        return Point(self.left + self.width / 2, self.middle)

    def adjusted(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """Each edge moved so far, right or down."""
        return Rect(self.left + left, self.top + top, self.width - left + right, self.height - top + bottom)

    def translated(self, dx: float, dy: float) -> Rect:
        """The same elsewhere."""
        return self._replace(left=self.left + dx, top=self.top + dy)

    def begun_at(self, left: float) -> Rect:
        """The same from another left edge on, to the same right one."""
        return self._replace(left=left, width=self.right - left)

    def ended_at(self, right: float) -> Rect:
        """The same up to another right edge."""
        return self._replace(width=right - self.left)

    def contains(self, x: float, y: float) -> bool:
        """Whether a place lies in it or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def intersects(self, other: Rect) -> bool:
        """Whether they have more in common than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def united(self, other: Rect) -> Rect:
        """The smallest that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Rect.between(left, top, max(self.right, other.right), max(self.bottom, other.bottom))
