"""The preflight as it is shown: one check after the other, what it rules out, what stops everything, how long.

PreflightFacts (engine) ─ judged ─► Report: checks · ruled out · stops          estimate.py ─► Estimate
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parloop_gui.engine.protocol.kinds import STOPPING_STAGES, ProblemKind
from parloop_gui.engine.protocol.messages import PreflightFacts, Problem
from parloop_gui.model.plan.estimate import Estimate
from parloop_gui.model.plan.plan import Contestant, Interpreter, Plan
from parloop_gui.model.preflight.arrival import import_text, way_text
from parloop_gui.model.preflight.proof import proof_text
from parloop_gui.model.preflight.repeated import repeats_text
from parloop_gui.model.preflight.ruling import consequence, ruled_out, too_many
from parloop_gui.model.wording.units import count, duration, size

# Ten times what a task costs to hand over that weighs nothing.
LARGE_BYTES = 1_000_000
SLOW_PICKLING_S = 1e-3

_OF_CHECK: dict[str, tuple[ProblemKind, ...]] = {
    "import": ("import", "function"),
    "repeats": (),
    "proof": ("proof", "lost-state"),
    "items": ("items",),
    "set-up": ("set-up",),
    "task": ("task", "slow-task"),
    "pickling": ("pickle-function", "pickle-item", "pickle-result", "pickle-error"),
    "sameness": ("state", "chance", "changed-state"),
}
_TITLES = {
    "import": "Import",
    "repeats": "Repeated",
    "proof": "Same loop",
    "items": "Items",
    "set-up": "Set-up",
    "task": "One task",
    "pickling": "Pickling",
    "sameness": "Same results",
}


@dataclass(frozen=True)
class Check:
    """One thing that was tried. `state`: "ok", "note" (it goes on) or "failed" (something is ruled out, or all is).

    `text` is what came out, sentences where there is something to say; `line` where in the user's file.
    """

    slug: str
    title: str
    state: str
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Report:
    """What trying the loop under one Python came to.

    `ruled_out` are chosen contestants that can't run, each with its reason; `stops` is why none can ("" where some do).
    `estimate` is that of the whole plan, the same under each Python; None until all were tried. `version` is which
    version of the code was tried, where that is not the one as it stands.
    """

    python: str
    facts: PreflightFacts
    checks: tuple[Check, ...]
    ruled_out: tuple[tuple[Contestant, str], ...] = ()
    stops: str = ""
    estimate: Estimate | None = None
    version: str = ""

    def with_estimate(self, made: Estimate | None) -> Report:
        """The same with the plan's estimate."""
        return replace(self, estimate=made)


def judged(plan: Plan, python: Interpreter, facts: PreflightFacts, runs: int = 0) -> Report:
    """What the facts mean for the plan under that Python; `runs` is about how many there will be, 0: not known."""
    stopping = [each.sentence for each in facts.problems if each.what in STOPPING_STAGES]
    many = too_many(facts.items, plan) if facts.items is not None else ()
    out = {**dict(many), **dict(ruled_out(facts.problems, plan, python))}
    return Report(
        python=python.id,
        facts=facts,
        checks=tuple(_checks(plan, python, facts, runs)),
        ruled_out=tuple(
            (Contestant(choice.strategy, choice.call, python.id), reason) for choice, reason in out.items()
        ),
        stops=stopping[0] if stopping else "",
    )


def why_out(contestant: Contestant, reports: Sequence[Report]) -> str | None:
    """Why that one can't run, by whichever call; None where it can."""
    for report in reports:
        for out, reason in report.ruled_out:
            if (out.strategy, out.python) == (contestant.strategy, contestant.python):
                return reason
    return None


def why_none(reports: Sequence[Report]) -> str:
    """Why nothing can be measured under any of the Pythons, or of one version; "" where something can."""
    for version in dict.fromkeys(report.version for report in reports):
        own = [report for report in reports if report.version == version]
        if all(report.stops for report in own):
            return f"{version[:1].upper()}{version[1:]}: {own[0].stops}" if version else own[0].stops
    return ""


def _checks(plan: Plan, python: Interpreter, facts: PreflightFacts, runs: int) -> Iterator[Check]:
    for slug, whats in _OF_CHECK.items():
        problems = [each for each in facts.problems if each.what in whats]
        known, noteworthy = _known(slug, plan, facts, runs)
        if problems:
            failed = any(each.what in STOPPING_STAGES or consequence(each, plan, python) for each in problems)
            said = " ".join(_said(each, plan, python) for each in problems)
            said = f"{said} {known}".strip() if slug == "proof" else said
            yield Check(slug, _title(slug, plan), "failed" if failed else "note", said, problems[0].line)
        elif slug == "items" and facts.items is not None and (many := too_many(facts.items, plan)):
            yield Check(slug, _title(slug, plan), "failed", " ".join([known, *(sentence for _, sentence in many)]))
        elif known:
            yield Check(slug, _title(slug, plan), "note" if noteworthy else "ok", known)


