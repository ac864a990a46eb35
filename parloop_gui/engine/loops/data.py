"""CPU-bound loops over data: parse (JSON, holds the GIL, see orders.py) and encode (zlib, releases it)."""

from __future__ import annotations

import zlib
from random import Random
from typing import Any

from ..host.lazy_function import Deferred, deferred
from .loop import Loop, Parameter, Surroundings

_ORDERS = f"{__package__}.orders"
BUFFER = b""
# zlib's own default, until `prepare_buffer` sets what was chosen.
LEVEL = 6


def prepare_buffer(params: dict[str, Any], surroundings: Surroundings) -> None:
    """A large buffer of hexadecimal digits, which shrinks to about half, and how hard to try."""
    global BUFFER, LEVEL
    BUFFER = Random(surroundings.seed).randbytes(params["size_kib"] * 512).hex().encode()
    LEVEL = params["level"]


def number_buffers(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One number per buffer, which stands at its beginning."""
    return list(range(count))


def encode(number: int) -> int:
    """Compress a buffer and unpack it again to be sure; returns the checksum of what came back."""
    packed = zlib.compress(number.to_bytes(8, "big") + BUFFER, LEVEL)
    return zlib.crc32(zlib.decompress(packed))


PARSE = Loop(
    slug="parse",
    title="JSON parsing",
    kind="cpu",
    hint="holds the GIL",
    caption="json.loads is written in C but holds the GIL, so processes should win and threads gain nothing.",
    code=Deferred(_ORDERS, "parse"),
    items_code=Deferred(_ORDERS, "number_pages"),
    set_up_code=Deferred(_ORDERS, "prepare_orders"),
    default_items=48,
    most_items=100_000,
    parameters=(Parameter("size_kib", "Size of a text", "int", 256, 1, 65_536, unit="KiB"),),
)

ENCODE = Loop(
    slug="encode",
    title="zlib",
    kind="cpu",
    hint="releases the GIL",
    caption="zlib computes without the GIL, so threads should gain a core each, just as processes do.",
    code=deferred(encode),
    items_code=deferred(number_buffers),
    set_up_code=deferred(prepare_buffer),
    default_items=32,
    most_items=100_000,
    parameters=(
        Parameter("size_kib", "Size of a buffer", "int", 128, 1, 65_536, unit="KiB"),
        Parameter("level", "Compression level", "int", 6, 1, 9),
    ),
)

LOOPS = (PARSE, ENCODE)
