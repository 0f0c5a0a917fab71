import copy
import datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Participation, Role
from organisations.models import Organisation
from people.models import Person
from portal import history, vocabulary
from portal.models import Version
from tests import builders
from tests.staff import Forms, errors, form_of, send, staff

pytestmark = pytest.mark.django_db
OPENING = 45
SAVING = 82


def url_of(event):
    return reverse("admin:events_event_change", args=[event.pk])


@pytest.fixture(scope="module")
def draft(kept):
    return builders.event(public=False)


@pytest.fixture(scope="module")
def forms(draft):
    return Forms(staff("Editor"), draft)


@pytest.fixture(autouse=True)
def editor(client, forms):
    client.force_login(forms.user)
    return forms.user


@pytest.fixture
def event(draft):
    return copy.deepcopy(draft)


@pytest.fixture
def add(client, forms, event):
    """Return a function that types rows and values into the form of the draft and sends it."""

    def typed(*rows, drawn=False, **values):
        data = forms.of(client, event) | {name: [value] for name, value in values.items()}
        for row in rows:
            data.add_row("participations", **row)
        return send(client, event, data, drawn=drawn)

    return typed


def with_post(name="Ana Anić", title="Head of Unit", **fields):
    person = builders.person(name)
    body = builders.organisation(f"Office of {name}")
    with history.change(person, by=None):
        person.positions.create(title=title, organisation=body, **fields)
    return person, body


def filled(event, count):
    role = builders.role()
    for number in range(count):
        builders.line(
            event,
            person=builders.person(f"Person {number}"),
            organisation=builders.organisation(f"Office {number}"),
            roles=[role],
            order=number * 10 + 10,
        )


class TestNames:
    def test_on_whose_behalf_is_explained_once_above_all_lines(self, client, event):
        for country in ("RS", "SI", "DE"):
            builders.line(event, country=country)
        page = client.get(url_of(event)).text
        assert page.count("Institution: on whose behalf they came. Two bodies: two lines.") == 1

    def test_known_person_is_found_in_any_letters(self, add, event):
        person = builders.person("Vladimir Cucić")
        add({"who": "Владимир Цуцић"})
        assert event.participations.get().person == person
        assert Person.objects.count() == 1

    def test_unknown_person_and_institution_are_made_once_and_to_be_completed(self, add, event):
        add(
            {"who": "Ana Anić", "institution": "Office for Bridges"},
            {"who": "Bo Babić", "institution": "Office for Bridges"},
        )
        assert [(p.name, p.to_complete) for p in Person.objects.all()] == [
            ("Ana Anić", True),
            ("Bo Babić", True),
        ]
        office = Organisation.objects.get()
        assert (office.slug, office.to_complete) == ("office-for-bridges", True)
        assert [line.organisation for line in event.participations.all()] == [office, office]
        made = Version.objects.filter(kind__in=["people.person", "organisations.organisation"])
        assert [(v.action, v.by.username) for v in made] == [("created", "editor")] * 3

    @pytest.mark.parametrize(
        ("typed", "parts"),
        [
            ("Ms Jelena Petrović", ("Jelena Petrović", "Ms", "Jelena", "Petrović", False)),
            ("Dr. Ana Schmidt", ("Ana Schmidt", "Dr.", "Ana", "Schmidt", False)),
            ("Marko MARKOVIĆ", ("Marko Marković", "", "Marko", "Marković", True)),
            ("Anić, Ana", ("Ana Anić", "", "Ana", "Anić", True)),
            ("Ana Anić, Commissioner", ("Ana Anić, Commissioner", "", "", "", False)),
            ("Ana Anić (987654)", ("Ana Anić (987654)", "", "", "", False)),
            ("Cucic", ("Cucic", "", "", "", False)),
        ],
    )
    def test_new_name_is_taken_apart_as_in_a_list_unless_a_word_would_be_lost(
        self, add, event, typed, parts
    ):
        add({"who": typed})
        person = event.participations.get().person
        told = person.honorific, person.given_name, person.family_name, person.order_known
        assert (person.name, *told) == parts

    @pytest.mark.parametrize(
        "typed", ["Ms Jelena Petrović", "PETROVIĆ Jelena", "dr Jelena Petrović ({})"]
    )
    def test_known_person_is_found_by_a_name_with_a_title(self, add, event, typed):
        person = builders.person("Jelena Petrović")
        add({"who": typed.format(person.pk)})
        assert event.participations.get().person == person
        assert Person.objects.count() == 1

    def test_namesakes_are_listed_where_a_title_is_typed(self, add):
        first, second = builders.person("Ana Anić"), builders.person("Ana Anić")
        [error] = errors(add({"who": "Ms Ana Anić"}))
        assert f"“Ana Anić ({first.pk})”; “Ana Anić ({second.pk})”" in error

    def test_who_is_recorded_with_a_title_in_the_name_is_found_by_it(self, add, event):
        builders.person("Jelena Petrović")
        titled = builders.person("Ms Jelena Petrović")
        add({"who": "Ms Jelena Petrović"})
        assert event.participations.get().person == titled

    @pytest.mark.parametrize("typed", ["N.N.", "Mr Н.Н.", "unknown", "3 interpreters"])
    def test_what_is_nobodys_name_makes_nobody_and_is_told_where_it_goes(self, add, typed):
        [error] = errors(add({"who": typed}))
        assert error.startswith(f"“{typed}” is nobody’s name. Leave the person empty")
        assert not Person.objects.exists()

    def test_one_new_person_typed_with_a_title_and_without_is_made_once(self, add, event):
        add(
            {"who": "Ms Jelena Petrović", "position": "Minister"},
            {"who": "Jelena Petrović", "position": "Chair"},
            **{"sessions-0-title": "Opening", "sessions-0-people": "Ms Jelena Petrović"},
        )
        [person] = Person.objects.all()
        assert (person.name, person.honorific) == ("Jelena Petrović", "Ms")
        assert [line.person for line in event.participations.all()] == [person, person]
        [session] = event.sessions.all()
        assert [line.position for line in session.people.all()] == ["Minister"]

    def test_namesakes_are_listed_with_their_posts_and_numbers(self, add, event):
        first, _body = with_post("Ana Anić", "Head of Unit")
        second, _body = with_post("Ana Anić", "Judge")
        response = add({"who": "Ana Anić", "position": "Guest"}, drawn=True)
        [error] = errors(response)
        assert f"“Ana Anić ({first.pk})”: Head of Unit, Office of Ana Anić" in error
        assert f"“Ana Anić ({second.pk})”: Judge, Office of Ana Anić" in error
        assert 'value="Guest"' in response.content.decode()
        add({"who": f"Ana Anić ({second.pk})"})
        assert event.participations.get().person == second

    def test_number_that_is_nobodys_makes_nobody(self, add):
        builders.person("Ana Anić")
        response = add({"who": "Ana Anić (987654)"})
        assert "More than one" in errors(response)[0] or "number" in errors(response)[0]
        assert Person.objects.count() == 1

    def test_namesake_in_the_list_already_stays_who_they_are(self, add, event):
        first, second = builders.person("Ana Anić"), builders.person("Ana Anić")
        builders.line(event, person=second)
        add(name="Renamed")
        assert event.participations.get().person == second
        assert first.participations.count() == 0

    def test_name_without_letters_is_refused(self, add):
        assert errors(add({"who": "?!"})) == ["Write a name with letters."]

    def test_name_that_is_too_long_is_refused_and_kept(self, add):
        response = add({"who": "a" * 400}, drawn=True)
        assert errors(response) == ["A name has at most 200 letters."]
        assert "a" * 400 in response.content.decode()

    def test_longest_name_that_an_institution_can_have_does_for_a_line(self, add, event):
        long = builders.organisation("Ministry " + "x" * 291)
        builders.line(event, organisation=long)
        add({"institution": "Office " + "y" * 293}, name="Renamed")
        assert event.participations.first().organisation == long
        assert event.participations.last().organisation.name == "Office " + "y" * 293

    def test_number_is_no_part_of_the_length_of_a_name(self, add, event):
        first, second = (builders.person("Ana " + "a" * 196) for _ in range(2))
        add({"who": f"{first} ({second.pk})"})
        assert event.participations.get().person == second
        response = add({"who": f"{first}b"})
        assert errors(response) == ["A name has at most 200 letters."]


