import copy
import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Event
from organisations.models import Organisation
from people.models import Person
from portal.models import Version
from tests import builders
from tests.staff import Forms, address_of, errors, form_of, send, staff, told, undrawn

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept):
    """Return a draft and a public event, and their forms."""
    events = builders.event("Draft", public=False), builders.event()
    return events, Forms(staff("Editor"), *events)


@pytest.fixture
def draft(made):
    return copy.deepcopy(made[0][0])


@pytest.fixture
def public(made):
    return copy.deepcopy(made[0][1])


@pytest.fixture
def editor(client, made):
    client.force_login(made[1].user)
    return made[1].user


@pytest.fixture
def save(client, made):
    """Return a function that opens the form of an event, changes it and sends it."""

    def changed(event, change=None, *, drawn=False, **values):
        data = made[1].of(client, event) | {name: [value] for name, value in values.items()}
        if change:
            change(data)
        return send(client, event, data, drawn=drawn)

    return changed


class TestFacts:
    def test_event_that_is_to_be_part_of_itself_is_refused_beside_the_field(
        self, save, editor, draft
    ):
        answer = save(draft, drawn=True, part_of=draft.name)
        assert errors(answer) == ["An event cannot be a part of itself."]
        assert list(answer.context["adminform"].form.errors) == ["part_of"]

    def test_event_that_is_to_be_related_to_itself_is_refused(self, save, editor, draft):
        answer = save(draft, drawn=True, related=draft.name)
        assert errors(answer) == ["“Draft” is what this form is about: take it out."]
        assert not draft.related.exists()

    @pytest.mark.parametrize(
        ("precision", "day", "moved", "last"),
        [
            ("days", "2021-09-14", "2021-09-02", "2021-09-02"),
            ("days", "2021-09-14", "2021-09-20", "2021-09-20"),
            ("month", "2021-09-14", "2021-08-01", "2021-08-31"),
        ],
    )
    def test_last_day_that_follows_from_the_first_moves_with_it(
        self, save, client, editor, draft, precision, day, moved, last
    ):
        save(draft, precision=precision, earliest=day, latest="")
        assert form_of(client.get(address_of(draft)))["latest"] == [""]
        save(draft, earliest=moved)
        draft.refresh_from_db()
        assert (str(draft.earliest), str(draft.latest)) == (moved, last)

    def test_last_day_of_several_stays_as_the_first_is_moved(self, save, editor, draft):
        save(draft, earliest="2021-09-02", latest="2021-09-05")
        save(draft, earliest="2021-09-01")
        draft.refresh_from_db()
        assert str(draft.latest) == "2021-09-05"

    def test_reason_goes_when_what_was_postponed_is_planned_anew(self, save, editor, draft):
        day = {"earliest": "2121-01-01", "latest": ""}
        save(draft, status="postponed", status_note="The trainer is ill.", **day)
        draft.refresh_from_db()
        assert draft.status_note == "The trainer is ill."
        save(draft, status="planned")
        draft.refresh_from_db()
        assert (draft.status, draft.status_note) == ("planned", "")

    @pytest.mark.parametrize("status", ["planned", "held"])
    def test_reason_of_nothing_is_refused_beside_its_field(self, save, editor, draft, status):
        answer = save(draft, drawn=True, status=status, status_note="The trainer is ill.")
        assert errors(answer) == ["Choose above that it was postponed or cancelled, or empty this."]
        assert 'value="The trainer is ill."' in answer.text

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
        event = Event.objects.get(name="Three-day workshop")
        assert (event.earliest, event.latest) == (
            datetime.date(2021, 9, 1),
            datetime.date(2021, 9, 10),
        )
        assert (event.slug, event.public_from) == ("three-day-workshop", None)
        page = client.get(address_of(event)).content.decode()
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
    def test_last_day_follows_from_the_first(self, save, editor, precision, first, last, draft):
        save(draft, earliest="2021-09-14", latest="", precision=precision)
        draft.refresh_from_db()
        assert (draft.earliest, draft.latest) == (first, last)

    @pytest.mark.parametrize(
        ("typed", "field", "said"),
        [
            (
                {"earliest": "", "latest": ""},
                "earliest",
                "Give the first day, or say that the date is not known.",
            ),
            (
                {"names_shown": "everybody", "names_reason": ""},
                "names_reason",
                "Say on what ground everybody is shown by name.",
            ),
        ],
    )
    def test_what_the_database_would_refuse_is_told_beside_its_field(
        self, save, editor, typed, field, said, draft
    ):
        [error] = save(draft, **typed).context_data["error_list"]
        assert (error["id"], error["message"]) == (f"id_{field}_row", said)

    def test_event_to_come_is_not_saved_as_held(self, save, editor, draft):
        said = "The first day is still to come: choose “planned”."
        [error] = save(draft, earliest="2121-09-01", latest="").context_data["error_list"]
        assert (error["id"], error["message"]) == ("id_status_row", said)
        assert save(draft, earliest="2121-09-01", latest="", status="planned").status_code == 302

    def test_time_zone_is_typed_as_a_town_of_those_offered(self, client, save, editor, draft):
        shown = client.get(address_of(draft)).content.decode()
        assert '<option value="Athens"></option>' in shown
        save(draft, starts_at="09:00", time_zone="Athens")
        draft.refresh_from_db()
        assert draft.time_zone == "Europe/Athens"

    def test_long_caption_has_room_and_stays_one_line(self, client, save, editor, draft):
        photo = builders.photo(draft)

        def write(data):
            data["photos-0-caption"] = ["From left to right:\nAna Anić\r\nand Bo Berg"]

        html = client.get(address_of(draft)).content.decode()
        assert '<textarea name="photos-0-caption"' in html
        save(draft, write)
        photo.refresh_from_db()
        assert photo.caption == "From left to right: Ana Anić and Bo Berg"

    def test_printed_date_is_told_while_typing(self, client, editor):
        query = {"precision": "part", "earliest": "2021-09-01", "length_days": "3"}
        response = client.get(reverse("admin:events_event_printed_date"), query)
        assert response.json() == {"printed": "Early September 2021 · three days"}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"latest": "2021-09-04"}, "The last day lies before the first: check both days."),
            (
                {"latest": "2021-09-05", "starts_at": "12:00", "ends_at": "10:00"},
                "The event ends before it starts: check both times.",
            ),
            ({"length_days": "0"}, "This is too small: write 1 or more."),
            (
                {"length_days": "2"},
                "This is more than the one day above: check it, or give the last day.",
            ),
            (
                {"latest": "2021-09-06", "length_days": "3"},
                "This is more than the 2 days above: check it and them.",
            ),
            ({"latest": "2021-09-07", "length_days": "3"}, "September 5–7, 2021 · three days"),
            ({"latest": ""}, "September 5, 2021"),
            ({"earliest": "2121-09-05"}, "September 5, 2121"),
        ],
    )
    def test_days_and_hours_that_cannot_be_are_printed_as_no_date(
        self, client, editor, typed, said
    ):
        query = {"precision": "days", "earliest": "2021-09-05"} | typed
        response = client.get(reverse("admin:events_event_printed_date"), query)
        assert response.json() == {"printed": said}

    def test_saving_nothing_writes_nothing(self, save, editor, public):
        builders.line(public, person=builders.person(), organisation=builders.organisation())
        before = Version.objects.count(), public.updates.count()
        response = save(public)
        assert response.status_code == 302
        assert (Version.objects.count(), public.updates.count()) == before

    def test_lost_picture_keeps_nobody_from_saving(self, save, editor):
        event = builders.event(public=False)
        event.photos.create(file="photos/lost.jpg", width=10, height=10)
        assert save(event, name="New name").status_code == 302
        assert event.photos.get().file.name == "photos/lost.jpg"

    def test_wrong_form_keeps_what_was_typed_and_says_where(self, save, editor, draft):
        response = save(draft, name="x" * 301, latest="2020-01-01", drawn=True)
        assert response.status_code == 200
        assert any("write 300 characters at most, not 301" in error for error in errors(response))
        page = response.content.decode()
        assert "x" * 301 in page
        assert 'href="#id_name_row"' in page
        assert 'id="id_name_row"' in page

    def test_address_of_another_page_is_refused_beside_its_field(self, save, editor):
        builders.event(slug="taken")
        event = builders.event("Another", public=False)
        response = save(event, slug="taken")
        assert "This address belongs to another page, now or earlier. Choose another." in errors(
            response
        )


