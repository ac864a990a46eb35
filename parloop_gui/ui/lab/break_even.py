"""The break-even map in the lab: the one kept for the chosen Python, measured anew when asked for, and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QObject, Signal

from parloop_gui.ui.settings.folders import folder_to_begin_in
from parloop_gui.ui.settings.preferences import preferences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from parloop_gui.bridge.break_even.thread import MapRun
    from parloop_gui.model.break_even.cells import Map
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Interpreter
    from parloop_gui.ui.charts.figure.picture import Picture
    from parloop_gui.ui.lab.map_page import MapPage

BREAK_EVEN = "map"
# As on the command line: of tasks that compute all the time, in as much time as Standard takes.
SHARE, BUDGET_S = 100, 90.0
_NOTHING_YET = "No map of this machine was measured under this Python yet: it takes about a minute and a half."
_ASKS = "Where do processes pay on this machine?"

Draw = Callable[["Picture", str], bytes]
MakeRun = Callable[["Interpreter", int, float, QObject], "MapRun"]


def _real_run(python: Interpreter, share: int, budget_s: float, parent: QObject) -> MapRun:
    from parloop_gui.bridge.break_even.thread import MapRun

    return MapRun(python, share, budget_s, parent)


class BreakEven(QObject):
    """`changed`: it began or ended, so that other things can or can't be measured. `message` carries a sentence."""

    changed = Signal()
    message = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._python: Interpreter | None = None
        self._comparison: Comparison | None = None
        self._map: Map | None = None
        self._run: MapRun | None = None
        self._problem = ""
        self.make_run: MakeRun = _real_run
        self.draw: Draw = lambda picture, ending: b""
        """Makes a file of a picture; exports, which import this room, are not for it to import."""
        self.widget: MapPage | None = None
        self.dialog: QtWidgets.QFileDialog | None = None

    @property
    def running(self) -> bool:
        """Whether a map is being measured."""
        return self._run is not None

    def take(self, comparison: Comparison | None) -> None:
        """The loop of this comparison is the dot on the map; None: there is none."""
        self._comparison = comparison

    def choose_python(self, python: Interpreter | None) -> None:
        """Whose map it is."""
        if python != self._python and not self.running:
            self._python, self._map = python, None

    def page(self) -> QWidget:
        """Its page, made when it is first wanted."""
        if self.widget is None:
            from parloop_gui.ui.lab.map_page import MapPage

            self.widget = MapPage()
            self.widget.measure_wanted.connect(self.measure)
            self.widget.stop_wanted.connect(self.stop)
            self.widget.save_wanted.connect(self._ask_where)
        return self.widget

    def problem(self) -> str:
        """Why the first button is off."""
        return "The map has a button of its own."

    def refresh(self, problem: str) -> None:
        """Show the map that is kept; `problem` says why none can be measured now."""
        self._problem = problem
        if self._map is None and self._python is not None and not self.running:
            from parloop_gui.bridge.break_even.kept_maps import KeptMaps

            self._map = KeptMaps().of(self._python, SHARE)
        self._show()

    def measure(self) -> None:
        """Measure it anew."""
        if self._python is None or self.running or self._problem:
            return
        self._map = None
        self._run = self.make_run(self._python, SHARE, BUDGET_S, self)
        self._run.told.connect(self.show_map)
        self._run.failed.connect(self.message)
        self._run.finished.connect(self._on_finished)
        self._run.start()
        self.changed.emit()
        self._show()

    def stop(self) -> None:
        """Measure nothing more; what is there stays on screen."""
        if self._run is not None:
            self._run.stop()

    def close(self) -> None:
        """Stop, and wait until its processes are gone."""
        if self._run is not None:
            self._run.stop()
            self._run.wait()

    def save(self, path: Path) -> None:
        """Write the map as what the file's ending says; a sentence says how that went."""
        from parloop_gui.model.document.whole_file import write_whole

        made = self._with_dot()
        if made is None:
            return
        try:
            write_whole(path, _rendered(made, path.suffix.lower(), self.draw))
        except OSError as error:
            self.message.emit(f"{path.name} can’t be written: {(error.strerror or 'no room').lower()}.")
        else:
            self.message.emit(f"Saved {path.name}")

    def show_map(self, made: Map) -> None:
        """Show this one from now on."""
        self._map = made
        self._show()

    def _show(self) -> None:
        from parloop_gui.model.break_even.sentences import also, headline
        from parloop_gui.model.wording.units import count
        from parloop_gui.ui.charts.break_even.chart import map_data

        if self.widget is None:
            return
        made = self._with_dot()
        self.widget.show_buttons(running=self.running, problem=self._problem, has_map=made is not None)
        if made is None:
            self.widget.show_map(_ASKS, "Measuring…" if self.running else _NOTHING_YET, (), None)
            return
        python = f"Under Python {made.python.id}, {count(made.python.cores, 'core')}"
        so_far = f"Measuring: {count(len(made.cells), 'place')} so far. " if self.running else ""
        self.widget.show_map(headline(made), f"{so_far}{python}.", tuple(also(made)), map_data(made))

    def _with_dot(self) -> Map | None:
        """The map with the loop that was compared last, where that ran under the same Python."""
        from parloop_gui.model.break_even.cells import Spot
        from parloop_gui.model.report.comparison_titles import loop_title
        from parloop_gui.model.what_if.basis import basis_of

        if self._map is None or not self._map.cells or self._comparison is None:
            return self._map if self._map is not None and self._map.cells else None
        ids = [each.id for each in self._comparison.plan.pythons]
        basis = basis_of(self._comparison, python=self._map.python.id) if self._map.python.id in ids else None
        if basis is None or basis.facts.task_s <= 0:
            return self._map
        beside = basis.facts.beside
        handed = round(beside.item_bytes + beside.shared_bytes + beside.result_bytes)
        dot = Spot(basis.facts.task_s, max(1, handed))
        return replace(self._map, dot=dot, dot_name=loop_title(self._comparison.plan.loop))

    def _on_finished(self) -> None:
        if self._run is not None:
            self._run.deleteLater()
            self._run = None
        self.changed.emit()
        self._show()

    def _ask_where(self) -> None:
        folder = folder_to_begin_in(preferences.export_folder)
        self.dialog = QtWidgets.QFileDialog(self.widget, "Save the map", str(folder))
        self.dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        self.dialog.setNameFilters([f"{title} (*{ending})" for ending, title in _ENDINGS.items()])
        self.dialog.setDefaultSuffix(".png")
        self.dialog.selectFile("parloop-map.png")
        self.dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


_ENDINGS = {
    ".png": "PNG picture",
    ".svg": "SVG drawing",
    ".pdf": "PDF page",
    ".json": "Map of Parloop’s",
    ".csv": "CSV table",
    ".md": "Markdown",
}


def _rendered(made: Map, ending: str, draw: Draw) -> bytes:
    """The map in that format, as a picture where none is named."""
    from parloop_gui.model.break_even.written import to_csv, to_json, to_markdown
    from parloop_gui.ui.charts.break_even.chart import map_data
    from parloop_gui.ui.charts.break_even.figure import MapFigure

    texts = {".json": to_json, ".csv": to_csv, ".md": to_markdown}
    return texts[ending](made) if ending in texts else draw(MapFigure(map_data(made)), ending)
