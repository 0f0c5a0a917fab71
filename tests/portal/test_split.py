"""Two things told as one are told apart: chosen lines move, the rest stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.split import split
from portal.duplicates.undo import undo
from portal.models import Reassignment
from portal.snapshots import snapshot
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    person = builders.person("Ana Anić")
    with history.change(person, by=None):
        person.names.create(name="A. Anić")
        person.positions.create(organisation=builders.organisation(), title="Clerk")
    return person


def keys(record, *relations):
    return {(name, row.pk) for name in relations for row in getattr(record, name).all()}


def test_chosen_lines_names_and_posts_move_and_come_back(ana):
    event, other = builders.event(), builders.event("Another")
    mine, yours = builders.line(event, person=ana), builders.line(other, person=ana)
    namesake = builders.person("Ana Anić")
    before = [snapshot(record) for record in (ana, namesake, event, other)]
    dates = list(other.updates.filter(minor=False).values_list("at", flat=True))
    chosen = {("participations", yours.pk)} | keys(ana, "names", "positions")
    row = split(ana, namesake, chosen, by=None)
    mine.refresh_from_db()
    yours.refresh_from_db()
    assert (mine.person, yours.person) == (ana, namesake)
    assert [*ana.names.all(), *ana.positions.all()] == []
    assert namesake.names.get().name == "A. Anić"
    assert namesake.positions.get().title == "Clerk"
    assert list(other.updates.filter(minor=False).values_list("at", flat=True)) == dates
    told = "An entry of our records that stood for two was told apart."
    assert other.updates.get(minor=True).note == told
    assert not row.made
    undo(row, by=None)
    assert [snapshot(record) for record in (ana, namesake, event, other)] == before


def test_record_made_for_a_split_goes_with_it_unless_something_names_it(ana):
    event = builders.event()
    line = builders.line(event, person=ana)
    row = split(ana, "Ana Anić", {("participations", line.pk)}, by=None)
    assert event.participations.get().person == Person.objects.exclude(pk=ana.pk).get()
    assert undo(row, by=None)
    assert Person.objects.get() == ana
    row = split(ana, "Ana Anić", {("participations", line.pk)}, by=None)
    made = Person.objects.exclude(pk=ana.pk).get()
    builders.line(builders.event("Another"), person=made)
    assert not undo(row, by=None)
    assert event.participations.get().person == ana
    assert set(Person.objects.all()) == {ana, made}


def test_record_made_for_a_split_is_shown_no_more_than_the_other(ana):
    line = builders.line(builders.event(), person=ana)
    with history.change(ana, by=None):
        ana.visibility = "hidden"
        ana.save()
    split(ana, "Ana Anić", {("participations", line.pk)}, by=None)
    assert set(Person.objects.values_list("visibility", flat=True)) == {"hidden"}


def test_department_and_lines_of_an_institution_move():
    body, other = builders.organisation(), builders.organisation("Ministry of Roads")
    department = builders.organisation("Department", parent=body)
    line = builders.line(builders.event(), organisation=body)
    row = split(body, other, keys(body, "departments") | {("participations", line.pk)}, by=None)
    assert set(Organisation.objects.within(other)) == {other, department}
    undo(row, by=None)
    assert set(Organisation.objects.within(body)) == {body, department}


def test_nothing_chosen_moves_nothing(ana):
    with pytest.raises(ValidationError, match="at least one line"):
        split(ana, "Somebody New", set(), by=None)
    assert Person.objects.get() == ana


def test_what_is_gone_meanwhile_is_not_split(ana):
    other, third = builders.person("Bo Bić"), builders.person("Vida Vidić")
    line = builders.line(builders.event(), person=ana)
    stale = Person.objects.get(pk=ana.pk)
    merge(other, ana, by=None)
    for two in [(stale, third), (other, stale)]:
        with pytest.raises(ValidationError, match="gone meanwhile"):
            split(*two, {("participations", line.pk)}, by=None)
    with pytest.raises(ValidationError, match="What was chosen is gone"):
        split(other, "Somebody New", {("participations", line.pk + 1)}, by=None)
    assert set(Person.objects.all()) == {other, third}


class TestPage:
    @pytest.fixture(autouse=True)
    def editor(self, client):
        client.force_login(staff("Editor"))

    def send(self, client, record, **data):
        return client.post(reverse("admin:split", args=["person", record.pk]), data, follow=True)

    def test_ticked_lines_move_to_a_namesake_that_is_new(self, client, ana):
        line = builders.line(builders.event(), person=ana)
        answer = self.send(client, ana, row=f"participations-{line.pk}", other="Ana Anić", new="on")
        made = Person.objects.exclude(pk=ana.pk).get()
        assert "1 line was moved to “Ana Anić”" in answer.text
        assert answer.redirect_chain[-1][0] == reverse("admin:people_person_change", args=[made.pk])
        line.refresh_from_db()
        assert line.person == made
        listed = client.get(reverse("admin:reassigned", args=["person", ana.pk])).text
        assert f"Lines were moved to “Ana Anić” (number {made.pk})." in listed

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"row": "participations-1", "other": "Somebody New"}, "at least one line"),
            ({"row": "x", "other": "Somebody New"}, "at least one line"),
            ({"other": "Ana Anić"}, "They belong there already"),
            ({"other": ""}, "This is empty: fill it in."),
        ],
    )
    def test_what_cannot_be_is_refused_in_plain_words(self, client, ana, data, said):
        assert said in self.send(client, ana, **data).text
        assert Person.objects.get() == ana
        assert not Reassignment.objects.exists()

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("A" * 201, "A name has at most 200 letters."),
            (Person.ERASED, "Write a name with letters."),
        ],
    )
    def test_new_one_has_a_name_as_any_other(self, client, ana, name, said):
        line = builders.line(builders.event(), person=ana)
        answer = self.send(client, ana, row=f"participations-{line.pk}", other=name, new="on")
        assert said in answer.text
        assert list(Person.objects.all()) == [ana]


def test_page_prints_a_day_as_far_as_it_is_known(client, ana):
    client.force_login(staff("Editor"))
    day = datetime.date(2026, 1, 1)
    with history.change(ana, by=None):
        ana.positions.update(since=day, since_precision="month")
    page = client.get(reverse("admin:split", args=["person", ana.pk]))
    words = {
        part["title"]: [row["line"].words for row in part["lines"]]
        for part in page.context["moving"]
    }
    assert words["Posts"] == ["Clerk, Ministry of Works · from: January 2026"]
