"""Whatever a document says: the window shows it or refuses it, and touches nothing for that."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given
from PySide6.QtWidgets import QLabel, QWidget

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import from_document
from parloop_gui.model.export.errors import ExportError
from parloop_gui.ui.export.pictures import picture_formats
from tests.helpers.comparisons.any_document import DOCUMENT, OTHER_TEXTS, Change, changed
from tests.helpers.fuzz import cases
from tests.helpers.untouched import nothing_touched
from tests.ui.pages import WindowPage

# Control characters and changed directions; a tab and the ends of lines are none.
ACTS = set(map(chr, (*range(9), 11, 12, *range(14, 32), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def shown(page: WindowPage, comparison: Comparison) -> list[str]:
    """All texts of the window that shows it."""
    page.window.presenter.show_document(comparison)
    widgets = page.window.findChildren(QWidget)
    texts = [text for each in widgets for text in (each.toolTip(), each.accessibleName(), each.accessibleDescription())]
    return [*texts, *(label.text() for label in page.window.findChildren(QLabel)), page.window.windowTitle()]


@pytest.mark.fuzz
@cases(3, suppress=[HealthCheck.function_scoped_fixture])
@given(OTHER_TEXTS)
def test_that_a_window_shows_any_texts_and_touches_nothing(page: WindowPage, changes: list[Change]) -> None:
    shown(page, from_document(DOCUMENT).comparison)
    try:
        comparison = from_document(changed(changes)).comparison
    except DocumentError:
        return
    with nothing_touched():
        texts = shown(page, comparison)
    assert not ACTS & set("".join(texts))


@pytest.mark.fuzz
@cases(2)
@given(OTHER_TEXTS)
def test_that_pictures_of_any_document_touch_nothing(qapp: object, changes: list[Change]) -> None:
    formats = picture_formats()
    for render in formats.values():
        render(from_document(DOCUMENT).comparison)
    try:
        comparison = from_document(changed(changes)).comparison
    except DocumentError:
        return
    with nothing_touched(), suppress(ExportError):
        for render in formats.values():
            render(comparison)
