"""What the right panel says beside the lab: a row's figures, and the claims of an answer. No widgets."""

from __future__ import annotations

import math

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.model.questions.answer import Answer
from parloop_gui.model.questions.words import share_words, times_words, whole_words
from parloop_gui.model.statistics.figure_words import NOT_MEASURED, speedup_words, wall_words
from parloop_gui.model.statistics.summary import Figure, Row
from parloop_gui.model.wording.titles import strategy_title
from parloop_gui.model.wording.units import duration, thousands
from parloop_gui.ui.widgets.facts import Details, Fact, Section
from parloop_gui.ui.widgets.glossary import hover

# What the claims of the questions are called, how each is written, and by which word of the glossary it is explained;
# others are in the sentence alone.
_CLAIMS = {
    "workers": ("Enough workers", whole_words, ""),
    "speedup": ("Speed-up there", times_words, "speed-up"),
    "peak": ("Slower again from", whole_words, "coherency"),
    "limit": ("Amdahl’s limit", times_words, "amdahl"),
    "contention": ("Contention σ", share_words, "contention"),
    "coherency": ("Coherency κ", share_words, "coherency"),
    "crossover": ("Crossover", lambda figure: whole_words(figure, "%"), "crossover"),
}


def point_details(row: Row, times: Figure, where: str) -> Details:
    """A point of a curve in figures."""
    own = row.contestant
    facts = [
        Fact("Speed-up", speedup_words(times)),
        Fact("Wall time", wall_words(row)),
        Fact("At once", thousands(row.width) if row.width else NOT_MEASURED),
        Fact("Start-up", duration(row.startup_s)) if row.startup_s is not None else None,
        Fact("Chunk size", thousands(row.chunksize)) if row.chunksize else None,
        Fact("Start method", row.start_method) if row.start_method else None,
        Fact("Rounds", thousands(row.rounds)),
    ]
    family = catalogue.find(own.strategy).family
    return Details(strategy_title(own.strategy), where, family, tuple(fact for fact in facts if fact is not None))


def claims_section(answer: Answer | None) -> Section:
    """Those claims that have a name of their own, with their intervals."""
    if answer is None:
        return Section("")
    facts = [
        Fact(name, write(answer.claims[slug]), why=hover(term) if term else "")
        for slug, (name, write, term) in _CLAIMS.items()
        if slug in answer.claims and _is_finite(answer.claims[slug])
    ]
    return Section("What it claims", tuple(facts))


def _is_finite(figure: Figure) -> bool:
    return all(map(math.isfinite, (figure.median, figure.low, figure.high)))
