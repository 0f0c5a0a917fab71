"""What may be told twice is found when it is saved, told on the desk, and settled for ever."""

import datetime
import re

import pytest
from django.contrib import messages
from django.core.management import call_command
from django.urls import reverse
from django.utils.html import escape

from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.duplicates import pairs
from portal.duplicates.merge import merge
from portal.duplicates.undo import undo
from portal.models import Key, Pair
from tests import builders
from tests.staff import address_of, form_of, staff

pytestmark = pytest.mark.django_db

QUERIES = 33


def found():
    return {(p.first_id, p.second_id): p.reason for p in Pair.objects.open()}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Vladmir Cucic", "letter"),
        ("V. Cucić", "initials"),
        ("Cucić Vladimir", "order"),
        ("Владимир Цуцић", "same"),
    ],
)
def test_person_of_a_like_name_is_found_with_the_reason(name, reason):
    one, other = builders.person("Vladimir Cucić"), builders.person(name)
    assert found() == {(one.pk, other.pk): reason}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Vladimir Cucić", {}),
        ("Cucić Vladimir", {"given_name": "Vladimir", "family_name": "Cucić"}),
        ("Ana Marić Cucić", {"given_name": "Ana", "family_name": "Marić Cucić"}),
    ],
)
def test_family_name_alone_is_found_with_all_who_have_it_in_either_order(name, parts):
    one, other = builders.person(name, **parts), builders.person("Cucic")
    third = builders.person("Petar Cucić")
    assert found() == {(one.pk, other.pk): "short", (other.pk, third.pk): "short"}


def test_given_name_alone_is_that_of_too_many():
    builders.person("Vladimir Cucić")
    builders.person("Cucić Petar", given_name="Petar", family_name="Cucić")
    builders.person("Vladimir")
    builders.person("Petar")
    assert found() == {}


@pytest.mark.parametrize("name", ["Ana Anić", "Vladimir Petrović", "Marko Cucić"])
def test_person_of_another_name_is_not_found(name):
    builders.person("Vladimir Cucić")
    builders.person(name)
    assert found() == {}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Minstry of the Interior", "letter"),
        ("Ministry of Interior", "order"),
        ("MoI", "acronym"),
        ("Serbian Ministry of the Interior", "short"),
    ],
)
def test_institution_of_a_like_name_is_found_with_the_reason(name, reason):
    one, other = builders.organisation("Ministry of the Interior"), builders.organisation(name)
    assert found() == {(one.pk, other.pk): reason}


def test_namesakes_of_other_countries_and_other_bodies_are_not_the_same():
    works, roads = builders.organisation("Works", country="RS"), builders.organisation("Roads")
    for parent in (works, roads):
        builders.organisation("Legal department", parent=parent)
    builders.organisation("Works", country="SI", slug="other")
    assert found() == {}


def test_event_told_twice_is_found_by_its_days_name_and_place():
    one = builders.event("Workshop on asylum procedures", public=False)
    other = builders.event("Asylum procedures: a workshop", public=False)
    later = datetime.date(2021, 9, 8)
    builders.event("Workshop on asylum procedures", earliest=later, slug="later", public=False)
    builders.event("Meeting on roads", public=False)
    assert found() == {(one.pk, other.pk): "like"}
    with history.change(one, by=None):
        one.places.create(city="Beograd")
    with history.change(other, by=None):
        other.places.create(city="Београд")
    assert found() == {(one.pk, other.pk): "place"}
    with history.change(other, by=None):
        other.part_of = one
        other.save()
    assert found() == {}


def test_pair_goes_when_a_name_is_mended_or_a_record_goes():
    one, other = builders.person("Vladimir Cucić"), builders.person("Vladmir Cucić")
    with history.change(other, by=None):
        other.name = "Marko Marić"
        other.save()
    assert found() == {}
    third = builders.person("V. Cucić")
    assert found() == {(one.pk, third.pk): "initials"}
    history.remove(third, by=None)
    assert found() == {}
    assert not Key.objects.filter(record_id=third.pk, kind="people.person").exists()


