"""An agent's session with `parloop mcp`, driven by the client of the SDK."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

mcp = pytest.importorskip("mcp", reason="the MCP SDK is an extra: make test-extras brings it")
import anyio  # noqa: E402 - comes with it

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
LOOPS = """
import time

def doubled(item):
    return item * 2

def slow(item):
    time.sleep(0.05)

def writes(item):
    with open(f"left-{item}", "w") as file:
        file.write("x")

if __name__ == "__main__":
    found = []
    for number in range(50):
        found.append(doubled(number))
"""
BRIEF_BYTES = 4_096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to serve, with temporary files beside it; outside it stands a file that is nobody's business."""
    for name in ("served", "temporary", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "served" / "loops.py").write_text(LOOPS, encoding="utf-8")
    (tmp_path / "secret.py").write_text(LOOPS, encoding="utf-8")
    (tmp_path / "served" / "link.py").symlink_to(tmp_path / "secret.py")
    return tmp_path / "served"


def session(folder: Path, talk: Callable[[Any], Awaitable[None]]) -> None:
    """What `talk` does with a client of a server of that folder."""
    outside = folder.parent
    places = {"HOME": str(outside / "home"), "TMPDIR": str(outside / "temporary")}
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "parloop_gui", "mcp", "--root", str(folder)],
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **places},
        cwd=str(outside),
    )

    async def held() -> None:
        async with mcp.Client(server) as client:
            await talk(client)

    anyio.run(held)


def text(result: Any) -> str:
    (content,) = result.content
    assert len(content.text.encode()) <= BRIEF_BYTES
    return str(content.text)


def test_that_an_agent_lists_compares_asks_and_exports(folder: Path) -> None:
    told: list[tuple[float, str]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, message or ""))

    async def talk(client: Any) -> None:
        found = json.loads(text(await client.call_tool("list_loops", {"file": "loops.py"})))
        assert found["loops"][0]["loop"] == "loops.py:16"
        assert [each["loop"] for each in found["functions"]] == ["loops.py:doubled", "loops.py:slow", "loops.py:writes"]
        given = {"loop": "loops.py:slow", "items": "6", "strategies": "thread-pool", "budget_s": 4}
        answer = json.loads(text(await client.call_tool("compare", given, progress_callback=note)))
        assert (answer["format"], answer["number"]) == ("parloop-brief", 1)
        given = {"question": "workers", "loop": "loops.py:16", "values": "1,2", "budget_s": 4}
        assert json.loads(text(await client.call_tool("ask", given)))["number"] == 2
        for name in ("report.html", "kept.parloop"):
            assert text(await client.call_tool("export", {"comparison": "1", "file": name})) == name
        again = await client.call_tool("export", {"comparison": "kept.parloop", "file": "report.html"})
        assert again.is_error
        assert "overwrite=true" in text(again)

    session(folder, talk)
    assert json.loads((folder / "kept.parloop").read_text())["plan"]["loop"]["function"] == "slow"
    assert told == sorted(told)
    assert any("Round" in message for _, message in told)


# What is called, with what, and what the refusal names.
REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("list_loops", {"file": "../secret.py"}, "secret.py"),
    ("list_loops", {"file": "link.py"}, "secret.py"),
    ("compare", {"loop": "link.py:doubled", "items": "3"}, "secret.py"),
    ("compare", {"loop": "loops.py:doubled", "items": "../items.txt"}, "../items.txt"),
    ("compare", {"loop": "loops.py:doubled", "items": "__import__('os').environ"}, "not taken as items"),
    ("compare", {"loop": "loops.py:16", "program": "../secret.py"}, "secret.py"),
    ("compare", {"loop": "loops.py:doubled", "items": "3", "strategies": "--export=x.html"}, "--export=x.html"),
    ("ask", {"question": "workers", "loop": "../secret.py:doubled"}, "secret.py"),
    ("export", {"comparison": "../secret.parloop", "file": "a.html"}, "secret.parloop"),
    ("export", {"comparison": "1", "file": "/tmp/a.html"}, "/tmp/a.html"),
    ("export", {"comparison": "1", "file": "a.html"}, "no comparison 1"),
    ("compare", {"loop": "loops.py:writes", "items": "3"}, "repeat_effects"),
]


def test_that_what_may_not_be_is_refused_by_name(folder: Path) -> None:
    async def talk(client: Any) -> None:
        for tool, given, named in REFUSED:
            answer = await client.call_tool(tool, given)
            assert answer.is_error, given
            assert named in text(answer)

    session(folder, talk)
    assert {each.name for each in folder.iterdir()} == {"loops.py", "link.py", "__pycache__"}


def test_that_effects_are_repeated_where_the_call_says_so(folder: Path) -> None:
    async def talk(client: Any) -> None:
        given: dict[str, Any] = {"loop": "loops.py:writes", "items": "3", "strategies": "thread-pool"}
        answer = await client.call_tool("compare", {**given, "budget_s": 3, "repeat_effects": True})
        assert not answer.is_error, text(answer)

    session(folder, talk)
    assert (folder / "left-2").exists()


def test_that_a_comparison_that_is_called_off_leaves_nothing(folder: Path) -> None:
    async def talk(client: Any) -> None:
        (server,) = psutil.Process().children()
        with anyio.CancelScope() as scope:

            async def end(progress: float, total: float | None, message: str | None) -> None:
                assert len(server.children(recursive=True)) > 1
                scope.cancel()

            given: dict[str, Any] = {"loop": "loops.py:slow", "items": "1000", "effort": "thorough"}
            await client.call_tool("compare", given, progress_callback=end)
        assert scope.cancelled_caught
        # The next one has its turn as soon as nothing is left of that one.
        given = {"loop": "loops.py:doubled", "items": "3", "strategies": "thread-pool", "budget_s": 2}
        assert json.loads(text(await client.call_tool("compare", given)))["number"] == 1
        assert server.children(recursive=True) == []

    session(folder, talk)
    assert list((folder.parent / "temporary").iterdir()) == []
