import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events import listing
from events.models import Edition, Event, Report, Update
from portal import history
from tests import builders
from tests.events.clock import HOUR, LONG_AGO, at, change, updated

pytestmark = pytest.mark.django_db


class TestPublishing:
    def test_first_text_makes_the_event_public(self):
        event = builders.event(public=False)
        passing = builders.report(event, published=False).publish(by=None, now=at(1))
        assert Event.objects.get().public_from == at(1)
        assert Update.objects.get() == passing.update
        assert passing.update.note == "First published."
        assert (updated(event), updated(event, language="sr")) == (1, 1)

    def test_text_of_an_announced_event_moves_its_own_language_only(self):
        event = builders.event()
        builders.report(event, now=at(1), language="en")
        builders.report(event, "Шта је речено", now=at(2), language="sr")
        assert updated(event, language="en") == 1
        assert updated(event, language="sr") == 2

    def test_text_moves_every_language_that_has_none(self):
        event = builders.event()
        builders.report(event, now=at(1), language="en")
        builders.report(event, "Шта је речено", now=at(2), language="sr")
        assert updated(event, language="de") == 2
        report = event.reports.get(language="en")
        event.withdraw(by=None, reason="It was wrong.", report=report, now=at(3))
        builders.report(event, "Опет", now=at(4), language="sr")
        assert updated(event, language="en") == 4

    def test_facts_move_every_language(self):
        event = builders.event()
        builders.report(event, now=at(1))
        change(event, at(3), name="Other")
        assert [updated(event, language=code) for code in ("en", "sr")] == [3, 3]

    def test_next_text_replaces_the_first(self):
        event = builders.event()
        first = builders.report(event, "First", now=at(1))
        second = builders.report(event, "Second", now=at(2))
        assert list(Edition.objects.public(at(1))) == [first]
        assert list(Edition.objects.public(at(2))) == [second]
        assert second.updates.get().note == "The report was revised."
        assert first.report.live_edition(at(1)) == first
        assert first.report.live_edition(at(2)) == second

    def test_next_text_may_be_a_small_correction_the_first_may_not(self):
        event = builders.event()
        first = builders.report(event, published=False, now=at(1))
        assert not first.publish(by=None, minor=True, now=at(1)).update.minor
        second = builders.report(event, published=False, now=at(2))
        assert second.publish(by=None, minor=True, now=at(2)).update.minor
        assert updated(event) == 1

    def test_texts_of_one_instant_follow_their_sequence(self):
        event = builders.event()
        builders.report(event, "First", now=at(1))
        second = builders.report(event, "Second", now=at(1))
        assert list(Edition.objects.live(at(1))) == [second]

    def test_published_again_is_refused(self):
        edition = builders.report(builders.event(), now=at(1))
        with pytest.raises(ValidationError) as refused:
            edition.publish(by=None, now=at(2))
        assert refused.value.code == "public_already"
        assert Edition.objects.get().publish_at == at(1)
        assert Update.objects.filter(edition=edition).count() == 1

    def test_inside_a_door_of_the_same_text_writes_one_line(self):
        edition = builders.report(builders.event(), published=False)
        with history.change(edition, by=None, now=at(1)):
            edition.lead = "Shortly."
            edition.save()
            edition.publish(by=None, note="Out now.", now=at(1))
        assert Update.objects.values_list("note", flat=True).get(edition=edition) == "Out now."

    def test_one_text_is_open_at_a_time(self):
        event = builders.event()
        edition = builders.report(event, published=False)
        other = Edition(report=edition.report, title="Other", sequence=2)
        with pytest.raises(ValidationError, match="being written already"):
            other.validate_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.bulk_create([other])
        assert edition.report.open_edition() == edition
        edition.publish(by=None, now=at(1))
        assert edition.report.open_edition() is None

    def test_only_an_approved_text_is_given_a_time(self):
        edition = builders.report(builders.event(), published=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.update(publish_at=at(1))
        assert not Edition.objects.filter(pk=edition.pk, publish_at__isnull=False).exists()

    def test_event_has_one_report_in_a_language(self):
        report = Report(event=builders.event(), language="en")
        Report.objects.bulk_create([report])
        twin = Report(event=report.event, language="en")
        with pytest.raises(ValidationError, match="open that one"):
            twin.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.bulk_create([twin])


class TestSchedulingAText:
    def text(self, event, due, **fields):
        edition = builders.report(event, published=False, **fields)
        edition.publish(by=None, at=at(due), now=at(1))
        return edition

    def reschedule(self, edition, now, due):
        edition = Edition.objects.get(pk=edition.pk)
        if due:
            edition.move(by=None, at=at(due), now=at(now))
        else:
            edition.drop(by=None, now=at(now))

    def test_goes_out_by_the_clock(self):
        event = builders.event()
        edition = self.text(event, 5)
        assert not Edition.objects.public(at(4)).exists()
        assert list(Edition.objects.public(at(5))) == [edition]
        assert (updated(event, at(4)), updated(event, at(5))) == (0, 5)

    def test_first_one_takes_the_event_along(self):
        event = builders.event(public=False)
        edition = self.text(event, 5)
        assert Event.objects.get().public_from == at(5)
        self.reschedule(edition, 2, 7)
        assert Event.objects.get().public_from == at(7)
        assert list(Update.objects.values_list("at", flat=True)) == [at(7)]
        self.reschedule(edition, 3, None)
        assert Event.objects.get().public_from is None
        assert not Update.objects.exists()

    def test_moves_alone_when_the_event_was_announced(self):
        event = builders.event()
        edition = self.text(event, 5)
        self.reschedule(edition, 2, 7)
        assert Event.objects.get().public_from == LONG_AGO
        assert (updated(event, at(6)), updated(event, at(7))) == (0, 7)
        self.reschedule(edition, 3, None)
        assert not Update.objects.filter(edition=edition).exists()
        assert Event.objects.get().public_from == LONG_AGO

    @pytest.mark.parametrize("due", [None, 4, 9])
    def test_is_fixed_once_it_is_due(self, due):
        edition = self.text(builders.event(), 5)
        with pytest.raises(ValidationError) as refused:
            self.reschedule(edition, 5, due)
        assert refused.value.code == "public_already"
        assert Edition.objects.get().publish_at == at(5)

    def test_is_read_no_sooner_than_its_event(self):
        event = builders.event(public_from=at(5))
        edition = builders.report(event, published=False)
        edition.publish(by=None, now=at(2))
        assert edition.updates.get().at == at(5)
        assert updated(event, at(4)) is None
        change(event, at(3), public_from=at(8))
        assert set(Update.objects.values_list("at", flat=True)) == {at(8)}
        change(event, at(3), public_from=at(4))
        assert set(Update.objects.values_list("at", flat=True)) == {at(4)}

    def test_event_moved_later_than_its_first_text_takes_the_line_along(self):
        event = builders.event(public=False)
        self.text(event, 5)
        change(event, at(2), public_from=at(8))
        assert set(Update.objects.values_list("at", flat=True)) == {at(8)}
        assert updated(event, at(7)) is None

    def test_event_taken_back_and_announced_later_is_not_older_than_that(self):
        event = builders.event(public=False)
        self.text(event, 5)
        change(event, at(2), public_from=None)
        assert not Edition.objects.public(at(6)).exists()
        change(event, at(9), public_from=at(9))
        assert updated(event) == 9
        assert min(Update.objects.values_list("at", flat=True)) == at(9)


class TestNewestFirst:
    def order(self, now=None):
        now = now or at(99)
        told = Report.objects.public(now).with_last_updated(now).in_bulk()
        keys = listing.report_keys(now).tolist()
        return [(key, (told[key].last_updated - LONG_AGO) / HOUR) for key in keys]

    def test_puts_the_newest_change_that_counts_first(self):
        one, two, three = (builders.event(name) for name in ("One", "Two", "Three"))
        reports = [builders.report(event, now=at(1)).report for event in (one, two, three)]
        change(one, at(4), name="Other")
        change(two, at(5), name="Another", minor=True)
        serbian = builders.report(two, now=at(3), language="sr").report
        assert self.order() == [
            (reports[0].pk, 4),
            (serbian.pk, 3),
            (reports[2].pk, 1),
            (reports[1].pk, 1),
        ]
        assert self.order(at(1)) == [(reports[2].pk, 1), (reports[1].pk, 1), (reports[0].pk, 1)]

    def test_gives_each_report_once_however_many_lines_share_an_instant(self):
        event = builders.event()
        report = builders.report(event, now=at(1)).report
        for _turn in range(3):
            Update.objects.create(event=event, at=at(2), note="x")
        assert self.order() == [(report.pk, 2)]

    def test_agrees_with_the_page(self):
        event = builders.event()
        for hours, language in [(1, "en"), (2, "sr"), (3, "en")]:
            builders.report(event, now=at(hours), language=language)
        for report in Report.objects.with_last_updated(at(99)):
            assert (report.last_updated - LONG_AGO) / HOUR == updated(
                event, at(99), report.language
            )

    def test_newest_lines_are_one_for_each_public_event(self):
        event, other = builders.event(), builders.event("Other")
        change(event, at(3), name="New")
        change(other, at(3), name="Newer")
        change(other, at(4), name="Newest", minor=True)
        builders.event("Draft", public=False)
        assert [(line.event, line.at) for line in Update.objects.newest(at(9))] == [
            (other, at(3)),
            (event, at(3)),
        ]
