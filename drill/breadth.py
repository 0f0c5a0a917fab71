"""The tests that try a share of what they could, with all of it."""

import os
import re
import subprocess
import sys

from drill.processes import Hung

#: Many tests take longer than one race; after so many seconds they have hung.
LIMIT = 3600
#: What such a run needs of the environment; a drill's own site must not colour the tests.
NEEDED = ("PATH", "HOME", "LANG", "LC_ALL", "DATABASE_URL")
COMMAND = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "breadth"]


def try_all():
    """Return how many of the tests passed, and the status of the run: 0 if that was all."""
    env = {name: os.environ[name] for name in NEEDED if name in os.environ} | {"BREADTH": "full"}
    try:
        run = subprocess.run(  # noqa: S603
            COMMAND, env=env, capture_output=True, text=True, check=False, timeout=LIMIT
        )
    except subprocess.TimeoutExpired as error:
        raise Hung from error
    if run.returncode:
        print(run.stdout, run.stderr, file=sys.stderr)
    passed = re.search(r"(\d+) passed", run.stdout)
    return int(passed[1]) if passed else 0, run.returncode
