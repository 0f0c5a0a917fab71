"""Two who keep accounts, each with a form of the other, or of one account, open."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.models import Site
from tests.portal.test_one_writer import meet
from tests.staff import form_of, staff


def form(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def account(role, name):
    user = staff(role, name)
    User.objects.filter(pk=user.pk).update(email=f"{name}@ministry.example")
    return user


@pytest.mark.django_db
def test_form_from_before_an_account_was_closed_does_not_open_it_again():
    ana, author = account("Administrator", "ana"), account("Author", "author")
    late = signed_in(ana)
    data = form_of(late.get(form(author)))
    closed = {name: value for name, value in data.items() if name not in ("is_active", "groups")}
    assert signed_in(account("Administrator", "bo")).post(form(author), closed).status_code == 302
    page = late.post(form(author), data | {"last_name": ["Anić"]})
    assert f'nothing was saved. <a href="{form(author)}">Open it anew</a>' in page.text
    assert 'value="Anić"' in page.text
    author.refresh_from_db()
    assert (author.is_active, author.last_name, author.groups.count()) == (False, "", 0)
    late.post(form(author), form_of(late.get(form(author))) | {"last_name": ["Anić"]})
    author.refresh_from_db()
    assert (author.is_active, author.last_name) == (False, "Anić")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["groups", "is_active"])
def test_of_two_administrators_who_keep_one_another_out_at_once_one_stays(name):
    ana, bo = account("Administrator", "ana"), account("Administrator", "bo")
    answers = []

    def shut_out(by, of):
        client = signed_in(by)
        data = form_of(client.get(form(of)))
        return lambda: client.post(form(of), data | {name: []})

    first, second = shut_out(ana, bo), shut_out(bo, ana)

    def one(writer):
        with transaction.atomic():
            Site.objects.hold()
            writer.stay()
            answers.append(first().status_code)

    def two(writer):
        answers.append(second().status_code)
        writer.inside.set()

    assert meet(one, two) == (None, None)
    assert answers == [302, 403]
    left = User.objects.filter(groups__name="Administrator", is_active=True)
    assert [user.username for user in left] == ["ana"]
