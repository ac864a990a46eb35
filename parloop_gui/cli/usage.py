"""Wrong use of the command line: one sentence, and a guess at what was meant.

The parser makes its own from what argparse knows of an argument, and not from argparse's English.
"""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from parloop_gui.engine.protocol.visible import visible


class UsageError(Exception):
    """The command can't be carried out as it was given; the message is one sentence, nothing in it moves a terminal."""

    def __init__(self, sentence: str) -> None:
        super().__init__(visible(sentence, keep=""))


def closest(word: str, known: Iterable[str]) -> str:
    """A hint to end a sentence with, the most similar of the known names in it; empty where none is similar."""
    names = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {names[0]!r}?" if names else ""


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of printing its usage and leaving.

    What the `type` of an argument has to say against a text is an ArgumentTypeError that goes on after the argument's
    name: "is at least 1, not 0".
    """

    def __init__(self, **options: Any) -> None:
        # No abbreviations: a new option could make one that stands in a script ambiguous.
        super().__init__(**options, allow_abbrev=False, exit_on_error=False)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments, all of them; raises UsageError."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            raise UsageError(self._not_understood(rest))
        return found

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments that are known, and the others; raises UsageError."""
        seen = argparse.Namespace() if namespace is None else namespace
        try:
            return super().parse_known_args(args, seen)
        except argparse.ArgumentError as error:
            raise UsageError(self._refusal(error, seen)) from None

    def error(self, message: str) -> NoReturn:
        """Called where something is missing; from Python 3.13 on argparse raises the same error itself."""
        raise argparse.ArgumentError(None, message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Argparse's own would put the choices into a sentence that can't be taken apart again."""
        choices = action.choices
        if choices is not None and value not in choices:
            what = action.option_strings[-1] if action.option_strings else "command"
            known = list(map(str, choices))
            raise UsageError(
                f"There is no {what} {value!r:.60}; it is one of {', '.join(known)}.{closest(str(value), known)}"
            )

    def _refusal(self, error: argparse.ArgumentError, seen: argparse.Namespace) -> str:
        if error.argument_name is None:
            missing = [action for action in self._actions if action.required and not getattr(seen, action.dest, None)]
            return f"Still to be named: {', '.join(str(action.metavar) for action in missing)}."
        name = error.argument_name.split("/")[-1]
        if isinstance(error.__context__, argparse.ArgumentTypeError):
            return f"{name} {error.message}."
        takes_one = self._option_string_actions[name].nargs is None
        return f"{name} {'needs a value' if takes_one else 'takes no value'}."

    def _not_understood(self, rest: Sequence[str]) -> str:
        option = rest[0].partition("=")[0]
        if option.startswith("--") and option != "--":
            return f"There is no option {option:.60}.{closest(option, self._all_options())}"
        return f"Not understood: {' '.join(' '.join(rest).split())}."

    def _all_options(self) -> Iterable[str]:
        yield from self._option_string_actions
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                for command in action.choices.values():
                    yield from command._option_string_actions
