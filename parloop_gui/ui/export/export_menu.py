"""The Export button's menu: everything that a comparison can become."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from parloop_gui.model.export.formats import PAGE, PICTURES
from parloop_gui.ui.style.sheet import set_role

KindName = Literal[
    "view",
    "chart",
    "timeline",
    "image",
    "cells",
    "markdown",
    "page",
    "document",
    "table",
    "report",
    "code",
    "patch",
    "diff",
    "trace",
    "pyperf",
]
NOTHING_YET = "There is nothing to export before the first round"


class Kind(NamedTuple):
    """Something to export: its place in the menu, the file endings it can have ("" where it is no file), its key."""

    slug: KindName
    title: str
    endings: tuple[str, ...] = ()
    shortcut: str = ""
    begins_group: bool = False
    needs_spans: bool = False
    """Whether it shows when each task ran, which is not known of every comparison."""
    needs_file: bool = False
    """Whether it is of a file of the user's with a loop in it."""


KINDS = (
    Kind("view", "Whole view (PNG, SVG, PDF)…", PICTURES),
    Kind("chart", "Chart only (PNG, SVG, PDF)…", PICTURES),
    Kind("timeline", "Timeline (PNG, SVG, PDF)…", PICTURES, needs_spans=True),
    Kind("image", "Copy as image", shortcut="Ctrl+Shift+C"),
    Kind("cells", "Copy table", shortcut="Ctrl+Shift+T"),
    Kind("markdown", "Copy as Markdown"),
    Kind("page", "Report (HTML, opens in Parloop too)…", (PAGE,), begins_group=True),
    Kind("document", "Parloop document (.parloop)…", (".parloop",), "Ctrl+S"),
    Kind("report", "Report (Markdown)…", (".md",)),
    Kind("table", "Every run (CSV)…", (".csv",)),
    Kind("code", "Code of the winner (Python)…", (".py",)),
    Kind("patch", "Changes to your file (patch)…", (".patch",), needs_file=True),
    Kind("diff", "Copy changes as diff", needs_file=True),
    Kind("trace", "Trace for Perfetto (JSON)…", (".trace.json",), needs_spans=True),
    Kind("pyperf", "Rounds for pyperf (JSON)…", (".pyperf.json",)),
)


class ExportMenu(QMenu):
    """`chosen` carries the Kind. `dark`: pictures in dark colours; `paper`: without what came out.

    `bare`: without code and paths.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Export", parent)
        self.kinds: dict[KindName, QAction] = {}
        for kind in KINDS:
            if kind.begins_group:
                self.addSeparator()
            self.kinds[kind.slug] = self._add(kind)
        self.addSeparator()
        self.dark = self.addAction("Pictures in dark colours")
        self.dark.setCheckable(True)
        self.paper = self.addAction("For a paper: without the headline")
        self.paper.setCheckable(True)
        self.bare = self.addAction("Leave out code and paths")
        self.bare.setCheckable(True)
        self.bare.setToolTip("Your source, what it printed, paths, and the names of you and this machine")
        self.set_available(False)

    def set_available(self, available: bool, spans: bool = False, file: bool = False) -> None:
        """Switch everything that needs results, and what needs each task's times, or a file of the user's, too."""
        self.menuAction().setEnabled(available)
        for kind in KINDS:
            has_all = (spans or not kind.needs_spans) and (file or not kind.needs_file)
            self.kinds[kind.slug].setEnabled(available and has_all)

    def _add(self, kind: Kind) -> QAction:
        action = self.addAction(kind.title)
        action.setShortcut(QKeySequence(kind.shortcut))
        action.triggered.connect(lambda: self.chosen.emit(kind))
        return action


class ExportButton(QPushButton):
    """Opens the menu; off until there are results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("Export")  # not at once: see layouts.button
        set_role(self, "menu")
        self.choices = ExportMenu(self)
        self.setMenu(self.choices)
        self.set_available(False)

    def entry(self) -> QAction:
        """What shows the menu in another one."""
        return self.choices.menuAction()

    def set_available(self, available: bool, spans: bool = False, file: bool = False) -> None:
        """Switch the button and everything in its menu."""
        self.setEnabled(available)
        self.choices.set_available(available, spans, file)
        self.setToolTip("Save or copy what is shown (Ctrl+Shift+E)" if available else NOTHING_YET)
