import io
import subprocess

import pytest
from django.core.management import call_command
from django.test import override_settings

from portal import roles
from tests.staff import staff


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the sample once for the module; every test of it only reads, or rolls back."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(SAMPLE_SITE=True, MEDIA_ROOT=media):
        said = io.StringIO()
        call_command("load_sample", stdout=said)
        yield said.getvalue()
        call_command("flush", interactive=False, verbosity=0)
        # Groups are made by `migrate`, and other tests count on them.
        roles.settle()


@pytest.fixture
def site(sample, settings, db):
    settings.SAMPLE_SITE = True
    # What migrate makes is gone where a test before this one emptied every table.
    roles.settle()
    return sample


@pytest.fixture
def administrator(client):
    user = staff("Administrator")
    client.force_login(user)
    return user


@pytest.fixture
def processes(monkeypatch):
    """The processes that are started, with the variables that each was given."""
    begun = []

    class Noted(subprocess.Popen):
        def __init__(self, *command, **way):
            super().__init__(*command, **way)
            self.variables = way["env"]
            begun.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return begun
