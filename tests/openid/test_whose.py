"""Whose account it is that a provider vouches for, and what its word counts for."""

import logging

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from portal.models import Identity, Letter, SecondFactor
from portal.openid.provider import asked_twice
from tests.openid.way import LOGIN, NOBODY, account, come_back, user_of
from tests.staff import form_of, staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openid.with_provider")]

STEP = "/admin/second-step/"
#: By why it is none of theirs, what a provider says of somebody.
STRANGERS = {
    "unknown": {"email": "nobody@office.example"},
    "not made sure of": {"email_verified": False},
    "not said to be": {"email_verified": None},
    "said in a word": {"email_verified": "true"},
    "said in a number": {"email_verified": 1},
    "without address": {"email": None},
    "with an empty one": {"email": ""},
    "with several": {"email": ["ana@office.example"]},
    "with what no text holds": {"email": "ana@office.example\0"},
    "with any": {"email": "%@office.example"},
    "closed": {"email": "closed@office.example"},
    "not of the staff": {"email": "reader@office.example"},
    "of two": {"email": "two@office.example"},
    # Letters that some databases take for i, k and s.
    "spelt with another i": {"email": "bınk@office.example"},
    "spelt with another k": {"email": "bin\u212a@office.example"},
    "spelt with another s here": {"email": "post@office.example"},
    "of somebody else": {"email": "taken@office.example"},
    "who left that provider": {"sub": "of who left", "email": "nobody@office.example"},
    "bound and closed": {"sub": "of a closed account"},
    "with a number of no text": {"sub": "a\0b"},
    "with one of other letters": {"sub": "č"},
    "with a long one": {"sub": "x" * 256},
    "with none": {"sub": ""},
}


def bind(user, issuer, subject):
    return Identity.objects.create(user=user, issuer=issuer, subject=subject)


class TestFirstTime:
    def test_binds_and_says_so_and_later_the_number_alone_counts(self, client, issuer, ana, caplog):
        caplog.set_level(logging.INFO)
        assert come_back(client, issuer) == ("/admin/", "ana")
        identity = Identity.objects.get()
        assert (identity.user, identity.issuer, identity.subject) == (ana, issuer.address, "Ana-1")
        words = "From now on Office Accounts may say who you are."
        assert LogEntry.objects.get().get_change_message() == words
        letter = Letter.objects.get()
        assert (letter.to, letter.body.startswith(words)) == ("ana@office.example", True)
        assert f"bound to the provider: account={ana.pk}" in caplog.text
        User.objects.filter(pk=ana.pk).update(email="anić@home.example")
        account("next", "ana@office.example")
        for claims in ({}, {"email": "x@y.example"}, {"email": None, "email_verified": None}):
            assert come_back(Client(), issuer, **claims) == ("/admin/", "ana")
        assert (Identity.objects.count(), Letter.objects.count()) == (1, 1)

    def test_anybody_else_gets_one_answer_and_nothing_is_bound(self, client, issuer, ana):
        account("bink", "bink@office.example")
        account("post", "poſt@office.example")
        closed = account("closed", "closed@office.example", is_active=False)
        account("reader", "reader@office.example", is_staff=False)
        account("two", "two@office.example")
        account("twin", "TWO@office.example")
        bind(closed, issuer.address, "of a closed account")
        bind(account("taken", "taken@office.example"), issuer.address, "of another")
        bind(ana, "https://before.example", "of who left")
        before = list(Identity.objects.values()), User.objects.count()
        answers = {why: come_back(client, issuer, **said) for why, said in STRANGERS.items()}
        assert answers == dict.fromkeys(STRANGERS, (NOBODY, None))
        assert (list(Identity.objects.values()), User.objects.count()) == before
        assert Letter.objects.count() == 0
        assert "belongs to whoever signed in at Office Accounts." in client.get(NOBODY).text

    def test_open_account_stands_beside_a_closed_one_with_its_address(self, client, issuer, ana):
        account("before", "ANA@office.example", is_active=False)
        assert come_back(client, issuer) == ("/admin/", "ana")

    def test_number_is_told_apart_by_provider_and_capitals(self, client, issuer, ana):
        before = "https://before.example"
        bind(account("other", "other@office.example"), before, "Ana-1")
        bind(ana, before, "Ana-0")
        assert come_back(client, issuer) == ("/admin/", "ana")
        assert come_back(Client(), issuer, sub="ana-1") == (NOBODY, None)

    def test_nobody_is_given_a_right_by_it(self, client, issuer, ana):
        come_back(client, issuer, groups=["Administrator"], roles=["admin"], is_superuser=True)
        ana.refresh_from_db()
        assert (ana.is_superuser, [one.name for one in ana.groups.all()]) == (False, ["Author"])


