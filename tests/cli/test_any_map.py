"""Whatever a map's file holds: it is read and shown, or refused in a sentence, and nothing is touched for that."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import example, given

from parloop_gui.cli.ask_map import map_text
from parloop_gui.model.break_even.cells import Map
from parloop_gui.model.break_even.map_files import from_json, from_plain, to_csv, to_json, to_markdown, to_plain
from parloop_gui.model.document.fields import DocumentError
from tests.helpers.comparisons.any_document import any_like, changed
from tests.helpers.comparisons.maps import made
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless
from tests.helpers.untouched import nothing_touched

PLAIN: dict[str, Any] = {key: value for key, value in json.loads(to_json(made())).items() if key != "lattice"}
ONE_PLACE = [{**PLAIN["cells"][0], "task_s": 0.1, "item_bytes": 10}] * 3

FAR = dict.fromkeys(("start_s", "worker_s", "item_s", "spread"), -1e300)


def written(of: Map) -> list[bytes]:
    """All that is made of a map without a painter."""
    return [to_json(of), to_csv(of), to_markdown(of), map_text(of, io.StringIO()).encode()]


@pytest.fixture(scope="module")
def used_writers() -> None:
    """What writing a map imports has been imported."""
    written(from_plain(PLAIN))


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.usefixtures("used_writers")
@cases(20)
@given(any_like(PLAIN))
@example(changed([(("bytes_per_s",), 0)], PLAIN))
@example(changed([(("bytes_per_s",), -1.0)], PLAIN))
@example(changed([(("cells",), ONE_PLACE)], PLAIN))
@example(changed([(("costs",), {"processes": FAR})], PLAIN))
def test_that_a_map_with_any_values_is_written_or_refused(plain: dict[str, Any]) -> None:
    try:
        with nothing_touched():
            found = from_plain(plain)
    except DocumentError as error:
        assert is_harmless(str(error))
        return
    with nothing_touched():
        files = written(found)
    assert from_json(files[0]) == from_json(to_json(from_json(files[0])))
    assert to_plain(found)["cells"]
