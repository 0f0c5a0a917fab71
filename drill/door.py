"""A process that reads, waits for nobody's sake, and writes through the door."""

import time

from django.core.files.base import ContentFile
from django.db import OperationalError

from events.models import Document, Event
from portal import history


def count_up(pk, times):
    """Add one to a number of an event, so many times; return how long each took and the failed.

    A number that two read before either wrote it would be added to once.
    """
    took, failed = [], []
    for _ in range(times):
        begun = time.perf_counter()
        event = Event.objects.get(pk=pk)
        try:
            with history.change(event, by=None):
                event.refresh_from_db()
                event.attendance_number += 1
                event.save()
        except OperationalError as error:
            failed.append(str(error))
        took.append(time.perf_counter() - begun)
    return took, failed


def rename_often(event, times, pause=0.2):
    """Give an event the name of each save in turn; return the instant when each was over."""
    over = []
    for number in range(1, times + 1):
        with history.change(event, by=None, minor=True):
            event.name = f"Save {number}"
            event.save()
        over.append(time.time())
        time.sleep(pause)
    return over


def upload_often(pk, until):
    """Put one document after another onto an event until an instant; return how many."""
    event, number = Event.objects.get(pk=pk), 0
    while time.time() < until:
        number += 1
        file = ContentFile(f"Document {number}\n".encode() * 1000, "a.txt")
        with history.change(event, by=None):
            Document.objects.create(event=event, title=f"Document {number}", file=file)
        time.sleep(0.1)
    return number
