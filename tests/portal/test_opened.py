"""“Opened by … 5 minutes ago”: said to the others, and no page fails for it."""

import datetime

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from portal.models import Opening, Version
from tests import builders
from tests.portal.test_conflicts import Editor
from tests.staff import address_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return Editor("one <b>")


@pytest.fixture
def two():
    return Editor("two")


def said(editor, record):
    page = editor.client.get(address_of(record))
    return [str(opening.user) for opening in page.context["opened_by"]], page.text


def ago(**time):
    Opening.objects.update(at=timezone.now() - datetime.timedelta(**time))


@pytest.mark.parametrize("kind", ["event", "person", "report"])
def test_form_that_another_has_open_says_so(one, two, kind):
    record = {
        "event": lambda: builders.event(public=False),
        "person": builders.person,
        "report": lambda: builders.report(builders.event(), published=False).report,
    }[kind]()
    versions = Version.objects.count()
    assert said(one, record)[0] == []
    ago(minutes=5)
    names, text = said(two, record)
    assert names == ["one <b>"]
    assert "Opened by one &lt;b&gt;" in text
    assert "5\xa0minutes ago" in text
    assert said(one, record)[0] == ["two"]
    assert Opening.objects.count() == 2
    assert Version.objects.count() == versions


def test_form_opened_in_this_minute_was_opened_just_now(one, two):
    person = builders.person()
    one.open(person)
    text = said(two, person)[1]
    assert "just now</time>." in text
    assert "0\xa0minutes" not in text


def test_it_is_said_for_two_hours_and_cleared_away_then(one, two):
    person, other = builders.person(), builders.person("Mila Milić")
    one.open(person)
    ago(hours=2, minutes=1)
    assert said(two, person)[0] == []
    assert [str(opening.user) for opening in Opening.objects.all()] == ["two"]
    assert said(two, other)[0] == []


def test_form_opened_while_the_clock_was_ahead_is_not_open_once_it_is_right(one, two):
    person = builders.person()
    one.open(person)
    ago(days=-400)
    assert said(two, person)[0] == []


def test_who_saved_has_it_open_no_longer(one, two):
    person = builders.person()
    one.save(person, one.open(person), honorific="Dr")
    assert said(two, person)[0] == []


def test_who_may_only_look_has_nothing_open(two):
    person = builders.person()
    reader = Editor("reader", "Author")
    reader.user.groups.clear()
    reader.user.user_permissions.set(
        reader.user.user_permissions.model.objects.filter(codename="view_person")
    )
    text = reader.client.get(address_of(person)).text
    assert "Ana Anić" in text
    assert not Opening.objects.exists()


def test_page_opens_though_it_cannot_be_noted(two, caplog):
    person = builders.person()

    def refuse(execute, sql, params, many, context):
        if "portal_opening" in sql and not sql.startswith("SELECT"):
            raise OperationalError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    url = reverse("admin:people_person_change", args=[person.pk])
    with connection.execute_wrapper(refuse):
        page = two.client.get(url)
    assert 'value="Ana Anić"' in page.text
    assert "could not be noted" in caplog.text
    assert not Opening.objects.exists()
