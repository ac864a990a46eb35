"""What trying a loop told: checks, which strategies it rules out, and how long it will take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.kinds import ProblemKind
from parloop_gui.engine.protocol.messages import LoopSpec, PreflightFacts, Problem, Program
from parloop_gui.engine.protocol.preflight_facts import Proof
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.forecast.estimate import RUN_S, estimate
from parloop_gui.model.forecast.played import LOOPS, PROBES
from parloop_gui.model.plan.estimate import Estimate
from parloop_gui.model.plan.plan import Choice, Contestant, Interpreter, Plan
from parloop_gui.model.preflight.report import Report, judged, summary, why_none
from parloop_gui.model.wording.units import size

PYTHON = Interpreter("3.11", "/somewhere/python3.11", "3.11.7", free_threaded=False, gil=True, cores=2)
CHOICES = (
    Choice("serial", "for"),
    Choice("thread-pool", "map"),
    Choice("process", "queue"),
    Choice("process-pool", "map"),
)
LOOP = LoopSpec("user", "count", 100, path="/somewhere/words.py", function="count")
PLAN = Plan(LOOP, CHOICES, (PYTHON,), effort="quick")
FINE = PreflightFacts(
    stage="done",
    import_s=0.01,
    items=100,
    items_s=0.0,
    items_bytes=500,
    largest_item_bytes=5,
    tried=3,
    task_s=0.01,
    task_cpu_s=0.01,
    result_bytes=5,
    gil=True,
    repeats=True,
    line=3,
)


def report(*problems: Problem, plan: Plan = PLAN) -> Report:
    return judged(plan, PYTHON, replace(FINE, problems=problems))


def out(made: Report) -> list[str]:
    return [contestant.strategy for contestant, _ in made.ruled_out]


def test_that_a_loop_that_is_fine_has_nothing_but_checks() -> None:
    made = report()
    assert [(check.slug, check.state) for check in made.checks] == [
        ("import", "ok"),
        ("items", "ok"),
        ("task", "ok"),
        ("pickling", "ok"),
        ("sameness", "ok"),
    ]
    assert (made.ruled_out, made.stops, why_none([made])) == ((), "", "")


def test_that_a_lambda_rules_out_pools_of_processes_alone() -> None:
    made = report(Problem("pickle-function", "double (line 3) can't be pickled: it is a lambda.", 3))
    assert out(made) == ["process-pool"]
    check = next(check for check in made.checks if check.slug == "pickling")
    assert (check.state, check.line) == ("failed", 3)
    assert check.text == (
        "double (line 3) can't be pickled: it is a lambda. That rules out Pool; ThreadPool and Process go on."
    )


def test_that_a_package_is_not_said_to_be_unable_where_it_is_parloop_that_pickles() -> None:
    plan = replace(PLAN, choices=(*CHOICES, Choice("joblib", "parallel")))
    told = "Pool and joblib; ThreadPool and Process go on."
    made = report(Problem("pickle-function", "No.", 3), plan=plan)
    check = next(check for check in made.checks if check.slug == "pickling")
    own = "In your own code joblib might take it: here Parloop has to pickle it."
    assert check.text == f"No. That rules out {told} {own}"
    made = report(Problem("pickle-item", "No.", 3), plan=plan)
    check = next(check for check in made.checks if check.slug == "pickling")
    assert check.text == f"No. That rules out {told}"


def test_that_a_lambda_rules_out_process_too_where_it_starts_afresh() -> None:
    made = report(Problem("pickle-function", "No.", 3), plan=replace(PLAN, start_method="spawn"))
    assert out(made) == ["process", "process-pool"]


def test_that_a_result_that_cannot_come_back_rules_out_every_process() -> None:
    assert out(report(Problem("pickle-result", "No."))) == ["process", "process-pool"]


@pytest.mark.parametrize("what", ["pickle-error", "state", "chance", "slow-task"])
def test_that_some_problems_rule_nothing_out(what: ProblemKind) -> None:
    made = report(Problem(what, "Mind this."))
    assert out(made) == []
    assert [check.state for check in made.checks if "Mind this." in check.text] == ["note"]


@pytest.mark.parametrize("what", ["import", "function", "items", "set-up", "task"])
def test_that_what_nothing_can_do_without_stops_everything(what: ProblemKind) -> None:
    made = report(Problem(what, "It failed.", 2))
    assert out(made) == [choice.strategy for choice in CHOICES]
    assert why_none([made]) == "It failed."
    assert why_none([made, report()]) == ""


def test_that_more_workers_than_anybody_means_are_not_started() -> None:
    made = judged(PLAN, PYTHON, replace(FINE, items=5000))
    assert out(made) == ["process"]
    items = next(check for check in made.checks if check.slug == "items")
    assert (items.state, "Process would start 5,000 processes at once" in items.text) == ("failed", True)
    assert out(judged(replace(PLAN, many=True), PYTHON, replace(FINE, items=5000))) == []
    assert out(judged(replace(PLAN, loop=replace(LOOP, sample=50)), PYTHON, replace(FINE, items=5000))) == []


def test_that_large_items_and_slow_imports_are_noted() -> None:
    facts = replace(FINE, largest_item_bytes=50_000_000, import_s=2.0)
    checks = {check.slug: check for check in judged(PLAN, PYTHON, facts).checks}
    assert (checks["import"].state, checks["items"].state) == ("note", "note")
    assert "the largest 50 MB when pickled" in checks["items"].text


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1 byte"), (850, "850 bytes"), (12_300, "12.3 kB"), (50_000_000, "50 MB")]
)
def test_that_sizes_are_in_words(count: int, shown: str) -> None:
    assert size(count) == shown


def expected(plan: Plan = PLAN, plain_s: float = 1.0, others_s: float = 0.5) -> tuple[Forecast, ...]:
    """What everyone is expected to take, almost surely."""
    everyone = [Contestant(each.strategy, each.call, PYTHON.id) for each in plan.choices]
    walls = [(each, plain_s if each.is_plain else others_s) for each in everyone]
    return tuple(Forecast(each, wall_s, 0.99 * wall_s, 1.01 * wall_s) for each, wall_s in walls)


def estimated(plan: Plan = PLAN, walls: Sequence[Forecast] | None = None, **known: float) -> Estimate:
    facts = replace(FINE, **known)  # type: ignore[arg-type]
    made = estimate(plan, ((PYTHON, facts),), expected(plan) if walls is None else walls)
    assert made is not None
    return made


def test_that_a_round_is_every_run_and_what_runs_cost_beside() -> None:
    made = estimated()
    assert made.plain_s == pytest.approx(1.0)
    assert made.round_s == pytest.approx(4 * (RUN_S + 0.01) + 1.0 + 3 * 0.5)


def test_that_what_only_first_calls_pay_is_not_taken_times_all_items() -> None:
    assert estimated(task_s=0.5, warm_task_s=0.002).plain_s == pytest.approx(0.2)


@pytest.mark.slow
def test_that_a_gain_takes_rounds_to_be_known_and_a_plain_loop_far_ahead_three() -> None:
    plain_ahead = estimated(walls=expected(plain_s=0.001, others_s=0.02))
    runs_s = (RUN_S + 0.01) * 4 + 0.001 + 3 * 0.02
    behind_s = (RUN_S + 0.01) * 3 + 0.02 + 2 * LOOPS * 0.02
    assert plain_ahead.total_s == pytest.approx(PROBES * (RUN_S + 0.011) + 4 * runs_s + behind_s, rel=0.05)
    gaining, losing = (estimated(walls=expected(plain_s=each, others_s=0.03 - each)) for each in (0.02, 0.01))
    assert gaining.runs > losing.runs + 2 * len(PLAN.choices)
    thorough = replace(PLAN, effort="thorough")
    assert estimated(thorough).total_s > 3 * estimated().total_s


@pytest.mark.slow
def test_that_beside_a_crowd_it_takes_longer() -> None:
    facts = ((PYTHON, FINE),)
    free, busy, full = (estimate(PLAN, facts, expected(plain_s=0.02, others_s=0.01), crowd) for crowd in (0, 1, 4))
    assert free is not None and busy is not None and full is not None
    assert free.total_s < busy.total_s < full.total_s
    assert free.plain_s == full.plain_s


def test_that_what_runs_were_found_to_take_beside_their_time_counts() -> None:
    facts, walls = ((PYTHON, FINE),), expected(plain_s=0.02, others_s=0.01)
    short, long = (estimate(PLAN, facts, walls, 0.0, beside_s) for beside_s in (0.01, 0.1))
    assert short is not None and long is not None
    assert long.total_s > 3 * short.total_s


def test_that_rounds_that_are_asked_for_are_all_made() -> None:
    made = estimated(replace(PLAN, rounds=40))
    assert made.total_s == pytest.approx(RUN_S + 1.01 + 41 * made.round_s + 2 * LOOPS * 0.5, rel=0.01)


def test_that_a_loop_far_beyond_its_budget_takes_its_budget() -> None:
    made = estimated(walls=expected(plain_s=200.0, others_s=100.0), items=10_000, task_s=0.02)
    assert made.total_s == made.budget_s
    asked = replace(PLAN, rounds=3)
    assert estimated(asked, expected(asked, 200.0, 100.0)).total_s > made.budget_s


def test_that_a_sample_is_named_beside_what_the_whole_loop_takes() -> None:
    sampled = estimated(replace(PLAN, loop=replace(LOOP, sample=16)), items=10_000, task_s=0.02, task_cpu_s=0.02)
    assert (sampled.items, sampled.all_items) == (16, 10_000)
    assert sampled.whole_s == pytest.approx(200)
    assert "on a sample of 16 of 10,000 (about 3 min 20 s over all its items)" in summary(sampled)


def test_that_nothing_is_estimated_where_no_task_was_done() -> None:
    assert estimate(PLAN, ((PYTHON, replace(FINE, task_s=None)),), ()) is None


PROGRAM = Program("", 12)
IN_PROGRAM = replace(PLAN, loop=LoopSpec("program", "for x in xs", "", path="/x.py", function="task", program=PROGRAM))


PROVEN_WITH_NOTES = (
    "Proven on 1 pass: taken apart, the loop does what it does as it stands. Not comparable: `conn`. "
    "Passes side by side print their lines in another order."
)


def proven(proof: Proof, *problems: Problem) -> Report:
    return judged(IN_PROGRAM, PYTHON, replace(FINE, proof=proof, problems=problems))


@pytest.mark.parametrize(
    ("proof", "state", "text"),
    [
        (Proof("proven", 25), "ok", "Proven on 25 passes: taken apart, the loop does what it does as it stands."),
        (
            Proof("proven", 1, not_comparable=("conn",), mixes_output=True),
            "note",
            PROVEN_WITH_NOTES,
        ),
        (
            Proof("unproven", why="slow"),
            "note",
            "Not proven that the loop taken apart does the same: a pass takes too long to be tried both ways.",
        ),
    ],
)
def test_that_what_the_proof_found_is_told(proof: Proof, state: str, text: str) -> None:
    made = proven(proof)
    check = next(each for each in made.checks if each.slug == "proof")
    assert (check.title, check.state, check.text) == ("Same loop", state, text)
    assert (made.ruled_out, made.stops) == ((), "")


def test_that_what_processes_lose_rules_out_processes_alone() -> None:
    made = proven(Proof("threads-only", 8, ("seen",)), Problem("lost-state", "Processes would lose `seen`.", 12))
    assert out(made) == ["process", "process-pool"]
    assert made.stops == ""
    check = next(each for each in made.checks if each.slug == "proof")
    assert check.text == "Processes would lose `seen`. That rules out Process and Pool; ThreadPool goes on."


def test_that_a_loop_that_is_not_the_user_s_stops_everything() -> None:
    made = proven(Proof("refused", 8, ("total",)), Problem("proof", "It leaves another `total`.", 12))
    assert made.stops == "It leaves another `total`."


def test_that_of_results_that_never_came_nothing_is_said() -> None:
    failed = PreflightFacts(stage="done", problems=(Problem("import", "It could not be imported."),))
    assert [check.slug for check in judged(PLAN, PYTHON, failed).checks] == ["import"]
