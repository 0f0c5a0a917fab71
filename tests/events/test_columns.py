"""The columns of lists follow what changes, stand in order and offer their choices."""

import datetime

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.models import (
    Event,
    Participation,
    Role,
)
from people.columns import index, many
from people.models import Person
from portal import history
from portal.models import Move, Site
from portal.questions import orders
from tests import builders
from tests.events.at_random import LISTS

pytestmark = pytest.mark.django_db


def choices(filterset, name):
    return sorted((choice.value, choice.count) for choice in filterset.choices_of(name))


def test_every_change_moves_the_counts_at_the_next_request(django_assert_max_num_queries):
    """Each way of coming and going: through the door, by the clock, and undone."""
    whole = builders.organisation("Government", in_directory=True)
    body = builders.organisation("Ministry")
    person = builders.person("Ana")
    event = builders.event("Talks", kind="meeting")
    line = builders.line(event, person=person, organisation=body, country="SI")
    builders.event("Other", kind="seminar")

    def counts():
        return (
            choices(LISTS["events"][0](""), "kind"),
            choices(LISTS["people"][0](""), "organisation"),
            choices(LISTS["lines"][0](""), "country"),
        )

    shown = (
        [("meeting", 1), ("seminar", 1)],
        [("ministry", 1)],
        [("SI", 1)],
    )
    assert counts() == shown
    # Hidden: not a person any more, but still somebody for Slovenia.
    with history.change(person, by=None):
        person.visibility = Person.Visibility.HIDDEN
        person.save()
    assert counts() == (shown[0], [], shown[2])
    with history.change(person, by=None):
        person.visibility = Person.Visibility.PAGE
        person.save()
    assert counts() == shown
    event.refresh_from_db()
    event.withdraw(by=None, reason="It was wrong.")
    assert counts() == ([("seminar", 1)], [], [])
    event.bring_back(by=None)
    assert counts() == shown
    with history.change(body, by=None):
        body.parent = whole
        body.save()
    assert counts()[1] == [("government", 1), ("ministry", 1)]
    with history.change(body, by=None):
        body.country = "RS"
        body.save()
    assert counts()[2] == [("RS", 1), ("SI", 1)]
    with history.change(event, by=None):
        Participation.objects.get(pk=line.pk).delete()
    assert counts()[1:] == ([], [])
    with django_assert_max_num_queries(5):
        LISTS["events"][0]("").choices_of("kind")


def test_what_is_undone_counts_no_more():
    builders.event("Talks", kind="meeting")
    with pytest.raises(ZeroDivisionError), history.change(Event(name="x"), by=None) as passing:
        passing.record.kind, passing.record.slug = "seminar", "x"
        passing.record.public_from = builders.LONG_AGO
        passing.record.precision = "unknown"
        passing.record.save()
        with history.change(builders.event("Within", kind="training"), by=None):
            assert ("training", 1) in choices(LISTS["events"][0](""), "kind")
        raise ZeroDivisionError
    assert choices(LISTS["events"][0](""), "kind") == [("meeting", 1)]


def test_no_move_is_missed_that_is_let_go_of_while_they_are_asked_for():
    builders.event("Talks")
    mark = Site.objects.mark()
    moved = [builders.event(name, slug=name).pk for name in ("a", "b", "c")]
    asked = []

    def let_go(execute, sql, *rest):
        asked.append(sql)
        if len(asked) == 2:
            Move.objects.exclude(pk=Move.objects.last().pk).delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(let_go):
        found = Move.objects.since(mark)
    assert sorted({key for move in found for key in move.events}) == moved
    assert Move.objects.since("unknown") is None


def test_what_comes_by_the_clock_is_counted_from_its_second_on(monkeypatch):
    due = timezone.now().replace(microsecond=0) + datetime.timedelta(hours=1)
    event = builders.event("Talks", kind="meeting", public_from=due)
    builders.line(event, person=builders.person("Ana"), roles=[builders.role("Chair")])
    builders.report(event, now=due)

    def seen(at):
        monkeypatch.setattr(timezone, "now", lambda: at)
        events, people = LISTS["events"][0](""), LISTS["people"][0]("")
        return events.total, choices(events, "report"), people.total, choices(people, "role")

    assert seen(due - datetime.timedelta(seconds=1)) == (0, [], 0, [])
    assert seen(due) == (1, [("yes", 1)], 1, [("chair", 1)])


