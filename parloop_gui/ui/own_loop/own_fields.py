"""The fields that stand in the left panel while the user's own loop is chosen: file, function, items, set-up.

file ─ file_watch.py, reading.py ─► functions and for loops to choose from ─► OwnLoop ─► problems under the fields
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from parloop_gui.engine.protocol.presence import working_folder
from parloop_gui.ui.own_loop.file_box import FileBox
from parloop_gui.ui.own_loop.file_watch import FileWatch
from parloop_gui.ui.own_loop.function_box import FunctionBox
from parloop_gui.ui.own_loop.items_box import ItemsBox
from parloop_gui.ui.own_loop.missing_notice import Missing, MissingNotice
from parloop_gui.ui.own_loop.own_loop import FieldName, OwnLoop
from parloop_gui.ui.own_loop.recent_files import remember_file
from parloop_gui.ui.own_loop.run_as import remember, remembered, run_as, typed
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.fields import Field
from parloop_gui.ui.widgets.layouts import column, line
from parloop_gui.ui.widgets.plain_text import Label

if TYPE_CHECKING:
    from parloop_gui.model.source.parsed import UnreadError
    from parloop_gui.model.user_code.outline import Outline
    from parloop_gui.ui.own_loop.code_dialog import CodeDialog

# Names of files and signatures need room; the names of the fields, as wide as the longest, let them begin in one line.
EDITOR_WIDTH, LABEL_WIDTH = 184, 54
_RUN_AS = (
    "The program to run up to the loop, if your loop is in a file that the program imports:\n"
    "main.py, or -m shop for python -m shop; it is remembered for this file"
)


class OwnFields(QWidget):
    """Shows an OwnLoop and lets it be changed. `changed` comes with every change by the user."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = OwnLoop()
        self.took_last: Callable[[Path, Collection[str]], Mapping[str, float]] = lambda *_: {}
        """What a file's loops of these titles took when they were compared last, in seconds by line or name."""
        self.file, self.function, self.items, self.setup = FileBox(), FunctionBox(), ItemsBox(), QComboBox()
        self.program, self.arguments = QLineEdit(), QLineEdit()
        self.arguments.setAccessibleName("Arguments")
        self.warning, self.code = Label(self), QPushButton("Show its code…", self)
        self.missing = MissingNotice(self)
        self.dialog: CodeDialog | None = None
        self._watch = FileWatch(self)
        self._watch.changed.connect(self.read_again)
        self._fields: dict[FieldName, Field] = {
            "file": self._field("file", "File", self.file),
            "function": self._field("function", "Function", self.function),
            "program": self._field("program", "Run as", self.program),
            "arguments": self._field("arguments", "Args", self.arguments),
            "items": self._field("items", "Items", self.items),
            "setup": self._field("setup", "Set-up", self.setup),
        }
        self._lay_out()
        self.file.picked.connect(self.use_file)
        self.file.paste_wanted.connect(self._on_paste)
        self.function.picked.connect(self._on_function)
        self.function.took_last = self._took_last
        self.program.textEdited.connect(self._on_program)
        self.arguments.textEdited.connect(self._on_arguments)
        for editor in (self.program, self.arguments):
            editor.editingFinished.connect(self._remember_command)
        self.items.editTextChanged.connect(self._on_items)
        self.setup.activated.connect(self._on_setup)
        self.code.clicked.connect(self._on_code)
        self.show_own(self._own)

    def chosen(self) -> OwnLoop:
        """What is chosen now."""
        return self._own

    def show_own(self, own: OwnLoop) -> None:
        """Show these choices; `changed` is not emitted."""
        if own.path != self._own.path:
            self.missing.show_missing(Missing())
        self._own = own
        self._watch.follow("" if own.pasted or own.foreign else own.path)
        outline, sentence = self._read()
        self.file.show_file(own.path, begins_there=not own.foreign)
        self.function.show_own(own, outline)
        self._fields["function"].setEnabled(bool(own.path))
        self._show_items(outline)
        self._fill_setups(outline)
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))
        self.code.setVisible(bool(own.code or (own.line and own.function)))
        if self.arguments.text() != own.arguments:
            self.arguments.setText(own.arguments)
        if self._run_as(self.program.text()) != own:
            self.program.setText(typed(own))
        for name in ("program", "arguments"):
            self._fields[name].setVisible(bool(own.line))
        self._fields["items"].setVisible(not own.line)
        self._refresh()

    def use_file(self, path: Path, function: str = "") -> None:
        """Go over to a file that the user chose: its function of that name, else its first one."""
        path = path.absolute()
        remember_file(path)
        from parloop_gui.ui.own_loop.reading import first_of, looped_at, with_items

        if function.isdigit():
            self._show_new(looped_at(remembered(OwnLoop(path=str(path))), int(function)))
            return
        own = remembered(OwnLoop(path=str(path), function=function))
        if self._own.path == own.path and not self._own.code and not self._own.foreign:
            own = replace(self._own, function=function or self._own.function, pasted="")
        self._show_new(with_items(first_of(own)))

    def use_code(self, text: str) -> None:
        """Go over to code that the user pasted."""
        from parloop_gui.ui.own_loop.reading import first_of, with_items

        self._show_new(with_items(first_of(OwnLoop(path=str(working_folder() / "pasted.py"), pasted=text))))

    def read_again(self) -> None:
        """The file has become another, or can be parsed by now: show what it holds; what was chosen stays so."""
        from parloop_gui.ui.own_loop.reading import read_anew

        self._show_new(read_anew(self._own))

    def unread(self) -> UnreadError | None:
        """The file's text where a newer Python may be able to parse it; None else."""
        if not self._own.path:
            return None
        from parloop_gui.ui.own_loop.reading import unread_of

        return unread_of(self._own)

    def trust(self) -> None:
        """The user said that it may run."""
        self._show_new(replace(self._own, foreign=False))

    def problem(self) -> str:
        """The first sentence that explanation what is wrong, "" where nothing is."""
        problem = self._problem()
        return problem[1] if problem is not None else self.missing.problem()

    def editors(self) -> list[QWidget]:
        """What takes the keyboard, from top to bottom."""
        return [field.editor for field in self._fields.values()]

    def shown_problem(self, name: FieldName) -> str:
        """The sentence under that field."""
        return self._fields[name].shown_problem()

    def marks_a_mistake(self, name: FieldName) -> bool:
        """Whether that field is marked: something was typed that won't do."""
        return self._fields[name].marks_a_mistake()

    def _took_last(self) -> Mapping[str, float]:
        outline = self._read()[0]
        is_file = not self._own.pasted and not self._own.foreign
        return self.took_last(Path(self._own.path), outline.titles) if outline is not None and is_file else {}

    def _read(self) -> tuple[Outline | None, str]:
        """What the file holds, and what comparing would run of it."""
        if not self._own.path:
            return None, ""
        from parloop_gui.ui.own_loop.reading import outline_or_none, warning_of

        return outline_or_none(self._own), warning_of(self._own)

    def _problem(self) -> tuple[FieldName, str] | None:
        if not self._own.path:
            return "file", "Choose a Python file."
        from parloop_gui.ui.own_loop.reading import problem_of

        return problem_of(self._own)

    def _field(self, name: FieldName, title: str, editor: QWidget) -> Field:
        def shown() -> str:
            problem = self._problem()
            return problem[1] if problem is not None and problem[0] == name and self._own.path else ""

        def nothing_chosen() -> bool:
            own = self._own
            return (name == "items" and not own.items.strip()) or (
                name == "function" and not (own.function or own.line)
            )

        return Field(title, editor, shown, self, open_while=nothing_chosen)

    def _show_items(self, outline: Outline | None) -> None:
        if outline is None:
            self.items.show_items(self._own.items, ())
            return
        from parloop_gui.model.user_code.item_examples import example_of, how_items_are_given, offered_items

        name = self._own.function
        offers, example = offered_items(outline, name), example_of(outline, name)
        self.items.show_items(self._own.items, offers, example, how_items_are_given(outline, name))

    def _fill_setups(self, outline: Outline | None) -> None:
        offered = [] if outline is None or self._own.code or self._own.line else outline.set_ups
        offered = [each for each in offered if each.name != self._own.function]
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

    def _on_function(self, chosen: str | int) -> None:
        from parloop_gui.ui.own_loop.reading import looped_at, with_items

        if isinstance(chosen, int):
            own = looped_at(self._own if self._own.line else remembered(self._own), chosen)
        elif self._own.line or self._own.code:
            own = with_items(OwnLoop(path=self._own.path, function=chosen, pasted=self._own.pasted))
        else:
            own = with_items(replace(self._own, function=chosen), before=self._own)
        self._show_new(replace(own, foreign=self._own.foreign))

    def _on_items(self, text: str) -> None:
        self._change(replace(self._own, items=text))

    def _on_setup(self, index: int) -> None:
        self._change(replace(self._own, setup=str(self.setup.itemData(index))))

    def _run_as(self, text: str) -> OwnLoop:
        return run_as(self._own, text)

    def _on_program(self, text: str) -> None:
        self._change(self._run_as(text))

    def _remember_command(self) -> None:
        remember(self._own)

    def _on_arguments(self, text: str) -> None:
        self._change(replace(self._own, arguments=text))

    def _on_code(self) -> None:
        from parloop_gui.ui.own_loop.reading import code_of

        self._open(self._own.name, *code_of(self._own))

    def _on_paste(self) -> None:
        explanation = "Paste a function, or a program with a for loop. Nothing of it runs before you press Compare."
        self._open("", self._own.pasted, explanation, self.use_code)

    def _open(self, title: str, text: str, explanation: str, use: Callable[[str], None] | None = None) -> None:
        from parloop_gui.ui.own_loop.code_dialog import CodeDialog

        self.dialog = CodeDialog(title, text, explanation, self.window(), may_edit=use is not None)
        if use is not None:
            self.dialog.edited.connect(use)
        self.dialog.open()

    def _show_new(self, own: OwnLoop) -> None:
        self.show_own(own)
        self.changed.emit()

    def _change(self, own: OwnLoop) -> None:
        if own != self._own:
            self._own = own
            self._refresh()
            self.changed.emit()

    def _lay_out(self) -> None:
        set_role(self.warning, "warning")
        self.warning.setWordWrap(True)
        self.setup.setToolTip(
            "A function that each worker calls once, before its first task: for models, connections, big data"
        )
        for editor in self.editors():
            editor.setMaximumWidth(EDITOR_WIDTH)
        for field in self._fields.values():
            field.label.setMinimumWidth(LABEL_WIDTH)
        self.program.setPlaceholderText("this file")
        self.program.setToolTip(_RUN_AS)
        self.arguments.setPlaceholderText("none")
        self.arguments.setToolTip("Arguments for your program, as you would type them in a shell: --days 3 prices.csv")
        set_role(self.code, "link")
        for editor in (self.program, self.arguments):
            set_role(editor, "field")
        link = line(self.code, spacing=0)
        link.setContentsMargins(6, 0, 6, 0)
        warned = column(self.warning, margins=(6, 2, 6, 4))
        below = (self._fields[name] for name in ("program", "arguments", "items", "setup"))
        column(self._fields["file"], self.missing, warned, self._fields["function"], link, *below, on=self)
