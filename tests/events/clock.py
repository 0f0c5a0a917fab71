"""Instants told in hours after everything was first published."""

import datetime

from django.contrib.auth.models import Permission, User

from events.models import Event, Withdrawal
from portal import history
from tests import builders

LONG_AGO = builders.LONG_AGO
HOUR = datetime.timedelta(hours=1)


def at(hours):
    """Return an instant some hours after everything was first published."""
    return LONG_AGO + HOUR * hours


def updated(event, now=None, language="en"):
    """Return in hours what “Last updated” says at an instant; None before it says anything."""
    now = now or at(1000)
    last = Event.objects.with_last_updated(language, now).get(pk=event.pk).last_updated
    return last and (last - LONG_AGO) / HOUR


def change(event, now, *, minor=False, note="", by=None, **fields):
    event = Event.objects.get(pk=event.pk)
    with history.change(event, by=by, now=now, minor=minor, note=note) as passing:
        for name, value in fields.items():
            setattr(event, name, value)
        event.save()
    return passing


def archivist(*permissions):
    user = User.objects.create_user("staff")
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def withdraw(event, now, **fields):
    with history.change(event, by=None, now=now) as passing:
        row = Withdrawal.objects.create(event=event, reason="It was wrong.", at=now, **fields)
    return row, passing
