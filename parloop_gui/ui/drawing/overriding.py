"""Marks what overrides a method above, for readers and the type checker; costs nothing when the window opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """`typing.override`, which Python 3.11 lacks; the package that has it is slow to import."""
        return method


__all__ = ["override"]
