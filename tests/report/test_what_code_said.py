"""What a user's code said, gave and is called is in no file made without code, however the comparison ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.engine.protocol.kinds import Outcome
from parloop_gui.engine.protocol.loop_spec import LoopSpec, Program
from parloop_gui.engine.protocol.messages import Measurement, PreflightFacts, Problem
from parloop_gui.model.comparison.comparison import Comparison, fold
from parloop_gui.model.document.in_page import is_page
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.without_code import without_code
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import (
    ComparisonEnded,
    ComparisonEvent,
    ComparisonStarted,
    EndReason,
    PreflightMade,
    RunFinished,
)
from parloop_gui.model.events.kept_spans import KeptSpans
from parloop_gui.model.explain.oddities import Oddity
from parloop_gui.model.explain.verdict import Advice, Reason
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS, PAGE, Render
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.preflight.report import judged
from parloop_gui.model.statistics.summary import NOT_ITS_TURN, PLAIN_FIRST
from parloop_gui.ui.report.page import render
from tests.helpers.comparisons.scenes import CPU, FREE, PYTHON, TWO_PYTHONS, Scene
from tests.helpers.comparisons.spans import pool, write_spans

SECRET = "zebra"
# In small letters and as a word of its own, where a name of code can't be told from a word of the sentence.
RAISED = "ValueError: no rate for zebra (Zebra.py, line 3)"
SOURCE = "def zebra_price(row):\n    return zebra_rates[row]\n"
ALL = {**FORMATS, PAGE: render}
FUNCTION = LoopSpec("user", "zebra_price", "zebra_rows", path="/srv/zebra.py", function="zebra_price", code=SOURCE)
PROGRAM = LoopSpec(
    "program",
    "for zebra in zebra_rows:",
    "zebra_rows",
    path="/srv/zebra.py",
    program=Program(SOURCE, 1, (1, 2), ("--zebra", "3"), ("zebra_rates",), source=SOURCE),
)

Made = Callable[[LoopSpec], Comparison]


def made(
    loop: LoopSpec,
    scene: Scene = CPU,
    *,
    rounds: int = 3,
    ended: tuple[EndReason, str] | None = ("done", ""),
    changed: Callable[[Measurement, Contestant], Measurement] = lambda each, _: each,
) -> Comparison:
    """The scene's comparison as one of that loop, judged by the real code."""
    now: Comparison | None = None
    for event in _of(loop, scene.events(rounds, None), changed):
        now = fold(now, event)
    assert now is not None
    return fold(now, ComparisonEnded(*ended, 2.0)) if ended is not None else now


def _of(
    loop: LoopSpec, events: Iterator[ComparisonEvent], changed: Callable[[Measurement, Contestant], Measurement]
) -> Iterator[ComparisonEvent]:
    for event in events:
        if isinstance(event, ComparisonStarted):
            yield replace(event, plan=replace(event.plan, loop=loop))
        elif isinstance(event, RunFinished) and event.ended.measurement is not None:
            own = changed(event.ended.measurement, event.contestant)
            yield replace(event, ended=replace(event.ended, measurement=own, output=f"{SECRET}\n", details=RAISED))
        else:
            yield event


def one_ends(outcome: Outcome) -> Made:
    """One strategy ends so, with the code's words."""
    paces = {slug: pace for slug, pace in CPU.paces.items() if slug != "process"}
    return lambda loop: made(
        loop, replace(CPU, paces=paces, fails={"process": (outcome, f"items[3] raised {RAISED}.")})
    )


def all_fail(loop: LoopSpec) -> Comparison:
    """The plain loop fails, so that nobody else has a turn."""
    scene = replace(CPU, paces={}, fails={"serial": ("failed", f"{RAISED}.")})
    begun = made(loop, scene, rounds=0, ended=None)
    others = tuple(Contestant(slug, call, PYTHON.id) for slug, call in (("process", "each"), ("thread", "each")))
    begun = replace(begun, contestants=(*begun.contestants, *others))
    return fold(begun, ComparisonEnded("failed", f"The plain loop did not finish: {RAISED}.", 2.1))


def cut_short(loop: LoopSpec) -> Comparison:
    """The plain loop fails after some rounds."""
    return made(loop, ended=("cut-short", f"The plain loop did not finish: {RAISED}."))


def file_changed(loop: LoopSpec) -> Comparison:
    """The file is no longer what it was."""
    return made(loop, ended=("cut-short", "zebra.py was changed while it was being compared."))


def no_round(loop: LoopSpec) -> Comparison:
    """It ends before its first round, and the verdict quotes why."""
    return made(loop, rounds=0, ended=("failed", f"{RAISED}."))


def other_result(loop: LoopSpec) -> Comparison:
    """One gives another result, whose value is shown."""
    said = "Item 3 gave 'zebra stripes', the plain loop 'zebra'."

    def changed(each: Measurement, contestant: Contestant) -> Measurement:
        return replace(each, results_match=False, match_message=said) if contestant.strategy == "thread" else each

    return made(loop, changed=changed)


def not_compared(loop: LoopSpec) -> Comparison:
    """Results can't be compared, for a type of the code's."""
    said = "Results can't be compared: a result is of type zebra, which can't be pickled."
    return made(loop, changed=lambda each, _: replace(each, results_match=None, match_message=said))


def trial_stopped(loop: LoopSpec) -> Comparison:
    """Trying it showed that nothing can be measured."""
    return _tried(loop, Problem("task", f"It failed for item 0 ('zebra'), line 2: {RAISED}.", 2))


def trial_ruled_out(loop: LoopSpec) -> Comparison:
    """Trying it showed that processes can't run it."""
    return _tried(loop, Problem("pickle-item", f"Item 0 can't be pickled: {RAISED}."))


