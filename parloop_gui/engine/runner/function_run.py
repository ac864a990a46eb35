"""A run of a function of the user's file: the file imported and the items made, once for all runs where it may be."""

from __future__ import annotations

from ..user_program.program import put_temporary_files
from .fork_point import ForkPoint
from .job import Job, load
from .one_run import OneRun


def imported(run: OneRun, point: tuple[int, str] | None) -> tuple[OneRun, Job]:
    """The run to be made and its loop over all items: in a fork of this moment, where a `point` is given and it may be.

    `point` is a fork point's socket and the folder for temporary files. Raises what the file raises.
    """
    fork_point = ForkPoint(*point) if point is not None else None
    put_temporary_files(fork_point.temporary if fork_point is not None else run.assignment.work)
    job = load(run.assignment)
    return (fork_point.run_of(run) if fork_point is not None else run), job
