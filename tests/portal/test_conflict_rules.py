"""“Put mine onto the newer one” holds what was typed to the rules, and loses nothing of it."""

import pytest

from people.models import Person
from portal import history
from portal.models import SetAside
from tests import builders
from tests.portal.test_conflicts import Editor, kept

pytestmark = pytest.mark.django_db


def test_what_is_against_the_rules_meanwhile_says_so_and_stays_kept():
    one, two, event = Editor("first"), Editor("second"), builders.event(public=False)
    whole, part = builders.event("Whole"), builders.event("Part")
    first, second = one.open(event), two.open(event)
    one.save(event, first, attendance_words="sixty")
    aside = kept(two.save(event, second, part_of="Whole", attendance_of="Rain."))
    with history.change(part, by=None):
        part.part_of = event
        part.save()
    answer = two.put(aside, event)
    assert answer.status_code == 200
    assert "Only one level: a part cannot have parts of its own." in answer.text
    assert "Rain." in answer.text
    event.refresh_from_db()
    assert (event.part_of, event.attendance_of, event.attendance_words) == (None, "", "sixty")
    with history.change(part, by=None):
        part.part_of = None
        part.save()
    assert two.put(aside, event).status_code == 302
    event.refresh_from_db()
    assert (event.part_of, event.attendance_of) == (whole, "Rain.")
    assert not SetAside.objects.exists()


def test_what_would_make_a_circle_of_departments_says_so():
    one, two = Editor("first"), Editor("second")
    ministry, office = builders.organisation("Ministry"), builders.organisation("Office")
    first, second = one.open(ministry), two.open(ministry)
    assert one.save(ministry, first, acronym="MIN").status_code == 302
    aside = kept(two.save(ministry, second, parent="Office"))
    with history.change(office, by=None):
        office.parent = ministry
        office.save()
    answer = two.put(aside, ministry)
    assert "That is a department of this institution: a circle is not possible." in answer.text
    ministry.refresh_from_db()
    assert (ministry.parent, ministry.acronym) == (None, "MIN")
    assert SetAside.objects.count() == 1


def test_somebody_new_keeps_the_title_that_was_typed_with_the_name():
    one, two, event = Editor("first"), Editor("second"), builders.event(public=False)
    first, second = one.open(event), two.open(event)
    one.save(event, first, attendance_words="sixty")
    second.add_row("participations", who="prof. dr BIĆ Bo", institution="New office")
    aside = kept(two.save(event, second))
    assert Person.objects.count() == 0
    assert two.put(aside, event).status_code == 302
    person = Person.objects.get()
    assert (person.honorific, person.name, person.family_name) == ("prof. dr", "Bo Bić", "Bić")
    assert [str(line.organisation) for line in event.participations.all()] == ["New office"]
