"""Export from the window: the menu, the file dialog, what is written, and what is said when that fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.document.read import read
from parloop_gui.model.export.cells import as_html
from parloop_gui.model.plan.plan import Contestant
from parloop_gui.model.source.parsed import parse
from parloop_gui.model.user_code.program_loop import loop_at
from parloop_gui.ui.drawing.colours import DARK, LIGHT
from parloop_gui.ui.export.export_menu import KINDS, NOTHING_YET, KindName
from parloop_gui.ui.report.page import render
from tests.helpers.comparisons.recorded import with_spans
from tests.helpers.comparisons.scenes import CPU, NO_HELP
from tests.ui.conftest import close
from tests.ui.pages import WindowPage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BEGINNINGS = {
    ".png": b"\x89PNG",
    ".svg": b"<?xml",
    ".pdf": b"%PDF",
    ".parloop": b"{",
    ".csv": b"id,",
    ".md": b"# Use",
    ".trace.json": b'{"displayTimeUnit"',
    ".html": b"<!doctype html>",
}


@pytest.fixture
def measured(page: WindowPage, tmp_path: Path) -> WindowPage:
    """A window that shows a finished comparison, with what each task did when."""
    (tmp_path / "spans").mkdir()
    page.window.presenter.show_comparison(with_spans(CPU.comparison(15), CPU, tmp_path / "spans"))
    return page


def choose(page: WindowPage, slug: KindName) -> None:
    """Choose a line of Export's menu."""
    page.window.top.export.choices.kinds[slug].trigger()


def save_as(page: WindowPage, name: str) -> None:
    """Type a file name into the open dialog and press Save."""
    dialog = page.window.exporting.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.selectFile(name)
    dialog.accept()


def corner(image: QImage) -> str:
    """The colour of the picture's ground."""
    return image.pixelColor(3, 3).name().upper()


def test_that_export_is_off_until_there_are_figures(page: WindowPage) -> None:
    button = page.window.top.export
    assert not button.isEnabled()
    assert button.toolTip() == NOTHING_YET
    page.press_compare()
    page.emit_events(CPU.events(0, None), over=False)
    assert not button.isEnabled()
    page.emit_events([*CPU.events(1, None)], over=False)
    assert button.isEnabled()
    page.press_stop()


def test_that_a_new_comparison_switches_it_off_again(measured: WindowPage) -> None:
    assert measured.window.top.export.isEnabled()
    measured.press_compare()
    assert not measured.window.top.export.isEnabled()


@pytest.mark.parametrize(
    ("slug", "ending"), [(kind.slug, ending) for kind in KINDS for ending in kind.endings if ending in BEGINNINGS]
)
def test_that_each_kind_is_written_where_the_dialog_says(
    measured: WindowPage, slug: KindName, ending: str, tmp_path: Path
) -> None:
    choose(measured, slug)
    save_as(measured, str(tmp_path / f"mine{ending}"))
    assert (tmp_path / f"mine{ending}").read_bytes().startswith(BEGINNINGS[ending])
    assert measured.status == f"Saved mine{ending} in {tmp_path}"
    assert measured.window.exporting.dialog is None


def test_that_a_comparison_without_tasks_times_offers_no_timeline_and_no_trace(page: WindowPage) -> None:
    page.window.presenter.show_comparison(CPU.comparison(15))
    kinds = page.window.top.export.choices.kinds
    assert {slug for slug, action in kinds.items() if not action.isEnabled()} == {"timeline", "trace", "patch", "diff"}


def test_that_the_code_of_the_winner_runs_its_strategy(measured: WindowPage, tmp_path: Path) -> None:
    choose(measured, "code")
    save_as(measured, str(tmp_path / "mine.py"))
    code = (tmp_path / "mine.py").read_text(encoding="utf-8")
    assert "ProcessPoolExecutor(2)" in code
    compile(code, "mine.py", "exec")


def test_that_a_name_without_an_ending_gets_the_one_of_its_kind(measured: WindowPage, tmp_path: Path) -> None:
    choose(measured, "table")
    save_as(measured, str(tmp_path / "mine"))
    assert (tmp_path / "mine.csv").exists()


