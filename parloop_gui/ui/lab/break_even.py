"""The break-even map in the lab: the one kept for the chosen Python, measured anew when asked for, and saved."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtWidgets  # for dialogs: a class is made when it is named
from PySide6.QtCore import QObject, Signal

from parloop_gui.ui.lab.guides import OF_MAP, place_details
from parloop_gui.ui.settings.folders import folder_to_begin_in
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.widgets.facts import Details

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from parloop_gui.bridge.break_even.thread import MapRun
    from parloop_gui.model.break_even.cells import Map
    from parloop_gui.model.comparison.comparison import Comparison
    from parloop_gui.model.plan.plan import Interpreter
    from parloop_gui.model.what_if.basis import Basis
    from parloop_gui.ui.charts.figure.picture import Picture
    from parloop_gui.ui.lab.map_page import MapPage

BREAK_EVEN = "map"
# As on the command line: in as much time as Standard takes.
_EFFORT = "standard"
_NOTHING_YET = "No such map of this machine was measured under this Python yet: it takes about a minute and a half."
_ASKS = "Where do processes pay on this machine?"

Draw = Callable[["Picture", str], bytes]
MakeRun = Callable[["Interpreter", int, float, QObject], "MapRun"]


def _real_run(python: Interpreter, share: int, budget_s: float, parent: QObject) -> MapRun:
    from parloop_gui.bridge.break_even.thread import MapRun

    return MapRun(python, share, budget_s, parent)


class BreakEven(QObject):
    """`changed`: it began or ended, so that other things can or can't be measured. `message` carries a sentence.

    `drawn`: another map, or another loop on it, is on screen.
    """

    changed = Signal()
    message = Signal(str)
    drawn = Signal()
    how = OF_MAP

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._python: Interpreter | None = None
        self._comparison: Comparison | None = None
        self._share: int | None = None
        self._known: dict[str, Basis | None] = {}
        self._run_share = 0
        self._map: Map | None = None
        self._run: MapRun | None = None
        self._looked_up: tuple[Interpreter, int, object] | None = None
        self._shown: tuple[object, ...] = ()
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

    @property
    def _has_map(self) -> bool:
        """Whether there is one to show: what was stopped before its first place is none."""
        return self._map is not None and bool(self._map.cells)

    def take(self, comparison: Comparison | None) -> None:
        """The loop of this comparison is the dot on the map; None: there is none."""
        if comparison is not self._comparison:
            self._comparison, self._known = comparison, {}

    @property
    def share(self) -> int:
        """For how many percent of their time the map's tasks compute: the user's choice, else as the loop's do."""
        if self.running:
            return self._run_share
        if self._share is not None:
            return self._share
        from parloop_gui.model.break_even.placing import USUAL_SHARE, share_of

        basis = self._basis(self._python)
        return share_of(basis) if basis is not None else USUAL_SHARE

    def choose_share(self, share: int) -> None:
        """Tasks that compute for so many percent of their time are wanted."""
        if not self.running:
            self._share = share
            self.refresh(self._problem)

    def details(self) -> Details:
        """The loop that was compared last, in figures."""
        made = self._with_dot(self._map)[0] if self._map is not None and self._has_map else None
        return place_details(made, self._basis(self._python))

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
            self.widget.share_wanted.connect(self.choose_share)
        return self.widget

    def problem(self) -> str:
        """Why the first button is off."""
        return "The map has a button of its own."

    def refresh(self, problem: str) -> None:
        """Show the map that is kept; `problem` says why none can be measured now.

        This comes with every letter that is typed in the panels: what is kept is looked up once for each Python, and
        again when another window or a command line has kept one meanwhile.
        """
        self._problem = problem
        if self._python is not None and not self.running:
            self._look_up(self._python)
        self._show()

    def _look_up(self, python: Interpreter) -> None:
        from parloop_gui.bridge.break_even.kept_maps import KeptMaps

        kept = KeptMaps()
        wanted = python, self.share, kept.stamp()
        if self._looked_up == wanted:
            return
        self._looked_up = wanted
        shown, found = self._map, kept.of(python, self.share)
        is_of_these = shown is not None and (shown.python.path, shown.cpu_share) == (python.path, self.share)
        is_newer = shown is None or (found is not None and found.created > shown.created)
        if is_newer or not is_of_these:  # what was stopped here is kept nowhere
            self._map = found

    def measure(self) -> None:
        """Measure it anew."""
        if self._python is None or self.running or self._problem:
            return
        from parloop_gui.model.plan.plan import EFFORTS

        self._map, self._looked_up, self._run_share = None, None, self.share
        self._run = self.make_run(self._python, self._run_share, EFFORTS[_EFFORT].budget_s, self)
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

        if self._map is None or not self._has_map:
            return
        made, _ = self._with_dot(self._map)
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
        if self.widget is None:
            return
        self.widget.show_buttons(running=self.running, problem=self._problem, has_map=self._has_map)
        self.widget.show_share(self.share)
        shown = self._map, self._comparison, self.running
        if len(self._shown) == len(shown) and all(map(operator.is_, self._shown, shown)):
            return  # the model between the cells is asked at hundreds of places for each picture
        self._shown = shown
        self._draw()
        self.drawn.emit()

    def _draw(self) -> None:
        from parloop_gui.model.break_even.sentences import also, headline
        from parloop_gui.model.wording.units import count
        from parloop_gui.ui.charts.break_even.chart import map_data

        assert self.widget is not None
        if self._map is None or not self._has_map:
            self.widget.show_map(_ASKS, "Measuring…" if self.running else _NOTHING_YET, (), None)
            return
        made, why_not = self._with_dot(self._map)
        python = f"Under Python {made.python.id}, {count(made.python.cores, 'core')}"
        so_far = f"Measuring: {count(len(made.cells), 'place')} so far. " if self.running else ""
        self.widget.show_map(headline(made), f"{so_far}{python}.", (*why_not, *also(made)), map_data(made))

    def _with_dot(self, made: Map) -> tuple[Map, tuple[str, ...]]:
        """The map with the loop that was compared last, where that ran under the same Python; or why it is not on it.

        A loop that waits is no dot on a map of tasks that compute: threads would win where the map says they don't.
        """
        from parloop_gui.model.break_even.placing import share_of, with_loop
        from parloop_gui.model.report.comparison_titles import loop_title
        from parloop_gui.model.wording.units import percent

        basis = self._basis(made.python)
        if basis is None:
            return made, ()
        share, name = share_of(basis), loop_title(basis.plan.loop)
        if share != made.cpu_share:
            return made, (f"{name} is not on this map: its place is on the one of {percent(share / 100)} on CPU.",)
        return with_loop(made, basis), ()

    def _basis(self, python: Interpreter | None) -> Basis | None:
        """What the loop that was compared last comes to under that Python; None where it did not run under it."""
        from parloop_gui.model.what_if.basis import basis_of

        comparison = self._comparison
        if comparison is None or python is None or python.id not in [each.id for each in comparison.plan.pythons]:
            return None
        if python.id not in self._known:  # it is asked for with every letter that is typed in the panels
            self._known[python.id] = basis_of(comparison, python=python.id)
        return self._known[python.id]

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
    from parloop_gui.model.break_even.map_files import to_csv, to_json, to_markdown
    from parloop_gui.ui.charts.break_even.chart import map_data
    from parloop_gui.ui.charts.break_even.figure import MapFigure

    texts = {".json": to_json, ".csv": to_csv, ".md": to_markdown}
    return texts[ending](made) if ending in texts else draw(MapFigure(map_data(made)), ending)
