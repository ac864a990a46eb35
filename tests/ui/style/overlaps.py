"""Which painted texts stand on one another: a label that runs into its neighbour is cut by it, ellipsis or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from shiboken6 import getCppPointer

from parloop_gui.ui.style.painting import LEFT, draw_text

# Letters have air at their sides and above: boxes that only touch don't meet.
_AIR = 1.5


class Painted(NamedTuple):
    """A text, what it was painted onto, and where it stands there."""

    text: str
    onto: int
    box: QRectF


@contextmanager
def painted_texts() -> Iterator[list[Painted]]:
    """All that `draw_text` paints meanwhile, whoever imported it."""
    found: list[Painted] = []

    def listening(
        painter: QPainter, box: QRectF, text: str, with_font: QFont, colour: str, align: Qt.AlignmentFlag = LEFT
    ) -> None:
        draw_text(painter, box, text, with_font, colour, align)
        if text:
            seen = painter.deviceTransform().mapRect(_seen(box, text, with_font, align))
            found.append(Painted(text, getCppPointer(painter.device())[0], seen))

    with pytest.MonkeyPatch.context() as patch:
        for module in [each for name, each in sys.modules.items() if name.startswith("parloop_gui.ui")]:
            if getattr(module, "draw_text", None) is draw_text:
                patch.setattr(module, "draw_text", listening)
        yield found


def overlapping(found: list[Painted]) -> list[str]:
    """Pairs of texts of one painting that stand on one another, as "one | other"."""
    return [
        f"{other.text} | {one.text}"
        for number, one in enumerate(found)
        for other in found[:number]
        if one.onto == other.onto and one.text != other.text and one.box.intersects(other.box)
    ]


def _seen(box: QRectF, text: str, with_font: QFont, align: Qt.AlignmentFlag) -> QRectF:
    """What of the box the text takes."""
    metrics = QFontMetricsF(with_font)
    width = min(metrics.horizontalAdvance(text), box.width())
    left = box.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = box.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = box.center().x() - width / 2
    height = metrics.capHeight() + metrics.descent()
    return QRectF(left, box.center().y() - height / 2, width, height).adjusted(_AIR, _AIR, -_AIR, -_AIR)
