"""The services that loops talk to: they hold many, answer rightly, and leave when they are told to."""

from __future__ import annotations

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from parloop_gui.engine.loops import device, web_client
from parloop_gui.engine.loops.loop import Surroundings
from parloop_gui.engine.loops.service import reading
from parloop_gui.engine.protocol.messages import launch_command
from tests.helpers.engines.engine import lay_engine
from tests.helpers.engines.loops import service

HTTP = {"latency_ms": 1, "size_kib": 1}
DEVICE = {"latency_ms": 1, "instruments": 2}
GET = b"GET /page/%d HTTP/1.1\r\nHost: here\r\n\r\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_engine(tmp_path_factory.mktemp("engine"))


@contextmanager
def many_files(wanted: int) -> Iterator[None]:
    """Room for so many open files in this process, for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def place(address: str) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(address)
    assert parts.hostname is not None and parts.port is not None
    return parts.hostname, parts.port


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_that_the_server_holds_1000_connections_at_once(engine: Path) -> None:
    # 500 ms of latency: all the questions are put before the first is answered.
    slow = {"latency_ms": 500, "size_kib": 1}
    with many_files(1500), service(engine, "http", slow) as (process, address), ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection(place(address), 30)) for _ in range(1000)]
        for number, connection in enumerate(sockets):
            connection.sendall(GET % number)
        for number, connection in enumerate(sockets):
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            body = answer.read()
            answer.close()
            assert (answer.status, len(body), body.split(b"\n")[0]) == (200, 1024, b"/page/%d" % number)
        assert len(list(Path(f"/proc/{process.pid}/fd").iterdir())) > 1000


def test_that_the_server_listens_on_this_machine_only(engine: Path) -> None:
    with service(engine, "http", HTTP) as (_, address):
        assert address.startswith("http://127.0.0.1:")


def test_that_one_connection_may_ask_often_and_only_get_is_answered(engine: Path) -> None:
    with service(engine, "http", HTTP) as (_, address):
        connection = http.client.HTTPConnection(*place(address), timeout=30)
        statuses = []
        for method in ("GET", "POST", "GET"):
            connection.request(method, "/page/1")
            answer = connection.getresponse()
            statuses.append((answer.status, len(answer.read())))
        connection.close()
        assert statuses == [(200, 1024), (405, 0), (200, 1024)]


def test_that_a_flood_without_a_question_is_hung_up_on(engine: Path) -> None:
    with service(engine, "http", HTTP) as (_, address):
        hung_up = pytest.raises(OSError, match=r"reset|[Bb]roken pipe")
        with socket.create_connection(place(address), 30) as flood, hung_up:
            for _ in range(1000):
                flood.sendall(b"x" * 65_536)
        assert web_client.fetch(f"{address}/page/1")[0] == 1024


def test_that_a_browser_that_leaves_early_does_no_harm(engine: Path) -> None:
    with service(engine, "http", {"latency_ms": 20, "size_kib": 1}) as (_, address):
        with socket.create_connection(place(address), 30) as connection:
            connection.sendall(GET % 1)
        assert web_client.fetch(f"{address}/page/2")[0] == 1024


def test_that_fetching_never_goes_through_a_proxy(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with service(engine, "http", HTTP) as (_, address):
        assert web_client.fetch(f"{address}/page/1")[0] == 1024


def test_that_the_server_is_gone_when_stdin_has_closed(engine: Path) -> None:
    with (
        service(engine, "http", {"latency_ms": 60_000, "size_kib": 1}) as (process, address),
        socket.create_connection(place(address), 30) as waiting,
    ):
        waiting.sendall(GET % 1)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place(address), 30)


def test_that_the_instruments_are_gone_when_stdin_has_closed(engine: Path) -> None:
    with service(engine, "device", DEVICE) as (_, address):
        lines = address.split(",")
        assert len(set(lines)) == 2
        assert all(Path(line).is_char_device() for line in lines)
    assert not any(Path(line).exists() for line in lines)


def test_that_an_interrupt_from_the_terminal_leaves_a_service_alone(engine: Path) -> None:
    with service(engine, "http", HTTP) as (process, address):
        process.send_signal(signal.SIGINT)
        assert web_client.fetch(f"{address}/page/1")[0] == 1024


def test_that_an_unknown_service_is_refused_in_one_sentence(engine: Path) -> None:
    command = launch_command(sys.executable, str(engine), "loops.service", "tea", "{}")
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "There is no service 'tea'; there are: http, device.\n"


def test_that_replies_of_an_instrument_do_not_mix(engine: Path, tmp_path: Path) -> None:
    with service(engine, "device", DEVICE) as (_, address):
        device.prepare_instruments({}, Surroundings(tmp_path, address, 0))
        with ThreadPoolExecutor(16) as executor:
            values = list(executor.map(device.measure, range(64)))
    assert values == [float(reading(b"MEASURE %d" % channel).split()[1]) for channel in range(64)]
    assert len(set(values)) == 64


def test_that_a_reply_nobody_took_does_not_reach_the_next(engine: Path, tmp_path: Path) -> None:
    with service(engine, "device", {"latency_ms": 30, "instruments": 1}) as (_, address):
        device.prepare_instruments({}, Surroundings(tmp_path, address, 0))
        line = os.open(address, os.O_RDWR | os.O_NOCTTY)
        os.write(line, b"MEASURE 5\n")
        os.close(line)
        assert device.measure(6) == float(reading(b"MEASURE 6").split()[1])


def test_that_an_instrument_that_hangs_up_is_an_error(tmp_path: Path) -> None:
    near, far = os.openpty()
    device.prepare_instruments({}, Surroundings(tmp_path, os.ttyname(far), 0))
    with ThreadPoolExecutor(1) as executor:
        asked = executor.submit(device.measure, 1)
        question = os.read(near, 64)
        os.close(near)
        os.close(far)
        assert question.startswith(b"MEASURE 1")
        with pytest.raises(OSError, match=r"hung up|Input/output"):
            asked.result()


@pytest.mark.parametrize("line", [b"HELLO", b"MEASURE", b"MEASURE x", b""])
def test_that_an_instrument_does_not_know_other_words(line: bytes) -> None:
    assert reading(line) == b"? unknown\n"
