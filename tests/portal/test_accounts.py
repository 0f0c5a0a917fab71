import json
import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

from portal.management.commands import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path, monkeypatch, settings):
    settings.SAMPLE_SITE = True
    path = tmp_path / "var" / "accounts.json"
    monkeypatch.setattr(accounts.Command, "path", path)
    return path


def printed(capsys):
    call_command("accounts")
    return [re.split(r"  +", line) for line in capsys.readouterr().out.splitlines()]


def test_each_role_gets_an_account_that_can_sign_in(path, capsys, client):
    lines = printed(capsys)
    assert [(role, user) for role, user, _password in lines] == [
        ("author", "author"),
        ("editor", "editor"),
        ("data protection officer", "data-protection-officer"),
        ("administrator", "administrator"),
    ]
    for role, user, password in lines:
        assert client.login(username=user, password=password)
        account = User.objects.get(username=user)
        assert account.is_staff
        assert list(account.groups.values_list("name", flat=True)) == [role.capitalize()]


def test_the_second_time_prints_the_same_and_makes_nothing(path, capsys):
    first = printed(capsys)
    hashes = dict(User.objects.values_list("username", "password"))
    assert printed(capsys) == first
    assert dict(User.objects.values_list("username", "password")) == hashes
    assert User.objects.count() == Group.objects.count() == 4


def test_passwords_are_long_random_and_kept_for_the_owner_alone(path, capsys):
    passwords = [password for _role, _user, password in printed(capsys)]
    assert len(set(passwords)) == 4
    assert {len(password) for password in passwords} == {19}
    assert list(json.loads(path.read_text()).values()) == passwords
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_printed_is_true_after_a_password_was_changed(path, capsys, client):
    printed(capsys)
    user = User.objects.get(username="editor")
    user.set_password("another password of mine")
    user.is_active = False
    user.save()
    password = printed(capsys)[1][2]
    assert client.login(username="editor", password=password)


def test_a_real_site_is_refused(path, settings):
    settings.SAMPLE_SITE = False
    with pytest.raises(CommandError, match=r"^SAMPLE_SITE is off"):
        call_command("accounts")
    assert not User.objects.exists()
    assert not path.exists()


def test_a_damaged_file_is_named_and_left_alone(path):
    path.parent.mkdir()
    path.write_text("{")
    with pytest.raises(CommandError, match=r"accounts\.json is damaged"):
        call_command("accounts")
    assert path.read_text() == "{"
