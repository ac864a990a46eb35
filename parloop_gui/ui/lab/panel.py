"""The right panel beside the lab: what is read there in figures, what the answer claims, and how to read the page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from parloop_gui.ui.lab.guides import NO_POINT, OF_CURVES
from parloop_gui.ui.widgets.facts import Details, Section
from parloop_gui.ui.widgets.facts_list import FactsList
from parloop_gui.ui.widgets.family_dot import FamilyDot
from parloop_gui.ui.widgets.layouts import PANEL_MARGIN, STRETCH, Grow, column, inset, row
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.section_view import SectionView


class LabPanel(QWidget):
    """Shows what it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = FamilyDot(self)
        self.title, self.subtitle, self.facts = Label(self, role="title"), Label(self, role="caption"), FactsList(self)
        self.claims, self.how = SectionView(self), SectionView(self)
        self.subtitle.setWordWrap(True)
        first = inset(row(self._dot, Grow(self.title), spacing=7), self.subtitle, self.facts)
        parts = first, self.claims, self.how, STRETCH
        column(*parts, on=self, margins=(PANEL_MARGIN, 14, PANEL_MARGIN, 12), spacing=6)
        self.show_how(OF_CURVES)
        self.show_point(NO_POINT)
        self.show_claims(Section(""))

    def show_point(self, details: Details) -> None:
        """Show a point in figures."""
        self.title.setText(details.title)
        self.subtitle.setText(details.subtitle)
        self.subtitle.setVisible(bool(details.subtitle))
        self._dot.show_family(details.family)
        self.facts.show_facts(details.facts)

    def show_how(self, section: Section) -> None:
        """Show how the page that is on is read."""
        self.how.show_section(section)

    def show_claims(self, section: Section) -> None:
        """Show what the answer claims, each with its interval."""
        self.claims.show_section(section)
        self.claims.setVisible(bool(section.facts))
