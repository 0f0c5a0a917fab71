"""An account may do what Django says of it, whoever asks."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User

from portal.backends import AccountBackend
from portal.roles import ROLES
from tests.staff import staff

pytestmark = pytest.mark.django_db


def anew(user):
    return User.objects.get(pk=user.pk)


def own(user):
    user.user_permissions.add(Permission.objects.get(codename="view_move"))


def every(user):
    user.is_superuser = True
    user.save()


def gone(user):
    user.is_active = False
    user.save()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("change", [lambda user: None, own, every, gone])
def test_account_may_do_what_its_groups_and_it_itself_may(role, change):
    user, other = staff(role), staff("Author", "other")
    other.user_permissions.add(Permission.objects.get(codename="view_letter"))
    change(user)
    ours, djangos = AccountBackend(), ModelBackend()
    expected = djangos.get_all_permissions(anew(user))
    assert ours.get_all_permissions(anew(user)) == expected
    assert bool(expected) is (change is not gone)
    assert ours.get_all_permissions(anew(user), user) == set()


def test_account_is_found_by_its_key_as_long_as_it_is_active():
    user = staff()
    assert AccountBackend().get_user(user.pk) == user
    assert AccountBackend().get_user(0) is None
    gone(user)
    assert AccountBackend().get_user(user.pk) is None
