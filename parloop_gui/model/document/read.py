"""Reads a document back: everything is checked, nothing in it is run, no path in it is used."""

from __future__ import annotations

import base64
import json
import keyword
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TypeVar

from parloop_gui.engine.protocol.kinds import Outcome, StartMethod
from parloop_gui.engine.protocol.messages import LoopSpec, Measurement, Noise, RunEnded
from parloop_gui.engine.protocol.regular_file import read_regular
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.comparison.kept_what_if import KeptWhatIf, WouldBe
from parloop_gui.model.document import in_page
from parloop_gui.model.document.fields import (
    MOST_ENTRIES,
    DocumentError,
    as_list,
    as_object,
    build,
    check_count,
    fit,
    shown_path,
)
from parloop_gui.model.document.older import with_gain
from parloop_gui.model.document.write import FIGURES, FORMAT, ROUNDS_KEY, VERSION, Json
from parloop_gui.model.events.events import ComparisonEnded, EstimateMade, ForecastMade, RunFinished
from parloop_gui.model.events.forecast import Forecast
from parloop_gui.model.events.kept_spans import MOST_BYTES as MOST_SPANS_BYTES
from parloop_gui.model.events.kept_spans import MOST_TASKS, KeptSpans
from parloop_gui.model.explain.handed_over import Handed
from parloop_gui.model.explain.oddities import Oddity
from parloop_gui.model.explain.verdict import Advice, Gain, Reason, Verdict
from parloop_gui.model.plan.plan import EFFORTS, Against, Arrangement, Asked, Choice, Contestant, Interpreter, Plan
from parloop_gui.model.statistics.classification import Bound, Tag
from parloop_gui.model.statistics.summary import Figure, Row

T = TypeVar("T")

# A comparison of 200 rounds is a few MB; what is larger is not read, however it came about.
MOST_BYTES = 64 * 2**20
# More than 200 rounds of 1,000 strategies have.
MOST_RUNS = 200_000


@dataclass(frozen=True)
class Document:
    """A document that was read: the comparison, as a running one would show it, and who wrote it."""

    comparison: Comparison
    app_version: str


