import datetime
import json
import logging
import re
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client
from django.urls import include, path, reverse

from portal import logs
from portal.away import KNOWN, ToldOnce
from portal.duplicates.heirs import Erased
from portal.logs import Json, Plain
from portal.urls import handler403, handler404, handler500
from tests import apart
from tests.staff import form_of, staff

__all__ = ["handler403", "handler404", "handler500"]

FORGED = "x\r\n2026-11-26 12:00:00,000 INFO - portal: signed in\x1b[2K\u2028\x85"


def broken(request):
    raise RuntimeError(FORGED)


def away(request):
    raise OperationalError


def gone(request):
    raise Erased


def shut(request):
    raise PermissionDenied


urlpatterns = [
    path("broken/", broken),
    path("away/", away),
    path("gone/", gone),
    path("shut/", shut),
    path("", include("portal.urls")),
]
ours = pytest.mark.urls(__name__)


def record(message, *args, error=None, **more):
    try:
        raise error or RuntimeError
    except Exception:
        exc_info = sys.exc_info() if error else None
    made = logging.LogRecord("portal", logging.INFO, "", 1, message, args, exc_info)
    vars(made).update(more)
    return made


class TestLine:
    def test_nothing_that_is_told_begins_another(self):
        line = Plain().format(record("Not Found: %s", FORGED))
        assert len(line.splitlines()) == 1
        assert line.endswith(
            r"x\r\n2026-11-26 12:00:00,000 INFO - portal: signed in\x1b[2K\u2028\x85"
        )

    def test_an_error_is_told_in_lines_that_are_set_in(self):
        first, *rest = Plain().format(record("Fault", error=RuntimeError(FORGED))).splitlines()
        assert first.endswith("INFO - portal: Fault")
        assert rest[0] == "    Traceback (most recent call last):"
        assert {line[:4] for line in rest} == {"    "}
        assert "\x1b" not in "".join(rest)

    def test_letters_of_all_scripts_stay_as_they_are(self):
        assert Plain().format(record("Цуцић Ćošković")).endswith("Цуцић Ćošković")

    def test_for_programs_is_one_object_of_plain_letters(self):
        facts = {"event": "signed in", "account": 5, "level": "forged"}
        line = Json().format(record("%s", FORGED, error=RuntimeError(FORGED), facts=facts))
        assert line.isascii()
        assert line.isprintable()
        told = json.loads(line)
        assert (told["event"], told["account"], told["level"]) == ("signed in", 5, "INFO")
        assert told["message"] == FORGED
        assert told["error"].startswith("Traceback")


