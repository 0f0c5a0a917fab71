import datetime
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.admin.signed_in import browser_in
from portal.models import SecondFactor, Session
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

PAGE = "/admin/signed-in/"
PASSWORD = "a long new password 7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(scope="module")
def editor(kept):
    return staff("Editor")


def signed_in(name="editor", **headers):
    client = Client(headers=headers)
    answer = client.post("/admin/login/", {"username": name, "password": "long enough 123"})
    assert answer.status_code == 302
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


def row_of(client):
    return Session.objects.filter(session_key=client.session.session_key)


def cannot_write(execute, sql, *given):
    if sql.startswith('UPDATE "portal_session"'):
        raise OperationalError
    return execute(sql, *given)


def test_records_out_of_reach_when_a_session_is_written_are_no_fault_of_who_asked(editor):
    client = signed_in()
    session = client.session
    session["_messages"] = '[["__json_message",0,25,"Saved as number 7.",""]]'
    session.save()
    client.raise_request_exception = False
    with connection.execute_wrapper(cannot_write):
        answer = client.get("/admin/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "Saved as number 7." in client.get("/admin/").content.decode()


def test_session_that_was_ended_meanwhile_is_not_written_again(editor):
    session = signed_in().session
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


class TestEnd:
    def test_comes_after_twelve_hours_whatever_is_done(self, editor):
        client = signed_in()
        ends = row_of(client).get().expire_date
        assert abs(ends - timezone.now() - 12 * HOUR) < HOUR / 60
        session = client.session
        session["anything"] = 1
        session.save()
        assert row_of(client).get().expire_date == ends
        row_of(client).update(expire_date=timezone.now())
        assert not is_in(client)

    def test_comes_after_the_idle_time_and_takes_the_row_along(self, editor, settings):
        client, other = signed_in(), signed_in()
        settings.SESSION_IDLE = 60
        row_of(client).update(seen_at=timezone.now() - HOUR * 0.9)
        row_of(other).update(seen_at=timezone.now() - HOUR * 1.1)
        assert (is_in(client), is_in(other)) == (True, False)
        assert Session.objects.filter(user=editor).count() == 1
        # Being seen began the hour anew.
        assert timezone.now() - row_of(client).get().seen_at < HOUR / 60

    def test_comes_to_what_was_begun_while_the_clock_was_ahead(self, editor):
        client, other = signed_in(), signed_in()
        later = timezone.now() + datetime.timedelta(days=400)
        row_of(other).update(seen_at=later, expire_date=later + 12 * HOUR)
        assert client.get(PAGE).text.count('name="end"') == 0
        assert (is_in(client), is_in(other)) == (True, False)
        assert Session.objects.filter(user=editor).count() == 1

    def test_being_seen_costs_nothing_within_a_minute(self, editor, django_assert_num_queries):
        client = signed_in()
        with django_assert_num_queries(2):  # The session and the account.
            client.get("/admin/login/")
        row_of(client).update(seen_at=timezone.now() - HOUR / 30)
        with django_assert_num_queries(3):
            client.get("/admin/login/")

    def test_page_knows_when_it_comes_and_asking_puts_it_off(self, editor, settings):
        settings.SESSION_IDLE = 60
        client = signed_in()
        page = client.get("/admin/").text
        assert 'data-idle="3600"' in page
        left = int(re.search(r'data-left="(\d+)"', page)[1])
        assert 12 * 3600 - 60 < left <= 12 * 3600
        row_of(client).update(seen_at=timezone.now() - HOUR * 0.9)
        assert client.get(reverse("admin:stay")).status_code == 204
        assert timezone.now() - row_of(client).get().seen_at < HOUR / 60
        assert "session-warning" not in Client().get("/admin/login/").text

    def test_signing_out_leaves_nothing(self, editor):
        client = signed_in()
        client.post(reverse("admin:logout"))
        assert not Session.objects.filter(user=editor).exists()

    def test_key_is_another_before_and_after_signing_in(self, editor, client):
        client.get("/admin/")
        session = client.session
        session["x"] = 1
        session.save()
        before = session.session_key
        client.post("/admin/login/", {"username": "editor", "password": "long enough 123"})
        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("signs", [r"\000", r"\377", r"\012", "-"])
def test_cookie_with_signs_that_no_key_has_is_nobodys(signs):
    cookie = f'{settings.SESSION_COOKIE_NAME}="{signs}abcdefghijkl"'
    answer = Client().get("/admin/", headers={"cookie": cookie})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")


def test_who_sends_a_form_after_the_session_ended_is_told_that_it_was_not_saved():
    client = Client()
    said = "You were signed out, so what you sent was not saved."
    answer = client.post("/admin/my-mail/")
    assert answer["Location"] == "/admin/login/?next=/admin/my-mail/&said=ended"
    assert said in client.get(answer["Location"]).text
    assert said not in client.get("/admin/login/?next=/admin/my-mail/").text
    assert client.post("/admin/logout/")["Location"] == "/admin/login/?next=/admin/"


class TestList:
    def test_names_each_place_of_ones_own_and_ends_one(self, editor):
        staff("Author", "colleague")
        signed_in("colleague", user_agent="Mozilla/5.0 (Windows) Chrome/140 Safari/537")
        here = signed_in(user_agent=FIREFOX)
        there = signed_in(user_agent="Mozilla/5.0 (Windows) Chrome/140 Safari/537 Edg/140")
        page = here.get(PAGE).content.decode()
        assert re.findall(r"<strong>(\w+ on \w+)</strong>", page) == [
            "Edge on Windows",
            "Firefox on Linux",
        ]
        assert "127.0.0.1" in page
        assert not [key for key in Session.objects.values_list("pk", flat=True) if key in page]
        [handle] = re.findall(r'name="end" value="(\w{16})"', page)
        told = here.post(PAGE, {"end": handle}, follow=True).content.decode()
        assert "You are signed out there." in told
        assert (is_in(here), is_in(there)) == (True, False)
        assert "This had ended already." in here.post(PAGE, {"end": handle}, follow=True).text

    @pytest.mark.parametrize(
        ("idle", "said"), [(120, "2 hours"), (60, "1 hour"), (90, "90 minutes")]
    )
    def test_page_says_after_how_long_one_is_signed_out(self, editor, settings, idle, said):
        settings.SESSION_IDLE = idle
        words = f"Who does nothing for {said} is signed out, and everybody after 12 hours."
        assert words in signed_in().get(PAGE).text

    def test_page_says_whether_there_is_a_second_step_and_leads_to_it(self, editor):
        client = signed_in()
        link = f'<a href="{reverse("admin:second_factor")}">'
        page = client.get(PAGE).text
        assert "The second step: not set up</h2>" in page
        assert f"{link}Set it up</a>" in page
        SecondFactor.objects.create(user=editor, salt="salt")
        page = client.get(PAGE).text
        assert "The second step: on</h2>" in page
        assert f"{link}Another phone or new recovery codes</a>" in page

    def test_all_others_end_and_none_of_a_colleague(self, editor):
        staff("Author", "colleague")
        colleague, here, *others = signed_in("colleague"), *(signed_in() for _one in range(3))
        handle = row_of(colleague).get().handle
        here.post(PAGE, {"end": handle})
        here.post(PAGE, {"end": "others"})
        assert [is_in(one) for one in (colleague, here, *others)] == [True, True, False, False]

    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (FIREFOX, "Firefox on Linux"),
            ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18 Safari/604", "Safari on iPhone"),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome on Android"),
            ("curl/8.14", ""),
            ("", ""),
        ],
    )
    def test_browser_is_told_in_words(self, agent, words):
        assert browser_in(agent) == words


