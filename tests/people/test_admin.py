import datetime
import io
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from organisations.models import Organisation
from people.models import Person
from portal import history
from portal.models import Version
from tests import builders
from tests.staff import errors, form_of, staff

pytestmark = pytest.mark.django_db
ADD = "admin:people_person_add"
LIST = "admin:people_person_changelist"


@pytest.fixture(autouse=True)
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def url_of(person):
    return reverse("admin:people_person_change", args=[person.pk])


def rows(client, **query):
    return [person.name for person in client.get(reverse(LIST), query).context["cl"].result_list]


def test_new_person_with_names_and_a_post_at_a_new_institution(client):
    data = form_of(client.get(reverse(ADD))) | {"name": ["Vladimir  Cucić"]}
    data.add_row("names", name="Владимир Цуцић", language="sr")
    data.add_row("positions", title="Commissioner", institution="Commissariat", since="2012-01-01")
    assert client.post(reverse(ADD), data).status_code == 302
    person = Person.objects.get()
    assert (person.name, person.names.get().name) == ("Vladimir Cucić", "Владимир Цуцић")
    post = person.positions.get()
    assert (post.title, post.organisation.name, post.since) == (
        "Commissioner",
        "Commissariat",
        datetime.date(2012, 1, 1),
    )
    assert Organisation.objects.get().to_complete


@pytest.mark.parametrize("name", ["---", Person.ERASED])
def test_name_has_letters_and_nobody_is_called_as_who_was_erased(client, name):
    ana = builders.person("Ana Anić")
    for url in (url_of(ana), reverse(ADD)):
        response = client.post(url, form_of(client.get(url)) | {"name": [name]})
        assert errors(response) == ["Write a name with letters."]
    assert list(Person.objects.values_list("name", flat=True)) == ["Ana Anić"]


def test_saving_nothing_writes_nothing(client):
    person = builders.person(biography="<p>Born.</p>")
    with history.change(person, by=None):
        person.names.create(name="Anna")
        person.positions.create(title="Head", organisation=builders.organisation())
    before = Version.objects.count()
    assert client.post(url_of(person), form_of(client.get(url_of(person)))).status_code == 302
    assert Version.objects.count() == before


def test_emptied_post_says_how_it_is_removed_and_removed_goes(client):
    person = builders.person()
    with history.change(person, by=None):
        post = {"title": "Head", "organisation": builders.organisation(), "since": "2020-01-01"}
        person.positions.create(**post)
    data = form_of(client.get(url_of(person)))
    data |= {"positions-0-title": [""], "positions-0-institution": [" "]}
    assert errors(client.post(url_of(person), data)) == [
        "Nothing is written here any more: tick “Remove” to take it away, or fill it in."
    ]
    half = data | {"positions-0-title": ["Chair"]}
    assert errors(client.post(url_of(person), half)) == ["This is empty: fill it in."]
    assert client.post(url_of(person), data | {"positions-0-DELETE": ["on"]}).status_code == 302
    assert not person.positions.exists()


def test_version_says_who_changed_the_record(client, editor):
    person = builders.person()
    client.post(url_of(person), form_of(client.get(url_of(person))) | {"honorific": ["Dr"]})
    assert [(v.by, v.number) for v in Version.objects.all()] == [(editor, 2), (None, 1)]


def test_person_is_found_in_any_letters(client):
    builders.person("Владимир Цуцић")
    builders.person("Ana Anić")
    assert rows(client, q="cucic") == ["Владимир Цуцић"]
    assert rows(client, q="Anic") == ["Ana Anić"]
    assert rows(client, q="%") == []


def test_those_to_be_completed_are_listed(client):
    builders.person("Ana Anić", to_complete=True)
    builders.person("Bo Babić")
    assert rows(client, to_complete__exact="1") == ["Ana Anić"]


def test_same_other_name_twice_is_refused(client):
    person = builders.person()
    data = form_of(client.get(url_of(person)))
    data.add_row("names", name="Anna")
    data.add_row("names", name="Anna")
    assert errors(client.post(url_of(person), data)) == ["This name is in the list already."]


def test_post_that_ends_before_it_begins_is_refused(client):
    person = builders.person()
    data = form_of(client.get(url_of(person)))
    data.add_row(
        "positions", title="Head", institution="Office", since="2021-01-01", until="2020-01-01"
    )
    response = client.post(url_of(person), data)
    assert errors(response) == ["The end lies before the beginning: check both dates."]
    assert Organisation.objects.count() == 0


def test_person_on_a_list_cannot_be_deleted_and_the_page_says_where(client):
    person = builders.person()
    event = builders.event("Workshop <b>on</b> roads")
    builders.line(event, person=person)
    url = reverse("admin:people_person_delete", args=[person.pk])
    page = client.get(url).content.decode()
    assert reverse("admin:events_event_change", args=[event.pk]) in page
    assert "Workshop &lt;b&gt;on&lt;/b&gt; roads" in page
    client.post(url, {"post": "yes"})
    assert Person.objects.count() == 1