def read(path: Path) -> Document:
    """The document in a file, which may be a report; raises DocumentError, also where the file can't be read."""
    try:
        data = read_regular(path, MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no file name"
        raise DocumentError(f"Can't open {shown_path(path)}: {reason.lower()}.") from None
    return decode(data)


def decode(data: bytes) -> Document:
    """The document that these bytes hold, as they are or in a page; raises DocumentError."""
    if in_page.is_page(data):
        data = in_page.found_in(data, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise DocumentError(f"The document is larger than {MOST_BYTES >> 20} MB.")
    check_count(data)
    try:
        return from_document(json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant))
    except DocumentError:
        raise
    except (ValueError, RecursionError):
        raise DocumentError("This is not a Parloop comparison: the file does not hold JSON.") from None


def from_document(data: Any) -> Document:
    """The typed document from plain data; raises DocumentError."""
    _check_format(data)
    plan = _plan(data)
    comparison = Comparison(
        plan=plan,
        created=fit(str, data.get("created", ""), "created"),
        machine=fit(dict[str, str | int | float | None], data.get("machine", {}), "machine"),
        contestants=tuple(_contestant(each, "contestants") for each in _objects(data, "contestants")),
        unavailable=tuple(
            (_contestant(each, "unavailable"), fit(str, each.get("message", ""), "unavailable.message"))
            for each in _objects(data, "unavailable")
        ),
        runs=tuple(_run(each) for each in _objects(data, "runs", MOST_RUNS)),
        rounds_finished=fit(int, data.get("rounds_finished", 0), "rounds_finished"),
        estimate=fit(EstimateMade | None, data.get("estimate"), "estimate"),
        forecast=_forecast(data.get("forecast")),
        ended=fit(ComparisonEnded | None, data.get("ended"), "ended"),
        rows=tuple(_row(each) for each in _objects(data, "summary")),
        verdict=_verdict(data.get("verdict")),
        oddities=tuple(map(_oddity, _objects(data, "oddities"))),
        handed=tuple(build(Handed, each, "handed_over") for each in _objects(data, "handed_over")),
        kept_spans=tuple(map(_spans, _objects(data, "spans"))),
        what_ifs=tuple(map(_what_if, _objects(data, "what_ifs"))),
    )
    _check_whole(comparison)
    return Document(with_gain(comparison), fit(str, data.get("app_version", ""), "app_version"))


def _check_whole(comparison: Comparison) -> None:
    """Whether the parts belong together: everything that ran, ran under one of the Pythons."""
    known = {python.id for python in comparison.plan.pythons}
    named = [
        *comparison.contestants,
        *(each for each, _ in comparison.unavailable),
        *(run.contestant for run in comparison.runs),
        *(row.contestant for row in comparison.rows),
        *(kept.contestant for kept in comparison.kept_spans),
        *(each.contestant for each in comparison.oddities),
        *(each.contestant for said in comparison.what_ifs for each in said.expected),
        *(each.contestant for each in (comparison.forecast.forecasts if comparison.forecast else ())),
        *([comparison.verdict.contestant] if comparison.verdict and comparison.verdict.contestant else []),
    ]
    strangers = sorted({contestant.python for contestant in named} - known)
    if strangers:
        raise DocumentError(
            f"The document is broken: it has no Python {strangers[0]!r:.40}, and something ran under it."
        )
    rounds = [*(run.round for run in comparison.runs), *(kept.round for kept in comparison.kept_spans)]
    if any(number < 0 for number in rounds) or comparison.rounds_finished < 0:
        raise DocumentError("The document is broken: a round has a number below 0.")


def _check_format(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DocumentError("This is not a Parloop comparison.")
    version = fit(int, data.get("version"), "version")
    if version > VERSION:
        raise DocumentError(
            f"This document was written by a newer Parloop (document version {version}; this one reads {VERSION})."
        )
    if version < 1:
        raise DocumentError(f"The document is broken: version can't be {version}.")


def _plan(data: Json) -> Plan:
    plan = as_object(data.get("plan"), "plan")
    effort = fit(str, plan.get("effort", "standard"), "plan.effort")
    if effort not in EFFORTS:
        raise DocumentError(f"The document is broken: plan.effort can't be {effort!r:.40}.")
    budget_s = fit(float | None, plan.get("budget_s"), "plan.budget_s")
    if budget_s is not None and budget_s <= 0:
        raise DocumentError(f"The document is broken: plan.budget_s can't be {budget_s:g}.")
    return build(
        Plan,
        plan,
        "plan",
        loop=_loop(plan.get("loop")),
        choices=tuple(_choice(each) for each in as_list(plan.get("strategies", []), "plan.strategies", MOST_ENTRIES)),
        pythons=tuple(map(python_from, _objects(data, "pythons"))),
        effort=effort,
        asked=fit(Asked | None, plan.get("asked"), "plan.asked"),
        against=_against(plan.get("against")),
    )


def _against(value: Any) -> Against | None:
    """What it was compared with; the loop of that version is not kept."""
    return None if value is None else build(Against, value, "plan.against", loop=None)


def python_from(data: Mapping[str, Any]) -> Interpreter:
    """A Python as it was described; where it is installed here, only looking for it can tell."""
    python = build(Interpreter, data, "pythons", path="")
    if not re.match(r"[0-9]{1,4}\.[0-9]{1,4}(\.|$)", python.version):
        raise DocumentError(f"The document is broken: pythons.version can't be {python.version!r:.40}.")
    return python


def _loop(value: Any) -> LoopSpec:
    """A loop whose names are names: they become part of a script when one is exported."""
    loop = build(LoopSpec, value, "plan.loop", version=None)
    if loop.kind == "fault":
        raise DocumentError(f"The document is broken: plan.loop.kind can't be {loop.kind!r:.40}.")
    if (loop.kind == "program") != (loop.program is not None):
        raise DocumentError(f"The document is broken: plan.loop.program does not go with the kind {loop.kind!r}.")
    if loop.kind == "builtin" and not isinstance(loop.items, int):
        raise DocumentError("The document is broken: plan.loop.items is a number for a built-in loop.")
    if loop.kind == "user" and loop.function is None:
        raise DocumentError("The document is incomplete: plan.loop.function is missing.")
    if loop.path and not PurePath(loop.path).name:  # "/": a script would import a module without a name
        raise DocumentError("The document is broken: plan.loop.path is the name of no file.")
    method = (loop.function or "").split(".") if loop.kind == "user" else [loop.function]
    for name in (*method, loop.setup, str(loop.items) if loop.items_kind == "function" else None):
        if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
            raise DocumentError(f"The document is broken: {name!r:.40} is not the name of a function.")
    return loop


def _choice(value: Any) -> Choice:
    strategy, _, call = fit(str, value, "plan.strategies").partition(":")
    return Choice(strategy, call)


def _contestant(value: Any, where: str) -> Contestant:
    data = as_object(value, where)

    def own(kind: Any, name: str) -> Any:
        return fit(kind, data.get(name), f"{where}.{name}")

    arrangement = Arrangement(
        workers=own(int | None, "own_workers"),
        chunksize=own(int | None, "own_chunksize"),
        start_method=own(StartMethod | None, "own_start_method"),
        sample=own(int | None, "own_sample"),
        source=own(str | None, "source"),
        params=tuple(fit(dict[str, int | float], data.get("own_params", {}), f"{where}.own_params").items()),
        point=own(float | None, "point"),
    )
    return build(Contestant, data, where, arrangement=arrangement)


def _run(data: Json) -> RunFinished:
    outcome = _outcome(data, "runs")
    measurement = build(Measurement, data, "runs") if data.get("wall_s") is not None else None
    ended = build(
        RunEnded,
        data,
        "runs",
        run=fit(str, data.get("id"), "runs.id"),
        outcome=outcome,
        measurement=measurement,
        noise=build(Noise, data.get("noise", {}), "runs.noise"),
    )
    return RunFinished(
        run=ended.run,
        contestant=_contestant(data, "runs"),
        round=fit(int, data.get("round"), "runs.round"),
        ended=ended,
        workers=fit(int | None, data.get("asked_workers"), "runs.asked_workers"),
        censored_s=fit(float | None, data.get("censored_s"), "runs.censored_s"),
        disturbed=fit(bool, data.get("disturbed", False), "runs.disturbed"),
    )


def _outcome(data: Json, where: str) -> Outcome:
    outcome: Outcome = fit(Outcome, data.get("outcome", "finished"), f"{where}.outcome")
    return outcome


def _row(data: Json) -> Row:
    figures = {name: _figure(data.get(name), f"summary.{name}") for name in FIGURES}
    tag = None
    if data.get("tag") is not None:
        tag = build(Tag, data, "summary", slug=fit(Bound, data["tag"], "summary.tag"))
    return build(
        Row,
        data,
        "summary",
        contestant=_contestant(data, "summary"),
        outcome=_outcome(data, "summary"),
        tag=tag,
        round_wall_times_s=fit(tuple[float, ...], data.get(ROUNDS_KEY, []), f"summary.{ROUNDS_KEY}"),
        **figures,
    )


def _oddity(data: Json) -> Oddity:
    """What is odd about a figure; its kind may be one that this version has no more, or not yet."""
    kind = fit(str, data.get("kind"), "oddities.kind")
    return build(Oddity, data, "oddities", contestant=_contestant(data, "oddities"), kind=kind)


def _what_if(data: Json) -> KeptWhatIf:
    """What was said of the loop if it were another one, as it was said."""
    expected = tuple(
        build(
            WouldBe,
            each,
            "what_ifs.expected",
            contestant=_contestant(each, "what_ifs.expected"),
            wall_s=_figure(as_object(each.get("wall_s"), "what_ifs.wall_s"), "what_ifs.wall_s"),
            gain=_figure(as_object(each.get("gain"), "what_ifs.gain"), "what_ifs.gain"),
        )
        for each in _objects(data, "expected")
    )
    said = build(KeptWhatIf, data, "what_ifs", expected=expected)
    if not said.is_sound:
        raise DocumentError("The document is broken: what_ifs suppose what can’t be.")
    return said


def _forecast(value: Any) -> ForecastMade | None:
    """What was expected before the first round; documents of before hold none."""
    if value is None:
        return None
    data = dict(as_object(value, "forecast"))
    each = _objects(data, "forecasts")
    made = tuple(build(Forecast, one, "forecasts", contestant=_contestant(one, "forecasts")) for one in each)
    return build(ForecastMade, data, "forecast", forecasts=made)


def _spans(data: Json) -> KeptSpans:
    """A run's spans, checked as the file of a run is."""
    from parloop_gui.model.timeline.reading import spans_in
    from parloop_gui.model.timeline.spans import SpansError

    text = fit(str, data.get("file"), "spans.file")
    try:
        kept = build(KeptSpans, data, "spans", contestant=_contestant(data, "spans"), file=_bytes(text))
        if not 0 < spans_in(kept.file).tasks <= MOST_TASKS:
            raise DocumentError(f"The document is broken: spans hold 1 to {MOST_TASKS:,} tasks.")
    except SpansError as error:
        raise DocumentError(f"The document is broken. {error}") from None
    return kept


def _bytes(text: str) -> bytes:
    if len(text) > 2 * MOST_SPANS_BYTES:
        raise DocumentError("The document is broken: spans.file is too long.")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise DocumentError("The document is broken: spans.file is not in base64.") from None


def _figure(value: Any, where: str) -> Figure | None:
    """A figure; an end of an interval that is null is one that nothing bounds."""
    if value is None:
        return None
    data = as_object(value, where)
    unbounded = {"low": -math.inf, "high": math.inf}
    ends = {name: end for name, end in unbounded.items() if data.get(name, 0.0) is None}
    return build(Figure, data, where, **ends)


def _verdict(value: Any) -> Verdict | None:
    if value is None:
        return None
    data = as_object(value, "verdict")
    contestant = data.get("contestant")
    named = _contestant(contestant, "verdict.contestant") if contestant is not None else None
    return build(
        Verdict,
        data,
        "verdict",
        contestant=named,
        gain=_gain(data.get("gain")),
        advice=_sentences(Advice, data.get("advice", []), "verdict.advice"),
        reasons=_sentences(Reason, data.get("reasons", []), "verdict.reasons"),
    )


def _gain(value: Any) -> Gain | None:
    if value is None:
        return None
    data, where = as_object(value, "verdict.gain"), "verdict.gain.speedup"
    expected = _figure(data.get("forecast"), "verdict.gain.forecast")
    speedup = _figure(as_object(data.get("speedup"), where), where)
    return build(Gain, data, "verdict.gain", speedup=speedup, forecast=expected)


def _sentences(cls: type[T], value: Any, where: str) -> tuple[T, ...]:
    """Sentences with their kinds, which may be some that this version has no more, or not yet."""
    found = [as_object(each, where) for each in as_list(value, where, MOST_ENTRIES)]
    return tuple(build(cls, each, where, kind=fit(str, each.get("kind"), f"{where}.kind")) for each in found)


def _objects(data: Json, name: str, most: int = MOST_ENTRIES) -> list[Json]:
    return [dict(as_object(each, name)) for each in as_list(data.get(name, []), name, most)]


def _no_constant(name: str) -> Any:
    raise DocumentError(f"The document is broken: {name} is not a number that JSON knows.")
