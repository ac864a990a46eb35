"""What a timeline shows, in words: a headline over it, a phrase beside each run, and two sentences why.

From the numbers alone. The GIL is named only where it is known what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from parloop_gui.engine.protocol.kinds import Family, GilState
from parloop_gui.model.explain.behaviour import COMPUTES, MIXED, Behaviour, How
from parloop_gui.model.statistics.thresholds import NO_FASTER, SPOKEN_OF, START_UP
from parloop_gui.model.wording.units import count, duration, listed, percent, rough, times

_SUBJECTS: dict[Family, str] = {"threads": "Threads", "processes": "Processes"}
_DID: dict[How, str] = {
    "one-worker": "had one worker",
    "hardly-overlapped": "hardly overlapped",
    "side-by-side": "ran side by side",
    "turns": "took turns",
    "crowded": "waited for a core",
    "starting": "took long to start",
    "fed-slowly": "waited for work",
    "held-up": "held each other up",
    "few-busy": "kept few cores busy",
    "waited-together": "waited side by side",
    "in-line": "waited for each other",
    "one-by-one": "were started one after the other",
    "one-loop": "ran in one thread",
}
_MIXED_DID: dict[How, str] = {"turns": "took turns to compute", "waited-together": "computed and waited side by side"}
_PHRASES: dict[How, str] = {
    "alone": "one task after the other",
    "one-worker": "one {one} does all of it",
    "hardly-overlapped": "most {word} end before the next one starts",
    "side-by-side": "{many} compute side by side",
    "turns": "{many} take turns on the GIL",
    "crowded": "{many} wait for a core",
    "starting": "each {one} takes long to start",
    "fed-slowly": "{many} wait for work",
    "held-up": "{many} wait for each other",
    "few-busy": "{many} keep few cores busy",
    "waited-together": "about {tasks} wait at once",
    "in-line": "{many} wait for each other",
    "one-by-one": "{word} start one after the other: about {tasks} at once",
    "one-loop": "one thread runs all of them",
}
_SIDE_BY_SIDE: dict[tuple[Family, GilState], str] = {
    ("threads", "free-threaded"): "no GIL: {many} compute side by side",
    ("threads", "released"): "the GIL is released: {many} compute side by side",
    ("processes", "held"): "each process has a GIL of its own",
}
_ONE: dict[Family, str] = {"threads": "thread", "processes": "process"}


def headline(runs: Sequence[Behaviour]) -> str:
    """What came out: "Threads took turns. Processes ran side by side."."""
    leads = _leads(runs)
    if not leads:
        return "One task after the other." if runs else ""
    did, python = [_did(run) for run in leads], _common_python(leads)
    several = len({run.python for run in leads}) > 1
    alike = len(leads) == 2 and did[0] == did[1]
    # Behind "On Python …" the first, and behind "and" the second, stand in the middle of a sentence.
    subjects = [_subject(run, several, begins=not (alike if number else python)) for number, run in enumerate(leads)]
    each = (f"{subject} {what}." for subject, what in zip(subjects, did, strict=True))
    text = f"{' and '.join(subjects)} {did[0]}." if alike else " ".join(each)
    return f"On Python {python} {text}" if python else text


def second_line(runs: Sequence[Behaviour]) -> str:
    """The numbers behind the headline."""
    if not runs:
        return ""
    same = f"Same {count(runs[0].tasks, 'task')}, same {count(runs[0].cores, 'core')}."
    telling = next((run for run in _leads(runs) if run.how == "turns"), None)
    if telling is not None:
        there = f" on Python {telling.python}" if telling.python else ""
        each = f"Each {_one(telling)}{there} waited {percent(telling.gil_wait_share)} of its time for the GIL"
        return f"{same} {each}, so {_many(telling)} {_came_to(telling)}."
    leads = _leads(runs)
    if leads and leads[-1].kind == COMPUTES:
        kept = [f"{run.name} kept {_of_cores(run)} busy" for run in leads]
        return f"{same} {listed(kept)}."
    if leads:
        at_once = listed([f"{rough(run.at_once)} under {run.name}" for run in leads])
        return f"{same} Tasks under way at once, on average: {at_once}."
    return f"{same} {percent(runs[0].cpu_share)} of the time was spent on a core."


def phrase(run: Behaviour) -> str:
    """A few words beside a run's name: "the 2 threads take turns on the GIL"."""
    words = _PHRASES[run.how]
    if run.how == "side-by-side":
        words = _SIDE_BY_SIDE.get((run.family, run.gil), words)
    if run.how == "waited-together" and run.kind == MIXED:
        words = "about {tasks} under way at once"
    return words.format(many=f"the {_many(run)}", one=_one(run), word=_word(run), tasks=_tasks(run))


