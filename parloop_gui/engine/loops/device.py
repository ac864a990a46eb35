"""The device loop: asking instruments on serial lines, here behind pseudo-terminals (see service.py)."""

from __future__ import annotations

import os
from typing import Any

from ..host.lazy_function import deferred
from .loop import Loop, Parameter, Surroundings

INSTRUMENTS: list[str] = []


def prepare_instruments(params: dict[str, Any], surroundings: Surroundings) -> None:
    """The terminals that the instruments listen on."""
    global INSTRUMENTS
    INSTRUMENTS = surroundings.address.split(",")


def make_channels(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One channel to measure per item; they lie on the instruments in turn."""
    return list(range(surroundings.seed % 1000, surroundings.seed % 1000 + count))


def measure(channel: int) -> float:
    """Ask the channel's instrument, one question at a time on each line; returns the reading."""
    import fcntl  # not at the top of the file: Windows has none
    import termios

    # O_NOCTTY: the line must not become the terminal that this process is controlled from.
    number = os.open(INSTRUMENTS[channel % len(INSTRUMENTS)], os.O_RDWR | os.O_NOCTTY)
    with open(number, "r+b", buffering=0) as line:
        fcntl.flock(line, fcntl.LOCK_EX)
        termios.tcflush(line, termios.TCIFLUSH)
        line.write(b"MEASURE %d\n" % channel)
        for reply in line:
            # Someone who was ended while waiting may have left a reply behind.
            if reply.startswith(b"%d " % channel):
                return float(reply.split()[1])
    raise OSError(f"The instrument hung up before it told channel {channel}.")


DEVICE = Loop(
    slug="device",
    title="Instruments",
    kind="io",
    hint="serial lines",
    caption="Every task waits for an instrument, and each answers one question at a time: workers beyond the "
    "number of instruments should gain nothing.",
    code=deferred(measure),
    items_code=deferred(make_channels),
    set_up_code=deferred(prepare_instruments),
    at_first=False,
    default_items=32,
    most_items=10_000,
    parameters=(
        Parameter("latency_ms", "Latency", "float", 10.0, 0, 10_000, unit="ms", help="How long a measurement takes."),
        Parameter("instruments", "Instruments", "int", 8, 1, 64),
    ),
    service="device",
    posix_only=True,
    needs_terminals=True,
)

LOOPS = (DEVICE,)
