"""What the right panel says before the first comparison: this machine, and how Parloop compares. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parloop_gui.model.plan.plan import Interpreter
from parloop_gui.model.wording.groups import gil_state, interpreter_name, told_apart
from parloop_gui.model.wording.machine import cores_value, memory_words
from parloop_gui.ui.widgets.facts import Details, Fact, Section
from parloop_gui.ui.widgets.glossary import hover

HOW = (
    ("Same work", "Every strategy gets the same items, and its results are checked against the plain loop."),
    ("In turns", "Each round runs every strategy once, so a busy moment touches them all."),
    ("Honest about noise", "Every figure has a 95% confidence interval. A tie is called a tie."),
)
GIL = (
    "With the GIL on, one thread at a time runs Python code in a process. Waiting doesn’t count, and processes have a "
    "GIL each."
)

# Leads to the lab's lesson: any other question may be one that the chosen loop can't be asked.
LAB_LINK = "Six questions, answered on this machine"


def machine_details(
    machine: Mapping[str, str | int | float | None],
    interpreters: Sequence[Interpreter] | None,
    chosen: Interpreter | None = None,
    load: float | None = None,
) -> Details:
    """This machine, the interpreters found (None: still looking), and how Parloop compares."""
    system = str(machine.get("distribution") or machine.get("system") or "–").partition(" (")[0]
    facts = (
        Fact("Cores", cores_value(machine) or "–", why=hover("cores")),
        Fact("Memory", memory_words(machine)),
        Fact("System", system.replace("GNU/Linux ", "")),
        Fact("Start method", chosen.start_method if chosen else "", why=hover("start-method")),
        Fact("Load", f"{load:.1f}" if load is not None else "", why=hover("load")),
    )
    known = tuple(interpreters or ())
    names = told_apart([interpreter_name(each) for each in known], known)
    found = [Fact(name, gil_state(each), why=each.path) for name, each in zip(names, known, strict=True)]
    return Details(
        "This machine",
        facts=tuple(fact for fact in facts if fact.value),
        sections=(
            Section("Interpreters found", facts=tuple(found) or (Fact("Looking…", " "),)),
            Section("How it compares", notes=HOW),
            Section("New to the GIL?", notes=(("", GIL),), link=LAB_LINK),
        ),
    )
