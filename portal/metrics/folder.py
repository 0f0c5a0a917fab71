"""Where the processes of one server count, so that whichever is asked tells of all."""

import functools
import os
import tempfile


@functools.cache
def shared():
    """Return the folder, made at the first call of a server, before the library is loaded.

    A server that reads its settings anew goes on in the same one.
    """
    path = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")
    return path
