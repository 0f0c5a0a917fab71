"""What a process keeps of memory that it uses no more, where the C library is glibc.

By itself that keeps most of what is freed below what is still in use, in a heap for each thread.
"""

import ctypes

# Its names of what mallopt sets.
M_TRIM_THRESHOLD, M_ARENA_MAX = -1, -8
MEGABYTE = 1024 * 1024
_library = ctypes.CDLL(None)


def keep_little():
    """Keep one heap for all threads, which take turns anyway, and little of what is free."""
    if hasattr(_library, "mallopt"):
        _library.mallopt(M_ARENA_MAX, 1)
        _library.mallopt(M_TRIM_THRESHOLD, MEGABYTE)


def give_back():
    """Give the system what this process does not use; takes a few milliseconds."""
    if hasattr(_library, "malloc_trim"):
        _library.malloc_trim(0)
