"""The document: written, and read back the same."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

from parloop_gui.model.document.read import decode, from_document, read
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.model.events.events import ComparisonEnded
from parloop_gui.model.explain.verdict import Gain
from parloop_gui.model.export.formats import FORMATS
from parloop_gui.model.plan.plan import Arrangement
from parloop_gui.model.report.conditions import settings
from parloop_gui.model.statistics.summary import Figure
from tests.helpers.comparisons.finished import a_comparison, a_document

RUN_KEYS = {
    "id",
    "round",
    "warm_up",
    "strategy",
    "call",
    "python",
    "point",
    "width",
    "workers",
    "chunksize",
    "start_method",
    "outcome",
    "message",
    "wall_s",
    "startup_s",
    "work_s",
    "winddown_s",
    "first_result_s",
    "throughput_per_s",
    "cpu_s",
    "peak_rss_bytes",
    "tasks",
    "tag",
    "cpu_share",
    "core_wait_share",
    "gil_wait_share",
    "results_match",
    "noise",
}
ROW_KEYS = {
    "strategy",
    "call",
    "python",
    "point",
    "rounds",
    "width",
    "wall_s",
    "throughput_per_s",
    "speedup",
    "rank",
    "level_with_best",
    "tag",
    "cpu_share",
    "gil",
    "outcome",
    "message",
}


def test_that_a_document_read_back_gives_the_same_document() -> None:
    first = encode(to_document(a_comparison()))
    again = decode(first)
    assert encode(to_document(again.comparison, again.app_version)) == first


def test_that_a_comparison_read_back_is_the_same_but_for_where_its_pythons_are() -> None:
    comparison = a_comparison()
    pythons = tuple(replace(each, path="") for each in comparison.plan.pythons)
    expected = replace(comparison, plan=replace(comparison.plan, pythons=pythons))
    assert decode(encode(to_document(comparison))).comparison == expected


def test_that_an_unfinished_comparison_can_be_written_and_read() -> None:
    ended = ComparisonEnded("stopped")
    comparison = replace(a_comparison(), rows=(), verdict=None, runs=(), ended=ended, estimate=None)
    assert decode(encode(to_document(comparison))).comparison.ended == ended


def test_that_every_key_of_the_format_is_there() -> None:
    document = a_document()
    assert (document["format"], document["version"]) == ("parloop-comparison", 1)
    assert {"created", "app_version", "machine", "pythons", "plan", "runs", "summary", "verdict"} <= set(document)
    assert set(document["runs"][0]) >= RUN_KEYS
    assert all(ROW_KEYS - {"cpu_share", "gil"} <= set(row) for row in document["summary"])
    assert set(document["summary"][0]) >= ROW_KEYS
    assert document["plan"]["strategies"][1] == "thread-pool-executor:map"
    assert set(document["summary"][0]["wall_s"]) == {"median", "low", "high"}
    assert document["verdict"]["advice"][0]["kind"] == "start-up"


def test_that_no_interpreters_path_is_written_or_taken_from_a_document() -> None:
    document = a_document()
    assert "somewhere" not in json.dumps(document)
    document["pythons"][0]["path"] = "/bin/evil"
    assert from_document(document).comparison.plan.pythons[0].path == ""


def test_that_an_interval_without_an_end_survives() -> None:
    comparison = a_comparison()
    row = replace(comparison.rows[0], speedup=Figure(1.0, -math.inf, math.inf))
    again = decode(encode(to_document(replace(comparison, rows=(row,)))))
    assert again.comparison.rows[0].speedup == Figure(1.0, -math.inf, math.inf)


def test_that_text_that_is_no_unicode_is_written_and_read() -> None:
    comparison = replace(a_comparison(), ended=ComparisonEnded("failed", "bad \udcff name"))
    again = decode(encode(to_document(comparison))).comparison.ended
    assert again == ComparisonEnded("failed", "bad ? name")


def test_that_a_document_with_more_and_fewer_optional_keys_is_read() -> None:
    document = a_document()
    document["later"] = {"x": 1}
    document["runs"][0]["later"] = [1]
    for name in ("estimate", "ended", "unavailable", "rounds_finished"):
        del document[name]
    assert from_document(document).comparison.unavailable == ()


def test_that_a_document_of_the_first_version_is_opened_for_ever() -> None:
    """Never write this file anew: it is what a user kept."""
    kept = Path(__file__).resolve().parents[2] / "data" / "documents" / "version-1.parloop"
    comparison = read(kept).comparison
    assert comparison.verdict is not None
    assert comparison.verdict.headline == "Use ProcessPoolExecutor"
    assert (comparison.rounds_finished, len(comparison.runs)) == (2, 10)
    assert [row.round_wall_times_s for row in comparison.rows] == [(1.0, 1.0), (1.1, 1.1), (0.54, 0.54), ()]
    assert [advice.kind for advice in comparison.verdict.advice] == ["main-guard"], "a kind that is no more"
    for ending, render in FORMATS.items():
        if ending not in (".trace.json", ".patch"):  # it has no tasks' times, and its loop is no program's
            assert render(comparison)


def test_that_the_limit_that_ended_a_run_survives() -> None:
    comparison = a_comparison()
    late = replace(comparison.runs[-1].ended, outcome="timed-out", limit="task")
    runs = (*comparison.runs[:-1], replace(comparison.runs[-1], ended=late))
    assert decode(encode(to_document(replace(comparison, runs=runs)))).comparison.runs == runs


def test_that_why_a_run_went_to_its_loop_by_itself_survives_and_is_told() -> None:
    comparison = a_comparison()
    anew = replace(comparison.runs[-1], ended=replace(comparison.runs[-1].ended, anew="thread"))
    again = decode(encode(to_document(replace(comparison, runs=(*comparison.runs[:-1], anew))))).comparison
    assert again.runs[-1] == anew
    assert dict(settings(again))["Way there"] == "each run imports it anew: the file has started a thread"
    assert "Way there" not in dict(settings(comparison))


def test_that_everyone_once_survives_and_is_told() -> None:
    comparison = replace(a_comparison(), plan=replace(a_comparison().plan, rounds=1, once=True))
    again = decode(encode(to_document(comparison))).comparison
    assert again.plan.once
    assert dict(settings(again))["Effort"] == "each strategy once, as asked for"


def test_that_a_budget_of_its_own_and_an_even_measure_survive_and_are_not_asked_for() -> None:
    comparison = replace(a_comparison(), plan=replace(a_comparison().plan, budget_s=45.0, even=True))
    plan = decode(encode(to_document(comparison))).comparison.plan
    assert (plan.budget_s, plan.even) == (45.0, True)
    document = a_document()
    assert (document["plan"].pop("budget_s"), document["plan"].pop("even")) == (None, False)
    plan = from_document(document).comparison.plan
    assert (plan.budget_s, plan.even, plan.seconds) == (None, False, 20.0)


def test_that_a_run_that_was_overtaken_and_a_row_that_never_ran_survive() -> None:
    comparison = a_comparison()
    cut = comparison.runs[-1]
    cut = replace(cut, ended=replace(cut.ended, outcome="overtaken", message="Over 3 times slower."), censored_s=3.25)
    never = replace(comparison.rows[-1], outcome="not-run", state="not-run", message="Not run: mend the plain loop.")
    comparison = replace(comparison, runs=(*comparison.runs[:-1], cut), rows=(*comparison.rows[:-1], never))
    again = decode(encode(to_document(comparison))).comparison
    assert (again.runs[-1], again.rows[-1]) == (cut, never)
    assert "censored_s" not in to_document(comparison)["runs"][0]


def test_that_what_a_contestant_arranges_for_itself_survives() -> None:
    comparison = a_comparison()
    own = Arrangement(workers=3, chunksize=7, start_method="spawn", sample=5, source="git:old", point=0.25)
    arranged = replace(comparison.rows[1].contestant, arrangement=own)
    rows = (comparison.rows[0], replace(comparison.rows[1], contestant=arranged))
    again = decode(encode(to_document(replace(comparison, rows=rows))))
    assert again.comparison.rows[1].contestant == arranged


def test_that_kinds_and_figures_stand_beside_each_sentence() -> None:
    verdict = a_document()["verdict"]
    assert verdict["gain"] == {
        "speedup": {"median": 1.85, "low": 1.8, "high": 1.9},
        "than": "3.11",
        "names_python": False,
        "measured": None,
        "items": None,
        "rounds": None,
        "forecast": None,
    }
    assert [(each["kind"], each["numbers"]) for each in verdict["reasons"]] == [
        ("turns", {"gil_wait_share": 0.49, "speedup": 0.909})
    ]
    assert verdict["because"] == " ".join(each["text"] for each in verdict["reasons"])
    assert verdict["advice"][0]["numbers"] == {"starting_share": 0.28}


def test_that_a_document_without_kinds_is_read_and_its_gain_is_that_of_its_row() -> None:
    document = a_document()
    document["verdict"] = {
        key: value for key, value in document["verdict"].items() if key not in ("gain", "reasons")
    } | {"advice": [{"kind": "start-up", "text": "Make the workers once."}]}
    document["summary"][2]["speedup"] = {"median": 1.85, "low": 1.8, "high": 1.9}
    verdict = from_document(document).comparison.verdict
    assert verdict is not None
    assert verdict.gain == Gain(Figure(1.85, 1.8, 1.9), "3.11")
    assert (verdict.reasons, verdict.advice[0].numbers) == ((), {})
    document["summary"][2]["speedup"]["median"] = 3.0
    other = from_document(document).comparison.verdict
    assert other is not None
    assert other.gain is None, "the row says something else"


def test_that_what_is_used_of_a_loop_stays_as_it_is_and_what_is_shown_is_made_visible() -> None:
    data = a_document()
    odd = "x = 1\x0c\r\n# \u202e\n"
    used = {"path": "/a\x1b.py", "items": "'\u202e'", "code": odd}
    data["plan"]["loop"] |= {"kind": "user", "function": "task", **used}
    data["machine"] = {"system": "\x1b[2J"}
    read_back = from_document(data).comparison
    assert {name: getattr(read_back.plan.loop, name) for name in used} == used
    assert read_back.machine == {"system": r"\x1b[2J"}
