"""Are two results equal? Digests first, then item by item, and honest about what can't be compared.

The first plain run leaves its results behind, each pickled on its own, with a digest of each. Every later run of the
comparison pickles its own results and compares digests. Where they differ (shared objects, NaN, a set in another order)
the two values are compared by `same`. All this happens in a runner, after the clock; the app unpickles nothing.
"""

from __future__ import annotations

import hashlib
import math
import pickle
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# 128 bits: among a million results two digests are equal by chance once in some 10^26 comparisons.
DIGEST_BYTES = 16
# Pickled results beyond this are not kept, only their digests: the folder lies in memory.
MOST_KEPT_BYTES = 256 * 1024 * 1024
# Results without order are matched by digests; so many that are left over are compared each with each, at most 90,000
# pairs: more would take longer than the run.
MOST_UNMATCHED = 300
# Containers within containers: deeper ones can't be compared, before Python's own limit of 1,000 calls is reached.
DEEPEST = 100
# The same for every Python from 3.10 on, so that digests of one Python's results agree whoever made them.
_PROTOCOL = 4
_PLAIN = (int, str, bytes, bool, type(None), complex, type, type(...), type(NotImplemented), range)


@dataclass(frozen=True)
class Match:
    """Whether results agree: True, False, or None where that can't be told; and a sentence unless True."""

    matches: bool | None
    message: str = ""


class NotComparableError(Exception):
    """Values of this kind can't be compared; the message names the kind."""


def keep(results: Sequence[Any], folder: Path) -> Match:
    """Leave the results of the first plain run in the folder for `check` to compare with."""
    try:
        pickles = [_pickle(result) for result in results]
    except NotComparableError as error:
        return Match(None, f"Results can't be compared: {error}.")
    kept = pickles if sum(map(len, pickles)) <= MOST_KEPT_BYTES else []
    temporary = folder / "reference.new"  # a run that is ended meanwhile leaves no half of it to compare with
    try:
        temporary.write_bytes(pickle.dumps(([_digest(data) for data in pickles], kept), _PROTOCOL))
        temporary.rename(folder / "reference")
    except OSError as error:  # a full disk must cost the comparing, never the run
        temporary.unlink(missing_ok=True)
        return Match(None, f"Results can't be compared: the plain loop's could not be kept ({error.strerror}).")
    return Match(True)


def check(results: Sequence[Any], folder: Path, ordered: bool = True) -> Match:
    """Compare with what `keep` left: item by item, or as a collection where the call gives no order."""
    try:
        wanted, kept = pickle.loads((folder / "reference").read_bytes())
    except FileNotFoundError:
        return Match(None, "Results can't be compared: the plain loop left none.")
    if len(results) != len(wanted):
        return Match(False, f"Gave {len(results)} results, the plain loop {len(wanted)}.")
    try:
        given = [_digest(_pickle(result)) for result in results]
        return (_check_in_order if ordered else _check_in_any_order)(results, given, wanted, kept)
    except NotComparableError as error:
        return Match(None, f"Results can't be compared: {error}.")


def _check_in_order(results: Sequence[Any], given: list[bytes], wanted: list[bytes], kept: list[bytes]) -> Match:
    for index, result in enumerate(results):
        if given[index] == wanted[index]:
            continue
        reference = pickle.loads(kept[index]) if kept else NotImplemented
        if not kept or not same(reference, result):
            plain = _short(reference) if kept else "another result"
            return Match(False, f"Item {index} gave {_short(result)}, the plain loop {plain}.")
    return Match(True)


