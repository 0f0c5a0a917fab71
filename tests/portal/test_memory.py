"""What a process of the site does with memory that it uses no more."""

import subprocess
import sys

from django.conf import settings

#: Frees something large first, as whoever loads libraries does, after which glibc would keep all
#: that is as large in its heap. Then fills forty megabytes between what stays, and frees them.
USE = """
from pathlib import Path

from portal import memory

MEGABYTE = 1024 * 1024


def held():
    told = Path("/proc/self/status").read_text()
    return int(told.partition("RssAnon:")[2].split()[0]) * 1024 // MEGABYTE


large = bytearray(20 * MEGABYTE)
del large
memory.keep_little()
before = held()
taken, stays = [], []
for _ in range(40 * MEGABYTE // {size}):
    taken.append(bytearray({size}))
    stays.append(bytearray(600))
print(held() - before)
del taken
print(held() - before)
memory.give_back_now_and_then()
print(held() - before)
"""


def grown(size):
    """Return by how many MiB a process grew that took forty, let them go, and looked once."""
    command = [sys.executable, "-c", USE.format(size=size)]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=True)
    return [int(number) for number in said.stdout.split()]


def test_what_is_large_goes_back_as_soon_as_it_is_free():
    taken, let_go, looked = grown(1024 * 1024)
    assert taken >= 40
    assert let_go <= 2
    assert looked <= 2


def test_what_is_small_goes_back_at_the_next_look():
    taken, let_go, looked = grown(100_000)
    assert taken >= 40
    assert let_go >= 30
    assert looked <= 4
