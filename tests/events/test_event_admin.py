import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Event, Participation
from organisations.models import Organisation
from people.models import Person
from portal.models import Version
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def url_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


def errors(response):
    return [str(error["message"]) for error in response.context["error_list"]]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def save(client, event, change=None, **values):
    """Open the form of an event, change it and send it; return the answer."""
    data = form_of(client.get(url_of(event)))
    data |= {name: [value] for name, value in values.items()}
    if change:
        change(data)
    return client.post(url_of(event), data)


class TestFacts:
    def test_new_event_is_a_draft_with_an_address(self, client, editor):
        url = reverse("admin:events_event_add")
        data = form_of(client.get(url)) | {
            "name": ["Three-day workshop"],
            "precision": ["part"],
            "earliest": ["2021-09-03"],
            "length_days": ["3"],
        }
        response = client.post(url, data)
        assert response.status_code == 302
        event = Event.objects.get()
        assert (event.earliest, event.latest) == (
            datetime.date(2021, 9, 1),
            datetime.date(2021, 9, 10),
        )
        assert (event.slug, event.public_from) == ("three-day-workshop", None)
        page = client.get(url_of(event)).content.decode()
        assert "Early September 2021 · three days" in page

    @pytest.mark.parametrize(
        ("precision", "first", "last"),
        [
            ("month", datetime.date(2021, 9, 1), datetime.date(2021, 9, 30)),
            ("season", datetime.date(2021, 9, 1), datetime.date(2021, 11, 30)),
            ("year", datetime.date(2021, 1, 1), datetime.date(2021, 12, 31)),
            ("days", datetime.date(2021, 9, 14), datetime.date(2021, 9, 14)),
        ],
    )
    def test_last_day_follows_from_the_first(self, client, editor, precision, first, last):
        event = builders.event(public=False)
        save(client, event, earliest="2021-09-14", latest="", precision=precision)
        event.refresh_from_db()
        assert (event.earliest, event.latest) == (first, last)

    def test_printed_date_is_told_while_typing(self, client, editor):
        query = {"precision": "part", "earliest": "2021-09-01", "length_days": "3"}
        response = client.get(reverse("admin:events_event_printed_date"), query)
        assert response.json() == {"printed": "Early September 2021 · three days"}

    def test_saving_nothing_writes_nothing(self, client, editor):
        event = builders.event()
        builders.line(event, person=builders.person(), organisation=builders.organisation())
        before = Version.objects.count(), event.updates.count()
        response = save(client, event)
        assert response.status_code == 302
        assert (Version.objects.count(), event.updates.count()) == before

    def test_lost_picture_keeps_nobody_from_saving(self, client, editor):
        event = builders.event(public=False)
        event.photos.create(file="photos/lost.jpg", width=10, height=10)
        assert save(client, event, name="New name").status_code == 302
        assert event.photos.get().file.name == "photos/lost.jpg"

    def test_wrong_form_keeps_what_was_typed_and_says_where(self, client, editor):
        event = builders.event(public=False)
        response = save(client, event, name="x" * 301, latest="2020-01-01")
        assert response.status_code == 200
        assert any("at most 300 characters" in error for error in errors(response))
        page = response.content.decode()
        assert "x" * 301 in page
        assert 'href="#id_name_row"' in page
        assert 'id="id_name_row"' in page

    def test_address_of_another_page_is_refused_beside_its_field(self, client, editor):
        builders.event(slug="taken")
        event = builders.event("Another", public=False)
        response = save(client, event, slug="taken")
        assert "This address belongs to another page, now or earlier. Choose another." in errors(
            response
        )


class TestReaders:
    def test_change_of_a_public_event_is_told_in_the_writers_sentence(self, client, editor):
        event = builders.event()
        save(client, event, attendance_number="60", note="The number of guests was added.")
        assert [(u.note, u.minor) for u in event.updates.all()] == [
            ("The number of guests was added.", False),
            ("First published.", False),
        ]

    def test_small_correction_leaves_last_updated(self, client, editor):
        event = builders.event()
        response = save(client, event, name="Workshop on the roads", note="Spelling.", minor="on")
        assert "small correction" in told(response)[0]
        assert event.updates.filter(minor=False).count() == 1

    def test_software_refuses_to_call_a_new_person_small_and_says_so(self, client, editor):
        event = builders.event()
        response = save(
            client,
            event,
            lambda data: data.add_row("participations", who="Ana Anić", office="on"),
            minor="on",
        )
        assert "because it changes the list of participants" in told(response)[0]
        assert [u.minor for u in event.updates.all()] == [False, False]

    def test_sentence_is_asked_for_only_when_readers_see_the_event(self, client, editor):
        public, draft = builders.event(), builders.event("Draft", public=False)
        assert "What changed? Readers will see" in client.get(url_of(public)).content.decode()
        assert "What changed? Readers will see" not in client.get(url_of(draft)).content.decode()

    def test_bar_says_what_is_public(self, client, editor):
        event = builders.event()
        builders.line(event, person=builders.person())
        builders.report(event)
        bar = client.get(url_of(event)).context["bar"]
        assert bar == {
            "public": True,
            "sentences": ["Public: facts, 1 line, report in English."],
        }

    def test_bar_of_a_draft_says_what_will_be(self, client, editor):
        event = builders.event(public=False)
        event.photos.create(file="photos/a.jpg", width=10, height=10)
        assert client.get(url_of(event)).context["bar"] == {
            "public": False,
            "sentences": [
                "Not public yet.",
                "To be public then: facts.",
                "Not even then: 1 photo (no alternative text, no consent).",
            ],
        }

    def test_view_on_site_is_offered_for_what_is_public_only(self, client, editor):
        public, draft = builders.event(), builders.event("Draft", public=False)
        assert "viewsitelink" in client.get(url_of(public)).content.decode()
        assert "viewsitelink" not in client.get(url_of(draft)).content.decode()

    def test_author_cannot_make_an_event_public(self, client):
        client.force_login(staff("Author"))
        event = builders.event(public=False)
        save(client, event, public_from="2021-09-01T10:00:00", name="New name")
        event.refresh_from_db()
        assert (event.name, event.public_from) == ("New name", None)


