import re

import pytest
from django.urls import reverse

from organisations.models import Organisation
from tests import builders
from tests.staff import errors, form_of, staff

pytestmark = pytest.mark.django_db
ADD = "admin:organisations_organisation_add"
LIST = "admin:organisations_organisation_changelist"


@pytest.fixture(autouse=True)
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def url_of(organisation):
    return reverse("admin:organisations_organisation_change", args=[organisation.pk])


def save(client, organisation, **values):
    data = form_of(client.get(url_of(organisation)))
    return client.post(
        url_of(organisation),
        data
        | {name: value if isinstance(value, list) else [value] for name, value in values.items()},
    )


def test_new_department_of_a_new_institution(client):
    data = form_of(client.get(reverse(ADD)))
    data |= {"official_name": ["Department for Asylum"], "parent": ["Ministry of the Interior"]}
    assert client.post(reverse(ADD), data).status_code == 302
    department = Organisation.objects.get(slug="department-for-asylum")
    assert department.parent.name == "Ministry of the Interior"
    assert department.parent.to_complete
    assert set(Organisation.objects.within(department.parent)) == {department, department.parent}


def test_institution_known_by_its_letters_only(client):
    data = form_of(client.get(reverse(ADD))) | {"acronym": ["EMN"]}
    client.post(reverse(ADD), data)
    assert str(Organisation.objects.get()) == "EMN"


def test_institution_without_any_name_is_refused(client):
    response = client.post(reverse(ADD), form_of(client.get(reverse(ADD))))
    assert errors(response) == ["Give at least one name: the official one or the letters."]
    assert Organisation.objects.count() == 0


def test_names_and_letters_of_an_institution_have_letters(client):
    ministry = builders.organisation("Ministry")
    response = save(client, ministry, official_name="–", acronym="…")
    assert errors(response) == ["Write a name with letters.", "Write a name with letters."]


def test_address_is_given_to_one_that_has_only_another_name_and_to_none_without(client):
    url = reverse(ADD)
    data = form_of(client.get(url)) | {"slug": ["emn"]}
    assert errors(client.post(url, data)) == [
        "Give at least one name: the official one or the letters."
    ]
    response = client.post(url, data | {"names-0-name": ["European network"]})
    assert response.status_code == 302
    body = Organisation.objects.get()
    assert (body.name, body.slug, body.sort_key) == ("European network", "emn", "european network")


def test_circle_of_departments_is_refused(client):
    ministry = builders.organisation("Ministry")
    department = builders.organisation("Department", parent=ministry)
    response = save(client, ministry, parent="Department")
    assert errors(response) == [
        "That is a department of this institution: a circle is not possible."
    ]
    department.refresh_from_db()
    assert department.parent == ministry


def test_successors_are_named_by_typing(client):
    old, new = builders.organisation("Old office"), builders.organisation("New office")
    save(client, old, outcome="renamed", successors=["new OFFICE", ""])
    assert list(old.successors.all()) == [new]


def test_namesakes_are_told_apart_by_where_they_belong(client):
    ministry = builders.organisation("Ministry", country="RS")
    first = builders.organisation("Legal department", parent=ministry)
    second = builders.organisation("Legal department", slug="other", country="SI")
    response = save(client, ministry, successors=["Legal department"])
    [error] = errors(response)
    assert f"“Legal department ({first.pk})”: Ministry" in error
    assert f"“Legal department ({second.pk})”: Slovenia" in error
    save(client, ministry, successors=[f"Legal department ({second.pk})"], outcome="merged")
    assert list(ministry.successors.all()) == [second]


def test_institution_that_is_used_cannot_be_deleted(client):
    body = builders.organisation("Ministry")
    department = builders.organisation("Department", parent=body)
    event = builders.event()
    builders.line(event, organisation=body)
    page = client.get(
        reverse("admin:organisations_organisation_delete", args=[body.pk])
    ).content.decode()
    assert url_of(department) in page
    assert reverse("admin:events_event_change", args=[event.pk]) in page
    client.post(reverse("admin:organisations_organisation_delete", args=[body.pk]), {"post": "yes"})
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_a_constant_number_of_queries(client, count, django_assert_num_queries):
    parent = builders.organisation("Parent")
    for number in range(count):
        builders.organisation(f"Office {number}", parent=parent)
    client.get(reverse(LIST))
    with django_assert_num_queries(7):
        client.get(reverse(LIST))


def test_filter_names_countries_and_what_has_none(client):
    builders.organisation("Office of Works", country="RS")
    builders.organisation("Office of Roads")
    client.force_login(staff())
    page = client.get(reverse("admin:organisations_organisation_changelist"))
    (filter_,) = [f for f in page.context["cl"].filter_specs if f.title == "country"]
    told = [str(choice["display"]) for choice in filter_.choices(page.context["cl"])]
    assert told == ["All", "not given", "Serbia"]


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ("", ["not given", "Austria", "Croatia", "Switzerland"]),
        ("True", ["not given (1)", "Austria (2)", "Croatia (1)", "Switzerland (1)"]),
    ],
)
def test_filter_has_countries_in_the_order_of_their_names_counted_too(client, counted, told):
    for code in ["CH", "HR", "AT", "AT", ""]:
        builders.organisation(country=code)
    client.force_login(staff())
    page = client.get(reverse(LIST), {"_facets": counted} if counted else {})
    (filter_,) = [f for f in page.context["cl"].filter_specs if f.title == "country"]
    _every, *others = filter_.choices(page.context["cl"])
    assert [str(choice["display"]) for choice in others] == told


def test_list_says_what_is_missing_of_what_was_added_in_passing(client):
    body = builders.organisation("Ministry of Works", to_complete=True)

    def missing():
        page = client.get(reverse("admin:organisations_organisation_changelist")).text
        return re.findall(r'<td class="field-missing">(.*?)</td>', page)

    Organisation.objects.update(kind="unknown", country="")
    assert missing() == ["kind, country"]
    Organisation.objects.update(kind="authority", country="RS")
    assert missing() == ["look it over, then untick it"]
    Organisation.objects.filter(pk=body.pk).update(to_complete=False)
    assert missing() == [""]