class TestReaders:
    def test_change_of_a_public_event_is_told_in_the_writers_sentence(self, save, editor, public):
        save(public, attendance_number="60", note="The number of guests was added.")
        assert [(u.note, u.minor) for u in public.updates.all()] == [
            ("The number of guests was added.", False),
            ("First published.", False),
        ]

    def test_small_correction_leaves_last_updated(self, save, editor, public):
        response = save(public, name="Workshop on the roads", note="Spelling.", minor="on")
        assert "small correction" in told(response)[0]
        assert public.updates.filter(minor=False).count() == 1

    def test_software_refuses_to_call_a_new_person_small_and_says_so(self, save, editor, public):
        response = save(
            public,
            lambda data: data.add_row("participations", who="Ana Anić", office="on"),
            minor="on",
        )
        assert "because it changes the list of participants" in told(response)[0]
        assert [u.minor for u in public.updates.all()] == [False, False]

    def test_sentence_and_view_on_site_are_offered_only_when_readers_see_the_event(
        self, client, editor, draft, public
    ):
        pages = [client.get(address_of(event)).text for event in (public, draft)]
        assert ["What changed? Readers will see" in page for page in pages] == [True, False]
        assert ["viewsitelink" in page for page in pages] == [True, False]

    def test_bar_says_what_is_public(self, client, editor):
        event = builders.event()
        builders.line(event, person=builders.person())
        builders.report(event)
        with undrawn():
            bar = client.get(address_of(event)).context_data["bar"]
        assert bar == {
            "public": True,
            "sentences": ["Public: facts, 1 line, report in English."],
        }

    def test_bar_of_a_draft_says_what_will_be(self, client, editor, draft):
        draft.photos.create(file="photos/a.jpg", width=10, height=10)
        with undrawn():
            bar = client.get(address_of(draft)).context_data["bar"]
        assert bar == {
            "public": False,
            "sentences": [
                "Not public yet.",
                "To be public then: facts.",
                "Not even then: 1 photo (no words on what is to be seen, no agreement of those in "
                "it).",
            ],
        }

    def test_author_cannot_make_an_event_public(self, save, client, draft):
        client.force_login(staff("Author"))
        save(draft, public_from="2021-09-01T10:00:00", name="New name")
        draft.refresh_from_db()
        assert (draft.name, draft.public_from) == ("New name", None)


