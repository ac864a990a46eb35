"""What the cores did: the last ten seconds, or a whole comparison, as steps of equal length. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parloop_gui.ui.charts.small.cores_strip import CoresData

# The system counts hundredths of a second, so that a look is off by 2% at most.
LOOK_EVERY_S = 0.5
# Ten seconds.
LIVE_STEPS = 20

# A whole run in more steps than this is averaged, so that a step is never narrower than a few pixels.
MOST_STEPS = 150


class Look(NamedTuple):
    """How busy each core was since the look before (0 to 1), and the family that was running ("" for none)."""

    loads: tuple[float, ...]
    family: str = ""


def live(looks: Sequence[Look]) -> CoresData:
    """The last ten seconds, the newest at the right; values are the newest."""
    last = looks[-LIVE_STEPS:]
    return CoresData(
        steps=tuple(zip(*(look.loads for look in last), strict=True)),
        families=tuple(look.family for look in last),
        slots=LIVE_STEPS,
        values=last[-1].loads if last else (),
    )


def whole(looks: Sequence[Look]) -> CoresData:
    """All of it, from edge to edge; values are averages."""
    size = -(-len(looks) // MOST_STEPS) or 1
    chunks = [looks[at : at + size] for at in range(0, len(looks), size)]
    steps = [tuple(map(_mean, zip(*(look.loads for look in chunk), strict=True))) for chunk in chunks]
    return CoresData(
        steps=tuple(zip(*steps, strict=True)),
        families=tuple(_most_frequent([look.family for look in chunk]) for chunk in chunks),
        slots=len(steps),
        values=tuple(map(_mean, zip(*(look.loads for look in looks), strict=True))),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _most_frequent(families: Sequence[str]) -> str:
    return max(dict.fromkeys(families), key=families.count)