def test_words_of_a_small_correction_are_found_and_counted_from_its_second_on(monkeypatch):
    due = timezone.now().replace(microsecond=0) + datetime.timedelta(hours=1)
    event = builders.event("Talks", kind="meeting")
    builders.line(event, person=builders.person("Ana"))
    builders.report(event, body="<p>Of bridges.</p>")
    mended = builders.report(event, body="<p>Of ferries.</p>", published=False)
    mended.publish(by=None, minor=True, at=due, note="A slip of the pen.")

    def seen(at, word):
        monkeypatch.setattr(timezone, "now", lambda: at)
        events, lines = (LISTS[name][0](f"q={word}") for name in ("events", "lines"))
        return events.total, choices(events, "kind"), lines.total

    found, nothing = (1, [("meeting", 1)], 1), (0, [], 0)
    before = due - datetime.timedelta(seconds=1)
    assert (seen(before, "bridges"), seen(before, "ferries")) == (found, nothing)
    assert (seen(due, "bridges"), seen(due, "ferries")) == (nothing, found)


def test_person_is_found_by_a_new_name_and_no_more_by_the_old_one():
    person = builders.person("Ana")
    builders.line(builders.event("Talks"), person=person)

    def seen():
        asked = (LISTS["people"][0](f"q={name}") for name in ("ana", "vesna"))
        return [(one.total, choices(one, "year")) for one in asked]

    nobody = (0, [])
    ana, vesna = seen()
    assert (ana[0], vesna) == (1, nobody)
    with history.change(person, by=None):
        person.name = "Vesna"
        person.save()
    assert seen() == [nobody, ana]


def people_listed():
    """Return who is in the list of people, which is who the database says is public."""
    found = LISTS["people"][0]("")
    names = [str(person) for person in found.cut(found.listed, 0, 25)]
    assert set(names) == {str(person) for person in Person.objects.public()}
    return names


def test_one_person_comes_and_another_goes_where_two_lines_change_their_naming():
    event = builders.event("Talks")
    ana, boris = (
        builders.line(event, person=builders.person(name), office=name == "Ana")
        for name in ("Ana", "Boris")
    )
    assert people_listed() == ["Ana"]
    with history.change(event, by=None):
        Participation.objects.filter(pk=ana.pk).update(office=False)
        Participation.objects.filter(pk=boris.pk).update(office=True)
    assert people_listed() == ["Boris"]


def test_one_person_comes_and_another_goes_where_two_events_change_theirs():
    due = timezone.now() + datetime.timedelta(hours=1)
    events = builders.event("Talks"), builders.event("To come", public_from=due)
    people = [builders.person(name) for name in ("Ana", "Boris")]
    lines = [builders.line(events[n], person=people[n]) for n in (0, 1)]
    assert people_listed() == ["Ana"]
    with transaction.atomic():
        for event, line, person in zip(events, lines, reversed(people), strict=True):
            with history.change(event, by=None):
                Participation.objects.filter(pk=line.pk).update(person=person)
    assert people_listed() == ["Boris"]


@pytest.mark.parametrize("days", [1, 9])
def test_people_of_an_event_follow_its_time_when_it_is_moved(monkeypatch, days):
    day, due = datetime.timedelta(days=1), timezone.now() + datetime.timedelta(days=5)
    event = builders.event("Talks", public_from=due)
    builders.line(event, person=builders.person("Ana"))
    assert LISTS["people"][0]("").total == 0
    with history.change(event, by=None):
        event.public_from = timezone.now() + days * day
        event.save()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + 7 * day)
    assert LISTS["people"][0]("").total == Person.objects.public().count() == (days < 7)


