import datetime
import html
import re

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from portal import visitors
from portal.models import Attempt
from tests.staff import staff

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
RIGHT = "long enough 123"
NOW = datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(scope="module")
def editor(kept):
    return staff("Editor")


def sign_in(client, password, name="editor", **options):
    return client.post(LOGIN, {"username": name, "password": password}, **options)


class TestTries:
    def test_the_eleventh_of_an_account_from_an_address_waits_even_with_the_password(
        self, client, editor
    ):
        statuses = [sign_in(client, "wrong").status_code for _try in range(10)]
        assert statuses == [200] * 10
        answer = sign_in(client, RIGHT)
        assert (answer.status_code, client.session.get("_auth_user_id")) == (429, None)
        assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
        assert "Too many tries. Wait for 15 minutes, then try again." in answer.content.decode()
        # Others at the same place, and the same account from elsewhere, go on.
        colleague = staff("Author", "colleague")
        assert sign_in(Client(), RIGHT, colleague.username).status_code == 302
        assert sign_in(Client(REMOTE_ADDR="192.0.2.9"), RIGHT).status_code == 302

    def test_the_password_lets_the_tries_before_it_go(self, client, editor):
        for _try in range(9):
            sign_in(client, "wrong")
        assert sign_in(client, RIGHT).status_code == 302
        assert Attempt.objects.count() == 0

    def test_an_account_that_is_not_there_waits_the_same(self, client, editor):
        def answers(name):
            return [sign_in(client, "wrong", name).status_code for _try in range(11)]

        assert answers("nobody") == answers("editor")

    def test_tries_while_the_clock_was_ahead_keep_nobody_out_once_it_is_right(self):
        for at in (NOW + datetime.timedelta(days=400), NOW):
            for _try in range(10):
                assert Attempt.objects.begin("a", "x", now=at)[1] == 0
        assert Attempt.objects.begin("a", "x", now=NOW)[1] > 0

    def test_wait_is_over_when_it_was_said_and_does_not_grow_by_asking(self):
        for second in range(10):
            at = NOW + datetime.timedelta(seconds=second)
            assert Attempt.objects.begin("a", "x", now=at)[1] == 0
        waits = [
            Attempt.objects.begin("a", "x", now=NOW + minutes * MINUTE)[1] for minutes in (1, 2, 14)
        ]
        assert waits == [14 * 60, 13 * 60, 60]
        assert Attempt.objects.begin("a", "x", now=NOW + 15 * MINUTE)[1] == 0

    def test_many_addresses_on_one_account_and_one_address_on_many_wait(self):
        for number in range(60):
            assert Attempt.objects.begin("a", f"address {number}", now=NOW)[1] == 0
            assert Attempt.objects.begin(f"account {number}", "x", now=NOW)[1] == 0
        assert Attempt.objects.begin("a", "address of another", now=NOW)[1] > 0
        assert Attempt.objects.begin("another", "x", now=NOW)[1] > 0
        assert Attempt.objects.begin("another", "address of another", now=NOW)[1] == 0

    def test_what_was_typed_is_not_kept(self, client):
        sign_in(client, "x", "My Secret 77", REMOTE_ADDR="192.0.2.7")
        assert "secret 77" not in str(list(Attempt.objects.values())).casefold()
        assert "192.0.2.7" not in str(list(Attempt.objects.values()))

    def test_the_old_password_of_a_session_left_open_cannot_be_guessed(self, client, editor):
        client.force_login(editor)
        data = {"old_password": "wrong", "new_password1": "x", "new_password2": "x"}
        statuses = [
            client.post(reverse("admin:password_change"), data).status_code for _try in range(11)
        ]
        assert statuses == [200] * 10 + [429]


