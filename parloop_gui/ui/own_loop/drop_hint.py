"""Over the window while a file is dragged onto it: what dropping it does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.plain_text import Label

# Pixels at 100%: its two lines with air around them.
_SIZE = (420, 96)


class DropHint(Card):
    """In the middle of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.name, self.words = Label(self), Label(self)
        set_role(self.name, "title")
        set_role(self.words, "text")
        self.words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.addWidget(self.name)
        layout.addWidget(self.words)
        self.hide()

    def show_file(self, path: Path, *, is_code: bool) -> None:
        """Say what dropping this does."""
        self.name.setText(f"Drop {path.name}")
        opens = "The comparison that it holds is shown. Nothing of it runs."
        lists = "Its functions and loops are listed to choose from. Nothing of it runs before you press Compare."
        self.words.setText(lists if is_code else opens)
        scale.fit(self)
        width, height = scale.scaled(_SIZE[0]), scale.scaled(_SIZE[1])
        self.setGeometry((self._over.width() - width) // 2, (self._over.height() - height) // 2, width, height)
        self.show()
        self.raise_()
