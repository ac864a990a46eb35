"""Records that a user's code wrote over are not believed: no process, no task is made of them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parloop_gui.engine.tracing.mapped_buffers import HEADER, block_words
from parloop_gui.engine.tracing.reader import MOST_PID, Spans
from tests.helpers.fuzz import cases

WORDS = some.lists(some.one_of(some.integers(-(2**63), 2**63 - 1), some.integers(0, 40)), max_size=60)


def written(folder: Path, words: list[int]) -> Spans:
    (folder / "spans-1").write_bytes(struct.pack(f"={len(words)}q", *words))
    return Spans(str(folder))


def header(capacity: int, pid: int) -> list[int]:
    return [capacity, 1, 0, 0, 0, 0, pid, 0]


@pytest.mark.parametrize(
    "words",
    [
        [0x5B5B5B5B5B5B5B5B] * 64,
        [*header(2, MOST_PID + 1), *[0] * (block_words(2) - HEADER)],
        [*header(2, -5), *[0] * (block_words(2) - HEADER)],
        [*header(2**40, 7), *[1] * 40],
        [3],
    ],
)
def test_that_what_is_no_block_is_none(words: list[int], tmp_path: Path) -> None:
    spans = written(tmp_path, words)
    assert (spans.look(), spans.blocks, spans.under_way()) == (0, [], [])


def test_that_a_block_whose_header_is_being_written_is_taken_later(tmp_path: Path) -> None:
    spans = written(tmp_path, [*header(2, 0), *[0] * (block_words(2) - HEADER)])
    assert (spans.look(), spans.blocks) == (0, [])
    with (tmp_path / "spans-1").open("r+b") as file:
        file.write(struct.pack("=8q", *header(2, 77)))
    spans.look()
    assert [block.pid for block in spans.blocks] == [77]


@pytest.mark.fuzz
@cases()
@given(words=WORDS)
def test_that_any_words_are_read_to_their_end(words: list[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    spans = written(tmp_path_factory.mktemp("junk"), words or [0])
    spans.look()
    assert all(0 < block.pid <= MOST_PID for block in spans.blocks)
    for block in spans.under_way():
        block.open_key(), block.began_s(), list(block.readings())
