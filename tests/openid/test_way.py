"""The way to a provider and back, and what a provider that is away or lies comes to."""

import logging
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from portal.models import Attempt, Session
from portal.openid import provider
from tests.openid.issuer import CLIENT, DOCUMENT, SECRET
from tests.openid.way import (
    AWAY,
    BACK,
    BEGIN,
    LOGIN,
    UNFINISHED,
    come_back,
    user_of,
    way_back,
)
from tests.portal.test_redirects import ELSEWHERE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openid.with_provider")]

MINUTE = timezone.timedelta(minutes=1)


class TestThere:
    def test_provider_is_asked_for_no_more_than_who_it_is(self, client, issuer):
        address = urlsplit(client.get(BEGIN, headers={"host": "localhost"})["Location"])
        asked = parse_qs(address.query)
        assert min(len(asked.pop(name)[0]) for name in ("state", "nonce", "code_challenge")) >= 20
        assert asked == {
            "client_id": [CLIENT],
            "response_type": ["code"],
            "scope": ["openid email"],
            "code_challenge_method": ["S256"],
            "redirect_uri": ["http://127.0.0.1:8000/admin/openid/back/"],
        }

    def test_sign_in_page_offers_it_by_a_link_that_keeps_where_one_wants_to_go(
        self, client, issuer
    ):
        page = client.get(LOGIN, {"next": "/admin/my-mail/?a=1&b=2"}).text
        link = f"{BEGIN}?next=%2Fadmin%2Fmy-mail%2F%3Fa%3D1%26b%3D2"
        assert f'href="{link}">Sign in with Office Accounts</a>' in page
        assert f'href="{BEGIN}">Sign in with Office Accounts</a>' in client.get(LOGIN).text

    def test_another_site_begins_nothing(self, client, issuer):
        for site in ("cross-site", "same-site"):
            answer = client.get(BEGIN, headers={"sec-fetch-site": site})
            assert answer["Location"] == f"{LOGIN}?next=%2Fadmin%2F"
        assert (Attempt.objects.count(), Session.objects.count(), issuer.asked) == (0, 0, [])
        for site in ("same-origin", "none"):
            answer = client.get(BEGIN, headers={"sec-fetch-site": site})
            assert answer["Location"].startswith(issuer.address)

    def test_without_the_setting_there_is_none(self, client, settings):
        settings.ROOT_URLCONF = "portal.urls"
        assert client.get(BEGIN)["Location"] == f"{LOGIN}?next={BEGIN}"
        page = client.get(LOGIN, {"said": "nobody"}).text
        assert ("openid" in page, "errornote" in page) == (False, False)

    def test_the_sixty_first_of_a_place_waits_and_others_do_not(self, client, issuer, other, ana):
        for number in range(60):
            Attempt.objects.begin(f"account {number}", "127.0.0.1")
        answer = client.get(BEGIN, {"next": "/admin/my-mail/"})
        assert (answer.status_code, issuer.asked) == (429, [])
        assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
        assert "Too many tries. Wait for 15 minutes, then try again." in answer.text
        assert f'<form action="{LOGIN}"' in answer.text
        assert '<input type="hidden" name="next" value="/admin/my-mail/">' in answer.text
        assert come_back(Client(REMOTE_ADDR="192.0.2.9"), issuer) == ("/admin/", "ana")

    def test_those_that_led_in_do_not_count(self, client, issuer, ana, other):
        client.get(BEGIN)
        come_back(other, issuer, email="nobody@office.example")
        assert Attempt.objects.count() == 2
        come_back(other, issuer)
        assert Attempt.objects.count() == 2


