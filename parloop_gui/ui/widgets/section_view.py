"""A section of the right panel: a hairline, a title, facts, and paragraphs whose first words are bold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.facts import Section
from parloop_gui.ui.widgets.facts_list import FactsList
from parloop_gui.ui.widgets.layouts import Grow, column, inset, row, rule, set_shown
from parloop_gui.ui.widgets.plain_text import Label, Paragraph


class SectionView(QWidget):
    """Notes beyond the first few are shown when asked for. `link_pressed`: what is written under them was pressed."""

    link_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = Section("")
        self.title, self.facts, self.more = Label(self, role="title"), FactsList(self), QPushButton(self)
        self.link: QPushButton | None = None
        self._labels: list[Paragraph] = []
        self._all = self._follows = False
        set_role(self.more, "link")
        self.more.clicked.connect(self._on_more)
        theming.changed.connect(self._show_notes)  # bold words are darker than others: their colour stands in the text
        self._notes = column(spacing=7)
        self._inner = inset(row(Grow(self.title), self.more, spacing=6), self.facts, self._notes)
        column(rule(self), 6, self._inner, on=self, margins=(0, 6, 0, 0), spacing=6)

    def show_section(self, section: Section, everything: bool | None = None) -> None:
        """Show this; another section's notes are folded again, unless somebody else says how much is shown."""
        self._follows = everything is not None
        if everything is not None:
            self._all = everything
        elif section.title != self._section.title or section.notes != self._section.notes:
            self._all = False
        self._section = section
        self.title.setText(section.title)
        self.facts.show_facts(section.facts)
        self._show_notes()
        self._show_link(section.link)

    def notes(self) -> list[str]:
        """The paragraphs that are shown, as they are read."""
        return [label.accessibleName() for label in self._labels if not label.isHidden()]

    def _on_more(self) -> None:
        self._all = not self._all
        self._show_notes()

    def _show_notes(self) -> None:
        section = self._section
        shown = section.notes if self._all else section.notes[: section.first_notes]
        while len(self._labels) < len(shown):
            self._add_label()
        for number, label in enumerate(self._labels):
            title, text = shown[number] if number < len(shown) else ("", "")
            label.show_words(title, text, theming.theme.t1)
            label.setVisible(bool(text))
        left_out = len(section.notes) - section.first_notes
        set_shown(self.more, left_out > 0 and not self._follows)
        self.more.setText("Show fewer" if self._all else f"{left_out} more")
        self.more.setAccessibleName(f"{self.more.text()}: {section.title}")

    def _show_link(self, words: str) -> None:
        """Made where there is one: few sections have it, and the first screen's time counts every widget."""
        if self.link is None and words:
            self.link = QPushButton(self)
            set_role(self.link, "link")
            self.link.clicked.connect(self.link_pressed)
            self._inner.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        if self.link is not None:
            self.link.setText(words)
            self.link.setAccessibleName(words)
            self.link.setVisible(bool(words))

    def _add_label(self) -> None:
        label = Paragraph(self)
        set_role(label, "text")
        self._notes.addWidget(label)
        self._labels.append(label)

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 0)  # the height follows from the width
