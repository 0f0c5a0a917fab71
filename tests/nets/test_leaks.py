"""What is not public appears nowhere: in no page, count, suggestion, file, address or header."""

import copy
import datetime
import re
from io import StringIO
from urllib.parse import unquote_plus

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event, Participation, Photo, Withdrawal
from events.rights import covering
from events.rights.erasing import erase, write_down
from people.models import Person
from portal import history
from portal.archive.folder import Folder
from portal.archive.scope import Record
from portal.archive.writing import Archive
from portal.duplicates.merge import merge
from portal.duplicates.undo import undo
from portal.models import Site
from tests import builders
from tests.builders import LONG_AGO
from tests.nets import addresses
from tests.nets.hidden_texts import LATER, MARK, add_texts, hidden_words, write_anew
from tests.nets.reading import public_words, read, status, unpacked
from tests.nets.world import World, picture, texts
from tests.staff import staff

# Of what is kept between requests nothing may be left either.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]

# Where an event that was withdrawn answers with the reason.
EVENTS = ("/events/", "/api/v1/events/")


@pytest.fixture(scope="module")
def kept_world(kept):
    return World(public_words())


@pytest.fixture
def public_world(kept_world):
    return copy.deepcopy(kept_world)


def plain_addresses():
    return [address for found in addresses.plain().values() for address in found]


def all_addresses(questions=(MARK, "record"), known=None):
    """Return every address, and every list asked for what is hidden and for what is not."""
    return [*plain_addresses(), *addresses.asked(questions, known)]


def said(client, address):
    """Return what an answer says, but for its number, the time and what repeats the question."""
    response, body = read(client, address)
    assert response.status_code < 500, address
    number = response.headers["X-Request-ID"]
    # The mark of a page that tells the number follows from it.
    own = ("ETag",) if number in body else ()
    body = body.replace(number, "")
    for name in ("X-Request-ID", "Expires", *own):
        response.headers.pop(name, None)
    path, _mark, question = address.partition("?")
    if question:
        # A mark asked for stands alone there; of what is hidden a number follows it.
        value = re.escape(unquote_plus(question.partition("=")[2]).lower())
        return re.sub(rf"{value}(?![0-9a-z])", "", body.lower())
    return f"{body}{dict(response.headers)}".lower().replace(path.lower(), "")


def hide(state, public):
    now = timezone.now()
    if state == "draft":
        return World(hidden_words(), public_from=None, also=public)
    if state == "scheduled":
        due = now + datetime.timedelta(days=1)
        return World(hidden_words(), public_from=due, also=public)
    world = World(hidden_words(), also=public)
    for event in (world.event, world.part):
        with history.change(event, by=None):
            Withdrawal.objects.create(event=event, reason="It was wrong.")
    return world


STATES = "draft", "scheduled", "withdrawn"


@pytest.mark.parametrize("state", STATES)
def test_files_and_pages_of_what_is_not_public_are_not_given_out(client, state, public_world):
    known = {address for found in addresses.plain().values() for address in found}
    hide(state, public_world)
    guessed = [
        address for found in addresses.plain().values() for address in found if address not in known
    ]
    assert len(guessed) > 15
    statuses = {address: status(client, address) for address in guessed}
    gone = 410 if state == "withdrawn" else 404
    assert {
        address: status
        for address, status in statuses.items()
        if status != 404 and not (address.startswith(EVENTS) and status == gone)
    } == {}


def test_the_same_world_is_on_pages_when_it_is_public(client, public_world):
    """The test of what is not public would pass on pages that show nothing."""
    world = World(hidden_words(), also=public_world)
    unseen = {
        "event": world.event.name,
        "venue": world.event.places.first().venue,
        "person": world.person.name,
        "body": world.body.name,
        "project": world.project.title,
        "title": world.edition.title,
        "caption": world.event.photos.first().caption,
        "document": world.event.documents.first().title,
        "session": world.event.sessions.first().title,
        "source": world.event.sources.first().title,
        "group": Participation.objects.filter(event=world.event).exclude(group="").first().group,
    }
    for address in plain_addresses():
        page = read(client, address)[1].lower()
        unseen = {name: words for name, words in unseen.items() if words.lower() not in page}
        if not unseen:
            break
    assert unseen == {}


