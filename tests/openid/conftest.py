import pytest
from django.test import Client

from tests.openid.issuer import CLIENT, SECRET, Issuer
from tests.openid.way import account


@pytest.fixture(scope="session")
def running():
    issuer = Issuer()
    yield issuer
    issuer.stop()


@pytest.fixture
def issuer(running, settings):
    """A provider of accounts that the settings name; the addresses are the test's to give."""
    running.behave()
    settings.OIDC_ISSUER = running.address
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_NAME = "Office Accounts"
    return running


@pytest.fixture(scope="module")
def ana(kept):
    return account("ana", "ana@office.example")


@pytest.fixture
def other():
    """The browser of somebody else."""
    return Client()
