"""The code in the page: the lines that were timed, or what they change in the user's file."""

from __future__ import annotations

from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.without_code import LEFT_OUT
from parloop_gui.model.export.errors import ExportError
from parloop_gui.model.export.script import has_patch, idiom_of, named, patch_of
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.ui.report.markup import element, lines, text

# Lines that are shown at once; more are folded away, and stay so on paper.
_AT_ONCE = 48


def code_card(comparison: Comparison) -> str:
    """A card with the code of whichever strategy the verdict names; "" where there is none to show."""
    try:
        title, code = _code(comparison)
    except (ExportError, LookupError, ValueError, RecursionError):
        return ""
    if not code.strip():
        return ""
    shown = element("pre", element("code", lines(code.rstrip("\n"))))
    if code.count("\n") > _AT_ONCE:
        content = f"<details>{element('summary', text(title))}{shown}</details>"
    else:
        content = element("h2", text(title)) + shown
    return f'<section class="card">\n{content}\n</section>'


def _code(comparison: Comparison) -> tuple[str, str]:
    """What it is, and the text: of a program's loop its changes, of any other the lines that took the time."""
    loop, contestant = comparison.plan.loop, named(comparison)
    title = strategy_title(contestant.strategy)
    if has_patch(loop) and not contestant.is_plain:
        return f"Changes to {loop.file_name}: {title}", patch_of(comparison, contestant, contestant.call)
    if loop.code == LEFT_OUT:
        return "", ""
    return f"Code: {title}", idiom_of(comparison, contestant, contestant.call)