def why(runs: Sequence[Behaviour]) -> tuple[tuple[str, str], ...]:
    """(bold words, at most two sentences) for each family shown; for the plain loop where it is alone."""
    leads = _leads(runs) or [run for run in runs if run.how == "alone"][:1]
    several = len({run.python for run in leads}) > 1
    return tuple((_subject(run, several), _sentences(run)) for run in leads)


def _leads(runs: Sequence[Behaviour]) -> list[Behaviour]:
    """The fastest run of each family but the plain loop's, under each Python."""
    best: dict[tuple[str, str], Behaviour] = {}
    for run in runs:
        key = (run.python, run.family if run.family in _SUBJECTS else run.name)
        if run.family != "baseline" and (key not in best or run.wall_s < best[key].wall_s):
            best[key] = run
    return list(best.values())


def _subject(run: Behaviour, several: bool, *, begins: bool = True) -> str:
    """Whose it is: "Threads", or "Threads on Python 3.13t" where those of another Python stand beside them.

    Where no sentence `begins` with it, it is written small; a class keeps its name.
    """
    if run.family not in _SUBJECTS:
        return run.name
    subject = _SUBJECTS[run.family] if begins else _SUBJECTS[run.family].lower()
    return f"{subject} on Python {run.python}" if several else subject


def _common_python(leads: Sequence[Behaviour]) -> str:
    """The one that all are under, where several were compared and no name says which."""
    found = {run.python for run in leads}
    return found.pop() if len(found) == 1 and any(run.family in _SUBJECTS for run in leads) else ""


def _did(run: Behaviour) -> str:
    return _MIXED_DID.get(run.how, _DID[run.how]) if run.kind == MIXED else _DID[run.how]


def _sentences(run: Behaviour) -> str:
    text = _WHY[run.how](run)
    starting = run.startup_s / run.wall_s if run.wall_s > 0 else 0.0
    if starting >= START_UP and run.family != "baseline" and text.count(". ") == 0:
        text += f" Until the first task began, {duration(run.startup_s)} of {duration(run.wall_s)} had passed."
    return text


def _why_alone(run: Behaviour) -> str:
    share = percent(run.cpu_share)
    return f"The plain loop does one task after the other. {share} of the time inside tasks it was on a core."


def _why_one_worker(run: Behaviour) -> str:
    return f"One {_one(run)} did all {count(run.tasks, 'task')}, one after the other."


def _why_hardly_overlapped(run: Behaviour) -> str:
    return f"Every task has a {_one(run)} of its own, and most of them were over before the next one had started."


def _why_side_by_side(run: Behaviour) -> str:
    kept = f"{_cap(_many(run))} kept {_of_cores(run)} busy."
    if run.family == "processes":
        own = {
            "held": "Each process has its own interpreter and its own GIL.",
            "free-threaded": "Each process has its own interpreter, though threads need none without a GIL.",
        }.get(run.gil, "Each process has its own interpreter.")
        return f"{own} {kept}"
    if run.family == "threads":
        how = {
            "free-threaded": "This Python has no GIL, so threads compute at the same time.",
            "released": "The task releases the GIL while it computes, so threads compute at the same time.",
            "held": "Part of the task runs without the GIL, else only one thread could compute at a time.",
        }.get(run.gil, "The threads computed at the same time.")
        return f"{how} {kept}"
    return kept


def _why_turns(run: Behaviour) -> str:
    if run.kind == MIXED:
        return (
            "While a thread waits, others go on, but the GIL lets only one at a time run Python code. "
            f"Each thread waited {percent(run.gil_wait_share)} of its time for it."
        )
    return (
        "The GIL lets one thread at a time run Python code. A thread that wants it gets its turn after about 5 ms, so "
        f"{_many(run)} kept {_of_cores(run)} busy."
    )


