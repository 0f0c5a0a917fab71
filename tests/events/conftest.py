"""A draft and those who work on it; modules that need others make their own."""

import pytest

from tests import builders
from tests.staff import staff


@pytest.fixture
def author():
    return staff("Author")


@pytest.fixture
def editor():
    return staff("Editor")


@pytest.fixture
def second():
    return staff("Editor", "second")


@pytest.fixture
def event():
    return builders.event("Workshop on roads", public=False)


@pytest.fixture
def draft(event):
    return builders.report(
        event, "What was said", published=False, lead="Much.", body="<p>Much.</p>"
    )
