import datetime
import re

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.admin.passwords import PAUSE, Forgotten
from portal.admin.signing import SECOND
from portal.models import Letter, SecondFactor
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

ADD = "admin:auth_user_add"
PASSWORD = "a long new password 7"


def form(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def account(**fields):
    data = {"username": "ana", "email": "ana@ministry.example", "is_active": "on"}
    return data | {"groups": [Group.objects.get(name="Author").pk]} | fields


def send(client, user, **fields):
    """Send the form of an account as it was just opened, with what an invitation asks for."""
    stood = form_of(client.get(form(user)))["stood"]
    return client.post(form(user), account(stood=stood, **fields), follow=True)


def link_in(letter, path="/admin/set-password/"):
    return re.search(rf"http://127.0.0.1:8000({path}\S+)", letter.body)[1]


def set_password(client, address, password=PASSWORD):
    page = client.get(address, follow=True)
    if not page.redirect_chain:
        return page
    data = {"new_password1": password, "new_password2": password}
    return client.post(page.redirect_chain[-1][0], data, follow=True)


class TestRoles:
    def test_account_without_a_role_is_told_of_with_what_to_do(self, client, administrator):
        response = client.post(reverse(ADD), account(groups=[]), follow=True)
        user = User.objects.get(username="ana")
        warned = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
        assert warned == [
            "“ana” has no role and may do nothing yet: "
            f'<a href="{form(user)}">open the account</a> and tick one under “What they may do”.'
        ]
        saved = send(client, user)
        assert [m.level_tag for m in saved.context["messages"]] == ["success"]
        shut = send(client, user, groups=[], is_active="")
        assert [m.level_tag for m in shut.context["messages"]] == ["success"]

    def test_form_leads_to_what_each_role_may_do(self, client, administrator):
        url = reverse("admin:roles")
        html = client.get(reverse(ADD)).text
        assert f'<a href="{url}">What each role may do</a>. Without one, nothing.' in html
        table = client.get(url).text
        marks = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)
        printed = [" | ".join([words, *re.findall(r"<td>(.*?)</td>", row)]) for words, row in marks]
        assert [f"| {row} |" for row in printed] == roles.table().splitlines()[2:]

    def test_list_calls_things_as_the_form_does(self, client, administrator):
        html = client.get(reverse("admin:auth_user_changelist")).text
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html, re.S)
        assert [" ".join(re.sub("<.*?>", " ", head).split()) for head in heads] == [
            "User name", "Name", "Mail address", "Roles", "Active",
        ]  # fmt: skip
        assert re.findall(r"<summary>(\w.*?)</summary>", html) == ["Active", "Roles"]

    def test_summary_of_mistakes_calls_fields_as_the_form_does(self, client, administrator):
        html = client.post(reverse(ADD), account(username="")).text
        assert '<a href="#id_username_row">User name</a>:' in html


class TestInvitation:
    def test_new_account_gets_a_link_that_works_once(self, client, administrator):
        response = client.post(reverse(ADD), account(), headers={"host": "localhost"})
        assert response.status_code == 302
        user = User.objects.get(username="ana")
        assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
            True,
            False,
            False,
        )
        assert [group.name for group in user.groups.all()] == ["Author"]
        [letter] = Letter.objects.all()
        assert letter.to == "ana@ministry.example"
        assert "Your user name is ana." in letter.body
        assert "within 3 days" in letter.body
        assert "localhost" not in letter.body
        client.logout()
        address = link_in(letter)
        assert "Your password is set" in set_password(client, address).content.decode()
        assert client.login(username="ana", password=PASSWORD)
        again = set_password(client, address, "another password 8").content.decode()
        assert "This link was used already" in again
        assert client.login(username="ana", password=PASSWORD)

    def test_who_was_only_invited_can_ask_for_another_link(self, client, administrator):
        client.post(reverse(ADD), account())
        client.logout()
        client.post(reverse("admin:password_reset"), {"email": "ANA@ministry.example"})
        letter = Letter.objects.get(subject__startswith="A new password")
        set_password(client, link_in(letter))
        assert client.login(username="ana", password=PASSWORD)

    def test_link_grows_old(self, client, administrator, settings):
        client.post(reverse(ADD), account())
        settings.PASSWORD_RESET_TIMEOUT = -1
        page = set_password(client, link_in(Letter.objects.get())).content.decode()
        assert "This link was used already or has grown old" in page
        assert "<h1>This link works no longer</h1>" in page

    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("email", "", "This is empty: fill it in."),
            ("email", "x@y", "Write a mail address, like name@example.org."),
            ("email", "ADMIN@ministry.example", "Another account has this address."),
            ("username", "administrator", "This is taken already"),
            ("username", "Ana Anić", "Write letters, digits and @ . + - _ only, no space."),
            ("groups", [str(builders.NOBODYS)], "This is not one of the choices"),
            ("groups", ["9223372036854775808"], "This is not one of the choices"),
        ],
    )
    def test_wrong_account_is_told_beside_its_field(
        self, client, administrator, field, value, told
    ):
        User.objects.filter(pk=administrator.pk).update(email="admin@ministry.example")
        response = client.post(reverse(ADD), account(**{field: value}))
        assert told in str(response.context["adminform"].form.errors[field])
        assert User.objects.count() == 1
        assert Letter.objects.count() == 0


