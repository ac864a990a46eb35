"""What a file holds that can be compared, as a small JSON object."""

from __future__ import annotations

import json
from typing import Any

from parloop_gui.engine.protocol.visible import one_line
from parloop_gui.model.report.brief import BRIEF_BYTES
from parloop_gui.model.user_code.outline import Outline

# Of a line of code or a reason: enough to know which one it is.
_MOST_TEXT = 120


def listing(outline: Outline, name: str) -> str:
    """The loops that can be taken apart, the one most likely meant first, then the functions, then who is refused.

    `name` is what the client calls the file. What does not fit into BRIEF_BYTES is left out, and counted.
    """
    entries: dict[str, list[dict[str, str]]] = {
        "loops": [_entry(f"{name}:{int(each.line)}", each.text, within=each.within) for each in outline.likely],
        "functions": [_entry(f"{name}:{each.name}", each.signature, about=each.about) for each in outline.tasks],
        "refused": [
            _entry(f"{name}:{int(each.line)}", each.text, why=each.problem) for each in outline.loops if each.problem
        ],
    }
    left_out = 0
    while len(text := _encoded(entries, left_out)) > BRIEF_BYTES:
        last = next(kind for kind in ("refused", "functions", "loops") if entries[kind])
        entries[last].pop()
        left_out += 1
    return text.decode()


def _entry(loop: str, text: str, **more: str) -> dict[str, str]:
    others = {key: _short(value) for key, value in more.items() if value}
    return {"loop": loop, "text": _short(text), **others}


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _MOST_TEXT else f"{line[: _MOST_TEXT - 1]}…"


def _encoded(entries: dict[str, list[dict[str, str]]], left_out: int) -> bytes:
    value: dict[str, Any] = {**entries, **({"left_out": left_out} if left_out else {})}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
