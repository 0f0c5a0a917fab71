#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""

import os
import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from portal import away


def main():
    """Run administrative tasks; a wrong setting, or no database, ends them with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        settings.SECRET_KEY  # noqa: B018 (reading one setting loads them all)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    for ends in (signal.SIGHUP, signal.SIGTERM):
        # What `nohup` has passed over stays so.
        if signal.getsignal(ends) is signal.SIG_DFL:
            # As Ctrl-C does, it goes through every `with` on its way: nothing half done is left.
            signal.signal(ends, signal.default_int_handler)
    # The name of a file may be no text; what was done with it is told nevertheless.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("Ended before it was done.\n")
        sys.exit(130)
    except (DatabaseError, OSError, ValueError) as error:
        # A timer that runs each minute would write a hundred lines each time.
        line = None if "--traceback" in sys.argv else away.in_a_line(error)
        if line is None:
            raise
        sys.exit(line)


if __name__ == "__main__":
    main()
