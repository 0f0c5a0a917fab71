"""What a process of its own takes on itself, and how it answers about the files of others."""

import contextlib
import json
import resource
import signal
import sys

MEGABYTE = 1024 * 1024
MOST_MEMORY = 768 * MEGABYTE
MOST_SAID = 64 * MEGABYTE
#: After so many seconds over one file the process ends.
SECONDS = 20


def answer(read):
    """Say in a line each what `read` makes of the files on the input, whose sizes are given."""
    limits, *sizes = map(json.loads, sys.argv[1:])
    take_at_most(resource.RLIMIT_AS, MOST_MEMORY)
    take_at_most(resource.RLIMIT_FSIZE, MOST_SAID)
    for size in sizes:
        signal.alarm(SECONDS)
        print(json.dumps(read(sys.stdin.buffer.read(size), **limits)), flush=True)


def take_at_most(kind, most):
    # macOS lets nobody limit the memory.
    with contextlib.suppress(ValueError):
        resource.setrlimit(kind, (most, most))
