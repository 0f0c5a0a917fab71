"""Puts an event and one of the staff into the site; prints where the event is, and a session.

`python -m drill.deploy.record EVENTS`, in the environment of the site; EVENTS is how many others
there are to be.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 (the settings come first)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from drill.record import public_event  # noqa: E402
from portal.admin import signing  # noqa: E402


def main(events):
    if events:
        call_command("load_synthetic", events=events, stdout=sys.stderr)
    event = public_event("Two servers")
    user = User.objects.create(username="editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client = Client()
    client.force_login(user)
    # The drill has no phone: its second step is done.
    session = client.session
    session[signing.SECOND] = True
    session.save()
    told = {
        "form": reverse("admin:events_event_change", args=[event.pk]),
        "page": event.get_absolute_url(),
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
