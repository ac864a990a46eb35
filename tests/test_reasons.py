"""Comments say why, and of what: each number with a name has its reason beside it, each file that is named is there.

A comment that strayed from its number, as when lines are sorted, is worse than none: it explains the wrong one.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.helpers.source import MODULES, PACKAGE, ROOT, short

# What these say needs no reason: nothing, one, two.
PLAIN = (-1, 0, 1, 2)
LAYERS = ("engine", "model", "bridge", "ui")
# As docstrings and comments name them: `room/module.py`, or a module of the same or another room by its name alone.
NAMED = re.compile(r"`([a-z_/]+\.py)`")


def without_reason(text: str) -> Iterator[str]:
    """The names of the module's numbers that have no comment above, beside or, as a docstring, behind them."""
    body = ast.parse(text).body
    commented = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    has_reason: dict[int, bool] = {}
    for statement, behind in zip(body, [*body[1:], None], strict=True):
        value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
        if value is None or not (numbers := list(_numbers(value))):
            continue
        lines = range(statement.lineno - 1, (statement.end_lineno or 0) + 1)
        is_explained = any(line in commented for line in lines) or _is_text(behind)
        # A comment holds for all numbers that stand together under it.
        has_reason[lines.stop - 1] = is_explained or has_reason.get(statement.lineno - 1, False)
        if not has_reason[lines.stop - 1] and any(number not in PLAIN for number in numbers):
            yield ast.unparse(statement).partition(" = ")[0]


def _numbers(value: ast.expr) -> Iterator[float]:
    match value:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            yield number
        case ast.UnaryOp(operand=operand):
            yield from _numbers(operand)
        case ast.BinOp(left=left, right=right):
            yield from (*_numbers(left), *_numbers(right))
        case ast.Tuple(elts=parts):
            for part in parts:
                yield from _numbers(part)


def _is_text(statement: ast.stmt | None) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.slow
def test_that_each_number_with_a_name_has_its_reason_beside_it() -> None:
    found = {short(path): list(without_reason(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert {path: names for path, names in found.items() if names} == {}


def test_that_a_comment_that_strayed_would_be_seen() -> None:
    strayed = '# A launcher that takes this long hangs.\n_PATH = "py"\n_LIMIT_S = 10.0\n'
    together = "# Words of a header and of a record.\nHEADER = 8\nRECORD = 2\nREADING = 4\nMOST = 9  # of all\n"
    assert list(without_reason(strayed)) == ["_LIMIT_S"]
    assert list(without_reason(together)) == []


def test_that_files_named_in_the_code_are_there() -> None:
    roots = (ROOT, PACKAGE, *(PACKAGE / layer for layer in LAYERS))
    known = {path.name for path in MODULES}
    named = {(short(path), name) for path in MODULES for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert named
    missing = {
        f"{path}: {name}"
        for path, name in named
        if name not in known and not any((root / name).is_file() for root in roots)
    }
    assert missing == set()
