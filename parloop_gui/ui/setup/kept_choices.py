"""The choices as the settings keep them, shared with other windows of this user: each writes only what it changed."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from parloop_gui.ui.settings.preferences import AS_LAST_TIME, preferences
from parloop_gui.ui.setup.choices import Choices, from_text, to_text


class KeptChoices:
    """What a window begins with, and what it leaves for the next."""

    def __init__(self) -> None:
        self.at_first = self._mine = self.read()

    @property
    def first(self) -> Choices:
        """What the window begins with: that of last time, but for an effort that the settings name."""
        effort = preferences.effort
        return self.at_first if effort == AS_LAST_TIME else replace(self.at_first, effort=effort)

    def read(self) -> Choices:
        """What is kept now, whoever wrote it."""
        return from_text(preferences.choices)

    def begin(self, choices: Choices) -> None:
        """This is what the window begins with, whatever it made of what was kept: nothing is written for that."""
        self._mine = choices

    def keep(self, choices: Choices) -> None:
        """Keep what is another choice than when this window kept any last; the rest stays as others left it."""
        before, self._mine = self._mine, choices
        preferences.choices = to_text(merged(self.read(), before, choices))


def merged(kept: Choices, before: Choices, now: Choices) -> Choices:
    """`kept` with what differs between `before` and `now`: whole choices, and of loops and calls each its own."""
    changes: dict[str, Any] = {}
    for name in (field.name for field in fields(Choices)):
        theirs, old, new = (getattr(each, name) for each in (kept, before, now))
        if isinstance(new, dict):
            changes[name] = {**theirs, **{key: value for key, value in new.items() if old.get(key) != value}}
        elif new != old:
            changes[name] = new
    return replace(kept, **changes)
