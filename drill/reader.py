"""A visitor who reads one page again and again, and what there is to say of each reading."""

import re
import time

from bench.client import Connection

SHOWN = re.compile(rb"<title>Save ([0-9]+)")
#: Between two readings, so that the editor has a turn on a small machine.
PAUSE = 0.01


def read_often(port, path, times):
    """Return for each reading when it began, its status, and the number of the save it shows.

    Every second time only what is new is asked for; what is not new shows what was read before.
    """
    connection, readings, tag, shown = Connection(port), [], "", -1
    for turn in range(times):
        begun = time.time()
        condition = [f"If-None-Match: {tag}"] if tag and turn % 2 else []
        status, headers, body = connection.get(path, *condition)
        if status == 200:
            tag, shown = headers["etag"], int(SHOWN.search(body)[1])
        readings.append((begun, status, shown))
        time.sleep(PAUSE)
    connection.close()
    return readings


def ages(readings, saved):
    """Return how old each reading was: since when the save that it does not show was over."""
    following = dict(enumerate(saved))
    return [max(0, begun - following.get(shown + 1, begun)) for begun, _status, shown in readings]