def test_event_at_two_places_of_a_country_was_held_there_once():
    event = builders.event("Talks")
    with history.change(event, by=None):
        for city in ("Ohrid", "Skopje"):
            event.places.create(city=city, country="MK")
    builders.line(event, country="SI")
    assert choices(LISTS["events"][0](""), "country") == [("MK", 1)]
    assert choices(LISTS["lines"][0](""), "held_in") == [("MK", 1)]


def test_post_at_an_institution_that_is_not_public_is_neither_counted_nor_found():
    ministry = builders.organisation("Ministry", in_directory=True)
    secret = builders.organisation("Secret unit", parent=ministry)
    person = builders.person("Ana", in_directory=True)
    with history.change(person, by=None):
        person.positions.create(organisation=secret, title="Head")
    asked = LISTS["people"][0]("organisation=ministry&affiliation=today")
    assert (asked.total, list(asked.qs)) == (0, [])
    assert choices(LISTS["people"][0]("affiliation=today"), "organisation") == []


def test_years_stand_newest_first_however_few_their_events():
    for number, year in enumerate([2019, 2021, 2021, 2020]):
        builders.event(f"Talks {number}", earliest=datetime.date(year, 1, 1))
    found = LISTS["events"][0]("").choices_of("year")
    assert [(choice.value, choice.count) for choice in found] == [
        ("2021", 2),
        ("2020", 1),
        ("2019", 1),
    ]


def test_choices_keep_their_counts_beside_a_value_that_is_not_understood():
    builders.event("Talks", kind="meeting")
    builders.event("Other", kind="seminar", earliest=datetime.date(2020, 1, 1))
    refused = LISTS["events"][0]("kind=meeting&year=abc")
    assert refused.is_refused
    assert (refused.total, refused.cut(refused.listed, 0, 25)) == (0, [])
    assert choices(refused, "kind") == [("meeting", 1), ("seminar", 1)]
    assert choices(refused, "year") == []


def test_a_role_that_speaks_now_shows_by_name():
    chair = builders.role("Onlooker", speaking=False)
    person = builders.person("Ana")
    builders.line(builders.event(), person=person, office=False, roles=[chair])
    assert LISTS["people"][0]("").total == 0
    chair = Role.objects.get(pk=chair.pk)
    with history.change(chair, by=None):
        chair.speaking = True
        chair.save()
    assert LISTS["people"][0]("").total == 1


class TestOrder:
    def names(self, kind, query):
        filterset = LISTS[kind][0](query)
        return [str(row) for row in filterset.cut(filterset.listed, 0, 25)]

    def test_rows_stand_in_the_order_asked_for(self):
        old = builders.event("Bridges", slug="b", earliest=datetime.date(2020, 1, 1))
        new = builders.event("Arches", slug="a", earliest=datetime.date(2021, 1, 1))
        ana, boris = builders.person("Ana"), builders.person("Boris")
        builders.line(new, country="SI")
        builders.line(new, person=ana)
        builders.line(old, person=boris, now=timezone.now())
        with history.change(boris, by=None, now=timezone.now() + datetime.timedelta(hours=1)):
            boris.honorific = "Dr"
            boris.save()
        assert (
            self.names("events", "") == self.names("events", "sort=date") == ["Arches", "Bridges"]
        )
        assert self.names("events", "sort=name") == ["Arches", "Bridges"]
        assert self.names("events", "sort=changed") == ["Bridges", "Arches"]
        assert self.names("people", "sort=name") == self.names("people", "") == ["Ana", "Boris"]
        assert self.names("people", "sort=date") == ["Ana", "Boris"]
        assert self.names("people", "sort=changed") == ["Boris", "Ana"]
        assert self.names("lines", "sort=date") == ["Slovenia", "Ana", "Boris"]
        assert self.names("lines", "sort=name") == ["Ana", "Boris", "Slovenia"]
        assert self.names("lines", "sort=changed") == ["Boris", "Slovenia", "Ana"]

    def test_best_match_comes_first_where_words_were_typed(self):
        def said(name, body, day):
            event = builders.event(name, slug=name.lower(), earliest=datetime.date(*day))
            builders.report(event, name, body=f"<p>{body}</p>")
            return event

        said("Ferries", "Of bridges.", (2023, 1, 1))
        arches = said("Bridges and arches", "Of stone.", (2021, 1, 1))
        said("Bridges", "Of stone.", (2020, 1, 1))
        talk = said("Talk", "Of towns.", (2022, 1, 1))
        for name in ("Ana Bridgestone", "Bridges", "Boris"):
            builders.line(talk, person=builders.person(name))
        builders.line(arches, country="SI")
        by_words = "q=bridges&sort=relevance"
        assert self.names("events", "q=bridges") == ["Ferries", "Bridges and arches", "Bridges"]
        assert self.names("events", by_words) == ["Bridges", "Bridges and arches", "Ferries"]
        assert self.names("people", "q=bridges") == ["Ana Bridgestone", "Bridges"]
        assert self.names("people", by_words) == ["Bridges", "Ana Bridgestone"]
        assert self.names("lines", by_words) == ["Bridges", "Ana Bridgestone", "Slovenia"]
        # Without words there is nothing to match, and the order is not offered.
        assert self.names("events", "sort=relevance") == self.names("events", "")
        offers = [order.label for order in orders(LISTS["events"][0]("sort=relevance"))]
        assert offers == ["Newest event first", "By name", "Newest change first"]
        assert str(orders(LISTS["events"][0]("q=a"))[1].label) == "Best match first"

    def test_an_order_is_no_filter_and_stays_when_filters_are_taken_off(self):
        filterset = LISTS["events"][0]("sort=name&kind=meeting")
        assert [chip.url for chip in filterset.chips] == ["?sort=name"]
        assert filterset.clear_url == "?sort=name"
        assert LISTS["events"][0]("sort=name").filtered is False
        assert list(LISTS["events"][0]("sort=size").errors) == ["sort"]


