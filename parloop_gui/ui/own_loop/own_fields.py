"""The fields that stand in the left panel while the user's own loop is chosen: file, function, items, set-up.

file ─ outline_at ─► functions and for loops to choose from ─► OwnLoop ─► problems under the fields
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from parloop_gui.model.source.outline import Outline, work_sentence
from parloop_gui.model.source.parsed import SourceError
from parloop_gui.ui.fields import Field
from parloop_gui.ui.own_loop.file_box import FileBox
from parloop_gui.ui.own_loop.items_box import ItemsBox
from parloop_gui.ui.own_loop.own_loop import OwnLoop, outline_at, problem_of
from parloop_gui.ui.own_loop.recent_files import remember_file
from parloop_gui.ui.style import set_role

EDITOR_WIDTH = 190


class OwnFields(QWidget):
    """Shows an OwnLoop and lets it be changed. `changed` tells of every change by the user."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = OwnLoop()
        self.file, self.function, self.items, self.setup = FileBox(), QComboBox(), ItemsBox(), QComboBox()
        self.warning = QLabel(self)
        self._fields = {
            name: Field(title, editor, self._check(name), self)
            for name, title, editor in (
                ("file", "File", self.file),
                ("function", "Function", self.function),
                ("items", "Items", self.items),
                ("setup", "Set-up", self.setup),
            )
        }
        self._lay_out()
        self.file.picked.connect(self.use_file)
        self.function.activated.connect(self._on_function)
        self.items.editTextChanged.connect(self._on_items)
        self.setup.activated.connect(self._on_setup)
        self.show_own(self._own)

    def chosen(self) -> OwnLoop:
        """What is chosen now."""
        return self._own

    def show_own(self, own: OwnLoop) -> None:
        """Show these choices; nothing is told by `changed`."""
        self._own = own
        outline = self._outline()
        self.file.show_file(own.path)
        self._fill_functions(outline)
        self.items.show_items(own.items, outline.generators if outline else ())
        self._fill_setups(outline)
        sentence = work_sentence(outline) if outline else ""
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
        self._refresh()

    def use_file(self, path: Path, function: str = "") -> None:
        """Go over to a file that the user chose: its function of that name, else its first one."""
        path = path.absolute()
        remember_file(path)
        own = OwnLoop(path=str(path), function=function)
        if self._own.path == own.path:
            own = replace(self._own, function=function or self._own.function, foreign=False)
        self._own = own
        outline = self._outline()
        if not own.function and outline is not None and outline.tasks:
            own = replace(own, function=outline.tasks[0].name)
        self.show_own(own)
        self.changed.emit()

    def trust(self) -> None:
        """The user said that it may run."""
        self._change(replace(self._own, foreign=False))

    def problem(self) -> str:
        """The first sentence that says what is wrong, "" where nothing is."""
        return problem_of(self._own)[1]

    def editors(self) -> list[QWidget]:
        """What takes the keyboard, from top to bottom."""
        return [field.editor for field in self._fields.values()]

    def shown_problem(self, name: str) -> str:
        """The sentence under that field."""
        return self._fields[name].shown_problem()

    def _outline(self) -> Outline | None:
        try:
            return outline_at(self._own.path) if self._own.path else None
        except SourceError:
            return None

    def _check(self, name: str) -> Callable[[], str]:
        def problem() -> str:
            field, sentence = problem_of(self._own)
            return sentence if field == name and self._own.path else ""

        return problem

    def _fill_functions(self, outline: Outline | None) -> None:
        with QSignalBlocker(self.function):
            self.function.clear()
            for each in outline.tasks if outline else ():
                self.function.addItem(each.signature, each.name)
                about = f"{each.signature}, line {each.line}\n{each.about}".strip()
                self.function.setItemData(self.function.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
            index = self.function.findData(self._own.function)
            if index < 0 and self._own.function:
                self.function.insertItem(0, self._own.function, self._own.function)
                index = 0
            self.function.setCurrentIndex(index)
        self.function.setToolTip(str(self.function.currentData(Qt.ItemDataRole.ToolTipRole) or "What each task calls"))
        self._fields["function"].setEnabled(bool(self._own.path))

    def _fill_setups(self, outline: Outline | None) -> None:
        offered = [each for each in (outline.set_ups if outline else ()) if each.name != self._own.function]
        with QSignalBlocker(self.setup):
            self.setup.clear()
            self.setup.addItem("None", "")
            for each in offered:
                self.setup.addItem(each.signature, each.name)
            if self._own.setup and self.setup.findData(self._own.setup) < 0:
                self.setup.addItem(self._own.setup, self._own.setup)
            self.setup.setCurrentIndex(self.setup.findData(self._own.setup))
        self._fields["setup"].setVisible(self.setup.count() > 1)

    def _refresh(self) -> None:
        for field in self._fields.values():
            field.refresh()

    def _on_function(self, index: int) -> None:
        self._change(replace(self._own, function=str(self.function.itemData(index))))

    def _on_items(self, text: str) -> None:
        self._change(replace(self._own, items=text))

    def _on_setup(self, index: int) -> None:
        self._change(replace(self._own, setup=str(self.setup.itemData(index))))

    def _change(self, own: OwnLoop) -> None:
        if own != self._own:
            self._own = own
            self._refresh()
            self.changed.emit()

    def _lay_out(self) -> None:
        set_role(self.warning, "warning")
        self.warning.setWordWrap(True)
        self.warning.setContentsMargins(6, 2, 6, 4)
        self.setup.setToolTip(
            "A function that each worker calls once, before its first task: for models, connections, big data"
        )
        for editor in self.editors():
            editor.setFixedWidth(EDITOR_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fields["file"])
        layout.addWidget(self.warning)
        for name in ("function", "items", "setup"):
            layout.addWidget(self._fields[name])
