"""What the right panel shows: the selected row of the comparison, before the first one this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QObject

from parloop_gui.bridge.host.machine import load_1min
from parloop_gui.ui.details.machine import machine_details
from parloop_gui.ui.details.panel import DetailsPanel
from parloop_gui.ui.interpreters.menu import InterpreterMenu
from parloop_gui.ui.result.current_comparison import CurrentComparison
from parloop_gui.ui.setup.loop_panel import LoopPanel


class DetailsPresenter(QObject):
    """Fills the panel, and hands what is chosen in it on to the loop panel."""

    def __init__(
        self,
        current: CurrentComparison,
        panel: DetailsPanel,
        machine: Mapping[str, str | int | float | None],
        pythons: InterpreterMenu,
        loops: LoopPanel,
    ) -> None:
        super().__init__(panel)
        self._current, self._panel, self._machine = current, panel, machine
        self._pythons, self._loops = pythons, loops
        self._calls_picked: dict[str, str] = {}
        """Calls that were chosen for what is shown, to be measured next time."""
        panel.call_chosen.connect(self._on_call_chosen)
        panel.script_wanted.connect(self._on_script_wanted)
        panel.source_wanted.connect(self._on_source_wanted)
        panel.diff_wanted.connect(self._on_diff_wanted)
        current.replaced.connect(self._calls_picked.clear)
        current.picked.connect(self.show)

    def show(self) -> None:
        """Show what is selected now."""
        comparison, selected = self._current.comparison, self._current.selected
        if comparison is None or selected is None:
            found = None if self._pythons.looking else self._pythons.interpreters()
            chosen = next(iter(self._pythons.chosen()), None)
            self._panel.show_details(machine_details(self._machine, found, chosen, load_1min()))
        else:
            from parloop_gui.ui.details.texts import strategy_details

            picked, now = self._calls_picked.get(selected.strategy, ""), self._loops.choices().calls
            wanted = picked if picked == now.get(selected.strategy) else ""
            self._panel.show_details(strategy_details(comparison, selected, wanted, self._source()))

    def _on_call_chosen(self, strategy: str, call: str) -> None:
        self._calls_picked[strategy] = call
        self._loops.choose_call(strategy, call)
        self.show()

    def _on_script_wanted(self, strategy: str, call: str) -> None:
        comparison, selected = self._current.comparison, self._current.selected
        if comparison is not None and selected is not None:
            from parloop_gui.ui.details.texts import script_to_copy

            self._panel.copy_script(script_to_copy(comparison, selected, call))

    def _own_file(self) -> tuple[Path, int] | None:
        """The user's file that was measured, and the line of its loop (0: of its function, which it names).

        None for what was pasted, and for what a document names: nobody looks at a path of that.
        """
        comparison = self._current.comparison
        if comparison is None or not self._current.made_here:
            return None
        loop, own = comparison.plan.loop, self._loops.choices().own
        if not loop.path or loop.code is not None or own.pasted or not loop.is_users:
            return None
        return Path(loop.path), loop.program.line if loop.program is not None else 0

    def _source(self) -> str:
        found = self._own_file()
        if found is None:
            return ""
        return f"Open {found[0].name}" + (f" at line {found[1]}" if found[1] else "")

    def _on_source_wanted(self) -> None:
        comparison, found = self._current.comparison, self._own_file()
        if comparison is None or found is None:
            return
        from parloop_gui.bridge.host.editor import open_in_editor
        from parloop_gui.ui.own_loop.reading import line_of

        path, line = found
        if not open_in_editor(path, line or line_of(path, comparison.plan.loop.function or "")):
            QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(path)))

    def _on_diff_wanted(self, strategy: str, call: str) -> None:
        comparison, selected = self._current.comparison, self._current.selected
        if comparison is not None and selected is not None:
            from parloop_gui.ui.details.texts import diff_to_copy

            self._panel.copy_diff(diff_to_copy(comparison, selected, call))
