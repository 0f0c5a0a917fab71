"""The record that the drill works on, and what its Versions say of the saves."""

import itertools

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from drill.editor import own_part
from events.models import Event, Participation, Update
from organisations.models import Organisation
from portal import history
from portal.models import SetAside, Version

EDITORS = 8


def begin():
    """Make the tables, the static files that pages name, and the staff."""
    call_command("migrate", verbosity=0)
    # The same names as always; compressing them would take longer than all the rest.
    hashed = "portal.assets.Hashed"
    settings.STORAGES["staticfiles"]["BACKEND"] = hashed
    call_command("collectstatic", interactive=False, verbosity=0)
    for number in range(EDITORS):
        user = User.objects.create(username=f"editor-{number}", is_staff=True)
        user.groups.add(Group.objects.get(name="Editor"))


def database():
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"
    return f"PostgreSQL {connection.pg_version // 10000}"


def editors():
    return list(User.objects.filter(username__startswith="editor-").order_by("pk"))


def sessions():
    """Sign every editor in and return their sessions."""
    found = []
    for user in editors():
        client = Client()
        client.force_login(user)
        found.append(client.cookies["session"].value)
    return found


def public_event(name):
    """Make a public event with a line for each editor, every one with its institution."""
    event = Event(name=name, earliest=timezone.localdate(), public_from=timezone.now())
    with history.change(event, by=None):
        event.clean()
        event.attendance_words = "nobody"
        event.save()
        for number in range(EDITORS):
            body = Organisation(official_name=f"{name}: ministry {number}")
            with history.change(body, by=None):
                body.clean()
                body.save()
            Participation.objects.create(
                event=event, organisation=body, position="nobody", order=number
            )
    return event


def versions(event):
    return list(Version.objects.filter(kind="events.event", record_id=event.pk).order_by("number"))


def undone(found):
    """Return how often one save undid without a word what stood in the Version before it.

    The shared words say what their writer saw; a line is changed by its own editor alone.
    """
    lost = 0
    owners = [user.pk for user in editors()]
    for before, after in itertools.pairwise(found):
        old, new = (row.data["fields"]["attendance_words"] for row in (before, after))
        lost += old != new and new.partition(" after ")[2] != own_part(old)
        lines = [list(row.data["parts"]["participations"].values()) for row in (before, after)]
        for owner, was, now in zip(owners, *lines, strict=True):
            lost += was["position"] != now["position"] and after.by_id != owner
    return lost


def markers(found):
    """Return the marker of each Version: who wrote the shared words last."""
    return [own_part(row.data["fields"]["attendance_words"]) for row in found[1:]]


def told(event):
    """Return the sentences that readers were told since the event was first published."""
    updates = Update.objects.filter(event=event).order_by("pk").values_list("note", flat=True)
    return list(updates)[1:]


def set_aside(event):
    """Return the sentence of each save that was kept for its writer, word for word."""
    kept = SetAside.objects.filter(kind="events.event", record_id=event.pk)
    return [
        row.note
        for row in kept
        if row.data["mine"]["fields"]["attendance_words"].startswith(f"{row.note} after ")
    ]
