"""Somebody erased: no stored copy is left, and the number alone tells of it."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse

from events.models import Participation
from events.rights.erasing import erase, write_down
from people.models import Person
from portal import history, names
from portal.models import Erasure, Reassignment, Version
from tests import builders
from tests.builders import LONG_AGO
from tests.events.somebody import LAST, NAME, World, gone, said

pytestmark = pytest.mark.django_db


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


def test_lists_being_looked_over_lose_the_rows_that_were_theirs_by_hand(erased):
    intake = erased.event.intakes.get()
    assert intake.rows == [[1, ["[name removed]", "[name removed]", "Roads"]]]
    assert [line.number for line in intake.lines.all()] == [1]


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
    write_down(Erasure.objects.all())
    written = settings.ERASURE_LOG.read_text()
    assert LAST not in names.fold(written)
    # An older backup: there they are again.
    Erasure.objects.all().delete()
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
