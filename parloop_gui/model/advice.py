"""Typed pieces of advice, each ending in a next step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """One piece of advice: a stable `kind` and the sentence or two to show."""

    kind: str
    text: str
