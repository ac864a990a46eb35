"""Before and after: the comparison of the same loop before, beside the one that was just made."""

from __future__ import annotations

from dataclasses import replace

from parloop_gui.model.events.events import ComparisonStarted
from tests.helpers.comparisons.scenes import CPU, IO, Scene
from tests.ui.pages import WindowPage


def measure(page: WindowPage, scene: Scene, minute: int) -> None:
    """Compare what is chosen; the history keeps it, as the real bridge has it do."""
    page.press_compare()
    started, *events = scene.events(12)
    assert isinstance(started, ComparisonStarted)
    page.emit_events([replace(started, created=f"2026-01-02T03:{minute:02}:05+01:00"), *events], over=False)
    assert page.bridge.comparison is not None
    page.window.kept_comparisons().keep(page.bridge.comparison)
    page.bridge.ended.emit("")


def is_offered(page: WindowPage) -> bool:
    return page.window.view.verdict.before.isVisible()


def test_that_the_same_loop_measured_again_is_put_beside_the_one_before(page: WindowPage) -> None:
    measure(page, CPU, 1)
    assert not is_offered(page)
    measure(page, CPU, 2)
    assert is_offered(page)
    page.click(page.window.view.verdict.before)
    history = page.window.history_place.view
    assert history.pair.isVisible()
    assert len(history.list.selected()) == 2


def test_that_another_loop_is_not(page: WindowPage) -> None:
    measure(page, CPU, 1)
    page.choose_loop("sleep")
    measure(page, IO, 2)
    assert not is_offered(page)


def test_that_it_is_offered_only_while_its_choice_is_on_screen(page: WindowPage) -> None:
    measure(page, CPU, 1)
    measure(page, CPU, 2)
    assert is_offered(page)
    page.choose_loop("sleep")
    assert not is_offered(page)
    page.choose_loop("primes")
    assert is_offered(page)
