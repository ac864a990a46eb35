"""What stands under an exported chart: how and where it was measured, in sentences that can be quoted."""

from __future__ import annotations

from datetime import datetime

from parloop_gui import __version__
from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.explain.sample import items_in_words
from parloop_gui.model.report.comparison_titles import loop_title
from parloop_gui.model.report.conditions import noise_note, settings, workers_words
from parloop_gui.model.wording.units import count


def subject(comparison: Comparison) -> str:
    """What was measured: "Primes · 200 items", "count() · NAMES, 60 items", "Primes · a sample of 9 of 200 items"."""
    loop = comparison.plan.loop
    return one_line(f"{loop_title(loop)} · {items_in_words(loop, comparison.sample)}")


def caption(comparison: Comparison) -> str:
    """Two lines: how it was measured, and where and when. What the chart itself says of each row is not said again."""
    known = {name: _listed(value) for name, value in settings(comparison)}
    rounds = count(comparison.rounds_finished, "round")
    params = ", ".join(f"{name} {value}" for name, value in comparison.plan.loop.params.items())
    sample = items_in_words(comparison.plan.loop, comparison.sample) if comparison.sample.is_sample else ""
    how = (
        sample[:1].upper() + sample[1:],
        params[:1].upper() + params[1:],
        f"Python {known['Python']}" if "Python" in known else "",
        f"Workers: {_listed(workers_words(comparison, brief=True))}" if "Workers" in known else "",
        *(f"{name}: {known[name]}" for name in ("Start method", "Chunk size") if name in known),
        f"Effort: {known['Effort']}, {rounds}{_so_far(comparison)}, seed {comparison.plan.seed}",
    )
    machine = "; ".join(filter(None, (known.get("Machine"), _listed(noise_note(comparison, brief=True)))))
    where = (
        f"Machine: {machine}" if machine else "",
        f"Measured {day(comparison.created)} with Parloop {comparison.machine.get('app_version') or __version__}",
    )
    return "\n".join(" ".join(f"{each}." for each in sentences if each) for sentences in (how, where))


def _listed(value: str) -> str:
    """With commas, as in a sentence."""
    return value.replace(" · ", ", ")


def day(created: str) -> str:
    """The date and time of day in `created`, an ISO time: "2026-01-02 03:04"; what is none is shown as it is."""
    try:
        return f"{datetime.fromisoformat(created):%Y-%m-%d %H:%M}"
    except ValueError:
        return created


def _so_far(comparison: Comparison) -> str:
    if comparison.ended is None:
        return " so far"
    return " until it was stopped" if comparison.ended.reason == "stopped" else ""
