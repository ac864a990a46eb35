"""Why a Python can't be used, in one sentence."""

from __future__ import annotations


class InterpreterError(Exception):
    """A Python that can't be used, or is not there; the message is one sentence."""


class UnfitError(InterpreterError):
    """It was asked, and can't run the engine: that stays so until it changes."""
