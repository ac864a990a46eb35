"""The list of loops, under a caption for each kind, with a slider in the row of the one that computes a share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from parloop_gui.engine.catalogue.catalogue import Loop
from parloop_gui.engine.protocol.kinds import Workload
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.own_loop.own_loop import OWN
from parloop_gui.ui.settings.preferences import preferences
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.share_slider import SHARE, ShareSlider
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.row_delegate import ROW_HEIGHT, ListRow
from parloop_gui.ui.widgets.row_list import RowList

_CAPTIONS: dict[Workload, str] = {"io": "I/O-bound", "cpu": "CPU-bound", "mixed": "Mixed and your own"}


class LoopList(RowList):
    """`share` is the slider, None where no loop's share on CPU can be chosen.

    `more` shows the loops that are not listed at first, and folds them again: with all of them in view the strategies
    would not be, in a window 900 high.
    """

    def __init__(self, loops: Sequence[Loop], parent: QWidget) -> None:
        super().__init__("Loop", ROW_HEIGHT, parent)
        self._later = tuple(loop.slug for loop in loops if not loop.at_first)
        self._shows_all = preferences.all_loops
        self.more = QPushButton(parent)
        set_role(self.more, "link")
        self.more.clicked.connect(self._on_more)
        self.set_rows(_rows(loops))
        self._fold()
        shared = (loop for loop in loops if any(parameter.name == SHARE for parameter in loop.parameters))
        self._shared = next(shared, None)
        self.share = ShareSlider(self, self._shared.slug) if self._shared is not None else None

    def stops(self) -> list[QWidget]:
        """What takes the keyboard."""
        return [self.more, self, *filter(None, (self.share,))]

    def choose_shared(self) -> None:
        """Go over to the loop of the slider."""
        if self._shared is not None:
            self.choose(self._shared.slug)

    def show_share(self, choices: Choices) -> None:
        """Have the slider stand at what is chosen."""
        if self.share is None or self._shared is None:
            return
        usual = {parameter.name: parameter.default for parameter in self._shared.parameters}
        own = choices.of_loop(self._shared.slug, self._shared.default_items)
        self.share.show_share(int(own.params.get(SHARE, usual[SHARE])))

    def _on_more(self) -> None:
        """All of them from now on, or fewer, at the next start too."""
        self._shows_all = preferences.all_loops = not self._shows_all
        self._fold()

    def _fold(self) -> None:
        """The one that is chosen stays in view."""
        self.fold(() if self._shows_all else {*self._later} - {self.chosen()})
        self.more.setText("Show fewer" if self._shows_all else f"{len(self._later)} more")
        self.more.setAccessibleName(f"{self.more.text()}: loops")

    @override
    def choose(self, slug: str) -> None:
        super().choose(slug)
        if slug in self._later and not self._shows_all:
            self._shows_all = True  # for this window: a row that came and went with the choice would be a riddle
            self._fold()


def _rows(loops: Sequence[Loop]) -> list[ListRow]:
    rows = []
    for kind, caption in _CAPTIONS.items():
        own = [loop for loop in loops if loop.kind == kind]
        rows += [ListRow(caption), *map(_row, own)] if own else []
    return rows


def _row(loop: Loop) -> ListRow:
    title = "Your function…" if loop.slug == OWN else loop.title
    if loop.unavailable:
        return ListRow(title, loop.slug, "not here", off=True, why=f"{title} {loop.unavailable}.")
    return ListRow(title, loop.slug, loop.hint, why=loop.caption)
