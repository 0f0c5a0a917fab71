import pytest
from django.urls import reverse

from portal.html import clean
from tests.staff import staff

pytestmark = pytest.mark.django_db

WORDS = "<h1 onclick='x()'>Roads</h1><script>alert(1)</script><p>Forty <b>came</b></p>"


def test_what_is_pasted_is_told_as_saving_makes_it(client):
    client.force_login(staff("Author"))
    answer = client.post(reverse("admin:pasted"), {"html": WORDS})
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {"html": "<h2>Roads</h2><p>Forty <strong>came</strong></p>"}
    assert answer.json()["html"] == clean(WORDS)


def test_whoever_is_not_signed_in_is_told_nothing(client):
    answer = client.post(reverse("admin:pasted"), {"html": WORDS})
    assert answer.status_code in (302, 403)
    assert "Roads" not in answer.text
