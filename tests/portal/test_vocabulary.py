import pytest

from events.models import Role
from portal import vocabulary
from tests import builders

pytestmark = pytest.mark.django_db


def test_new_site_begins_with_the_roles_in_two_languages():
    Role.objects.all().delete()
    vocabulary.settle()
    told = [
        (role.name, role.slug, role.speaking, role.names.get().name) for role in Role.objects.all()
    ]
    assert told == vocabulary.ROLES


def test_list_once_begun_is_left_as_it_is():
    Role.objects.all().delete()
    own = builders.role("Scribe", speaking=False)
    vocabulary.settle()
    assert list(Role.objects.all()) == [own]
