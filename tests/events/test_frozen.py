"""Frozen words are refused by the database itself, whoever asks."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from events import frozen
from events.models import Edition
from tests import builders

pytestmark = pytest.mark.django_db

WORDS = ("title", "lead", "body", "credits", "folded")


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def by_save(edition, field):
    setattr(edition, field, "Other words")
    edition.save()


def by_update(edition, field):
    Edition.objects.filter(pk=edition.pk).update(**{field: "Other words"})


def by_bulk_update(edition, field):
    setattr(edition, field, "Other words")
    Edition.objects.bulk_update([edition], [field])


def by_upsert(edition, field):
    setattr(edition, field, "Other words")
    Edition.objects.bulk_create(
        [edition], update_conflicts=True, update_fields=[field], unique_fields=["id"]
    )


def by_expression(edition, field):
    Edition.objects.update(**{field: models.Value("Other words")})


def by_hand(edition, field):
    raw(f"UPDATE events_edition SET {field} = %s WHERE id = %s", "Other words", edition.pk)  # noqa: S608


WAYS = [by_save, by_update, by_bulk_update, by_upsert, by_expression, by_hand]


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize("way", WAYS)
def test_words_that_went_out_cannot_be_changed(way, field):
    if (way, field) == (by_save, "folded"):
        field = "title"
    edition = builders.report(builders.event())
    before = Edition.objects.values().get()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        way(edition, field)
    assert Edition.objects.values().get() == before


@pytest.mark.parametrize("way", WAYS)
def test_words_that_are_being_written_can_be_changed(way):
    edition = builders.report(builders.event(), published=False)
    way(edition, "title")
    assert Edition.objects.get().title == "Other words"


def test_words_that_will_go_out_cannot_be_changed():
    edition = builders.report(builders.event(), published=False)
    edition.publish(by=None, at=builders.LONG_AGO.replace(year=2999), now=builders.LONG_AGO)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        by_update(edition, "title")


def test_words_cannot_be_changed_in_the_step_that_takes_their_time_away():
    builders.report(builders.event())
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Edition.objects.update(publish_at=None, state="draft", title="Other words")


@pytest.mark.parametrize("column", ["report_id", "sequence"])
def test_words_cannot_be_given_to_another_report_or_place(column):
    edition = builders.report(builders.event())
    other = builders.report(builders.event("Other"), language="sr")
    value = other.report_id if column == "report_id" else 7
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        raw(f"UPDATE events_edition SET {column} = %s WHERE id = %s", value, edition.pk)  # noqa: S608


def test_empty_words_cannot_be_filled_nor_words_emptied():
    edition = builders.report(builders.event(), lead="Shortly.")
    for field, value in [("credits", "Somebody"), ("lead", "")]:
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**{field: value})


def test_redaction_is_the_one_exception():
    edition = builders.report(builders.event())
    Edition.objects.filter(pk=edition.pk).update(
        body="<p>[name removed]</p>", folded="x", redactions=models.F("redactions") + 1
    )
    assert Edition.objects.get().body == "<p>[name removed]</p>"
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        by_update(edition, "body")


def test_what_is_no_word_can_be_written():
    edition = builders.report(builders.event())
    Edition.objects.filter(pk=edition.pk).update(number=9)
    assert Edition.objects.get().number == 9


def test_text_that_went_out_cannot_be_deleted():
    edition = builders.report(builders.event())
    with pytest.raises(models.ProtectedError):
        edition.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        raw("DELETE FROM events_edition WHERE id = %s", edition.pk)
        connection.check_constraints()
    assert Edition.objects.exists()


def test_every_word_of_a_text_is_frozen():
    free = {
        "id",
        "number",
        "created_at",
        "changed_at",
        "state",
        "publish_at",
        "submitted_by_id",
        "submitted_at",
        "published_by_id",
        "approved_by_id",
        "approved_at",
        "alone_reason",
        "redactions",
    }
    columns = {field.column for field in Edition._meta.concrete_fields}
    assert set(Edition.FROZEN) == columns - free


class TestPuttingUp:
    def drop(self):
        on = f" ON {Edition._meta.db_table}" if connection.vendor == "postgresql" else ""
        raw(f"DROP TRIGGER {frozen.NAME}{on}")

    def test_migrate_puts_up_what_a_migration_dropped(self):
        edition = builders.report(builders.event())
        self.drop()
        by_update(edition, "title")
        call_command("migrate", verbosity=0)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            by_update(edition, "lead")

    def test_twice_is_no_harm(self):
        edition = builders.report(builders.event())
        frozen.install(connection)
        frozen.install(connection)
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            by_update(edition, "lead")

    @pytest.mark.parametrize("option", ["plan", "check_unapplied"])
    def test_looking_at_a_plan_touches_nothing(self, option):
        edition = builders.report(builders.event())
        self.drop()
        call_command("migrate", verbosity=0, **{option: True})
        by_update(edition, "title")
        assert Edition.objects.get().title == "Other words"