class TestPosts:
    def test_post_held_on_the_day_is_filled_in(self, add, event):
        _person, body = with_post(
            since=datetime.date(2020, 1, 1), until=datetime.date(2022, 1, 1), public_office=True
        )
        add({"who": "Ana Anić"})
        line = event.participations.get()
        assert (line.position, line.organisation, line.office) == ("Head of Unit", body, True)

    def test_later_post_is_not(self, add, event):
        with_post(since=datetime.date(2022, 1, 1))
        add({"who": "Ana Anić"})
        line = event.participations.get()
        assert (line.position, line.organisation, line.office) == ("", None, False)

    def test_position_that_is_typed_stays(self, add, event):
        with_post(public_office=True)
        add({"who": "Ana Anić", "position": "Guest of honour"})
        line = event.participations.get()
        assert (line.position, line.organisation, line.office) == ("Guest of honour", None, False)

    def test_position_taken_away_later_stays_away(self, add, event):
        person, _body = with_post()
        builders.line(event, person=person, position="Head of Unit")
        add(**{"participations-0-position": ""})
        assert event.participations.get().position == ""

    def test_suggestions_offer_the_post_of_the_day(self, client):
        person, _body = with_post(name="Vladimir Cucić", title="Commissioner", public_office=True)
        url = reverse("admin:suggestions", args=["people.person"])
        response = client.get(url, {"q": "цуц", "on": "2021-09-01"})
        assert response.json()["results"] == [
            {
                "value": "Vladimir Cucić",
                "hint": "Commissioner, Office of Vladimir Cucić",
                "fills": {
                    "position": "Commissioner",
                    "institution": "Office of Vladimir Cucić",
                    "office": True,
                },
            }
        ]
        assert person.pk

    def test_institution_of_an_offered_post_is_written_so_that_it_alone_is_meant(self, client):
        _person, body = with_post()
        builders.organisation(body.name, slug="namesake")
        url = reverse("admin:suggestions", args=["people.person"])
        [offer] = client.get(url, {"q": "ana", "on": "2021-09-01"}).json()["results"]
        assert offer["fills"]["institution"] == f"{body.name} ({body.pk})"


