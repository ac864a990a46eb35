"""The answer: the verdict's sentence, what it rests on, and the strip of speed-ups."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from parloop_gui.ui.charts.compare.speedup_strip import StripData, draw_strip
from parloop_gui.ui.charts.figure.verdict_text import TagText, VerdictText
from parloop_gui.ui.drawing.overriding import override
from parloop_gui.ui.drawing.wrapping import wrapped
from parloop_gui.ui.result.sentences import Sentences
from parloop_gui.ui.style import scale
from parloop_gui.ui.style.painting import text_width
from parloop_gui.ui.style.qt_painter import QtPainter, own_rect
from parloop_gui.ui.style.sheet import set_role
from parloop_gui.ui.style.theming import theming
from parloop_gui.ui.widgets.elided import Elided
from parloop_gui.ui.widgets.glossary import hover, of_tag
from parloop_gui.ui.widgets.hairlines import Card
from parloop_gui.ui.widgets.layouts import STRETCH, Grow, column, line, row
from parloop_gui.ui.widgets.plain_text import Label, plain_tip

# 136 and the border: the headline, the figure, and why in two lines.
HEIGHT = 138
# A long headline gets no smaller than this, which is the size of the figure below it.
LEAST_HEADLINE = 14
# A headline of more letters that stands alone is written so large, in so many lines, in what the card leaves it.
LONG, ALONE_HEIGHT, ALONE_PIXELS, ALONE_LINES = 40, 74, 16, 3
# The strip of another choice than the one on screen: there, and not to be taken for it.
PALE = 0.5
# The strip gives way to words that are long, as with several Pythons: else all of the centre would scroll sideways.
STRIP_WIDTH, LEAST_STRIP, STRIP_HEIGHT = 270, 170, 108
_MARGIN, _STRIP_APART, _TAGS_APART = 16, 24, 6


class VerdictCard(Card):
    """136 high inside its border; keeps its place from the first round to the last.

    `go_on_wanted`: the comparison is to go on, for more precision. `question_wanted` carries the slug of the question
    that the verdict raises.
    """

    go_on_wanted = Signal()
    question_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.headline, self.pill = Headline(self), Label(self)
        self.go_on, self.again = QPushButton("Go on", self), QPushButton("Compare again", self)
        self.before, self.question = QPushButton("Before and after", self), QPushButton(self)
        for button in (self.go_on, self.again, self.before, self.question):
            button.hide()
        self.subject = Elided("", self)
        self._faster, self._than, self._interval = Label(self), Label(self), Label(self)
        self.because = Sentences(self)
        self._tags = [Label(self) for _ in range(3)]
        self.strip = SpeedupStrip(self)
        self._shown: tuple[VerdictText, StripData] | None = None
        self._text = VerdictText("")
        self._is_other = self._goes_on = self._has_before = False
        self._question = ""
        self._dress()
        self._lay_out()

    def show_verdict(self, text: VerdictText, strip: StripData) -> None:
        """Show the verdict and its strip; what is shown already costs nothing."""
        if (text, strip) == self._shown:
            return
        self._shown, self._text = (text, strip), text
        self.headline.show_headline(text.headline, alone=not text.figure and not text.because)
        self.subject.setText(text.subject)
        _show(self.pill, text.pill)
        for label, part in zip((self._faster, self._than, self._interval), text.gain, strict=True):
            _show(label, part)
        self.because.show_sentences(text.sentences or tuple(filter(None, (text.because,))))
        for number, label in enumerate(self._tags):
            tag = text.tags[number] if number < len(text.tags) else TagText("", False, "")
            label.setToolTip(plain_tip(of_tag(tag.kind)))
            _show(label, tag.words)
            set_role(label, "pill-filled" if tag.filled else "pill")
        self.strip.show_strip(strip)
        said = (text.headline, text.figure, text.because, text.subject)
        self.setAccessibleName(" ".join(filter(None, said)))
        self._give_way()
        self._colour()

    def offer_to_go_on(self, words: str) -> None:
        """Offer it, with what it takes and gives; "": there is nothing to go on with."""
        self.go_on.setToolTip(plain_tip(f"{words} (Ctrl+Shift+R)" if words else ""))
        self.go_on.setAccessibleDescription(words)
        self._goes_on = bool(words)
        self._show_buttons(self.again.isEnabled())

    def offer_before(self, words: str) -> None:
        """Offer to see what was measured before beside this; "": there is nothing to see."""
        self.before.setToolTip(plain_tip(words))
        self._has_before = bool(words)
        self._show_buttons(self.again.isEnabled())

    def offer_question(self, slug: str, words: str, why: str) -> None:
        """Offer to go to a question of the lab that the verdict raises; "": there is none."""
        self._question = slug
        self.question.setText(words)
        self.question.setAccessibleName(words)
        self.question.setToolTip(plain_tip(why))
        self._show_buttons(self.again.isEnabled())

    def tell_other_choice(self, is_other: bool, title: str, *, can_compare: bool) -> None:
        """Whether something else, called `title`, is chosen now: then all this is pale, and comparing that offered."""
        self._is_other = is_other
        self.again.setToolTip(plain_tip(f"Something else is chosen by now: compare {title} (Ctrl+R)"))
        self.subject.explain("This is what was measured. Something else is chosen by now." if is_other else "")
        self._show_buttons(can_compare)
        self._colour()

    def _show_buttons(self, can_compare: bool) -> None:
        """Those that are about what is shown, or the one that is about what is chosen instead."""
        self.again.setEnabled(can_compare)
        self.again.setVisible(self._is_other)
        self.go_on.setVisible(self._goes_on and not self._is_other)
        self.before.setVisible(self._has_before and not self._is_other)
        self.question.setVisible(bool(self._question) and not self._is_other)
        self._give_way()

    def _give_way(self) -> None:
        """Whose verdict it is, which the window's title says too, stands beside a question whole or not at all."""
        beside = [each for each in (*self._tags, self.question) if not each.isHidden()]
        taken = sum(each.sizeHint().width() + scale.scaled(_TAGS_APART) for each in beside)
        # The strip may still be as narrow as the last verdict left it, and take its room from this one a moment later.
        wide = max(self.strip.width(), self.strip.sizeHint().width())
        strip = 0 if self.strip.isHidden() else wide + scale.scaled(_STRIP_APART)
        room = self.width() - 2 * scale.scaled(_MARGIN) - strip - taken
        wanted = self.subject.fontMetrics().horizontalAdvance(self.subject.text())
        self.subject.setVisible(self.question.isHidden() or wanted <= room)

    def _colour(self) -> None:
        """Quiet while it may still change, and where it is of another choice than the one on screen."""
        sure = self._text.settled and not self._is_other
        set_role(self.headline, "headline" if sure else "so-far")
        set_role(self._faster, "figure" if sure else "interval")
        set_role(self._than, "interval" if self._is_other else "second" if sure else "lead")
        set_role(self.because, "quiet" if self._is_other else "text")
        set_role(self.subject, "subject" if self._is_other else "caption")
        self.strip.be_pale(self._is_other)

    def _dress(self) -> None:
        for button in (self.go_on, self.again, self.before, self.question):
            set_role(button, "small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for link in (self.before, self.question):
            set_role(link, "link")
        self.question.clicked.connect(lambda: self.question_wanted.emit(self._question))
        self.go_on.clicked.connect(self.go_on_wanted)
        set_role(self.headline, "headline")
        set_role(self.subject, "caption")
        set_role(self.pill, "pill-quiet")
        set_role(self._faster, "figure")
        set_role(self._than, "second")
        set_role(self._interval, "interval")
        self._interval.setToolTip(plain_tip(hover("interval")))
        set_role(self.because, "text")
        for label in (self.pill, *self._tags):
            label.setFixedHeight(20)
            label.setContentsMargins(9, 0, 9, 0)
        for label in (self._faster, self._than, self._interval, self.because):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _lay_out(self) -> None:
        words = column(
            line(self.headline, self.pill, self.go_on, self.again, spacing=10),
            line(self._faster, self._than, self._interval, spacing=4),
            self.because,
            STRETCH,
            # The empty part is for where the subject has given way.
            row(*self._tags, Grow(self.subject), STRETCH, self.question, spacing=_TAGS_APART),
            spacing=3,
        )
        corner = QVBoxLayout(self.strip)  # beside the strip's title: elsewhere it would take the headline's room
        corner.setContentsMargins(0, 0, 0, 0)
        corner.addWidget(self.before, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row(Grow(words), self.strip, on=self, margins=(_MARGIN, 14, _MARGIN, 14), spacing=_STRIP_APART)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()


class Headline(Label):
    """One line: smaller where there is no room for all of it, and at last with an ellipsis at its end.

    A sentence that stands alone has the room of what is not there: as many lines as it needs.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alone = False

    def show_headline(self, text: str, *, alone: bool) -> None:
        """Say this; `alone` where nothing stands under it."""
        self._alone = alone
        self.setText(text)
        self.setToolTip(plain_tip(text))
        self.setMinimumHeight(scale.scaled(ALONE_HEIGHT) if self._is_long() else 0)

    def _is_long(self) -> bool:
        """Whether it needs that room: not every state without a reason says much."""
        return self._alone and len(self.text()) > LONG

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fitting = self.font()
        if self._is_long():
            fitting.setPixelSize(scale.scaled(ALONE_PIXELS))
            painter.setFont(fitting)
            lines = "\n".join(wrapped(self.text(), QFontMetricsF(fitting).horizontalAdvance, self.width(), ALONE_LINES))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), lines)
            painter.end()
            return
        while fitting.pixelSize() > LEAST_HEADLINE and text_width(self.text(), fitting) > self.width():
            fitting.setPixelSize(fitting.pixelSize() - 1)
        painter.setFont(fitting)
        shown = QFontMetrics(fitting).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class SpeedupStrip(QWidget):
    """The painted strip at the card's right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = StripData()
        self._pale = False
        self.setMinimumSize(LEAST_STRIP, STRIP_HEIGHT)
        self.setMaximumSize(STRIP_WIDTH, STRIP_HEIGHT)

    def be_pale(self, pale: bool) -> None:
        """Step back, or show plainly again."""
        if pale is not self._pale:
            self._pale = pale
            self.update()

    def show_strip(self, data: StripData) -> None:
        """Show these dots; the strip hides while there are none."""
        if data != self._data:
            self._data = data
            self.update()
        self.setAccessibleName(data.words())
        self.setVisible(bool(data.lines))

    @override
    def sizeHint(self) -> QSize:
        return QSize(scale.scaled(STRIP_WIDTH), scale.scaled(STRIP_HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = scale.painter_on(self)
        painter.setOpacity(PALE if self._pale else 1.0)
        draw_strip(QtPainter(painter), theming.theme, self._data, own_rect(scale.unscaled(QRectF(self.rect()))))
        painter.end()


def _show(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
