"""A comparison as the document that is saved, sent and opened again: plain JSON, versioned.

    Comparison ─ to_document ─► dict ─ encode ─► bytes in a file
               ◄ from_document ─     ◄ decode ─

Reading stands in `read`. Figures that follow from others (throughput, shares, a run's tag) are in the
document for whoever reads it elsewhere; Parloop makes them again. Where Pythons are installed is not in it.
"""

from __future__ import annotations

import base64
import json
import math
from dataclasses import asdict
from typing import Any

from parloop_gui import __version__
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.comparison.kept_what_if import WouldBe
from parloop_gui.model.document.fields import clean_text
from parloop_gui.model.document.run_classification import run_tagger
from parloop_gui.model.events.events import ForecastMade, RunFinished
from parloop_gui.model.explain.verdict import Verdict
from parloop_gui.model.plan.plan import Against, Asked, Contestant, Plan
from parloop_gui.model.questions.asking import answer_of
from parloop_gui.model.statistics.classification import Tag
from parloop_gui.model.statistics.summary import Figure, Row

FORMAT = "parloop-comparison"
VERSION = 1

# What a row's wall times by round are called in documents, since the first.
ROUNDS_KEY = "round_walls_s"

# Characters of what a scored run printed; the warm-up pass and bad endings keep all of it.
_KEPT_OUTPUT = 2_000

Json = dict[str, Any]


def to_document(comparison: Comparison, app_version: str = __version__) -> Json:
    """The document of a comparison, finished or not, as plain data."""
    tag_of = run_tagger(comparison)
    return {
        "format": FORMAT,
        "version": VERSION,
        "created": comparison.created,
        "app_version": app_version,
        "machine": dict(comparison.machine),
        "pythons": [_python(each) for each in map(asdict, comparison.plan.pythons)],
        "plan": _plan(comparison.plan),
        "contestants": [_contestant(each) for each in comparison.contestants],
        "unavailable": [{**_contestant(each), "message": message} for each, message in comparison.unavailable],
        "estimate": asdict(comparison.estimate) if comparison.estimate else None,
        **_forecast(comparison.forecast),
        "rounds_finished": comparison.rounds_finished,
        "ended": asdict(comparison.ended) if comparison.ended else None,
        "runs": [_run(each, tag_of(each)) for each in comparison.runs],
        "summary": [_row(each) for each in comparison.rows],
        **_oddities(comparison),
        **_handed(comparison),
        "verdict": _verdict(comparison.verdict) if comparison.verdict else None,
        **_answer(comparison),
        **_what_ifs(comparison),
        **_change(comparison),
        **_spans(comparison),
    }