class TestSecondStep:
    def test_code_is_asked_of_who_has_one(self, client, issuer, ana):
        factor = SecondFactor.objects.create(user=ana, salt="of the test")
        assert come_back(client, issuer, "/admin/my-mail/") == (STEP, None)
        assert "That was the first step." in client.get(STEP).text
        code = factor.codes.at(timezone.now())
        assert client.post(STEP, {"code": code})["Location"] == "/admin/my-mail/"
        assert user_of(client) == "ana"

    def test_editor_must_set_one_up(self, client, issuer, settings):
        settings.REQUIRE_SECOND_FACTOR = True
        account("editor", "ana@office.example", "Editor")
        assert come_back(client, issuer) == (STEP, None)
        assert client.get(STEP)["Location"] == "/admin/second-factor/"

    def test_provider_that_says_to_have_asked_is_believed_by_setting(self, issuer, settings):
        settings.REQUIRE_SECOND_FACTOR = True
        account("editor", "ana@office.example", "Editor")
        for word, said, is_in in (
            ("", {"amr": ["mfa", ""]}, False),
            ("", {"acr": ""}, False),
            ("mfa", {}, False),
            ("mfa", {"amr": ["pwd", "otp"]}, False),
            ("mfa", {"amr": [["mfa"]]}, False),
            ("mfa", {"amr": None}, False),
            ("mfa", {"acr": "mfas"}, False),
            ("mfa", {"acr": ["mfa"]}, False),
            ("mfa", {"amr": ["pwd", "mfa"]}, True),
            ("gold", {"acr": "gold"}, True),
        ):
            settings.OIDC_SECOND_FACTOR = word
            client = Client()
            answer = ("/admin/", "editor") if is_in else (STEP, None)
            assert (word, said, come_back(client, issuer, **said)) == (word, said, answer)
            assert (client.get("/admin/").status_code == 200) == is_in

    @pytest.mark.parametrize("ways", ["no-mfa-used", "mfa", {"mfa": True}, 5, True, None])
    def test_ways_that_are_no_list_are_no_second_step(self, issuer, settings, ways):
        settings.OIDC_SECOND_FACTOR = "mfa"
        settings.REQUIRE_SECOND_FACTOR = True
        account("editor", "ana@office.example", "Editor")
        assert asked_twice({"amr": ways}) is False
        # Authlib takes no such token either.
        where, user = come_back(Client(), issuer, amr=ways)
        assert (where == STEP or where.endswith("&said=away"), user) == (True, None)

    def test_own_code_is_asked_whatever_the_provider_says(self, client, issuer, settings, ana):
        settings.OIDC_SECOND_FACTOR = "mfa"
        SecondFactor.objects.create(user=ana, salt="of the test")
        assert come_back(client, issuer, amr=["mfa"]) == (STEP, None)
        assert come_back(client, issuer, amr=["mfa"]) == (STEP, None)


class TestLettingGo:
    @pytest.fixture
    def identity(self, issuer, ana):
        return bind(ana, issuer.address, "Ana-1")

    @pytest.fixture
    def administrator(self, client):
        client.force_login(staff("Administrator"))
        return client

    def let_go(self, client, user, *identities):
        """Send the form of an account as it stands, with these to be let go of."""
        data = {"username": user.username, "email": user.email, "is_active": "on"}
        data |= {"groups": [group.pk for group in user.groups.all()]}
        data |= {"let_go": [identity.pk for identity in identities]}
        form = f"/admin/auth/user/{user.pk}/change/"
        page = client.get(form)
        if page.status_code == 200:
            data["stood"] = form_of(page)["stood"]
        return client.post(form, data)

    def test_administrator_sees_it_and_lets_it_go_with_a_trail(
        self, administrator, issuer, ana, identity, other, caplog
    ):
        caplog.set_level(logging.INFO)
        come_back(other, issuer)
        form = f"/admin/auth/user/{ana.pk}/change/"
        assert f"{issuer.address}, number Ana-1, since " in administrator.get(form).text
        self.let_go(administrator, ana)
        assert Identity.objects.count() == 1
        self.let_go(administrator, ana, identity)
        assert not Identity.objects.exists()
        assert other.get("/admin/")["Location"].startswith(LOGIN)
        assert f"let go by the provider: account={ana.pk} by=" in caplog.text
        assert "your password alone says who you are" in Letter.objects.get().body
        said = LogEntry.objects.first().get_change_message()
        assert said == "Changed let go of the account at a provider."
        assert "Who says who they are" not in administrator.get(form).text

    def test_one_of_somebody_else_stays(self, administrator, identity):
        self.let_go(administrator, account("other", "other@office.example"), identity)
        assert Identity.objects.get() == identity

    def test_who_keeps_no_accounts_lets_nothing_go(self, client, ana, identity):
        client.force_login(account("editor", "e@office.example", "Editor"))
        assert self.let_go(client, ana, identity).status_code == 403
        assert Identity.objects.get() == identity

    def test_who_has_the_address_next_is_bound_anew(
        self, administrator, issuer, ana, identity, other
    ):
        assert come_back(other, issuer, sub="Ana-2") == (NOBODY, None)
        self.let_go(administrator, ana, identity)
        assert come_back(other, issuer, sub="Ana-2") == ("/admin/", "ana")
        assert Identity.objects.get().subject == "Ana-2"
