"""Which question of the lab a verdict raises."""

from __future__ import annotations

import pytest

from parloop_gui.model.explain.raised import raised
from parloop_gui.model.explain.verdict import Advice, AdviceKind, Reason, ReasonKind, Verdict, VerdictKind
from parloop_gui.model.questions.asking import QUESTIONS
from tests.helpers.comparisons.scenes import CPU, IO, NO_HELP
from tests.helpers.engines.mock_engine import plan


@pytest.mark.parametrize(
    ("kind", "reasons", "advice", "first"),
    [
        ("winner", (), ("more-workers",), "workers"),
        ("winner", (), ("short-tasks",), "chunk"),
        ("winner", ("mixed",), (), "cpu-share"),
        ("keep-plain-loop", ("starting",), (), "items"),
        ("keep-plain-loop", (), (), "workers"),
        ("level", ("chunk-size",), (), "chunk"),
    ],
)
def test_that_kinds_of_reasons_and_advice_raise_their_question(
    kind: VerdictKind, reasons: tuple[ReasonKind, ...], advice: tuple[AdviceKind, ...], first: str
) -> None:
    verdict = Verdict(
        kind,
        "Some words",
        "",
        "",
        reasons=tuple(Reason(each, "words") for each in reasons),
        advice=tuple(Advice(each, "words") for each in advice),
    )
    every = list(raised(verdict, plan()))
    assert every[0].question == first
    assert all(each.question in QUESTIONS for each in every)


@pytest.mark.parametrize("kind", ["measuring", "answer", "inconclusive", "not-told-apart"])
def test_that_a_verdict_that_names_nobody_raises_none(kind: VerdictKind) -> None:
    assert list(raised(Verdict(kind, "", "", ""), plan())) == []


def test_that_real_verdicts_raise_what_a_reader_would_ask() -> None:
    said = {}
    for name, scene in (("computes", CPU), ("waits", IO), ("no help", NO_HELP)):
        comparison = scene.comparison(12)
        assert comparison.verdict is not None
        said[name] = next(raised(comparison.verdict, comparison.plan)).words
    assert said["waits"] == "More workers?"
    assert said["no help"] in ("Why no faster?", "From how many items does it pay?")
