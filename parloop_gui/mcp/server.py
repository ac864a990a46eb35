"""`parloop mcp`: the tools over stdio, on the official SDK, which is an extra: `parloop[mcp]`."""

from __future__ import annotations

import os
from pathlib import Path

from parloop_gui import __version__
from parloop_gui.cli.usage import UsageError
from parloop_gui.exit_status import ExitStatus
from parloop_gui.mcp.folder import Folder, OutsideError

_INSTRUCTIONS = (
    "Parloop answers 'threads or processes for this loop?' by running the loop with every strategy on this machine. "
    "list_loops says what a file holds, compare which strategy to use, ask how many workers and the like, export "
    "writes a report. No path that is named may lead outside the folder, and one comparison runs at a time."
)


def serve(root: Path) -> ExitStatus:
    """Serve one client until it leaves; raises UsageError where the SDK or the folder is not there."""
    try:
        from mcp.server.mcpserver import MCPServer

        from parloop_gui.mcp.tools import Tools
    except ImportError as error:
        raise UsageError(f"parloop mcp needs the MCP SDK ({error}): pip install 'parloop[mcp]'.") from None
    try:
        folder = Folder(root.expanduser())
    except OutsideError as error:
        raise UsageError(str(error)) from None
    os.chdir(folder.root)  # programs run there, as their user would run them
    # Standard error is some client's log: it holds what goes wrong, not every request.
    server = MCPServer("parloop", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")
    tools = Tools(folder)
    for tool in (tools.list_loops, tools.compare, tools.ask, tools.export):
        # An answer is one text of 4 kB at most: structured output would send it twice.
        server.add_tool(tool, structured_output=False)
    server.run("stdio")
    return ExitStatus.DONE
