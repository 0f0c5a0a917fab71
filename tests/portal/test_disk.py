"""A disk without room: what is written there is written whole or not at all."""

import contextlib
import resource

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from portal.backups import files
from portal.files import StoreAway


@contextlib.contextmanager
def room(size):
    """Let no file of this process become larger, as if the disk were full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_file_for_which_there_is_no_room_leaves_no_half_of_it():
    with room(1000), pytest.raises(StoreAway, match=r"documents/a\.pdf cannot be written"):
        default_storage.save("documents/a.pdf", ContentFile(b"a" * 2000))
    assert list(files.stored()) == []
    default_storage.save("documents/a.pdf", ContentFile(b"a" * 2000))
    assert list(files.stored()) == ["documents/a.pdf"]


def test_what_stops_in_the_middle_of_a_file_leaves_no_half_of_it():
    def pieces():
        yield b"a" * 100
        raise KeyboardInterrupt

    content = ContentFile(b"a")
    content.chunks = pieces
    with pytest.raises(KeyboardInterrupt):
        default_storage.save("documents/a.pdf", content)
    assert list(files.stored()) == []


@pytest.mark.django_db
def test_who_asks_whether_files_can_be_written_leaves_nothing_on_a_full_disk():
    with room(1):
        response = Client().get("/readyz")
    assert response.json()["problems"] == ["Stored files cannot be written."]
    assert list(files.stored()) == []


@pytest.mark.django_db(transaction=True)
def test_copy_of_the_record_for_which_there_is_no_room_is_refused_in_a_sentence(tmp_path):
    # A session that begins writes too, and this one is not to fail at that.
    connection.ensure_connection()
    with room(10_000), pytest.raises(CommandError, match=r"^No archive was made\. "):
        call_command("archive", str(tmp_path / "copy"))
    assert list(tmp_path.iterdir()) == []