class TestLanguageOfRows:
    @staticmethod
    def fill(data):
        data.add_row("places", city="Ваљево")
        data.add_row("places", city="Valjevo", language="Serbian Latin")
        data.add_row("participations", who="Ана Анић", institution="Управа", position="саветница")
        data.add_row("sessions", title="Отварање")

    def test_rows_and_new_names_are_in_the_language_of_the_event_unless_they_say(
        self, save, editor, draft
    ):
        save(draft, self.fill, language="sr")
        assert [place.language for place in draft.places.all()] == ["sr", "sr-latn"]
        line, item = draft.participations.get(), draft.sessions.get()
        assert (line.language, item.language) == ("sr", "sr")
        assert (line.person.language, line.organisation.language) == ("sr", "sr")

    def test_only_a_row_in_another_language_than_the_event_opens_what_is_behind_more(
        self, save, client, editor, draft
    ):
        save(draft, self.fill, language="sr")
        rows = client.get(address_of(draft)).context["inline_admin_formsets"][0].formset
        assert [form.more_is_open for form in rows] == [False, True, False]


class TestInstitutionsWithoutNames:
    def test_each_line_of_the_box_becomes_a_line_of_the_list(self, save, editor, draft):
        ministry = builders.organisation("Ministry of Works")
        box = "ministry of works\nSlovenia\nOffice for Bridges\n\nSlovenia"
        save(draft, represented=box)
        lines = [
            (x.organisation and x.organisation.name, x.country) for x in draft.participations.all()
        ]
        assert lines == [("Ministry of Works", ""), (None, "SI"), ("Office for Bridges", "")]
        assert [x.order for x in draft.participations.all()] == [10, 20, 30]
        assert Organisation.objects.get(name="Office for Bridges").to_complete
        assert not Organisation.objects.get(pk=ministry.pk).to_complete

    def test_what_is_in_the_list_already_is_not_put_there_twice(self, save, editor, draft):
        save(draft, represented="Slovenia\nOffice for Bridges")
        save(draft, represented="Slovenia\nOffice for Bridges")
        assert draft.participations.count() == 2

    def test_namesakes_are_listed_beside_the_box(self, save, editor, draft):
        first = builders.organisation("Agency", country="RS")
        second = builders.organisation("Agency", country="SI", slug="agency-si")
        response = save(draft, represented="Agency")
        assert errors(response) == [
            "More than one has the name “Agency”. Write it with the number: "
            f"“Agency ({first.pk})”: Serbia; “Agency ({second.pk})”: Slovenia."
        ]
        assert Person.objects.count() == 0


class TestRefused:
    def test_file_that_came_with_a_mistake_is_asked_for_again(self, client, editor):
        event = builders.event()
        data = form_of(client.get(address_of(event)))
        data["earliest"], data["latest"] = ["2021-09-03"], ["2021-09-01"]
        data.add_row("documents", title="Agenda")
        data["documents-0-file"] = SimpleUploadedFile("agenda.pdf", b"%PDF-1.4\n")
        response = client.post(address_of(event), data)
        assert errors(response) == [
            "The last day lies before the first: check both days.",
            "Choose the file “agenda.pdf” again: it was not saved either.",
        ]
        assert [error["id"] for error in response.context["error_list"]] == [
            "id_latest_row",
            "id_documents-0-file_row",
        ]
        assert event.documents.count() == 0

    def test_saving_without_a_change_says_so(self, save, editor, public):
        before = Version.objects.count()
        response = save(public)
        assert told(response) == ["Nothing was changed, so nothing was saved."]
        assert Version.objects.count() == before
