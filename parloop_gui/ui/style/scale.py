"""The text size: one factor for the whole window, which fonts, heights and columns all follow.

Parts are built in pixels at 100%. The style sheet's pixels are multiplied when it is put in; `fit` multiplies what
widgets and layouts were given in code, and remembers what that was. What is painted by hand is painted at 100% on a
painter that `painter_on` has enlarged, and measured in pixels at 100% too.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QMargins, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QSpacerItem, QWidget

# Of the size of text.
STEPS = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
# Qt's QWIDGETSIZE_MAX: stands for no limit, and is never scaled.
_MOST = 16_777_215
_BASE = "sizes-at-100"
_OWN = "scales-itself"
_factor = 1.0
# Nothing was ever fitted to another factor: then nothing needs to be fitted to this one.
_all_at_100 = True


def factor() -> float:
    """The factor in force."""
    return _factor


def set_factor(wanted: float) -> None:
    """Use this factor from now on; whoever calls it dresses the application and calls `fit` afterwards."""
    global _factor
    _factor = min(STEPS, key=lambda step: abs(step - wanted))


def step(by: int) -> float:
    """The next larger (+1) or smaller (-1) factor, the first at 0."""
    return STEPS[max(0, min(STEPS.index(_factor) + by, len(STEPS) - 1))] if by else STEPS[0]


def scaled(pixels: float) -> int:
    """Pixels at 100% as pixels now."""
    return round(pixels * _factor)


def scaled_sheet(sheet: str) -> str:
    """A style sheet with its pixels multiplied, hairlines and focus rings apart."""
    if _factor == 1.0:
        return sheet
    return re.sub(r"(?<![\w.])(\d+)px", lambda match: f"{_scaled_length(int(match[1]))}px", sheet)


def painter_on(widget: QWidget) -> QPainter:
    """A painter that paints pixels at 100% onto a widget."""
    painter = QPainter(widget)
    painter.scale(_factor, _factor)
    return painter


def unscaled(rect: QRectF) -> QRectF:
    """A widget's rectangle in pixels at 100%."""
    return QRectF(rect.x() / _factor, rect.y() / _factor, rect.width() / _factor, rect.height() / _factor)


def enlarged(rect: QRectF) -> QRectF:
    """A rectangle in pixels at 100% as the widget has it."""
    return QRectF(rect.x() * _factor, rect.y() * _factor, rect.width() * _factor, rect.height() * _factor)


def scales_itself(widget: QWidget) -> None:
    """Leave this widget's own sizes to itself."""
    widget.setProperty(_OWN, True)


def fit(root: QWidget) -> None:
    """Bring everything below `root` to the factor in force; call it for parts that are made later, too."""
    global _all_at_100
    if _factor == 1.0 and _all_at_100:
        return
    _all_at_100 = False
    for widget in (root, *root.findChildren(QWidget)):
        _fit_widget(widget)
        layout = widget.layout()
        if layout is not None:
            _fit_layout(layout)


def _fit_widget(widget: QWidget) -> None:
    if widget.property(_OWN):
        return
    lengths = {
        name: length
        for name, length in (
            ("minw", widget.minimumWidth()),
            ("minh", widget.minimumHeight()),
            ("maxw", widget.maximumWidth()),
            ("maxh", widget.maximumHeight()),
        )
        if not widget.property(f"_q_stylesheet_{name}")  # Qt's mark on those that the style sheet gave
    }
    margins = widget.contentsMargins()
    icon = widget.iconSize() if isinstance(widget, QAbstractButton) else QSize(0, 0)
    margin_lengths = (margins.left(), margins.top(), margins.right(), margins.bottom())
    sizes = _resized(widget, [*margin_lengths, icon.width(), icon.height(), *lengths.values()])
    if sizes is None:
        return
    widget.setContentsMargins(*sizes[:4])
    if isinstance(widget, QAbstractButton):
        widget.setIconSize(QSize(sizes[4], sizes[5]))
    setters = {
        "minw": widget.setMinimumWidth,
        "minh": widget.setMinimumHeight,
        "maxw": widget.setMaximumWidth,
        "maxh": widget.setMaximumHeight,
    }
    for name, length in zip(lengths, sizes[6:], strict=True):
        setters[name](length)


def _fit_layout(layout: QLayout) -> None:
    margins = layout.contentsMargins()
    spacers = [item for item in _spacers(layout) if not item.expandingDirections()]
    now = [margins.left(), margins.top(), margins.right(), margins.bottom(), layout.spacing()]
    now += [length for item in spacers for length in item.sizeHint().toTuple()]
    sizes = _resized(layout, now)
    if sizes is not None:
        layout.setContentsMargins(QMargins(*sizes[:4]))
        layout.setSpacing(sizes[4])
        for item, width, height in zip(spacers, sizes[5::2], sizes[6::2], strict=True):
            policy = item.sizePolicy()
            item.changeSize(width, height, policy.horizontalPolicy(), policy.verticalPolicy())
        layout.invalidate()
    for inner in filter(None, (item.layout() for item in _items(layout))):
        _fit_layout(inner)


def _spacers(layout: QLayout) -> list[QSpacerItem]:
    return [spacer for item in _items(layout) if (spacer := item.spacerItem()) is not None]


def _items(layout: QLayout) -> list[QLayoutItem]:
    return [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]


def _resized(thing: Any, now: list[int]) -> list[int] | None:
    """The sizes for the factor in force, None where they are right already.

    What is kept with a thing is (sizes at 100%, sizes last given). A size that is not the one last given was set in
    code since: it is one at 100%.
    """
    kept = thing.property(_BASE)
    base, given = kept if kept is not None and len(kept[0]) == len(now) else (now, now)
    base = [old if size == last else size for old, last, size in zip(base, given, now, strict=True)]
    wanted = [size if size <= 1 or size >= _MOST else scaled(size) for size in base]
    thing.setProperty(_BASE, (base, wanted))
    return wanted if wanted != now else None


def _scaled_length(pixels: int) -> int:
    return pixels if pixels <= 2 else scaled(pixels)
