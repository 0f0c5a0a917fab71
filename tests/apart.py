"""Runs Python in a process of its own, for what a process does as it begins."""

import subprocess
import sys

from django.conf import settings


def run(script, *options):
    """Run a script from the project's folder; return what it told and what it complained of.

    `options` are those of Python.
    """
    done = subprocess.run(
        [sys.executable, *options, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return done.stdout, done.stderr
