import datetime

import pytest
from django.utils import timezone

from events.models import EventOrganisation, Place, ProjectOrganisation, Session, Source, Topic
from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db


def facts(client, event):
    """Return the panel of facts as printed: the term, then its entries with their notes."""
    page = client.get(event.get_absolute_url()).context["page"]
    return {
        fact["term"]: [
            " · ".join(filter(None, [entry["text"], str(entry.get("note") or "")]))
            for entry in fact["entries"]
        ]
        for fact in page.facts
    }


class TestFacts:
    def test_dates_as_far_as_they_are_known(self, client):
        event = builders.event(
            earliest=datetime.date(2021, 9, 1),
            latest=datetime.date(2021, 9, 10),
            precision="part",
            length_days=3,
            date_basis="worked-out",
            date_note="a photograph",
        )
        assert facts(client, event)["When"] == [
            "Early September 2021 · three days",
            "Worked out from a photograph",
        ]

    def test_hours_with_a_zone_that_is_not_the_sites(self, client):
        event = builders.event(
            starts_at=datetime.time(9), ends_at=datetime.time(17), time_zone="Europe/Lisbon"
        )
        assert facts(client, event)["When"] == ["September 1, 2021", "09:00–17:00 · Lisbon time"]

    def test_several_towns(self, client):
        event = builders.event()
        with history.change(event, by=None):
            Place.objects.create(event=event, venue="Town hall", city="Niš", country="RS")
            Place.objects.create(event=event, city="Vienna", day=datetime.date(2021, 9, 2))
        assert facts(client, event)["Where"] == [
            "Town hall, Niš, Serbia",
            "Vienna · September 2, 2021",
        ]

    def test_who_organised_and_who_paid(self, client):
        event = builders.event()
        union = builders.organisation("European Union")
        project = builders.project("Better roads", programme="EU Twinning")
        with history.change(project, by=None):
            ProjectOrganisation.objects.create(project=project, organisation=union, role="funder")
        with history.change(event, by=None):
            event.projects.add(project)
            event.topics.add(Topic.objects.create(name="Tolls", slug="tolls"))
            EventOrganisation.objects.create(
                event=event, organisation=builders.organisation("Road Office"), role="host"
            )
        panel = facts(client, event)
        assert panel["Host"] == ["Road Office"]
        assert panel["Project"] == ["Better roads · EU Twinning, funded by European Union"]
        assert panel["Topics"] == ["Tolls"]
        assert '<a href="/events/?topic=tolls">Tolls</a>' in content(client, event)

    @pytest.mark.parametrize(
        ("fields", "printed"),
        [
            ({"attendance_number": 60, "attendance_qualifier": "more-than"}, "More than 60"),
            (
                {
                    "attendance_number": 12,
                    "attendance_qualifier": "about",
                    "attendance_of": "officials",
                },
                "About 12 officials",
            ),
            ({"attendance_words": "a full hall"}, "a full hall"),
        ],
    )
    def test_how_many_came_as_stated(self, client, fields, printed):
        assert facts(client, builders.event(**fields))["How many came"] == [printed]

    def test_registration_is_offered_while_it_is_of_use(self, client):
        ahead = timezone.localdate() + datetime.timedelta(days=9)
        fields = {"registration_url": "https://example.org/", "earliest": ahead}
        assert facts(client, builders.event("A", status="planned", **fields))["Links"] == [
            "Register"
        ]
        assert "Links" not in facts(client, builders.event("B", status="cancelled", **fields))
        over = fields | {"earliest": datetime.date(2021, 9, 1)}
        assert "Links" not in facts(client, builders.event("C", **over))

    @pytest.mark.parametrize("status", ["postponed", "cancelled"])
    def test_status_is_told_with_its_reason(self, client, status):
        event = builders.event(status=status, status_note="The speaker fell ill.")
        page = words(content(client, event))
        assert f"This event was {status}. The speaker fell ill." in page


