"""How far a comparison is, in words: window title, the pill beside the verdict, the status line and its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parloop_gui.bridge.host.machine import load_1min
from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.report.progress import END_WORDS, end_parts, progress_line, share_done
from parloop_gui.model.wording.machine import Facts, cores_words
from parloop_gui.model.wording.units import count

if TYPE_CHECKING:
    from parloop_gui.model.comparison.comparison import Comparison


def window_title(comparison: Comparison) -> str:
    """The loop that was compared, which need not be the one that is chosen now."""
    from parloop_gui.model.report.caption import subject  # the first paint can do without

    return one_line(f"{subject(comparison)} – Parloop")


def rounds_pill(comparison: Comparison) -> str:
    """The pill beside the verdict: how many rounds there are, and whether it is over."""
    rounds = count(comparison.rounds_finished, "round")
    if comparison.ended is None:
        if comparison.rounds_finished:
            return f"so far: {rounds}"
        return "forecast" if comparison.forecast is not None else "warming up"
    return END_WORDS[comparison.ended.reason].rounds.format(rounds)


def is_settled(comparison: Comparison) -> bool:
    """Whether the verdict is shown as one: somebody can be named surely, or it is over."""
    return comparison.ended is not None or comparison.race.sure


def status_line(comparison: Comparison) -> str:
    """The left end of the status bar."""
    ended = comparison.ended
    if comparison.leave is not None:
        return "Waiting for your answer"
    if ended is None:
        return progress_line(comparison) or "Starting…"
    if stopped_by_trial(comparison):
        return "Stopped before anything was timed"  # the headline says why
    # Of a budget the words of the end say so, of what has a headline of its own the verdict does.
    is_said = ended.reason == "budget" or bool(END_WORDS[ended.reason].headline)
    word, *figures = end_parts(comparison)
    # Where it is narrow, parts are left out from the end: the reason stays with its word, the seed goes first.
    why = f"{word}: {ended.message.rstrip('.')}" if ended.message and not is_said else word
    return " · ".join((why, *figures, f"seed {comparison.plan.seed}"))


def stopped_by_trial(comparison: Comparison) -> bool:
    """Whether the loop could not even be tried: then the reason is all there is to show."""
    ended = comparison.ended
    return ended is not None and bool(ended.message) and bool(comparison.preflight) and not comparison.runs


def progress(comparison: Comparison) -> float | None:
    """0 to 1: how much of the time it may take has gone; None when nothing runs."""
    return share_done(comparison) if comparison.ended is None else None


def done_share(comparison: Comparison) -> float:
    """How much of the run under way is done, 0 to 1."""
    return comparison.done / comparison.total if comparison.total else 0.0


def machine_text(machine: Facts, comparison: Comparison | None) -> tuple[str, bool]:
    """The right end of the status bar, and whether it is a warning: cores, and the load or what else went on."""
    if comparison is None:
        load = load_1min()
        note, noisy = f"load {load:.1f}" if load is not None else "", False
    else:
        note, noisy = noise_text(comparison)
    return " · ".join(filter(None, (cores_words(machine), note))), noisy


def noise_text(comparison: Comparison) -> tuple[str, bool]:
    """What else the machine did meanwhile, and whether it was so much that figures may be off."""
    from parloop_gui.model.explain.advice import noise_words
    from parloop_gui.model.report.conditions import noise_note

    noise = noise_words(comparison.runs)
    return (f"{noise}: figures may be off", True) if noise else (noise_note(comparison, brief=True), False)


def settings_text(comparison: Comparison) -> str:
    """What it was measured with, a line each."""
    from parloop_gui.model.report.conditions import settings

    return "\n".join(f"{name}: {value}" for name, value in settings(comparison))
