"""What staff may do with the account they are signed in with."""

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from portal.models import Letter
from tests.portal.test_staff_accounts import PASSWORD, form, link_in, set_password
from tests.staff import form_of

pytestmark = pytest.mark.django_db


def gone_at(beginning):
    """Let the database go when a statement with a certain beginning comes."""

    def wrapper(execute, sql, *given):
        if sql.startswith(beginning):
            raise OperationalError
        return execute(sql, *given)

    return connection.execute_wrapper(wrapper)


class TestOwnPassword:
    def change(self, client, old):
        data = {"old_password": old, "new_password1": PASSWORD, "new_password2": PASSWORD}
        return client.post(reverse("admin:password_change"), data, follow=True)

    def test_is_changed_with_the_old_one_and_the_desk_says_so(self, client, administrator):
        administrator.set_password("the old one 5")
        administrator.save()
        client.force_login(administrator)
        page = self.change(client, "the older one 5")
        assert "old_password" in page.context["form"].errors
        assert not client.login(username="administrator", password=PASSWORD)
        client.force_login(administrator)
        page = self.change(client, "the old one 5")
        assert page.redirect_chain == [(reverse("admin:index"), 302)]
        assert "Your password is changed." in page.content.decode()
        assert client.login(username="administrator", password=PASSWORD)

    def test_is_changed_with_all_that_follows_or_not_at_all(self, client, administrator):
        administrator.email = "a@office.example"
        administrator.save()
        client.raise_request_exception = False
        with gone_at('INSERT INTO "portal_letter"'):
            page = self.change(client, "long enough 123")
        assert page.status_code == 503
        administrator.refresh_from_db()
        assert administrator.check_password("long enough 123")
        assert client.get(reverse("admin:index")).status_code == 200
        assert self.change(client, "long enough 123").redirect_chain
        assert Letter.objects.get().to == "a@office.example"

    def test_of_a_link_that_cannot_be_kept_signs_nobody_out(self, client, administrator):
        administrator.email = "a@office.example"
        administrator.save()
        other = Client(raise_request_exception=False)
        other.post(reverse("admin:password_reset"), {"email": administrator.email})
        address = link_in(Letter.objects.get())
        with gone_at('UPDATE "auth_user"'):
            assert set_password(other, address).status_code == 503
        assert client.get(reverse("admin:index")).status_code == 200
        assert "Your password is set" in set_password(other, address).text
        assert client.get(reverse("admin:index")).status_code == 302

    def test_page_is_in_the_frame_of_the_others(self, client, administrator):
        page = client.get(reverse("admin:password_change")).content.decode()
        assert "<h1>Change your password</h1>" in page
        assert f'href="{reverse("admin:my_mail")}"' in page


def test_nobody_closes_their_own_account(client, administrator):
    data = form_of(client.get(form(administrator)))
    data.pop("is_active")
    data["email"] = ["a@ministry.example"]
    page = client.post(form(administrator), data).content.decode()
    assert "somebody else closes it" in page


def test_nobody_takes_the_keeping_of_accounts_off_themselves(client, administrator):
    administrator.groups.add(Group.objects.get(name="Editor"))
    data = form_of(client.get(form(administrator))) | {"email": ["a@ministry.example"]}
    editor = str(Group.objects.get(name="Editor").pk)
    page = client.post(form(administrator), data | {"groups": [editor]})
    assert "somebody else takes this off you" in page.text
    assert administrator.groups.count() == 2
    data["groups"].remove(editor)
    client.post(form(administrator), data)
    assert [group.name for group in administrator.groups.all()] == ["Administrator"]