class TestEverywhere:
    def test_new_password_ends_the_others(self, editor):
        here, there = signed_in(), signed_in()
        data = {
            "old_password": "long enough 123",
            "new_password1": PASSWORD,
            "new_password2": PASSWORD,
        }
        page = here.post(reverse("admin:password_change"), data, follow=True)
        assert "You are signed in nowhere else." in page.text
        assert (is_in(here), is_in(there)) == (True, False)
        assert Session.objects.filter(user=editor).count() == 1

    def test_closed_account_is_out_at_its_next_request(self, editor):
        client = signed_in()
        User.objects.filter(pk=editor.pk).update(is_active=False)
        assert not is_in(client)

    def test_closing_an_account_leaves_none_of_its_sessions(self, editor, client):
        signed_in()
        User.objects.filter(pk=editor.pk).update(email="e@office.example")
        client.force_login(staff("Administrator"))
        form = reverse("admin:auth_user_change", args=[editor.pk])
        data = form_of(client.get(form))
        data.pop("is_active")
        assert client.post(form, data).status_code == 302
        assert not Session.objects.filter(user=editor).exists()

    def test_role_that_was_taken_is_gone_at_the_next_request(self, editor):
        client = signed_in()
        address = reverse("admin:taken_away")
        assert client.get(address).status_code == 200
        editor.groups.clear()
        assert client.get(address).status_code == 403