def _tried(loop: LoopSpec, problem: Problem) -> Comparison:
    events = list(_of(loop, CPU.events(2, None), lambda each, _: each))
    now = fold(None, events[0])
    report = judged(now.plan, PYTHON, PreflightFacts("task", items=200, problems=(problem,)))
    now = fold(now, PreflightMade((report,)))
    if report.stops:
        return fold(now, ComparisonEnded("failed", report.stops, 0.3))
    for event in events[1:]:
        if not isinstance(event, RunFinished) or event.contestant in now.contestants:
            now = fold(now, event)
    return fold(now, ComparisonEnded("done", "", 2.0))


def gil_switched_on(loop: LoopSpec) -> Comparison:
    """A module that the code imports switched the GIL on."""

    def changed(each: Measurement, contestant: Contestant) -> Measurement:
        return replace(each, gil=True, gil_by="zebra" if contestant.python == FREE.id else "")

    return made(loop, TWO_PYTHONS, changed=changed)


ENDINGS: dict[str, Made] = {
    **{outcome: one_ends(outcome) for outcome in ("failed", "crashed", "timed-out", "wrong-result", "unavailable")},
    **{
        each.__name__: each
        for each in (
            *(all_fail, cut_short, file_changed, no_round, other_result, not_compared),
            *(trial_stopped, trial_ruled_out, gil_switched_on),
        )
    },
}


def everything_in(data: bytes) -> str:
    """The file's text, and what is packed into it, in small letters."""
    packed = encode(to_document(decode(data).comparison)).decode() if is_page(data) else ""
    return (data.decode() + packed).lower()


def written(made_of: Render, comparison: Comparison) -> bytes:
    """The file; nothing where there is none of that format."""
    try:
        return made_of(comparison)
    except ExportError:
        return b""


@pytest.mark.parametrize(
    ("loop", "ending"), [*((FUNCTION, each) for each in ENDINGS), (PROGRAM, "all_fail"), (PROGRAM, "trial_ruled_out")]
)
def test_that_no_format_holds_what_code_said_gave_or_is_called(loop: LoopSpec, ending: str, tmp_path: Path) -> None:
    whole = ENDINGS[ending](loop)
    assert SECRET in everything_in(ALL[".json"](whole))
    spans = write_spans(pool(20, 2, 0.01, 0.9), tmp_path / "spans").read_bytes()
    whole = replace(whole, kept_spans=tuple(KeptSpans(each, 1, False, spans) for each in whole.contestants))
    shared = without_code(whole)
    untried = without_code(replace(whole, preflight=()))  # how many items trying it found is in no document
    assert without_code(decode(encode(to_document(whole))).comparison) == untried
    assert without_code(shared) == shared
    held = [name for name, made_of in ALL.items() if SECRET in everything_in(written(made_of, shared))]
    assert held == []


def test_that_a_verdict_of_a_later_version_and_one_without_reasons_keep_to_themselves_what_they_say() -> None:
    whole = made(FUNCTION)
    assert whole.verdict is not None
    later = replace(
        whole.verdict,
        reasons=(*whole.verdict.reasons, replace(Reason("message", RAISED), kind="novel")),  # type: ignore[arg-type]
        advice=(replace(Advice("payload", RAISED), kind="novel"),),  # type: ignore[arg-type]
    )
    older = replace(whole.verdict, kind="inconclusive", because=RAISED, reasons=(), advice=())
    odd = Oddity(whole.contestants[0], "novel", RAISED)  # type: ignore[arg-type]
    for verdict in (later, older):
        shared = without_code(replace(whole, verdict=verdict, oddities=(odd,)))
        assert SECRET not in everything_in(ALL[".json"](shared))


def test_that_what_parloop_says_by_itself_stays() -> None:
    used_up = "The budget of 20 s is used up."
    none = without_code(made(FUNCTION, rounds=0, ended=("budget", used_up)))
    assert none.verdict is not None and none.ended is not None
    assert (none.verdict.because, none.ended.message) == (used_up, used_up)
    absent = Contestant("interpreter-pool-executor", "map", PYTHON.id)
    whole = made(FUNCTION)
    missed = tuple(replace(row, outcome="not-run", message=NOT_ITS_TURN) for row in whole.rows[:1])
    overtaken = tuple(replace(row, outcome="overtaken", message="Ended after 1 s.") for row in whole.rows[1:])
    shared = without_code(replace(whole, unavailable=((absent, "needs Python 3.14+"),), rows=(*missed, *overtaken)))
    assert [message for _, message in shared.unavailable] == ["needs Python 3.14+"]
    assert {row.message for row in shared.rows} == {NOT_ITS_TURN, "Ended after 1 s."}
    assert {row.message for row in without_code(all_fail(FUNCTION)).rows[1:]} == {PLAIN_FIRST}


def test_that_an_argument_that_is_a_number_takes_no_figures_with_it() -> None:
    whole = made(PROGRAM)
    assert whole.verdict is not None
    shared = without_code(replace(whole, verdict=replace(whole.verdict, headline="Use 3 of 3 workers: 3.61×")))
    assert shared.verdict is not None
    assert shared.verdict.headline == "Use 3 of 3 workers: 3.61×"


def test_that_an_environment_is_not_called_after_its_folder() -> None:
    named = replace(PYTHON, id="3.13 (zebra .venv)")
    whole = made(FUNCTION)
    text = encode(to_document(whole)).decode().replace(f'"{PYTHON.id}"', f'"{named.id}"')
    shared = without_code(decode(text.encode()).comparison)
    assert [each.id for each in shared.plan.pythons] == ["3.13 (2)"]
    assert {each.python for each in shared.contestants} == {"3.13 (2)"}
    assert all(SECRET not in everything_in(ALL[ending](shared)) for ending in (".json", ".md", ".csv", PAGE))
