"""What a file's loops took when they were compared last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from parloop_gui.model.history.history import History
from parloop_gui.model.history.last_time import last_times
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.user_code.outline import outline_of
from parloop_gui.model.user_code.program_loop import loop_at
from tests.helpers.comparisons.scenes import CPU

TEXT = "import zlib\nfor n in range(9):\n    print(zlib.crc32(bytes(n)))\n"


@pytest.mark.slow
def test_that_the_plain_loop_s_time_is_told_by_line_of_that_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "sums.py"
    parsed, known = parse(TEXT, path), CPU.comparison(12)
    history = History(tmp_path, "me", lambda _: True)
    history.keep(known)
    history.keep(replace(known, plan=replace(known.plan, loop=loop_at(parsed, 2)), created="2026-01-02T03:04:05"))
    plain = next(row for row in known.rows if row.contestant.is_plain)
    assert plain.wall_s is not None
    titles = outline_of(parsed).titles
    assert last_times(history, path, titles) == {"2": plain.wall_s.median}
    assert last_times(history, tmp_path / "other.py", titles) == {}
    assert last_times(History(tmp_path / "nowhere", "me", lambda _: True), path, titles) == {}
    history.close()
