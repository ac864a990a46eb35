"""Where does the GIL bite? From which share of computing in a task on processes are ahead of threads.

The loop is another one at each share, and so is how many should be under way: Goetz's number keeps the cores busy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from parloop_gui.engine.catalogue import catalogue
from parloop_gui.engine.protocol.loop_spec import LoopSpec
from parloop_gui.model.plan.plan import Arrangement, Contestant, Plan
from parloop_gui.model.questions.answer import NOTHING, Answer, AnswerKind, Guide, Mark
from parloop_gui.model.questions.crossover import crossing, is_clear
from parloop_gui.model.questions.curves import Curves, drawn, interval_of
from parloop_gui.model.questions.question import Place, Question
from parloop_gui.model.questions.words import named, ratio, rounds_words, times_words
from parloop_gui.model.statistics.summary import Figure
from parloop_gui.model.statistics.thresholds import MOST_FOR_WAITING

PARAMETER = "cpu_share"


def _values(plan: Plan) -> tuple[float, ...]:
    return (0.0, 10.0, 25.0, 50.0, 75.0, 100.0)


def _arrange(place: Place) -> Arrangement | None:
    """Where a task only waits Goetz's number has no end. A second Python has the last place alone: that of the GIL."""
    asked = place.plan.asked
    if place.python != place.plan.pythons[0] and (asked is None or place.value != max(asked.values)):
        return None
    workers = None
    if place.plan.workers == "auto":
        most = min(
            MOST_FOR_WAITING, place.plan.loop.items if isinstance(place.plan.loop.items, int) else MOST_FOR_WAITING
        )
        wanted = place.python.cores * 100 / place.value if place.value > 0 else math.inf
        workers = max(1, most if wanted > most else math.ceil(wanted))
    return Arrangement(workers=workers, params=((PARAMETER, int(place.value)),), point=place.value)


def _why_not(loop: LoopSpec) -> str:
    if loop.kind == "builtin" and PARAMETER in {each.name for each in catalogue.find_loop(loop.name).parameters}:
        return ""
    having = [each.slug for each in catalogue.loops() if PARAMETER in {own.name for own in each.parameters}]
    return f"It is asked of a loop whose share on CPU can be set: {', '.join(having)}"


def _answer(curves: Curves) -> Answer:
    """The first strategy of each family that races stands for it."""
    own = curves.plan.pythons[0].id
    strategies = {each: places for each, places in curves.strategies().items() if each.python == own}
    families = {catalogue.find(each.strategy).family: each for each in reversed(strategies)}
    if "threads" not in families or "processes" not in families:
        return NOTHING
    threads, processes = families["threads"], families["processes"]
    both = strategies[threads].keys() & strategies[processes].keys()
    ratios = {value: curves.ratios(strategies[threads][value], strategies[processes][value]) for value in sorted(both)}
    series = {value: logs for value, logs in ratios.items() if logs}
    if not series:
        return NOTHING
    means, draws = drawn(series, curves.plan.seed)
    place = interval_of(crossing, means, draws)
    least, most = min(series), max(series)
    at_least = ratio(interval_of(lambda logs: logs[least], means, draws))
    at_most = ratio(interval_of(lambda logs: logs[most], means, draws))
    first, second = named(threads, list(strategies)), named(processes, list(strategies))
    ends = f"At {least:g}% {_ahead(first, second, at_least)}; at {most:g}% {_ahead(first, second, at_most)}."
    rounds = f"It stands on {rounds_words(series)}, and on straight lines between them."
    stands_on = (ends, *_second_python(curves), rounds)
    claims = {"crossover": place, "at_the_least": at_least, "at_the_most": at_most}
    kind, told = sentence(first, second, place)
    marks = (Mark("crossover", place, processes, threads),) if is_clear(place) else ()
    return Answer(kind, told, stands_on, claims, marks, guides=(_ceiling(),))