@ours
@pytest.mark.django_db
class TestNumber:
    @pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/away/", 503)])
    def test_is_the_same_on_the_page_in_the_header_and_in_the_log(self, caplog, address, status):
        caplog.handler.setFormatter(Plain())
        answer = Client(raise_request_exception=False).get(address)
        assert answer.status_code == status
        [told] = re.findall(r"<code>(\w{16})</code>", answer.text)
        assert answer["X-Request-ID"] == told
        assert f"ERROR {told} django.request: " in caplog.text

    def test_is_on_the_page_of_what_may_not_be_seen(self):
        answer = Client().get("/shut/")
        assert answer.status_code == 403
        assert f"<code>{answer['X-Request-ID']}</code>" in answer.text

    @pytest.mark.parametrize("form", [Plain(), Json()])
    @pytest.mark.parametrize(
        ("address", "status"),
        [("/nothing/", 404), ("/events/?page=999", 404), ("/gone/", 410)],
    )
    def test_of_what_is_told_once_it_is_answered_stands_in_its_line(
        self, caplog, form, address, status
    ):
        caplog.handler.setFormatter(form)
        answer = Client().get(address)
        assert answer.status_code == status
        assert f"<code>{answer['X-Request-ID']}</code>" in answer.text
        [line] = caplog.handler.stream.getvalue().splitlines()
        assert answer["X-Request-ID"] in line

    def test_is_on_the_page_of_a_record_that_is_closed(self, settings):
        settings.CLOSED = datetime.date(2026, 1, 31)
        answer = Client().post("/search/")
        assert answer.status_code == 403
        assert f"<code>{answer['X-Request-ID']}</code>" in answer.text

    def test_is_on_the_page_of_staff_that_is_not_there(self, client):
        client.force_login(staff())
        answer = client.get("/admin/nothing/")
        assert answer.status_code == 404
        assert f"<code>{answer['X-Request-ID']}</code>" in answer.text

    @pytest.mark.parametrize(
        ("remote", "given", "is_taken"),
        [
            ("127.0.0.1", "a1b2c3d4e5f60718", True),
            ("127.0.0.1", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", True),
            ("192.0.2.1", "a1b2c3d4e5f60718", False),
            ("127.0.0.1", "short", False),
            ("127.0.0.1", "a" * 65, False),
            ("127.0.0.1", "a1b2c3d4\r\nX: y", False),
            ("127.0.0.1", "<script>alert(1)</script>", False),
        ],
    )
    def test_comes_from_a_proxy_of_ones_own_alone_and_well_formed(self, remote, given, is_taken):
        answer = Client().get("/healthz", headers={"x-request-id": given}, REMOTE_ADDR=remote)
        assert (answer["X-Request-ID"] == given) == is_taken
        assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", answer["X-Request-ID"])

    def test_is_another_for_each_request_of_a_page_that_is_kept(self):
        numbers = {Client().get("/privacy/")["X-Request-ID"] for _time in range(3)}
        assert len(numbers) == 3


@pytest.mark.django_db
class TestNoted:
    @pytest.fixture(autouse=True)
    def lines(self, caplog):
        caplog.set_level(logging.INFO, "portal.logs")

    def facts(self, caplog):
        return [entry.facts for entry in caplog.records if hasattr(entry, "facts")]

    def test_sign_in_and_its_refusal_without_what_was_typed(self, caplog, client):
        user = staff("Editor", "mira")
        for password in ("a wrong secret", "long enough 123"):
            client.post("/admin/login/", {"username": "mira", "password": password})
        assert self.facts(caplog) == [
            {"event": "sign-in refused", "address": "127.0.0.1"},
            {"event": "signed in", "account": user.pk},
        ]
        assert "secret" not in caplog.text
        assert "mira" not in caplog.text

    def test_role_that_is_given_or_taken(self, caplog, client):
        by, user = staff("Administrator"), staff("Author", "mira")
        client.force_login(by)
        form = reverse("admin:auth_user_change", args=[user.pk])
        data = form_of(client.get(form)) | {"email": ["m@office.example"]}
        editor = by.groups.model.objects.get(name="Editor")
        client.post(form, data | {"groups": [editor.pk]})
        assert self.facts(caplog)[-1] == {
            "event": "roles changed",
            "account": user.pk,
            "by": by.pk,
            "given": ["Editor"],
            "taken": ["Author"],
        }
        assert "m@office" not in caplog.text

    def test_page_that_somebody_may_not_open(self, caplog, client):
        user = staff("Author")
        client.force_login(user)
        client.get(reverse("admin:taken_away"))
        assert self.facts(caplog) == [
            {"event": "refused", "account": user.pk, "path": reverse("admin:taken_away")}
        ]


class TestKeyOfALink:
    @pytest.mark.parametrize("form", [Plain(), Json()])
    @pytest.mark.parametrize(
        "address",
        ["/proofs/1/secret-key/", "/PROOFS/1/secret-key/", "/admin/set-password/MQ/secret-key/"],
    )
    def test_is_in_no_line_that_tells_of_the_address(self, form, address):
        error = RuntimeError(f"{address} broke")
        made = record("Not Found: %s", address, error=error, facts={"path": address})
        line = form.format(made)
        assert "secret-key" not in line
        assert "Not Found: /" in line

    def test_is_taken_out_before_any_handler_sees_it(self):
        made = record("Not Found: %s", "/proofs/1/secret-key/")
        assert logs.WithoutKeys().filter(made)
        assert made.getMessage() == "Not Found: /proofs/…"

    def test_is_not_told_by_gunicorn_where_an_answer_breaks_off(self):
        script = (
            "import logging; from portal import gunicorn; logging.basicConfig();"
            "told = 'Error handling request %s %s', 'GET', '/proofs/1/secret-key/';"
            "logging.getLogger('gunicorn.error').error(*told)"
        )
        _told, complaints = apart.run(script)
        assert complaints.splitlines()[-1] == (
            "ERROR:gunicorn.error:Error handling request GET /proofs/…"
        )


class TestRecordsThatAreAway:
    """Each request fails then, so where that came from is told once a minute."""

    def told(self, once, at, error):
        made = record("Service Unavailable: %s", "/a%s/", error=error, created=at)
        assert once.filter(made)
        lines = Plain().format(made).splitlines()
        return len(lines) > 1, lines[0].split(": ", 1)[1]

    def test_are_told_at_length_once_a_minute_and_else_in_a_line(self):
        once, at = ToldOnce(), 1_000_000
        gone, full = OperationalError("refused\n100%s"), OperationalError("too many clients")
        assert self.told(once, at, gone) == (True, "Service Unavailable: /a%s/")
        line = "Service Unavailable: /a%s/ (OperationalError: "
        assert self.told(once, at + 1, gone) == (False, line + r"refused\n100%s)")
        assert self.told(once, at + 2, full) == (True, "Service Unavailable: /a%s/")
        assert self.told(once, at + KNOWN - 1, gone)[0] is False
        assert self.told(once, at + KNOWN, gone)[0] is True
        assert self.told(once, at + KNOWN + 1, full) == (False, line + "too many clients)")

    def test_hide_no_fault_of_the_site(self):
        once = ToldOnce()
        assert [self.told(once, 1_000_000, ZeroDivisionError())[0] for _ in "ab"] == [True, True]

    def test_are_told_so_by_the_log_of_the_site(self):
        assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["keys", "told_once"]
        assert settings.LOGGING["filters"]["told_once"] == {"()": "portal.away.ToldOnce"}
