"""What is shown of a foreign text acts on nothing."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from parloop_gui.engine.protocol.messages import RunEnded, decode, encode
from parloop_gui.engine.protocol.visible import one_line, visible
from tests.helpers.fuzz import cases


@cases()
@given(some.text(some.characters()))
def test_that_nothing_that_acts_is_left(text: str) -> None:
    shown = visible(text)
    assert not {each for each in shown if unicodedata.category(each) in ("Cc", "Cf", "Cs")} - set("\n\t\u200c\u200d")
    assert visible(shown) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert "\n" not in one_line(text)


def test_that_it_reads_as_python_writes_it() -> None:
    assert visible("a\x1b[2J\u202eb\x9bc\r\n") == r"a\x1b[2J\u202eb\x9bc\r" + "\n"
    assert one_line("a\n b\tc") == "a b c"


def test_that_ordinary_text_stays() -> None:
    for text in ("naïve · 2.1× — “so”", "👩\u200d👧", "a\nb\tc"):
        assert visible(text) == text


def test_that_what_a_users_code_said_is_visible_and_a_file_s_name_is_kept() -> None:
    ended = RunEnded("1", "failed", message="\x1b[2J", output="\u202e", spans_file="/tmp/\u202e")
    told = decode(encode(ended))
    assert told == RunEnded("1", "failed", message=r"\x1b[2J", output=r"\u202e", spans_file="/tmp/\u202e")
