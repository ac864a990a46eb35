"""The http loop: GET requests to a server on this machine, in a process of its own (see service.py)."""

from __future__ import annotations

from typing import Any

from ..host.lazy_function import Deferred, deferred
from .loop import Loop, Parameter, Surroundings


def make_urls(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[str]:
    """One page of the local server per item."""
    return [f"{surroundings.address}/page/{surroundings.seed}/{number}" for number in range(count)]


HTTP = Loop(
    slug="http",
    title="HTTP",
    kind="io",
    hint="local server",
    caption="Every task waits for a server to answer, so threads should overlap the waiting.",
    code=Deferred(f"{__package__}.web_client", "fetch"),
    items_code=deferred(make_urls),
    default_items=32,
    most_items=10_000,
    parameters=(
        Parameter("latency_ms", "Latency", "float", 10.0, 0, 10_000, unit="ms", help="How long the server waits."),
        Parameter("size_kib", "Size of a page", "int", 16, 1, 4096, unit="KiB"),
    ),
    service="http",
)

LOOPS = (HTTP,)
