"""What a document, a file or a user's code says is shown as it is written, wherever the window shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from parloop_gui.engine.protocol.messages import LoopSpec
from parloop_gui.model.comparison.comparison import Comparison
from parloop_gui.model.document.write import encode, to_document
from parloop_gui.ui.own_loop.own_loop import OwnLoop
from parloop_gui.ui.own_loop.trust import ask_to_trust
from parloop_gui.ui.widgets.message_box import MessageBox
from parloop_gui.ui.widgets.plain_text import Label, plain_tip
from tests.helpers.comparisons.scenes import CPU
from tests.helpers.source import PACKAGE
from tests.ui.pages import WindowPage

# Where Qt's own classes are told that a text is plain.
HOME = {"plain_text.py", "message_box.py"}
NAMED_BY_QT = ("QLabel", "QMessageBox", "QTextBrowser", "QTextEdit", "QErrorMessage", "QInputDialog", "QTextDocument")
EVIL = "<img src='/nowhere/pipe'> <a href='http://127.0.0.1:9/x'>here</a>\x1b]0;PWN\x07\u202e\u2066"


def escapes(tree: ast.AST) -> Iterator[str]:
    """Whatever could hand a text to Qt that Qt would take for HTML."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in NAMED_BY_QT or called in ("setHtml", "insertHtml", "setTextFormat", "mightBeRichText"):
            yield ast.unparse(node)
        shown = {"setToolTip": 0, "setStatusTip": 0, "setWhatsThis": 0, "showText": 1, "setItemData": 1}.get(called)
        is_tip = called != "setItemData" or "ToolTipRole" in ast.unparse(node)
        if shown is not None and is_tip and not is_known(node.args[shown]):
            yield ast.unparse(node)


def is_known(node: ast.expr) -> bool:
    """Whether a text is the app's own, plain by `plain_tip`, or a tooltip that was made so before."""
    if isinstance(node, ast.IfExp):
        return is_known(node.body) and is_known(node.orelse)
    if isinstance(node, ast.Name):
        return node.id.isupper()
    text = ast.unparse(node)
    return isinstance(node, ast.Constant) or text.startswith("plain_tip(") or "ToolTipRole)" in text


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=lambda path: path.stem)
def test_that_no_text_reaches_qt_but_as_plain(path: Path) -> None:
    assert path.name in HOME or list(escapes(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    ["QLabel(text)", "w.setToolTip(text)", "QtWidgets.QMessageBox(w)", "box.setItemData(0, x, Qt.ToolTipRole)"],
)
def test_that_an_escape_would_be_seen(line: str) -> None:
    assert list(escapes(ast.parse(line))) == [line]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A comparison whose every text is evil."""
    told: Comparison = CPU.comparison(12)
    contestant = told.contestants[-1]
    evil = replace(
        told,
        machine={**told.machine, "system": EVIL, "model": EVIL},
        unavailable=((replace(contestant, strategy="other"), EVIL),),
        rows=tuple(replace(row, outcome="failed", message=EVIL) for row in told.rows[:2]) + told.rows[2:],
        verdict=replace(told.verdict, headline=EVIL, because=EVIL) if told.verdict else None,
        plan=replace(told.plan, loop=LoopSpec("user", EVIL, EVIL, path=EVIL, function="f", code=f"# {EVIL!r}\n")),
    )
    (tmp_path / "evil.parloop").write_bytes(encode(to_document(evil)))
    return tmp_path / "evil.parloop"


def test_that_a_document_is_shown_as_it_is_written(page: WindowPage, document: Path, qapp: QApplication) -> None:
    page.window.open(document)
    labels = page.window.findChildren(QLabel)
    assert any("<img" in label.text() for label in labels)
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText or "<img" not in label.text()
    for widget in page.window.findChildren(QWidget):
        said = f"{widget.toolTip()}{widget.accessibleName()}{widget.accessibleDescription()}"
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(said)
        assert "<img" not in widget.toolTip()
    assert "\u202e" not in page.window.windowTitle()


def test_that_a_question_is_asked_in_plain_text(page: WindowPage) -> None:
    own = OwnLoop(path=EVIL, function=EVIL, items=EVIL, code=EVIL)
    box = ask_to_trust(page.window, own, lambda: None)
    labels = box.findChildren(QLabel)
    assert sum("<img" in label.text() for label in labels) == 2
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    texts = [label.text() for label in labels] + [each.toPlainText() for each in box.findChildren(QTextEdit)]
    assert not {"\x1b", "\u202e"} & set("".join(texts))
    box.reject()


def test_that_a_complaint_is_made_in_plain_text(page: WindowPage, tmp_path: Path) -> None:
    (tmp_path / "x.parloop").write_text('{"format": "parloop-comparison", "version": "<img src=/nowhere/pipe>"}')
    page.window.open(tmp_path / "x.parloop")
    box = page.window.documents.question
    assert isinstance(box, MessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "<img src=/nowhere/pipe>" in box.text()


def test_that_labels_and_tooltips_take_nothing_for_html(qapp: QApplication) -> None:
    label = Label(EVIL)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "\\u202e" in label.text()
    assert "&lt;img" in plain_tip(EVIL)
    assert plain_tip("2.1× as fast\nas (3 > 2)") == "2.1× as fast\nas (3 > 2)"
