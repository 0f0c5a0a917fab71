"""What staff may do with the account they are signed in with."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.portal.test_staff_accounts import PASSWORD, form
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = staff("Administrator")
    client.force_login(user)
    return user


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
