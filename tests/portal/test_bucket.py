"""Files in a bucket are what files in a folder are; tried against the store of moto's server."""

import io
import subprocess
import sys

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from moto.server import ThreadedMotoServer
from PIL import Image

from events.models import Photo
from events.rights.erasing import erase
from portal import environment, history
from portal.backups import files
from portal.checks import state_of_the_machine
from portal.files import StoreAway
from tests import builders

PDF = b"%PDF-1.4\nWords.\n"
#: More than is sent, fetched and held in memory at once.
LARGE = b"%PDF-1.4\n" + b"words " * 1_500_000
NOBODY = "http://key:secret@127.0.0.1:1/files"


@pytest.fixture(scope="module")
def store():
    """The address of a store of files, on this machine and without anything in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


def keep_in(settings, monkeypatch, url):
    monkeypatch.setenv("S3_URL", url)
    settings.STORAGES = settings.STORAGES | {"default": environment.files("S3_URL")}


@pytest.fixture
def bucket(store, settings, monkeypatch):
    """A new bucket in which the site keeps its files, as one that is asked past the site."""
    own = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.resource("s3", "us-east-1", endpoint_url=f"http://{store}", **own)
    bucket = client.Bucket("files")
    bucket.create()
    keep_in(settings, monkeypatch, f"http://key:secret@{store}/files")
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def held(bucket):
    return {row.key: row.get()["Body"].read() for row in bucket.objects.all()}


def read(response):
    return b"".join(response.streaming_content)


@pytest.mark.django_db
class TestFiles:
    def test_document_is_handed_out_by_the_site_to_whom_it_may_be_shown(self, client, bucket):
        paper = builders.document(builders.event(), "Agenda", data=PDF)
        address = paper.get_absolute_url()
        assert held(bucket) == {paper.file.name: PDF}
        response = client.get(address)
        assert read(response) == PDF
        headers = {
            "Content-Type": "application/pdf",
            "Content-Length": str(len(PDF)),
            "Content-Disposition": 'attachment; filename="agenda.pdf"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "public, max-age=60",
        }
        assert {name: response[name] for name in headers} == headers
        assert not [name for name, words in response.items() if "127.0.0.1" in words]
        again = client.get(address, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        draft = builders.document(builders.event("Later", public=False), data=PDF)
        assert client.get(draft.get_absolute_url()).status_code == 404

    def test_large_one_comes_out_as_it_went_in(self, bucket):
        name = default_storage.save("documents/large.pdf", ContentFile(LARGE))
        with default_storage.open(name) as file:
            assert file.read() == LARGE
        assert default_storage.size(name) == len(LARGE)

    def test_picture_is_made_smaller_and_served_in_each_form(self, client, bucket):
        photo = builders.photo(builders.event(), size=(1000, 20))
        stem = photo.file.name.removesuffix(".jpg")
        endings = [".jpg", "-480.jpg", "-480.webp", "-960.jpg", "-960.webp"]
        assert set(held(bucket)) == {f"{stem}{ending}" for ending in endings}
        for extension, form in (("jpg", "JPEG"), ("webp", "WEBP")):
            response = client.get(f"/photos/{photo.pk}/480.{extension}")
            with Image.open(io.BytesIO(read(response))) as image:
                assert (image.format, image.width) == (form, 480)

    def test_missing_one_is_a_404(self, client, bucket):
        paper = builders.document(builders.event(), data=PDF)
        bucket.Object(paper.file.name).delete()
        assert client.get(paper.get_absolute_url()).status_code == 404

    def test_no_file_is_written_over(self, bucket):
        names = [default_storage.save("a.pdf", ContentFile(data)) for data in (b"one", b"two")]
        assert held(bucket) == {names[0]: b"one", names[1]: b"two"}

    def test_portrait_of_who_is_erased_is_gone(
        self, bucket, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.ERASURE_LOG = tmp_path / "erased.jsonl"
        picture = io.BytesIO()
        Image.new("RGB", (600, 20)).save(picture, "JPEG")
        person = builders.person()
        with history.change(person, by=None):
            person.portrait = ContentFile(picture.getvalue(), "a.jpg")
            person.save()
        assert len(held(bucket)) == 3
        with django_capture_on_commit_callbacks(execute=True):
            erase(person, by=None)
        assert held(bucket) == {}

    def test_check_finds_what_is_missing_and_what_nothing_names(self, bucket, capsys):
        photo = builders.photo(builders.event())
        lost = photo.file.name.replace(".jpg", "-480.webp")
        bucket.Object(lost).delete()
        for name in ("ready/one", "photos/two", "three"):
            default_storage.save(name, ContentFile(b"words"))
        with pytest.raises(CommandError, match="5 files"):
            call_command("check_files")
        assert capsys.readouterr().out.splitlines() == [f"missing  {lost}  (photo {photo.pk})"]
        assert set(files.stored()) == set(held(bucket))


@pytest.mark.django_db
class TestAway:
    """The store does not answer."""

    def test_nothing_is_half_saved(self, settings, monkeypatch):
        event = builders.event()
        keep_in(settings, monkeypatch, NOBODY)
        with pytest.raises(StoreAway):
            builders.photo(event)
        assert not Photo.objects.exists()

    def test_reader_of_a_file_is_told_to_come_back_and_pages_stay(self, settings, monkeypatch):
        event = builders.event()
        paper = builders.document(event, data=PDF)
        keep_in(settings, monkeypatch, NOBODY)
        client = Client(raise_request_exception=False)
        response = client.get(paper.get_absolute_url())
        assert (response.status_code, response["Retry-After"]) == (503, "120")
        assert client.get(event.get_absolute_url()).status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["problems"]) == (
            503,
            ["Stored files cannot be written."],
        )


def test_folder_that_is_not_used_need_not_be_there(settings, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    missing = f"MEDIA_ROOT, {settings.MEDIA_ROOT}, cannot be written by who runs this."
    assert missing in [check.msg for check in state_of_the_machine(None)]
    keep_in(settings, monkeypatch, NOBODY)
    assert missing not in [check.msg for check in state_of_the_machine(None)]


@pytest.mark.django_db(transaction=True)
def test_site_comes_back_with_its_files(bucket, settings, tmp_path):
    settings.BACKUP_KEYS, settings.ERASURE_LOG = [], tmp_path / "erased.jsonl"
    event = builders.event()
    builders.photo(event)
    builders.document(event, data=LARGE)
    had, file = held(bucket), str(tmp_path / "backup")
    call_command("backup", file)
    bucket.objects.delete()
    default_storage.save(next(iter(had)), ContentFile(b"damaged"))
    call_command("restore", file, replace=True)
    assert held(bucket) == had


def test_process_that_answers_loads_nothing_for_settings_it_has_not_or_for_what_is_done_apart():
    told = (
        "import sys, portal.wsgi, django.urls; django.urls.get_resolver().url_patterns;"
        "never = {'boto3', 'storages', 'moto', 'prometheus_client', 'authlib', 'requests'}"
        "| {'openpyxl', 'pypdf', 'xlsxwriter'};"
        "print(never & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told],
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "set()\n"