def _title(slug: str, plan: Plan) -> str:
    return f"Up to line {plan.loop.line}" if slug == "import" and plan.loop.line else _TITLES[slug]


def _said(problem: Problem, plan: Plan, python: Interpreter) -> str:
    follows = {
        "state": "It depends on calls before it, so workers may come to other results than the plain loop.",
        "chance": "So results can't be checked: they depend on chance, time or something outside.",
        "changed-state": "Processes lose that; threads keep it.",
        "pickle-error": "Pool would wait for ever for it; threads hand it over as it is.",
    }.get(problem.what, consequence(problem, plan, python))
    return f"{problem.sentence} {follows}".strip()


def _known(slug: str, plan: Plan, facts: PreflightFacts, runs: int) -> tuple[str, bool]:
    """What a check without problems found, and whether it is more than a formality."""
    if slug == "proof" and facts.proof is not None:
        return proof_text(facts.proof), facts.proof.kind != "proven" or bool(facts.proof.not_comparable)
    if slug == "repeats" or (slug == "import" and plan.loop.program is not None):
        return _on_the_way(slug, plan, facts, runs)
    if slug == "import" and facts.import_s is not None:
        return import_text(facts, plan.loop)
    if slug == "items" and facts.items is not None:
        return _items(plan, facts)
    if slug == "set-up" and facts.setup_s is not None:
        return f"{plan.loop.setup}() took {duration(facts.setup_s)}; each worker calls it once.", False
    if slug == "task" and facts.task_s is not None:
        return f"Takes about {duration(facts.task_s)} ({count(facts.tried, 'task')} tried).", False
    if slug == "pickling" and facts.stage == "done" and facts.result_bytes is not None:
        heavy, is_heavy = _heaviest(facts)
        text = f"Function, items and results can go to processes and back; a result is {size(facts.result_bytes)}."
        return f"{text}{heavy}", is_heavy
    if slug == "sameness" and facts.repeats:
        return "The same tasks done again gave the same results.", False
    if slug == "sameness" and facts.stage == "done" and facts.repeats is None and facts.tried:
        does = facts.arrival is not None and any(each.asks for each in facts.arrival.in_loop)
        why = "what they do outside would be done again" if does else "the tasks are long"
        return f"Not tried: {why}. The rounds will tell.", False
    return "", False


def _on_the_way(slug: str, plan: Plan, facts: PreflightFacts, runs: int) -> tuple[str, bool]:
    """How a program comes to its loop, and what is done again; both once it was there."""
    made = facts.arrival
    if slug == "import":
        return way_text(
            facts, plan.loop
        ) if facts.import_s is not None else "", made is not None and made.anew is not None
    return repeats_text(made, plan, runs) if made is not None and facts.items else "", True


def _items(plan: Plan, facts: PreflightFacts) -> tuple[str, bool]:
    known = count(facts.items or 0, "item")
    if plan.loop.sample is not None and plan.loop.sample < (facts.items or 0):
        known = f"A sample of {plan.loop.sample:,} of {known}"
    largest = facts.largest_item_bytes
    if largest is None:
        return f"{known}.", False
    large = largest >= LARGE_BYTES
    each = f"the largest {size(largest)} when pickled"
    copied = " Processes get a copy of each; name a file instead, or read it in a set-up function." if large else ""
    return f"{known}, {each}.{copied}", large


def _heaviest(facts: PreflightFacts) -> tuple[str, bool]:
    """What costs most to hand over, where that is worth a word, and whether it is much."""
    part = next((each for each in facts.payload.parts if each.kind != "given"), None)
    if part is None or part.cost_s < SLOW_PICKLING_S:
        return "", False
    once = " once in each chunk of tasks" if part.is_same else " for each task"
    named = "a result" if part.kind == "result" else "the function" if part.kind == "function" else f"`{part.name}`"
    sentence = f" Pickling takes most for {named}, {size(part.size_bytes)}: {duration(part.cost_s, 2)}{once}."
    return sentence, part.size_bytes >= LARGE_BYTES


def summary(estimate: Estimate) -> str:
    """How long it will take, in a sentence."""
    of = "" if estimate.items == estimate.all_items else f" on a sample of {estimate.items:,} of {estimate.all_items:,}"
    plain = f"The plain loop takes about {duration(estimate.plain_s, 2)}{of}"
    whole = "" if not of else f" (about {duration(estimate.whole_s, 2)} over all its items)"
    return (
        f"{plain}{whole}, a round about {duration(estimate.round_s, 2)}, the whole comparison about {_total(estimate)}."
    )


def _total(estimate: Estimate) -> str:
    at_most = estimate.total_s <= estimate.budget_s * 1.01
    return (
        f"{duration(estimate.total_s, 2)}{', its budget' if at_most and estimate.total_s >= estimate.budget_s else ''}"
    )