class TestRules:
    def test_line_must_say_who(self, add):
        response = add({"position": "Head"})
        assert errors(response) == [
            "Say who: a person, an institution, a country or a group in words."
        ]

    def test_line_emptied_of_all_words_says_how_it_is_removed(self, add, event):
        builders.line(event, organisation=builders.organisation(), count=3)
        assert errors(add(**{"participations-0-institution": ""})) == [
            "Nothing is written here any more: tick “Remove” to take it away, or fill it in."
        ]

    def test_same_person_in_the_same_capacity_is_refused_once(self, add):
        response = add({"who": "Ana Anić"}, {"who": "ana anić"})
        assert errors(response) == ["This person is in the list already in this capacity."]
        assert Person.objects.count() == 0

    def test_person_counts_as_one(self, add):
        response = add({"who": "Ana Anić", "count": "3"})
        assert errors(response) == ["A line with a person counts as one: leave the number empty."]

    @pytest.mark.parametrize("count", ["0", "-1", "9" * 30, "x"])
    def test_number_that_cannot_be_is_refused(self, add, count):
        response = add({"institution": "Office", "count": count})
        assert len(errors(response)) == 1
        assert Organisation.objects.count() == 0

    def test_country_is_typed_by_its_name(self, add, event):
        add({"country": "slovenia"}, {"country": "DE"})
        assert [line.country for line in event.participations.all()] == ["SI", "DE"]

    def test_unknown_country_is_refused(self, add):
        assert errors(add({"country": "Atlantis"})) == [
            "“Atlantis” is not in the list: choose from it, or write a name of it in full."
        ]
        assert errors(add({"country": "Srbja"})) == [
            "“Srbja” is not in the list: write Serbia if that is meant."
        ]

    def test_line_removed_by_another_is_told(self, client, event):
        filled(event, 1)
        data = form_of(client.get(url_of(event)))
        Participation.objects.all().delete()
        response = client.post(url_of(event), data)
        assert "This line was removed by somebody else meanwhile." in response.content.decode()


class TestOrderAndRoles:
    def test_new_lines_are_numbered_in_tens_behind_the_others(self, add, event):
        filled(event, 2)
        add({"who": "Ana Anić"}, {"who": "Bo Babić"})
        assert [(x.order, str(x)) for x in event.participations.all()] == [
            (10, "Person 0"),
            (20, "Person 1"),
            (30, "Ana Anić"),
            (40, "Bo Babić"),
        ]

    def test_put_first_numbers_anew_and_stays_on_the_form(self, add, event):
        filled(event, 3)
        response = add(**{"_first-participations-2": "1"})
        assert response.url == url_of(event)
        assert [(x.order, str(x)) for x in event.participations.all()] == [
            (10, "Person 2"),
            (20, "Person 0"),
            (30, "Person 1"),
        ]

    def test_roles_are_chosen_and_taken_away(self, add, event):
        speaker, chair = builders.role("Speaker"), builders.role("Chair")
        add({"who": "Ana Anić", "roles": [str(speaker.pk), str(chair.pk)]})
        line = event.participations.get()
        assert set(line.roles.all()) == {speaker, chair}
        add(**{"participations-0-roles": str(chair.pk)})
        assert list(line.roles.all()) == [chair]

    def test_removed_line_goes(self, add, event):
        filled(event, 2)
        add(**{"participations-0-DELETE": "on"})
        assert [str(x) for x in event.participations.all()] == ["Person 1"]


class TestQueries:
    def counted(self, ask):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = ask()
        assert response.status_code in (200, 302)
        return len(queries)

    @pytest.mark.parametrize("count", [1, 3])
    def test_opening_costs_the_same_for_any_number_of_lines(self, client, event, count):
        filled(event, count)
        client.get(url_of(event))
        assert self.counted(lambda: client.get(url_of(event))) == OPENING

    @pytest.mark.parametrize("count", [1, 3])
    def test_saving_costs_the_same_for_any_number_of_lines(self, client, event, count):
        filled(event, count)
        data = form_of(client.get(url_of(event)))
        assert self.counted(lambda: client.post(url_of(event), data)) == SAVING

    def test_twenty_new_names_cost_as_much_as_two(self, client):
        costs = []
        for name, count in [("Small", 2), ("Large", 20)]:
            event = builders.event(name, public=False)
            data = form_of(client.get(url_of(event)))
            for number in range(10, 10 + count):
                data.add_row(
                    "participations",
                    who=f"{name} {number}",
                    institution=f"{name} office {number}",
                    roles=str(builders.role().pk),
                )
            costs.append(self.counted(partial(client.post, url_of(event), data)))
            assert event.participations.count() == count
        assert costs[0] == costs[1]
        assert not Role.objects.exclude(slug__in=[row[1] for row in vocabulary.ROLES]).exists()
