"""The left panel: which loop, over how many items, how wide, and which strategies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from parloop_gui.engine.catalogue.catalogue import Loop, Strategy
from parloop_gui.engine.catalogue.fitness import Obstacle
from parloop_gui.ui.own_loop.own_loop import OWN, OWN_INFO, title_of
from parloop_gui.ui.setup.choices import Choices
from parloop_gui.ui.setup.loop_list import LoopList
from parloop_gui.ui.setup.parameter_fields import ParameterFields
from parloop_gui.ui.setup.share_slider import SHARE
from parloop_gui.ui.setup.strategy_list import StrategyList
from parloop_gui.ui.setup.width_fields import WidthFields
from parloop_gui.ui.style import scale
from parloop_gui.ui.widgets.fields import Field, int_box
from parloop_gui.ui.widgets.glossary import hover
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, row, rule
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

if TYPE_CHECKING:
    from parloop_gui.model.source.parsed import UnreadError
    from parloop_gui.ui.own_loop.missing_notice import Missing
    from parloop_gui.ui.own_loop.own_fields import OwnFields


class LoopPanel(QWidget):
    """Everything that is chosen before Compare; empty until `restore` is called.

    `changed` comes with every change. `python_wanted` carries an Interpreter that has what the user's file needs.
    """

    changed = Signal()
    python_wanted = Signal(object)

    def __init__(self, loops: Sequence[Loop], strategies: Sequence[Strategy], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loops = {loop.slug: loop for loop in (*loops, OWN_INFO)}
        self._choices = Choices()
        self._filling = False
        self._own: OwnFields | None = None
        self.took_last: Callable[[Path, Collection[str]], Mapping[str, float]] = lambda *_: {}
        """What loops of the user's own file took when they were compared last; see `OwnFields`."""
        self._build(strategies)
        self._connect()

    @property
    def own(self) -> OwnFields:
        """The fields of the user's own loop, made when it is first chosen."""
        if self._own is None:
            from parloop_gui.ui.own_loop.own_fields import OwnFields

            self._own = OwnFields(self)
            self._own.took_last = self.took_last
            self._own.show_own(self._choices.own)
            scale.fit(self._own)
            self._layout.insertWidget(self._layout.indexOf(self._items_field), self._own)
            self._own.changed.connect(self._on_changed)
            self._own.missing.python_wanted.connect(self.python_wanted)
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
        self.width_fields.show_choices(choices)
        if self._own is not None:
            self._own.show_own(choices.own)
        self.strategies.set_wanted(choices.strategies)
        self._fill_loop()
        self._filling = False

    def choose_loop(self, slug: str) -> None:
        """Go over to another loop, as if its row had been clicked."""
        self.loops.choose(slug)

    def pick_loop(self, slug: str) -> None:
        """Go over to a loop whose card or row was clicked; for one's own a file is asked for if there is none."""
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

    def show_missing(self, missing: Missing) -> None:
        """Say under the user's file what a chosen Python lacks that it needs; that can't be compared then."""
        if missing.sentence or self._own is not None:
            self.own.missing.show_missing(missing)

    def trust(self) -> None:
        """The user said that what a document named may run."""
        self.own.trust()

    def try_strategy(self, slug: str) -> None:
        """Have one strategy more take part."""
        self.strategies.set_wanted([*self.strategies.wanted(), slug])
        self._on_strategies_changed()

    def choose_call(self, strategy: str, call: str) -> None:
        """Make a strategy by this call from now on."""
        now = self.choices()
        self._choices = replace(now, calls={**now.calls, strategy: call})
        self.changed.emit()

    def show_unavailable(self, reasons: Mapping[str, Obstacle]) -> None:
        """Grey the strategies that the chosen interpreter can't run, with the reason by slug."""
        self.strategies.set_unavailable(reasons)

    def choices(self) -> Choices:
        """What is chosen now, wrong values included: ask `problem` first."""
        chosen = self.width_fields.put_into(self._choices)
        if not chosen.is_own:
            chosen = chosen.with_loop(chosen.loop, self.items.value(), self.parameters.values())
        return replace(chosen, own=self._own.chosen()) if self._own is not None else chosen

    def problem(self) -> str:
        """The first sentence that says what is wrong, "" where nothing is."""
        builtin = (self._items_field, self.parameters)
        parts = (*((self.own,) if self._choices.is_own else builtin), self.width_fields, self.strategies)
        return next((problem for part in parts if (problem := part.problem())), "")

    def items_problem(self) -> str:
        """The sentence under the Items field."""
        return self._items_field.shown_problem()

    def _build(self, strategies: Sequence[Strategy]) -> None:
        self.loops = LoopList(list(self._loops.values()), self)
        self.items = int_box(1)
        self.items.setToolTip(plain_tip(hover("items")))
        self.parameters, self.width_fields = ParameterFields(self), WidthFields(self)
        self.strategies = StrategyList(strategies, self)
        self._items_field = Field("Items", self.items, self._check_items, self)
        self._lay_out()

    def _lay_out(self) -> None:
        title = Label("Loop", self, role="title")
        head = row(Grow(title), self.loops.more, margins=(6, 0, 6, 2))
        fields = self._items_field, self.parameters, self.width_fields
        parts = head, self.loops, 8, rule(self), 8, *fields, 8, rule(self), 10, self.strategies, STRETCH
        self._layout = column(*parts, on=self, margins=(12, 12, 12, 8))

    def _connect(self) -> None:
        self.loops.selectionModel().currentChanged.connect(self._on_loop_chosen)
        self.loops.clicked.connect(lambda: self.pick_loop(self.loops.chosen()))
        for fields in (self._items_field, self.parameters, self.width_fields):
            fields.changed.connect(self._on_changed)
        if self.loops.share is not None:
            self.loops.share.valueChanged.connect(self._on_share)
        self.strategies.changed.connect(self._on_strategies_changed)

    def _on_loop_chosen(self) -> None:
        if self._filling or not self.loops.chosen():
            return
        self._choices = replace(self._choices, loop=self.loops.chosen())
        self._filling = True
        self._fill_loop()
        self._filling = False
        self.changed.emit()

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._choices = self.choices()
        self.loops.show_share(self._choices)
        self.changed.emit()

    def _on_share(self, percent: int) -> None:
        self.loops.choose_shared()
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
        self.loops.show_share(self._choices)

    def _order_tabs(self) -> None:
        """Tab goes from top to bottom, through the fields made last too."""
        own = self._own.editors() if self._own is not None else ()
        loop = (self.items, *own, *self.parameters.editors())
        for before, after in pairwise((*self.loops.stops(), *loop, *self.width_fields.editors(), self.strategies.list)):
            QWidget.setTabOrder(before, after)

    def _check_items(self) -> str:
        most = self.loop().most_items
        if 1 <= self.items.value() <= most:
            return ""
        return f"Items is a number from 1 to {most:,}."
