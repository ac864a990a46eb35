"""The centre: the verdict (or the invitation before it) over the chart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from parloop_gui.model.comparison import Comparison
from parloop_gui.model.events import ComparisonEnded
from parloop_gui.model.plan import Contestant
from parloop_gui.model.summary import Row
from parloop_gui.model.tags import gil_words, tag_words
from parloop_gui.model.words import about
from parloop_gui.ui.chart_texts import PLAIN, chart_data, empty_data, family, width_kind
from parloop_gui.ui.charts.chart_card import ChartCard
from parloop_gui.ui.charts.speedup_strip import StripData, StripDot
from parloop_gui.ui.invitation import Invitation
from parloop_gui.ui.status_texts import is_settled, rounds_pill
from parloop_gui.ui.theme import Theme
from parloop_gui.ui.verdict_card import VerdictCard, VerdictText

_NO_FIGURES = {"too-long": "Too long for this effort", "failed": "The comparison failed"}
_TOO_LONG = "The least number of rounds would not fit the time. Take fewer items or a longer effort, or accept less."


class CompareView(QWidget):
    """Shows a comparison in any state. `picked` carries the contestant whose row the user chose."""

    picked = Signal(object)
    compare_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.invitation, self.verdict, self.chart = Invitation(self), VerdictCard(self), ChartCard(self)
        self.verdict.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        for card in (self.invitation, self.verdict, self.chart):
            layout.addWidget(card)
        layout.addStretch()
        self.chart.picked.connect(self.picked)
        self.invitation.compare_pressed.connect(self.compare_pressed)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours from now on."""
        self.verdict.set_theme(theme)
        self.chart.set_theme(theme)

    def show_empty(self, choices: list[Contestant]) -> None:
        """Before the first comparison: the rows that will fill in."""
        self.chart.set_data(empty_data(choices))

    def show_starting(self) -> None:
        """A comparison was asked for and has not told anything yet."""
        self.invitation.hide()
        self.verdict.show_verdict(VerdictText("Measuring…", because="Starting…", settled=False), StripData())
        self.verdict.show()

    def show_nothing(self) -> None:
        """Back to the invitation."""
        self.verdict.hide()
        self.invitation.show()

    def show_comparison(self, comparison: Comparison, selected: Contestant | None) -> None:
        """Show this state of it; while it runs the chart keeps to its own pace."""
        self.invitation.hide()
        self.verdict.show()
        self.verdict.show_verdict(verdict_text(comparison), strip_data(comparison))
        self.chart.set_data(chart_data(comparison, selected), at_once=comparison.ended is not None)

    def select(self, comparison: Comparison, selected: Contestant | None) -> None:
        """Mark a row at once."""
        self.chart.set_data(chart_data(comparison, selected))


def verdict_text(comparison: Comparison) -> VerdictText:
    """The verdict card's words for this state."""
    verdict = comparison.verdict
    pill = rounds_pill(comparison)
    if comparison.ended is not None and comparison.ended.reason in _NO_FIGURES:
        return VerdictText(_NO_FIGURES[comparison.ended.reason], because=_why(comparison.ended))
    if verdict is None:
        over = comparison.ended is not None
        words = comparison.ended.message if comparison.ended is not None else ""
        return VerdictText("Nothing was measured" if over else "Measuring…", because=words, pill=pill, settled=over)
    return VerdictText(
        verdict.headline, verdict.figure, verdict.because, pill, is_settled(comparison), _tags(_plain_row(comparison))
    )


def _why(ended: ComparisonEnded) -> str:
    if ended.too_long is None:
        return ended.message
    return f"A round takes about {about(ended.too_long.round_s)}. {_TOO_LONG}"


def strip_data(comparison: Comparison) -> StripData:
    """The strip's dots: every strategy with a speed-up; ideal is as many times as it could be at once."""
    best = comparison.verdict.contestant if comparison.verdict is not None else None
    rows = [row for row in comparison.rows if row.speedup is not None and row.contestant.strategy != PLAIN]
    rows = [row for row in rows if row.outcome == "finished"]
    dots = tuple(
        StripDot(family(row.contestant), row.speedup.median, row.contestant == best)
        for row in rows
        if row.speedup is not None
    )
    return StripData(dots, _ideal(comparison, rows))


def _ideal(comparison: Comparison, rows: list[Row]) -> float:
    pools = [row for row in rows if width_kind(row.contestant) == "workers"] or rows
    widest = max((row.width or 1 for row in pools), default=1)
    plain = _plain_row(comparison)
    computes = plain is not None and plain.tag is not None and plain.tag.slug == "cpu-bound"
    cores = comparison.machine.get("cores")
    return float(min(widest, int(cores)) if computes and isinstance(cores, int) else widest)


def _plain_row(comparison: Comparison) -> Row | None:
    return next((row for row in comparison.rows if row.contestant.strategy == PLAIN), None)


def _tags(plain: Row | None) -> tuple[tuple[str, bool], ...]:
    if plain is None or plain.tag is None:
        return ()
    filled = plain.tag.slug == "cpu-bound"
    tags = [(tag_words(plain.tag), filled), (gil_words(plain.tag), False)]
    return tuple((words, filled) for words, filled in tags if words)
