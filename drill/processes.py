"""The processes in which editors work: started once, ended with the drill."""

import multiprocessing
import signal

import django

from portal import memory

#: No drill may take longer; one that does has hung and is a loss.
LIMIT = 600
Hung = multiprocessing.TimeoutError


def begin():
    """Leave it to the drill to end a process, and hold memory and models as a server does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory.keep_little()
    django.setup()


def pool(size):
    return multiprocessing.get_context("spawn").Pool(size, begin)


def alone(work, *arguments):
    """Return what some work returns that is done in a new process: its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1, begin) as pool:
        return pool.apply_async(work, arguments).get(LIMIT)


def together(pool, work, arguments):
    """Let the work begin in a process for each list of arguments; `get` what they return."""
    running = pool.starmap_async(work, arguments, chunksize=1)
    return lambda: running.get(LIMIT)
