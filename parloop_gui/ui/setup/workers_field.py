"""How many workers: automatic, Python's own defaults, or a number."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from parloop_gui.ui.widgets.fields import TYPED_MARGINS

# More threads or processes than that are not started unasked (`catalogue/fitness.py`).
MOST_WORKERS = 2000
_WORDS = {"auto": "Automatic", "python": "Python’s own"}


class WorkersBox(QComboBox):
    """A choice that takes a typed number too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        editor = self.lineEdit()
        assert editor is not None
        editor.setTextMargins(*TYPED_MARGINS)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([*_WORDS.values(), "1", "2", "4", "8", "16", "32"])
        self.setToolTip(
            "Automatic: as many as cores when the loop computes, up to 32 when it waits. One value for every pool."
        )

    def workers(self) -> int | str | None:
        """The number, "auto" or "python"; None for what is neither."""
        text = self.currentText().strip()
        for word, shown in _WORDS.items():
            if text.casefold().replace("'", "’") == shown.casefold():
                return word
        plain = text.replace(",", "")
        return int(plain) if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= MOST_WORKERS else None

    def set_workers(self, workers: int | str) -> None:
        """Show "auto", "python" or a number."""
        self.setCurrentText(_WORDS.get(str(workers), str(workers)))

    def problem(self) -> str:
        """The sentence for what is typed, "" where it will do."""
        if self.workers() is not None:
            return ""
        return f"Workers is a number from 1 to {MOST_WORKERS:,}, Automatic, or Python’s own."
