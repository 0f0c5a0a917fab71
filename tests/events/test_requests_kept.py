"""For how long a request is kept once it is answered."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.models import Request
from portal.models import Letter
from tests import builders
from tests.builders import LONG_AGO
from tests.events.test_requests import ASKED

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    person = builders.person(in_directory=True)
    return Request.objects.create(**ASKED, page=person.get_absolute_url())


@pytest.fixture
def old(asked):
    Request.objects.update(
        outcome="done",
        reason="Ana",
        checked_at=LONG_AGO,
        decided_at=LONG_AGO,
        answered_at=LONG_AGO,
    )
    Request.objects.create(**ASKED, received_at=LONG_AGO)
    Letter.objects.create(to="a@home.example", subject="x", sent_at=LONG_AGO)
    builders.event().intakes.create(title="List", at=LONG_AGO)
    return asked


def test_forgets_who_asked_once_it_is_answered_and_keeps_the_dates(old, capsys):
    call_command("retain")
    old.refresh_from_db()
    assert (old.name, old.mail, old.words, old.page, old.reason) == ("", "", "", "", "")
    assert (old.outcome, old.answered_at) == ("done", LONG_AGO)
    assert Request.objects.get(answered_at=None).name == "Ana Anić"
    assert not Letter.objects.exists()
    said = capsys.readouterr().out
    assert "      1  requests that were answered: who asked, and what about (365)" in said
    assert "      1  lists being looked over (60)" in said


def test_forgets_who_was_erased_a_month_after_the_answer(old):
    lately = timezone.now() - datetime.timedelta(days=31)
    Request.objects.filter(pk=old.pk).update(answered_at=lately)
    call_command("retain", stdout=StringIO())
    assert Request.objects.get(pk=old.pk).mail
    Request.objects.filter(pk=old.pk).update(wish="erase")
    call_command("retain", stdout=StringIO())
    assert not Request.objects.get(pk=old.pk).mail


def test_dry_run_says_the_same_and_deletes_nothing(old, capsys):
    call_command("retain", dry_run=True)
    said = capsys.readouterr().out
    old.refresh_from_db()
    assert (old.name, Letter.objects.count()) == ("Ana Anić", 1)
    call_command("retain")
    assert capsys.readouterr().out == said
