"""What was merged is two again, whole: all but times, numbers and history."""

import contextlib

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Participation
from events.models.intake import Intake, IntakeLine
from events.models.rights import Cover
from people.models import Person
from portal import history
from portal.duplicates.merge import merge, refuse
from portal.duplicates.places import loose
from portal.duplicates.split import split
from portal.duplicates.undo import Back, undo
from portal.models import Address, Entry, Pair, Reassignment
from portal.snapshots import snapshot
from tests import builders
from tests.breadth import turns
from tests.portal.anything import MERGED, World, relations

pytestmark = pytest.mark.django_db


def whole():
    """Return all that is stored but times, numbers and history."""
    found = {
        (kind, row.pk): snapshot(row)
        for kind, model in history.kinds().items()
        for row in model.objects.all()
    }
    for field in {field for model in MERGED for field in loose(model)}:
        rows = field.model._base_manager.values_list("pk", field.attname)
        found[str(field)] = set(rows)
    found["addresses"] = set(Address.objects.values_list("kind", "path", "record_id"))
    found["index"] = set(Entry.objects.values_list("kind", "record_id", "called", "visible_from"))
    found["pairs"] = set(Pair.objects.values_list("kind", "first_id", "second_id", "apart_at"))
    lines = Participation.objects.order_by("pk")
    found["lines"] = list(lines.values_list("pk", "named", "held", "visible_from"))
    return found


def one_or_two(world):
    """Split and merge some; return what was done, with the old address of each that is gone."""
    done, old = [], []
    for record, other, chosen in world.splits():
        with contextlib.suppress(ValidationError):
            done.append(split(record, other, chosen, by=None))
    for model in MERGED:
        kept, gone = (model.objects.get(pk=record.pk) for record in world.two(model))
        try:
            refuse(kept, gone)
        except ValidationError:
            # One is inside of the other.
            kept, gone = gone, kept
        old.append((gone.get_absolute_url(), kept))
        done.append(merge(kept, gone, by=None))
    return done, old


@pytest.mark.breadth
def test_any_two_records_split_merged_and_undone_are_as_they_were(client):
    drawn = set()

    @settings(max_examples=turns(2, 50))
    @given(dice=st.randoms(use_true_random=False))
    def check(dice):
        with transaction.atomic():
            world = World(dice)
            drawn.update(world.drawn())
            before = whole()
            # A world costs as much as a turn; what was undone is one to begin with.
            for _turn in range(turns(1, 4)):
                done, old = one_or_two(world)
                assert whole() != before
                for address, kept in old:
                    kept.refresh_from_db()
                    answer = client.get(address)
                    page = kept.page_url()
                    assert answer.get("Location", "") == page, (address, page)
                for row in reversed(done):
                    undo(row, by=None)
                assert whole() == before
            transaction.set_rollback(True)

    check()
    assert drawn == relations()


@pytest.fixture
def two():
    return builders.person("Ana Anić"), builders.person("Anna Anich")


def test_namesakes_of_whom_nothing_else_is_known_are_made_one_and_two():
    ana, double = builders.person("Ana Anić"), builders.person("Ana Anić")
    row = merge(ana, double, by=None)
    assert Person.objects.get() == ana
    undo(row, by=None)
    assert set(Person.objects.all()) == {ana, double}


def test_what_was_changed_since_stays_and_is_said(two):
    ana, double = two
    event, other = builders.event(), builders.event("Another")
    line = builders.line(event, person=double, position="Clerk")
    moved_on = builders.line(other, person=double)
    with history.change(double, by=None):
        post = double.positions.create(organisation=builders.organisation(), title="Clerk")
    row = merge(ana, double, by=None)
    third = builders.person("Third")
    with history.change(event, by=None):
        Participation.objects.filter(pk=line.pk).update(position="Director")
    with history.change(other, by=None):
        Participation.objects.filter(pk=moved_on.pk).update(person=third)
    with history.change(ana, by=None):
        ana.positions.filter(pk=post.pk).update(title="Director")
        ana.names.create(name="Ana A.")
    said = [(t.title, [str(d.label) for d in t.collisions(None)]) for t in Back(row).every]
    assert [told for told in said if told[1]] == [("Another", ["person"])]
    undo(row, by=None)
    back = Person.objects.get(pk=double.pk)
    assert event.participations.values_list("person", "position").get() == (back.pk, "Director")
    assert other.participations.get().person == third
    assert back.positions.get().title == "Director"
    assert [name.name for name in ana.names.all()] == ["Ana A."]


def test_who_was_hidden_since_comes_back_hidden(two):
    ana, double = two
    row = merge(ana, double, by=None)
    ana.refresh_from_db()
    with history.change(ana, by=None):
        ana.visibility = "hidden"
        ana.save()
    undo(row, by=None)
    assert set(Person.objects.values_list("visibility", flat=True)) == {"hidden"}


def test_record_deleted_since_is_no_hindrance(two):
    ana, double = two
    event = builders.event(public=False)
    builders.line(event, person=double)
    row = merge(ana, double, by=None)
    history.remove(event, by=None)
    assert [touched.title for touched in Back(row).every if touched.record is None] == [event.name]
    undo(row, by=None)
    assert set(Person.objects.all()) == {ana, double}


def test_list_that_is_being_looked_over_follows_and_goes_back(two):
    ana, double = two
    intake = Intake.objects.create(event=builders.event(), title="List")
    line = IntakeLine.objects.create(intake=intake, number=1, person=double)
    text = {"kind": "events.edition", "row_id": 1, "column": "body", "was": "x"}
    covers = [Cover.objects.create(person=person, **text) for person in two]
    row = merge(ana, double, by=None)
    line.refresh_from_db()
    assert line.person == ana
    # There was one of hers for this text already.
    assert set(Cover.objects.values_list("pk", "person")) == {
        (covers[0].pk, ana.pk),
        (covers[1].pk, None),
    }
    undo(row, by=None)
    line.refresh_from_db()
    assert line.person == double
    assert set(Cover.objects.values_list("person", flat=True)) == {ana.pk, double.pk}


def test_later_merge_is_undone_first(two):
    ana, double = two
    third = builders.person("Third")
    first = merge(ana, double, by=None)
    second = merge(third, ana, by=None)
    with pytest.raises(ValidationError, match=f"merged into number {third.pk} since"):
        undo(first, by=None)
    undo(second, by=None)
    undo(first, by=None)
    assert set(Person.objects.all()) == {*two, third}
    with pytest.raises(ValidationError, match="undone already"):
        undo(first, by=None)


def test_merged_undone_and_merged_again(two):
    ana, double = two
    undo(merge(ana, double, by=None), by=None)
    merge(ana, Person.objects.get(pk=double.pk), by=None)
    assert Reassignment.objects.heir(Person, double.pk) == ana.pk
    assert Reassignment.objects.standing().count() == 1
