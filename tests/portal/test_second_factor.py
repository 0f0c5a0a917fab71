import base64
import datetime
import hmac
import re
import struct

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Letter, RecoveryCode, SecondFactor, Session
from tests.nets import staff_addresses
from tests.portal.test_own_account import gone_at
from tests.staff import staff

pytestmark = pytest.mark.django_db

LOGIN, STEP, SET_UP = "/admin/login/", "/admin/second-step/", "/admin/second-factor/"
RIGHT = "long enough 123"
NEW = "another one and longer 8"
NOW = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def editor(kept):
    user = staff("Editor")
    user.email = "e@office.example"
    user.save()
    return user


@pytest.fixture(scope="module")
def author(kept):
    return staff("Author")


@pytest.fixture
def factor(editor):
    return SecondFactor.objects.create(user=editor, salt="of the test")


@pytest.fixture
def asked(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def give_password(client, name="editor", wanted=""):
    return client.post(LOGIN, {"username": name, "password": RIGHT, "next": wanted})


def code_of(factor, off=0):
    return factor.codes.at(timezone.now(), counter_offset=off)


def user_of(client):
    return client.session.get("_auth_user_id")


def set_up(client, user, **more):
    """Set a second step up as the page says; return the answer."""
    page = client.get(SET_UP).text
    factor = SecondFactor(user=user, salt=client.session["second-step-salt"])
    key = re.search(r'<code class="key">([^<]+)<', page)[1]
    assert key.replace(" ", "") == factor.codes.secret
    return client.post(SET_UP, {"code": code_of(factor)} | more)


class TestStep:
    def test_password_alone_signs_nobody_in(self, client, factor):
        answer = give_password(client, wanted="/admin/my-mail/")
        assert (answer.status_code, answer["Location"]) == (302, STEP)
        assert user_of(client) is None
        assert "/login/" in client.get("/admin/")["Location"]
        page = client.get(STEP).content.decode()
        assert "<h1>The second step</h1>" in page
        assert 'autocomplete="one-time-code"' in page
        answer = client.post(STEP, {"code": code_of(factor)})
        assert (answer.status_code, answer["Location"]) == (302, "/admin/my-mail/")
        assert client.get("/admin/my-mail/").status_code == 200

    def test_code_works_once_for_whoever_sends_it(self, client, factor):
        code = code_of(factor)
        give_password(client)
        assert client.post(STEP, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
        other = Client()
        give_password(other)
        assert "is not right, or was used already" in other.post(STEP, {"code": code}).text
        assert user_of(other) is None

    def test_clock_may_be_half_a_minute_off_and_no_more(self, factor):
        codes = [factor.codes.at(NOW, counter_offset=off) for off in range(-2, 3)]
        assert [factor.step_of(code, NOW) is not None for code in codes] == [0, 1, 1, 1, 0]
        assert [factor.take(code, NOW) for code in codes[1:4]] == [True, True, True]
        # What is older than one that was used is used up with it.
        assert [factor.take(code, NOW) for code in codes[1:4]] == [False, False, False]

    def test_code_is_what_an_app_works_out_of_the_key(self, factor):
        step = struct.pack(">Q", int(NOW.timestamp()) // 30)
        mac = hmac.digest(base64.b32decode(factor.codes.secret), step, "sha1")
        at = mac[-1] & 15
        number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
        assert factor.codes.at(NOW) == f"{number % 10**6:06}"

    def test_the_eleventh_code_waits_even_if_it_is_right(self, client, factor):
        give_password(client)
        statuses = [client.post(STEP, {"code": "000000"}).status_code for _try in range(10)]
        answer = client.post(STEP, {"code": code_of(factor)})
        assert (statuses, answer.status_code) == ([200] * 10, 429)
        assert int(answer["Retry-After"]) > 14 * 60
        assert user_of(client) is None

    def test_is_open_for_some_minutes_after_the_password_only(self, client, factor, editor):
        assert client.get(STEP)["Location"].startswith(LOGIN)
        give_password(client)
        session = client.session
        session["signing-in"] |= {"until": (timezone.now()).isoformat()}
        session.save()
        assert client.post(STEP, {"code": code_of(factor)})["Location"].startswith(LOGIN)
        give_password(client)
        User.objects.filter(pk=editor.pk).update(password=make_password("another one 5"))
        assert client.post(STEP, {"code": code_of(factor)})["Location"].startswith(LOGIN)
        assert user_of(client) is None

    def test_recovery_code_lets_in_once_and_says_how_many_are_left(self, client, factor, editor):
        code = RecoveryCode.objects.renew(editor)[0]
        give_password(client)
        page = client.post(STEP, {"code": code.upper().replace("-", " ")}, follow=True)
        assert "You used a recovery code: 9 are left." in page.text
        other = Client()
        give_password(other)
        assert other.post(STEP, {"code": code}).status_code == 200
        assert user_of(other) is None

    def test_wrong_code_of_either_kind_is_told_in_the_same_words(self, client, factor, editor):
        used, other = RecoveryCode.objects.renew(editor)[:2]
        RecoveryCode.objects.take(editor, used)
        give_password(client)
        said = (
            "This code is not right, or was used already. Write the digits that the app shows now, "
            "or another recovery code."
        )
        for code in ("000000", used, f"{other[:-1]}!"):
            form = client.post(STEP, {"code": code}).context["form"]
            assert form.errors["code"] == [said]

    def test_new_password_by_a_link_leaves_the_step_as_it_is(self, client, factor):
        client.post(reverse("admin:password_reset"), {"email": "e@office.example"})
        path = re.search(r"/admin/set-password/\S+", Letter.objects.get().body)[0]
        page = client.get(path)["Location"]
        client.post(page, {"new_password1": NEW, "new_password2": NEW})
        answer = client.post(LOGIN, {"username": "editor", "password": NEW})
        assert answer["Location"] == STEP
        assert user_of(client) is None

    def test_code_of_a_step_that_is_taken_off_meanwhile_lets_nobody_in(self, client, factor):
        give_password(client)
        code, meanwhile = code_of(factor), [SecondFactor.objects.filter(pk=factor.pk)]

        def taken_off(execute, sql, params, many, context):
            if sql.startswith("INSERT") and "portal_attempt" in sql and meanwhile:
                meanwhile.pop().delete()
            return execute(sql, params, many, context)

        with connection.execute_wrapper(taken_off):
            answer = client.post(STEP, {"code": code})
        assert "This code is not right" in answer.text
        assert (user_of(client), meanwhile) == (None, [])

    def test_page_says_who_helps_when_phone_and_codes_are_lost(self, client, factor):
        give_password(client)
        lost = "Neither the phone nor a recovery code at hand? Ask an administrator: whoever runs"
        assert lost in client.get(STEP).text

    def test_recovery_code_of_a_colleague_lets_nobody_in(self, client, factor, author):
        code = RecoveryCode.objects.renew(author)[0]
        give_password(client)
        assert client.post(STEP, {"code": code}).status_code == 200

    def test_no_code_can_be_read_in_the_database(self, factor, editor):
        codes = RecoveryCode.objects.renew(editor)
        stored = str([*RecoveryCode.objects.values(), *SecondFactor.objects.values()])
        assert not [code for code in codes if code in stored]
        assert factor.codes.secret not in stored
        assert len(set(codes)) == 10
        assert {len(code.replace("-", "")) for code in codes} == {24}


class TestSetUp:
    def test_own_page_sets_it_up_with_the_password(self, client, author):
        client.force_login(author)
        refused = set_up(client, author, password="wrong")
        assert "This is not your password." in refused.text
        assert not SecondFactor.objects.exists()
        page = set_up(client, author, password=RIGHT)
        codes = re.findall(r'<code class="key">([^<]+)<', page.text)
        assert len(codes) == RecoveryCode.objects.filter(user=author).count() == 10
        assert codes[0] not in client.get(SET_UP).text
        other = Client()
        assert give_password(other, "author")["Location"] == STEP

    def test_square_says_the_same_as_the_key_and_is_for_its_owner_alone(self, client, author):
        square = reverse("admin:second_factor_qr")
        assert client.get(square)["Location"].startswith(LOGIN)
        client.force_login(author)
        assert client.get(square).status_code == 404
        client.get(SET_UP)
        answer = client.get(square)
        assert answer["Content-Type"] == "image/svg+xml"
        assert "no-store" in answer["Cache-Control"]
        assert b"style=" not in answer.content
        set_up(client, author, password=RIGHT)
        assert client.get(square).status_code == 404

    def test_it_signs_out_everywhere_else_and_writes_a_letter(self, client, editor):
        other = Client()
        for one in (client, other):
            one.force_login(editor)
        set_up(client, editor, password=RIGHT)
        assert client.get("/admin/").status_code == 200
        assert "/login/" in other.get("/admin/")["Location"]
        [letter] = Letter.objects.all()
        assert letter.to == "e@office.example"
        assert "A second step of signing in was set up" in letter.body

    def test_is_set_up_with_all_that_follows_or_not_at_all(self, client, editor):
        other = Client()
        for one in (client, other):
            one.force_login(editor)
        client.raise_request_exception = False
        with gone_at('DELETE FROM "portal_session"'):
            assert set_up(client, editor, password=RIGHT).status_code == 503
        assert not SecondFactor.objects.exists()
        assert not Letter.objects.exists()
        assert other.get("/admin/").status_code == 200
        page = set_up(client, editor, password=RIGHT)
        assert len(re.findall(r'class="key"', page.text)) == 10

    def test_is_taken_off_or_renewed_with_a_code_alone(self, client, factor, editor):
        RecoveryCode.objects.renew(editor)
        client.force_login(editor)
        client.post(SET_UP, {"code": "000000", "remove": "1"})
        assert SecondFactor.objects.count() == 1
        page = client.post(SET_UP, {"code": code_of(factor)})
        assert len(re.findall(r'class="key"', page.text)) == 10
        client.post(SET_UP, {"code": code_of(factor, 1), "remove": "1"})
        assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
        assert give_password(Client())["Location"] == "/admin/"


@pytest.mark.usefixtures("asked")
class TestAsked:
    def test_editor_sets_it_up_before_anything_else(self, client, editor):
        assert give_password(client, wanted="/admin/my-mail/")["Location"] == STEP
        assert client.get(STEP)["Location"] == SET_UP
        assert user_of(client) is None
        page = set_up(client, editor)
        assert 'href="/admin/my-mail/"' in page.text
        assert client.get("/admin/my-mail/").status_code == 200
        assert Session.objects.filter(user=editor).count() == 1

    def test_author_is_not_asked(self, client, author):
        assert give_password(client, "author")["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_who_has_one_can_neither_set_up_another_nor_take_it_off(self, client, factor, editor):
        give_password(client)
        assert client.get(SET_UP)["Location"] == STEP
        client.post(STEP, {"code": code_of(factor)})
        page = client.post(SET_UP, {"code": code_of(factor, 1), "remove": "1"})
        assert "Who may publish or erase keeps the second step." in page.text
        assert SecondFactor.objects.count() == 1

    def test_session_of_before_it_was_asked_opens_no_address(self, client, editor):
        client.force_login(editor)
        open_to_all = {"accent", "login", "logout", "second_factor_qr"}
        desk = staff_addresses.Desk()
        opened = {
            name: answer.status_code
            for name, address in staff_addresses.addresses(desk).items()
            if name not in open_to_all and not name.startswith("password_reset")
            for answer in [client.get(address)]
            if not (answer.status_code == 302 and "/login/" in answer["Location"])
        }
        assert opened == {}
        assert client.get(LOGIN)["Location"] == STEP
        assert client.get(STEP)["Location"] == SET_UP


class TestReset:
    def test_lost_one_is_taken_off_with_a_trail(self, client, factor, editor, capsys):
        RecoveryCode.objects.renew(editor)
        client.force_login(editor)
        call_command("reset_second_factor", "editor")
        assert capsys.readouterr().out == (
            "editor signs in with the password alone until a second step is set up again; "
            "1 sessions ended.\n"
        )
        assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
        assert "/login/" in client.get("/admin/")["Location"]
        assert "taken off on the server" in LogEntry.objects.get().change_message
        assert "taken off on the server" in Letter.objects.get().body

    @pytest.mark.parametrize(
        ("name", "told"), [("nobody", "There is no account"), ("author", "has no second step")]
    )
    def test_wrong_name_is_told(self, author, name, told):
        with pytest.raises(CommandError, match=told):
            call_command("reset_second_factor", name)
        assert not LogEntry.objects.exists()
