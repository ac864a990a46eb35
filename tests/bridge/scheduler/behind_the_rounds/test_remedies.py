"""Behind the last round: what less handed over would come to, of the pool that loses by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from parloop_gui.bridge.host.span_store import SpansFiles
from parloop_gui.bridge.scheduler.preflight import Preflight
from parloop_gui.engine.protocol.kinds import EffectKind
from parloop_gui.engine.protocol.messages import LoopSpec, Part, Payload
from parloop_gui.engine.protocol.preflight_facts import Arrival, Effect
from parloop_gui.model.comparison.comparison import Comparison
from tests.bridge.scheduler.test_conductor_preflight import FINE, MadeUp
from tests.helpers.engines.conducting import FAST, conducting
from tests.helpers.engines.mock_engine import MockEngine, plan

SHARED = Part("element", "image", 32_000_000, dump_s=0.1, load_s=0.1, is_same=True)


FOLDS = Arrival(in_loop=(Effect("writes", "a.txt"),))


def compare(
    folder: Path, part: Part, effects: tuple[EffectKind, ...] = (), arrival: Arrival | None = None
) -> tuple[Comparison, MockEngine]:
    loop = LoopSpec("user", "f", 20, path="/nowhere/f.py", function="f")
    made = replace(plan("process-pool-executor"), loop=loop)
    facts = replace(FINE, payload=Payload((part,)), effects=effects, arrival=arrival)
    engine = MockEngine({**FAST, "process-pool-executor": 0.4})
    tried = cast(Preflight, MadeUp(own=facts))
    conductor, _ = conducting(made, engine, spans=SpansFiles(folder), preflight=tried)
    return conductor.run(), engine


def test_that_what_all_items_share_is_handed_over_once_and_the_median_is_kept(tmp_path: Path) -> None:
    comparison, engine = compare(tmp_path, SHARED)
    tried = [spec for spec in engine.specs if spec.once]
    assert [spec.strategy for spec in tried] == ["process-pool-executor"] * 3
    row = next(row for row in comparison.rows if row.contestant.strategy == "process-pool-executor")
    assert {each.kind for each in row.remedied} >= {"initializer"}
    assert not set(comparison.remedies) & set(comparison.runs)


@pytest.mark.parametrize(
    ("part", "effects", "arrival"),
    [
        (replace(SHARED, is_same=False), (), None),
        (replace(SHARED, kind="result"), (), None),
        (SHARED, ("writes",), None),
        (SHARED, (), FOLDS),
    ],
)
def test_that_what_can_not_be_tried_or_may_not_be_repeated_is_not(
    tmp_path: Path, part: Part, effects: tuple[EffectKind, ...], arrival: Arrival | None
) -> None:
    comparison, engine = compare(tmp_path, part, effects, arrival)
    assert not any(spec.once for spec in engine.specs)
    assert comparison.remedies == ()
