"""A thread that sleeps 1 ms over and over beside the tasks: how late it wakes tells whether they hold the GIL.

A thread that wants the GIL while another computes waits for a switch interval (5 ms); where the GIL is released, or
there is none, it waits a fraction of a millisecond. On a busy machine it waits for a core, too: what the kernel counts
of that is taken off. The thread costs 1–5% of the run: never in a scored round.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from types import TracebackType

from ..host import run_delay
from ..protocol.messages import Probe

# Short beside the switch interval of 5 ms, long enough to cost 1–5% of a run only (measured).
SLEEP_S = 0.001
# Later than a sleeper wakes by itself. Measured: at most 0.2 ms late where the GIL is released, 4–7 ms where held.
LATE_S = 0.00025


class GilProbe:
    """Probes while its `with` block runs, if it is asked to."""

    def __init__(self, wanted: bool, *, reads_schedstat: bool = False) -> None:
        self._reads_schedstat = reads_schedstat
        self._late_s: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._probe, daemon=True) if wanted else None

    def __enter__(self) -> None:
        if self._thread is not None:
            self._thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def result(self) -> Probe | None:
        """How late it woke; None if it did not probe."""
        return probe_of(self._late_s)

    def _probe(self) -> None:
        own = run_delay.of_this_thread() if self._reads_schedstat else run_delay.NONE
        while not self._over.is_set():
            waited_ns, before = own.run_delay_ns(), time.perf_counter()
            time.sleep(SLEEP_S)  # how late it comes back is what is measured
            late_s = time.perf_counter() - before - SLEEP_S
            self._late_s.append(max(0.0, late_s - (own.run_delay_ns() - waited_ns) * 1e-9))


def probe_of(late_s: Iterable[float]) -> Probe | None:
    """What the sleeper's delays come to; None where there are none."""
    late = sorted(late_s)
    if not late:
        return None
    return Probe(
        samples=len(late),
        median_s=late[len(late) // 2],
        p90_s=late[len(late) * 9 // 10],
        share_over_250us=sum(1 for value in late if value > LATE_S) / len(late),
        late_share=sum(value for value in late if value > LATE_S) / (sum(late) + SLEEP_S * len(late)),
    )
