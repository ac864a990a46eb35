"""Shared without code and paths: what the user wrote and is called is in no format."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest

from parloop_gui.engine.protocol.loop_spec import LoopSpec, Program
from parloop_gui.engine.protocol.messages import RunEnded
from parloop_gui.engine.protocol.preflight_facts import Habits, Part, Payload
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.in_page import is_page
from parloop_gui.model.document.read import decode
from parloop_gui.model.document.without_code import without_code
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.explain.handed_over import Handed
from parloop_gui.model.explain.verdict import Advice, Reason
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.formats import FORMATS, PAGE
from parloop_gui.ui.report.page import render
from tests.helpers.comparisons.scenes import CPU, PYTHON

HOME, HOST = "/home/jdoe", "secrethost"
# The last is no name in the code: an exception said it.
SECRETS = ("zebra", "jdoe", HOST, "lemonade")
SOURCE = "def zebra_price(row):\n    return zebra_rates[row]\n"
FORMATS_OF_ALL = {**FORMATS, PAGE: render}

FUNCTION = LoopSpec("user", "zebra_price", "zebra_rows", path=f"{HOME}/zebra.py", function="zebra_price", code=SOURCE)
PROGRAM = LoopSpec(
    "program",
    "for zebra in zebra_rows:",
    "zebra_rows",
    path=f"{HOME}/zebra.py",
    program=Program(SOURCE, 1, (1, 2), ("--zebra",), ("zebra_rates",), source=SOURCE),
)


def of(loop: LoopSpec) -> Comparison:
    """A comparison of that loop, in which everything that can says something of it."""
    made = CPU.comparison(3)
    own = f"zebra_price() of {HOME}/zebra.py, line 3, failed on {HOST}: 'zebra_rates' can't be pickled."
    said = f"{own} No more lemonade."
    runs = tuple(replace(run, ended=_talking(run.ended, own, said)) for run in made.runs)
    rows = tuple(
        replace(row, outcome="failed", message=said) if row.contestant.strategy == "process" else row
        for row in made.rows
    )
    verdict = (
        replace(
            made.verdict,
            headline="Use Pool for zebra_price()",
            because=said,
            reasons=(Reason("message", said),),
            advice=(Advice("payload", own), Advice("not-comparable", said)),
        )
        if made.verdict is not None
        else None
    )
    handed = Handed(PYTHON.id, Payload((Part("argument", "zebra_rates", 9, 1.0, 1.0),)), Habits(("zebra_cache",)))
    plan = replace(made.plan, loop=loop, pythons=(replace(PYTHON, path=f"{HOME}/bin/python"),))
    return replace(made, plan=plan, runs=runs, rows=rows, verdict=verdict, handed=(handed,))


def _talking(ended: RunEnded, own: str, said: str) -> RunEnded:
    return replace(ended, message=own, details=f"Traceback: {said}", output=f"zebra {HOME}\n")


def everything_in(data: bytes) -> str:
    """The file's text, and what is packed into it."""
    text = data.decode()
    return text + (encode(to_document(decode(data).comparison)).decode() if is_page(data) else "")


@pytest.mark.parametrize("ending", FORMATS_OF_ALL)
@pytest.mark.parametrize("loop", [FUNCTION, PROGRAM], ids=["function", "program"])
def test_that_no_format_tells_of_code_paths_or_names(loop: LoopSpec, ending: str) -> None:
    shared = without_code(of(loop), (HOME, "jdoe", HOST))
    with contextlib.suppress(ExportError):
        text = everything_in(FORMATS_OF_ALL[ending](shared))
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("loop", [FUNCTION, PROGRAM], ids=["function", "program"])
def test_that_with_code_the_document_tells_all_of_them(loop: LoopSpec) -> None:
    text = everything_in(render(of(loop)))
    assert [secret for secret in SECRETS if secret not in text] == []


def test_that_figures_verdict_and_spans_stay() -> None:
    whole = of(FUNCTION)
    shared = without_code(whole)
    assert [row.wall_s for row in shared.rows] == [row.wall_s for row in whole.rows]
    assert [run.ended.measurement for run in shared.runs] == [run.ended.measurement for run in whole.runs]
    assert shared.verdict is not None
    assert shared.verdict.contestant == (whole.verdict.contestant if whole.verdict else None)
    assert without_code(shared) == shared


def test_that_a_built_in_loop_keeps_its_name_and_its_sentences() -> None:
    whole = CPU.comparison(3)
    shared = without_code(whole, (HOME, "jdoe", HOST))
    assert shared.plan.loop == whole.plan.loop
    assert shared.verdict == whole.verdict
    assert FORMATS[".py"](shared) == FORMATS[".py"](whole)


@pytest.mark.parametrize("ending", [".py", ".patch"])
def test_that_there_is_no_code_to_write_where_it_was_left_out(ending: str) -> None:
    with pytest.raises(ExportError):
        FORMATS[ending](without_code(of(FUNCTION)))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It reads /srv/data/rows.csv, line 3.", "It reads …, line 3."),
        (r"It reads C:\Users\jd\rows.csv.", "It reads …."),
        (r"It reads \\server\share\rows.csv: gone.", "It reads …: gone."),
        ("It reads ~/rows.csv", "It reads …"),
        ("1,000 tasks/s and 3/4 of it, 1.9× faster.", "1,000 tasks/s and 3/4 of it, 1.9× faster."),
    ],
)
def test_that_paths_are_left_out_and_units_are_not(said: str, shown: str) -> None:
    made = CPU.comparison(3)
    assert made.verdict is not None
    shared = without_code(replace(made, verdict=replace(made.verdict, because=said)))
    assert shared.verdict is not None
    assert shared.verdict.because == shown
