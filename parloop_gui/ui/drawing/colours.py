"""The colours of everything, light and dark: nothing else in the window or in a picture names one."""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """A strategy family's colours: `mark` for bars and dots, `pale` for waiting, `text` for labels, `on_mark` in it."""

    mark: str
    pale: str
    text: str
    on_mark: str


class Theme(NamedTuple):
    """One palette; every colour as "#RRGGBB"."""

    dark: bool
    window: str
    surface: str
    field: str
    sunken: str
    hover: str
    select: str
    border: str
    border2: str
    grid: str
    t1: str
    t2: str
    t3: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_text: str
    accent_pale: str
    tag: str
    on_tag: str
    fail: str
    segment_on: str
    check: str
    on_check: str
    families: dict[str, Family]

    def family(self, name: str) -> Family:
        """The colours of a strategy family, "baseline" for one that is not known."""
        return self.families.get(name, self.families["baseline"])


LIGHT = Theme(
    dark=False,
    window="#F6F6F4",
    surface="#FFFFFF",
    field="#FFFFFF",
    sunken="#F0F0ED",
    hover="#F4F4F1",
    select="#EBEBE7",
    border="#E4E4E0",
    border2="#D3D3CD",
    grid="#EEEEEA",
    t1="#1B1C1F",
    t2="#55585E",
    t3="#676B72",
    disabled="#A3A6AB",
    accent="#0A7B5E",
    accent_hover="#086A51",
    on_accent="#FFFFFF",
    accent_text="#07654D",
    accent_pale="#DDF0EA",
    tag="#E3E5E8",
    on_tag="#3C4046",
    fail="#C2410C",
    segment_on="#FFFFFF",
    check="#55585E",
    on_check="#FFFFFF",
    families={
        "baseline": Family("#747A82", "#DDDFE2", "#5A5F66", "#1B1C1F"),
        "threads": Family("#E69F00", "#FAE6BC", "#855400", "#1B1C1F"),
        "processes": Family("#0072B2", "#C5DFF0", "#005A8E", "#FFFFFF"),
        "further": Family("#CC79A7", "#F3DEEA", "#8C3F6B", "#1B1C1F"),
    },
)

DARK = Theme(
    dark=True,
    window="#16171A",
    surface="#1D1F22",
    field="#141518",
    sunken="#141518",
    hover="#232529",
    select="#2B2E33",
    border="#2C2F34",
    border2="#3E4249",
    grid="#282B2F",
    t1="#E9EAEC",
    t2="#AEB2B9",
    t3="#8D929A",
    disabled="#5F646C",
    accent="#35B892",
    accent_hover="#4CC7A3",
    on_accent="#06221A",
    accent_text="#5FD0AE",
    accent_pale="#173A31",
    tag="#3A3E45",
    on_tag="#E0E2E5",
    fail="#F08A5D",
    segment_on="#2B2E33",
    check="#AEB2B9",
    on_check="#16171A",
    families={
        "baseline": Family("#7C838D", "#3A3E45", "#B4B9C1", "#1D1F22"),
        "threads": Family("#E9A820", "#4B3D20", "#F2C15A", "#1D1F22"),
        "processes": Family("#56B4E9", "#24404F", "#86CAF0", "#1D1F22"),
        "further": Family("#D68DB5", "#4A3442", "#E5B0CD", "#1D1F22"),
    },
)
