"""What a process takes on itself that reads the files of others, and how it answers."""

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
    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, MOST_SAID)):
        # macOS lets nobody limit the memory.
        with contextlib.suppress(ValueError):
            resource.setrlimit(kind, (most, most))
    for size in sizes:
        signal.alarm(SECONDS)
        print(json.dumps(read(sys.stdin.buffer.read(size), **limits)), flush=True)
