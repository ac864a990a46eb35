"""Everything that is written can be read: 4.5 to 1 on every ground it stands on, light and dark, by WCAG 2.1."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from parloop_gui.ui.drawing.colours import DARK, LIGHT, Theme
from parloop_gui.ui.drawing.marks import QUIET

LEAST = 4.5
# What only marks a thing off from its ground, where the ground alone could not: WCAG asks for less.
LEAST_MARK = 3.0


def luminance(colour: str) -> float:
    """From black (0) to white (1) as eyes have it, of "#RRGGBB"."""
    shares = [int(pair, 16) / 255 for pair in re.findall("..", colour[1:])]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour that covers only a share of its ground."""
    pairs = zip(re.findall("..", colour[1:]), re.findall("..", ground[1:]), strict=True)
    return "#" + "".join(f"{round(int(top, 16) * share + int(below, 16) * (1 - share)):02X}" for top, below in pairs)


def written(theme: Theme) -> Iterator[tuple[str, str, str]]:
    """What is written in a theme: its name, its colour, and the colour of what lies behind it."""
    grounds = {name: getattr(theme, name) for name in ("window", "surface", "sunken", "field", "hover")}
    texts = {name: getattr(theme, name) for name in ("t1", "t2", "t3", "accent_text", "fail")}
    for name, colour in texts.items():
        yield from ((f"{name} on {where}", colour, ground) for where, ground in grounds.items())
    for name in ("t1", "t2"):
        yield f"{name} on select", texts[name], theme.select
    for name, family in theme.families.items():
        for where in ("window", "surface"):
            yield f"{name} on {where}", family.text, grounds[where]
    yield "on_tag on tag", theme.on_tag, theme.tag
    yield "on_accent on accent", theme.on_accent, theme.accent
    yield "on_accent on accent_hover", theme.on_accent, theme.accent_hover
    yield "accent_text on accent_pale", theme.accent_text, theme.accent_pale
    yield "t1 on segment_on", theme.t1, theme.segment_on
    for where in ("surface", "hover"):
        yield f"t2 on a quiet tag on {where}", theme.t2, mixed(theme.tag, grounds[where], QUIET)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_text_can_be_read(theme: Theme) -> None:
    weak = {name: round(contrast(colour, ground), 2) for name, colour, ground in written(theme)}
    assert {name: found for name, found in weak.items() if found < LEAST} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_keyboards_ring_is_seen_on_every_ground(theme: Theme) -> None:
    grounds = (theme.window, theme.surface, theme.sunken, theme.field, theme.select, theme.hover)
    assert min(contrast(theme.accent, ground) for ground in grounds) >= LEAST_MARK


def test_that_what_is_too_weak_would_be_seen() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast(LIGHT.disabled, LIGHT.surface) < LEAST
