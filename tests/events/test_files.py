import datetime
import io
from pathlib import Path

import pytest
from PIL import Image

from events.models import Withdrawal
from people.models import Person
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nWords.\n"
FUTURE = datetime.datetime(2121, 1, 1, tzinfo=datetime.UTC)


def address(photo, width, extension="jpg"):
    return f"/photos/{photo.pk}/{width}.{extension}"


def withdraw(event):
    with history.change(event, by=None):
        Withdrawal.objects.create(event=event, reason="Mistaken.")


def read(response):
    return b"".join(response.streaming_content)


class TestDocument:
    @pytest.fixture
    def document(self, media_root):
        return builders.document(builders.event(), "Дневни ред", data=PDF)

    def test_it_is_handed_out_to_be_saved_and_can_run_nothing(self, client, document):
        response = client.get(document.get_absolute_url())
        assert read(response) == PDF
        headers = {
            "Content-Type": "application/pdf",
            "Content-Length": str(len(PDF)),
            "Content-Disposition": 'attachment; filename="dnevni-red.pdf"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "public, max-age=60",
        }
        assert {name: response[name] for name in headers} == headers
        assert "Cookie" not in response.get("Vary", "")

    def test_another_name_leads_to_the_right_one(self, client, document):
        response = client.get(f"/documents/{document.pk}/other.pdf")
        assert (response.status_code, response["Location"]) == (
            301,
            f"/documents/{document.pk}/dnevni-red.pdf",
        )

    def test_second_visit_gets_304_without_the_file(self, client, document):
        first = client.get(document.get_absolute_url())
        read(first)
        for header in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            response = client.get(document.get_absolute_url(), headers=header)
            assert (response.status_code, response.content) == (304, b"")
            assert response["ETag"] == first["ETag"]

    def test_head_answers_without_the_file(self, client, document):
        response = client.head(document.get_absolute_url())
        assert (response.status_code, response["Content-Length"]) == (200, str(len(PDF)))
        assert read(response) == b""

    def test_only_reading_is_answered(self, client, document):
        assert client.post(document.get_absolute_url()).status_code == 405

    @pytest.mark.parametrize("public_from", [None, FUTURE])
    def test_event_that_is_not_public_keeps_file_and_name(self, client, media_root, public_from):
        event = builders.event(public_from=public_from)
        document = builders.document(event, data=PDF)
        assert client.get(document.get_absolute_url()).status_code == 404
        assert client.get(f"/documents/{document.pk}/other.pdf").status_code == 404

    def test_withdrawn_event_takes_it_along(self, client, document):
        withdraw(document.event)
        assert client.get(document.get_absolute_url()).status_code == 404

    def test_missing_file_is_no_crash_and_is_logged(self, client, document, caplog):
        Path(document.file.path).unlink()
        assert client.get(document.get_absolute_url()).status_code == 404
        assert f"The file {document.file.name} is missing" in caplog.text

    @pytest.mark.parametrize(
        "path", ["0/a.pdf", "9" * 30 + "/a.pdf", "9" * 5000 + "/a.pdf", "x/a.pdf", "1/a/b", "1/%00"]
    )
    def test_address_that_cannot_be_is_not_there(self, client, path):
        assert client.get(f"/documents/{path}").status_code == 404


class TestPhoto:
    @pytest.fixture
    def photo(self, media_root):
        return builders.photo(builders.event(), size=(1700, 850))

    @pytest.mark.parametrize("width", [480, 960, 1600])
    @pytest.mark.parametrize(("extension", "kind"), [("jpg", "JPEG"), ("webp", "WEBP")])
    def test_each_width_is_served_in_both_kinds(self, client, photo, width, extension, kind):
        response = client.get(address(photo, width, extension))
        image = Image.open(io.BytesIO(read(response)))
        assert (image.format, image.width) == (kind, width)
        assert response["Content-Type"] == f"image/{kind.lower()}"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_small_picture_has_its_own_width(self, client, media_root):
        photo = builders.photo(builders.event(), size=(300, 200))
        response = client.get(address(photo, 300))
        assert Image.open(io.BytesIO(read(response))).width == 300

    @pytest.mark.parametrize(
        "name", ["481.jpg", "480.png", "480.jpeg", "1.webp", "9" * 5000 + ".jpg"]
    )
    def test_other_widths_and_kinds_are_not_there(self, client, photo, name):
        assert client.get(f"/photos/{photo.pk}/{name}").status_code == 404

    @pytest.mark.parametrize(
        "fields",
        [{"consent": "not-asked"}, {"consent": "no"}, {"alternative_text": ""}],
    )
    def test_photo_that_is_not_settled_is_not_there(self, client, photo, fields):
        type(photo).objects.update(**fields)
        assert client.get(address(photo, 480)).status_code == 404

    def test_photo_of_somebody_not_shown_is_not_there(self, client, photo):
        photo.people.add(builders.person())
        assert read(client.get(address(photo, 480)))
        Person.objects.update(visibility="hidden")
        assert client.get(address(photo, 480)).status_code == 404

    def test_draft_and_withdrawn_events_keep_it(self, client, photo):
        draft = builders.photo(builders.event("Draft", public=False))
        withdraw(photo.event)
        assert client.get(address(draft, 480)).status_code == 404
        assert client.get(address(photo, 480)).status_code == 404

    def test_missing_file_is_no_crash(self, client, photo, media_root):
        for path in media_root.rglob("*-480.jpg"):
            path.unlink()
        assert client.get(address(photo, 480)).status_code == 404

    def test_second_visit_gets_304(self, client, photo):
        first = client.get(address(photo, 480))
        read(first)
        again = client.get(address(photo, 480), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