def test_names_typed_in_passing_are_compared_too():
    one = builders.person("Vladimir Cucić")
    [other] = Person.objects.create_named(["Vladmir Cucić"], by=None)
    assert found() == {(one.pk, other.pk): "letter"}


def test_not_the_same_is_remembered_for_ever():
    one, other = builders.person("Ana Anić"), builders.person("Ana Anić")
    Pair.objects.say_apart(Person, other.pk, one.pk, by=None)
    with history.change(one, by=None):
        one.name = "Ana M. Anić"
        one.save()
    assert found() == {}
    undo(merge(one, other, by=None), by=None)
    assert found() == {}
    assert Pair.objects.count() == 1


@pytest.mark.parametrize("count", [2, 12])
def test_a_save_asks_the_same_number_of_questions_whatever_is_there(
    count, django_assert_num_queries
):
    people = [builders.person(f"Vladimir Cuci{letter}") for letter in "abcdefghijkl"[:count]]
    Key.objects.filter(record_id=people[0].pk).delete()
    with django_assert_num_queries(6):
        pairs.renew(Person, [people[0].pk])
    with django_assert_num_queries(2):
        pairs.renew(Person, [people[0].pk])


class TestDesk:
    @pytest.fixture
    def editor(self, client):
        user = staff("Editor")
        client.force_login(user)
        return user

    def test_pairs_lie_on_the_desk_of_those_who_may_merge_best_first(self, client, editor):
        one = builders.person("Vladimir Cucić")
        builders.person("Vladmir Cucić")
        builders.person("Владимир Цуцић")
        page = client.get("/admin/desk/people-told-twice/")
        best = page.context["items"][0]
        assert (best.title, best.about) == (f"{one} and Владимир Цуцић", "the same name")
        assert "People who may be told twice" in client.get("/admin/").text
        client.force_login(staff("Author"))
        assert client.get("/admin/desk/people-told-twice/").status_code == 404

    def test_form_of_each_says_that_it_may_be_told_twice(self, client, editor):
        builders.person("Ana Anić")
        other = builders.person("Anna Anić")
        page = client.get(reverse("admin:people_person_change", args=[other.pk]))
        [told] = page.context["alike"]
        assert (str(told["other"]), told["why"]) == ("Ana Anić", "a letter differs")
        assert reverse("admin:pair", args=[told["pair"].pk]) in page.text

    def test_two_are_shown_and_told_apart_by_one_click(self, client, editor):
        one, other = builders.person("Ana Anić", honorific="Dr"), builders.person("Ana Anić")
        address = reverse("admin:pair", args=[Pair.objects.get().pk])
        page = client.get(address)
        assert [(d.label, d.before, d.after) for d in page.context["lines"]] == [
            ("honorific", "Dr", "")
        ]
        merge_page = reverse("admin:merge", args=["person", one.pk])
        assert f"{merge_page}?other=Ana+Ani%C4%87+%28{other.pk}%29" in page.text
        client.post(address)
        assert found() == {}
        assert Pair.objects.get().apart_by == editor

    def test_newest_lines_of_each_say_who_it_may_be(self, client, editor):
        body = builders.organisation("Works")
        one, other = builders.person("Ana Anić"), builders.person("Anna Anić")
        for year in (2018, 2019, 2020, 2021):
            event = builders.event(f"Talks {year}", earliest=datetime.date(year, 5, 1))
            builders.line(event, person=one, organisation=body, position="Engineer")
        secret = builders.event("Secret talks", public=False, earliest=datetime.date(2022, 5, 1))
        for person in (one, other):
            builders.line(secret, person=person)
        with history.change(secret, by=None):
            secret.colleagues.add(staff("Author"))
        page = client.get(reverse("admin:pair", args=[Pair.objects.get().pk]))
        assert [
            [(str(c["event"]), c["words"]) for c in s["came"]] for s in page.context["sides"]
        ] == [
            [
                ("Talks 2021", "May 1, 2021 · Engineer · Works"),
                ("Talks 2020", "May 1, 2020 · Engineer · Works"),
                ("Talks 2019", "May 1, 2019 · Engineer · Works"),
            ],
            [],
        ]
        assert "Both are on the list" not in page.text
        assert "Secret talks" not in page.text

    def test_lines_of_an_institution_say_whom_it_sent(self, client, editor):
        body = builders.organisation("Ministry of the Interior")
        builders.organisation("Minstry of the Interior")
        person = builders.person("Ana Anić")
        builders.line(builders.event("Talks"), person=person, organisation=body, position="Adviser")
        page = client.get(reverse("admin:pair", args=[Pair.objects.get().pk]))
        [line] = page.context["sides"][0]["came"]
        assert line["words"] == "September 1, 2021 · Adviser · Ana Anić"

    def test_events_of_which_both_are_on_the_list_are_named(self, client, editor):
        two = builders.person("Ana Anić"), builders.person("Anna Anić")
        told = []
        for number in range(4):
            event = builders.event(f"Talks {number}", earliest=datetime.date(2021, 5, 1 + number))
            for person in two:
                builders.line(event, person=person)
                builders.line(event, person=person, position="Chair")
            page = client.get(reverse("admin:pair", args=[Pair.objects.get().pk]))
            [words] = re.findall(r"<p>(Both are on the list of.*?)</p>", page.text)
            told.append(re.sub("<[^>]*>", "", words))
        assert told == [
            "Both are on the list of Talks 0.",
            "Both are on the list of Talks 1, Talks 0.",
            "Both are on the list of Talks 2, Talks 1, Talks 0.",
            "Both are on the list of Talks 3, Talks 2, Talks 1 and others.",
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_of_two_costs_the_same_whatever_they_came_to(
        self, client, editor, django_assert_num_queries, count
    ):
        two = builders.person("Ana Anić"), builders.person("Anna Anić")
        for number in range(count):
            event = builders.event(f"Talks {number}")
            for person in two:
                builders.line(event, person=person, organisation=builders.organisation())
        address = reverse("admin:pair", args=[Pair.objects.get(kind="people.person").pk])
        client.get(address)
        with django_assert_num_queries(QUERIES):
            client.get(address)

    def test_pair_with_a_draft_limited_to_others_is_told_to_nobody_else(self, client, editor):
        builders.event("Secret talks", public=False)
        secret = builders.event("Secret talks", slug="again", public=False)
        with history.change(secret, by=None):
            secret.colleagues.add(staff("Author"))
        pair = Pair.objects.get()
        assert client.get(reverse("admin:pair", args=[pair.pk])).status_code == 404
        assert "told-twice" not in client.get("/admin/").text
        assert client.get("/admin/desk/events-told-twice/").context["items"] == []


def link(record):
    return f'<a href="{address_of(record)}">{escape(record)}</a>'


def told(answer):
    """Return which pairs the page after a save warns of."""
    return [str(m) for m in answer.context["messages"] if m.level == messages.WARNING]


class TestThereIsAlready:
    @pytest.fixture(autouse=True)
    def author(self, client):
        client.force_login(staff("Author"))

    def test_name_that_is_only_like_another_is_offered_with_the_reason(self, client):
        builders.person("Vladimir Cucić")
        url = reverse("admin:suggestions", args=["people.person"])
        [offer] = client.get(url, {"q": "Vladmir Cucic"}).json()["results"]
        assert offer["value"] == "Vladimir Cucić"
        assert offer["hint"] == "there is already this one: a letter differs"
        [offer] = client.get(url, {"q": "Vladimir Cu"}).json()["results"]
        assert offer["hint"] == ""

    @pytest.mark.parametrize("kind", ["person", "organisation"])
    def test_new_record_like_another_is_asked_about_once(self, client, kind):
        old, field = {
            "person": (builders.person("Vladimir Cucić"), "name"),
            "organisation": (builders.organisation("Ministry of the Interior"), "official_name"),
        }[kind]
        name = {"person": "Vladmir Cucić", "organisation": "Minstry of the Interior"}[kind]
        add = reverse(f"admin:{old._meta.app_label}_{kind}_add")
        page = client.post(add, form_of(client.get(add)) | {field: [name]})
        [error] = page.context["error_list"]
        link = f'<a href="{address_of(old)}">{old}</a>'
        assert str(error["message"]).startswith(f"There is already {link}")
        assert type(old).objects.count() == 1
        assert client.post(add, form_of(page)).status_code == 302
        assert type(old).objects.count() == 2
        assert found() == {}

    def test_namesakes_that_are_asked_about_are_told_apart(self, client):
        for country in "RS", "LI":
            builders.organisation("Ministry of the Interior", country=country)
        add = reverse("admin:organisations_organisation_add")
        sent = form_of(client.get(add)) | {"official_name": ["Ministry of the Interior"]}
        told = [str(error["message"]) for error in client.post(add, sent).context["error_list"]]
        assert sorted(re.findall(r"\(([^)]*)\)", " ".join(told))) == [
            "Liechtenstein · the same name",
            "Serbia · the same name",
        ]

    def test_name_typed_into_a_list_is_told_after_the_save(self, client):
        old = builders.person("Vladimir <b>Cucić</b>")
        add = reverse("admin:events_event_add")
        data = form_of(client.get(add)) | {
            "name": ["Workshop"],
            "precision": ["unknown"],
            "participations-0-who": ["Vladmir b Cucić b"],
        }
        answer = client.post(add, data, follow=True)
        new = Person.objects.exclude(pk=old.pk).get()
        assert told(answer) == [
            f"“{link(new)}” may be “{link(old)}” told twice: a letter differs. Tell an editor, "
            "who can make them one."
        ]

    def test_family_name_alone_typed_into_a_list_is_told_after_the_save(self, client):
        old = builders.person("Vladimir Cucić")
        event = builders.event(public=False)
        data = form_of(client.get(address_of(event))) | {"participations-0-who": ["Cucic"]}
        answer = client.post(address_of(event), data, follow=True)
        new = event.participations.get().person
        assert told(answer) == [
            f"“{link(new)}” may be “{link(old)}” told twice: a part of the name is left out. "
            "Tell an editor, who can make them one."
        ]

    def test_two_of_one_name_are_told_apart_by_their_country(self, client):
        client.force_login(staff("Editor"))
        name, misspelt = "Ministry of the Interior", "Ministry of Interor"
        ours = builders.organisation(name, country="RS")
        theirs = builders.organisation(name, country="LI")
        add = reverse("admin:events_event_add")
        data = form_of(client.get(add)) | {
            "name": ["Workshop"],
            "precision": ["unknown"],
            "represented": [misspelt],
        }
        answer = client.post(add, data, follow=True)
        new = Organisation.objects.get(official_name=misspelt)
        pairs = {
            pair.first_id: reverse("admin:pair", args=[pair.pk]) for pair in Pair.objects.all()
        }
        assert sorted(told(answer)) == sorted(
            f"“{link(new)}” may be “{link(old)}” ({where}) told twice: a letter differs. "
            f'<a href="{pairs[old.pk]}">Look at both</a>'
            for old, where in ((ours, "Serbia"), (theirs, "Liechtenstein"))
        )
        desk = client.get("/admin/desk/institutions-told-twice/")
        assert sorted(item.about for item in desk.context["items"]) == [
            "Liechtenstein · a letter differs",
            "Serbia · a letter differs",
        ]
        form = client.get(address_of(new))
        assert sorted((one["other"].pk, one["why"]) for one in form.context["alike"]) == [
            (ours.pk, "Serbia · a letter differs"),
            (theirs.pk, "Liechtenstein · a letter differs"),
        ]


def test_command_finds_what_was_there_before_or_written_past_the_door(capsys):
    one, other = builders.person("Ana Anić"), builders.person("Ana Anić")
    Key.objects.all().delete()
    Pair.objects.all().delete()
    call_command("find_doubles")
    assert found() == {(one.pk, other.pk): "same"}
    assert "people: 2, pairs: 1" in capsys.readouterr().out