def _why_crowded(run: Behaviour) -> str:
    if run.core_wait_share >= SPOKEN_OF:
        return (
            f"More {_word(run)} wanted to run than there were cores free: ready to run, they waited for one "
            f"{percent(run.core_wait_share)} of their time."
        )
    return f"There is one core for them, so {_many(run)} can't compute at once."


def _why_starting(run: Behaviour) -> str:
    each = f"Every task has {'a process' if run.family == 'processes' else 'a worker'} of its own, and"
    return f"{each} that took {duration(run.start_s or 0.0)} to start on average. A pool starts its workers once."


def _why_fed_slowly(run: Behaviour) -> str:
    return (
        f"The {_word(run)} had no task {percent(run.idle_share)} of the time: handing over items and results "
        "takes long compared with such short tasks."
    )


def _why_held_up(run: Behaviour) -> str:
    no_gil = {
        "free-threaded": "This Python has no GIL, yet",
        "released": "The task releases the GIL, yet",
    }.get(run.gil if run.family == "threads" else "", "There are cores enough, yet")
    kept = f"{no_gil} {_many(run)} kept only {_of_cores(run)} busy."
    if run.how == "few-busy":
        return f"{kept} What they waited for can't be told."
    return f"{kept} {percent(run.each_other_share)} of their time they waited for something they share, such as a lock."


def _why_together(run: Behaviour) -> str:
    at_once = f"about {_tasks(run)} were under way at once{_for_each_other(run)}"
    if run.kind == MIXED:
        return f"While one task waits, others compute or wait too: {at_once}. They kept {_of_cores(run)} busy."
    if run.family == "threads" and run.gil in ("held", "released"):
        return f"A thread that waits lets go of the GIL and needs no core, so {at_once}."
    return f"Waiting needs no core, so {at_once}."


def _why_in_line(run: Behaviour) -> str:
    return (
        f"About {_tasks(run)} were under way at once, yet {percent(run.each_other_share)} of their time they waited "
        "for each other. They want the same thing, such as one server, one file or one lock."
    )


def _why_one_by_one(run: Behaviour) -> str:
    each = f"{_cap(_word(run))} were started one after the other, one every {duration(run.apart_s or 0.0, 2)}"
    took = f", and a task took {duration(run.task_s, 2)}" if run.task_s is not None else ""
    return f"{each}{took}: so only about {_tasks(run)} were under way at once."


def _why_one_loop(run: Behaviour) -> str:
    return (
        "One thread runs all coroutines: while one computes, the others stand still. "
        f"About {_tasks(run)} were under way at once, and kept {_of_cores(run)} busy."
    )


def _for_each_other(run: Behaviour) -> str:
    """A part of a sentence; "" where they hardly waited for each other."""
    share = run.each_other_share
    return f", though {percent(share)} of their time they waited for each other" if share >= SPOKEN_OF else ""


_WHY: dict[How, Callable[[Behaviour], str]] = {
    "alone": _why_alone,
    "one-worker": _why_one_worker,
    "hardly-overlapped": _why_hardly_overlapped,
    "side-by-side": _why_side_by_side,
    "turns": _why_turns,
    "crowded": _why_crowded,
    "starting": _why_starting,
    "fed-slowly": _why_fed_slowly,
    "held-up": _why_held_up,
    "few-busy": _why_held_up,
    "waited-together": _why_together,
    "in-line": _why_in_line,
    "one-by-one": _why_one_by_one,
    "one-loop": _why_one_loop,
}


def _came_to(run: Behaviour) -> str:
    if run.speedup is None:
        return f"kept {_of_cores(run)} busy"
    return "were no faster than one" if run.speedup < NO_FASTER else f"came to {times(run.speedup)}"


def _of_cores(run: Behaviour) -> str:
    return f"{run.busy:.1f} of {count(run.cores, 'core')}"


def _one(run: Behaviour) -> str:
    return _ONE.get(run.family, "worker")


def _word(run: Behaviour) -> str:
    return _SUBJECTS.get(run.family, "Workers").lower()


def _many(run: Behaviour) -> str:
    return f"{run.workers:,} {_word(run)}"


def _tasks(run: Behaviour) -> str:
    return f"{rough(run.at_once)} task{'s' * (rough(run.at_once) != '1')}"


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
