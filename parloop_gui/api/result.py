"""What `parloop_gui.compare` returns: the comparison, as a program or a notebook reads it."""

from __future__ import annotations

import html
from pathlib import Path

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import Json, as_json_holds_it, to_document
from parloop_gui.model.export.formats import FORMATS, PAGE, check_target, export
from parloop_gui.model.statistics.summary import Row

# Of a notebook's cell: the verdict, the chart and the table, the rest by scrolling.
_HEIGHT_PX = 640


class Result:
    """A comparison that is over. Its text is the answer; a notebook shows its report."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    @property
    def headline(self) -> str:
        """What to do: "Use ProcessPoolExecutor"."""
        return self.comparison.verdict.headline if self.comparison.verdict is not None else ""

    @property
    def figure(self) -> str:
        """By how much, with its interval: "1.93× faster than the plain loop (95% CI 1.88–1.98)"; "" without one."""
        return self.comparison.verdict.figure if self.comparison.verdict is not None else ""

    @property
    def because(self) -> str:
        """The reasons, a few sentences."""
        return self.comparison.verdict.because if self.comparison.verdict is not None else ""

    @property
    def strategy(self) -> str | None:
        """The one to use, as it is typed: "process-pool-executor"; "serial" is the plain loop; None: nobody."""
        named = self.comparison.verdict.contestant if self.comparison.verdict is not None else None
        return named.strategy if named is not None else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """A row for each strategy: its wall time and speed-up with their intervals, in seconds and times."""
        return self.comparison.rows

    @property
    def document(self) -> Json:
        """All of it as plain data, as a `.parloop` file holds it."""
        return as_json_holds_it(to_document(self.comparison))

    def export(self, path: str | Path, *, without_code: bool = False) -> Path:
        """Write it in the format of the file's ending, a picture apart; where it is. Raises ExportError.

        `without_code` leaves out source, output, paths, and names of user and host.
        """
        target, formats = Path(path), {**FORMATS, PAGE: _page}
        check_target(target, formats)
        export(_shared(self.comparison) if without_code else self.comparison, target, formats)
        return target

    def __repr__(self) -> str:
        return " · ".join(filter(None, (self.headline, self.figure)))

    def _repr_html_(self) -> str:
        """The report in a frame of its own, so that neither its style nor the notebook's reaches into the other."""
        page = html.escape(_page(self.comparison).decode(), quote=True)
        return f'<iframe srcdoc="{page}" sandbox style="width: 100%; height: {_HEIGHT_PX}px; border: 0"></iframe>'


def _shared(comparison: Comparison) -> Comparison:
    from parloop_gui.bridge.host.own_names import own_names
    from parloop_gui.model.document.without_code import without_code

    return without_code(comparison, own_names())


def _page(comparison: Comparison) -> bytes:
    from parloop_gui.ui.report import page  # charts and all: not needed by who reads figures alone

    return page.render(comparison)