class TestBack:
    def test_account_is_signed_in_where_it_wanted_to_go(self, client, issuer, ana):
        assert come_back(client, issuer, "/admin/my-mail/") == ("/admin/my-mail/", "ana")
        assert client.get("/admin/my-mail/").context["user"] == ana
        assert issuer.asked == [DOCUMENT, DOCUMENT, "/token", "/keys"]

    def test_session_is_another_and_holds_nothing_of_the_way(self, client, issuer, ana):
        back = way_back(client, issuer)
        before = client.session.session_key
        ends = Session.objects.get(pk=before).expire_date - timezone.now()
        assert 9 * MINUTE < ends <= 10 * MINUTE
        client.get(back)
        session = Session.objects.get()
        assert (session.user, session.session_key != before) == (ana, True)
        ends = session.expire_date - timezone.now()
        assert 719 * MINUTE < ends <= 720 * MINUTE
        assert set(client.session.keys()) == {
            *("_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_session_expiry"),
            *("second-step", "began", "browser", "address"),
        }

    def test_same_way_again_does_nothing_for_who_is_in_and_nobody_else(
        self, client, issuer, ana, other
    ):
        back = way_back(client, issuer)
        assert client.get(back)["Location"] == "/admin/"
        key = client.session.session_key
        for address in (back, BEGIN):
            assert client.get(address)["Location"] == "/admin/"
        assert client.session.session_key == key
        assert other.get(back)["Location"] == UNFINISHED
        client.post("/admin/logout/")
        assert client.get(back)["Location"] == UNFINISHED
        assert user_of(client) is None

    def test_nobody_is_led_to_another_site(self, client, issuer, ana):
        led = {spelling: come_back(Client(), issuer, spelling)[0] for spelling in ELSEWHERE[::4]}
        assert led == dict.fromkeys(led, "/admin/")
        for spelling in ELSEWHERE:
            Attempt.objects.all().delete()
            client.get(BEGIN, {"next": spelling})
            assert client.session["openid"][1] == "/admin/"

    def test_what_comes_back_does_not_say_where_to_go(self, client, issuer, ana):
        back = way_back(client, issuer, "/admin/my-mail/", email="nobody@office.example")
        to_sign_in = f"{LOGIN}?next=%2Fadmin%2Fmy-mail%2F&said=nobody"
        assert client.get(f"{back}&next=/admin/find/")["Location"] == to_sign_in
        back = way_back(client, issuer, "/admin/my-mail/")
        assert client.get(f"{back}&next=/admin/find/")["Location"] == "/admin/my-mail/"

    def test_one_that_was_not_begun_here_is_refused_and_asks_nobody(self, client, issuer, ana):
        for change in ("&state=another", "&state=", "&code=", "&error=access_denied"):
            back = way_back(client, issuer)
            assert client.get(back + change)["Location"] == UNFINISHED
        assert client.get(BACK)["Location"] == UNFINISHED
        assert "was not finished here." in client.get(UNFINISHED).text
        assert (user_of(client), "/token" in issuer.asked) == (None, False)

    def test_code_and_state_of_another_browser_let_nobody_in(self, client, issuer, ana, other):
        """Nobody is made to sign in as somebody else by an address that they are given."""
        assert client.get(way_back(other, issuer))["Location"] == UNFINISHED
        mine, theirs = (parse_qs(urlsplit(way_back(one, issuer)).query) for one in (client, other))
        mixed = {"code": theirs["code"][0], "state": mine["state"][0]}
        assert client.get(BACK, mixed)["Location"] == AWAY
        # A provider that forgot to compare the secret of the way still gives a token for another.
        mine, theirs = (parse_qs(urlsplit(way_back(one, issuer)).query) for one in (client, other))
        mixed = {"code": theirs["code"][0], "state": mine["state"][0]}
        issuer.codes[mixed["code"]]["code_challenge"] = None
        assert client.get(BACK, mixed)["Location"] == AWAY
        assert user_of(client) is None

    def test_state_is_used_up_by_the_first_try(self, client, issuer, ana):
        back = way_back(client, issuer)
        issuer.instead["/token"] = (500, {}, b"")
        assert client.get(back)["Location"] == AWAY
        issuer.instead.clear()
        assert client.get(back)["Location"] == UNFINISHED

    def test_who_took_too_long_begins_again(self, client, issuer, ana):
        back = way_back(client, issuer)
        Session.objects.update(expire_date=timezone.now())
        assert client.get(back)["Location"] == UNFINISHED


