"""Whatever is typed: one sentence on stderr and status 2, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from parloop_gui import cli
from tests.helpers.engines.command_line import QUICK, Engine, sentence
from tests.helpers.fuzz import cases
from tests.helpers.harmless import is_harmless


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("compare prims", "did you mean 'primes'"),
        ("compare", "Still to be named: LOOP."),
        ("comprae primes", "Did you mean 'compare'"),
        ("compare primes --itms 3", "Did you mean '--items'"),
        ("compare primes --items 0", "not 0"),
        ("compare primes --items -1", "not -1"),
        ("compare primes --items 99999999999999999999999999", "items"),
        ("compare primes --items many", "whole number"),
        ("compare primes --items 1e999", "whole number"),
        ("compare sleep --items 100000 --strategies process", "100,000 processes at once"),
        ("compare primes --items 5000 --strategies serial,thread", "--many"),
        ("compare primes --workers 1000000", "1,000,000 workers"),
        ("compare primes --workers 0", "at least 1 worker"),
        ("compare primes --workers some", "auto, python or a number"),
        ("compare primes --strategies pool", "no strategy 'pool'"),
        ("compare primes --strategies process-pool:mp", "did you mean 'map'"),
        ("compare primes --strategies ,", "at least one strategy"),
        ("compare primes --start-method frok", "Did you mean 'fork'"),
        ("compare primes --effort quik", "Did you mean 'quick'"),
        ("compare primes --chunksize 0", "at least 1"),
        ("compare primes --chunksize 99999999999999999999999", "at most"),
        ("compare primes --rounds 0", "at least 1"),
        ("compare primes --rounds", "needs a value"),
        ("compare primes --sample 100 --items 60", "sample of 100"),
        ("compare primes --param numbers", "NAME=VALUE"),
        ("compare primes --param numbers=x", "number"),
        ("compare primes --param colour=red", "no parameter 'colour'"),
        ("compare primes --timeout 0", "seconds"),
        ("compare primes --budget soon", "--budget is a time such as 45s or 2min, not 'soon'"),
        ("compare primes --budget 0s", "--budget is between 0.1 and 86,400 seconds, not 0s"),
        ("compare primes --budget 99999min", "86,400 seconds"),
        ("compare primes --budget ٣s", "a time such as"),
        ("compare primes --budget -5s", "--budget"),
        ("compare primes --budget 45s --rounds 3", "leave out one of --rounds and --budget"),
        ("compare primes --even=yes", "--even takes no value."),
        ("compare primes --timeout nan", "seconds"),
        ("compare primes --task-timeout soon", "seconds"),
        ("compare primes --total-timeout 0", "seconds"),
        ("compare primes --memory-limit much", "a size such as 800M"),
        ("compare primes --memory-limit 5", "between 50M and"),
        ("compare primes --seed -1", "at least 0"),
        ("compare primes --setup prepare", "--setup"),
        ("compare primes --args 3", "--args is for a loop in a program of yours"),
        ("compare primes -m shop", "-m is for a loop in a program of yours"),
        ("compare primes --program shop.py", "--program is for a loop in a program of yours"),
        (f"compare {__file__}:1 --program nowhere.py", "There is no file"),
        (f"compare {__file__}:1 --program {__file__} -m shop", "leave out one of --program and -m"),
        ("compare primes --python nowhere/python", "no Python"),
        ("compare primes --export out.xyz", "ending"),
        ("compare primes --export nowhere/out.csv", "no such file or directory"),
        ("compare nowhere.py:task", "no file"),
        ("compare nowhere.py", "no file"),
        ("compare nowhere.py:not-a-name", "path/to/file.py:function"),
        ("compare primes --json=3", "--json takes no value."),
        ("compare primes --seed 99999999999", "--seed is at most 4294967295, not 99999999999."),
        ("--version=3", "--version takes no value."),
        ("strategies --jsn", "Did you mean '--json'"),
        ("loops extra", "Not understood: extra"),
        ("compare primes \x1b[31m", "Not understood: \\x1b[31m"),
        ("export", "Still to be named: DOCUMENT, FILE."),
        ("export nowhere.parloop out.csv", "no such file"),
        ("open nowhere.parloop", "no such file"),
    ],
)
def test_that_wrong_use_is_one_sentence_and_status_2(
    typed: str, words: str, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(typed.split()) == 2
    assert words in sentence(capsys)
    assert engine.specs == []


def test_that_a_file_or_a_loop_in_it_is_checked_before_anything_runs(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.py"
    loops = "for n in 'ab':\n    total += 1\n\nfor n in 'ab':\n    print(crc32(n.encode()))\n"
    file.write_text(f"from zlib import crc32; total = 0\n{loops}")
    for word, options, words in (
        (":2", [], "Nothing is left for a worker to do: `total += 1` (line 3) has to be done in order."),
        (":1", [], "There is no loop at line 1 of mine.py; there are some at lines 2 and 5."),
        (":5", ["--args", "'a"], "--args can't be taken apart as a shell would: no closing quotation."),
        (":5", ["--items", "3"], "its own items"),
        (":5", ["--setup", "prepare"], "--setup"),
    ):
        assert cli.main(["compare", f"{file}{word}", *options]) == 2
        assert words in sentence(capsys)
    assert engine.specs == []


def test_that_a_user_function_is_checked_before_anything_runs(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.py"
    file.write_text("def task(item):\n    return item\n")
    for options, words in (
        ([], "--items"),
        (["--items", "range("], "expression"),
        (["--items", "(" * 500 + ")" * 500], "expression"),
        (["--items", "0"], "at least 1 item"),
        (["--items", "3", "--param", "a=1"], "--param"),
        (["--items", "3", "--setup", "a b"], "--setup"),
    ):
        assert cli.main(["compare", f"{file}:task", *options]) == 2
        assert words in sentence(capsys)
    assert engine.specs == []


ODD = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "1.5",
        "nan",
        "inf",
        "1e9",
        "9" * 40,
        "٣",
        "a:b",
        ":",
        "::",
        "=",
        "a=",
        "../..",
        "\0",
        "x" * 300,
    ]
) | st.text(max_size=8)
OPTIONS = (
    "items",
    "workers",
    "strategies",
    "start-method",
    "chunksize",
    "effort",
    "rounds",
    "sample",
    "param",
    "setup",
)
MORE_OPTIONS = ("timeout", "budget", "seed", "export")


@pytest.mark.fuzz
@cases(150, [HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(OPTIONS + MORE_OPTIONS), ODD), min_size=1, max_size=2), ODD)
def test_that_whatever_is_typed_ends_with_a_status(engine: Engine, options: list[tuple[str, str]], word: str) -> None:
    typed = [f"--{name}={value}" for name, value in options if not value.endswith((".py", ".md", ".csv", ".json"))]
    assert cli.main([*QUICK, "--no-history", "--items", "2", *typed]) in (0, 2)
    assert cli.main(["compare", word, *typed]) == 2
    assert cli.main([word, *typed]) in (0, 2)


WORDS = ODD | st.sampled_from(["compare", "open", "export", "primes", "strategies", "--json", "--python", "--", "-"])


@pytest.mark.fuzz
@cases(150, [HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.filter(lambda word: not word.startswith(("-h", "--help", "--version"))), max_size=5))
def test_that_words_in_any_order_are_one_sentence(
    engine: Engine, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    capsys.readouterr()
    assert cli.main([*words, "--no-such-option"]) == 2
    assert is_harmless(sentence(capsys).rstrip("\n"))
