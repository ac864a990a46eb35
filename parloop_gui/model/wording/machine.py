"""What a machine leaves a comparison, in words: its cores and memory, and that a container limits them."""

from __future__ import annotations

from collections.abc import Mapping

from parloop_gui.model.wording.units import count, number, thousands

LIMITED = "container limit"

Facts = Mapping[str, str | int | float | None]


def cores_words(machine: Facts) -> str:
    """As "2 cores", or "0.5 of 2 cores: container limit"; "" where it is not known."""
    cores = machine.get("cores")
    return cores_value(machine) if is_limited(machine) or not isinstance(cores, int) else count(cores, "core")


def cores_value(machine: Facts) -> str:
    """The same beside the word Cores: "2", or "0.5 of 2 cores: container limit"."""
    limited = _limited_cores(machine)
    if limited is not None:
        return f"{limited[0]:.3g} of {count(limited[1], 'core')}: {LIMITED}"
    cores = machine.get("cores")
    return thousands(cores) if isinstance(cores, int) else ""


def memory_words(machine: Facts) -> str:
    """As "16.0 GB", or "0.500 of 16.0 GB: container limit"; "" where it is not known."""
    memory, limit = (machine.get(name) for name in ("memory_bytes", "memory_limit_bytes"))
    if not isinstance(memory, int | float):
        return ""
    if isinstance(limit, int | float) and limit < memory:
        return f"{number(limit / 2**30)} of {number(memory / 2**30)} GB: {LIMITED}"
    return f"{number(memory / 2**30)} GB"


def is_limited(machine: Facts) -> bool:
    """Whether a container leaves less of the cores than there are."""
    return _limited_cores(machine) is not None


def _limited_cores(machine: Facts) -> tuple[float, int] | None:
    """What a container leaves of how many cores; None where it leaves all."""
    quota, allowed = machine.get("cpu_quota"), machine.get("cores_allowed")
    return (quota, allowed) if isinstance(quota, int | float) and isinstance(allowed, int) and quota < allowed else None
