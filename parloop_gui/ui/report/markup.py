"""Texts as HTML: what comes from a document or from user code is text, and nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from parloop_gui.engine.protocol.visible import one_line, visible


def text(words: str) -> str:
    """The words on one line, nothing in them markup."""
    return html.escape(one_line(words))


def lines(words: str) -> str:
    """The same with its lines as they are."""
    return html.escape(visible(words))


def element(name: str, content: str, classes: str = "") -> str:
    """An element around markup; nothing around nothing."""
    looks = f' class="{classes}"' if classes else ""
    return f"<{name}{looks}>{content}</{name}>" if content else ""


def joined(*parts: str) -> str:
    """The parts there are, a line each."""
    return "\n".join(filter(None, parts))


def table(header: Sequence[str], right: Sequence[bool], rows: Iterable[tuple[Sequence[str], str]]) -> str:
    """A table of texts; each row with its class. A row of one cell is a title over those below it."""
    sides = [' class="right"' if is_right else "" for is_right in right]
    head = "".join(f'<th scope="col"{side}>{text(each)}</th>' for each, side in zip(header, sides, strict=True))
    body = []
    for cells, classes in rows:
        looks = f' class="{classes}"' if classes else ""
        if len(cells) == 1:
            body.append(f'<tr{looks}><td colspan="{len(header)}">{text(cells[0])}</td></tr>')
        else:
            filled = zip(cells, sides, strict=True)
            body.append(f"<tr{looks}>{''.join(f'<td{side}>{text(each)}</td>' for each, side in filled)}</tr>")
    head_and_body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{joined(*body)}\n</tbody>"
    return f'<div class="scroll"><table>\n{head_and_body}\n</table></div>'


def items(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of names, which may be "", and what is said of each."""
    written = [f"<li>{element('b', text(name))}{': ' if name else ''}{text(words)}</li>" for name, words in pairs]
    return element("ul", "".join(written))