def named_everywhere(world):
    """Return somebody who is named in every kind of text of an event."""
    person = builders.person(f"{MARK}ana {MARK}name", family_name=f"{MARK}name")
    event = builders.event(f"Talk of {person}", stream_url=f"https://tube.example/{person.slug}")
    builders.line(event, person=person, organisation=world.body, note=f"For {person}")
    builders.report(event, f"{person} spoke", lead=f"With {MARK}name", body=f"<p>{person}.</p>")
    builders.report(event, f"{person} spoke on", body=f"<p>It was {MARK}nameom.</p>")
    photo = builders.photo(event, caption=str(person), alternative_text=f"{person} stands")
    builders.document(event, f"Words of {person}")
    with history.change(event, by=None, note=f"{person} came"):
        photo.people.add(person)
        event.sessions.create(title=f"With {person}")
        event.sources.create(publisher=str(person), differs=f"{person} was not there")
    return person


def deleted_draft(person, slug):
    """Return the state from which a draft that names somebody is brought back."""
    draft = builders.event(f"Draft on {person}", slug=slug, public=False)
    builders.line(draft, person=person)
    with history.change(draft, by=None):
        draft.sessions.create(title=f"With {person}")
    return history.remove(draft, by=None).version


def bring_back(state):
    """Bring a draft back as staff do, and let readers see it."""
    desk = Client()
    desk.force_login(User.objects.filter(username="officer").first() or staff(username="officer"))
    desk.post(reverse("admin:taken_away"), {"version": state.pk})
    draft = Event.objects.get(pk=state.record_id)
    with history.change(draft, by=None):
        draft.public_from = LONG_AGO
        draft.save()
    return draft


def restore(copy):
    """Put the state of a savepoint back as `manage.py restore` puts that of a backup."""
    number = Site.objects.number()
    transaction.savepoint_rollback(copy)
    Site.objects.filter(number__lt=number).update(number=number)
    call_command("replay_erasures", stdout=StringIO())
    Site.objects.move()


def test_who_asked_to_go_is_nowhere_while_hidden_and_once_erased(
    client, public_world, tmp_path, settings
):
    """And work goes on: a merge, a list that names them, a draft and an older backup come back."""
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    person = named_everywhere(public_world)
    merged = merge(person, builders.person(f"{MARK}anna {MARK}name", in_directory=True), by=None)
    first, second = (deleted_draft(person, slug) for slug in ("first", "second"))
    sheet = tmp_path / "list.csv"
    sheet.write_text(f"Name;Institution\n{person};{public_world.body}\n")
    page = person.get_absolute_url()

    def telling(found):
        # An address with the name in it is the asker's own.
        return [a for a in found if MARK not in a.partition("=")[0] and MARK in said(client, a)]

    assert "/reports/" in telling(["/", "/people/", "/reports/", f"/search/?q={MARK}"])
    copy = transaction.savepoint_create()
    covering.hide(person, by=None, reason="They asked")
    write_down()
    restore(copy)
    person.refresh_from_db()
    undo(merged, by=None)
    merge(person, Person.objects.get(pk=merged.from_id), by=None)
    call_command("import_participants", sheet, event=public_world.event.path, stdout=StringIO())
    assert public_world.event.participations.filter(person=person).exists()
    assert bring_back(first).get_absolute_url() in addresses.plain()["events:detail"]
    assert telling([*plain_addresses(), *addresses.asked([MARK], known={})]) == []
    assert status(client, page) == 404
    erase(person, by=None, log=False)
    assert bring_back(second).get_absolute_url() in addresses.plain()["events:detail"]
    assert telling(plain_addresses()) == []
    assert status(client, page) == 410
    write_down()
    assert MARK not in settings.ERASURE_LOG.read_text()
    restore(copy)
    assert telling(plain_addresses()) == []
    assert status(client, page) == 410


def test_picture_of_somebody_hidden_is_not_given_out(client, public_world):
    world = public_world
    shown = addresses.plain()["files:photo"]
    assert {status(client, address) for address in shown} == {200}
    with history.change(world.person, by=None):
        world.person.visibility = Person.Visibility.HIDDEN
        world.person.save()
    assert {status(client, address) for address in shown} == {404}


