"""A fence around work on crafted input that is done at once, or not before the night is over."""

import contextlib
import signal

#: Seconds of the processor: a hundred times what any of it takes, and nothing of what it must not.
MOST = 60


@contextlib.contextmanager
def fenced():
    """Fail what is still at work when it would have ended long ago."""

    def stop(_signal, _frame):
        raise AssertionError(f"After {MOST} seconds of the processor it has not ended.")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MOST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