def test_bulk_deletion_refuses_alike(client):
    person, free = builders.person(), builders.person("Free")
    builders.line(builders.event(), person=person)
    chosen = {"action": "delete_selected", "post": "yes"}
    client.post(reverse(LIST), chosen | {"_selected_action": [person.pk, free.pk]})
    assert Person.objects.count() == 2
    client.post(reverse(LIST), chosen | {"_selected_action": [free.pk]})
    assert list(Person.objects.all()) == [person]
    assert Version.objects.filter(action="deleted").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    for number in range(count):
        person = builders.person(f"Person {number}")
        with history.change(person, by=None):
            body = builders.organisation(f"Office {number}")
            person.positions.create(title="Head", organisation=body)
    client.get(reverse(LIST))
    with django_assert_num_queries(7):
        client.get(reverse(LIST))


def test_who_is_hidden_is_shown_again_only_by_who_answers_for_the_rights_of_people(client):
    person = builders.person()
    data = form_of(client.get(url_of(person))) | {"visibility": "hidden"}
    page = client.post(url_of(person), data, follow=True).content.decode()
    assert "Texts and documents may still name this person" in page
    client.force_login(staff("Editor", "other"))
    assert "visibility" not in form_of(client.get(url_of(person)))
    client.post(url_of(person), form_of(client.get(url_of(person))) | {"visibility": "page"})
    person.refresh_from_db()
    assert person.visibility == "hidden"
    double = builders.person("Ana Anich")
    merge = reverse("admin:merge", args=["person", double.pk]) + f"?other=Ana+Anić+({person.pk})"
    assert "visibility" not in form_of(client.get(merge))
    client.force_login(staff())
    assert "visibility" in form_of(client.get(merge))
    client.post(url_of(person), form_of(client.get(url_of(person))) | {"visibility": "page"})
    person.refresh_from_db()
    assert person.visibility == "page"


class TestPortrait:
    @pytest.fixture
    def pictured(self):
        data = io.BytesIO()
        Image.new("RGB", (600, 20)).save(data, "PNG")
        person = builders.person(visibility="hidden")
        person.portrait = ContentFile(data.getvalue(), "a.png")
        return builders.saved(person)

    def test_is_seen_in_the_form_where_it_is_replaced(self, client, pictured):
        html = client.get(url_of(pictured)).text
        [address] = re.findall(r'<img class="has-picture" src="(.*?)"', html)
        assert address == f"/admin/people/person/{pictured.pk}/picture/480.jpg"
        assert "There is a file" not in html
        seen = client.get(address)
        assert b"".join(seen.streaming_content).startswith(b"\xff\xd8")
        assert "no-store" in seen["Cache-Control"]
        assert "public" not in seen["Cache-Control"]

    def test_is_given_to_staff_who_may_see_the_form_and_to_nobody_else(self, client, pictured):
        address = f"/admin/people/person/{pictured.pk}/picture/480.jpg"
        assert client.get(address.replace("480", "481")).status_code == 404
        nobodys = address.replace(f"/{pictured.pk}/", f"/{builders.NOBODYS}/")
        assert client.get(nobodys).status_code == 404
        user = staff("Author")
        user.groups.clear()
        client.force_login(user)
        assert client.get(address).status_code == 403
        client.logout()
        assert client.get(address).status_code == 302


class TestList:
    def missing(self, client):
        page = client.get(reverse(LIST)).text
        return re.findall(r'<td class="field-missing">(.*?)</td>', page)

    def test_says_what_is_missing_of_who_was_added_in_passing_and_nothing_of_others(self, client):
        builders.person("Ana")
        assert self.missing(client) == [""]
        Person.objects.update(to_complete=True)
        assert self.missing(client) == ["parts of the name, post"]
        Person.objects.update(given_name="Ana", family_name="Anić")
        assert self.missing(client) == ["post"]
        Person.objects.get().positions.create(organisation=builders.organisation())
        assert self.missing(client) == ["look it over, then untick it"]

    def test_filters_are_named_by_what_they_ask(self, client):
        page = client.get(reverse(LIST)).text
        assert re.findall(r"<summary>(\w.*?)</summary>", page) == [
            "To be completed", "What the public sees", "In the public directory",
        ]  # fmt: skip
        assert '<details class="list-filters">' in page
        chosen = client.get(reverse(LIST), {"to_complete__exact": "1"}).text
        assert '<details class="list-filters" open>' in chosen

    def test_all_are_offered_only_where_not_all_are_shown(self, client):
        builders.person("Ana")
        assert "1 result</span>" in client.get(reverse(LIST)).text
        found = client.get(reverse(LIST), {"q": "ana"}).text
        assert '1 result (<a href="?">Show all</a>)</span>' in found

    def test_empty_one_says_what_to_do_and_offers_to_delete_nothing(self, client):
        page = client.get(reverse(LIST)).text
        assert (
            '<p class="nothing">There is nothing here yet. '
            f'<a href="{reverse(ADD)}">Add the first one</a></p>'
        ) in page
        assert 'name="action"' not in page
        page = client.get(reverse(LIST), {"q": "nobody"}).text
        assert (
            '<p class="nothing">Nothing here is like that. '
            f'<a href="{reverse(LIST)}">Show all</a></p>'
        ) in page
        builders.person("Ana")
        assert 'name="action"' in client.get(reverse(LIST)).text
