"""Photos and documents are seen in the form that asks what they are."""

import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from events.models import Photo
from tests import builders
from tests.nets.reading import status
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nWords.\n"


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


@pytest.fixture
def form(event):
    return reverse("admin:events_event_change", args=[event.pk])


def test_photos_are_seen_where_they_are_described(client, event, form):
    bare = builders.photo(event, alternative_text="", consent="no")
    builders.photo(event, alternative_text="A road")
    html = client.get(form).text
    start = f"/admin/events/event/{event.pk}/pictures/{bare.pk}"
    assert re.findall(r'<img class="has-picture" src="(.*?)" alt="(.*?)"', html) == [
        (f"{start}/480.jpg", "The picture that is here now"),
        (f"{start[: -len(str(bare.pk))]}{bare.pk + 1}/480.jpg", "A road"),
    ]
    assert '<textarea name="photos-0-alternative_text"' in html


def test_documents_are_named_with_type_and_size_where_they_are_replaced(client, event, form):
    paper = builders.document(event, data=PDF, title="Agenda of the day")
    url = reverse("admin:events_event_document", args=[event.pk, paper.pk, "agenda-of-the-day.pdf"])
    told = re.findall(r'<span class="has-file">(.*?)</span>\n', client.get(form).text)
    assert told == [
        f'<a href="{url}" download>agenda-of-the-day.pdf</a> '
        f'<span class="about">PDF, {len(PDF)}\xa0bytes</span></span>'.removesuffix("</span>"),
        "Choose another to replace it.",
    ]


def test_photos_and_documents_cost_no_query_each(client, event, form):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(form)
        return len(asked)

    builders.photo(event), builders.document(event)
    client.get(form)
    one = queries()
    for _more in range(3):
        builders.photo(event), builders.document(event)
    assert queries() == one


def red_picture():
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(picture, "PNG")
    return SimpleUploadedFile("b.png", picture.getvalue(), "image/png")


def replace(client, event, **said):
    """Put another picture in the place of the only one of an event; return what staff are told."""
    data = form_of(client.get(address_of(event)))
    data |= {f"photos-0-{name}": [value] for name, value in said.items()}
    data["photos-0-file"] = red_picture()
    page = client.post(address_of(event), data, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_what_was_agreed_for_a_picture_does_not_stand_for_the_one_that_replaces_it(client, event):
    photo = builders.photo(event, alternative_text="An empty road", consent="nobody")
    told = replace(client, event)
    former, photo = photo.file.name, Photo.objects.get()
    assert (photo.file.name != former, photo.consent) == (True, "not-asked")
    assert told[0].startswith("“An empty road” is another picture now: say of it what it shows")


@pytest.mark.parametrize("replaced_first", [True, False])
def test_what_another_says_of_the_former_picture_does_not_stand_for_the_new_one(
    client, event, replaced_first
):
    photo = builders.photo(event, alternative_text="People on a road", consent="not-asked")
    other = Client()
    other.force_login(staff("Editor", "other"))
    address = address_of(event)
    agreed = form_of(other.get(address)) | {"photos-0-consent": ["yes"]}
    put = form_of(client.get(address)) | {"photos-0-file": [red_picture()]}
    forms = [(client, put), (other, agreed)]
    for who, data in forms if replaced_first else reversed(forms):
        answer = who.post(address, data)
    event.refresh_from_db()
    seen = {"apply": "1", "seen": f"{event.pk}:{event.number}"}
    page = who.post(answer.url, seen, follow=True)
    former, photo = photo.file.name, Photo.objects.get()
    assert (photo.file.name != former, photo.consent) == (True, "not-asked")
    assert str([*page.context["messages"]][1]) == (
        "Another was put in the place of a photo, so “people in it” was not taken over from the "
        "former one: say it anew."
    )


@pytest.mark.parametrize("said", [{"alternative_text": "People on a road"}, {"consent": "yes"}])
def test_picture_that_is_described_as_it_is_replaced_stays_with_readers(client, event, said):
    builders.photo(event, alternative_text="An empty road", consent="nobody")
    told = replace(client, event, **said)
    assert Photo.objects.get().consent == said.get("consent", "nobody")
    assert not [message for message in told if "another picture" in message]


def test_who_describes_a_photo_sees_one_that_is_not_fit_to_be_shown(client, event):
    bare = builders.photo(event, alternative_text="", consent="no")
    url = reverse("admin:events_event_picture", args=[event.pk, bare.pk, 480, "jpg"])
    seen = client.get(url)
    assert b"".join(seen.streaming_content).startswith(b"\xff\xd8")
    assert "no-store" in seen["Cache-Control"]
    other = builders.event("Another", public=False)
    assert status(client, url.replace(f"event/{event.pk}/", f"event/{other.pk}/")) == 404
    assert status(client, url.replace("480", "481")) == 404
    reader = staff("Author", "reader")
    reader.groups.clear()
    reader.user_permissions.set(Permission.objects.filter(codename="view_event"))
    client.force_login(reader)
    preview = reverse("admin:events_event_preview", args=[event.pk])
    assert [status(client, preview), status(client, url)] == [200, 403]