class TestUnknownAccount:
    @pytest.fixture
    def names(self, editor):
        closed, invited = staff("Author", "closed"), staff("Author", "invited")
        User.objects.filter(pk=closed.pk).update(is_active=False)
        invited.set_unusable_password()
        invited.save()
        User.objects.create_user("reader", password=RIGHT)
        return ["editor", "nobody", "closed", "invited", "reader"]

    def test_is_answered_like_a_wrong_password(self, client, names):
        def answer(name):
            page = client.post(LOGIN, {"username": name, "password": "wrong"})
            return page.status_code, [str(e) for e in page.context["form"].non_field_errors()]

        assert len({str(answer(name)) for name in names}) == 1

    def test_costs_the_same_work(self, client, names, monkeypatch):
        counted = []
        encode = hashers.MD5PasswordHasher.encode

        def counting(self, password, salt):
            counted.append(password)
            return encode(self, password, salt)

        monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
        work = {}
        for name in names:
            counted.clear()
            sign_in(client, "wrong", name)
            work[name] = len(counted)
        assert work == dict.fromkeys(names, 1)


TOO_SHORT = "This password is too short: write 12 characters or more, like a sentence."
TRIED_FIRST = "Many people use this password, so it is tried first: write another."
SITE_NAME = "This password is little more than the name of the site: add words of your own."
LIKE_THE_NAME = "This password is much like your username: write words apart from it."
ASKED = [
    "Write 12 characters or more: a sentence is easy to keep in mind.",
    "Keep your name and your mail address out of it.",
    "What many people use is refused.",
    "The name of the site with a number is refused.",
]


class TestPasswords:
    @pytest.mark.parametrize(
        ("password", "said"),
        [
            ("eleven char", TOO_SHORT),
            ("1234567890123", TRIED_FIRST),
            ("Portal of Events 2026", SITE_NAME),
            ("PORTAL-events!!", SITE_NAME),
            ("Office of Records 1", SITE_NAME),
            ("milica.antonova", LIKE_THE_NAME),
        ],
    )
    def test_easy_one_is_refused_with_what_to_do_next(self, settings, password, said):
        settings.SITE_OWNER = "Office of Records"
        with pytest.raises(ValidationError) as refused:
            validate_password(password, User(username="milica.antonova"))
        assert refused.value.messages == [said]

    def test_what_is_asked_of_one_is_told_beforehand(self, client, editor):
        client.force_login(editor)
        page = html.unescape(client.get(reverse("admin:password_change")).content.decode())
        assert [said for said in ASKED if said not in page] == []

    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery staple",
            "ништа није као пре 5",
            "!@#$%^&*()_+{}",
            "the portal of a small quiet house",
            "a b " * 60,
        ],
    )
    def test_long_one_of_any_letters_is_taken(self, password):
        assert validate_password(password) is None

    def test_one_of_two_hundred_letters_is_set_and_signs_in(self, client, editor):
        password = "č long words and more " * 10
        client.force_login(editor)
        data = {"old_password": RIGHT, "new_password1": password, "new_password2": password}
        assert client.post(reverse("admin:password_change"), data).status_code == 302
        assert sign_in(Client(), password).status_code == 302
        assert sign_in(Client(), password[:-1]).status_code == 200

    def test_nothing_keeps_a_browser_from_pasting_or_filling_in(self, client):
        page = client.get(LOGIN).text
        [field] = re.findall(r'<input[^>]* name="password"[^>]*>', page)
        assert 'type="password"' in field
        assert 'autocomplete="current-password"' in field
        assert "maxlength" not in field
        assert 'autocomplete="username"' in page


class TestAddress:
    @pytest.mark.parametrize(
        ("remote", "forwarded", "address"),
        [
            ("192.0.2.1", "", "192.0.2.1"),
            ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
            ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "198.51.100.66, 203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "203.0.113.9, 10.0.0.5", "203.0.113.9"),
            ("127.0.0.1", "evil\r\nX: y, 10.0.0.5", "10.0.0.5"),
            ("127.0.0.1", "", "127.0.0.1"),
            # As a socket for both kinds of addresses tells those of the older one.
            ("::ffff:192.0.2.1", "", "192.0.2.1"),
            ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
            ("", "203.0.113.9", ""),
        ],
    )
    def test_is_the_one_that_a_proxy_of_ones_own_heard(self, settings, remote, forwarded, address):
        settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/24"]
        request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
        assert visitors.address_of(request) == address

    def test_of_the_newer_kind_counts_by_the_network_of_one_customer(self):
        for address in ("2001:db8:1:2:3::9", "2001:db8:1:2::1%eth0"):
            request = RequestFactory().get("/", REMOTE_ADDR=address)
            assert visitors.network_of(request) == "2001:db8:1:2::/64"
