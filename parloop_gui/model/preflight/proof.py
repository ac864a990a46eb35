"""What the proof of a split loop came to, in words."""

from __future__ import annotations

from collections.abc import Sequence

from parloop_gui.engine.protocol.kinds import UnprovenKind
from parloop_gui.engine.protocol.preflight_facts import Proof
from parloop_gui.model.wording.units import count, listed

_UNPROVEN: dict[UnprovenKind, str] = {
    "connection": "a socket or a database is open, which a trial must not share",
    "no-fork": "this system can't copy a program as it stands",
    "slow": "a pass takes too long to be tried both ways",
    "died": "the process that tried it died",
    "first-pass": "no pass of the loop as it stands came through",
}


def proof_text(proof: Proof) -> str:
    """What the proof found, as sentences."""
    if proof.kind == "unproven":
        why = _UNPROVEN[proof.why] if proof.why is not None else "it could not be told"
        return f"Not proven that the loop taken apart does the same: {why}.{_rest(proof)}"
    if proof.kind == "proven":
        passes = count(proof.passes, "pass", "passes")
        return f"Proven on {passes}: taken apart, the loop does what it does as it stands.{_rest(proof)}"
    return _rest(proof).strip()


def _rest(proof: Proof) -> str:
    told = f" Not comparable: {_names(proof.not_comparable)}." if proof.not_comparable else ""
    mixed = " Passes side by side print their lines in another order." if proof.mixes_output else ""
    return f"{told}{mixed}"


def _names(names: Sequence[str]) -> str:
    return listed([f"`{name}`" for name in names])
