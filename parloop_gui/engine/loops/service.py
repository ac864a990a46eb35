"""Helper processes that loops talk to: an HTTP server, and instruments behind pseudo-terminals.

    started by  protocol.launch_command(python, folder, "loops.service", name, json_params)
    stdout ◄──  {"address": "http://127.0.0.1:PORT"}   one JSON line, when it listens
    stdin  ──►  closed: the service leaves, and nothing of it stays

It is one process outside the measured ones, with one thread of work (asyncio).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

FILES_WANTED = 16_384
"""Connections are files: one for each of 2,000 tasks at once, those that close, and room."""
HEAD_LIMIT = 65_536
"""Bytes that may be sent without a request coming to its end: far more than any client of the loop's sends."""


class Browser(asyncio.Protocol):
    """One connection to the HTTP server: every GET is answered after the latency, with a page made from its path."""

    def __init__(self, latency_s: float, size: int) -> None:
        self.latency_s = latency_s
        self.size = size
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request whose head is complete."""
        self.pending += data
        while b"\r\n\r\n" in self.pending:
            head, _, self.pending = self.pending.partition(b"\r\n\r\n")
            asyncio.get_running_loop().call_later(self.latency_s, self.answer, head)
        if len(self.pending) > HEAD_LIMIT:
            self.transport.abort()

    def answer(self, head: bytes) -> None:
        """Send the page, and hang up where the browser asked for it."""
        if self.transport.is_closing():
            return
        request, _, fields = head.partition(b"\r\n")
        status, body = (b"200 OK", page(request, self.size)) if request.startswith(b"GET ") else (b"405 GET only", b"")
        close = b"connection: close" in fields.lower()
        self.transport.write(
            b"HTTP/1.1 %b\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: %b\r\n\r\n%b"
            % (status, len(body), b"close" if close else b"keep-alive", body)
        )
        if close:
            self.transport.close()


def page(request: bytes, size: int) -> bytes:
    """The path, again and again, up to `size` bytes."""
    line = request.split()[1] + b"\n"
    return (line * (size // len(line) + 1))[:size]


async def serve_http(params: dict[str, Any]) -> str:
    """Listen on a free port of this machine only; returns the address."""
    browser = partial(Browser, params["latency_ms"] / 1000, params["size_kib"] * 1024)
    server = await asyncio.get_running_loop().create_server(browser, "127.0.0.1", 0, backlog=4096)
    _KEPT.append(server)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class Instrument:
    """A measuring instrument on a serial line of its own: `MEASURE 17` brings `17 +0.123` after the latency."""

    def __init__(self, latency_s: float) -> None:
        import tty

        self.latency_s = latency_s
        self.pending = b""
        # The far end stays open here too: it keeps the raw mode, and a client may come and go.
        self.near, self.far = os.openpty()
        tty.setraw(self.far)
        os.set_blocking(self.near, False)
        self.path = os.ttyname(self.far)
        asyncio.get_running_loop().add_reader(self.near, self.receive)

    def receive(self) -> None:
        """Answer every line that is complete."""
        *lines, self.pending = (self.pending + os.read(self.near, 4096)).split(b"\n")
        for line in lines:
            asyncio.get_running_loop().call_later(self.latency_s, self.answer, line)

    def answer(self, line: bytes) -> None:
        """Send the reading; nobody listening is no trouble."""
        with suppress(BlockingIOError):
            os.write(self.near, reading(line))


def reading(line: bytes) -> bytes:
    """What an instrument answers to a line: the channel and a value that depends on it alone."""
    command, _, channel = line.partition(b" ")
    if command != b"MEASURE" or not channel.isdigit():
        return b"? unknown\n"
    return b"%d %+.6f\n" % (int(channel), (zlib.crc32(channel) % 2_000_001 - 1_000_000) / 1_000_000)


async def serve_instruments(params: dict[str, Any]) -> str:
    """Connect the instruments; returns the paths of their lines, separated by commas."""
    instruments = [Instrument(params["latency_ms"] / 1000) for _ in range(params["instruments"])]
    _KEPT.extend(instruments)
    return ",".join(instrument.path for instrument in instruments)


SERVICES: dict[str, Callable[[dict[str, Any]], Awaitable[str]]] = {"http": serve_http, "device": serve_instruments}
_KEPT: list[object] = []


def allow_many_files() -> None:
    """Raise this process's limit of open files, so that 1,000 connections fit."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = FILES_WANTED if hard == resource.RLIM_INFINITY else min(FILES_WANTED, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def watch_stdin(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Set `ended` when stdin closes; runs in a thread, which works for every kind of stdin and system."""
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    loop.call_soon_threadsafe(ended.set)


async def serve(name: str, params: dict[str, Any]) -> None:
    """Start the service, print its address, and serve until stdin closes."""
    ended = asyncio.Event()
    print(json.dumps({"address": await SERVICES[name](params)}), flush=True)
    threading.Thread(target=watch_stdin, args=(asyncio.get_running_loop(), ended), daemon=True).start()
    await ended.wait()


def main() -> None:
    """Run the service that the command line names; an unknown one is answered with one sentence and status 2."""
    name, params = sys.argv[1], json.loads(sys.argv[2])
    if name not in SERVICES:
        print(f"There is no service {name!r}; there are: {', '.join(SERVICES)}.", file=sys.stderr)
        sys.exit(2)
    # Whoever started it ends it, by closing stdin: Ctrl+C in the terminal must not cut a run's server away.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    allow_many_files()
    asyncio.run(serve(name, params))