def test_that_the_dialog_proposes_a_name_and_the_last_folder(measured: WindowPage, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    choose(measured, "chart")
    save_as(measured, str(folder / "a.svg"))
    choose(measured, "view")
    dialog = measured.window.exporting.dialog
    assert dialog is not None
    assert dialog.selectedFiles() == [str(folder / "parloop-primes.svg")]
    dialog.reject()
    assert measured.window.exporting.dialog is None


def test_that_ctrl_s_saves_a_document_that_opens_again(measured: WindowPage, tmp_path: Path) -> None:
    measured.press(Qt.Key.Key_S, CONTROL)
    with measured.bot.waitSignal(measured.window.exporting.saved):
        save_as(measured, str(tmp_path / "mine.parloop"))
    comparison = measured.comparison
    assert comparison is not None
    assert read(tmp_path / "mine.parloop").comparison.rows == comparison.rows


def test_that_nothing_is_saved_before_there_is_something(page: WindowPage) -> None:
    page.press(Qt.Key.Key_S, CONTROL)
    page.press(Qt.Key.Key_C, CONTROL | SHIFT)
    assert page.window.exporting.dialog is None


def test_that_ctrl_shift_c_copies_what_is_shown_as_an_image(measured: WindowPage) -> None:
    measured.press(Qt.Key.Key_C, CONTROL | SHIFT)
    image = QGuiApplication.clipboard().image()
    assert image.width() >= 2 * 880
    assert corner(image) == LIGHT.surface
    assert measured.status == "Copied as an image"


def test_that_pictures_are_dark_on_request_and_that_is_remembered(
    measured: WindowPage, open_window: Callable[[], WindowPage], tmp_path: Path
) -> None:
    measured.window.top.export.choices.dark.trigger()
    choose(measured, "view")
    save_as(measured, str(tmp_path / "dark.png"))
    assert corner(QImage(str(tmp_path / "dark.png"))) == QColor(DARK.surface).name().upper()
    close(measured.window)
    assert open_window().window.top.export.choices.dark.isChecked()


def test_that_a_chart_alone_is_smaller_than_the_whole_view(measured: WindowPage, tmp_path: Path) -> None:
    for slug in ("view", "chart"):
        choose(measured, slug)
        save_as(measured, str(tmp_path / f"{slug}.png"))
    assert QImage(str(tmp_path / "chart.png")).height() < QImage(str(tmp_path / "view.png")).height() - 100


@pytest.mark.parametrize("name", ["no/such/a.png", "folder.png/a.png", "mine.gif"])
def test_that_what_cannot_be_written_is_one_sentence(measured: WindowPage, name: str, tmp_path: Path) -> None:
    exporting = measured.window.exporting
    exporting.write(KINDS[0], CPU.comparison(15), tmp_path / name)
    assert exporting.complaint is not None
    said = exporting.complaint.text()
    assert said.startswith("Can't ")
    assert said.endswith(".")
    assert "\n" not in said
    exporting.complaint.close()
    assert list(tmp_path.rglob("*.part")) == []


def test_that_export_is_in_the_more_menu_where_there_is_no_room_for_its_button(measured: WindowPage) -> None:
    measured.window.resize(1000, 700)
    assert not measured.window.top.export.isVisible()
    titles = [action.text() for action in measured.window.top.more.menu().actions() if action.isVisible()]
    assert "Export" in titles
    measured.press(Qt.Key.Key_S, CONTROL)
    dialog = measured.window.exporting.dialog
    assert dialog is not None
    dialog.reject()


def test_that_the_menu_is_reached_by_keyboard(measured: WindowPage) -> None:
    button = measured.window.top.export
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.choices.popup(button.mapToGlobal(button.rect().bottomLeft()))
    QTest.keyClick(button.choices, Qt.Key.Key_Down)
    assert button.choices.activeAction() is button.choices.kinds["view"]
    QTest.keyClick(button.choices, Qt.Key.Key_Return)
    dialog = measured.window.exporting.dialog
    assert dialog is not None
    dialog.reject()


def test_that_the_menu_names_what_it_makes(measured: WindowPage) -> None:
    titles = " ".join(action.text() for action in measured.window.top.export.choices.kinds.values())
    for name in ("PNG", "SVG", "PDF", "Markdown", "CSV", "Python", "Copy table", "Copy as image"):
        assert name in titles


def test_that_the_table_is_copied_as_cells_and_as_a_table(measured: WindowPage) -> None:
    measured.press(Qt.Key.Key_T, CONTROL | SHIFT)
    copied = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in copied.text().splitlines()]
    assert lines[0][:4] == ["Strategy", "Per task", "Speed-up", "Wall time"]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[-1][0] == "ProcessPoolExecutor"
    assert copied.html().count("<tr>") == len(lines) == 8
    assert measured.status == "Copied the table"


def test_that_a_table_of_what_others_wrote_is_escaped() -> None:
    named = replace(CPU.comparison(15), contestants=(Contestant("<b>", "map", "3.13"),))
    rows = (replace(named.rows[0], contestant=named.contestants[0]),)
    assert "<b>" not in as_html(replace(named, rows=rows))


def test_that_show_opens_the_folder_until_something_else_is_said(
    measured: WindowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()))
    monkeypatch.setenv("HOME", str(tmp_path))
    choose(measured, "report")
    save_as(measured, str(tmp_path / "mine.md"))
    assert measured.status == "Saved mine.md in ~"
    measured.click(measured.window.status.act)
    assert opened == [str(tmp_path)]
    measured.window.status.show_message("Ready")
    assert not measured.window.status.act.isVisible()