class TestHowTheySignIn:
    def told(self, client, user):
        """Return what the form of an account says of how somebody signs in."""
        html = client.get(form(user)).content.decode()
        return [
            re.search(rf'<div class="readonly" id="{name}">(.*?)</div>', html)[1]
            for name in ("signed_in", "second_step")
        ]

    def test_who_was_only_invited_is_told_of_with_what_to_do(self, client, administrator):
        client.post(reverse(ADD), account())
        assert self.told(client, User.objects.get(username="ana")) == [
            "Never: no password is set yet. If the link in the letter is too old, “Forgotten your "
            "password?” on the sign-in page sends another.",
            "Not set up.",
        ]

    def test_of_who_lost_the_phone_it_says_what_helps(self, client, administrator):
        at = datetime.datetime(2026, 3, 4, 8, 30, tzinfo=datetime.UTC)
        author = staff("Author")
        User.objects.filter(pk=author.pk).update(last_login=at)
        SecondFactor.objects.create(user=author, salt="x", set_at=at)
        assert self.told(client, author) == [
            "March 4, 2026, 09:30",
            "Set up on March 4, 2026. If the phone is lost, a recovery code lets them in. If the "
            "codes are lost too, whoever runs the machine takes it off, once it is sure who asks.",
        ]

    def test_who_must_have_a_second_step_is_said_to_be_asked(self, client, administrator, settings):
        author, editor = staff("Author"), staff("Editor")
        settings.REQUIRE_SECOND_FACTOR = True
        session = client.session
        session[SECOND] = True
        session.save()
        said = [self.told(client, user)[1] for user in (author, editor)]
        assert said == ["Not set up.", "Not set up: they are asked to at the next sign-in."]

    def test_form_of_a_new_account_asks_nothing_of_it(self, client, administrator):
        assert "How they sign in" not in client.get(reverse(ADD)).content.decode()


class TestForgotten:
    def test_answer_is_the_same_for_an_unknown_account(self, client):
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        gone = staff("Author", "gone")
        User.objects.filter(pk=gone.pk).update(email="gone@ministry.example", is_active=False)
        answers = []
        for email in ("e@ministry.example", "gone@ministry.example", "who@ministry.example"):
            response = client.post(reverse("admin:password_reset"), {"email": email}, follow=True)
            page = re.sub(r'nonce="[^"]*"', "", response.content.decode())
            answers.append((response.redirect_chain, page))
        assert answers[0] == answers[1] == answers[2]
        assert [letter.to for letter in Letter.objects.all()] == ["e@ministry.example"]

    def test_wishes_are_counted_as_tries_to_sign_in_are_whether_there_is_an_account_or_not(
        self, client
    ):
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        address = reverse("admin:password_reset")
        for email in ("e@ministry.example", "who@ministry.example"):
            asked = [client.post(address, {"email": email}).status_code for _turn in range(11)]
            assert asked == [302] * 10 + [429]
        answer = client.post(address, {"email": "e@ministry.example"})
        assert 14 * 60 < int(answer["Retry-After"]) <= 15 * 60
        assert "Too many tries. Wait for 15 minutes, then try again." in answer.text
        # Sixty from one place, of whomever.
        others = [client.post(address, {"email": f"{n}@x.example"}) for n in range(41)]
        assert [answer.status_code for answer in others] == [302] * 40 + [429]
        elsewhere = Client(REMOTE_ADDR="192.0.2.9")
        assert elsewhere.post(address, {"email": "e@ministry.example"}).status_code == 302

    def test_letter_of_while_the_clock_was_ahead_keeps_none_back_once_it_is_right(self, client):
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        for _turn in range(2):
            client.post(reverse("admin:password_reset"), {"email": "e@ministry.example"})
        assert Letter.objects.count() == 1
        Letter.objects.update(written_at=timezone.now() + datetime.timedelta(days=400))
        client.post(reverse("admin:password_reset"), {"email": "e@ministry.example"})
        assert Letter.objects.count() == 2

    def test_as_much_is_done_before_the_answer_for_an_unknown_account(self, rf):
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        view = Forgotten.as_view(site=site)
        asked, answers = [], []
        for email in ("e@ministry.example", "who@ministry.example"):
            request = rf.post("/", {"email": email})
            request._dont_enforce_csrf_checks = True
            with CaptureQueriesContext(connection) as queries:
                answers.append(view(request))
            asked.append([query["sql"].split()[:3] for query in queries])
        assert asked[0] == asked[1]
        assert not Letter.objects.exists()
        for answer in answers:
            answer.what_is_left()
        assert [letter.to for letter in Letter.objects.all()] == ["e@ministry.example"]

    def test_second_letter_within_minutes_is_not_written(self, client):
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        for _turn in range(3):
            client.post(reverse("admin:password_reset"), {"email": "e@ministry.example"})
        assert Letter.objects.count() == 1
        Letter.objects.update(written_at=timezone.now() - 2 * PAUSE)
        client.post(reverse("admin:password_reset"), {"email": "e@ministry.example"})
        assert Letter.objects.count() == 2

    def test_link_does_not_come_from_the_host_that_asked(self, client, settings):
        settings.ALLOWED_HOSTS = ["evil.example"]
        user = staff("Editor")
        User.objects.filter(pk=user.pk).update(email="e@ministry.example")
        address = reverse("admin:password_reset")
        client.post(address, {"email": "e@ministry.example"}, headers={"host": "evil.example"})
        body = Letter.objects.get().body
        assert "evil" not in body
        assert link_in(Letter.objects.get())

    def test_is_offered_on_the_sign_in_page(self, client):
        page = client.get(reverse("admin:login")).content.decode()
        assert f'href="{reverse("admin:password_reset")}"' in page

    @pytest.mark.parametrize(
        "path", ["x/y/", "MTI/set-password/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b/"]
    )
    def test_invented_link_says_what_to_do(self, client, path):
        page = client.get(f"/admin/set-password/{path}").content.decode()
        assert "Send me another link" in page


