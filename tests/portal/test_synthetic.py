import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from events.models import Edition, Event, Participation, Project, Update
from organisations.models import Ancestry, Organisation
from people.models import Person, Position
from portal import history
from portal.models import Address, Version

pytestmark = pytest.mark.django_db

NUMBER = 50


def load(*arguments):
    said = io.StringIO()
    call_command("load_synthetic", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def loaded(kept):
    return load("--events", f"{NUMBER}", "--seed", "7")


def rows(model, *fields):
    return list(model.objects.order_by("pk").values_list(*fields))


class TestNumbers:
    def test_are_those_that_were_asked_for(self, loaded):
        assert Event.objects.count() == NUMBER
        assert Person.objects.count() == 3 * NUMBER
        assert Organisation.objects.count() == 6
        assert Participation.objects.count() == 20 * NUMBER
        assert {event.participations.count() for event in Event.objects.all()} == {20}

    def test_institutions_stand_in_three_levels(self, loaded):
        depths = Ancestry.objects.values_list("depth", flat=True)
        assert sorted(depths) == [0] * 6 + [1] * 4 + [2] * 2

    def test_reports_have_some_450_words(self, loaded):
        lengths = [len(edition.body.split()) for edition in Edition.objects.all()]
        assert len(lengths) == Event.objects.filter(public_from__isnull=False).count() == 49
        assert 400 < sum(lengths) / len(lengths) < 500

    def test_dates_go_over_ten_years(self, loaded):
        years = {event.earliest.year for event in Event.objects.all()}
        assert years == set(range(2016, 2026))

    def test_progress_is_told(self, loaded):
        assert "50 of 50 events" in loaded


class TestSameSeed:
    def test_gives_the_same_rows(self):
        fields = {
            Event: ("name", "slug", "earliest", "latest", "public_from", "folded", "created_at"),
            Person: ("name", "sort_key", "folded", "visibility", "changed_at"),
            Organisation: ("name", "slug", "country", "folded"),
            Participation: ("order", "position", "office", "count", "named", "held"),
            Edition: ("title", "lead", "body", "folded"),
            Update: ("at", "recorded_at", "note", "minor"),
        }
        made = []
        for _turn in range(2):
            with transaction.atomic():
                load("--events", "10", "--seed", "7")
                made.append({model: rows(model, *names) for model, names in fields.items()})
                transaction.set_rollback(True)
        assert made[0] == made[1]
        assert all(made[0].values())

    def test_is_refused_a_second_time_and_adds_nothing(self, loaded):
        with pytest.raises(CommandError, match="seed 7 are here already"):
            load("--events", "60", "--seed", "7")
        assert Event.objects.count() == NUMBER

    def test_another_seed_adds_beside(self, loaded):
        load("--events", "20", "--seed", "8")
        assert Event.objects.count() == NUMBER + 20


@pytest.mark.parametrize("number", ["0", "-3"])
def test_no_events_at_all_are_refused(number):
    with pytest.raises(CommandError, match="from 1 upwards"):
        load("--events", number)


class TestDerivedColumns:
    """What is put in by bulk is what the door would have derived."""

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (Event, ("folded", "listed_on", "address_year", "slug", "public_from")),
            (Person, ("folded", "sort_key")),
            (Organisation, ("folded", "sort_key", "name", "slug")),
            (Project, ("folded", "sort_key", "slug")),
            (Edition, ("folded", "body", "sequence")),
        ],
    )
    def test_stay_when_a_record_is_saved_through_the_door(self, loaded, model, fields):
        def state():
            return (
                rows(model, "pk", *fields),
                rows(Ancestry, "ancestor", "descendant", "depth"),
                rows(Address, "kind", "path", "record_id"),
                rows(Participation, "pk", "named", "held"),
                rows(Update, "event", "at", "note"),
            )

        before = state()
        for record in model.objects.order_by("pk")[::4]:
            with history.change(record, by=None):
                record.folded = ""
                record.save()
        assert state() == before
        assert not Version.objects.exists()

    def test_lines_are_named_by_the_rule(self, loaded):
        by_rule = {
            pk: bool(
                person
                and visibility != Person.Visibility.HIDDEN
                and (office or roles & {"chair", "speaker", "moderator"})
            )
            for pk, person, visibility, office, roles in [
                (
                    line.pk,
                    line.person,
                    line.person and line.person.visibility,
                    line.office,
                    {role.slug for role in line.roles.all()},
                )
                for line in Participation.objects.select_related("person").prefetch_related("roles")
            ]
        }
        assert dict(Participation.objects.values_list("pk", "named")) == by_rule
        assert set(by_rule.values()) == {True, False}
        held = dict(Participation.objects.values_list("event__status", "held"))
        assert held == {"held": True, "cancelled": False}

    def test_position_printed_is_the_post_of_the_person(self, loaded):
        posts = {post.person_id: post for post in Position.objects.all()}
        for line in Participation.objects.filter(person__isnull=False):
            assert line.position == posts[line.person_id].title
            assert line.organisation_id == posts[line.person_id].organisation_id

    def test_history_begins_when_the_report_goes_out(self, loaded):
        for event in Event.objects.filter(public_from__isnull=False):
            first = event.updates.order_by("at").first()
            edition = event.reports.get().editions.get()
            assert (first.at, first.edition, first.language) == (event.public_from, edition, "")
            assert edition.publish_at == event.public_from
        assert not Update.objects.filter(event__public_from__isnull=True).exists()

    def test_drafts_have_no_address(self, loaded):
        [draft] = Event.objects.filter(public_from__isnull=True)
        kept = Address.objects.filter(kind="events.event").values_list("record_id", flat=True)
        assert draft.pk not in kept
        assert len(kept) == 49