class TestAway:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch):
        monkeypatch.setattr(provider, "PATIENCE", 0.5)

    @pytest.mark.parametrize("path", [DOCUMENT, "/token", "/keys"])
    def test_answer_that_is_none_is_told_in_a_sentence(self, client, issuer, ana, path):
        elsewhere = {"Location": f"{issuer.address}/elsewhere"}
        answers = [
            (500, {}, b"{}"),
            (429, {"Content-Type": "text/html"}, b"<p>"),
            (200, {"Content-Type": "text/html"}, b"<p>"),
            *((200, {}, words) for words in (b"[]", b'"x"', b"{}", b"null", b"7", b"\xff\0")),
            (200, {}, b"[" * 100_000),
            (302, elsewhere, b""),
            (307, elsewhere, b""),
        ]
        for answer in answers:
            issuer.behave()
            back = way_back(client, issuer)
            issuer.instead[path] = answer
            assert (answer, client.get(back)["Location"]) == (answer, AWAY)
            assert "/elsewhere" not in issuer.asked
        assert user_of(client) is None
        page = client.get(AWAY).text
        assert "Just now Office Accounts does not answer as it should." in page
        assert 'name="password"' in page

    def test_silence_is_not_waited_for(self, client, issuer):
        over, answered = threading.Event(), []
        issuer.instead[DOCUMENT] = (200, {}, lambda: answered.append(over.wait(30)) or b"{}")
        assert (client.get(BEGIN)["Location"], answered) == (AWAY, [])
        over.set()
        assert not Session.objects.exists()

    def test_provider_that_is_not_there_leaves_the_password(self, client, issuer, ana, settings):
        settings.OIDC_ISSUER = "http://127.0.0.1:1"
        page = client.get(BEGIN, {"next": "/admin/my-mail/"}, follow=True)
        assert page.redirect_chain == [(f"{LOGIN}?next=%2Fadmin%2Fmy-mail%2F&said=away", 302)]
        data = {"username": "ana", "password": "long enough 123", "next": "/admin/my-mail/"}
        assert client.post(LOGIN, data)["Location"] == "/admin/my-mail/"

    def test_document_that_cannot_be_is_not_followed(self, client, issuer):
        for document in (
            {"issuer": "http://127.0.0.1:2"},
            {"issuer": f"{issuer.address}/"},
            {"issuer": None},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": "http://evil.example/"},
            {"token_endpoint": "http://evil.example/"},
            {"token_endpoint": 7},
            {"jwks_uri": "ftp://127.0.0.1/"},
            {"jwks_uri": None},
        ):
            issuer.document = document
            assert (document, client.get(BEGIN)["Location"]) == (document, AWAY)
        assert set(issuer.asked) == {DOCUMENT}

    def test_real_provider_is_asked_over_https_alone(self, settings):
        settings.OIDC_ISSUER = "https://accounts.example"
        provider.require_safe("https://keys.example/")
        for address in ("http://127.0.0.1/", "http://accounts.example/", "//accounts.example"):
            with pytest.raises(provider.Away, match="not https"):
                provider.require_safe(address)


def test_log_tells_who_and_why_and_no_secret(client, issuer, ana, other, caplog):
    caplog.set_level(logging.DEBUG)
    back = way_back(client, issuer)
    [kept] = [value for key, value in client.session.items() if key.startswith("_state_")]
    client.get(back)
    come_back(other, issuer, sub="x", email="nobody@office.example")
    come_back(other, issuer, iss="https://evil.example")
    other.get(f"{BACK}?code=sesame&error=\nforged&error_description=forged")
    told = [record.getMessage() for record in caplog.records if record.name == "portal.logs"]
    refused = "sign-in refused: address=127.0.0.1 why="
    assert told == [
        f"bound to the provider: account={ana.pk}",
        f"the provider knew who it is: account={ana.pk} second=False",
        f"signed in: account={ana.pk}",
        f"{refused}0 open accounts have the mail address",
        f"{refused}InvalidClaimError: invalid_claim: Invalid claim: 'iss'",
        f"{refused}the provider gave no code",
    ]
    secrets = [SECRET, "sesame", "office.example", "forged", kept["data"]["code_verifier"]]
    secrets += [kept["data"]["nonce"], parse_qs(urlsplit(back).query)["code"][0]]
    assert [secret for secret in secrets if secret in caplog.text] == []
