"""`.html`: the report, one file that opens anywhere without a network or a script, and that is the document too.

    Comparison ─► charts (SVG), tables, code ─► page ◄─ read ─ parloop open

It is laid out by a table of letters' widths, since its reader's fonts are not known, and so needs no Qt.
"""

from __future__ import annotations

from collections.abc import Iterator

from parloop_gui import __version__
from parloop_gui.model.comparison.answers import answer_in
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.in_page import as_block
from parloop_gui.model.document.write import as_json_holds_it, to_document
from parloop_gui.model.questions import table as questions
from parloop_gui.model.questions.asking import question_of
from parloop_gui.model.report.caption import day, subject
from parloop_gui.model.report.report import BEST, COLUMNS, MARKS, RIGHT, ReportContent, report
from parloop_gui.ui.drawing.svg_painter import Looks
from parloop_gui.ui.drawing.text import measured_with, table_width
from parloop_gui.ui.report.charts import TimelineParts, compare_svg, curves_svg, pair_svg, strip_svg, timeline_parts
from parloop_gui.ui.report.code import code_card
from parloop_gui.ui.report.looks import style_sheet, themed
from parloop_gui.ui.report.markup import element, items, joined, table, text
from parloop_gui.ui.result.verdict_texts import verdict_text

# Nothing is fetched and nothing runs, whatever a text in the page says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(comparison: Comparison) -> bytes:
    """The page, UTF-8."""
    with measured_with(table_width):
        looks, made = Looks(), report(comparison)
        body = joined(*_cards(comparison, made, looks))
    head = joined(
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f'<meta name="generator" content="Parloop {__version__}">',
        f"<title>{text(made.headline)} – {text(subject(comparison))}</title>",
        f"<style>\n{style_sheet(looks.css())}\n</style>",
    )
    body = joined(body, as_block(as_json_holds_it(to_document(comparison))))
    page = joined("<!doctype html>", '<html lang="en">', element("head", head), element("body", body))
    return f"{page}\n</html>\n".encode("utf-8", "replace")


def _cards(comparison: Comparison, made: ReportContent, looks: Looks) -> Iterator[str]:
    theme = themed()
    yield "<main>"
    if question_of(comparison.plan) is not None:
        yield _verdict(comparison, "")
        yield _chart(curves_svg(comparison, theme, looks))
        yield _chart(pair_svg(comparison, theme, looks))
        yield _card("All figures", _answer(comparison))
        yield _notes(made)
    else:
        yield _verdict(comparison, strip_svg(comparison, theme, looks))
        yield _chart(compare_svg(comparison, theme, looks))
        yield _card("All figures", _figures(made))
        yield _notes(made)
        yield _timeline(timeline_parts(comparison, theme, looks))
        yield code_card(comparison)
    yield _footer(comparison, made)
    yield "</main>"


def _card(title: str, content: str, classes: str = "card") -> str:
    return f'<section class="{classes}">\n{element("h2", text(title))}\n{content}\n</section>' if content else ""


def _verdict(comparison: Comparison, strip: str) -> str:
    words, is_question = verdict_text(comparison), question_of(comparison.plan) is not None
    faster, than, interval = map(text, words.gain)
    gain = " ".join(filter(None, (element("b", faster), than, element("i", interval))))
    pills = [element("span", text(words.pill), "pill")] if words.pill else []
    tags = [element("span", text(each.words), "pill filled" if each.filled else "pill") for each in words.tags]
    said = joined(
        element("p", text(subject(comparison)), "quiet"),
        element("h1", text(words.headline)),
        element("p", gain, "gain"),
        "" if is_question else element("p", text(words.because), "because"),  # it is a list below its curves
        element("div", "".join((*tags, *pills)), "tags"),
    )
    return f'<header class="card verdict"><div>\n{said}\n</div>{element("figure", strip)}</header>'


def _chart(svg: str) -> str:
    return f'<figure class="card chart"><div class="scroll">{svg}</div></figure>' if svg else ""


def _timeline(shown: TimelineParts | None) -> str:
    if shown is None:
        return ""
    legend = f'<div class="legend"><span>{text(shown.legend)}</span><span class="waits">waiting</span></div>'
    said = (element("h2", text(shown.takeaway)), element("p", text(shown.second)), legend)
    note = element("p", text(shown.note), "quiet")
    chart = f'<div class="scroll">{shown.svg}</div>'
    return f'<figure class="card chart">\n{joined(*said, chart, note)}\n</figure>'


def _figures(made: ReportContent) -> str:
    rows: list[tuple[tuple[str, ...], str]] = []
    for title, lines in made.table:
        rows += [((title,), "group")] if title else []
        # What became of the others the chart says, where there is room for it.
        marked = [(*line[:-1], line[-1] if line[-1] in MARKS else "") for line in lines]
        rows += [(line, "best" if line[-1] == BEST else "") for line in marked]
    return table(COLUMNS, RIGHT, rows) if rows else ""


def _answer(comparison: Comparison) -> str:
    """A question's own table, and what the answer stands on."""
    question = question_of(comparison.plan)
    if question is None:
        return ""
    rows = [(line, "") for line in questions.lines(comparison.rows, question)]
    stands_on = items(("", each) for each in answer_in(comparison).stands_on)
    return joined(table(questions.header(question), questions.RIGHT, rows), stands_on)


def _notes(made: ReportContent) -> str:
    """What else is to be known, beside how it was measured."""
    left = joined(
        _card("Ended badly", items(made.endings), "card bad"),
        _card("Keep in mind", items(("", each) for each in made.advice)),
        _card("The second loop in the same pool", items(made.kept_open)),
        _card("With less handed over", items(made.remedies)),
        _card("What if", items(("", each) for each in made.what_ifs)),
        _card("Not available there", items(made.unavailable)),
    )
    pairs = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in made.settings)
    right = _card("How it was measured", element("dl", pairs))
    return f'<div class="two"><div>\n{left}\n</div><div>\n{right}\n</div></div>' if left and right else left or right


def _footer(comparison: Comparison, made: ReportContent) -> str:
    said = (
        f"{text(made.finish)}.",
        "Medians of the rounds with their 95% intervals. At once: how many tasks can be under way.",
        f"Measured {text(day(comparison.created))} with Parloop {text(_version(comparison))}.",
        "This page is the comparison, too: <code>parloop open</code> shows it with all that is known of every run.",
    )
    return element("footer", element("p", " ".join(said)))


def _version(comparison: Comparison) -> str:
    return str(comparison.machine.get("app_version") or __version__)
