"""What a program does outside itself, in words: what is done again, where it stands, how often, what is not seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.plan.plan import Choice
from parloop_gui.model.preflight.repeated import asked_for, leave_text, repeats_text
from parloop_gui.model.preflight.report import judged
from tests.model.preflight.test_report import FINE, PYTHON
from tests.model.preflight.test_report import IN_PROGRAM as PLAN

ROWS, MAIL, MACHINE = Effect("writes", "/x/rows.csv", 12), Effect("programs", "mail", 13), Effect("programs", "uname")
CALL = Effect("network", "example.org:443", 12)
TWO = replace(PLAN, choices=(Choice("thread-pool", "map"), Choice("process-pool", "map")))


@pytest.mark.parametrize(
    ("effects", "text"),
    [
        ((ROWS,), "The loop writes rows.csv (line 12): it will do so about 31 times more."),
        ((ROWS, CALL), "The loop writes rows.csv (line 12) and connects to example.org:443 (line 12): it will do so"),
        (
            (ROWS, Effect("writes", "/x/log", 9)),
            "The loop writes rows.csv (line 12) and log (line 9): it will do so about 31 times more.",
        ),
        (
            tuple(Effect("writes", f"{number}.txt", 4) for number in range(5)),
            "The loop writes 0.txt, 1.txt, 2.txt and 2 more (line 4): it will do so about 31 times more.",
        ),
        ((MAIL,), "The loop starts mail (line 13): it will do so about 31 times more. What mail does is not seen."),
        ((MACHINE,), "The loop starts uname: it will do so about 31 times more."),
    ],
)
def test_that_what_is_done_again_is_named_with_its_line(effects: tuple[Effect, ...], text: str) -> None:
    told = repeats_text(Arrival(in_loop=effects), PLAN, 31)
    assert told.startswith(text) if text.endswith("do so") else told == text


def test_that_a_notebook_s_line_is_told_as_its_reader_knows_it() -> None:
    assert PLAN.loop.program is not None
    program = replace(PLAN.loop.program, source="# %% cell 1\nx = 1\n# %% cell 2\nopen('rows', 'a')\n")
    plan = replace(PLAN, loop=replace(PLAN.loop, path="/x.ipynb", program=program))
    text = repeats_text(Arrival(in_loop=(Effect("writes", "rows", 4),)), plan, 1)
    assert text == "The loop writes rows (line 1 of cell 2): it will do so about 1 time more."


@pytest.mark.parametrize(("once", "runs"), [(False, "in every run of 3 strategies"), (True, "once with 3 strategies")])
def test_that_it_is_said_before_anything_is_repeated_how_often_it_will_be(once: bool, runs: str) -> None:
    arrival = Arrival(effects=(Effect("writes", "/x/out.csv", 3),), in_loop=(ROWS,), anew="thread")
    assert leave_text(arrival, replace(TWO, once=once)) == (
        "On its way there the program writes out.csv (line 3): it will do so in each run. "
        "The loop writes rows.csv (line 12), and was stopped before it did. "
        f"Compared, its passes do so: three of them up to five times beforehand, then all of them {runs}."
    )
    assert asked_for(arrival, TWO) == "The program writes out.csv (line 3) and rows.csv (line 12)"
    again = replace(arrival, in_loop=(ROWS, replace(ROWS, line=15)))
    assert asked_for(again, TWO) == asked_for(arrival, TWO)
    with_uname = replace(arrival, in_loop=(ROWS, MACHINE))
    assert leave_text(with_uname, TWO) == leave_text(arrival, TWO), "what only tells of the machine was not stopped"


@pytest.mark.parametrize(("effect", "asks"), [(ROWS, True), (CALL, True), (MAIL, True), (MACHINE, False)])
def test_that_leave_is_needed_for_all_but_what_tells_of_the_machine(effect: Effect, asks: bool) -> None:
    assert effect.asks == asks
    assert Arrival(effects=(effect,)).asked_for == ((effect,) if asks else ())
    assert Arrival(in_loop=(effect,)).asked_for == ((effect,) if asks else ())


def test_that_a_function_goes_by_its_name() -> None:
    plan = replace(TWO, loop=LoopSpec("user", "send", 9, path="/x.py", function="send"))
    told = judged(plan, PYTHON, replace(FINE, arrival=Arrival(in_loop=(MAIL,))), 9)
    text = next(check.text for check in told.checks if check.title == "Repeated")
    assert text == "send starts mail (line 13): it will do so about 9 times more. What mail does is not seen."
    assert asked_for(Arrival(in_loop=(MAIL,)), plan) == "send starts mail (line 13)"
    assert leave_text(Arrival(in_loop=(ROWS,)), plan) == (
        "send writes rows.csv (line 12), and was stopped before it did. "
        "Compared, its tasks do so: three of them once beforehand, then all of them in every run of 3 strategies."
    )
    with_setup = replace(plan, loop=replace(plan.loop, setup="connect"))
    assert leave_text(Arrival(in_loop=(CALL,)), with_setup) == (
        "send or connect connects to example.org:443 (line 12), and was stopped before it did. Compared, both "
        "are done: three tasks beforehand, then all of them in every run of 3 strategies, with the set-up in "
        "each worker."
    )


def test_that_what_importing_a_function_s_file_does_is_told_of_the_file() -> None:
    plan = replace(TWO, loop=LoopSpec("user", "send", 9, path="/x.py", function="send"))
    log = Arrival(effects=(Effect("writes", "/x/app.log", 3),))
    assert asked_for(log, plan) == "x.py writes app.log (line 3)"
    does = "Imported and asked for its items, x.py writes app.log (line 3): it will do so"
    assert leave_text(log, plan) == f"{does} once for all runs, or in each."
    assert repeats_text(log, plan, 9) == f"{does} once more, for all runs."
    assert repeats_text(replace(log, anew="written-file"), plan, 9) == f"{does} about 9 times more."
    afresh = replace(plan, start_method="spawn")
    assert repeats_text(log, afresh, 9) == f"{does} once more, for all runs, and so will workers that import it."


def test_that_what_is_sent_over_a_connection_of_before_is_not_claimed_to_be_seen() -> None:
    text = repeats_text(Arrival(effects=(CALL,)), PLAN, 9)
    assert text.endswith("once more, for all runs. What goes through that connection later is not seen.")
