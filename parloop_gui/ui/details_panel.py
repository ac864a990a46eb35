"""The right panel: facts, notes and code of the selected strategy; before a comparison, this machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from parloop_gui.ui.charts.painting import draw_dot
from parloop_gui.ui.layouts import rule
from parloop_gui.ui.overriding import override
from parloop_gui.ui.style import set_role
from parloop_gui.ui.theme import LIGHT, Theme, code_font


@dataclass(frozen=True)
class Fact:
    """A line of facts: what, how much, and a quieter remark."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Details:
    """What the panel shows. `family` colours the dot ("" for none); `notes` are (bold words, text)."""

    title: str
    subtitle: str = ""
    family: str = ""
    facts: tuple[Fact, ...] = ()
    notes_title: str = "Keep in mind"
    notes: tuple[tuple[str, str], ...] = ()
    code: str = ""


class DetailsPanel(QWidget):
    """Shows Details."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Details | None = None
        self._dot = _Dot(self)
        self.title, self._subtitle = QLabel(self), QLabel(self)
        self._facts, self._notes = _Facts(self), _Notes(self)
        self._code_title = QLabel("Code", self)
        self.copy = QPushButton("Copy code", self)
        self.code = QPlainTextEdit(self)
        self._code_head = QWidget(self)
        self._rules = [rule(self), rule(self)]
        self._dress()
        self._lay_out()
        self.copy.clicked.connect(self._on_copy)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours from now on."""
        self._dot.set_theme(theme)

    def show_details(self, details: Details) -> None:
        """Show this."""
        if details == self._shown:
            return
        self._shown = details
        self.title.setText(details.title)
        self._subtitle.setText(details.subtitle)
        self._subtitle.setVisible(bool(details.subtitle))
        self._dot.show_family(details.family)
        self._facts.show_facts(details.facts)
        self._notes.show_notes(details.notes_title, details.notes)
        self._show_code(details.code)
        self._rules[0].setVisible(bool(details.facts and details.notes))
        self._rules[1].setVisible(bool(details.code))

    def _show_code(self, code: str) -> None:
        for widget in (self._code_head, self.code):
            widget.setVisible(bool(code))
        if code != self.code.toPlainText():
            self.code.setPlainText(code.rstrip("\n"))
            lines = self.code.blockCount()
            self.code.setFixedHeight(min(lines, 24) * QFontMetrics(self.code.font()).lineSpacing() + 34)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._shown.code if self._shown is not None else "")
        self.copy.setText("Copied")
        QTimer.singleShot(1500, self.copy, lambda: self.copy.setText("Copy code"))

    def _dress(self) -> None:
        set_role(self.title, "title")
        set_role(self._subtitle, "caption")
        set_role(self._code_title, "title")
        set_role(self.copy, "small")
        self.code.setObjectName("code")
        self.code.setReadOnly(True)
        self.code.setFont(code_font(11))
        self.code.setAccessibleName("Code of the selected strategy")
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setTabChangesFocus(True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self._dot)
        head.addWidget(self.title, 1)
        code_head = QHBoxLayout(self._code_head)
        code_head.setContentsMargins(0, 0, 0, 0)
        code_head.addWidget(self._code_title, 1)
        code_head.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._subtitle)
        layout.addWidget(self._facts)
        layout.addWidget(self._rules[0])
        layout.addWidget(self._notes)
        layout.addWidget(self._rules[1])
        layout.addWidget(self._code_head)
        layout.addWidget(self.code)
        layout.addStretch()


class _Dot(QWidget):
    """The family's dot beside the title."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._family = LIGHT, ""
        self.setFixedSize(8, 16)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_family(self, family: str) -> None:
        self._family = family
        self.setVisible(bool(family))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_dot(painter, QPointF(4, 8), 8, self._theme.family(self._family).mark)
        painter.end()


class _Facts(QWidget):
    """Names at the left, values and remarks at the right; labels are kept and used again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[tuple[QLabel, QLabel, QLabel]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 6)
        self._layout.setSpacing(6)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        while len(self._lines) < len(facts):
            self._add_line()
        for number, line in enumerate(self._lines):
            fact = facts[number] if number < len(facts) else None
            for label, text in zip(line, (fact.name, fact.value, fact.remark) if fact else ("", "", ""), strict=True):
                label.setText(text)
                label.setVisible(bool(text))
        self.setVisible(bool(facts))

    def _add_line(self) -> None:
        line = (QLabel(self), QLabel(self), QLabel(self))
        row = QHBoxLayout()
        row.setSpacing(5)
        for label, role in zip(line, ("text", "value", "caption"), strict=True):
            set_role(label, role)
            row.addWidget(label)
        row.insertStretch(1)
        self._layout.addLayout(row)
        self._lines.append(line)


class _Notes(QWidget):
    """A title and paragraphs whose first words are bold."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        set_role(self._title, "title")
        self._labels: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 6, 0, 6)
        self._layout.setSpacing(7)
        self._layout.addWidget(self._title)

    def show_notes(self, title: str, notes: Sequence[tuple[str, str]]) -> None:
        self._title.setText(title)
        while len(self._labels) < len(notes):
            label = QLabel(self)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
            set_role(label, "text")
            self._layout.addWidget(label)
            self._labels.append(label)
        for number, label in enumerate(self._labels):
            words = notes[number] if number < len(notes) else ("", "")
            label.setText(_paragraph(*words))
            label.setVisible(bool(words[1]))
        self.setVisible(bool(notes))

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, super().sizeHint().height())


def _paragraph(title: str, text: str) -> str:
    words = f"<b>{_escaped(title.rstrip('.'))}.</b> {_escaped(text)}" if title else _escaped(text)
    return f'<p style="line-height:130%; margin:0">{words}</p>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
