"""A list is looked over for an hour, and the record goes on: nobody comes in twice or is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.lists import sheets
from events.lists.columns import Columns, Meaning
from events.models import Decision, Intake, IntakeBody, IntakeLine, Taking
from events.proposals import deciding, intakes
from events.proposals.catching_up import catch_up
from events.proposals.intakes import mend
from events.proposals.looking import look_up
from events.proposals.taking import take_over
from events.proposals.undoing import undo
from organisations import matching as bodies_matching
from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates.merge import merge
from tests import builders
from tests.events.proposed import intake_of, lines

pytestmark = pytest.mark.django_db
LIST = "Name;Institution\nAna Anić;Works\n;Works\n"
MENDED = dict.fromkeys(("honorific", "position", "department", "country", "group", "note"), "")


@pytest.fixture(scope="module")
def event(kept):
    return builders.event(public=False)


def taken(intake):
    return take_over(intake, by=None, names_shown="officials")


def look_again(intake):
    catch_up(intake)
    look_up(intake)


def decisions(intake):
    return list(intake.lines.values_list("decision", flat=True))


def test_same_list_of_two_officers_comes_in_once(event):
    first, second = intake_of(event, LIST), intake_of(event, LIST)
    taken(first)
    with pytest.raises(ValidationError, match="changed since you looked"):
        taken(second)
    assert len(lines(event)) == 2
    look_again(second)
    assert [body.decision for body in second.bodies.all()] == [Decision.KNOWN]
    assert decisions(second) == [Decision.THERE, Decision.THERE]
    assert taken(second).lines == []
    assert (Person.objects.count(), Organisation.objects.count()) == (1, 1)


def test_who_was_added_meanwhile_is_asked_for_once(event):
    intake = intake_of(event, "Name\nAna Anić\nBo Bić\n")
    ana = builders.person("Ana Anić")
    look_again(intake)
    assert list(intake.lines.values_list("decision", "candidates")) == [
        ("open", [ana.pk]),
        ("new", []),
    ]
    deciding.decide_lines(intake.lines.all(), {1: "new"})
    look_again(intake)
    assert decisions(intake) == [Decision.NEW, Decision.NEW]


def test_institution_that_is_gone_since_is_looked_up_again(event):
    taking = taken(intake_of(event, LIST))
    intake = intake_of(builders.event("Another", public=False), "Institution\nWorks\n")
    undo(taking, by=None)
    with pytest.raises(ValidationError, match="changed since you looked"):
        taken(intake)
    look_again(intake)
    assert [body.decision for body in intake.bodies.all()] == [Decision.NEW]
    taken(intake)
    assert lines(intake.event) == [("", "", "", "Works")]


def test_person_who_is_gone_since_is_looked_up_again_and_no_name_lost(event):
    ana = builders.person("Ana Anić")
    ana.positions.create(organisation=builders.organisation("Works"), title="Clerk")
    intake = intake_of(event, LIST)
    assert intake.lines.first().person == ana
    history.remove(ana, by=None)
    with pytest.raises(ValidationError, match="changed since you looked"):
        taken(intake)
    look_again(intake)
    taken(intake)
    assert lines(event) == [("Ana Anić", "", "", "Works"), ("", "", "", "Works")]


def test_who_was_merged_or_deleted_since_cannot_be_chosen(event):
    ana, double = builders.person("Ana Anić"), builders.person("Ana Anić", honorific="Dr")
    intake = intake_of(event, "Name\nAna Anić\n")
    number = double.pk
    merge(ana, double, by=None)
    deciding.decide_lines(intake.lines.all(), {1: str(number)})
    assert decisions(intake) == [Decision.OPEN]
    deciding.decide_all(intake, deciding.Every.LIKELIEST)
    assert intake.lines.get().person == ana


def test_institution_cannot_be_left_out_of_its_lines(event):
    intake = intake_of(event, "Institution\nWorks\n")
    deciding.decide_bodies(intake, intake.bodies.all(), {intake.bodies.get().pk: "out"})
    assert intake.bodies.get().decision == Decision.NEW


def test_line_mended_to_another_takes_nobody_along(event):
    intake = intake_of(event, "Name;Institution\nAna Anić;Works\nAna Anić;Works\nAna Anic;Roads\n")
    deciding.decide_lines(intake.lines.filter(number=3), {3: "twin"})
    mend(intake.lines.get(number=1), MENDED | {"name": "Bo Bić", "organisation": "Works"})
    look_up(intake)
    told = intake.lines.values_list("decision", "twin__number")
    assert list(told) == [("new", None), ("new", None), ("open", 2)]


def test_line_mended_to_what_another_says_stands_twice(event):
    intake = intake_of(event, "Name;Institution\nAna Anić;Works\nAnna;Works\n")
    mend(intake.lines.get(number=2), MENDED | {"name": "Ana Anić", "organisation": "Works"})
    look_up(intake)
    assert decisions(intake) == [Decision.NEW, Decision.THERE]


def test_mending_a_line_compares_no_institution_but_the_one_it_brings(event, monkeypatch):
    intake = intake_of(event, "Name;Institution\nAna Anić;Office of Roads\nBo Bić;Works\n")
    asked, alike = [], bodies_matching.alike

    def counted(folds, rows):
        asked.append(set(folds))
        return alike(folds, rows)

    monkeypatch.setattr(bodies_matching, "alike", counted)
    said = MENDED | {"name": "Bo Bić"}
    mend(intake.lines.get(number=2), said | {"organisation": "Office of Raods"})
    mend(intake.lines.get(number=2), said | {"organisation": "Works"})
    assert asked == [{"office of raods"}]
    told = intake.bodies.values_list("name", "twin__name")
    assert list(told) == [
        ("Office of Roads", None),
        ("Works", None),
        ("Office of Raods", "Office of Roads"),
    ]


def test_departments_of_one_institution_in_two_spellings_are_one(event):
    ministry = builders.organisation("Ministry of the Interior")
    asylum = builders.organisation("Asylum Office", parent=ministry)
    intake = intake_of(
        event,
        "Institution;Department\n"
        "Ministry of the Interior;Asylum Office\nMinistry of te Interior;Asylum Office\n"
        "Ministry of the Interior;Border Office\nMinistry of te Interior;Border Office\n",
    )
    twin = intake.bodies.get(name="Ministry of te Interior")
    deciding.decide_bodies(intake, [twin], {twin.pk: "twin"})
    look_up(intake)
    taken(intake)
    [border] = Organisation.objects.exclude(pk__in=[ministry.pk, asylum.pk])
    assert (border.name, border.parent) == ("Border Office", ministry)


def test_same_person_as_in_a_line_that_stands_already_is_not_made_anew(event):
    ana = builders.person("Ana Anić")
    builders.line(event, person=ana, organisation=builders.organisation("Works"))
    intake = intake_of(event, "Name;Institution\nAna Anić;Works\nAnna Anić;Works\n")
    deciding.decide_lines(intake.lines.all(), {2: "twin"})
    taken(intake)
    assert Person.objects.get() == ana


def test_parts_of_a_name_that_do_not_fit_stay_in_the_printed_name(event):
    intake = intake_of(event, f"Given name;Family name\n{'Aa' * 75};Bić\n")
    taken(intake)
    person = Person.objects.get()
    assert (person.name, person.given_name, person.order_known) == (f"{'Aa' * 75} Bić", "", False)


def test_stricter_rule_of_whoever_came_later_holds_when_a_list_is_undone(event):
    intake = intake_of(event, "Name\nAna Anić\n")
    taking = take_over(intake, by=None, names_shown="everybody", names_reason="They agreed")
    event.refresh_from_db()
    with history.change(event, by=None):
        event.names_shown, event.names_reason = "nobody", ""
        event.save()
    undo(taking, by=None)
    event.refresh_from_db()
    assert event.names_shown == "nobody"


def test_lists_undone_in_any_order_leave_the_rule_as_it_was(event):
    everybody = {"by": None, "names_shown": "everybody", "names_reason": "They agreed"}
    first = take_over(intake_of(event, "Name\nAna Anić\n"), **everybody)
    second = take_over(intake_of(event, "Name\nBo Bić\n"), **everybody)
    undo(first, by=None)
    undo(Taking.objects.get(pk=second.pk), by=None)
    event.refresh_from_db()
    assert event.names_shown == "officials"


def test_lines_are_put_in_all_or_none(event, monkeypatch):
    intake = intake_of(event, LIST)
    rows = sheets.rows_of(intake)
    columns = Columns([Meaning.NAME, Meaning.NOTHING], 0)
    monkeypatch.setattr(intakes, "pair", lambda intake: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sheets.fill(intake, columns, sheets.read(intake, rows, columns))
    assert [line.values.get("organisation") for line in intake.lines.all()] == ["Works", "Works"]


def test_what_was_thrown_away_is_not_written_back(event):
    intake = intake_of(event, LIST)
    rows, bodies = list(intake.lines.all()), list(intake.bodies.all())
    columns = Columns([Meaning.NAME, Meaning.ORGANISATION], 0)
    Intake.objects.filter(pk=intake.pk).delete()
    IntakeLine.objects.write(rows, "doubt")
    IntakeBody.objects.write(bodies, "decision")
    with pytest.raises(ValidationError, match="taken over or thrown away"):
        sheets.fill(intake, columns, sheets.read(intake, sheets.rows_of(intake), columns))
    with pytest.raises(ValidationError, match="taken over or thrown away"):
        mend(rows[0], MENDED | {"name": "Bo Bić", "organisation": ""})
    assert not Intake.objects.exists()


def test_what_was_deleted_since_it_was_found_is_not_written_back(event):
    who, body = builders.person("Ana Anić"), builders.organisation("Works")
    intake = intake_of(event, LIST)
    intake.lines.filter(number=1).update(person=who, decision=Decision.KNOWN)
    rows, bodies = list(intake.lines.all()), list(intake.bodies.all())
    assert (rows[0].person, bodies[0].organisation) == (who, body)
    history.remove(who, by=None)
    history.remove(body, by=None)
    IntakeLine.objects.write(rows, "person", "doubt")
    IntakeBody.objects.write(bodies, "organisation")
    connection.check_constraints()
    assert (intake.lines.get(number=1).person, intake.bodies.get().organisation) == (None, None)
    assert catch_up(intake)


@pytest.mark.parametrize("way", ["looked up", "mended", "thrown away", "taken over"])
def test_whoever_writes_to_a_list_lets_nobody_else_write_first(event, way):
    """Two who lock a list and what it names in another order would wait for one another."""
    intake = intake_of(event, LIST)
    row = intake.lines.get(number=1)
    with CaptureQueriesContext(connection) as queries:
        match way:
            case "looked up":
                IntakeLine.objects.write([row], "doubt")
            case "mended":
                mend(row, MENDED | {"name": "Bo Bić", "organisation": "Works"})
            case "thrown away":
                Intake.objects.filter(pk=intake.pk).throw_away()
            case "taken over":
                taken(intake)
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    locking = [sql for sql in asked if not sql.startswith("SELECT") or "portal_site" in sql]
    assert "portal_site" in locking[0]