def test_choices_put_their_value_on_and_take_it_off():
    builders.event(kind="meeting")
    filterset = LISTS["events"][0]("kind=meeting&utm=1&page=2")
    assert [(c.value, c.label, c.chosen, c.url) for c in filterset.linked_choices_of("kind")] == [
        ("meeting", "Meeting", True, "?utm=1")
    ]
    assert [c.url for c in filterset.linked_choices_of("when")] == ["?kind=meeting&utm=1&when=past"]


def test_namesakes_come_with_what_tells_them_apart():
    for country in ("RS", "SI"):
        body = builders.organisation("Ministry of the Interior", country=country)
        builders.line(builders.event(country, slug=country.lower()), organisation=body)
    told = LISTS["lines"][0]("").choices_of("organisation")
    assert [(choice.label, choice.detail) for choice in told] == [
        ("Ministry of the Interior", "Serbia"),
        ("Ministry of the Interior", "Slovenia"),
    ]


def test_an_address_too_long_to_be_shared_is_refused_with_a_sentence(client):
    for number in range(45):
        builders.organisation(f"Body {number}", slug=f"{'long-' * 18}{number}", in_directory=True)
    query = "&".join(f"organisation={'long-' * 18}{number}" for number in range(45))
    response = client.get(f"/people/?{query}")
    assert response.context["rows"] == []
    assert "This asks for too much at once: take some choices off." in response.content.decode()


def test_long_questions_take_no_more_room_than_is_kept_for_answers(monkeypatch):
    monkeypatch.setattr(index, "MOST_KEPT", 100_000)
    moment = index.at(timezone.now())
    for number in range(50):
        asked = "counts", "x" * 5000, number
        assert moment.answer(asked, lambda: "no") == "no"
        # A letter of a question takes a byte at least.
        assert sum(len(key[1]) for key in moment.answers) <= 100_000
    assert moment.answer(asked, lambda: "another") == "no"


def test_numbers_that_a_column_has_no_room_for_are_among_nothing_and_join_it():
    column = many.narrow(np.array([7, 0, 255]))
    assert column.dtype == np.uint8
    for others in ([], range(8, 20)):
        assert many.among(column, [7, 70_000, *others]).tolist() == [True, False, False]
    joined = np.concatenate([column, many.narrow(np.array([70_000]))])
    assert joined.tolist() == [7, 0, 255, 70_000]
