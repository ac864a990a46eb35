"""The places on a question's axis as people type them, and back: "1, 2, 4", "0%, 50%", "fork, spawn"."""

from __future__ import annotations

from collections.abc import Iterable

from parloop_gui.engine.protocol.unknown_name import UnknownNameError
from parloop_gui.model.questions.question import Question


def typed_values(question: Question, text: str) -> list[float]:
    """The places that were typed, with the axis's unit or without, or by their names; raises ValueError."""
    return [_value(question, word.strip()) for word in text.split(",") if word.strip()]


def as_typed(question: Question, values: Iterable[float]) -> str:
    """These places as they would be typed: numbers with no commas but those between them."""
    named = question.named
    return ", ".join(named[int(each)] if named and each < len(named) else f"{each:.0f}" for each in values)


def _value(question: Question, word: str) -> float:
    if question.named:
        if word not in question.named:
            raise UnknownNameError(question.axis.lower(), f"{word:.40}", question.named)
        return float(question.named.index(word))
    try:
        return float(int(word.removesuffix(question.unit or "%").replace("_", "")))
    except (ValueError, OverflowError):  # hundreds of digits are a whole number, and no float
        raise ValueError(f"Values are whole numbers with commas between them, not {word!r:.40}.") from None