@pytest.mark.parametrize(
    ("kind", "came_out"),
    [
        ("view", "Use ProcessPoolExecutor"),
        ("chart", "Use ProcessPoolExecutor"),
        ("timeline", "Threads took turns"),
    ],
)
def test_that_a_picture_for_a_paper_leaves_out_what_came_out(
    measured: WindowPage,
    open_window: Callable[[], WindowPage],
    tmp_path: Path,
    kind: KindName,
    came_out: str,
) -> None:
    choose(measured, kind)
    save_as(measured, str(tmp_path / "usual.svg"))
    measured.window.top.export.choices.paper.trigger()
    choose(measured, kind)
    save_as(measured, str(tmp_path / "paper.svg"))
    usual, paper = ((tmp_path / name).read_text(encoding="utf-8") for name in ("usual.svg", "paper.svg"))
    assert came_out in usual
    assert came_out not in paper
    assert "for loop (serial)" in paper
    close(measured.window)
    assert open_window().window.top.export.choices.paper.isChecked()


def test_that_the_table_is_copied_as_markdown(measured: WindowPage) -> None:
    choose(measured, "markdown")
    assert QGuiApplication.clipboard().text().startswith("# Use ProcessPoolExecutor")
    assert measured.status == "Copied as Markdown"


def test_that_a_report_is_the_same_from_the_window_as_from_the_command_line_and_opens_in_it(
    measured: WindowPage, tmp_path: Path
) -> None:
    choose(measured, "page")
    save_as(measured, str(tmp_path / "a.html"))
    shown = measured.comparison
    assert shown is not None
    assert (tmp_path / "a.html").read_bytes() == render(shown)
    measured.window.documents.open(tmp_path / "a.html")
    assert measured.comparison is not shown
    assert measured.comparison is not None
    assert measured.comparison.rows == shown.rows


def test_that_code_and_paths_are_left_out_on_request_and_that_is_remembered(
    measured: WindowPage, open_window: Callable[[], WindowPage], tmp_path: Path
) -> None:
    measured.window.top.export.choices.bare.trigger()
    choose(measured, "document")
    save_as(measured, str(tmp_path / "bare.parloop"))
    assert {run.ended.output for run in read(tmp_path / "bare.parloop").comparison.runs} == {""}
    close(measured.window)
    assert open_window().window.top.export.choices.bare.isChecked()


def test_that_the_proposed_name_does_not_say_what_a_loop_without_its_code_is_called(page: WindowPage) -> None:
    known = CPU.comparison(15)
    loop = LoopSpec("user", "zebra_price", "ROWS", path="zebra.py", function="zebra_price")
    page.window.presenter.show_comparison(replace(known, plan=replace(known.plan, loop=loop)))
    page.window.top.export.choices.bare.trigger()
    choose(page, "document")
    dialog = page.window.exporting.dialog
    assert dialog is not None
    assert [Path(each).name for each in dialog.selectedFiles()] == ["parloop-a-private-loop.parloop"]
    dialog.reject()


PROGRAM = """import zlib

sums = []
for n in range(40):
    sums.append(zlib.crc32(bytes(n)))
"""


def test_that_what_changes_in_the_user_s_file_is_copied_and_saved_as_a_diff(page: WindowPage, tmp_path: Path) -> None:
    known = CPU.comparison(15)
    loop = loop_at(parse(PROGRAM, tmp_path / "sums.py"), 4)
    page.window.presenter.show_comparison(replace(known, plan=replace(known.plan, loop=loop)))
    choose(page, "diff")
    clipboard = QGuiApplication.clipboard()
    diff = clipboard.text()
    assert diff.startswith("--- a/sums.py\n+++ b/sums.py\n@@ ")
    assert "-for n in range(40):\n" in diff
    choose(page, "patch")
    save_as(page, str(tmp_path / "mine.patch"))
    assert (tmp_path / "mine.patch").read_text() == diff
    clipboard.clear()
    page.click(page.window.details.card.diff)
    assert clipboard.text().startswith("--- a/sums.py\n")


def test_that_no_diff_is_offered_where_the_plain_loop_is_best(page: WindowPage, tmp_path: Path) -> None:
    known = NO_HELP.comparison(15)
    assert known.verdict is not None
    assert known.verdict.contestant is not None
    assert known.verdict.contestant.is_plain
    loop = loop_at(parse(PROGRAM, tmp_path / "sums.py"), 4)
    page.window.presenter.show_comparison(replace(known, plan=replace(known.plan, loop=loop)))
    kinds = page.window.top.export.choices.kinds
    assert not kinds["patch"].isEnabled()
    assert not kinds["diff"].isEnabled()
    assert kinds["code"].isEnabled()


def test_that_there_is_no_diff_where_no_file_of_the_user_s_changes(measured: WindowPage) -> None:
    kinds = measured.window.top.export.choices.kinds
    assert [kinds[slug].isEnabled() for slug in ("code", "patch", "diff")] == [True, False, False]