def test_sign_in_says_what_is_wrong(client):
    data = {"username": "nobody", "password": "x"}
    page = client.post(reverse("admin:login"), data).content.decode()
    assert "<h1>Sign in</h1>" in page
    assert "No account of the staff has this user name and password." in page


def test_history_of_an_account_says_who_changed_it(client, administrator):
    client.post(reverse(ADD), account())
    user = User.objects.get(username="ana")
    send(client, user, last_name="Anić")
    page = client.get(reverse("admin:auth_user_history", args=[user.pk])).content.decode()
    told = re.findall(r'class="(?:who|action)">([^<]+)<', page)
    assert told == ["administrator", "Added.", "administrator", "Changed Last name."]


class TestWhoGivesWhat:
    def test_superuser_is_neither_seen_nor_changed_by_others(self, client, administrator):
        root = User.objects.create_superuser("root", "root@ministry.example")
        assert "root@" not in client.get(reverse("admin:auth_user_changelist")).content.decode()
        assert client.get(form(root)).status_code == 302
        client.post(form(root), account(username="root", email="mine@ministry.example"))
        root.refresh_from_db()
        assert root.email == "root@ministry.example"

    def test_nobody_is_made_more_by_what_a_form_does_not_ask(self, client, administrator):
        every = [permission.pk for permission in Permission.objects.all()]
        more = {"is_superuser": "on", "user_permissions": every, "password": "x"}
        client.post(reverse(ADD), account(**more))
        user = User.objects.get(username="ana")
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
        send(client, user, last_name="Anić", **more)
        user.refresh_from_db()
        assert user.last_name == "Anić"
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)

    def test_role_beyond_ones_own_cannot_be_given(self, client):
        clerk = staff("Author")
        clerk.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
        client.force_login(clerk)
        editor = Group.objects.get(name="Editor")
        page = client.get(reverse(ADD))
        offered = page.context["adminform"].form.fields["groups"].queryset
        assert [group.name for group in offered] == ["Author"]
        client.post(reverse(ADD), account(groups=[editor.pk]))
        assert not User.objects.filter(username="ana").exists()

    def test_account_that_may_more_can_only_be_looked_at(self, client):
        clerk = staff("Author")
        clerk.user_permissions.set(Permission.objects.filter(codename__endswith="_user"))
        client.force_login(clerk)
        editor = staff("Editor")
        assert client.get(form(editor)).status_code == 200
        data = account(username="editor", email="mine@ministry.example")
        assert client.post(form(editor), data).status_code == 403
        editor.refresh_from_db()
        assert editor.email == ""

    def test_account_is_closed_and_not_deleted(self, client, administrator):
        author = staff("Author")
        assert client.get(reverse("admin:auth_user_delete", args=[author.pk])).status_code == 403
        data = form_of(client.get(form(author)))
        data.pop("is_active")
        data["email"] = ["author@ministry.example"]
        client.post(form(author), data)
        author.refresh_from_db()
        assert (author.is_active, author.is_staff) == (False, True)
        assert [group.name for group in author.groups.all()] == ["Author"]

    def test_whose_mail_address_is_changed_reads_of_it_at_the_former_one(
        self, client, administrator
    ):
        author = staff("Author")
        for new, told in [
            ("ana@office.example", []),
            ("ANA@office.example", []),
            ("else@office.example", ["ANA@office.example"]),
        ]:
            data = form_of(client.get(form(author))) | {"email": [new]}
            client.post(form(author), data)
            author.refresh_from_db()
            assert author.email == new
            assert list(Letter.objects.values_list("to", flat=True)) == told
        assert "go to another address" in Letter.objects.get().body

    @pytest.mark.parametrize("role", ["Author", "Editor", "Data protection officer"])
    def test_other_roles_keep_no_accounts(self, client, role):
        user = staff(role)
        client.force_login(user)
        for address in (reverse(ADD), reverse("admin:auth_user_changelist"), form(user)):
            assert client.get(address).status_code == 403
