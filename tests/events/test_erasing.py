"""Somebody erased: no stored copy is left, and the number alone tells of it."""

import json
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.urls import reverse

from events.models import Participation
from events.rights import covering
from events.rights.erasing import erase, write_down
from people.models import Person
from portal import history, names, numbers
from portal.duplicates.merge import merge
from portal.duplicates.split import split
from portal.models import Erasure, Reassignment, Version
from tests import builders
from tests.builders import LONG_AGO
from tests.events.somebody import LAST, NAME, World, gone, said

# Of what is kept between requests nothing may be left either.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture(scope="module")
def made(kept):
    world = World()
    world.address = world.elsewhere.get_absolute_url()
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase(world.person, by=world.user, now=LONG_AGO, log=False)
    del world.photo
    return world


@pytest.fixture
def erased(made):
    return made.again()


def test_clears_every_stored_copy(erased):
    assert said() == set()


def test_no_table_holds_their_name_where_nothing_of_ours_reads_it(erased):
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows = cursor.fetchall()
            found |= {table for row in rows for value in row if LAST in as_words(value)}
    assert found == set()


def as_words(value):
    raw = isinstance(value, bytes | memoryview)
    return names.fold(bytes(value).decode("latin-1") if raw else str(value))


def test_states_that_are_kept_tell_no_more_than_on_whose_behalf_they_came(erased):
    rows = [
        (row["position"], row["note"], row["printed_name"], *row["roles"], row["organisation_id"])
        for version in Version.objects.filter(kind="events.event")
        for row in version.data["parts"]["participations"].values()
        if row["person_id"] == erased.person.pk
    ]
    assert len(rows) > 3
    assert set(rows) == {("", "", "", erased.body.pk)}
    assert not default_storage.exists(erased.picture)
    [draft] = Version.objects.filter(action="deleted", kind="events.event")
    assert draft.data["parts"]["photos"] == {}


def test_draft_that_named_them_is_brought_back_under_an_address_of_its_own(erased):
    """Its stored state would name no page otherwise."""
    state = Version.objects.filter(kind="events.event", record_id=erased.elsewhere.pk).last()
    assert state.data["fields"]["slug"] == f"visit-of-name-removed-{erased.elsewhere.pk}"
    assert history.bring_back(Version.objects.get(action="deleted", kind="events.event"), by=None)


def test_addresses_say_nothing_and_the_old_ones_lead_nowhere(erased, client):
    event = gone(erased.elsewhere)
    assert (event.slug, event.recording_url) == (f"visit-of-name-removed-{event.pk}", "")
    assert client.get(event.get_absolute_url()).status_code == 200
    assert client.get(erased.address).status_code == 404


def test_page_that_is_gone_asks_nobody_whether_something_is_missing(erased, client, settings):
    settings.SITE_CONTACT = "events@office.example"
    assert "Is something missing that should be here?" in client.get("/people/99999-a/").text
    page = client.get(f"/people/{erased.person.pk}-a/")
    assert page.status_code == 410
    assert "Is something missing" not in page.text


def test_lists_being_looked_over_lose_the_rows_that_were_theirs_by_hand(erased):
    intake = erased.event.intakes.get()
    assert intake.rows == [[1, ["[name removed]", "[name removed]", "Roads"]]]
    assert [line.number for line in intake.lines.all()] == [1]


def test_reasons_that_staff_gave_for_what_they_did_go_too():
    person = builders.person(NAME)
    covering.hide(person, by=None, reason=f"{NAME} asked for it")
    erase(person, by=None, log=False)
    assert said() == set()


def test_history_says_that_they_were_erased_and_makes_up_no_reason(erased):
    last = Version.objects.filter(kind="people.person", record_id=erased.person.pk).last()
    assert last.reason == "Erased."


def test_is_done_once(erased):
    before = Version.objects.count()
    assert erase(erased.person, by=None, log=False) == []
    assert Version.objects.count() == before


def test_goes_by_what_they_are_called_when_it_begins():
    read = builders.person("Mirko Obrlić")
    with history.change(read, by=None):
        Person.objects.filter(pk=read.pk).update(name="Slavko Prnjić")
    event = builders.event("Talk of Slavko Prnjić")
    erase(read, by=None, log=False)
    assert gone(event).name == "Talk of [name removed]"