def _check_in_any_order(results: Sequence[Any], given: list[bytes], wanted: list[bytes], kept: list[bytes]) -> Match:
    """Every result is matched to one of the plain loop's; no order is asked for."""
    extra, missing = Counter(given) - Counter(wanted), Counter(wanted) - Counter(given)
    unmatched = [results[index] for index in _pick(given, extra)]
    references = [pickle.loads(kept[index]) for index in _pick(wanted, missing)] if kept else []
    for result in unmatched[:MOST_UNMATCHED]:
        partner = next((at for at, reference in enumerate(references) if same(reference, result)), None)
        if partner is None:
            return Match(False, f"Gave {_short(result)}, which the plain loop never did.")
        references.pop(partner)
    return Match(len(unmatched) <= MOST_UNMATCHED, "" if len(unmatched) <= MOST_UNMATCHED else "Most results differ.")


def _pick(digests: list[bytes], wanted: Counter[bytes]) -> list[int]:
    left, picked = Counter(wanted), []
    for index, digest in enumerate(digests):
        if left[digest] > 0:
            left[digest] -= 1
            picked.append(index)
    return picked


def same(first: Any, second: Any, depth: int = 0) -> bool:
    """Whether two values are equal: exact types, NaN equal to NaN, containers item by item, objects by their state.

    Raises NotComparableError for what has no comparable state (generators, local functions, too deep nesting).
    """
    if first is second:
        return True
    if type(first) is not type(second):
        return False
    if depth > DEEPEST:
        raise NotComparableError("a result is nested too deeply")
    if isinstance(first, float):
        return first == second or (math.isnan(first) and math.isnan(second))
    if isinstance(first, _PLAIN):
        return bool(first == second)
    compare = next((how for kinds, how in _CONTAINERS if isinstance(first, kinds)), _same_array_or_state)
    return compare(first, second, depth + 1)


def _same_items(first: Any, second: Any, depth: int) -> bool:
    return (
        len(first) == len(second)
        and all(map(same, first, second, [depth] * len(first)))
        and _same_extras(first, second, depth)
    )


def _same_extras(first: Any, second: Any, depth: int) -> bool:
    """Subclasses of containers may hold attributes beside their items."""
    return same(getattr(first, "__dict__", None), getattr(second, "__dict__", None), depth)


def _same_mapping(first: Any, second: Any, depth: int) -> bool:
    return (
        len(first) == len(second)
        and all(key in second and same(value, second[key], depth) for key, value in first.items())
        and _same_extras(first, second, depth)
    )


def _same_set(first: Any, second: Any, depth: int) -> bool:
    return bool(first == second)


def _same_array_or_state(first: Any, second: Any, depth: int) -> bool:
    if hasattr(first, "dtype") and hasattr(first, "shape") and hasattr(first, "tobytes"):
        return _same_array(first, second, depth)
    return same(_state(first), _state(second), depth)


def _same_array(first: Any, second: Any, depth: int) -> bool:
    if first.dtype != second.dtype or first.shape != second.shape:
        return False
    if first.dtype.hasobject or first.dtype.kind in "fc":  # objects by what they hold, and NaN equal to NaN
        return same(first.tolist(), second.tolist(), depth)
    return bool(first.tobytes() == second.tobytes())


def _state(value: Any) -> Any:
    try:
        reduced = value.__reduce_ex__(_PROTOCOL)
    except Exception:  # the user's own class may raise anything
        raise NotComparableError(f"a result holds {_kind(value)}") from None
    if isinstance(reduced, str):
        return reduced
    return [list(part) if hasattr(part, "__next__") else part for part in reduced]


_CONTAINERS: tuple[tuple[tuple[type, ...], Callable[[Any, Any, int], bool]], ...] = (
    ((list, tuple), _same_items),
    ((dict,), _same_mapping),
    ((set, frozenset), _same_set),
)


def _pickle(result: Any) -> bytes:
    try:
        return pickle.dumps(result, _PROTOCOL)
    except Exception:  # the user's own class may raise anything
        raise NotComparableError(f"a result is {_kind(result)}, which can't be pickled") from None


def _kind(value: Any) -> str:
    return f"of type {type(value).__name__}"


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except Exception:  # the user's own class may raise anything
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else text[:57] + "…"


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).digest()
