"""What a process keeps of memory that it uses no more, where the C library is glibc.

By itself that keeps most of what is freed below what is still in use, in a heap for each thread.
"""

import ctypes
import time

# Its names of what mallopt sets.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
#: What is larger than so many bytes is taken from the system by itself and given back when it is
#: free. It is glibc's own number, which it raises whenever something large was freed.
LARGE = 128 * 1024
MEGABYTE = 1024 * 1024
#: In seconds, how often a process looks for what it can give back: in a fifth of a millisecond.
PAUSE = 1
_library = ctypes.CDLL(None)
_next = 0


def keep_little():
    """Keep one heap for all threads, which take turns anyway, and little of what is free."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(M_ARENA_MAX, 1)
        _library.mallopt(M_TRIM_THRESHOLD, MEGABYTE)
        _library.mallopt(M_MMAP_THRESHOLD, LARGE)


def give_back():
    """Give the system what this process does not use."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)


def give_back_now_and_then():
    """Do the same if that was not done for a while; to be called often.

    What is free lies between what is in use, where glibc leaves it until it is told.
    """
    global _next
    now = time.monotonic()
    if now >= _next:
        _next = now + PAUSE
        give_back()