def test_leaves_a_namesake_alone(django_capture_on_commit_callbacks):
    person = builders.person("Mirko Obrlić", family_name="Obrlić")
    other = builders.person("Mirko Obrlić", family_name="Obrlić")
    theirs = builders.event("Talk of Mirko Obrlić", slug="talk")
    builders.line(theirs, person=other)
    builders.line(builders.event("Day of Mirko Obrlić", slug="day"), person=person)
    photo = builders.photo(theirs)
    with history.change(theirs, by=None):
        photo.people.add(person)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, log=False)
    assert (gone(other).name, gone(theirs).name) == ("Mirko Obrlić", "Talk of Mirko Obrlić")
    assert not default_storage.exists(photo.file.name)


def test_leaves_one_line_of_the_institution(erased):
    [line] = Participation.objects.filter(event=erased.event)
    assert (line.organisation, line.position, line.note, line.named) == (
        erased.body, "", "", False,
    )  # fmt: skip


def test_says_so_in_frozen_words(erased):
    assert gone(erased.edition).body == (
        "<p>Mr <em>[name removed]</em> opened it. [name removed] left early. All others stayed.</p>"
    )


def test_leaves_a_row_without_a_name_and_no_way_back(erased):
    person = gone(erased.person)
    assert (str(person), person.is_erased, person.names.count(), person.positions.count()) == (
        "[name removed]", True, 0, 0,
    )  # fmt: skip
    assert not Reassignment.objects.filter(to_id=person.pk).exists()


def test_answers_gone_on_page_twin_and_api_for_every_number(erased, client):
    for number in Erasure.objects.values_list("pk", flat=True):
        for address in (
            reverse("people:detail", args=[number, "petar-kvrzic"]),
            reverse("twins:person", args=[number, "petar-kvrzic"]),
            reverse("api:person", args=[number]),
        ):
            response = client.get(address)
            assert response.status_code == 410, address
            assert LAST not in names.fold(response.content.decode().replace(address, ""))
    assert Erasure.objects.count() == 2


def test_tells_those_who_keep_copies_the_numbers_alone(erased, client):
    items = client.get(reverse("api:removed-people")).json()["items"]
    numbers = sorted(Erasure.objects.values_list("pk", flat=True), reverse=True)
    assert items == [{"id": n, "at": "2022-01-01T12:00:00Z"} for n in numbers]