class TestProgramme:
    def test_days_hours_and_people_who_are_shown(self, client):
        event = builders.event()
        road = builders.organisation("Road Office")
        ana = builders.line(event, person=builders.person(), organisation=road)
        clerk = builders.line(event, person=builders.person("Clerkword"), office=False)
        with history.change(event, by=None):
            first = Session.objects.create(
                event=event,
                title="Opening",
                day=datetime.date(2021, 9, 1),
                starts_at=datetime.time(9, 30),
                ends_at=datetime.time(11),
                place="Great hall",
            )
            first.people.set([ana, clerk])
            Session.objects.create(event=event, title="At some time")
        page = content(client, event)
        assert '<time datetime="2021-09-01T09:30">09:30</time>–11:00' in page
        assert "Clerkword" not in page
        told = words(page)
        assert "September 1, 2021" in told
        assert "Opening Great hall Ana Anić Road Office" in told
        assert "At some time" in told


class TestWhatGoesWithIt:
    def test_document_tells_type_size_pages_and_language(self, client, media_root):
        event = builders.event()
        pdf = b"%PDF-1.4\n1 0 obj <</Type /Page>> endobj\n" + b"x" * 200_000
        document = builders.document(event, "Дневни ред", language="sr", data=pdf)
        page = content(client, event)
        assert f'href="{document.get_absolute_url()}" lang="sr">Дневни ред</a>' in page
        assert "PDF, 195.4 KB, 1 page, Serbian" in words(page)

    def test_photo_is_shown_at_its_widths(self, client, media_root):
        event = builders.event()
        photo = builders.photo(
            event, size=(1000, 500), caption="The first day", credit="J. Example"
        )
        page = content(client, event)
        assert (
            f'srcset="/photos/{photo.pk}/480.webp 480w, /photos/{photo.pk}/960.webp 960w"' in page
        )
        assert 'width="1000" height="500" alt="A long table" loading="lazy"' in page
        assert "The first day Photo: J. Example" in words(page)

    @pytest.mark.parametrize(
        "fields",
        [{"consent": "not-asked"}, {"consent": "no"}, {"alternative_text": ""}],
    )
    def test_photo_that_is_not_settled_is_absent(self, client, media_root, fields):
        event = builders.event()
        builders.photo(event, **fields)
        assert "/photos/" not in content(client, event)

    def test_source_tells_where_it_stood_and_what_differs(self, client):
        event = builders.event()
        with history.change(event, by=None):
            Source.objects.create(
                event=event,
                publisher="EU za tebe",
                title="Workshop",
                url="https://example.org/w",
                date_as_printed="Last updated: April 24, 2024, 15:31",
                differs="Another spelling.",
            )
        page = content(client, event)
        assert '<a href="https://example.org/w" rel="external">Workshop</a>' in page
        assert (
            "EU za tebe. Dated there: Last updated: April 24, 2024, 15:31 "
            "What differs: Another spelling." in words(page)
        )

    def test_whole_parts_and_related_are_linked_if_public(self, client):
        whole, other = builders.event("Whole"), builders.event("Other")
        part = builders.event("Part", part_of=whole)
        builders.event("Draftword part", part_of=whole, public=False)
        with history.change(whole, by=None):
            whole.related.add(other, builders.event("Draftword", public=False))
        page = content(client, whole)
        assert f'href="{part.get_absolute_url()}">Part</a>' in page
        assert f'href="{other.get_absolute_url()}">Other</a>' in page
        assert "Draftword" not in page
        assert f'part of <a href="{whole.get_absolute_url()}">Whole</a>' in content(client, part)
        assert f'href="{whole.get_absolute_url()}">Whole</a>' in content(client, other)

    def test_part_is_linked_from_a_whole_that_is_related_to_nothing(self, client):
        whole = builders.event("Whole")
        part = builders.event("Part", part_of=whole)
        assert f'href="{part.get_absolute_url()}">Part</a>' in content(client, whole)
