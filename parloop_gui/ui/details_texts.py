"""What the right panel says: of a selected strategy, or of this machine before the first comparison. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine import catalogue
from parloop_gui.model.comparison import Comparison
from parloop_gui.model.plan import Contestant, Interpreter
from parloop_gui.model.summary import Figure, Row
from parloop_gui.model.words import duration, number, rate, thousands, times
from parloop_gui.ui.chart_texts import PLAIN, family
from parloop_gui.ui.details_panel import Details, Fact
from parloop_gui.ui.top_bar import interpreter_title

HOW = (
    ("Same work", "Every strategy gets the same items, and its results are checked against the plain loop."),
    ("In turns", "Each round runs every strategy once, so a busy moment touches them all."),
    ("Honest about noise", "Every figure has a 95% confidence interval. A tie is called a tie."),
)
MOST_NOTES = 3


def strategy_details(comparison: Comparison, contestant: Contestant) -> Details:
    """Facts, notes and code of one contestant of a comparison."""
    row = next((each for each in comparison.rows if each.contestant == contestant), None)
    try:
        info = catalogue.strategy(contestant.strategy)
    except catalogue.UnknownNameError:
        return Details(contestant.strategy, "not known to this version", "further", _facts(comparison, row))
    where = info.module if info.family == "baseline" else f"{info.module} · {info.family}"
    ended = (("What happened", row.message),) if row is not None and row.message else ()
    notes = tuple((note.title, note.text) for note in info.notes[:MOST_NOTES])
    return Details(
        title=info.title,
        subtitle=where,
        family=family(contestant),
        facts=_facts(comparison, row),
        notes=(*ended, *notes, *_advice(comparison, contestant)),
        code=_code(comparison, contestant, row),
    )


def machine_details(
    machine: dict[str, str | int | float | None], interpreters: Sequence[Interpreter] | None
) -> Details:
    """This machine, the interpreters found (None: still looking), and how Parloop compares."""
    memory = machine.get("memory_bytes")
    facts = [Fact("Cores", str(machine.get("cores") or "–"))]
    if isinstance(memory, int | float):
        facts.append(Fact("Memory", f"{number(memory / 2**30)} GB"))
    facts.append(Fact("System", str(machine.get("distribution") or machine.get("system") or "–").partition(" (")[0]))
    if interpreters is None:
        facts.append(Fact("Interpreters", "looking…"))
    for interpreter in interpreters or ():
        name, _, gil = interpreter_title(interpreter).partition(" · ")
        facts.append(Fact(name, gil))
    return Details("This machine", facts=tuple(facts), notes_title="How it compares", notes=HOW)


def _facts(comparison: Comparison, row: Row | None) -> tuple[Fact, ...]:
    if row is None or row.wall_s is None:
        return () if row is not None and row.message else (Fact("Rounds", "none yet"),)
    facts = [
        Fact("Wall time", duration(row.wall_s.median, 4), _half_width_s(row.wall_s)),
        Fact("Throughput", rate(row.throughput_per_s.median) if row.throughput_per_s is not None else ""),
        Fact("Speed-up", _speedup(row), _interval(row.speedup)),
        Fact("At once", thousands(row.width) if row.width is not None else ""),
        Fact("Workers", thousands(row.workers) if row.workers is not None else ""),
        Fact("Chunk size", thousands(row.chunksize) if row.chunksize is not None else ""),
        Fact("Start method", row.start_method or ""),
        Fact(
            "CPU used", f"{row.cpu_s / row.wall_s.median:.2f}" if row.cpu_s is not None else "", _of_cores(comparison)
        ),
        Fact("Start-up", duration(row.startup_s) if row.startup_s is not None else ""),
        Fact("First result after", duration(row.first_result_s) if row.first_result_s is not None else ""),
        Fact("Wind-down", duration(row.winddown_s) if row.winddown_s is not None else ""),
        Fact("Memory", f"{number(row.peak_rss_bytes / 2**20)} MB" if row.peak_rss_bytes else ""),
    ]
    return tuple(fact for fact in facts if fact.value)


def _speedup(row: Row) -> str:
    if row.contestant.strategy == PLAIN:
        return "1×"
    return times(row.speedup.median, 4) if row.speedup is not None else ""


def _interval(figure: Figure | None) -> str:
    return f"{number(figure.low)}–{number(figure.high)}" if figure is not None else ""


def _half_width_s(figure: Figure) -> str:
    half = (figure.high - figure.low) / 2
    return f"±{duration(half, 2)}" if half > 0 else ""


def _cores_used(row: Row) -> str:
    return f"{row.cpu_s / row.wall_s.median:.2f}" if row.cpu_s is not None and row.wall_s is not None else ""


def _of_cores(comparison: Comparison) -> str:
    cores = comparison.machine.get("cores")
    return f"of {cores} cores" if cores else ""


def _advice(comparison: Comparison, contestant: Contestant) -> tuple[tuple[str, str], ...]:
    verdict = comparison.verdict
    if verdict is None or verdict.contestant != contestant:
        return ()
    return tuple(("Next", advice.text) for advice in verdict.advice)


def _code(comparison: Comparison, contestant: Contestant, row: Row | None) -> str:
    plan = comparison.plan
    workers = contestant.workers
    if workers is None and plan.workers != "python":
        workers = row.workers if row is not None else plan.workers if isinstance(plan.workers, int) else None
    try:
        return catalogue.idiom_text(
            contestant.strategy,
            contestant.call,
            task=plan.loop.function or "task",
            workers=workers,
            chunksize=plan.chunksize,
            start_method=plan.start_method,
        )
    except (ValueError, OSError):
        return ""
