"""A program that does what the file says, for test_apart.py."""

import os
import signal

from portal.apart.inside import MOST_MEMORY, MOST_SAID, answer


def obey(data, most):
    match data:
        case b"take memory":
            return len(bytearray(MOST_MEMORY))
        case b"say much":
            return "x" * MOST_SAID
        case b"go on":
            # As if the time were over that it has for a file.
            if 0 < signal.alarm(0) <= most:
                signal.raise_signal(signal.SIGALRM)
        case b"tell":
            return sorted({*os.environ} - {"LC_CTYPE"})
    return "done"


if __name__ == "__main__":
    answer(obey)
