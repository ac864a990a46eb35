"""One window on a display: later starts hand over what they were asked to show, and nothing of theirs is trusted."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Client
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parloop_gui.bridge.host import single_instance
from parloop_gui.bridge.host.single_instance import Door, door_address, hand_over
from tests.helpers.fuzz import cases

Asked = queue.SimpleQueue[tuple[str, str]]


@pytest.fixture
def display(tmp_path: Path) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":7"}


@contextlib.contextmanager
def open_door(display: dict[str, str]) -> Iterator[Asked]:
    asked = Asked()
    with contextlib.closing(Door(lambda document, activation: asked.put((document, activation)), display)):
        yield asked


def test_that_without_a_window_nothing_is_handed_over(display: dict[str, str]) -> None:
    assert not hand_over("a.parloop", display)


def test_that_the_open_window_is_asked_for_the_document_by_its_whole_path(display: dict[str, str]) -> None:
    with open_door(display) as asked:
        assert hand_over("a.parloop", {**display, "XDG_ACTIVATION_TOKEN": "token"})
        assert asked.get(timeout=5) == (str(Path("a.parloop").absolute()), "token")


def test_that_a_start_without_a_document_asks_the_window_to_come_forward(display: dict[str, str]) -> None:
    with open_door(display) as asked:
        assert hand_over("", display)
        assert asked.get(timeout=5) == ("", "")


def test_that_another_display_has_a_window_of_its_own(display: dict[str, str]) -> None:
    with open_door(display):
        assert not hand_over("a.parloop", {**display, "DISPLAY": ":8"})


def test_that_a_closed_door_lets_nobody_in_and_leaves_nothing(display: dict[str, str]) -> None:
    with open_door(display):
        pass
    assert not hand_over("a.parloop", display)
    assert not Path(door_address(display)).exists()


def test_that_what_a_killed_window_left_is_replaced(display: dict[str, str]) -> None:
    place = Path(door_address(display))
    place.parent.mkdir()
    place.touch()
    assert not hand_over("a.parloop", display)
    with open_door(display):
        assert hand_over("a.parloop", display)


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b"\x80\x04.", b"{" * 70_000])
def test_that_a_caller_who_says_something_else_is_sent_away(display: dict[str, str], said: bytes) -> None:
    with open_door(display) as asked:
        with contextlib.suppress(OSError, EOFError), Client(door_address(display)) as caller:
            caller.send_bytes(said)
            caller.recv_bytes()
        assert asked.empty()
        assert hand_over("a.parloop", display)


def test_that_only_this_user_can_reach_the_door(display: dict[str, str]) -> None:
    with open_door(display):
        assert Path(door_address(display)).parent.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="root alone can call as another user")
def test_that_another_user_who_came_to_the_door_is_not_let_in(
    display: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_door(display) as asked, socket.socket(socket.AF_UNIX) as caller:
        door = Path(door_address(display))
        monkeypatch.chdir(door.parent)  # the folders above it are nobody else's to enter
        door.parent.chmod(0o755)
        door.chmod(0o777)
        os.seteuid(12345)
        try:
            caller.connect(door.name)
        finally:
            os.seteuid(0)
        said = b'{"document": "/theirs", "activation": ""}'
        caller.sendall(len(said).to_bytes(4, "big") + said)
        with contextlib.suppress(ConnectionResetError):  # what it said was not even read
            assert caller.recv(64) == b""
        assert asked.empty()
        assert hand_over("a.parloop", display)


def test_that_a_name_too_long_for_a_socket_is_said(display: dict[str, str]) -> None:
    with pytest.raises(OSError, match="too long"):
        Door(lambda *_: None, {**display, "XDG_RUNTIME_DIR": "/tmp/" + "x" * 120})


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe's messages are whole")
def test_that_half_a_message_keeps_nobody_waiting_for_ever(
    display: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_S", 1.0)
    with open_door(display) as asked, socket.socket(socket.AF_UNIX) as caller:
        caller.connect(door_address(display))
        caller.sendall(b"\x00\x00\x00\x64half")
        assert any(hand_over("later.parloop", display) for _ in range(4))  # each waits for a second itself
        assert asked.get(timeout=5)[0].endswith("later.parloop")


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe's messages are whole")
@pytest.mark.parametrize("does", ["lets nobody in", "says half a word"])
def test_that_a_window_that_hangs_keeps_no_later_start_waiting_for_ever(
    does: str, display: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "PATIENCE_S", 0.1)
    place = Path(door_address(display))
    place.parent.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as hangs, contextlib.ExitStack() as others:
        hangs.bind(str(place))
        hangs.listen(0)
        if does == "lets nobody in":
            with contextlib.suppress(BlockingIOError):
                for _ in range(9):  # whoever comes now would wait for one of these to be let in
                    other = others.enter_context(socket.socket(socket.AF_UNIX))
                    other.setblocking(False)
                    other.connect(str(place))
        else:
            caller = threading.Thread(target=lambda: others.enter_context(hangs.accept()[0]).sendall(b"\0\0\0\5ta"))
            caller.start()
        assert not hand_over("a.parloop", display)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a folder another's")
def test_that_nothing_is_handed_over_to_a_door_in_another_users_folder(display: dict[str, str]) -> None:
    with open_door(display) as asked:
        os.chown(Path(door_address(display)).parent, 65534, 65534)
        assert not hand_over("a.parloop", display)
        assert asked.empty()
        os.chown(Path(door_address(display)).parent, os.geteuid(), -1)


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
def test_that_the_doors_folder_is_for_this_user_alone(display: dict[str, str]) -> None:
    folder = Path(door_address(display)).parent
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o777)
    with open_door(display):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a folder another's")
def test_that_a_door_in_another_users_folder_is_not_opened(display: dict[str, str]) -> None:
    folder = Path(door_address(display)).parent
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, 65534, 65534)
    with pytest.raises(OSError, match="is not this user's"), open_door(display):
        pass


SAID = some.binary(max_size=120) | some.recursive(
    some.none() | some.text(max_size=9) | some.integers(),
    lambda inner: some.dictionaries(some.sampled_from(["document", "activation", "x"]), inner, max_size=3),
    max_leaves=6,
).map(lambda said: json.dumps(said).encode())


@pytest.fixture(scope="module")
def asked_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Asked]]:
    """One open door for all cases: its address, and what it was asked for."""
    display = {"XDG_RUNTIME_DIR": str(tmp_path_factory.mktemp("door")), "DISPLAY": ":8"}
    with open_door(display) as asked:
        yield door_address(display), asked


@pytest.mark.fuzz
@cases(10)
@given(said=SAID, framed=some.booleans())
def test_that_whatever_a_caller_says_asks_for_a_document_in_texts_or_for_nothing(
    asked_of: tuple[str, Asked], said: bytes, framed: bool
) -> None:
    """Framed as messages are, or as bytes that end anywhere; the door is open to the next one each time."""
    address, asked = asked_of
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(address)
        with contextlib.suppress(OSError):
            caller.sendall(struct.pack("!i", len(said)) + said if framed else said)
            caller.shutdown(socket.SHUT_WR)
            while caller.recv(100):
                pass
    while not asked.empty():
        assert all(isinstance(each, str) for each in asked.get())
    with Client(address) as honest:
        honest.send_bytes(json.dumps({"document": "a.parloop", "activation": ""}).encode())
        assert honest.recv_bytes() == b"taken"
    assert asked.get(timeout=5) == ("a.parloop", "")
