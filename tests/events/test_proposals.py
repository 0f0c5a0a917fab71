"""Lines that came in: whom they mean, what is decided, and what taking them over does."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from events.lists import files, sheets
from events.lists.columns import recognised
from events.models import Decision, Intake, Participation, Taking
from events.proposals import deciding
from events.proposals.intakes import mend
from events.proposals.looking import look_up
from events.proposals.taking import take_over
from events.proposals.undoing import undo
from organisations.models import Organisation
from people.models import Person
from portal.models import Entry, Key, Pair, Version
from tests import builders
from tests.events.proposed import intake_of, lines

pytestmark = pytest.mark.django_db

LIST = """Name;Position;Institution;Department
Mr CUCIĆ Vladimir;Commissioner;Commissariat;
Vladmir Cucic;Chair;EMN (network);
Ana Anić;Clerk;Commissariat;Asylum Office
Ana Anić;Clerk;Commissariat;Asylum Office
Bo Bić;;Institute for Roads;Bridges
Bo Bič;Expert;Institute for Roads;Bridges
;;Institute of Roads;
"""


@pytest.fixture(scope="module")
def event(kept):
    """An event with Vladimir Cucić of the Commissariat on its list."""
    event = builders.event(public=False)
    body = builders.organisation("Commissariat")
    cucic = builders.person("Vladimir Cucić", given_name="Vladimir", family_name="Cucić")
    cucic.positions.create(organisation=body, title="Commissioner", public_office=True)
    cucic.positions.create(
        organisation=body, title="Deputy", until=datetime.date(2010, 1, 1), public_office=False
    )
    return event


def seen(intake):
    return [(line.values.get("name"), line.decision, line.reason) for line in intake.lines.all()]


def settle(intake):
    """Decide all that is in doubt as the likeliest."""
    deciding.decide_all_bodies(intake, deciding.Every.LIKELIEST)
    while look_up(intake):
        pass
    deciding.decide_all(intake, deciding.Every.LIKELIEST)


def taken(event, text=LIST):
    intake = intake_of(event, text)
    settle(intake)
    return take_over(intake, by=None, names_shown="officials")


def test_each_line_says_whether_it_is_known_doubtful_new_or_twice(event):
    intake = intake_of(event, LIST)
    assert seen(intake) == [
        ("Vladimir Cucić", Decision.KNOWN, "same"),
        ("Vladmir Cucic", Decision.OPEN, "letter"),
        ("Ana Anić", Decision.NEW, "other"),
        ("Ana Anić", Decision.THERE, "other"),
        ("Bo Bić", Decision.NEW, "other"),
        ("Bo Bič", Decision.OPEN, "position"),
        (None, Decision.NEW, "other"),
    ]
    bodies = [(str(b), str(b.inside or ""), b.decision) for b in intake.bodies.all()]
    assert bodies == [
        ("Commissariat", "", Decision.KNOWN),
        ("EMN (network)", "", Decision.NEW),
        ("Institute for Roads", "", Decision.NEW),
        ("Institute of Roads", "", Decision.OPEN),
        ("Asylum Office", "Commissariat", Decision.NEW),
        ("Bridges", "Institute for Roads", Decision.NEW),
    ]


def test_nothing_is_on_the_record_before_it_is_taken_over(event):
    before = Version.objects.count()
    settle(intake_of(event, LIST))
    assert Version.objects.count() == before
    assert not event.participations.exists()


def test_while_anything_is_in_doubt_nothing_is_taken_over(event):
    intake = intake_of(event, LIST)
    with pytest.raises(ValidationError, match="institutions: 1, people: 2"):
        take_over(intake, by=None, names_shown="officials")
    assert not event.participations.exists()
    assert Intake.objects.filter(pk=intake.pk).exists()


TAKEN = [
    ("Vladimir Cucić", "", "Commissioner", "Commissariat"),
    ("Vladimir Cucić", "Vladmir Cucic", "Chair", "EMN (network)"),
    ("Ana Anić", "", "Clerk", "Asylum Office"),
    ("Bo Bić", "", "", "Bridges"),
    ("Bo Bić", "", "Expert", "Bridges"),
    ("", "", "", "Institute for Roads"),
]


def test_list_is_taken_over_as_one_version_with_what_was_decided(event):
    before = Version.objects.filter(kind="events.event").count()
    taking = taken(event)
    assert lines(event) == TAKEN
    assert Version.objects.filter(kind="events.event").count() == before + 1
    assert Version.objects.filter(kind="events.event").latest("number").reason == (
        "List taken over: list.csv"
    )
    assert str(Organisation.objects.get(official_name="Asylum Office").parent) == "Commissariat"
    assert [line.named for line in event.participations.all()][:3] == [True, False, False]
    assert (len(taking.people), len(taking.organisations)) == (2, 4)
    assert not Intake.objects.exists()


def test_list_in_many_portions_is_worked_as_one_portion_is(event, monkeypatch):
    for name in ("intakes", "twins", "catching_up", "deciding", "taking", "undoing"):
        monkeypatch.setattr(f"events.proposals.{name}.AT_ONCE", 1)
    for name in ("events.models.intake", "events.models.participation", "portal.snapshots"):
        monkeypatch.setattr(f"{name}.AT_ONCE", 1)
    taking = taken(event)
    assert lines(event) == TAKEN
    assert (len(taking.people), len(taking.organisations)) == (2, 4)
    assert not Intake.objects.exists()
    undo(taking, by=None)
    assert lines(event) == []


def test_public_event_gets_one_update_for_the_whole_list():
    event = builders.event()
    taken(event)
    assert event.updates.count() == 2


def test_same_list_again_adds_nothing(event):
    taken(event)
    before = lines(event), Person.objects.count(), Organisation.objects.count()
    again = intake_of(event, LIST)
    assert {line.decision for line in again.lines.all()} == {Decision.THERE}
    take_over(again, by=None, names_shown="officials")
    assert (lines(event), Person.objects.count(), Organisation.objects.count()) == before


def test_list_is_undone_as_one_with_whom_it_made(event):
    def there():
        models = (Person, Organisation, Entry, Key, Pair)
        return [model.objects.count() for model in models]

    before = there()
    taking = taken(event)
    assert all(now > then for now, then in zip(there()[:4], before, strict=False))
    undo(taking, by=None)
    assert (lines(event), there()) == ([], before)
    with pytest.raises(ValidationError, match="undone already"):
        undo(taking, by=None)


def test_what_others_use_or_changed_since_stays_when_a_list_is_undone(event):
    taking = taken(event)
    ana, bo = Person.objects.get(name="Ana Anić"), Person.objects.get(name="Bo Bić")
    other = builders.event("Another")
    builders.line(other, person=ana)
    bo.honorific = "Dr"
    builders.saved(bo)
    own = builders.line(event, person=ana, position="Put in by hand")
    undo(taking, by=None)
    assert list(event.participations.all()) == [own]
    assert Person.objects.filter(pk__in=[ana.pk, bo.pk]).count() == 2
    assert not Organisation.objects.filter(official_name="Bridges").exists()


def test_undoing_brings_back_who_was_shown_by_name(event):
    intake = intake_of(event, "Name\nAna Anić")
    taking = take_over(intake, by=None, names_shown="everybody", names_reason="They agreed.")
    event.refresh_from_db()
    assert (event.names_shown, event.participations.get().named) == ("everybody", True)
    undo(taking, by=None)
    event.refresh_from_db()
    assert (event.names_shown, event.names_reason) == ("officials", "")


def test_everybody_is_shown_by_name_only_with_a_reason(event):
    intake = intake_of(event, "Name\nAna Anić")
    with pytest.raises(ValidationError, match="on what ground"):
        take_over(intake, by=None, names_shown="everybody")
    assert not Person.objects.filter(name="Ana Anić").exists()
    assert Intake.objects.filter(pk=intake.pk).exists()


def test_list_taken_over_twice_is_taken_over_once(event):
    intake = intake_of(event, "Name\nAna Anić")
    take_over(intake, by=None, names_shown="officials")
    with pytest.raises(ValidationError, match="was taken over or thrown away"):
        take_over(intake, by=None, names_shown="officials")
    assert event.participations.count() == 1


def test_of_two_with_one_name_at_two_institutions_neither_is_merged_unasked(event):
    text = "Name;Institution\nAna Anić;Institute for Roads\nAna Anić;School of Law"
    intake = intake_of(event, text)
    assert seen(intake)[1] == ("Ana Anić", Decision.OPEN, "elsewhere")
    deciding.decide_all(intake, deciding.Every.NEW)
    take_over(intake, by=None, names_shown="officials")
    assert Person.objects.filter(name="Ana Anić").count() == 2


def test_line_is_left_out_or_somebody_else_if_one_says_so(event):
    intake = intake_of(event, "Name;Institution\nAna Anić;X\nVladmir Cucic;X\nBo Bić;X")
    rows = list(intake.lines.all())
    deciding.decide_lines(rows, {1: "out", 2: "new", 3: str(builders.NOBODYS)})
    take_over(intake, by=None, names_shown="officials")
    assert [line[0] for line in lines(event)] == ["Vladmir Cucic", "Bo Bić"]


def test_institution_decided_otherwise_has_its_lines_looked_up_again(event):
    intake = intake_of(event, "Name;Position;Institution\nVladimir Cucić;;Comissariat")
    (body,) = intake.bodies.all()
    assert (body.decision, seen(intake)[0][2]) == (Decision.OPEN, "elsewhere")
    deciding.decide_bodies(intake, [body], {body.pk: str(body.candidates[0])})
    look_up(intake)
    assert seen(intake) == [("Vladimir Cucić", Decision.KNOWN, "same")]


def test_mended_line_is_looked_up_again(event):
    intake = intake_of(event, "Name;Institution\nVladimir;Commissariat")
    line = intake.lines.get()
    said = dict.fromkeys(("honorific", "position", "department", "country", "group", "note"), "")
    mend(line, said | {"name": "Mr CUCIĆ Vladimir", "organisation": "Commissariat"})
    look_up(intake)
    line.refresh_from_db()
    assert (line.decision, line.values["honorific"]) == (Decision.KNOWN, "Mr")


def test_letters_in_brackets_become_the_letters_of_a_new_institution(event):
    taken(event, "Name;Institution\nAna Anić;European Migration Network (EMN)")
    body = Organisation.objects.get(official_name="European Migration Network")
    assert (body.acronym, body.folded.split("\n")) == (
        "EMN",
        ["european migration network", "emn"],
    )


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("Commissariat, Department for Asylum", ("Department for Asylum", "Commissariat")),
        ("Department for Asylum – Commissariat", ("Department for Asylum", "Commissariat")),
        ("Sector for Roads, Ministry of Works", ("Sector for Roads", "Ministry of Works")),
        ("Office for Roads, Bridges", ("Office for Roads, Bridges", "")),
        ("Institute, Foundation", ("Institute, Foundation", "")),
    ],
)
def test_department_is_parted_from_an_institution_written_in_one_cell(event, written, parted):
    intake = intake_of(event, f'Name;Institution\nAna Anić;"{written}"')
    body = intake.lines.get().body
    assert (body.name, body.inside.name if body.inside else "") == parted


def test_name_with_a_comma_that_is_known_is_not_parted(event):
    builders.organisation("Commissariat, Department for Asylum")
    intake = intake_of(event, "Name;Institution\nAna;Commissariat, Department for Asylum")
    assert intake.lines.get().body.decision == Decision.KNOWN


def test_looking_up_costs_the_same_queries_for_more_lines(event, django_assert_max_num_queries):
    for number in (2, 60):
        text = "Name;Institution\n" + "".join(
            f"Person {n} Surname{n};Office {n}\n" for n in range(number)
        )
        rows = files.pasted(text)
        intake = sheets.keep(event, rows, by=None, title="x")
        columns = recognised(rows)
        with django_assert_max_num_queries(35):
            sheets.fill(intake, columns, sheets.read(intake, rows, columns))
            look_up(intake)


def test_list_that_nobody_went_on_with_is_forgotten(event, settings):
    intake = intake_of(event, "Name\nAna Anić")
    Intake.objects.filter(pk=intake.pk).update(at=intake.at - datetime.timedelta(days=61))
    for days in (70, 60):
        settings.RETENTION = settings.RETENTION | {"lists": days}
        intake_of(event, "Name\nBo Bić")
        assert Intake.objects.filter(pk=intake.pk).exists() == (days == 70)
    assert Taking.objects.count() == Participation.objects.count() == 0


@pytest.mark.parametrize("nobody", ["---;…;", "Dr.;…;–", ";– (EMN);"])
def test_signs_that_stand_for_no_institution_are_none(event, nobody):
    """A line of nothing else would be refused by the database, and the whole list with it."""
    rows = files.pasted(f"Name;Institution;Department\n{nobody}\nAna Anić;…;Roads\n")
    intake = sheets.keep(event, rows, by=None, title="list.csv")
    columns = recognised(rows)
    found = sheets.read(intake, rows, columns)
    assert [(slip.line, slip.says) for slip in found.slips] == [
        (2, "Nobody is named in this row: neither a person nor an institution.")
    ]
    sheets.fill(intake, columns, found)
    assert look_up(intake) == 0
    take_over(intake, by=None, names_shown="officials")
    assert lines(event) == [("Ana Anić", "", "", "Roads")]
