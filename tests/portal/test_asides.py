"""What is kept of forms: for how long, and what goes with it."""

import datetime
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from portal import history
from portal.models import SetAside
from tests import builders
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def aside(client):
    """Keep a form with a document, of an event that somebody else saved first."""
    event = builders.event(public=False)
    client.force_login(staff("Editor"))
    form = form_of(client.get(address_of(event)))
    form.add_row("documents", title="Agenda")
    with history.change(event, by=None):
        event.status_note = "Rain."
        event.save()
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n")
    client.post(address_of(event), {**form, "documents-0-file": file})
    return SetAside.objects.get()


def grow_old(days):
    SetAside.objects.update(at=timezone.now() - datetime.timedelta(days=days))


def test_goes_with_its_file_when_nobody_asks_for_it(aside, django_capture_on_commit_callbacks):
    [row] = aside.data["mine"]["parts"]["documents"].values()
    for days, is_there in ((29, True), (31, False)):
        grow_old(days)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("retain", stdout=StringIO())
        assert SetAside.objects.exists() == default_storage.exists(row["file"]) == is_there


def test_is_kept_for_as_many_days_as_the_settings_say(aside, client, settings):
    settings.RETENTION = settings.RETENTION | {"set_aside": 40}
    grow_old(39)
    assert "kept for you, for 40 days" in client.get(aside.get_absolute_url()).text
    grow_old(41)
    assert client.get(aside.get_absolute_url()).status_code == 404
