"""A comparison to be shared: without the user's code, what it said, paths, and the names of user and host.

What is left out is left out of the comparison itself, so that no format that is made of it can hold it. A sentence of a
user's loop stays only where it is known to be Parloop's own: in any other the code may have its say.

    Comparison ─ to_document ─► plain data ─ left out ─► from_document ─► Comparison ─► any format
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, get_args

from parloop_gui.engine.catalogue import catalogue, fitness
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.private_names import ELLIPSIS, Names, labels_of, names_in
from parloop_gui.model.document.read import from_document
from parloop_gui.model.document.write import Json, to_document
from parloop_gui.model.explain.oddities import OddityKind
from parloop_gui.model.explain.verdict import AdviceKind, ReasonKind
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.statistics.summary import NOT_ITS_TURN, PLAIN_FIRST

# Stands for the code of a loop: whoever opens the document sees that it is not there, and can't run it.
LEFT_OUT = "# The code was left out when this comparison was shared.\n"
TITLE = "A private loop"
AN_EARLIER = "an earlier version"

# By these names a document holds sentences; all else of it is slugs, figures and versions.
_SENTENCES = frozenset(
    {"message", "match_message", "text", "because", "headline", "figure", "source", "sentence", "also"}
)
# By these the id of a Python, in which a folder's name may stand.
_IDS = frozenset({"id", "python", "than"})
_SAID_BY_CODE = "What it said was left out."
_WHY_LEFT_OUT = "Why was left out."
# What a user's code is the author of, as a whole; and what it may be, by an exception's words within Parloop's.
_ENDED_BY_CODE = ("failed", "crashed", "timed-out", "wrong-result")
# Comparisons end so by what the plain loop or the trial said; "cut-short" also where a file was changed.
_ENDS_WITH_CODES_WORDS = ("failed", "cut-short")
# The sentences of a verdict that figures and names alone make; what a later version says is not known to be so.
_OWN_REASONS = frozenset(get_args(ReasonKind)) - {"message"}
_OWN_ADVICE = frozenset(get_args(AdviceKind)) - {"not-comparable"}
_NOT_COMPARED = "Results were not compared. Return plain values to have them checked."


def without_code(comparison: Comparison, own_names: Iterable[str] = ()) -> Comparison:
    """The comparison as it can be shared; `own_names` are those of user, home and host."""
    document, plan = to_document(comparison), comparison.plan
    own, of_code = tuple(own_names), tuple(names_in(comparison)) if plan.loop.is_users else ()
    for run in document["runs"]:
        run["details"] = run["output"] = ""
    if plan.loop.is_users:
        own += tuple(each.gil_by for each in plan.pythons)
        _leave_out(document, comparison)
    names = Names(own, of_code, labels_of(plan.pythons))
    return from_document(_cleaned(document, names)).comparison


def _leave_out(document: Json, comparison: Comparison) -> None:
    """What a user's loop is, and every sentence that may hold its words."""
    document["plan"]["loop"] = asdict(_private(comparison))
    if comparison.plan.against is not None:  # a branch or a file
        document["plan"]["against"]["title"] = AN_EARLIER
    document.pop("handed_over", None)
    for each in (*document["runs"], *document["summary"]):
        each["message"] = _ending(each["outcome"], each.get("message", ""))
    for each in document["runs"]:
        if "match_message" in each:
            each["match_message"] = ""  # it shows values of results
    for each in (*document["runs"], *document["pythons"]):
        each["gil_by"] = ELLIPSIS if each.get("gil_by") else ""
    for each, (contestant, message) in zip(document["unavailable"], comparison.unavailable, strict=True):
        each["message"] = message if _is_own(contestant, message, comparison) else _WHY_LEFT_OUT
    if "oddities" in document:
        document["oddities"] = [each for each in document["oddities"] if each["kind"] in get_args(OddityKind)]
    ended, verdict = document["ended"], document["verdict"]
    if verdict is not None:
        _leave_out_of_verdict(verdict, ended)
    if ended is not None:
        ended["message"] = _end(ended)


def _leave_out_of_verdict(verdict: Json, ended: Json | None) -> None:
    """Its reasons and its advice; `ended` as it was."""

    def said(message: str) -> str:
        is_end = ended is not None and message == ended["message"]
        return _end(ended) if ended is not None and is_end else _SAID_BY_CODE

    reasons = [
        {**each, "text": each["text"] if each["kind"] in _OWN_REASONS else said(each["text"])}
        for each in verdict["reasons"]
    ]
    if reasons:
        verdict["because"] = " ".join(each["text"] for each in reasons)
    elif verdict["kind"] == "inconclusive" and verdict["because"]:  # older ones have no reasons
        verdict["because"] = said(verdict["because"])
    verdict["reasons"] = reasons
    verdict["advice"] = [
        {**each, "text": each["text"] if each["kind"] in _OWN_ADVICE else _NOT_COMPARED}
        for each in verdict["advice"]
        if each["kind"] in get_args(AdviceKind)
    ]


def _ending(outcome: str, message: str) -> str:
    """The sentence of a run or row that ended so."""
    if not message:
        return ""
    if outcome == "not-run":  # where the plain loop has to be mended, its sentence is in it
        return message if message == NOT_ITS_TURN else PLAIN_FIRST
    if outcome == "unavailable":  # what could not be pickled may say why
        return _WHY_LEFT_OUT
    return _SAID_BY_CODE if outcome in _ENDED_BY_CODE else message


def _end(ended: Json) -> str:
    message: str = ended["message"]
    return _WHY_LEFT_OUT if message and ended["reason"] in _ENDS_WITH_CODES_WORDS else message


def _is_own(contestant: Contestant, message: str, comparison: Comparison) -> bool:
    """Whether that is what the catalogue says of one that can't run; what trying the loop showed quotes the code."""
    loop, info = comparison.plan.loop, catalogue.find(contestant.strategy)
    if loop.code == LEFT_OUT:  # what it showed is gone already
        return True
    if not info.is_known or not any(call.slug == contestant.call for call in info.calls):
        return False
    python = next(each for each in comparison.plan.pythons if each.id == contestant.python)
    told = (
        fitness.unfit(contestant.strategy, contestant.call, loop),
        fitness.unavailable(contestant.strategy, python.version_info, sys.platform, contestant.call),
        fitness.absurd_count(contestant.strategy, comparison.sample.items or 0),
        fitness.absurd_count(contestant.strategy, comparison.sample.measured or 0),
    )
    return any(each is not None and each.text == message for each in told)


def _private(comparison: Comparison) -> LoopSpec:
    """The user's loop as one that nothing is known of but how many items it has."""
    loop = comparison.plan.loop
    return LoopSpec(
        kind="user",
        name=TITLE,
        items=comparison.sample.items or 0,
        function="task",
        seed=loop.seed,
        sample=loop.sample,
        is_async=loop.is_async,
        code=LEFT_OUT,
    )


def _cleaned(value: Any, names: Names, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(each, names, name) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(each, names, key) for each in value]
    if not isinstance(value, str):
        return value
    return names.left_out(value) if key in _SENTENCES else names.labelled(value) if key in _IDS else value
