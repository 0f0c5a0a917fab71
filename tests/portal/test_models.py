import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisations.models import OrganisationName
from people.models import PersonName, Position
from portal.models import Address, Site, Version
from tests import builders

pytestmark = pytest.mark.django_db

DAY = datetime.date


class TestAddress:
    def test_is_kept_by_the_record_that_took_it(self):
        Address.objects.claim("events.event", "2021/roads", 1)
        Address.objects.claim("events.event", "2021/roads", 1)
        assert Address.objects.count() == 1
        with pytest.raises(ValidationError) as refused:
            Address.objects.claim("events.event", "2021/roads", 2)
        assert refused.value.code == "address_taken"
        assert Address.objects.get().record_id == 1

    def test_of_another_kind_of_record_is_another(self):
        Address.objects.claim("events.event", "roads", 1)
        Address.objects.claim("events.project", "roads", 2)
        assert Address.objects.taken("events.project", "roads", 1)
        assert not Address.objects.taken("events.project", "roads", 2)

    def test_is_taken_for_a_record_that_is_not_saved_yet(self):
        Address.objects.claim("events.event", "2021/roads", 1)
        assert Address.objects.taken("events.event", "2021/roads", None)
        assert not Address.objects.taken("events.event", "2021/rails", None)

    def test_is_given_once_by_the_database_too(self):
        rows = [Address(kind="events.event", path="x", record_id=key) for key in (1, 2)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.bulk_create(rows)


class TestSite:
    def test_number_is_nought_before_anything_changed(self):
        assert Site.objects.number() == 0

    def test_moves_by_one(self):
        Site.objects.move()
        Site.objects.move()
        assert Site.objects.number() == 2

    def test_holding_makes_its_row(self):
        with transaction.atomic():
            Site.objects.hold()
            Site.objects.hold()
        assert list(Site.objects.values_list("pk", "number")) == [(1, 0)]

    def test_has_one_row_only(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Site.objects.bulk_create([Site(pk=2)])


def test_version_of_a_number_is_written_once():
    version = {"kind": "x", "record_id": 1, "number": 1, "data": {}, "at": builders.LONG_AGO}
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.bulk_create([Version(**version), Version(**version)])


class TestSpan:
    @pytest.mark.parametrize(
        ("since", "until", "covers"),
        [
            (None, None, True),
            (DAY(2021, 9, 1), None, True),
            (DAY(2021, 9, 2), None, False),
            (None, DAY(2021, 9, 1), True),
            (None, DAY(2021, 8, 31), False),
            (DAY(2021, 9, 1), DAY(2021, 9, 1), True),
        ],
    )
    def test_covers_its_ends(self, since, until, covers):
        assert Position(since=since, until=until).covers(DAY(2021, 9, 1)) is covers

    @pytest.mark.parametrize("kind", ["organisation", "project", "position"])
    def test_that_ends_before_it_begins_is_refused_by_the_database(self, kind):
        match kind:
            case "organisation":
                record = builders.organisation()
            case "project":
                record = builders.project()
            case "position":
                person, body = builders.person(), builders.organisation()
                record = person.positions.create(organisation=body, title="Head")
        rows = type(record).objects.filter(pk=record.pk)
        rows.update(since=DAY(2021, 9, 2), until=DAY(2021, 9, 2))
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(until=DAY(2021, 9, 1))

    def test_that_ends_before_it_begins_is_told_in_a_sentence(self):
        position = Position(since=DAY(2021, 9, 2), until=DAY(2021, 9, 1))
        with pytest.raises(ValidationError) as refused:
            position.validate_constraints()
        assert "The end lies before the beginning: check both dates." in refused.value.messages


class TestOtherName:
    @pytest.mark.parametrize("name", ["", " ", "\u200b\u200d"])
    def test_without_a_letter_is_refused(self, name):
        person, body = builders.person(), builders.organisation()
        for row in (
            PersonName(person=person, name=name),
            OrganisationName(organisation=body, name=name),
        ):
            with pytest.raises(ValidationError) as refused:
                row.full_clean()
            assert list(refused.value.message_dict) == ["name"]
            with pytest.raises(IntegrityError), transaction.atomic():
                type(row).objects.bulk_create([row])

    def test_is_written_once(self):
        person = builders.person()
        PersonName.objects.create(person=person, name="Ana  Ančić")
        again = PersonName(person=person, name="Ana Ančić")
        with pytest.raises(ValidationError) as refused:
            again.full_clean()
        assert refused.value.messages == ["This name is in the list already."]
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonName.objects.bulk_create([again])

    def test_order_of_rank_puts_official_names_first_and_misspellings_last(self):
        person = builders.person()
        kinds = ["misspelling", "former", "alias", "translation", "acronym", "official"]
        rows = [PersonName.objects.create(person=person, name=kind, kind=kind) for kind in kinds]
        assert [row.name for row in sorted(rows, key=PersonName.rank)] == kinds[::-1]
