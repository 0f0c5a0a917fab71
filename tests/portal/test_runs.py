import datetime
import io
import os
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal import history, runs
from portal.backups import files
from portal.models import Letter, Run
from portal.roles import NAMES
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def check(**options):
    call_command("check_files", stdout=(out := io.StringIO()), **options)
    return out.getvalue()


def grow_old():
    """Make every stored file older than those that may still be of somebody who saves."""
    for name in files.stored():
        os.utime(default_storage.path(name), (0, 0))


class TestFiles:
    def test_a_missing_file_is_named_with_its_row_and_ends_it_with_an_error(self, capsys):
        photo = builders.photo(builders.event())
        name = photo.file.name.replace(".jpg", "-480.webp")
        default_storage.delete(name)
        with pytest.raises(CommandError, match="1 is missing: take it from a backup"):
            check()
        run = Run.objects.get()
        assert (run.what, run.ok) == ("files", False)

    def test_what_nothing_names_is_told_and_goes_only_when_it_is_asked_for(self):
        event = builders.event()
        paper, photo = builders.document(event), builders.photo(event)
        before = set(files.stored())
        grow_old()
        default_storage.save("documents/" + "0" * 32 + ".pdf", ContentFile(b"just uploaded"))
        grow_old_too = default_storage.save("photos/old.jpg", ContentFile(b"old"))
        os.utime(default_storage.path(grow_old_too), (0, 0))
        # What an earlier state of the event names may be asked back.
        with history.change(event, by=None):
            photo.delete()
        assert check().splitlines() == [
            "unnamed  photos/old.jpg",
            f"{len(before) + 2} files. 1 is named by nothing: "
            "see with `manage.py check_files` which.",
        ]
        assert "deleted  photos/old.jpg" in check(delete_orphans=True)
        assert set(files.stored()) == before | {"documents/" + "0" * 32 + ".pdf"}
        assert paper.file.name in before
        assert [run.ok for run in Run.objects.all()] == [True, True]

    def test_file_that_goes_while_states_are_read_is_no_fault(self, monkeypatch):
        name = default_storage.save("photos/old.jpg", ContentFile(b"old"))
        own_parts = files.own_parts

        def meanwhile():
            default_storage.delete(name)
            return own_parts()

        monkeypatch.setattr(files, "own_parts", meanwhile)
        assert check() == "1 file. All is there.\n"
        assert Run.objects.get().ok


class TestTold:
    def test_a_failure_is_written_down_told_to_administrators_and_goes_on(self):
        admin, _editor = staff("Administrator"), staff("Editor")
        User.objects.update(email="one@office.example")
        User.objects.filter(pk=admin.pk).update(email="admin@office.example")
        with pytest.raises(ZeroDivisionError), runs.told(Run.What.BACKUP):
            raise ZeroDivisionError("The disk is full.")
        run = Run.objects.get()
        assert (run.what, run.ok, run.words) == ("backup", False, "The disk is full.")
        letter = Letter.objects.get()
        assert letter.to == "admin@office.example"
        assert letter.subject.endswith("Failed: Backup")
        assert "The disk is full." in letter.body

    def test_what_went_well_is_written_down_and_told_to_nobody(self):
        User.objects.filter(pk=staff("Administrator").pk).update(email="admin@office.example")
        with runs.told(Run.What.BACKUP) as run:
            run.words = "3 files"
        assert (Run.objects.get().ok, Run.objects.get().words) == (True, "3 files")
        assert Letter.objects.count() == 0

    def test_so_many_of_a_kind_are_kept(self, monkeypatch):
        monkeypatch.setattr(Run, "KEPT", 2)
        Run.objects.create(what=Run.What.FILES)
        for words in "abc":
            with runs.told(Run.What.BACKUP) as run:
                run.words = words
        told = Run.objects.order_by("pk").values_list("what", "words")
        assert list(told) == [("files", ""), ("backup", "b"), ("backup", "c")]


class TestOverdue:
    def test_an_old_or_missing_backup_is_told_by_the_daily_command(self, settings):
        User.objects.filter(pk=staff("Administrator").pk).update(email="admin@office.example")
        now = timezone.now()
        settings.BACKUP_DAYS = 2
        Run.objects.create(what=Run.What.BACKUP, ok=True, at=now - 3 * DAY)
        # That it failed since is no backup.
        Run.objects.create(what=Run.What.BACKUP, ok=False, at=now)
        call_command("retain", stdout=io.StringIO())
        assert Letter.objects.get().subject.endswith("No new backup")
        assert Run.objects.last(Run.What.RETENTION).ok

    @pytest.mark.parametrize(("days", "age", "told"), [(2, 1, 0), (0, 9, 0), (1, 2, 1)])
    def test_after_how_many_days_is_a_setting(self, settings, days, age, told):
        User.objects.filter(pk=staff("Administrator").pk).update(email="admin@office.example")
        settings.BACKUP_DAYS, now = days, timezone.now()
        Run.objects.create(what=Run.What.BACKUP, ok=True, at=now - age * DAY)
        runs.remind(now)
        assert Letter.objects.count() == told


class TestWrongClock:
    """Runs that were dated by a clock that was ahead hide none that comes when it is right."""

    @pytest.fixture
    def ahead(self):
        Run.objects.create(what="files", ok=True, words="ahead", at=timezone.now() + 400 * DAY)

    def test_later_failure_is_the_last_one(self, ahead):
        with pytest.raises(CommandError), runs.told(Run.What.FILES):
            raise CommandError("1 is missing.")
        last = Run.objects.last(Run.What.FILES)
        assert (last.ok, last.words) == (False, "1 is missing.")
        assert Run.objects.last(Run.What.FILES, ok=True).at <= timezone.now()

    def test_backup_of_a_day_to_come_is_none(self, settings):
        now, settings.BACKUP_DAYS = timezone.now(), 2
        assert runs.is_overdue(Run(what="backup", ok=True, at=now + 400 * DAY), now)
        # One that ended while the daily command was under way.
        assert not runs.is_overdue(Run(what="backup", ok=True, at=now + DAY / 24), now)


class TestDesk:
    @pytest.fixture
    def desk(self, client):
        def desk(role):
            client.force_login(staff(role))
            return client.get(reverse("admin:index")).text

        return desk

    def test_administrators_see_the_last_run_of_each_kind(self, desk):
        Run.objects.create(what="backup", ok=True, words="12 files", at=timezone.now() - DAY)
        Run.objects.create(what="files", ok=True, words="All is there.", at=timezone.now() - DAY)
        Run.objects.create(what="files", ok=False, words="2 are missing")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", desk("Administrator")))
        assert "12 files" in text
        assert "failed" in text
        assert "2 are missing" in text
        assert "All is there." not in text
        assert "has not run yet" in text

    def test_nobody_else_sees_any(self, desk):
        Run.objects.create(what="backup", ok=True, words="12 files")
        assert [role for role in NAMES if "12 files" in desk(role)] == ["Administrator"]
