"""Whatever a document says: the window shows it or refuses it, and touches nothing for that."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.fields import DocumentError
from parloop_gui.model.document.read import from_document
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import Render
from parloop_gui.ui.export.pictures import picture_formats
from tests.helpers.comparisons.any_document import DOCUMENTS, WITH_OTHER_TEXTS
from tests.helpers.fuzz import cases
from tests.helpers.untouched import nothing_touched
from tests.ui.pages import WindowPage
from tests.ui.said import texts, tips

# Control characters and changed directions; a tab and the ends of lines are none.
ACTS = set(map(chr, (*range(9), 11, 12, *range(14, 32), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def shown(page: WindowPage, comparison: Comparison) -> list[str]:
    """All that the window says that shows it."""
    page.window.presenter.show_document(comparison)
    on_hover = list(tips(page.window))
    assert not any("<img" in tip for tip in on_hover)
    return [*texts(page.window), *on_hover]


@pytest.fixture
def used_page(page: WindowPage) -> WindowPage:
    """A window that has shown a document of each kind: what that imports has been imported."""
    for each in DOCUMENTS:
        shown(page, from_document(each).comparison)
    return page


@pytest.fixture
def used_formats(qapp: object) -> Mapping[str, Render]:
    """The pictures' formats, each of which has made one."""
    formats = picture_formats()
    for render in formats.values():
        render(from_document(DOCUMENTS[0]).comparison)
    return formats


@pytest.mark.fuzz
@cases(3, suppress=[HealthCheck.function_scoped_fixture])
@given(WITH_OTHER_TEXTS)
def test_that_a_window_shows_any_texts_and_touches_nothing(used_page: WindowPage, document: dict[str, Any]) -> None:
    try:
        comparison = from_document(document).comparison
    except DocumentError:
        return
    with nothing_touched():
        said = shown(used_page, comparison)
    assert not ACTS & set("".join(said))


@pytest.mark.fuzz
@cases(2, suppress=[HealthCheck.function_scoped_fixture])
@given(WITH_OTHER_TEXTS)
def test_that_pictures_of_any_document_touch_nothing(
    used_formats: Mapping[str, Render], document: dict[str, Any]
) -> None:
    try:
        comparison = from_document(document).comparison
    except DocumentError:
        return
    with nothing_touched(), suppress(ExportError):
        for render in used_formats.values():
            render(comparison)
