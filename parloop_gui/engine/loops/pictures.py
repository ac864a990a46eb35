"""CPU-bound loops over pictures, in pure Python: image (blur) and video (8×8 DCT and quantising)."""

from __future__ import annotations

import math
import zlib
from operator import mul
from random import Random
from typing import Any

from ..host.lazy_function import deferred
from .loop import Loop, Parameter, Surroundings

PICTURE = b""
WIDTH = 1
RADIUS = 1
FRAME = b""
BLOCKS = 1
QUANTISER = 1

# Fractional bits: a coefficient is off by 1/8,192 at most.
_SCALE_BITS = 12
COSINES = [
    [
        round((1 << _SCALE_BITS) * math.sqrt((1 if u == 0 else 2) / 8) * math.cos((2 * x + 1) * u * math.pi / 16))
        for x in range(8)
    ]
    for u in range(8)
]
"""The DCT-II's matrix (Ahmed, Natarajan and Rao 1974) in fixed point, as encoders keep it."""


def prepare_picture(params: dict[str, Any], surroundings: Surroundings) -> None:
    """A noisy grey picture, three quarters as high as it is wide."""
    global PICTURE, WIDTH, RADIUS
    WIDTH, RADIUS = params["width"], params["radius"]
    PICTURE = Random(surroundings.seed).randbytes(WIDTH * (WIDTH * 3 // 4))


def number_pictures(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One number per picture: by how many points it is shifted."""
    return list(range(count))


def blur_line(line: list[int], radius: int) -> list[int]:
    """Each point as the mean of its neighbourhood; beyond its ends the line goes on as it ended."""
    size = 2 * radius + 1
    padded = [line[0]] * radius + line + [line[-1]] * radius
    total = sum(padded[:size])
    blurred = [total // size]
    for leaving, entering in zip(padded, padded[size:], strict=False):
        total += entering - leaving
        blurred.append(total // size)
    return blurred


def blur(number: int) -> int:
    """Blur a picture along its rows, then along its columns; returns the checksum of the result."""
    shift = number % len(PICTURE)
    picture = PICTURE[shift:] + PICTURE[:shift]
    rows = [blur_line(list(picture[at : at + WIDTH]), RADIUS) for at in range(0, len(picture), WIDTH)]
    columns = [blur_line(list(column), RADIUS) for column in zip(*rows, strict=True)]
    return zlib.crc32(b"".join(map(bytes, columns)))


def prepare_frame(params: dict[str, Any], surroundings: Surroundings) -> None:
    """The pixels of a frame, 8×8 to a block, and how coarsely to keep them."""
    global FRAME, BLOCKS, QUANTISER
    BLOCKS, QUANTISER = params["blocks"], params["quantiser"]
    FRAME = Random(surroundings.seed).randbytes(64 * BLOCKS)


def number_frames(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One number per frame: how far the picture has moved."""
    return list(range(count))


def transform(lines: list[list[int]]) -> list[list[int]]:
    """The DCT of eight lines of eight points, turned by 90°: twice makes the DCT of a block."""
    half = 1 << (_SCALE_BITS - 1)
    return [[(sum(map(mul, line, cosine)) + half) >> _SCALE_BITS for line in lines] for cosine in COSINES]


def code_frame(number: int) -> tuple[int, int]:
    """Transform and quantise every block of a frame; returns how many coefficients are left, and their checksum."""
    shift = number % len(FRAME)
    frame = FRAME[shift:] + FRAME[:shift]
    kept, checksum = 0, 0
    for at in range(0, len(frame), 64):
        block = [[point - 128 for point in frame[line : line + 8]] for line in range(at, at + 64, 8)]
        coefficients = transform(transform(block))
        coarse = [
            coefficient // (QUANTISER * (4 + u + v))
            for v, line in enumerate(coefficients)
            for u, coefficient in enumerate(line)
        ]
        kept += 64 - coarse.count(0)
        checksum = zlib.crc32(bytes(value & 255 for value in coarse), checksum)
    return kept, checksum


IMAGE = Loop(
    slug="image",
    title="Image blur",
    kind="cpu",
    hint="pure Python",
    caption="Every task blurs a picture point by point and holds the GIL, so processes should win.",
    code=deferred(blur),
    items_code=deferred(number_pictures),
    set_up_code=deferred(prepare_picture),
    at_first=False,
    default_items=48,
    most_items=100_000,
    parameters=(
        Parameter("width", "Width of the picture", "int", 160, 8, 4000, unit="points"),
        Parameter("radius", "Radius of the blur", "int", 3, 1, 64, unit="points"),
    ),
)

VIDEO = Loop(
    slug="video",
    title="Video coding",
    kind="cpu",
    hint="8×8 DCT",
    caption="Every task codes the blocks of a frame in Python and holds the GIL, so processes should win.",
    code=deferred(code_frame),
    items_code=deferred(number_frames),
    set_up_code=deferred(prepare_frame),
    at_first=False,
    default_items=36,
    most_items=100_000,
    parameters=(
        Parameter("blocks", "Blocks in a frame", "int", 60, 1, 100_000),
        Parameter("quantiser", "Quantiser", "int", 4, 1, 31, help="Higher keeps less."),
    ),
)

LOOPS = (IMAGE, VIDEO)
