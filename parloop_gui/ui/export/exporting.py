"""Exports from the window: asks where to, writes the file, and says in one sentence what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.export.export_menu import ExportButton, Kind
from parloop_gui.ui.settings.folders import folder_to_begin_in
from parloop_gui.ui.settings.preferences import preferences

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.export.formats import Render
    from parloop_gui.ui.charts.figure.picture import Picture
    from parloop_gui.ui.export.figures import MakeFigure
    from parloop_gui.ui.widgets.message_box import MessageBox

_TITLES = {
    ".png": "PNG picture",
    ".svg": "SVG drawing",
    ".pdf": "PDF page",
    ".parloop": "Parloop document",
    ".csv": "CSV table",
    ".md": "Markdown report",
    ".py": "Python file",
    ".patch": "Patch",
    ".trace.json": "Trace",
    ".pyperf.json": "Rounds for pyperf",
    ".html": "Report",
}


class Exporting(QObject):
    """Ties the Export button to what is shown. `saved` carries what was kept as a document.

    `message` carries what was done, and the folder (a Path) that it was done in, None where it was in none.
    """

    message = Signal(str, object)
    saved = Signal(object)

    def __init__(self, button: ExportButton, shown: Callable[[], Comparison | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._button, self._shown = parent, button, shown
        self.timeline: Callable[[Comparison, bool], Picture] | None = None
        """Makes a picture of the timeline as it is on screen, or for a paper: without what came out."""
        self.dialog: QtWidgets.QFileDialog | None = None
        self.complaint: MessageBox | None = None
        button.choices.chosen.connect(self.begin)
        for action in button.choices.kinds.values():
            if not action.shortcut().isEmpty():
                parent.addAction(action)  # so that its keys work while the button is folded away
        button.choices.dark.setChecked(preferences.export_dark)
        button.choices.dark.toggled.connect(self._on_dark)
        button.choices.paper.setChecked(preferences.export_paper)
        button.choices.paper.toggled.connect(self._on_paper)
        button.choices.bare.setChecked(preferences.export_bare)
        button.choices.bare.toggled.connect(self._on_bare)

    def follow(self, comparison: Comparison | None) -> None:
        """Switch the button by what is shown now."""
        rows = comparison.rows if comparison is not None else ()
        available = any(row.wall_s is not None for row in rows)
        self._button.set_available(available, _has_spans(comparison), _has_file(comparison))

    def begin(self, kind: Kind) -> None:
        """Ask where to save what is shown now, or copy it."""
        comparison = self._shown()
        if comparison is None:
            return
        copies = {
            "image": self._copy,
            "cells": self._copy_table,
            "markdown": self._copy_markdown,
            "diff": self._copy_diff,
        }
        if kind.slug in copies:
            copies[kind.slug](self._shared(comparison))
            return
        self.dialog = self._ask(kind, comparison)
        self.dialog.fileSelected.connect(lambda name: self.write(kind, comparison, Path(name)))
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def save_document(self) -> None:
        """Ask where to save what is shown as a document."""
        self._button.choices.kinds["document"].trigger()

    def write(self, kind: Kind, comparison: Comparison, path: Path) -> None:
        """Write the file; complain where that fails."""
        from parloop_gui.model.export.errors import ExportError
        from parloop_gui.model.export.formats import export

        preferences.export_folder = path.parent
        if path.suffix.lower() in kind.endings and len(kind.endings) > 1:
            preferences.export_ending = path.suffix.lower()
        try:
            export(self._shared(comparison), path, self._formats(kind))
        except ExportError as error:
            self._complain(str(error))
            return
        self.message.emit(f"Saved {path.name} in {_place(path.parent)}", path.parent)
        if kind.slug in ("document", "page") and not preferences.export_bare:
            self.saved.emit(comparison)

    def _formats(self, kind: Kind) -> Mapping[str, Render]:
        """Text formats, and pictures of what was asked for; a name with another ending gets what it says."""
        from parloop_gui.model.export.formats import FORMATS, PAGE
        from parloop_gui.ui.export.figures import chart_only
        from parloop_gui.ui.export.pictures import picture_formats
        from parloop_gui.ui.report import page

        made_of = {"chart": self._view(chart_only), "timeline": self._timeline()}.get(kind.slug)
        return {**FORMATS, PAGE: page.render, **picture_formats(self._theme(), made_of or self._view())}

    def _shared(self, comparison: Comparison) -> Comparison:
        """What leaves the window: without code and paths where that was chosen."""
        if not self._button.choices.bare.isChecked():
            return comparison
        from parloop_gui.bridge.host.own_names import own_names
        from parloop_gui.model.document.without_code import without_code

        return without_code(comparison, own_names())

    def _stem(self, comparison: Comparison) -> str:
        """A file is shared with its name: that does not say what a loop without its code is called."""
        if not (self._button.choices.bare.isChecked() and comparison.plan.loop.is_users):
            return file_stem(loop_title(comparison.plan.loop))
        from parloop_gui.model.document.without_code import TITLE

        return file_stem(TITLE)

    def _theme(self) -> Theme:
        return DARK if self._button.choices.dark.isChecked() else LIGHT

    def _view(self, usual: MakeFigure | None = None) -> MakeFigure:
        """What pictures show; the whole view where nothing else is named."""
        from parloop_gui.ui.export.figures import for_paper, whole_view

        return for_paper if self._button.choices.paper.isChecked() else usual or whole_view

    def _timeline(self) -> MakeFigure | None:
        make, paper = self.timeline, self._button.choices.paper.isChecked()
        return (lambda comparison: make(comparison, paper)) if make is not None else None

    def _copy(self, comparison: Comparison) -> None:
        from parloop_gui.model.export.errors import ExportError
        from parloop_gui.ui.export.figures import drawn
        from parloop_gui.ui.export.png import draw_image

        try:
            QGuiApplication.clipboard().setImage(draw_image(drawn(self._view(), comparison), self._theme()))
        except ExportError as error:
            self._complain(str(error))
        else:
            self.message.emit("Copied as an image", None)

    def _copy_table(self, comparison: Comparison) -> None:
        from parloop_gui.model.export.cells import as_html, as_text

        copied = QMimeData()
        copied.setText(as_text(comparison))
        copied.setData("text/html", as_html(comparison).encode())
        QGuiApplication.clipboard().setMimeData(copied)
        self.message.emit("Copied the table", None)

    def _copy_markdown(self, comparison: Comparison) -> None:
        from parloop_gui.model.export import markdown

        QGuiApplication.clipboard().setText(markdown.render(comparison).decode("utf-8", "replace"))
        self.message.emit("Copied as Markdown", None)

    def _copy_diff(self, comparison: Comparison) -> None:
        from parloop_gui.model.export.errors import ExportError
        from parloop_gui.model.export.script import render_patch

        try:
            QGuiApplication.clipboard().setText(render_patch(comparison).decode("utf-8", "replace"))
        except ExportError as error:
            self._complain(str(error))
        else:
            self.message.emit("Copied as a diff", None)

    def _ask(self, kind: Kind, comparison: Comparison) -> QtWidgets.QFileDialog:
        last = preferences.export_ending
        ending = last if last in kind.endings else kind.endings[0]
        dialog = QtWidgets.QFileDialog(
            self._window, f"Export: {kind.title.rstrip('…')}", str(folder_to_begin_in(preferences.export_folder))
        )
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        filters = {f"{_TITLES[each]} (*{each})": each for each in kind.endings}
        dialog.setNameFilters(list(filters))
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters.get(chosen, ending)))
        dialog.selectNameFilter(next(name for name, each in filters.items() if each == ending))
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{self._stem(comparison)}{ending}")
        return dialog

    def _on_dark(self, dark: bool) -> None:
        preferences.export_dark = dark

    def _on_paper(self, paper: bool) -> None:
        preferences.export_paper = paper

    def _on_bare(self, bare: bool) -> None:
        preferences.export_bare = bare

    def _complain(self, sentence: str) -> None:
        from parloop_gui.ui.widgets.message_box import MessageBox  # not before it is needed: its class is Qt's to make

        box = MessageBox(self._window, "Not exported", sentence)
        box.addButton(QtWidgets.QMessageBox.StandardButton.Close)
        box.finished.connect(box.deleteLater)
        self.complaint = box
        box.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _has_spans(comparison: Comparison | None) -> bool:
    if comparison is None or comparison.plan.asked is not None:  # a question has a hundred runs and no timeline
        return False
    from parloop_gui.model.timeline.shown import has_spans

    return any(has_spans(comparison, each) for each in comparison.contestants)


def _has_file(comparison: Comparison | None) -> bool:
    """Whether a file of the user's changes: where the plain loop is best it does not, and a patch would be empty."""
    if comparison is None or comparison.plan.loop.program is None or not comparison.contestants:
        return False
    from parloop_gui.model.export.script import has_patch, named

    return has_patch(comparison.plan.loop) and not named(comparison).is_plain


def file_stem(title: str) -> str:
    """A file name to begin with, such as "parloop-primes", by the loop's title."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    return "-".join(["parloop", *words])[:60]


def _place(folder: Path) -> str:
    """A folder as its user would write it: "~/Pictures"."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(folder)
