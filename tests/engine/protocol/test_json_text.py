"""JSON that nobody vouches for is a value or a ValueError, whatever it holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parloop_gui.engine.protocol.checked import ProtocolError
from parloop_gui.engine.protocol.json_text import DEEPEST, parsed
from parloop_gui.engine.protocol.messages import decode, decode_command
from parloop_gui.engine.protocol.runner_messages import decode_message
from tests.helpers.fuzz import cases

DEEP = [b"[" * 100_000, b"[" * 900 + b"]" * 900, b'{"kind":' * 500 + b"1" + b"}" * 500, b'{"a":' * 50_000]

JSON = some.recursive(some.none() | some.text(), some.lists).map(lambda value: json.dumps(value).encode())


@pytest.mark.parametrize("data", DEEP, ids=range(len(DEEP)))
def test_that_what_is_too_deep_is_refused_everywhere(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\.|:"):
        parsed(data)
    for read in (decode, decode_command, decode_message):
        with pytest.raises(ProtocolError):
            read(data)


def test_that_depth_and_size_are_bounded_and_no_less() -> None:
    assert parsed("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(ValueError, match="arrays in arrays"):
        parsed("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))
    with pytest.raises(ValueError, match="longer than 10 bytes"):
        parsed(b" " * 11, most_bytes=10)


@pytest.mark.fuzz
@cases()
@given(
    some.binary(max_size=60)
    | some.recursive(some.none() | some.text(), some.lists).map(lambda v: json.dumps(v).encode())
)
def test_that_bytes_of_any_kind_are_messages_or_refused(data: bytes) -> None:
    for read in (decode, decode_command, decode_message):
        try:
            read(data)
        except ProtocolError as error:
            assert "\n" not in str(error)