def under_both(curves: Curves) -> dict[str, tuple[Contestant, ...]]:
    """Who was measured under each of two Pythons at the place that both have: the plain loop, then one of each family.

    Empty where there is one Python, or where one of them has no figures yet.
    """
    pythons, asked = curves.plan.pythons, curves.plan.asked
    if len(pythons) != 2 or asked is None or not asked.values:
        return {}
    last, found, strategies = max(asked.values), dict[str, tuple[Contestant, ...]](), curves.strategies()
    for python in pythons:
        own = [places[last] for each, places in strategies.items() if each.python == python.id and last in places]
        there = list({catalogue.find(each.strategy).family: each for each in reversed(own)}.values())[::-1]
        if not there or not curves.wall_times.get(there[0].plain):
            return {}
        found[python.id] = (there[0].plain, *there)
    return found if len(found) == 2 else {}  # a document may call both by one name


def _second_python(curves: Curves) -> Iterator[str]:
    """What threads gain under either Python where all of the task computes, and what the second costs one of them."""
    both = under_both(curves)
    if not both:
        return
    series = {each: curves.ratios(each.plain, each) for there in both.values() for each in there[1:]}
    (own, mine), (other, theirs) = both.items()
    series[theirs[0]] = curves.ratios(theirs[0], mine[0])
    means, draws = drawn({each: logs for each, logs in series.items() if logs}, curves.plan.seed)

    def ratio_of(one: Contestant) -> Figure:
        return ratio(interval_of(lambda at: at[one], means, draws))

    gains = {each: ratio_of(each) for each in means}
    python = next(each for each in curves.plan.pythons if each.id == other)
    gil = ", which has no GIL," if python.free_threaded and not python.gil else ""
    for at, one in enumerate(mine[1:], 1):
        twin = next((each for each in theirs[1:] if each.strategy == one.strategy), None)
        if twin in gains and one in gains:
            under = f"Under Python {other}{gil} " if at == 1 else ""
            who, gained = named(twin, ()), times_words(gains[twin])  # one of each family: the name alone tells it
            yield f"{under}{who} is {gained} the plain loop’s speed; under {own} it is {times_words(gains[one])}."
    if theirs[0] in gains:
        yield f"Alone, the plain loop of {other} takes {times_words(gains[theirs[0]])} as long as that of {own}."


def _ceiling() -> Guide:
    """Of tasks that compute for a share of their time threads that hold the GIL can overlap 1 ÷ share at most."""
    return Guide("gil-ceiling", tuple((float(percent), 100 / percent) for percent in range(1, 101)))


def _ahead(first: str, second: str, slower: Figure) -> str:
    """Who is ahead by how much, where the first takes `slower` times as long as the second."""
    if slower.median > 1:
        return f"{second} is {times_words(slower)} as fast as {first}"
    faster = Figure(1 / slower.median, 1 / slower.high, 1 / slower.low)
    return f"{first} is {times_words(faster)} as fast as {second}"


def sentence(first: str, second: str, place: Figure) -> tuple[AnswerKind, str]:
    """What is said of where the second overtakes the first."""
    if is_clear(place):
        ends = f"({place.low:.0f}–{place.high:.0f}%)"
        return "crossover", f"{first} is ahead below {place.median:.0f}% on CPU {ends}, {second} above."
    if place.high == -math.inf:
        return "always", f"{second} is ahead at every share that was measured."
    if place.low == math.inf:
        return "always", f"{first} is ahead at every share that was measured."
    if math.isfinite(place.high):
        return (
            "no-clear-crossover",
            f"No clear crossover: {second} is ahead above {place.high:.0f}% on CPU, and perhaps below.",
        )
    if math.isfinite(place.low):
        return (
            "no-clear-crossover",
            f"No clear crossover: {first} is ahead below {place.low:.0f}% on CPU, and perhaps above.",
        )
    return "no-clear-crossover", f"No clear crossover of {first} and {second}: they are too near each other."


CPU_SHARE = Question(
    slug="cpu-share",
    asks="Where does the GIL bite?",
    axis="On CPU",
    strategies="thread-pool-executor,process-pool-executor",
    values=_values,
    arrange=_arrange,
    answer=_answer,
    least=0,
    most=100,
    unit="%",
    parameter=PARAMETER,
    items=60,  # of 8 ms: half a second, of which starting processes is a small part, and everyone fits a Quick pass
    why_not=_why_not,
    pairs=True,
    about="From which share of computing on processes overtake threads.",
)
