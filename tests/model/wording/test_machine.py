"""What a machine leaves a comparison, in words."""

from __future__ import annotations

import pytest

from parloop_gui.model.wording.machine import Facts, cores_words, is_limited, memory_words

GB = 2**30


@pytest.mark.parametrize(
    ("machine", "words", "limited"),
    [
        ({}, "", False),
        ({"cores": 1}, "1 core", False),
        ({"cores": 2, "cores_allowed": 2, "cpu_quota": None}, "2 cores", False),
        ({"cores": 2, "cores_allowed": 2, "cpu_quota": 4.0}, "2 cores", False),
        ({"cores": 1, "cores_allowed": 2, "cpu_quota": 0.5}, "0.5 of 2 cores: container limit", True),
        ({"cores": 2, "cores_allowed": 2, "cpu_quota": 1.5}, "1.5 of 2 cores: container limit", True),
    ],
)
def test_that_cores_say_what_a_container_leaves(machine: Facts, words: str, limited: bool) -> None:
    assert (cores_words(machine), is_limited(machine)) == (words, limited)


@pytest.mark.parametrize(
    ("machine", "words"),
    [
        ({}, ""),
        ({"memory_bytes": 16 * GB}, "16.0 GB"),
        ({"memory_bytes": 16 * GB, "memory_limit_bytes": 20 * GB}, "16.0 GB"),
        ({"memory_bytes": 16 * GB, "memory_limit_bytes": GB // 2}, "0.500 of 16.0 GB: container limit"),
    ],
)
def test_that_memory_says_what_a_container_leaves(machine: Facts, words: str) -> None:
    assert memory_words(machine) == words