def test_writes_a_file_without_names_that_can_be_replayed(erased, settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    # A full disk had cut off a line.
    settings.ERASURE_LOG.write_text('{"numb')
    write_down()
    write_down()
    cut, *lines = settings.ERASURE_LOG.read_text().splitlines()
    assert (cut, len(lines)) == ('{"numb', 2)
    assert LAST not in names.fold(" ".join(lines))
    settings.ERASURE_LOG.write_text("\n".join(lines))
    # An older backup: there they are again.
    Erasure.objects.all().delete()
    Person.objects.update(created_at=LONG_AGO)
    back = Person.objects.get(pk=erased.person.pk)
    with history.change(back, by=None):
        back.name = NAME
        back.save()
    call_command("replay_erasures", str(settings.ERASURE_LOG), stdout=(out := StringIO()))
    assert f"{back.pk}: erased again" in out.getvalue()
    assert gone(back).is_erased
    assert Erasure.objects.count() == 2
    call_command("replay_erasures", str(settings.ERASURE_LOG), stdout=(again := StringIO()))
    assert again.getvalue() == ""


def test_replayed_on_a_copy_that_is_older_than_the_person_erases_nobody_else(
    settings, tmp_path, capsys
):
    other = builders.person("Ana Anić")
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    told = [{"number": n, "at": LONG_AGO.isoformat()} for n in (other.pk, other.pk + 700)]
    settings.ERASURE_LOG.write_text("".join(f"{json.dumps(line)}\n" for line in told))
    call_command("replay_erasures")
    assert gone(other).name == "Ana Anić"
    assert f"{other.pk}: somebody else by now, left alone" in capsys.readouterr().out
    # The number of somebody of whom this copy knows nothing is given to nobody.
    assert builders.person("Next").pk > other.pk + 700


def test_who_was_hidden_since_an_older_copy_is_hidden_again(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    person, shown = builders.person(NAME, family_name="Kvržić"), builders.person("Bo Bić")
    event = builders.event(f"Talk of {NAME}")
    with django_capture_on_commit_callbacks(execute=True):
        for one in (person, shown):
            covering.hide(one, by=None, reason="They asked")
        covering.show(shown, by=None, reason="They asked")
    lines = [json.loads(line) for line in settings.ERASURE_LOG.read_text().splitlines()]
    told = [(line["number"], line["what"]) for line in lines]
    assert told == [(person.pk, "hidden"), (shown.pk, "hidden"), (shown.pk, "shown")]
    assert {key for line in lines for key in line} == {"number", "what", "at"}
    # What the copy says of them, which is older.
    covering.show(gone(person), by=None, reason="")
    assert gone(event).name == f"Talk of {NAME}"
    call_command("replay_erasures", stdout=(out := StringIO()))
    assert out.getvalue() == f"{person.pk}: hidden again\n"
    assert gone(person).visibility == Person.Visibility.HIDDEN
    assert LAST not in names.fold(gone(event).name)
    assert gone(shown).visibility == Person.Visibility.PAGE


def test_hidden_whom_a_full_disk_kept_out_is_written_down_the_next_time(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    person = builders.person("Ana Anić", visibility=Person.Visibility.HIDDEN)
    write_down()
    write_down()
    (line,) = settings.ERASURE_LOG.read_text().splitlines()
    assert (json.loads(line)["number"], json.loads(line)["what"]) == (person.pk, "hidden")


def test_replayed_erasure_keeps_documents_that_name_them_from_readers(settings, tmp_path):
    person, event = builders.person(NAME, family_name="Kvržić"), builders.event()
    Person.objects.update(created_at=LONG_AGO)
    builders.line(event, person=person)
    paper = builders.document(event, "All", data=NAME.encode(), name="a.txt")
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    settings.ERASURE_LOG.write_text(json.dumps({"number": person.pk, "at": LONG_AGO.isoformat()}))
    call_command("replay_erasures", stdout=StringIO())
    assert gone(person).is_erased
    assert gone(paper).withheld


def test_who_was_erased_is_made_one_with_nobody_and_gives_no_line_away(erased):
    other = builders.person("Ana Anić")
    for two in ((erased.person, other), (other, erased.person)):
        with pytest.raises(ValidationError, match="stays nobody"):
            merge(*map(gone, two), by=None)
    line = erased.event.participations.get()
    with pytest.raises(ValidationError, match="stays nobody"):
        split(gone(erased.person), other, {("participations", line.pk)}, by=None)


def test_same_list_again_asks_whether_a_new_name_is_that_of_who_was_erased(tmp_path):
    person, event, body = builders.person(NAME), builders.event(), builders.organisation()
    builders.line(event, person=person, organisation=body)
    erase(person, by=None, log=False)
    sheet = tmp_path / "list.csv"
    sheet.write_text(f"Name;Institution\n{NAME};{body}\n")
    with pytest.raises(CommandError, match="people: 1"):
        call_command("import_participants", sheet, event=event.path)
    assert not Person.objects.filter(name=NAME).exists()


def test_file_of_numbers_that_is_broken_names_the_line(tmp_path):
    file = tmp_path / "a"
    file.write_text('{"number": 1, "at": "2022-01-01T00:00:00+00:00"}\n{"number": "x"}\n')
    with pytest.raises(CommandError, match="line 2"):
        call_command("replay_erasures", str(file))


def test_nobody_is_erased_where_the_number_could_not_be_written_down(erased, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.ERASURE_LOG = tmp_path / "file" / "erased.jsonl"
    person = builders.person()
    with pytest.raises(ValidationError, match="cannot be written"):
        erase(person, by=None)
    assert gone(person).name == "Ana Anić"


@pytest.mark.parametrize(
    "line",
    [
        b'{"number": 12, "at": "2026',
        b'{"number": 99999999999999999999, "at": "2026-11-26T12:00:00+00:00"}',
        b'{"number": Infinity, "at": "2026-11-26T12:00:00+00:00"}',
        b'{"number": 1.5, "at": "2026-11-26T12:00:00+00:00"}',
        b'{"number": true, "at": "2026-11-26T12:00:00+00:00"}',
        b'{"number": 12, "at": "0001-01-01T00:00:00+14:00"}',
        b'{"number": 12, "at": "\xff\xfe"}',
        b"[" * 100_000,
        b"9" * 6000,
    ],
    ids=lambda line: line[:40],
)
def test_line_of_the_file_of_numbers_that_cannot_be_is_named(line, tmp_path, settings):
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    settings.ERASURE_LOG.write_bytes(b'{"number": 7, "at": "2026-11-26T12:00:00+00:00"}\n' + line)
    with pytest.raises(CommandError, match="line 2: write it like"):
        call_command("replay_erasures")
    # Who is erased meanwhile is written down all the same.
    assert numbers.told()[7] == numbers.ERASED
