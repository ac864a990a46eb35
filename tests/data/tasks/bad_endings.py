"""Tasks that end as user code does end: the seventh item brings each of them down in its own way."""

import multiprocessing
import os
import pickle
import random
import shutil
import signal
import sys
import threading
import time

BAD = 7
counted = 0


class Odd(Exception):
    """Pickles, but can't be unpickled: Pool's result thread dies of it."""

    def __init__(self, first, second):
        super().__init__(first)
        self.second = second


def fine(number):
    time.sleep(0.002)
    return number * 2


def slow(number):
    time.sleep(0.3)
    return number


def raises(number):
    if number == BAD:
        raise ValueError("seven is bad")
    return number


def raises_odd(number):
    if number == BAD:
        raise Odd(1, 2)
    return number


def exits(number):
    if number == BAD:
        sys.exit(3)
    return number


def interrupts(number):
    if number == BAD:
        raise KeyboardInterrupt
    return number


def cancels(number):
    if number == BAD:
        from asyncio import CancelledError

        raise CancelledError
    return number


def exits_hard(number):
    time.sleep(0.002)
    if number == BAD:
        os._exit(3)
    return number


def is_killed(number):
    time.sleep(0.002)
    if number == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def never_ends(number):
    time.sleep(0.0005)
    while number == BAD:
        pass
    return number


def returns_a_lock(number):
    return threading.Lock() if number == BAD else number


def counts(number):
    global counted
    counted += 1
    return counted


def unrepeatable(number):
    return os.urandom(4)


def by_chance(number):
    return random.random()


def leaves_a_daemon(number):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    return number


def prints(number):
    print("x" * 1000)
    sys.stdout.flush()
    os.write(1, b"\x00\xff junk \n")
    return number


def reads_stdin(number):
    return sys.stdin.read()


def closes_everything(number):
    os.closerange(0, 3)
    return number


def kills_whoever_is_idle(number):
    """An idle worker of a Pool waits with the lock that all need to get their next task."""
    time.sleep(0.3)
    if number == 1:
        with open(f"/proc/{os.getppid()}/task/{os.getppid()}/children") as file:
            others = set(map(int, file.read().split())) - {os.getpid()}
        for pid in others:
            with open(f"/proc/{pid}/cmdline") as file:
                if "resource_tracker" not in file.read():
                    os.kill(pid, signal.SIGKILL)
    return number


def dies_while_it_answers(number):
    """Nobody reads the answer until its writer is dead, which then holds the lock that all need to answer."""
    if number != BAD:
        return b""
    parent = os.getppid()

    def end():
        os.kill(parent, signal.SIGCONT)
        os.kill(os.getpid(), signal.SIGKILL)

    os.kill(parent, signal.SIGSTOP)
    threading.Timer(0.5, end).start()
    return bytes(20_000_000)


def clears_away(number):
    shutil.rmtree(os.environ["PARLOOP_RUN"], ignore_errors=True)
    return number


def tries_to_pickle(number):
    try:
        multiprocessing.SimpleQueue().put(lambda: number)
    except (AttributeError, pickle.PicklingError):
        time.sleep(0.01)
    return number


double = lambda number: number * 2  # noqa: E731 - a lambda is what can't be pickled


class EndsWhenPickled:
    def __reduce__(self):
        os._exit(4)


def ends_when_pickled(number):
    return EndsWhenPickled()


done = []


def ends_when_repeated(number):
    done.append(number)
    if done.count(number) == 2:
        os._exit(5)
    return number
