"""The report as Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parloop_gui.model.export.markdown import render
from tests.helpers.comparisons.finished import a_comparison, a_verdict


def test_that_verdict_table_endings_and_settings_are_there() -> None:
    text = render(a_comparison()).decode()
    assert text.startswith("# Use ProcessPoolExecutor\n\n**1.85× faster than the plain loop (95% CI 1.80–1.90)**\n")
    assert "| Strategy | Per task | Speed-up |" in text
    assert "| ProcessPoolExecutor | CPU 99% | 1.85× (1.80–1.91) | 0.540 s (0.529–0.551) |" in text
    assert "**Pool**: A worker died: signal 9, at item 3." in text
    assert "**Seed**: 7" in text


def test_that_every_table_line_has_as_many_columns_as_the_header() -> None:
    lines = [line for line in render(a_comparison()).decode().splitlines() if line.startswith("|")]
    assert len(lines) == 5
    assert len({line.count("|") for line in lines}) == 1


def test_that_what_markdown_would_take_for_its_own_is_escaped() -> None:
    verdict = replace(a_verdict(), because="<script> | `x` [a](b)\n# head")
    text = render(replace(a_comparison(), verdict=verdict)).decode()
    assert r"\<script\> \| \`x\` \[a\](b) \# head" in text


@pytest.mark.parametrize(
    ("because", "line"),
    [
        ("~~~ all that follows", r"\~\~\~ all that follows"),
        ("--- and a rule", r"\--- and a rule"),
        ("+ an entry", r"\+ an entry"),
        ("7. of a list", r"7\. of a list"),
        ("1.5 times as fast", "1.5 times as fast"),
        ("costs $2$ &lt; 3", r"costs \$2\$ \&lt; 3"),
    ],
)
def test_that_no_sentence_begins_what_markdown_would_go_on_with(because: str, line: str) -> None:
    text = render(replace(a_comparison(), verdict=replace(a_verdict(), because=because))).decode()
    assert line in text.splitlines()
