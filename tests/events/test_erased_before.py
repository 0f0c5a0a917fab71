"""What is kept of forms and pictures of before somebody was erased."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from events.rights.erasing import erase
from portal import history
from portal.asides import own_files
from portal.models import SetAside, Version
from tests import builders
from tests.events.somebody import NAME, gone
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db


def test_form_opened_before_brings_no_name_back(client):
    person, event = builders.person(NAME), builders.event(f"Talk of {NAME}")
    line = builders.line(event, person=person)
    client.force_login(staff("Editor"))
    url = reverse("admin:events_event_change", args=[event.pk])
    typed = form_of(client.get(url)) | {"attendance_words": "sixty"}
    erase(person, by=None, log=False)
    page = client.post(url, typed, follow=True).content.decode()
    assert "Somebody was erased from this" in page
    assert NAME not in page
    assert not SetAside.objects.exists()
    assert (gone(event).name, gone(line).person) == ("Talk of [name removed]", person)
    # What is typed into the form as it is now is saved as ever.
    client.post(url, form_of(client.get(url)) | {"attendance_words": "sixty"})
    assert gone(event).attendance_words == "sixty"


def test_form_kept_from_before_is_put_nowhere(client):
    person, event = builders.person(NAME), builders.event("Meeting")
    builders.line(event, person=person, printed_name="Pera")
    client.force_login(staff("Editor"))
    url = reverse("admin:events_event_change", args=[event.pk])
    typed = form_of(client.get(url)) | {"attendance_words": "sixty"}
    with history.change(event, by=None):
        event.format = "online"
        event.save()
    kept = client.post(url, typed)["Location"]
    erase(person, by=None, log=False)
    page = client.post(kept, form_of(client.get(kept)) | {"put": "1"}).content.decode()
    assert "Somebody was erased from this" in page
    assert gone(event).attendance_words == ""


def a_picture():
    data = io.BytesIO()
    Image.new("RGB", (600, 20)).save(data, "PNG")
    return SimpleUploadedFile("a.png", data.getvalue())


def test_pictures_of_them_in_forms_kept_from_before_go_too(
    client, django_capture_on_commit_callbacks
):
    person, event = builders.person(NAME), builders.event("Meeting")
    client.force_login(staff("Editor"))
    forms = {record: form_of(client.get(address_of(record))) for record in (person, event)}
    for record, field in ((person, "honorific"), (event, "status_note")):
        with history.change(record, by=None):
            type(record).objects.filter(pk=record.pk).update(**{field: "Dr"})
    forms[event].add_row("photos", people=NAME)
    client.post(address_of(person), {**forms[person], "portrait": a_picture()})
    client.post(address_of(event), {**forms[event], "photos-0-file": a_picture()})
    kept = [name for aside in SetAside.objects.all() for name in own_files(aside)]
    assert [default_storage.exists(name) for name in kept] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, log=False)
    assert [default_storage.exists(name) for name in kept] == [False, False]
    [aside] = SetAside.objects.all()
    assert aside.data["mine"]["parts"]["photos"] == {}


def test_photo_of_the_event_stays_that_a_kept_form_says_to_show_them(
    client, django_capture_on_commit_callbacks
):
    person, event = builders.person(NAME), builders.event("Meeting")
    photo = builders.photo(event)
    client.force_login(staff("Editor"))
    typed = form_of(client.get(address_of(event)))
    with history.change(event, by=None):
        event.status_note = "Late"
        event.save()
    client.post(address_of(event), typed | {"photos-0-people": NAME})
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, log=False)
    assert default_storage.exists(photo.file.name)
    [aside] = SetAside.objects.all()
    [row] = aside.data["mine"]["parts"]["photos"].values()
    assert (row["file"], row["people"]) == (photo.file.name, [])


@pytest.mark.parametrize("is_shown_still", [True, False])
def test_picture_of_them_goes_that_another_took_the_place_of(
    is_shown_still, django_capture_on_commit_callbacks
):
    person, event = builders.person(NAME), builders.event("Meeting")
    photo = builders.photo(event)
    with history.change(event, by=None):
        photo.people.add(person)
    first = photo.file.name
    with history.change(event, by=None):
        photo.file = a_picture()
        photo.save()
        photo.people.set([person] if is_shown_still else [])
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, log=False)
    assert not default_storage.exists(first)
    assert default_storage.exists(photo.file.name) != is_shown_still
    states = Version.objects.filter(kind="events.event", record_id=event.pk)
    rows = [row for state in states for row in state.data["parts"]["photos"].values()]
    assert [row["people"] for row in rows if row["people"]] == []


def test_every_file_that_a_document_had_goes_with_it(django_capture_on_commit_callbacks):
    person, event = builders.person(NAME), builders.event("Meeting")
    paper = builders.document(event, "List", data=b"1", name="a.txt")
    first = paper.file.name
    with history.change(event, by=None):
        paper.file = ContentFile(b"2", "a.txt")
        paper.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, documents=[paper.pk], log=False)
    assert [default_storage.exists(name) for name in (first, paper.file.name)] == [False, False]


def test_file_of_before_that_names_them_goes_and_the_document_stays(
    django_capture_on_commit_callbacks,
):
    person, event = builders.person(NAME), builders.event("Meeting")
    builders.line(event, person=person)
    paper = builders.document(event, "List", data=NAME.encode(), name="a.txt")
    other = builders.document(event, "Roads", data=b"Roads", name="b.txt")
    first, kept = paper.file.name, other.file.name
    with history.change(event, by=None):
        for one in (paper, other):
            one.file = ContentFile(b"Of roads", "a.txt")
            one.save()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, log=False)
    assert [default_storage.exists(name) for name in (first, kept)] == [False, True]
    assert default_storage.exists(paper.file.name)
    states = Version.objects.filter(kind="events.event", record_id=event.pk)
    assert first not in str([state.data for state in states])
