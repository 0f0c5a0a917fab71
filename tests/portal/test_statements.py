import datetime
import re

import pytest
from django.utils import timezone

from portal import statements


class TestAccessibilityStatement:
    def test_review_is_less_than_eleven_months_old(self):
        # It has to be reviewed yearly; this leaves a month to do it.
        age = timezone.localdate() - statements.ACCESSIBILITY_REVIEWED
        assert age < datetime.timedelta(days=334)

    def test_six_mandatory_parts_stand_in_order(self, client):
        page = client.get("/accessibility/").text
        assert re.findall('<h2 id="(.+?)">', page) == [
            "commitment",
            "status",
            "not-accessible",
            "preparation",
            "feedback",
            "enforcement",
        ]

    def test_owner_and_enforcement_body_are_named(self, client, settings):
        settings.SITE_OWNER = "Institute for Wind"
        settings.SITE_CONTACT = "wind@example.org"
        settings.ENFORCEMENT_NAME = "Ombudsman for Access"
        settings.ENFORCEMENT_URL = "https://ombudsman.example/"
        page = client.get("/accessibility/").text
        assert "Institute for Wind is committed to making its website accessible" in page
        assert page.count('href="mailto:wind@example.org"') == 2
        assert '<a href="https://ombudsman.example/">Ombudsman for Access</a>' in page


class TestPrivacyPage:
    def test_correction_is_asked_for_by_mail(self, client, settings):
        settings.SITE_CONTACT = "wind@example.org"
        page = client.get("/privacy/").text
        assert page.count('href="mailto:wind@example.org"') == 2

    @pytest.mark.parametrize("address", ["/privacy/", "/accessibility/", "/robots.txt"])
    def test_no_cookie_is_set(self, client, address):
        assert client.get(address).cookies.output() == ""


class TestSecurityFile:
    def test_fields_of_rfc_9116(self, client, settings):
        settings.SECURITY_CONTACT = "security@example.org"
        settings.SITE_URL = "https://portal.example"
        answer = client.get("/.well-known/security.txt")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        fields = [line.partition(": ") for line in answer.text.splitlines() if line]
        assert [(name, value) for name, _colon, value in fields if name != "Expires"] == [
            ("Contact", "mailto:security@example.org"),
            ("Preferred-Languages", "en"),
            ("Canonical", "https://portal.example/.well-known/security.txt"),
        ]
        assert [name for name, _colon, _value in fields].count("Expires") == 1

    def test_expires_under_a_year_and_not_too_soon(self, client):
        expires = re.search("Expires: (.+)", client.get("/.well-known/security.txt").text)[1]
        left = datetime.datetime.fromisoformat(expires) - timezone.now()
        assert datetime.timedelta(days=30) < left < datetime.timedelta(days=365)


def test_robots_are_kept_out_of_the_admin_and_led_to_the_sitemap(client):
    assert client.get("/robots.txt").text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /organisations/suggest/",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]
