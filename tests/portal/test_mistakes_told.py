"""Every short form of the staff says on top, and in its title, what is to be mended."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal.models import SecondFactor
from tests.pages import words
from tests.staff import staff

pytestmark = pytest.mark.django_db


def told(response):
    """Return how the title begins, the heading of the summary, and its lines with their links."""
    html = response.content.decode()
    summary = re.search(r'<div class="error-summary" [^>]+ autofocus>(.*?)</div>', html, re.S)[1]
    assert html.index('class="error-summary"') < html.index("<form", html.index("<main"))
    assert set(re.findall(r'<a href="#(\w+)"', summary)) <= set(re.findall(r'id="(\w+)"', html))
    return (
        re.search(r"<title>\s*(\w+:)?", html)[1],
        words(re.search(r"<h2>(.*?)</h2>", summary)[1]),
        re.findall(r'<li>(?:<a href="#(\w+)">(.*?)</a>)?', summary),
    )


def test_wrong_code_of_a_second_step_that_is_set_up(client, editor):
    url = reverse("admin:second_factor")
    client.get(url)
    assert told(client.post(url, {"password": "wrong", "code": "000"})) == (
        "Error:",
        "2 things are to be mended",
        [("id_password", "Your password"), ("id_code", "Code")],
    )


def test_wrong_code_for_new_recovery_codes(client, editor):
    SecondFactor.objects.create(user=editor, salt="of the test")
    said = told(client.post(reverse("admin:second_factor"), {"code": "000"}))
    assert said == ("Error:", "One thing is to be mended", [("id_code", "Code")])


def test_wrong_code_at_the_second_step(client):
    user = staff("Editor")
    SecondFactor.objects.create(user=user, salt="of the test")
    client.post(reverse("admin:login"), {"username": "editor", "password": "long enough 123"})
    said = told(client.post(reverse("admin:second_step"), {"code": "000"}))
    assert said == ("Error:", "One thing is to be mended", [("id_code", "Code")])


def test_wrong_password_where_it_is_changed(client, editor):
    sent = {"old_password": "wrong", "new_password1": "long enough 1", "new_password2": "other"}
    page = client.post(reverse("admin:password_change"), sent)
    assert "This is not your password: write the one you signed in with." in page.text
    assert "This is not the same as above: write both once more." in page.text
    assert told(page) == (
        "Error:",
        "2 things are to be mended",
        [
            ("id_old_password", "Old password"),
            ("id_new_password2", "The new password once more"),
        ],
    )


def test_passwords_that_differ_where_one_is_set_by_a_link(client):
    user = staff("Editor")
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    url = client.get(reverse("admin:password_reset_confirm", args=[key, token]))["Location"]
    said = told(client.post(url, {"new_password1": "long enough 1", "new_password2": "other"}))
    assert said == (
        "Error:",
        "One thing is to be mended",
        [("id_new_password2", "The new password once more")],
    )


def test_new_password_that_is_too_short_and_mistyped_is_told_both_at_once(client, editor):
    sent = {"old_password": "long enough 123", "new_password1": "short", "new_password2": "shor"}
    page = client.post(reverse("admin:password_change"), sent)
    assert told(page) == (
        "Error:",
        "2 things are to be mended",
        [
            ("id_new_password1", "New password"),
            ("id_new_password2", "The new password once more"),
        ],
    )
    assert editor.check_password("long enough 123")


def test_no_address_where_a_password_was_forgotten(client):
    said = told(client.post(reverse("admin:password_reset"), {"email": "nobody"}))
    assert said == ("Error:", "One thing is to be mended", [("id_email", "Mail address")])


def test_wrong_password_at_the_sign_in(client):
    said = told(client.post(reverse("admin:login"), {"username": "a", "password": "b"}))
    assert said == ("Error:", "One thing is to be mended", [("", "")])
