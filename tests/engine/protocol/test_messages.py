"""Lines in, values out; anything else is one sentence."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parloop_gui.engine.protocol import runner_messages
from parloop_gui.engine.protocol.messages import (
    Event,
    LoopSpec,
    Measurement,
    Noise,
    Prepare,
    Probe,
    ProtocolError,
    Refused,
    RunEnded,
    RunProgress,
    RunSpec,
    RunStarted,
    SupervisorReady,
    decode,
    decode_command,
    encode,
    encode_prepare,
    encode_run,
    encode_stop,
    launch_command,
)
from tests.helpers.fuzz import cases

PROBE = Probe(10, 0.001, 0.002, 0.5, 0.1)
MEASUREMENT = Measurement(
    60,
    60,
    2,
    2,
    2,
    8,
    "fork",
    0.2,
    0.01,
    0.18,
    0.01,
    0.19,
    0.3,
    0.3,
    0.36,
    0.35,
    None,
    1_000_000,
    True,
    "",
    PROBE,
    (0.1, 0.2),
)
EVENTS: list[Event] = [
    SupervisorReady(1, 42),
    RunStarted("r", 43, 60),
    RunProgress("r", 3, 60),
    RunEnded("r", "finished", measurement=MEASUREMENT, noise=Noise(load_1min=0.5)),
    RunEnded("r", "failed", "No.", "details", "output"),
    Refused("What?"),
]
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
SPEC = RunSpec("r", "c", "python", LoopSpec("user", "f", "range(3)", {"a": 1}, "f.py", "f"), "thread", "slots", 2)

MESSAGES: list[runner_messages.Message] = [
    runner_messages.Started(3, 1),
    runner_messages.Returned(),
    runner_messages.Failed("running", "ValueError", "no", "trace"),
]
LINES = [*map(encode, EVENTS), encode_run(SPEC), encode_stop("r"), *map(runner_messages.encode_message, MESSAGES)]


@pytest.mark.parametrize("event", EVENTS)
def test_that_an_event_comes_back_as_it_went(event: Event) -> None:
    line = encode(event)
    assert line.endswith(b"\n")
    assert decode(line) == event


def test_that_commands_come_back_as_they_went() -> None:
    assert decode_command(encode_run(SPEC)) == SPEC
    assert decode_command(encode_stop("r")) == "r"
    assert decode_command(encode_prepare("/usr/bin/python3")) == Prepare("/usr/bin/python3")


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'{"event": "unknown"}',
        b'{"event": 3}',
        b'{"event": "run-started", "run": "r", "pid": "x", "items": 1}',
        b'{"event": "run-started", "run": "r", "pid": true, "items": 1}',
        b'{"event": "run-started", "run": "r"}',
        b'{"event": "run-started", "run": "r", "pid": 1, "items": 1, "more": 1}',
        b'{"event": "run-ended", "run": "r", "outcome": "finished", "noise": 3}',
        b'{"event": "run-ended", "run": "r", "outcome": "finnished"}',
        b'{"event": "run-ended", "run": "r", "outcome": ["finished"]}',
        b"[" * 100_000,
    ],
)
def test_that_a_line_that_does_not_fit_is_refused_in_a_sentence(line: bytes) -> None:
    with pytest.raises(ProtocolError) as refusal:
        decode(line)
    assert str(refusal.value).endswith(".")
    with pytest.raises(ProtocolError):
        decode_command(line)


def test_that_whole_numbers_are_taken_for_seconds() -> None:
    line = json.dumps({"event": "run-ended", "run": "r", "outcome": "stopped", "noise": {"load_1min": 1}})
    event = decode(line)
    assert isinstance(event, RunEnded)
    assert isinstance(event.noise.load_1min, float)


@pytest.mark.fuzz
@cases(100)
@given(ODD, st.data())
def test_that_no_value_in_any_field_does_more_than_be_refused(value: Any, data: st.DataObject) -> None:
    plain = dataclasses.asdict(SPEC)
    plain[data.draw(st.sampled_from(sorted(plain)))] = value
    try:
        decode_command(json.dumps({"run": plain}))
    except ProtocolError as refusal:
        assert str(refusal)


@pytest.mark.fuzz
@cases(200)
@given(st.sampled_from(LINES), st.binary(max_size=40), st.integers(0, 600))
def test_that_bytes_written_into_a_line_are_refused_or_read(line: bytes, junk: bytes, at: int) -> None:
    changed = line[:at] + junk + line[at + len(junk) :]
    for reader in (decode, decode_command, runner_messages.decode_message):
        try:
            reader(changed)
        except ProtocolError as refusal:
            assert str(refusal).endswith(".")
            assert "\n" not in str(refusal)


@pytest.mark.fuzz
@cases(200)
@given(st.sampled_from(LINES), ODD, st.data())
def test_that_no_value_in_any_event_does_more_than_be_refused(line: bytes, value: Any, data: st.DataObject) -> None:
    plain = json.loads(line)
    plain[data.draw(st.sampled_from(sorted(plain)))] = value
    for reader in (decode, decode_command, runner_messages.decode_message):
        try:
            reader(json.dumps(plain).encode())
        except ProtocolError as refusal:
            assert str(refusal)


def test_that_a_room_is_launched_without_a_main_file() -> None:
    command = launch_command("python", "/engine", "runner.main", "a", "b")
    assert command[:2] == ["python", "-c"]
    assert command[3:] == ["/engine", "a", "b"]
    assert "parloop_engine.runner.main" in command[2]


@pytest.mark.parametrize(
    "message",
    [
        runner_messages.Started(3, 1),
        runner_messages.Returned(),
        runner_messages.Failed("running", "ValueError", "no", "trace"),
        runner_messages.CannotRun("No."),
        runner_messages.Finished(1, 2.0, 3.0, 0.0, 0.1, 0.2, None, None, 1, 1, None, None, None, "", PROBE),
    ],
)
def test_that_a_runners_message_comes_back_as_it_went(message: runner_messages.Message) -> None:
    assert runner_messages.decode_message(runner_messages.encode_message(message)) == message


def test_that_every_kind_is_refused_where_it_is_misspelt() -> None:
    for name in ("kind", "items_kind"):
        plain = dataclasses.asdict(SPEC)
        plain["loop"][name] += "s"
        with pytest.raises(ProtocolError, match=rf"RunSpec\.loop\.{name} can't be"):
            decode_command(json.dumps({"run": plain}))
    plain = {**dataclasses.asdict(SPEC), "start_method": "spoon"}
    with pytest.raises(ProtocolError, match=r"RunSpec\.start_method can't be 'spoon'"):
        decode_command(json.dumps({"run": plain}))


@pytest.mark.parametrize("line", [b"", b"{}", b'{"kind": "Nothing"}', b'{"kind": []}', b'{"kind": "Started"}', b"3"])
def test_that_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        runner_messages.decode_message(line)
