"""The head of an exported picture: what was measured, the verdict and its reason, tags, and the strip of speed-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from parloop_gui.ui.charts.compare.speedup_strip import StripData, draw_strip
from parloop_gui.ui.charts.figure.verdict_text import VerdictText
from parloop_gui.ui.drawing.colours import Theme
from parloop_gui.ui.drawing.marks import PILL, draw_pill, pill_width
from parloop_gui.ui.drawing.painter import Painter
from parloop_gui.ui.drawing.shapes import Point, Rect
from parloop_gui.ui.drawing.text import Font, text_width
from parloop_gui.ui.drawing.wrapping import wrapped

# The margins of the words, and their distance from the strip.
LEFT, TOP, GAP = 24.0, 18.0, 24.0
# As in the window (`verdict_card.py`).
STRIP_WIDTH, STRIP_HEIGHT = 270.0, 108.0


@dataclass(frozen=True)
class Words:
    """One line of text and where it stands."""

    text: str
    box: Rect
    font: Font
    colour: str


@dataclass(frozen=True)
class Pill:
    """A pill: its left edge, its middle's height, its text and whether it is filled."""

    left: float
    middle: float
    text: str
    filled: bool


@dataclass(frozen=True)
class Head:
    """Everything in its place; `height` with the room below."""

    words: tuple[Words, ...]
    pills: tuple[Pill, ...]
    strip: tuple[StripData, Rect] | None
    height: float


def lines_of(text: str, at: Point, width: float, colour: str, pixels: int, weight: int = 400) -> list[Words]:
    """A text in as many lines as it needs; each line of its own begins a new one."""
    written = Font(pixels, weight)
    step = round(pixels * 1.4)
    lines = [line for part in text.split("\n") for line in wrapped(part, partial(text_width, font=written), width)]
    return [
        Words(line, Rect(at.x, at.y + number * step, width, step), written, colour)
        for number, line in enumerate(lines or [""])
    ]


def head_of(subject: str, verdict: VerdictText, strip: StripData | None, theme: Theme, width: float) -> Head:
    """The head of a picture that is `width` wide; one line and no tags without a strip."""
    beside = STRIP_WIDTH + GAP if strip is not None and strip.lines else 0.0
    room = width - 2 * LEFT - beside
    words = lines_of(subject, Point(LEFT, TOP), room, theme.t3, 12)
    if strip is None:
        return _short(words, verdict, theme, room)
    lines, pills = _verdict(verdict, theme, room, words[-1].box.bottom + 4)
    lowest = max(lines[-1].box.bottom, *(pill.middle + 8.5 for pill in pills), TOP + STRIP_HEIGHT if beside else 0.0)
    place = Rect(width - LEFT - STRIP_WIDTH, TOP, STRIP_WIDTH, STRIP_HEIGHT)
    return Head((*words, *lines), tuple(pills), (strip, place) if beside else None, lowest + 14)


def draw_head(painter: Painter, theme: Theme, head: Head) -> None:
    """Paint its lines, its pills and the strip beside them."""
    draw_words(painter, head.words)
    for pill in head.pills:
        draw_pill(painter, theme, pill.left, pill.middle, pill.text, pill.filled)
    if head.strip is not None:
        draw_strip(painter, theme, *head.strip)


def draw_words(painter: Painter, words: Sequence[Words]) -> None:
    """Paint lines of text."""
    for each in words:
        painter.text(each.box, each.text, each.font, each.colour)


def _short(words: list[Words], verdict: VerdictText, theme: Theme, room: float) -> Head:
    line = ": ".join(filter(None, (verdict.headline, verdict.figure)))
    if not line:
        return Head(tuple(words), (), None, words[-1].box.bottom + 12)
    words += lines_of(line, Point(LEFT, words[-1].box.bottom + 2), room, theme.t1, 15, 600)
    return Head(tuple(words), (), None, words[-1].box.bottom + 12)


def _verdict(verdict: VerdictText, theme: Theme, room: float, top: float) -> tuple[list[Words], list[Pill]]:
    pills = []
    rounds = pill_width(verdict.pill, PILL) + 12 if verdict.pill else 0.0
    colour = theme.t1 if verdict.settled else theme.t3
    words = lines_of(verdict.headline, Point(LEFT, top), room - rounds, colour, 22, 600)
    last = words[-1]
    if verdict.pill:
        end = LEFT + text_width(last.text, last.font) + 12
        pills.append(Pill(end, last.box.middle + 1, verdict.pill, False))
    words += _figure(verdict, theme, room, last.box.bottom)
    if verdict.because:
        words += lines_of(verdict.because, Point(LEFT, words[-1].box.bottom + 2), room, theme.t2, 12)
    left, middle = LEFT, words[-1].box.bottom + 16
    for tag in verdict.tags:
        pills.append(Pill(left, middle, tag.words, tag.filled))
        left += pill_width(tag.words, PILL) + 6
    return words, pills


def _figure(verdict: VerdictText, theme: Theme, room: float, top: float) -> list[Words]:
    """The speed-up in its three colours, in one line; in lines of one colour where it is too long for that."""
    parts = [
        (text, colour, weight)
        for text, colour, weight in zip(
            verdict.gain,
            (theme.accent_text if verdict.settled else theme.t3, theme.t1, theme.t3),
            (600, 400, 400),
            strict=True,
        )
        if text
    ]
    if sum(text_width(text, Font(14, weight)) + 4 for text, _, weight in parts) > room:
        return lines_of(verdict.figure, Point(LEFT, top), room, theme.t1, 14)
    words, left = [], LEFT
    for text, colour, weight in parts:
        wide = text_width(text, Font(14, weight))
        words.append(Words(text, Rect(left, top, wide + 1, 22), Font(14, weight), colour))
        left += wide + 4
    return words
