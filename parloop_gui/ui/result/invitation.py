"""What stands in the verdict's place before the first comparison: loops to pick from, and one button that compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.ui.charts.timeline.blocks import Block
from parloop_gui.ui.own_loop.own_loop import OWN
from parloop_gui.ui.result.loop_card import LoopCard
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import Grow, column, line, row
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

if TYPE_CHECKING:
    from parloop_gui.ui.history.history_texts import RowText
    from parloop_gui.ui.result.last_results import LastResults


def _blocks(family: str, on_cpu: float, edges: Sequence[float]) -> tuple[Block, ...]:
    return tuple(Block(family, edges[at], edges[at + 1], on_cpu) for at in range(len(edges) - 1))


# What is said of a loop, and how its tasks look on two workers.
_CARDS: dict[str, tuple[str, tuple[tuple[Block, ...], ...]]] = {
    "sleep": (
        "A loop that waits, as for a disk or a network.",
        (
            _blocks("threads", 0.03, (0.0, 0.21, 0.47, 0.7, 0.96)),
            _blocks("threads", 0.03, (0.03, 0.29, 0.54, 0.82, 1.0)),
        ),
    ),
    "primes": (
        "A loop that computes. See what the GIL does.",
        (
            _blocks("processes", 1.0, [at * 0.1 for at in range(11)]),
            _blocks("processes", 1.0, [0.02 + at * 0.098 for at in range(11)]),
        ),
    ),
    OWN: (
        "A function from your own file, over your items.",
        (
            _blocks("", 0.0, (0.0, 0.15, 0.29, 0.44, 0.6, 0.74, 0.88, 1.0)),
            _blocks("", 0.0, (0.03, 0.18, 0.35, 0.5, 0.64, 0.79, 0.92, 1.0)),
        ),
    ),
}
# In a high window it takes some of the room that the timeline has later, and no more than reads well.
MOST_HEIGHT = 372
# As many as there are cards of loops above them.
LAST_RESULTS = 3


class Invitation(Card):
    """`loop_picked` carries the slug of a loop whose card was pressed, `result_picked` the number of a last result."""

    compare_pressed = Signal()
    loop_picked = Signal(str)
    result_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        headline = Label("Pick a loop and press Compare", self, role="invitation")
        self._lead = lead = Label(
            "Parloop runs the same loop with each strategy, in turns and several times over, then tells you\n"
            "which one to use and why.",
            self,
        )
        # Most of the gap under it is its own: where it gives way to the last results, theirs is the room.
        lead.setContentsMargins(0, 6, 0, 10)
        set_role(lead, "lead")
        titles = {**{each.slug: each.title for each in catalogue.loops()}, OWN: "Your function…"}
        self.cards = {slug: self._card(slug, titles[slug]) for slug in _CARDS if slug in titles}
        self.button = QPushButton(self)
        set_role(self.button, "primary")
        self.button.clicked.connect(self.compare_pressed)
        self._estimate = Label(self, role="text")
        self.last_results: LastResults | None = None
        self.setMaximumHeight(MOST_HEIGHT)
        self._lay_out(headline, lead)

    def invite(self, slug: str, loop: str, caption: str, estimate: str, *, can_compare: bool) -> None:
        """Name the loop that the button compares."""
        for card in self.cards.values():
            card.setChecked(card.slug == slug)
        self.button.setText(f"▶  Compare {loop}")
        self.button.setToolTip(plain_tip(caption))
        self.button.setEnabled(can_compare)
        self._estimate.setText(estimate)

    def estimate(self) -> str:
        """What stands beside the button."""
        return self._estimate.text()

    def show_last_results(self, results: Sequence[tuple[int, RowText]]) -> None:
        """Offer the newest of the history to be opened again."""
        if self.last_results is None and results:
            from parloop_gui.ui.result.last_results import LastResults

            self.last_results = LastResults(LAST_RESULTS, self)
            self.last_results.picked.connect(self.result_picked)
            self._column.insertWidget(self._column.count() - 1, self.last_results)  # above the room that is left
            scale.fit(self.last_results)
        if self.last_results is not None:
            self.last_results.show_results(results)
        self._lead.setVisible(not results)  # whoever has results knows by now what Parloop does

    def _card(self, slug: str, title: str) -> LoopCard:
        words, lanes = _CARDS[slug]
        card = LoopCard(slug, title, words, lanes, self)
        card.clicked.connect(lambda: self._on_card(card))
        return card

    def _on_card(self, card: LoopCard) -> None:
        card.setChecked(True)  # a second press must not clear it
        self.loop_picked.emit(card.slug)

    def _lay_out(self, headline: Label, lead: Label) -> None:
        cards = row(*map(Grow, self.cards.values()), spacing=16)
        begin = line(self.button, self._estimate, spacing=14)
        parts = Grow(None, 3), headline, lead, 6, cards, 16, begin, Grow(None, 4)
        self._column = column(*parts, on=self, margins=(16, 18, 16, 16))