@pytest.fixture(scope="module")
def hidden(kept_world):
    """Return who they are, by why they are not shown."""
    world = copy.deepcopy(kept_world)
    secretive = builders.event("A record of its own", names_shown="nobody")
    world.write = hidden_words()
    people = {
        "hidden": world.somebody(visibility=Person.Visibility.HIDDEN),
        "line": world.somebody(),
        "event": world.somebody(),
        "no-office": world.somebody(),
    }
    for why, person in people.items():
        event = secretive if why == "event" else world.event
        with history.change(event, by=None):
            line = Participation.objects.create(
                event=event,
                person=person,
                organisation=world.body,
                office=why != "no-office",
                name_hidden=why == "line",
                **texts(Participation, world.write) | {"group": ""},
            )
            if why != "no-office":
                line.roles.add(world.role)
            if why == "hidden":
                # Who is hidden themselves takes the pictures of them along.
                photo = Photo(event=event, consent="yes", **texts(Photo, world.write))
                photo.file = picture()
                photo.save()
                photo.people.add(person)
    # Somebody who had a page is a part of who is hidden now.
    merge(people["hidden"], world.somebody(in_directory=True), by=None)
    assert Participation.objects.public().filter(person__in=people.values()).count() == 4
    return people


class TestHiddenPeople:
    """Who is not shown by name, each for another reason, at events that show everything else."""

    def test_stay_in_the_totals_of_the_event(self, client, hidden):
        event = Event.objects.get(names_shown="nobody")
        page = read(client, event.get_absolute_url())[1]
        assert "1 participant not shown by name" in page

    def test_have_no_page_and_no_portrait(self, client, hidden):
        pages = addresses.plain()
        for person in hidden.values():
            for name in ("people:detail", "people:portrait"):
                own = [a for a in pages[name] if a.startswith(f"/people/{person.pk}-")]
                assert own
                assert {status(client, address) for address in own} == {404}


def test_the_clock_alone_makes_a_scheduled_event_public(client):
    world = World(public_words(), public_from=timezone.now() + datetime.timedelta(hours=1))
    address = world.event.get_absolute_url()
    assert status(client, address) == 404
    # What an hour of waiting does, no process being awake for it.
    Event.objects.update(visible_from=LONG_AGO)
    assert status(client, address) == 200


def test_scheduled_text_alone_is_there_when_its_time_has_come(client, public_world, monkeypatch):
    add_texts(public_world)
    write_anew(public_world)
    after = timezone.now() + LATER
    monkeypatch.setattr(timezone, "now", lambda: after)
    text = Edition.objects.get(publish_at__gt=LONG_AGO, title__contains=MARK)
    report = text.report
    listed = read(client, "/reports/")[1].lower()
    assert text.title.lower() in listed
    others = Edition.objects.filter(publish_at=None).values_list("title", flat=True)
    assert len(others) == 3
    assert [title for title in others if title.lower() in listed] == []
    assert report.live_edition(after) == text


def archived(root):
    """Write the record into a folder; yield the name of each file with what it says."""
    root.mkdir()
    with Folder(root) as folder:
        Archive(folder, Record(timezone.now()), lambda words: None).write()
    for path in root.rglob("*"):
        # What a picture holds by chance is no word.
        if path.is_file() and path.suffix not in {".jpg", ".png", ".webp"}:
            body = path.read_bytes()
            body = unpacked(body) if path.suffix == ".xlsx" else body
            yield str(path.relative_to(root)), body.decode("utf-8", "replace").lower()


def test_words_of_what_is_not_public_are_on_no_page_and_move_none(
    client, public_world, hidden, tmp_path
):
    """Of events, of newer texts, of what staff say, and of people who are not shown by name.

    Nor in a copy that leaves the house.
    """
    assert not Person.objects.public().filter(pk__in=[p.pk for p in hidden.values()]).exists()
    add_texts(public_world)
    before = {address: said(client, address) for address in all_addresses()}
    assert any("record" in body for body in before.values())
    for state in STATES:
        hide(state, public_world)
    write_anew(public_world)
    # Who was sent the link may read the text: its own address is no leak.
    proof = f"{MARK}key"
    for address in all_addresses():
        if proof not in address:
            told = said(client, address)
            assert MARK not in told, address
            assert told == before.get(address, told), address
    copied = dict(archived(tmp_path / "archive"))
    assert public_world.event.name.lower() in copied["events/events.csv"]
    assert [name for name, body in copied.items() if MARK in name or MARK in body] == []