def encode(document: Json) -> bytes:
    """The document as a file holds it: JSON, UTF-8, one key a line."""
    return (json.dumps(as_json_holds_it(document), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def as_json_holds_it(document: Json) -> Json:
    """The document without what JSON can't hold: no half characters, and null for a number that is none."""
    cleaned: Json = _clean(document)
    return cleaned


def _spans(comparison: Comparison) -> Json:
    """Spans files of small runs in base64, once the comparison is over; no key where there are none."""
    from parloop_gui.model.timeline.shown import spans_to_keep

    kept = spans_to_keep(comparison) if comparison.ended is not None else ()
    if not kept:
        return {}
    return {
        "spans": [
            {
                **_contestant(each.contestant),
                "round": each.round,
                "recorded": each.recorded,
                "file": base64.b64encode(each.file).decode(),
            }
            for each in kept
        ]
    }


def _oddities(comparison: Comparison) -> Json:
    """What is odd about a figure; no key where nothing is."""
    found = [
        {**_contestant(each.contestant), "kind": each.kind, "text": each.text, "numbers": each.numbers}
        for each in comparison.oddities
    ]
    return {"oddities": found} if found else {}


def _handed(comparison: Comparison) -> Json:
    """What goes to processes with each task, and what tasks rely on; no key where nothing was tried."""
    return {"handed_over": [asdict(each) for each in comparison.handed]} if comparison.handed else {}


def _answer(comparison: Comparison) -> Json:
    """The answer to its question, with the claims' intervals, for whoever reads it elsewhere: it is made again here."""
    if comparison.plan.asked is None or comparison.ended is None:
        return {}
    return {"answer": asdict(answer_of(comparison.plan, comparison.rows, comparison.runs, comparison.machine))}


def _what_ifs(comparison: Comparison) -> Json:
    """What was said of its loop if it were another one; no key where nobody kept any."""
    found = [{**vars(said), "expected": [_would_be(each) for each in said.expected]} for said in comparison.what_ifs]
    return {"what_ifs": found} if found else {}


def _would_be(each: WouldBe) -> Json:
    """One strategy then: who it is, and beside that its figures."""
    figures = {"wall_s": _figure(each.wall_s), "gain": _figure(each.gain)}
    return {**_contestant(each.contestant), "workers": each.workers, **figures, "is_beyond": each.is_beyond}


def _change(comparison: Comparison) -> Json:
    """How the loop changed, as shares, for whoever reads it elsewhere; no key where no versions are compared."""
    change = comparison.change
    if change is None or comparison.ended is None:
        return {}
    middle, low, high = (math.expm1(each) for each in change.logs)
    told = {"kind": change.kind, "slower": middle, "low": low, "high": high}
    return {"change": {**told, "pairs": change.pairs, "finds": change.finds, "gate": change.gate}}


def _forecast(made: ForecastMade | None) -> Json:
    """What was expected before the first round; no key where there was no forecast."""
    if made is None:
        return {}
    each = [
        {**_contestant(one.contestant), **{key: value for key, value in vars(one).items() if key != "contestant"}}
        for one in made.forecasts
    ]
    return {"forecast": {"cut_s": made.cut_s, "forecasts": each}}


def _python(python: Json) -> Json:
    return {key: value for key, value in python.items() if key != "path"}


def _plan(plan: Plan) -> Json:
    return {
        "loop": _loop(plan.loop),
        "strategies": [f"{choice.strategy}:{choice.call}" for choice in plan.choices],
        "workers": plan.workers,
        "chunksize": plan.chunksize,
        "start_method": plan.start_method,
        "effort": plan.effort,
        "rounds": plan.rounds,
        "budget_s": plan.budget_s,
        "even": plan.even,
        **({"once": True} if plan.once else {}),
        "timeout_s": plan.timeout_s,
        "task_timeout_s": plan.task_timeout_s,
        "total_timeout_s": plan.total_timeout_s,
        "memory_limit_bytes": plan.memory_limit_bytes,
        "seed": plan.seed,
        "many": plan.many,
        **({"asked": _asked(plan.asked)} if plan.asked is not None else {}),
        **({"against": _against(plan.against)} if plan.against is not None else {}),
    }


def _loop(loop: LoopSpec) -> Json:
    """The loop without where its version was unpacked: that folder is gone."""
    return {name: value for name, value in asdict(loop).items() if name != "version"}


def _against(against: Against) -> Json:
    return {name: value for name, value in vars(against).items() if name != "loop"}


def _asked(asked: Asked) -> Json:
    return {name: value for name, value in asdict(asked).items() if value is not None}


def _contestant(contestant: Contestant) -> Json:
    """Who it is. Of its arrangement the width and the point always; the rest, newer than version 1, where it is set."""
    own = contestant.arrangement
    rare: Json = {"own_chunksize": own.chunksize, "own_start_method": own.start_method, "own_sample": own.sample}
    rare["source"], rare["own_params"] = own.source, dict(own.params) or None
    return {
        "strategy": contestant.strategy,
        "call": contestant.call,
        "python": contestant.python,
        "point": own.point,
        "own_workers": own.workers,
        **{name: value for name, value in rare.items() if value is not None},
    }


def _run(run: RunFinished, tag: Tag | None) -> Json:
    ended, warm_up = run.ended, run.round == 0
    measured: Json = asdict(ended.measurement) if ended.measurement else {}
    return {
        "id": run.run,
        "round": run.round,
        "warm_up": warm_up,
        **_contestant(run.contestant),
        "asked_workers": run.workers,
        "outcome": ended.outcome,
        "message": ended.message,
        **({"limit": ended.limit} if ended.limit is not None else {}),
        **({"anew": ended.anew} if ended.anew is not None else {}),
        **({"cut_cpu_s": ended.cut_cpu_s} if ended.cut_cpu_s is not None else {}),
        **({"censored_s": run.censored_s} if run.censored_s is not None else {}),
        **({"disturbed": True} if run.disturbed else {}),
        **measured,
        **_derived(run, tag),
        "noise": asdict(ended.noise),
        "details": ended.details,
        "output": ended.output if warm_up or ended.outcome != "finished" else ended.output[:_KEPT_OUTPUT],
    }


def _derived(run: RunFinished, tag: Tag | None) -> Json:
    measured = run.ended.measurement
    if measured is None:
        return {}
    return {
        "throughput_per_s": measured.items / measured.wall_s if measured.wall_s > 0 else None,
        "tag": tag.slug if tag else None,
        "cpu_share": tag.cpu_share if tag else None,
        "core_wait_share": tag.core_wait_share if tag else None,
        "gil_wait_share": tag.gil_wait_share if tag else None,
        "each_other_share": tag.each_other_share if tag else None,
    }


# What of a row is a median with its interval.
FIGURES = ("wall_s", "throughput_per_s", "speedup", "slower")


def _row(row: Row) -> Json:
    keys = {"round_wall_times_s": ROUNDS_KEY}
    fields = {keys.get(key, key): value for key, value in vars(row).items() if key not in ("contestant", "tag")}
    for name in FIGURES:
        fields[name] = _figure(fields[name])
    fields["remedied"] = [asdict(each) for each in row.remedied]
    return {**_contestant(row.contestant), **fields, **_tag(row.tag)}


def _figure(figure: Figure | None) -> Json | None:
    return asdict(figure) if figure else None


def _tag(tag: Tag | None) -> Json:
    if tag is None:
        return {"tag": None}
    fields = asdict(tag)
    return {"tag": fields.pop("slug"), **fields}


def _verdict(verdict: Verdict) -> Json:
    fields = asdict(verdict)
    fields["contestant"] = _contestant(verdict.contestant) if verdict.contestant else None
    return fields


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {clean_text(str(key)): _clean(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    return value
