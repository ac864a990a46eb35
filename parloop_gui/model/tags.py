"""What a loop is bound by, from what was measured: I/O-bound or CPU-bound, and what the GIL did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """What one contestant's tasks did with their time.

    `slug` is "io-bound" or "cpu-bound". `cpu_share` is raw (CPU ÷ wall inside tasks, 0 to 1);
    `corrected_share` divides by wall minus core wait minus GIL wait. `gil` is held, released,
    free-threaded or unknown. `unsure` where the machine was too disturbed to tell.
    """

    slug: str
    cpu_share: float
    corrected_share: float
    core_wait_share: float
    gil_wait_share: float
    gil: str
    unsure: bool = False
