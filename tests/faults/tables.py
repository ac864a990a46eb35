"""The tables of this folder's tests: the failure matrix, and how long stopping and dying took."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

SHORT = {"finished": "ok", "failed": "failed", "crashed": "crash", "timed-out": "time", "unavailable": "n/a"}
Notes = Sequence[tuple[str, object]]


def print_tables(notes: Notes, write: Callable[[str], None]) -> None:
    """Print a table for each kind of note there is."""
    cells = [value for name, value in notes if name == "cell" and isinstance(value, dict)]
    if cells:
        _print_matrix(cells, write)
    for name in ("stopped_s", "gone_s"):
        times = sorted(value for note, value in notes if note == name and isinstance(value, float))
        if times:
            _print_times(name, times, write)


def _print_matrix(cells: list[dict[str, object]], write: Callable[[str], None]) -> None:
    """One line per fault, one column per strategy and start method; "!" where it was not as expected."""
    columns = sorted({str(cell["column"]) for cell in cells}, key=lambda column: ("process" in column, column))
    faults = list(dict.fromkeys(str(cell["fault"]) for cell in cells))
    shown = {(cell["fault"], cell["column"]): _shown(cell) for cell in cells}
    write("")
    write(f"{'failure matrix':22}" + "".join(f"{_abbreviated(column):>11}" for column in columns))
    for fault in faults:
        write(f"{fault:22}" + "".join(f"{shown.get((fault, column), ''):>11}" for column in columns))
    slowest = max(cells, key=lambda cell: float(str(cell["beyond_s"])))
    left = sum(bool(cell["left"]) for cell in cells)
    write(
        f"{len(cells)} cells, {left} left something behind; the longest beyond its limit: "
        f"{float(str(slowest['beyond_s'])):+.2f} s ({slowest['fault']}, {slowest['column']})"
    )


def _shown(cell: dict[str, object]) -> str:
    return SHORT.get(str(cell["outcome"]), str(cell["outcome"])) + ("" if cell["as_expected"] else "!")


def _abbreviated(column: str) -> str:
    """process-pool-executor/forkserver as "PPE/server"."""
    strategy, slash, method = column.partition("/")
    initials = "".join(word[0] for word in strategy.split("-")).upper()
    return f"{initials}{slash}{method.removeprefix('fork') or method}"


def _print_times(name: str, times: list[float], write: Callable[[str], None]) -> None:
    write(
        f"{name}: {len(times)} times, median {statistics.median(times):.3f} s, "
        f"p90 {times[int(0.9 * len(times))]:.3f} s, worst {times[-1]:.3f} s"
    )