class TestAnotherLikeIt:
    def test_new_event_begins_with_the_frame_of_the_other_and_saves_nothing(self, client, editor):
        event = builders.event(kind="training")
        event.projects.add(builders.project())
        event.bodies.create(organisation=builders.organisation(), role="host")
        event.places.create(city="Belgrade", country="RS")
        builders.line(event, person=builders.person("Ana Anić"), position="Head")
        url = f"{reverse('admin:events_event_add')}?like={event.pk}"
        data = form_of(client.get(url))
        assert (data["kind"], data["status"], data["name"]) == (["training"], ["planned"], [""])
        assert data["projects"] == ["Better roads", ""]
        assert data["bodies-0-institution"] == ["Ministry of Works"]
        assert data["places-0-city"] == ["Belgrade"]
        assert data["participations-0-who"] == [""]
        assert Event.objects.count() == 1

    def test_people_come_along_as_expected(self, client, editor):
        event = builders.event()
        builders.line(event, person=builders.person("Ana Anić"), position="Head")
        url = f"{reverse('admin:events_event_add')}?like={event.pk}&people=1"
        data = form_of(client.get(url)) | {"name": ["Next"], "earliest": ["2027-01-12"]}
        assert client.post(url, data).status_code == 302
        line = Participation.objects.get(event__name="Next")
        assert (line.person.name, line.attendance, line.position) == ("Ana Anić", "expected", "")


class TestInstitutionsWithoutNames:
    def test_each_line_of_the_box_becomes_a_line_of_the_list(self, client, editor):
        ministry = builders.organisation("Ministry of Works")
        event = builders.event(public=False)
        box = "ministry of works\nSlovenia\nOffice for Bridges\n\nSlovenia"
        save(client, event, represented=box)
        lines = [
            (x.organisation and x.organisation.name, x.country) for x in event.participations.all()
        ]
        assert lines == [("Ministry of Works", ""), (None, "SI"), ("Office for Bridges", "")]
        assert [x.order for x in event.participations.all()] == [10, 20, 30]
        assert Organisation.objects.get(name="Office for Bridges").to_complete
        assert not Organisation.objects.get(pk=ministry.pk).to_complete

    def test_what_is_in_the_list_already_is_not_put_there_twice(self, client, editor):
        event = builders.event(public=False)
        save(client, event, represented="Slovenia\nOffice for Bridges")
        save(client, event, represented="Slovenia\nOffice for Bridges")
        assert event.participations.count() == 2

    def test_namesakes_are_listed_beside_the_box(self, client, editor):
        first = builders.organisation("Agency", country="RS")
        second = builders.organisation("Agency", country="SI", slug="agency-si")
        event = builders.event(public=False)
        response = save(client, event, represented="Agency")
        assert errors(response) == [
            "More than one has the name “Agency”. Write it with the number: "
            f"“Agency ({first.pk})”: Serbia; “Agency ({second.pk})”: Slovenia."
        ]
        assert Person.objects.count() == 0


class TestRefused:
    def test_file_that_came_with_a_mistake_is_asked_for_again(self, client, editor):
        event = builders.event()
        data = form_of(client.get(url_of(event)))
        data["earliest"], data["latest"] = ["2021-09-03"], ["2021-09-01"]
        data.add_row("documents", title="Agenda")
        data["documents-0-file"] = SimpleUploadedFile("agenda.pdf", b"%PDF-1.4\n")
        response = client.post(url_of(event), data)
        assert errors(response) == [
            "The last day lies before the first: check both days.",
            "Choose the file “agenda.pdf” again: it was not saved either.",
        ]
        assert [error["id"] for error in response.context["error_list"]] == [
            "id_latest_row",
            "id_documents-0-file_row",
        ]
        assert event.documents.count() == 0

    def test_saving_without_a_change_says_so(self, client, editor):
        event = builders.event()
        before = Version.objects.count()
        response = save(client, event)
        assert told(response) == ["Nothing was changed, so nothing was saved."]
        assert Version.objects.count() == before
