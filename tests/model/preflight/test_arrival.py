"""What going to a program's loop did, in words: how runs come there, what is done again, what that costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.estimate import estimate
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.preflight.report import judged
from tests.model.preflight.test_report import FINE, PYTHON
from tests.model.preflight.test_report import IN_PROGRAM as PLAN

WRITES, CALLS = Effect("writes", "/home/me/out.csv"), Effect("network", "example.org:443")
TWO_THINGS = "On its way there the program writes out.csv and connects to example.org:443"
GOES_ON = "The program gets there in 10.0 ms, once for all runs: each goes on from there."


@pytest.mark.parametrize(
    ("arrival", "way", "repeated"),
    [
        (Arrival(), GOES_ON, None),
        (Arrival(2, ("one", "two")), f"{GOES_ON} It prints 2 lines on its way: one / two", None),
        (Arrival(9, ("one",)), f"{GOES_ON} It prints 9 lines on its way: one …", None),
        (
            Arrival(anew="thread"),
            "The program gets there in 10.0 ms; each run goes there anew: the program has started a thread.",
            None,
        ),
        (
            Arrival(anew="no-fork"),
            "The program gets there in 10.0 ms; each run goes there anew: this system can't copy the running program.",
            None,
        ),
        (
            Arrival(effects=(WRITES, CALLS)),
            GOES_ON,
            f"{TWO_THINGS}: it will do so once more, for all runs.",
        ),
        (
            Arrival(effects=(WRITES,), anew="socket"),
            "The program gets there in 10.0 ms; each run goes there anew: the program has a connection open.",
            "On its way there the program writes out.csv: it will do so about 31 times more.",
        ),
        (
            Arrival(in_loop=tuple(Effect("writes", f"{number}.txt") for number in range(5))),
            GOES_ON,
            "The loop writes 0.txt, 1.txt, 2.txt and 2 more: it will do so about 31 times more.",
        ),
    ],
)
def test_that_it_is_told_what_going_to_the_loop_does_and_what_of_it_is_done_again(
    arrival: Arrival, way: str, repeated: str | None
) -> None:
    checks = judged(PLAN, PYTHON, replace(FINE, arrival=arrival), 31).checks
    assert (checks[0].title, checks[0].text) == ("Up to line 12", way)
    assert next((check.text for check in checks if check.title == "Repeated"), None) == repeated


@pytest.mark.parametrize(
    ("arrival", "text"),
    [
        (None, "Took 10.0 ms."),
        (Arrival(), "Took 10.0 ms, once for all runs."),
        (Arrival(anew="socket"), "Took 10.0 ms; each run imports it anew: the file has a connection open."),
        (
            Arrival(anew="no-fork"),
            "Took 10.0 ms; each run imports it anew: this system can't copy a process that has imported it.",
        ),
        (
            Arrival(anew="copy-failed"),
            "Took 10.0 ms; each run imports it anew: a copy of a process that has imported it did not come through.",
        ),
    ],
)
def test_that_it_is_told_how_often_a_function_s_file_is_imported(arrival: Arrival | None, text: str) -> None:
    plan = replace(PLAN, loop=LoopSpec("user", "work", 8, path="/work.py", function="work"))
    assert judged(plan, PYTHON, replace(FINE, arrival=arrival)).checks[0].text == text


def test_that_workers_that_start_afresh_are_told_to_do_it_again() -> None:
    checks = judged(replace(PLAN, start_method="spawn"), PYTHON, replace(FINE, arrival=Arrival(effects=(WRITES,))))
    assert "and so will workers that spawn starts, unless a main guard keeps them from it." in checks.checks[1].text


def test_that_going_to_the_loop_counts_once_where_runs_go_on_from_there() -> None:
    plan = replace(PLAN, rounds=5)
    everyone = [Contestant(each.strategy, each.call, PYTHON.id) for each in plan.choices]
    expected = [Forecast(each, 0.1, 0.1, 0.1) for each in everyone]
    anew, forked = (
        estimate(plan, ((PYTHON, replace(FINE, import_s=1.5, arrival=arrival)),), expected)
        for arrival in (Arrival(anew="thread"), Arrival())
    )
    assert anew is not None and forked is not None
    assert anew.runs == forked.runs == 2 + 3 + 5 * 4
    assert anew.total_s - forked.total_s == pytest.approx(1.5 * (anew.runs - 1))
