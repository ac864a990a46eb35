"""Costs are kept from one start to the next, until what they are of is another."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.bridge.host.kept_costs import VERSION, KeptCosts, key_of
from parloop_gui.model.forecast.costs import Cost, Costs
from tests.helpers.engines.mock_engine import OTHER_PYTHON, PYTHON

COSTS = Costs({"process-pool:map:fork:": Cost(0.01, 0.004, 0.0, 0.2, 0.5)}, 4e8, 0.03, 1.2, 2e-4)


def test_that_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    KeptCosts(tmp_path / "costs.json").keep(PYTHON, COSTS)
    assert KeptCosts(tmp_path / "costs.json").of(PYTHON) == COSTS
    assert KeptCosts(tmp_path / "costs.json").of(OTHER_PYTHON) == Costs()


def test_that_what_is_measured_later_is_added(tmp_path: Path) -> None:
    kept = KeptCosts(tmp_path / "costs.json")
    kept.keep(PYTHON, COSTS)
    kept.keep(PYTHON, Costs({"thread:slots::": Cost(0.0, 0.0, 1e-4, 0.2)}))
    found = kept.of(PYTHON)
    assert set(found.by_kind) == {"process-pool:map:fork:", "thread:slots::"}
    assert found.bytes_per_s == 4e8


@pytest.mark.parametrize(
    "other", [replace(PYTHON, cores=4), replace(PYTHON, version="3.11.8"), replace(PYTHON, free_threaded=True)]
)
def test_that_another_python_or_other_cores_are_measured_anew(other: object, tmp_path: Path) -> None:
    kept = KeptCosts(tmp_path / "costs.json")
    kept.keep(PYTHON, COSTS)
    assert kept.of(other) == Costs()  # type: ignore[arg-type]


def test_that_a_python_that_was_replaced_in_its_place_is_measured_anew(tmp_path: Path) -> None:
    path = tmp_path / "python"
    path.write_text("one")
    python, kept = replace(PYTHON, path=str(path)), KeptCosts(tmp_path / "costs.json")
    kept.keep(python, COSTS)
    assert kept.of(python) == COSTS
    path.write_text("another")
    assert kept.of(python) == Costs()


BROKEN = f'{{"/py/3.11": {{"key": "{VERSION}|3.11.7|2", "by_kind": {{"x": {{"start_s": "a"}}}}, "bytes_per_s": 1.0}}}}'


@pytest.mark.parametrize("text", ["", "[]", "{", '{"/py/3.11": 3}', BROKEN, BROKEN.replace('"a"', "1.0")])
def test_that_a_file_that_is_not_what_was_written_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "costs.json").write_text(text)
    assert KeptCosts(tmp_path / "costs.json").of(PYTHON) == Costs()


HOLDS = '{"/py/3.11": {"key": KEY, "by_kind": {"thread:slots::": {COST}}, "bytes_per_s": RATE, "beside_s": 0.1}}'
COST = '"start_s": 0.1, "worker_s": 0.1, "item_s": 0.1, "spread": 0.2'


@pytest.mark.parametrize(
    ("rate", "cost"),
    [
        ("0", COST),
        ("-1", COST),
        ("NaN", COST),
        ("1e999", COST),
        ("9" * 400, COST),
        *(("1e9", COST.replace("0.1", each, 1)) for each in ("NaN", "-1", "1e999", "9" * 400, "1e6")),
        *(("1e9", COST.replace("0.2", each)) for each in ("NaN", "-1", "700")),
        ("1e9", COST + ', "foreign": -2'),
    ],
)
def test_that_figures_that_no_machine_has_are_as_none(rate: str, cost: str, tmp_path: Path) -> None:
    """They were divided by, or an interval of them had no end, and the next comparison ended in a mistake."""
    file = tmp_path / "costs.json"
    holds = HOLDS.replace("KEY", json.dumps(key_of(PYTHON)))
    file.write_text(holds.replace("RATE", "1e9").replace("COST", COST))
    assert KeptCosts(file).of(PYTHON).by_kind
    file.write_text(holds.replace("RATE", rate).replace("COST", cost))
    assert KeptCosts(file).of(PYTHON) == Costs()


def test_that_a_place_where_nothing_can_be_written_costs_nothing_but_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    KeptCosts(tmp_path / "file" / "costs.json").keep(PYTHON, COSTS)


def test_that_an_event_loop_that_computes_nothing_is_known(tmp_path: Path) -> None:
    kept = KeptCosts(tmp_path / "costs.json")
    kept.keep(PYTHON, Costs({}, None, None, None, 0.0))
    assert kept.of(PYTHON).event_loop_s == 0.0
