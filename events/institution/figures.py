"""How many public events and people stand behind each institution, its departments included."""

import numpy as np

from people.columns import counting, index


def figures(organisations, now):
    """Return the numbers of some institutions by their keys.

    `events` and `people` count those that the lists of events and people find by it. Both are
    worked out for all institutions at once, and kept as long as nothing changes.
    """
    moment = index.at(now)
    events, people = moment.answer("figures", lambda: (_events(moment), _people(moment)))
    return {
        row.pk: {"events": at(events, row.pk), "people": at(people, row.pk)}
        for row in organisations
    }


def _events(moment):
    whole = moment.index.whole
    return counting.tally_wholes(moment.event_institutions, moment.public_events, whole)


def _people(moment):
    bodies = moment.line_bodies(departments=True, successors=False)
    rows = np.flatnonzero(moment.on_record)
    owners = moment.lines.person[rows]
    return counting.tally_different(bodies, rows, owners, len(moment.public_people))


def at(numbers, key):
    """Return the number of a key; those behind the last with one have none."""
    return int(numbers[key]) if key < len(numbers) else 0
