"""The small dialog of settings: theme, text size, the effort a new window begins with, limits. All of it at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QWidget

from parloop_gui.ui.settings.appearance import Appearance
from parloop_gui.ui.settings.efforts import effort_options
from parloop_gui.ui.settings.limit_field import LimitField
from parloop_gui.ui.settings.limits import LIMITS
from parloop_gui.ui.settings.preferences import AS_LAST_TIME, ThemeSetting, preferences
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.plain_text import Label
from parloop_gui.ui.widgets.segments import Segments

# As high as a button, so that names stand beside what they name.
ROW_HEIGHT = 30


class SettingsDialog(QDialog):
    """Nothing needs to be confirmed: every change shows and is remembered at once."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._appearance = appearance
        self.themes = Segments("Theme", _THEMES, self)
        self.sizes = Segments("Text size", [(str(each), f"{each:.0%}", "") for each in scale.STEPS], self)
        self.efforts = Segments("Effort to begin with", [(AS_LAST_TIME, "As last time", ""), *effort_options()], self)
        self.themes.choose(appearance.setting)
        self.sizes.choose(str(scale.factor()))
        self.efforts.choose(preferences.effort)
        self.limits = {limit.field: LimitField(limit, self) for limit in LIMITS}
        self.close_button = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()
        self._connect()
        scale.fit(self)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setHorizontalSpacing(20)
        layout.setVerticalSpacing(12)
        self._add_rows(layout, [("Theme", self.themes), ("Text size", self.sizes)])
        self._add_words(layout, "Ctrl + and Ctrl − change the text size at any time, Ctrl 0 resets it.")
        limits = [(limit.title, self.limits[limit.field]) for limit in LIMITS]
        self._add_rows(layout, [("Effort to begin with", self.efforts), *limits])
        self._add_words(layout, "What goes over a limit is ended; limits hold from the next comparison on.")
        layout.addWidget(self.close_button, layout.rowCount(), 0, 1, 2)

    def _add_rows(self, layout: QGridLayout, rows: Sequence[tuple[str, QWidget]]) -> None:
        for title, editor in rows:
            label = Label(title, self)
            label.setFixedHeight(ROW_HEIGHT)
            label.setBuddy(editor.editor if isinstance(editor, LimitField) else editor)
            set_role(label, "text")
            number = layout.rowCount()
            layout.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            aside = Qt.AlignmentFlag.AlignLeft if isinstance(editor, Segments) else Qt.AlignmentFlag(0)
            layout.addWidget(editor, number, 1, aside)

    def _add_words(self, layout: QGridLayout, words: str) -> None:
        hint = Label(words, self, role="caption")
        layout.addWidget(hint, layout.rowCount(), 0, 1, 2)

    def _connect(self) -> None:
        self.themes.changed.connect(lambda: self._appearance.use_theme(self.themes.chosen()))
        self.sizes.changed.connect(lambda: self._appearance.use_text_size(float(self.sizes.chosen())))
        self.efforts.changed.connect(self._on_effort)
        self.close_button.rejected.connect(self.reject)
        theming.changed.connect(self._fit)

    def _on_effort(self) -> None:
        preferences.effort = self.efforts.chosen()

    def _fit(self) -> None:
        self.sizes.choose(str(scale.factor()))
        scale.fit(self)
        self.adjustSize()


_THEMES: tuple[tuple[ThemeSetting, str, str], ...] = (
    ("system", "System", "Light or dark as the desktop is"),
    ("light", "Light", ""),
    ("dark", "Dark", ""),
)
