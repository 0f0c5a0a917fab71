"""Staff who come to where they may not be, or where nothing is, are led on."""

import pytest
from django.urls import reverse

from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db

PUBLIC = "sign in with the account that has the right"


class TestForbidden:
    def test_staff_are_led_to_the_desk_and_to_sign_in_as_somebody_else(self, client):
        client.force_login(staff("Author"))
        url = reverse("admin:auth_user_changelist")
        page = client.get(url)
        assert page.status_code == 403
        assert "<h1>You may not open this page</h1>" in page.text
        assert "You are signed in as author, who has no right to open this page." in page.text
        assert f'<a href="{reverse("admin:index")}">To your desk</a>' in page.text
        assert PUBLIC not in page.text
        wanted = f"{reverse('admin:login')}?next=%2Fadmin%2Fauth%2Fuser%2F"
        assert f'<input type="hidden" name="next" value="{wanted}">' in page.text
        left = client.post(reverse("admin:logout"), {"next": wanted})
        assert left["Location"] == wanted
        assert "_auth_user_id" not in client.session
        assert f'name="next" value="{url}"' in client.get(wanted).text

    def test_visitor_is_asked_to_sign_in(self, client):
        answer = client.get(reverse("admin:auth_user_changelist"))
        assert (answer.status_code, answer.cookies) == (302, {})


class TestMissing:
    def test_number_that_is_nobodys_is_told_in_our_words_with_where_to_look(self, client):
        client.force_login(staff("Editor"))
        answer = client.get(
            reverse("admin:events_event_change", args=[builders.NOBODYS]), follow=True
        )
        assert answer.redirect_chain == [(reverse("admin:events_event_changelist"), 302)]
        assert [str(said) for said in answer.context["messages"]] == [
            f"There is no event with the number {builders.NOBODYS}. Look for it in this list. If "
            "it was deleted, it is under "
            f'<a href="{reverse("admin:taken_away")}">Taken away lately</a>.'
        ]
        assert str(answer.context["messages"]._loaded_messages[0]) in answer.text

    def test_who_may_delete_nothing_is_led_to_the_list_alone(self, client):
        client.force_login(staff("Author"))
        answer = client.get(reverse("admin:people_person_change", args=["<b>"]), follow=True)
        assert [str(said) for said in answer.context["messages"]] == [
            "There is no person with the number &lt;b&gt;. Look for it in this list."
        ]

    @pytest.mark.parametrize("path", ["nothing/", f"people/person/{builders.NOBODYS}/history/"])
    def test_staff_address_that_leads_nowhere_leads_to_the_desk(self, client, path):
        client.force_login(staff("Author"))
        page = client.get(reverse("admin:index") + path)
        assert page.status_code == 404
        assert "<h1>There is no such page</h1>" in page.text
        assert f'<a href="{reverse("admin:index")}">To your desk</a>' in page.text
        assert "Addresses of public pages" not in page.text

    def test_page_that_the_public_misses_is_missing_to_staff_in_the_same_words(self, client):
        client.force_login(staff("Author"))
        page = client.get("/nothing/")
        assert page.status_code == 404
        assert "Addresses of public pages" in page.text
        assert "To your desk" not in page.text

    def test_what_is_there_is_opened(self, client):
        client.force_login(staff("Editor"))
        event = builders.event()
        assert client.get(reverse("admin:events_event_change", args=[event.pk])).status_code == 200
