"""What the engine writes of a run is what the model reads, whatever the workers are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.timeline.lanes import lanes_of
from parloop_gui.model.timeline.reading import read_spans
from tests.helpers.engines.engine import Engine, copy_engine

ITEMS = 24
NAP = "import asyncio\n\n\nasync def nap(item):\n    await asyncio.sleep(0.003)\n    return item\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(copy_engine(tmp_path_factory.mktemp("engine"))) as running:
        yield running


@pytest.mark.parametrize(
    ("strategy", "call"),
    [
        ("serial", "for"),
        ("thread", "slots"),
        ("thread-pool-executor", "map"),
        ("process", "queue"),
        ("process-pool", "imap"),
        ("asyncio", "gather"),
        ("asyncio", "to_thread"),
    ],
)
def test_that_an_engine_s_spans_are_read_and_each_item_is_in_a_lane(
    strategy: str, call: str, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "naps.py").write_text(NAP)
    loop = LoopSpec("user", "nap", ITEMS, path=str(tmp_path / "naps.py"), function="nap")
    path = str(tmp_path / "spans")
    ended = engine.run(loop, strategy, call, workers=4, spans_file=path, sampled=True)
    assert ended.spans_file == path, ended.message
    spans = read_spans(path)
    assert sorted(spans.item.tolist()) == list(range(ITEMS))
    lanes = lanes_of(spans, "Worker", packed=True, sampled=True)
    assert sum(len(lane.task) for lane in lanes) == ITEMS
    assert (spans.on_core is not None) == (sys.platform == "linux")
    if spans.core_wait_s is not None:
        told = spans.core_wait_s[~np.isnan(spans.core_wait_s)]
        assert np.all(told >= 0)
