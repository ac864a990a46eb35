"""The left panel: which loop, over how many items, how wide, and which strategies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from parloop_gui.engine.catalogue.catalogue import START_METHODS, Loop, Strategy
from parloop_gui.engine.protocol.kinds import Workload
from parloop_gui.ui.own_loop.own_loop import OWN, OWN_INFO, title_of
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.parameter_fields import ParameterFields
from parloop_gui.ui.setup.share_slider import SHARE, ShareSlider
from parloop_gui.ui.setup.strategy_list import StrategyList
from parloop_gui.ui.setup.workers_field import WorkersBox
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.widgets.fields import Field, choice_box, int_box
from parloop_gui.ui.widgets.glossary import CHUNK_SIZE, ITEMS, START_METHOD
from parloop_gui.ui.widgets.layouts import rule
from parloop_gui.ui.widgets.row_delegate import ListRow
from parloop_gui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from parloop_gui.model.source.parsed import UnreadError
    from parloop_gui.ui.own_loop.own_fields import OwnFields

CAPTIONS: dict[Workload, str] = {"io": "I/O-bound", "cpu": "CPU-bound", "mixed": "Mixed and your own"}


class LoopPanel(QWidget):
    """Everything that is chosen before Compare; empty until `restore` is called.

    `changed` comes with every change, `loop_changed` with another loop.
    """

    changed = Signal()
    loop_changed = Signal()

    def __init__(self, loops: Sequence[Loop], strategies: Sequence[Strategy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loops = {loop.slug: loop for loop in (*loops, OWN_INFO)}
        self._choices = Choices()
        self._filling = False
        self._own: OwnFields | None = None
        self._build(strategies)
        self._connect()

    @property
    def own(self) -> OwnFields:
        """The fields of the user's own loop, made when it is first chosen."""
        if self._own is None:
            from parloop_gui.ui.own_loop.own_fields import OwnFields

            self._own = OwnFields(self)
            self._own.show_own(self._choices.own)
            scale.fit(self._own)
            self._layout.insertWidget(self._layout.indexOf(self._items_field), self._own)
            self._own.changed.connect(self._on_changed)
        return self._own

    def loop(self) -> Loop:
        """The chosen loop; the user's own goes by its function's name."""
        loop = self._loops[self._choices.loop]
        return loop._replace(title=title_of(self.own.chosen())) if self._choices.is_own else loop

    def restore(self, choices: Choices) -> None:
        """Show these choices; a loop that is no more gives way to Primes."""
        first = "primes" if "primes" in self._loops else next(iter(self._loops))
        self._choices = replace(choices, loop=choices.loop if choices.loop in self._loops else first)
        self._filling = True
        self.loops.choose(self._choices.loop)
        self.workers.set_workers(choices.workers)
        self.start_method.setCurrentIndex(max(0, self.start_method.findData(choices.start_method)))
        self.chunksize.setValue(choices.chunksize or 0)
        if self._own is not None:
            self._own.show_own(choices.own)
        self.strategies.set_wanted(choices.strategies)
        self._fill_loop()
        self._filling = False

    def choose_loop(self, slug: str) -> None:
        """Go over to another loop, as if its row had been clicked."""
        self.loops.choose(slug)

    def pick_loop(self, slug: str) -> None:
        """Go over to a loop whose card was pressed; for one's own a file is asked for if there is none."""
        self.choose_loop(slug)
        if slug == OWN and not self.own.chosen().path:
            self.own.file.ask()

    def use_file(self, path: Path, function: str = "") -> None:
        """Go over to a function of the user's own file."""
        self.own.use_file(path, function)
        self.choose_loop(OWN)

    def chosen_strategies(self) -> list[str]:
        """The slugs of the strategies that take part."""
        return self.strategies.chosen()

    def own_file(self) -> str:
        """The file that the user chose and that is to be run; "" for any other loop, and for what a document names."""
        choices = self.choices()
        return choices.own.path if choices.is_own and not choices.own.foreign else ""

    def unread(self) -> UnreadError | None:
        """The text of the chosen loop's file where a newer Python may be able to parse it; None else."""
        return self.own.unread() if self._choices.is_own else None

    def read_again(self) -> None:
        """Show what the user's file holds now that it can be parsed."""
        self.own.read_again()

    def trust(self) -> None:
        """The user said that what a document named may run."""
        self.own.trust()

    def choose_call(self, strategy: str, call: str) -> None:
        """Make a strategy by this call from now on."""
        now = self.choices()
        self._choices = replace(now, calls={**now.calls, strategy: call})
        self.changed.emit()

    def show_unavailable(self, reasons: Mapping[str, str]) -> None:
        """Grey the strategies that the chosen interpreter can't run, with the reason by slug."""
        self.strategies.set_unavailable(reasons)

    def choices(self) -> Choices:
        """What is chosen now, wrong values included: ask `problem` first."""
        workers = self.workers.workers()
        chosen = self._choices
        if not chosen.is_own:
            chosen = chosen.with_loop(chosen.loop, self.items.value(), self.parameters.values())
        return replace(
            chosen,
            own=self._own.chosen() if self._own is not None else self._choices.own,
            workers="auto" if workers is None else workers,
            start_method=self.start_method.currentData(),
            chunksize=self.chunksize.value() or None,
        )

    def problem(self) -> str:
        """The first sentence that says what is wrong, "" where nothing is."""
        loop = (
            (self.own.problem(),) if self._choices.is_own else (self._items_field.problem(), self.parameters.problem())
        )
        problems = (
            *loop,
            self._workers_field.problem(),
            self._chunksize_field.problem(),
            self.strategies.problem(),
        )
        return next(filter(None, problems), "")

    def items_problem(self) -> str:
        """The sentence under the Items field."""
        return self._items_field.shown_problem()

    def _build(self, strategies: Sequence[Strategy]) -> None:
        self.loops = RowList("Loop", 24, self)
        self.loops.set_rows(_loop_rows(list(self._loops.values())))
        self.share = self._share_slider()
        self.items = int_box(1)
        self.parameters = ParameterFields(self)
        self.workers = WorkersBox(self)
        methods = [(method, method) for method in START_METHODS]
        self.start_method = choice_box([("Python’s own", None), *methods])
        self.chunksize = int_box(0)
        self.chunksize.setSpecialValueText("Python’s own")
        self.chunksize.setMinimum(0)
        self.strategies = StrategyList(strategies, self)
        self._items_field = Field("Items", self.items, self._check_items, self)
        self._workers_field = Field("Workers", self.workers, self.workers.problem, self)
        self._start_field = Field("Start method", self.start_method, parent=self)
        self._chunksize_field = Field("Chunk size", self.chunksize, parent=self)
        for editor, words in ((self.items, ITEMS), (self.start_method, START_METHOD), (self.chunksize, CHUNK_SIZE)):
            editor.setToolTip(words)
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel("Loop", self)
        title.setContentsMargins(6, 0, 6, 0)
        set_role(title, "title")
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 12)
        layout.setSpacing(0)
        layout.addWidget(title)
        layout.addSpacing(4)
        layout.addWidget(self.loops)
        layout.addSpacing(8)
        layout.addWidget(rule(self))
        layout.addSpacing(8)
        for field in (self._items_field, self.parameters, self._workers_field, self._start_field):
            layout.addWidget(field)
        layout.addWidget(self._chunksize_field)
        layout.addSpacing(8)
        layout.addWidget(rule(self))
        layout.addSpacing(8)
        layout.addWidget(self.strategies)
        layout.addStretch()

    def _connect(self) -> None:
        self.loops.selectionModel().currentChanged.connect(self._on_loop_chosen)
        for field in (self._items_field, self._workers_field, self._start_field, self._chunksize_field):
            field.changed.connect(self._on_changed)
        self.parameters.changed.connect(self._on_changed)
        if self.share is not None:
            self.share.valueChanged.connect(self._on_share)
        self.strategies.changed.connect(self._on_strategies_changed)

    def _on_loop_chosen(self) -> None:
        if self._filling or not self.loops.chosen():
            return
        self._choices = replace(self._choices, loop=self.loops.chosen())
        self._filling = True
        self._fill_loop()
        self._filling = False
        self.loop_changed.emit()
        self.changed.emit()

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._choices = self.choices()
        self._show_share()
        self.changed.emit()

    def _on_share(self, percent: int) -> None:
        assert self._shared is not None
        self.loops.choose(self._shared.slug)
        editor = self.parameters.field(SHARE).editor
        assert isinstance(editor, QSpinBox)
        editor.setValue(percent)

    def _on_strategies_changed(self) -> None:
        self._choices = replace(self._choices, strategies=self.strategies.wanted())
        self.changed.emit()

    def _fill_loop(self) -> None:
        loop = self.loop()
        if self._choices.is_own or self._own is not None:
            self.own.setVisible(self._choices.is_own)
        self._items_field.setVisible(not self._choices.is_own)
        own = self._choices.of_loop(loop.slug, loop.default_items)
        self.items.setValue(own.items)
        self.parameters.show_parameters(loop.parameters, own.params)
        self._items_field.refresh()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes from top to bottom, through the fields made last too."""
        own = self._own.editors() if self._own is not None else ()
        loop = (self.items, *own, *self.parameters.editors())
        fields = (*loop, self.workers, self.start_method, self.chunksize)
        stops = (self.loops, *filter(None, (self.share,)), *fields, self.strategies.list)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._show_share()

    def _share_slider(self) -> ShareSlider | None:
        """In the row of the first loop whose share on CPU can be chosen."""
        named = ((loop, parameter.name) for loop in self._loops.values() for parameter in loop.parameters)
        self._shared = next((loop for loop, name in named if name == SHARE), None)
        return ShareSlider(self.loops, self._shared.slug) if self._shared is not None else None

    def _show_share(self) -> None:
        if self.share is None or self._shared is None:
            return
        usual = {parameter.name: parameter.default for parameter in self._shared.parameters}
        own = self._choices.of_loop(self._shared.slug, self._shared.default_items)
        self.share.show_share(int(own.params.get(SHARE, usual[SHARE])))

    def _check_items(self) -> str:
        most = self.loop().most_items
        if 1 <= self.items.value() <= most:
            return ""
        return f"Items is a number from 1 to {most:,}."


def _loop_rows(loops: Sequence[Loop]) -> list[ListRow]:
    rows = []
    for kind, caption in CAPTIONS.items():
        own = [loop for loop in loops if loop.kind == kind]
        rows += [ListRow(caption), *map(_loop_row, own)] if own else []
    return rows


def _loop_row(loop: Loop) -> ListRow:
    title = "Your function…" if loop.slug == OWN else loop.title
    return ListRow(title, loop.slug, loop.hint, why=loop.caption)
