"""What decides what is said stands in one module: nobody else compares a share or a speed-up with a number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "parloop_gui"
THRESHOLDS = PACKAGE / "model" / "statistics" / "thresholds.py"
LAYERS = ("model", "bridge", "ui", "cli")
# How what is compared is called: shares of time, speed-ups, noise, the time of a task.
SUBJECT = re.compile(r"(share|speedup|steal|foreign|foreign_cores|paused_s|task_s|task_cpu_s|median_s|of_wall|of_cpu)$")
ELSEWHERE = {
    "ui/window/status_bar.py",  # about how often a bar is painted
}


def subjects_beside_numbers(tree: ast.Module) -> Iterator[str]:
    """Each comparison of such a subject with a number that is written there, or bound in that module."""
    own = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _numbers(node.value)
        for target in ast.walk(node)
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if any(SUBJECT.search(name) for name in names) and (_numbers(node) or names & own):
                yield ast.unparse(node)


def _numbers(node: ast.AST) -> bool:
    constants = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return any(isinstance(each, int | float) and each not in (0, 1) for each in constants)


@pytest.mark.slow
def test_that_no_threshold_stands_outside_the_table() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}: {comparison}"
        for layer in LAYERS
        for path in (PACKAGE / layer).rglob("*.py")
        if path != THRESHOLDS and path.relative_to(PACKAGE).as_posix() not in ELSEWHERE
        for comparison in subjects_beside_numbers(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_that_a_threshold_elsewhere_would_be_seen() -> None:
    written = ast.parse("def f(tag):\n    return tag.gil_wait_share > 0.1\n")
    bound = ast.parse("_LONG_S = 0.25\ndef f(row):\n    return row.startup_s > _LONG_S * row.task_s\n")
    assert list(subjects_beside_numbers(written)) == ["tag.gil_wait_share > 0.1"]
    assert list(subjects_beside_numbers(bound)) == ["row.startup_s > _LONG_S * row.task_s"]


def test_that_every_threshold_has_its_reason() -> None:
    body = ast.parse(THRESHOLDS.read_text(encoding="utf-8")).body
    without = [
        ast.unparse(node)
        for node, after in zip(body, [*body[1:], None], strict=True)
        if isinstance(node, ast.Assign) and _numbers(node.value)
        if not (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant))
    ]
    assert without == []
