import contextlib
import errno
import gc
import io
import resource
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pyrage import x25519

from events.models import Event, Photo
from events.rights.erasing import erase
from people.models import Person
from portal import history
from portal.backups import databases, files, scratch
from portal.backups.databases import STAGED, SQLite, counts
from portal.backups.envelope import sealed
from portal.backups.parcel import Packing
from portal.backups.restoring import UNPACKED
from portal.models import Letter, Run, Session, Site
from portal.models.record import NEVER
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    """A site with something of everything, whose files and logs are in a folder of the test."""
    secret = x25519.Identity.generate()
    (tmp_path / "key").write_text(f"{secret}\n")
    settings.BACKUP_KEYS = [str(secret.to_public())]
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    User.objects.create_user("ana", password="correct horse battery")
    Client().force_login(User.objects.get())


def run(command, *args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *args, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def tree():
    return {name: Path(default_storage.path(name)).read_bytes() for name in files.stored()}


def test_a_site_comes_back_whole_but_for_who_was_erased_since(settings, tmp_path):
    event = builders.event("Workshop on roads")
    photo = builders.photo(event)
    gone, kept = builders.person("Ema Kvržić"), builders.person("Ana Anić")
    for person in (gone, kept):
        builders.line(event, person=person)
    Letter.objects.create(to="ana@office.example", subject="A letter", body="Words.")
    before, had, file = counts(), tree(), tmp_path / "backup"
    assert f"files: {len(had)}," in run("backup", str(file))
    assert [run.ok for run in Run.objects.all()] == [True]

    erase(gone, by=None)
    with history.change(event, by=None):
        event.name = "Something else"
        event.save()
        Photo.objects.all().delete()
    late = builders.event("After the backup")
    default_storage.delete(photo.file.name)
    number = Site.objects.number()

    with pytest.raises(CommandError, match="holds a site already"):
        run("restore", str(file), key=tmp_path / "key")
    assert Event.objects.filter(pk=late.pk).exists()
    assert "is whole" in run("restore", str(file), key=tmp_path / "key", verify=True)
    assert Event.objects.filter(pk=late.pk).exists()

    # What fails on its last step, too, leaves all as it was.
    written, kept_files = settings.ERASURE_LOG.read_text(), tree()
    settings.ERASURE_LOG.write_text("not a number\n")
    with pytest.raises(CommandError, match="line 1: write it like"):
        run("restore", str(file), key=tmp_path / "key", replace=True)
    settings.ERASURE_LOG.write_text(written)
    assert Event.objects.filter(pk=late.pk).exists()
    assert (tree(), Site.objects.number()) == (kept_files, number)

    said = run("restore", str(file), key=tmp_path / "key", replace=True)
    assert f"{gone.pk}: erased again" in said
    assert Event.objects.get().name == "Workshop on roads"
    assert tree() == had
    assert Person.objects.get(pk=gone.pk).is_erased
    assert Person.objects.get(pk=kept.pk).name == "Ana Anić"
    assert "Kvržić" not in Client().get(event.get_absolute_url()).text
    assert "Ana Anić" in Client().get(event.get_absolute_url()).text
    letter = Letter.objects.get()
    assert (letter.try_at, letter.is_stuck) == (NEVER, True)
    assert Session.objects.count() == 0
    assert Site.objects.number() > number
    # The search finds what came back, and not what was erased.
    assert event.get_absolute_url() in Client().get("/search/", {"q": "workshop"}).text
    assert "Nothing was found" in Client().get("/search/", {"q": "kvrzic"}).text
    same = {"auth_user", "events_event", "events_photo", "people_person"}
    assert {t: n for t, n in counts().items() if t in same} == {t: before[t] for t in same}
    # What was put back is a site like any other: it can be saved in, and backed up.
    builders.event("Another one")
    assert "is whole" in run(
        "restore", _backup(tmp_path / "next"), key=tmp_path / "key", verify=True
    )


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_a_killed_restore_left_behind_goes_and_what_is_in_use_stays(
    command, monkeypatch, tmp_path
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    places = [(tmp_path, UNPACKED)]
    if connection.vendor == "sqlite":
        monkeypatch.setattr(SQLite, "_beside", lambda _self: tmp_path)
        places.append((tmp_path, STAGED))
    file = _backup(tmp_path / "first")
    with contextlib.ExitStack() as others:
        used = {others.enter_context(scratch.folder(*place)) for place in places}
        for place, prefix in places:
            left = Path(tempfile.mkdtemp(dir=place, prefix=prefix))
            (left / "database").write_text("All that the site holds.")
        if command == "backup":
            run("backup", str(tmp_path / "next"))
        else:
            run("restore", file, key=tmp_path / "key", replace=True)
        assert {path for path in tmp_path.iterdir() if path.is_dir()} == used


def _backup(path):
    run("backup", str(path))
    return str(path)


def pack(path, *names, **about):
    """A backup that says something of itself and holds little."""
    told = {"portal": "9.9", "database": connection.vendor, "server": "1", "migrations": []}
    told |= {"counts": {}, "made": "2026-11-26T03:00:00+00:00", "lost": []} | about
    with sealed(path, ()) as file:
        packing = Packing(file)
        for name in (databases.kind().member, *names):
            packing.add(name, io.BytesIO(b"x"), 1)
        packing.close(told)
    return str(path)


@pytest.mark.django_db(transaction=False)
class TestRefused:
    def refused(self, file, says):
        for options in ({}, {"replace": True}, {"verify": True}):
            with pytest.raises(CommandError, match=f"^Nothing was restored.*{says}"):
                run("restore", file, **options)

    def test_what_knows_more_than_this_program_says_which_it_needs(self, tmp_path):
        file = pack(tmp_path / "backup", migrations=[["portal", "9999_more"]])
        self.refused(file, r"version of the portal \(9\.9\), which knows portal\.9999_more")

    def test_what_is_of_the_other_kind_of_database_says_which(self, tmp_path):
        others = {"sqlite": "postgresql", "postgresql": "sqlite"}
        words = {"sqlite": "of SQLite .*is PostgreSQL", "postgresql": "of PostgreSQL .*is SQLite"}
        other = others[connection.vendor]
        self.refused(pack(tmp_path / "backup", database=other), f"{words[other]}: set DATABASE_URL")

    def test_what_is_of_a_newer_server_needs_one(self, tmp_path):
        file = pack(tmp_path / "backup", server="99")
        if connection.vendor == "sqlite":
            # All its versions read what any of them wrote.
            assert "is whole" in run("restore", file, verify=True)
        else:
            self.refused(file, "restore it on PostgreSQL 99 or newer")

    @pytest.mark.parametrize("name", ["media/../../evil", "media//etc/evil", "media/.."])
    def test_file_that_would_lie_outside_of_all_files(self, tmp_path, name):
        self.refused(pack(tmp_path / "backup", name), "damaged")

    def test_one_without_a_database_is_no_backup(self, tmp_path, monkeypatch):
        monkeypatch.setattr(type(databases.kind()), "member", "another")
        file = pack(tmp_path / "backup")
        monkeypatch.undo()
        self.refused(file, "The file is no backup of a portal")

    def test_one_whose_database_is_none_is_refused_and_nothing_changed(self, tmp_path):
        before = counts()
        with pytest.raises(CommandError, match=r"^Nothing was restored\."):
            run("restore", pack(tmp_path / "backup"), replace=True)
        assert counts() == before

    def test_a_backup_overwrites_nothing_and_leaves_no_half_of_it(self, tmp_path):
        there = tmp_path / "backup"
        there.write_text("yesterday's")
        for path, says in [(there, "is there already"), (tmp_path / "no" / "x", "is no folder")]:
            with pytest.raises(CommandError, match=f"^No backup was made.*{says}"):
                run("backup", str(path))
        assert there.read_text() == "yesterday's"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "key"]
        assert [run.ok for run in Run.objects.all()] == [False, False]

    def test_no_file_is_no_backup(self, tmp_path):
        with pytest.raises(CommandError, match=r"There is no file \S+/none: give the whole path"):
            run("restore", str(tmp_path / "none"))
        with pytest.raises(CommandError, match="is a folder: give the path of a file in it"):
            run("restore", str(tmp_path))


def test_full_disk_is_told_in_a_sentence_and_python_tells_nothing_more(tmp_path, monkeypatch):
    """With a warning that nobody raised a traceback would stand behind the sentence."""
    unraised = []
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)

    def full(*_asked):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "open", full)
    builders.photo(builders.event("Workshop"))
    with pytest.raises(CommandError, match=r"No space left on device\. See that who runs"):
        run("backup", str(tmp_path / "backup"))
    gc.collect()
    assert unraised == []


def test_full_disk_is_told_as_what_it_is_where_the_backup_is_encrypted(tmp_path):
    """A limit to the size of a file stands for the disk."""
    key = x25519.Identity.generate().to_public()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.raises(OSError, match="File too large") as told:
        resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, usual[1]))
        try:
            with sealed(tmp_path / "backup", [str(key)]) as file:
                for _piece in range(9):
                    file.write(bytes(1 << 20))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert told.value.errno == errno.EFBIG


def test_files_that_the_restored_database_names_stay_though_it_is_ended_then(tmp_path, monkeypatch):
    builders.photo(builders.event("Workshop"))
    had, file, folder = tree(), _backup(tmp_path / "backup"), scratch.folder
    for name in had:
        default_storage.delete(name)

    @contextlib.contextmanager
    def ended(place, prefix):
        with folder(place, prefix) as made:
            yield made
        if prefix == UNPACKED:
            raise KeyboardInterrupt

    monkeypatch.setattr(scratch, "folder", ended)
    Event.objects.update(name="Another")
    with pytest.raises(KeyboardInterrupt):
        run("restore", file, key=tmp_path / "key", replace=True)
    assert (Event.objects.get().name, tree()) == ("Workshop", had)
