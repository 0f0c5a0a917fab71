"""What the drill does in the site itself, as a process in its environment.

`python -m drill.deploy.record made EVENTS` puts an event and one of the staff into it, and prints
where the event is, and a session; EVENTS is how many others there are to be.
`python -m drill.deploy.record erased PK` erases somebody.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 (the settings come first)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from drill.record import public_event  # noqa: E402
from events.models import Document, Participation  # noqa: E402
from events.rights.erasing import erase  # noqa: E402
from people.models import Person  # noqa: E402
from portal import history  # noqa: E402
from portal.admin import signing  # noqa: E402


def made(events):
    if events:
        call_command("load_synthetic", events=events, stdout=sys.stderr)
    event = public_event("Two servers")
    somebody = Person(name="Lena Holm")
    with history.change(somebody, by=None):
        somebody.save()
    with history.change(event, by=None):
        file = ContentFile(b"09:00 Welcome\n" * 1000, "programme.txt")
        Document.objects.create(event=event, title="Programme", file=file)
        Participation.objects.create(event=event, person=somebody, office=True)
    return {
        "form": reverse("admin:events_event_change", args=[event.pk]),
        "page": event.get_absolute_url(),
        "person": [somebody.pk, somebody.get_absolute_url()],
        "session": _session(),
    }


def _session():
    """Return the session of an editor who is new."""
    user = User.objects.create(username="editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client = Client()
    client.force_login(user)
    # The drill has no phone: its second step is done.
    session = client.session
    session[signing.SECOND] = True
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def erased(pk):
    erase(Person.objects.get(pk=pk), by=None)


if __name__ == "__main__":
    what, number = sys.argv[1:]
    print(json.dumps({"made": made, "erased": erased}[what](int(number))))
