"""Two entries that are one are made one: what named the other names the one that stays."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from events.models import EventOrganisation, Participation, ProjectOrganisation, Session
from events.rights.erasing import erase
from organisations.models import Organisation
from people.lookup import PEOPLE
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.undo import undo
from portal.models import Pair, Reassignment, Version
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 1, 9, 0, tzinfo=datetime.UTC)


def names_of(record):
    return sorted(record.names.values_list("name", "kind", "source"))


@pytest.fixture
def ministry():
    return builders.organisation()


@pytest.fixture
def ana():
    return builders.person("Ana Anić", in_directory=True)


@pytest.fixture
def double():
    return builders.person("Anna Anich", honorific="Dr")


def test_lines_posts_photos_and_names_move_and_the_other_is_gone(ana, double, ministry):
    event = builders.event()
    line = builders.line(event, person=double, organisation=ministry, position="Director")
    photo = builders.photo(event)
    with history.change(event, by=None):
        photo.people.add(double)
    with history.change(double, by=None):
        double.names.create(name="A. Anić", source="A letter")
        post = double.positions.create(organisation=ministry, title="Director")
    merge(ana, double, by=None, now=NOW)
    assert list(Person.objects.all()) == [ana]
    assert Participation.objects.get() == line
    assert event.participations.get().person == ana
    assert list(event.photos.get().people.all()) == [ana]
    assert ana.positions.get() == post
    assert names_of(ana) == [
        ("A. Anić", "alias", "A letter"),
        ("Anna Anich", "alias", f"Entry number {double.pk}, merged."),
    ]
    ana.refresh_from_db()
    assert (ana.name, ana.honorific) == ("Ana Anić", "Dr")
    assert Person.objects.matching("anich").get() == ana


def test_each_record_that_is_touched_has_a_version_with_the_reason(ana, double):
    event = builders.event()
    builders.line(event, person=double)
    gone = double.pk
    merge(ana, double, by=None, now=NOW)
    said = f"Number {gone} was merged into number {ana.pk}."
    told = Version.objects.filter(reason=said).order_by("kind", "record_id")
    assert list(told.values_list("kind", "record_id", "action")) == [
        ("events.event", event.pk, "changed"),
        ("people.person", ana.pk, "changed"),
        ("people.person", gone, "deleted"),
    ]


def test_same_capacity_told_twice_becomes_one_line_with_the_roles_of_both(ana, double, ministry):
    event, chair, speaker = builders.event(), builders.role("Chair"), builders.role("Speaker")
    first = builders.line(
        event, person=ana, organisation=ministry, position="Director", roles=[chair], note="First"
    )
    second = builders.line(event, person=double, organisation=ministry, roles=[speaker])
    Participation.objects.filter(pk=second.pk).update(note="Second", attendance="expected")
    with history.change(event, by=None):
        session = Session.objects.create(event=event, title="Opening")
        session.people.add(second)
    merge(ana, double, by=None, now=NOW)
    line = event.participations.get()
    assert (line.pk, line.position, line.note) == (first.pk, "Director", "First; Second")
    assert line.attendance == "came"
    assert set(line.roles.all()) == {chair, speaker}
    assert list(event.sessions.get().people.all()) == [line]


def test_two_capacities_stay_two_lines(ana, double, ministry):
    event = builders.event()
    builders.line(event, person=ana, organisation=ministry, position="Director")
    builders.line(event, person=double, organisation=ministry, position="Chair of the board")
    merge(ana, double, by=None, now=NOW)
    assert sorted(event.participations.values_list("position", "person")) == [
        ("Chair of the board", ana.pk),
        ("Director", ana.pk),
    ]


def test_last_updated_of_events_stays_as_it_is(ana, double):
    alone, both = builders.event("Alone"), builders.event("Both")
    builders.line(alone, person=double)
    builders.line(both, person=double)
    builders.line(both, person=ana)
    dates = [list(e.updates.filter(minor=False).values_list("at", "note")) for e in (alone, both)]
    small = [e.updates.filter(minor=True).count() for e in (alone, both)]
    merge(ana, double, by=None, now=NOW)
    after = [list(e.updates.filter(minor=False).values_list("at", "note")) for e in (alone, both)]
    assert after == dates
    # Of two readers see one, so that is listed; another spelling of one is not.
    assert [e.updates.filter(minor=True).count() for e in (alone, both)] == [small[0], small[1] + 1]
    ana.refresh_from_db()
    assert ana.changed_at == NOW


@pytest.mark.parametrize("hidden", ["kept", "gone"])
def test_stricter_visibility_holds_unless_chosen_otherwise(ana, double, hidden):
    builders.line(builders.event("Of one"), person=ana)
    builders.line(builders.event("Of the other"), person=double)
    strict = {"kept": ana, "gone": double}[hidden]
    with history.change(strict, by=None):
        strict.visibility = "hidden"
        strict.save()
    row = merge(ana, double, by=None, now=NOW)
    ana.refresh_from_db()
    assert ana.visibility == "hidden"
    assert not Participation.objects.filter(named=True).exists()
    undo(row, by=None)
    other = "gone" if hidden == "kept" else "kept"
    merge(ana, Person.objects.get(pk=double.pk), by=None, chosen={"visibility": other})
    assert Participation.objects.filter(named=True).count() == 2


def test_field_that_is_given_up_leaves_its_name_behind(ana, double):
    merge(ana, double, by=None, chosen={"name": "gone"}, name_kind="misspelling")
    ana.refresh_from_db()
    assert str(ana) == "Anna Anich"
    assert names_of(ana) == [("Ana Anić", "misspelling", f"Entry number {ana.pk}, merged.")]


def test_institution_hands_over_all_that_names_it(ministry):
    double = builders.organisation("MoW", acronym="MW", website="https://works.example/")
    department = builders.organisation("Roads", parent=double)
    older = builders.organisation("Old office")
    with history.change(older, by=None):
        older.successors.set([double, ministry])
    person = builders.person()
    with history.change(person, by=None):
        person.positions.create(organisation=double, title="Director")
        person.positions.create(organisation=ministry, title="Director")
    project = builders.project(team=double)
    event = builders.event()
    with history.change(project, by=None):
        for body in (double, ministry):
            ProjectOrganisation.objects.create(project=project, organisation=body)
    with history.change(event, by=None):
        for body in (double, ministry):
            EventOrganisation.objects.create(event=event, organisation=body)
            Participation.objects.create(event=event, organisation=body)
    merge(ministry, double, by=None, now=NOW)
    ministry.refresh_from_db()
    department.refresh_from_db()
    project.refresh_from_db()
    assert set(Organisation.objects.all()) == {ministry, department, older}
    assert set(Organisation.objects.within(ministry)) == {ministry, department}
    assert list(older.successors.all()) == [ministry]
    assert project.team == ministry
    for rows in (person.positions, project.bodies, event.bodies, event.participations):
        assert rows.get().organisation == ministry
    assert (ministry.acronym, ministry.website) == ("MW", "https://works.example/")
    assert [(name, kind) for name, kind, _source in names_of(ministry)] == [("MoW", "alias")]


def test_department_cannot_swallow_what_it_is_inside_of(ministry):
    middle = builders.organisation("Directorate", parent=ministry)
    inner = builders.organisation("Unit", parent=middle)
    with pytest.raises(ValidationError, match="keep the larger one instead"):
        merge(inner, ministry, by=None)
    assert Organisation.objects.count() == 3
    assert not Reassignment.objects.exists()
    merge(ministry, middle, by=None)
    inner.refresh_from_db()
    assert inner.parent == ministry


def test_part_of_a_part_is_merged_and_closes_no_circle(ministry):
    middle = builders.organisation("Directorate", parent=ministry)
    inner = builders.organisation("Works", parent=middle)
    merge(ministry, inner, by=None)
    ministry.refresh_from_db()
    assert ministry.parent is None
    assert set(Organisation.objects.within(ministry)) == {ministry, middle}


@pytest.mark.parametrize("order", [("ana", "double"), ("double", "ana")])
def test_who_was_merged_a_moment_ago_is_not_merged_again(ana, double, order):
    kept, gone = (Person.objects.get(pk={"ana": ana, "double": double}[name].pk) for name in order)
    number = double.pk
    merge(ana, double, by=None)
    with pytest.raises(ValidationError, match=f"Number {number} is gone meanwhile"):
        merge(kept, gone, by=None)
    assert Reassignment.objects.count() == 1


def test_what_is_left_of_somebody_erased_is_found_by_no_name(double):
    erase(double, by=None, log=False)
    typed = f"{Person.ERASED} ({double.pk})"
    assert PEOPLE.find([typed])[typed].record is None


def test_what_says_more_of_a_field_goes_with_its_value(ana):
    double = builders.person(
        "Анна Анич", language="ru", given_name="Anna", family_name="Anich", order_known=False
    )
    merge(ana, double, by=None, chosen={"name": "gone"})
    ana.refresh_from_db()
    assert (ana.name, ana.language) == ("Анна Анич", "ru")
    assert (ana.family_name, ana.order_known) == ("Anich", False)


def test_whoever_staff_put_in_the_directory_stays_there(client):
    plain, shown = builders.person("Ana Anić"), builders.person("Anna Anich", in_directory=True)
    address = shown.get_absolute_url()
    merge(plain, shown, by=None)
    assert client.get(address)["Location"] == plain.get_absolute_url()
    assert client.get(plain.get_absolute_url()).status_code == 200


def test_who_is_not_the_same_as_the_other_is_never_asked_about_again(ana, double):
    third = builders.person("Anna Anic")
    apart = {"first_id": double.pk, "second_id": third.pk}
    Pair.objects.say_apart(Person, double.pk, third.pk, by=None)
    before = set(Pair.objects.values_list("first_id", "second_id", "apart_at"))
    assert (ana.pk, third.pk, None) in before
    row = merge(ana, double, by=None)
    assert not Pair.objects.open().exists()
    undo(row, by=None)
    assert set(Pair.objects.values_list("first_id", "second_id", "apart_at")) == before
    assert not Pair.objects.open().filter(**apart).exists()


def test_dates_that_do_not_go_together_are_not_put_together(ministry):
    with history.change(ministry, by=None):
        ministry.since = datetime.date(2020, 1, 1)
        ministry.save()
    double = builders.organisation("MoW", until=datetime.date(2010, 1, 1))
    with pytest.raises(ValidationError, match="The end lies before the beginning"):
        merge(ministry, double, by=None, chosen={"until": "gone"})
    merge(ministry, double, by=None)
    ministry.refresh_from_db()
    assert (str(ministry.since), ministry.until) == ("2020-01-01", None)


def test_dates_of_a_name_that_both_had_go_together(ministry):
    double = builders.organisation("MoW")
    spans = {"Roads": {"since": "2020-01-01"}, "Bridges": {}}
    ends = {"Roads": {"until": "2010-01-01"}, "Bridges": {"until": "2010-01-01"}}
    for body, named in ((ministry, spans), (double, ends)):
        with history.change(body, by=None):
            for name, span in named.items():
                precision = {f"{key}_precision": "year" for key in span}
                body.names.create(name=name, kind="former", **span, **precision)
    merge(ministry, double, by=None)
    told = ministry.names.filter(kind="former").order_by("-name")
    assert [(n.name, n.since and n.since.year, n.until and n.until.year) for n in told] == [
        ("Roads", 2020, None),
        ("Bridges", None, 2010),
    ]
    assert told[1].until_precision == "year"


def test_nobody_is_merged_with_themselves(ana):
    with pytest.raises(ValidationError, match="one already"):
        merge(ana, Person.objects.get(pk=ana.pk), by=None)
    assert Person.objects.get() == ana


def test_old_addresses_lead_to_the_one_that_stays_in_one_hop(client, ana, double):
    third = builders.person("Anne Anitsch", in_directory=True)
    old = [double.get_absolute_url(), ana.get_absolute_url()]
    numbers = [double.pk, ana.pk]
    merge(ana, double, by=None)
    merge(third, ana, by=None)
    page = third.get_absolute_url()
    for address, number in zip(old, numbers, strict=True):
        for below in ("", "person.json", "popolo.json", "cite.bib"):
            answer = client.get(f"{address}{below}")
            assert (answer.status_code, answer["Location"]) == (301, f"{page}{below}")
        answer = client.get(f"/api/v1/people/{number}")
        assert answer.status_code == 301
        assert answer["Location"].endswith(f"/api/v1/people/{third.pk}")


def test_old_addresses_of_an_institution_lead_to_the_one_that_stays(client, ministry):
    with history.change(ministry, by=None):
        ministry.in_directory = True
        ministry.save()
    double = builders.organisation("MoW", slug="mow")
    with history.change(double, by=None):
        double.slug = "mow-of-today"
        double.save()
    number = double.pk
    row = merge(ministry, double, by=None)
    page = ministry.get_absolute_url()
    for slug in ("mow", "mow-of-today"):
        for below in ("", "organisation.json", "popolo.json", "cite.bib"):
            answer = client.get(f"/organisations/{slug}/{below}")
            assert (answer.status_code, answer["Location"]) == (301, f"{page}{below}")
    answer = client.get(f"/api/v1/organisations/{number}")
    assert answer["Location"].endswith(f"/api/v1/organisations/{ministry.pk}")
    assert "Ministry of Works" in client.get("/people/?organisation=mow").text
    undo(row, by=None)
    assert Organisation.objects.get(pk=number).slug == "mow-of-today"
    assert client.get("/organisations/mow/").status_code == 404


def test_address_of_the_other_says_nothing_while_the_one_that_stays_is_hidden(client, ana, double):
    address = double.get_absolute_url()
    merge(ana, double, by=None, chosen={"visibility": "kept"})
    with history.change(ana, by=None):
        ana.refresh_from_db()
        ana.visibility = "hidden"
        ana.save()
    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1/people/{double.pk}").status_code == 404


def test_command_merges_by_number_and_says_what_it_would_change(ana, double, capsys):
    builders.line(builders.event(), person=double)
    call_command("merge_records", "person", ana.pk, double.pk, dry_run=True)
    assert Person.objects.count() == 2
    call_command("merge_records", "person", ana.pk, double.pk)
    assert Person.objects.get() == ana
    said = "“Anna Anich” is merged into “Ana Anić”; 1 other record names it.\n"
    assert capsys.readouterr().out == f"{said}{said}Done.\n"
    with pytest.raises(CommandError, match=f"no person with number {double.pk}"):
        call_command("merge_records", "person", ana.pk, double.pk)


def test_command_only_asked_refuses_what_it_would_not_do(ana, capsys):
    with pytest.raises(CommandError, match="These are one already"):
        call_command("merge_records", "person", ana.pk, ana.pk, dry_run=True)
    assert capsys.readouterr().out == ""


def test_line_without_a_position_is_not_filled_with_one_that_stands_beside_it():
    ana, double = builders.person("Ana Anić"), builders.person("Ana Anic")
    event = builders.event()
    for person, position in ((ana, ""), (ana, "Clerk"), (double, "Clerk")):
        builders.line(event, person=person, position=position)
    merge(ana, double, by=None)
    lines = event.participations.values_list("person", "position")
    assert sorted(lines) == [(ana.pk, ""), (ana.pk, "Clerk")]
