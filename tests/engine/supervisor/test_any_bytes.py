"""Whatever comes out of a runner's pipe: messages or nothing, in bounded memory, and nothing is touched for it."""

from __future__ import annotations

import json
import os
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parloop_gui.engine.protocol.messages import ProtocolError, decode, decode_command
from parloop_gui.engine.protocol.runner_messages import Born, Failed, Message, Returned, decode_message, encode_message
from parloop_gui.engine.supervisor.launcher import Runner
from parloop_gui.engine.supervisor.runner_process import RunnerProcess
from tests.helpers.fuzz import cases
from tests.helpers.untouched import nothing_touched

HONEST: list[Message] = [Born(7), Returned(), Failed("running", "ValueError", "no", "Traceback")]
LINES = some.sampled_from([encode_message(each) for each in HONEST])
PLAIN = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)
MADE_UP = some.dictionaries(some.sampled_from(["kind", "event", "run", "stop", "pid", "items"]), PLAIN, max_size=4)
JUNK = some.one_of(
    some.binary(max_size=80),
    some.just(b"[" * 5000 + b"\n"),
    MADE_UP.map(lambda said: json.dumps(said).encode() + b"\n"),
)


@pytest.fixture(scope="module")
def runner() -> RunnerProcess:
    """This very process as a runner whose pipe each case fills; what reading imports has been imported."""
    for each in HONEST:
        decode_message(encode_message(each))
    return RunnerProcess(Runner(os.getpid(), -1, -1))


@pytest.mark.fuzz
@cases(50)
@given(parts=some.lists(LINES | JUNK, max_size=6))
def test_that_any_bytes_in_a_runner_s_pipe_are_messages_or_nothing(runner: RunnerProcess, parts: list[bytes]) -> None:
    runner.pipe_fd, writing = os.pipe()
    try:
        os.write(writing, b"\n" + b"".join(parts))
        os.close(writing)
        with nothing_touched():
            messages, goes_on = runner.read_pipe()
            again, more = runner.read_pipe()
    finally:
        os.close(runner.pipe_fd)
    assert (goes_on, more, again) == (True, False, [])
    whole = [line for line in b"".join(parts).split(b"\n")[:-1] if line + b"\n" in map(encode_message, HONEST)]
    assert len(messages) >= len(whole)


def test_that_a_line_without_end_fills_no_memory(runner: RunnerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parloop_gui.engine.supervisor.runner_process.MOST_BYTES", 1000)
    runner.pipe_fd, writing = os.pipe()
    tracemalloc.start()
    try:
        for _ in range(20):
            os.write(writing, b"x" * 50_000)
            assert runner.read_pipe() == ([], True)
        held_bytes, _ = tracemalloc.get_traced_memory()
        os.write(writing, b"\n" + encode_message(HONEST[0]))
        assert runner.read_pipe() == ([HONEST[0]], True)
    finally:
        tracemalloc.stop()
        os.close(writing)
        os.close(runner.pipe_fd)
    assert held_bytes < 100_000


@pytest.mark.fuzz
@cases(50)
@given(line=LINES | JUNK)
def test_that_any_line_between_app_and_engine_is_a_message_or_a_sentence(line: bytes) -> None:
    with nothing_touched():
        for read in (decode, decode_command, decode_message):
            try:
                read(line)
            except ProtocolError as refusal:
                assert str(refusal).count("\n") == 0
