"""The users' files in `tests/data/loops`, what of them is compared, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "data" / "loops"
RIGHT, WRONG, OUT = "finished", "wrong-result", "unavailable"
# As the threads happen to take turns.
EITHER = f"{RIGHT} or {WRONG}"


@dataclass(frozen=True)
class Expected:
    """A loop and its outcome.

    `loop` is "file.py:function" or "file.py:LINE", over `items`. `stops` is part of the sentence where nothing can
    be measured; else `threads` and `processes` say how theirs end. `noted` are the preflight's checks that are not
    plainly ok, `said` is part of what one of them says. `needs` is a package that the interpreter may lack, `since`
    the Python that brought the file's syntax. Those with wrong results have no rank, and without `ranked` nobody
    has one. `program` or `module` is run where the loop stands in a file that it imports, with these `arguments`.
    """

    loop: str
    items: str | None = "8"
    stops: str = ""
    threads: str = RIGHT
    processes: str = RIGHT
    noted: tuple[str, ...] = ()
    said: str = ""
    setup: str | None = None
    needs: str = ""
    since: tuple[int, int] = (3, 10)
    ranked: bool = True
    program: str = ""
    module: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """The user's file."""
        return FOLDER / self.loop.partition(":")[0]


LOOPS = (
    Expected("words.py:count", "FILES[:8]"),
    Expected("module_data.py:look_up", "KEYS"),
    Expected("shop/prices.py:with_tax", "ORDERS"),
    Expected("with_numpy.py:eigenvalues", "SEEDS", needs="numpy"),
    Expected("generated.py:greatest_divisor", "pairs"),
    Expected("fetching.py:fetch"),
    Expected("closure.py:triple", processes=OUT, noted=("pickling",), said="it is defined within another function"),
    Expected(
        "a_lambda.py:half", processes=OUT, noted=("pickling",), said="half (line 1) can't be pickled: it is a lambda"
    ),
    Expected("cached.py:steps", "range(1000, 1020)"),
    Expected(
        "counter.py:numbered",
        threads=EITHER,
        processes=WRONG,
        noted=("sameness",),
        said="It depends on calls before it",
    ),
    Expected(
        "dice.py:roll",
        noted=("sameness",),
        said="in a fresh process for the same items, it gives other results",
        ranked=False,
    ),
    Expected(
        "lost_updates.py:doubled", threads=WRONG, noted=("sameness",), said="Processes lose that; threads keep it."
    ),
    Expected("big_argument.py:size", "PICTURES", noted=("items", "pickling"), said="the largest 50 MB when pickled"),
    Expected("slow_import.py:square", noted=("import",), said="Workers that start afresh import it again."),
    Expected("broken.py:work", stops="broken.py could not be imported, line 2: SyntaxError"),
    Expected(
        "missing_package.py:work", stops="line 2: ModuleNotFoundError: No module named 'no_such_package_anywhere'."
    ),
    Expected("asking.py:ask", stops="ask failed for item 0 (0), line 6: EOFError"),
    Expected("guarded_script.py:cube"),
    Expected("from_sets.py:letters", "NAMES"),
    Expected("handles.py:lock", processes=OUT, noted=("pickling",), said="What lock (line 5) returns, of type lock"),
    Expected(
        "own_errors.py:check", noted=("pickling",), said="BadRow (line 4) can't be handed back by a worker process"
    ),
    Expected("set_up.py:score", setup="load"),
    Expected("blocks.py:residues", "BLOCKS"),
    Expected("works_on_import.py:cube"),
    Expected("people.py:age", str(FOLDER / "people.csv")),
    Expected("modern.py:greeting", "TITLES", since=(3, 12)),
    Expected("modern.py:pair", "pairs", since=(3, 12)),
)

# For loops of programs, compared where they stand.
SCRIPTS = (
    Expected("scripts/checksums.py:8", None),
    Expected("checksums.ipynb:12", None),
    Expected("bakery/oven.py:9", None, program="bake_bread.py", arguments=("--loaves", "12")),
    Expected("bakery/oven.py:9", None, module="tests.data.loops.bakery"),
    Expected("scripts/primes_by_key.py:13", None),
    Expected("scripts/main_function.py:15", None),
    Expected("scripts/generator.py:9", None),
    Expected("scripts/printing.py:4", None),
    Expected("scripts/reading.py:6", None),
    Expected("scripts/grid.py:5", None),
    Expected("scripts/awaiting.py:11", None, noted=("import",), said="the program has an event loop open"),
    Expected("modern.py:23", None, since=(3, 12)),
    Expected("modern.py:27", None, since=(3, 12)),
)
