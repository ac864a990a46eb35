"""Everything that a window says: what stands in it, what it says on hover, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole)


def texts(window: QWidget) -> Iterator[str]:
    """All that stands in it or is told of it, tooltips apart."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
            yield widget.text()
        elif isinstance(widget, (QPlainTextEdit, QTextEdit)):
            yield widget.toPlainText()
        elif isinstance(widget, (QComboBox, QAbstractItemView)):
            yield from _of_model(widget, ROLES)
    yield from (action.text() for action in window.findChildren(QAction))


def tips(window: QWidget) -> Iterator[str]:
    """All that is said on hover, where Qt takes for HTML what looks like it."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis())
        if isinstance(widget, (QComboBox, QAbstractItemView)):
            yield from _of_model(widget, (Qt.ItemDataRole.ToolTipRole,))
    for action in window.findChildren(QAction):
        yield from (action.toolTip(), action.statusTip(), action.whatsThis())


def _of_model(view: QComboBox | QAbstractItemView, roles: tuple[Qt.ItemDataRole, ...]) -> Iterator[str]:
    model: QAbstractItemModel | None = view.model()  # a view may have none, whatever Qt's stubs say
    if model is None:
        return
    for row in range(model.rowCount(QModelIndex())):
        for column in range(model.columnCount(QModelIndex())):
            for role in roles:
                said = model.data(model.index(row, column), role)
                if isinstance(said, str):
                    yield said
