"""What each lesson says, from figures of which the truth is known."""

from __future__ import annotations

import re

import pytest

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.lessons.lessons import LESSONS, answered
from tests.helpers.comparisons.scenes import CPU, IO, NO_HELP, Scene, failed


@pytest.mark.parametrize("slug", LESSONS)
def test_that_a_lesson_runs_what_there_is(slug: str) -> None:
    lesson = LESSONS[slug]
    loop = catalogue.loop(lesson.loop)
    assert 1 <= lesson.items <= loop.most_items
    assert all(catalogue.find(each).is_known for each in lesson.strategies)


@pytest.mark.parametrize(
    ("slug", "scene", "said"),
    [
        ("at-once", IO, "So threads do wait at once: "),
        ("at-once", NO_HELP, "Here starting threads cost more than waiting at once saved."),
        ("how-long", CPU, "2 processes 0.19 s on 2 cores, "),
        ("why-not-threads", CPU, "Only one thread computes at a time"),
        ("thousand", IO, "200 threads took 1.0 s, a pool of 32 threads 1.0 s. "),
        ("computing", CPU, "Use ProcessPoolExecutor. It was "),
        ("waiting", IO, "Use ThreadPoolExecutor. It was "),
    ],
)
def test_that_an_answer_says_what_was_measured_and_what_that_means(slug: str, scene: Scene, said: str) -> None:
    text = answered(LESSONS[slug], scene.comparison(12))
    assert said in text
    assert text.count(". ") == 1 or slug in ("computing", "waiting")


def test_that_starting_is_part_of_the_time_and_not_of_the_speed() -> None:
    text = answered(LESSONS["how-long"], CPU.comparison(12))
    assert re.search(r"2 processes 0\.19 s on 2 cores, [\d.]+ ms of that for starting\. That is 2\.0× as fast\.$", text)


@pytest.mark.parametrize("slug", LESSONS)
def test_that_a_lesson_without_figures_says_so(slug: str) -> None:
    assert "Run it once more" in answered(LESSONS[slug], failed())
