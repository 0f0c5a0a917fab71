"""“Last updated” and what moves it: rule 2 of the house."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from events.models import Edition, Event, Participation, Photo, Report, Update, Withdrawal
from portal import history
from tests import builders
from tests.events.clock import LONG_AGO, archivist, at, change, updated, withdraw

pytestmark = pytest.mark.django_db


class TestFacts:
    def test_first_line_says_when_it_became_public(self):
        event = builders.event()
        update = Update.objects.get()
        assert (update.at, update.language, update.minor) == (LONG_AGO, "", False)
        assert update.note == "First published."
        assert updated(event) == 0

    def test_report_of_an_announced_event_is_not_its_first_publication(self):
        event = builders.event()
        edition = builders.report(event, published=False)
        edition.publish(by=None, at=at(2), now=at(1))
        notes = [(update.at, update.note) for update in event.updates.all()]
        assert notes == [(at(2), "The report was published."), (LONG_AGO, "First published.")]

    def test_change_moves_it(self):
        event = builders.event()
        passing = change(event, at(1), name="Workshop on rails", note="The name was wrong.")
        assert (updated(event), updated(event, at(0.5))) == (1, 0)
        assert passing.update.note == "The name was wrong."
        assert passing.update.recorded_at == at(1)

    def test_change_without_a_sentence_gets_one(self):
        event = builders.event()
        assert change(event, at(1), name="Other").update.note == "Changed: details of the event."

    def test_sentence_of_white_space_is_none(self):
        event = builders.event()
        passing = change(event, at(1), name="Other", note=" \u200b\n")
        assert passing.update.note == "Changed: details of the event."

    def test_save_that_changes_nothing_does_not(self):
        event = builders.event()
        assert change(event, at(1), note="Nothing.").update is None
        assert updated(event) == 0

    def test_what_only_staff_see_does_not(self):
        event = builders.event()
        change(event, at(1), names_reason="They agreed.")
        assert (updated(event), Update.objects.count()) == (0, 1)
        assert Event.objects.get().number == 2

    def test_what_is_not_told_of_who_is_not_shown_does_not(self):
        event = builders.event()
        person = builders.person(visibility="hidden")
        line = builders.line(event, person=person, organisation=builders.organisation())
        with history.change(event, by=None, now=LONG_AGO):
            session = event.sessions.create(title="Opening")
        before = Update.objects.count()
        with history.change(event, by=None, now=at(1)) as passing:
            Participation.objects.filter(pk=line.pk).update(position="Head", note="By train")
            line.roles.add(builders.role())
            session.people.add(line)
        assert passing.happened
        assert Update.objects.count() == before

    @pytest.mark.parametrize(("public", "expected"), [(True, 1), (False, 0)])
    def test_event_put_beside_it_does_if_readers_are_led_there(self, public, expected):
        event, other = builders.event(), builders.event("Talk", public=public)
        whole = builders.event("Week", public=public)
        with history.change(event, by=None, now=at(1)):
            event.related.add(other)
        assert updated(event) == expected
        change(event, at(2), part_of=whole)
        assert updated(event) == expected * 2

    def test_draft_has_no_history(self):
        event = builders.event(public=False)
        change(event, at(1), name="Other")
        assert (updated(event), Update.objects.count()) == (None, 0)

    @pytest.mark.parametrize("part", ["line", "place", "body", "session", "source", "topic"])
    def test_every_part_moves_it(self, part):
        event = builders.event()
        with history.change(event, by=None, now=at(1)):
            match part:
                case "line":
                    event.participations.create(group="guests")
                case "place":
                    event.places.create(city="Niš")
                case "body":
                    event.bodies.create(organisation=builders.organisation())
                case "session":
                    event.sessions.create(title="Opening")
                case "source":
                    event.sources.create(publisher="EU za tebe")
                case "topic":
                    event.topics.create(name="Roads", slug="roads")
        assert updated(event) == 1

    def test_photo_moves_it_when_it_becomes_public_and_when_it_goes(self):
        event = builders.event()
        with history.change(event, by=None, now=at(1)):
            photo = Photo.objects.create(event=event, file="a.jpg", width=4, height=3)
        assert updated(event) == 0
        for hours, fields, expected in [
            (2, {"consent": "yes"}, 0),
            (3, {"alternative_text": "A hall"}, 3),
            (4, {"consent": "no"}, 4),
            (5, {"caption": "The hall"}, 4),
        ]:
            with history.change(event, by=None, now=at(hours), minor=True):
                Photo.objects.filter(pk=photo.pk).update(**fields)
            assert updated(event) == expected

    def test_photo_of_somebody_hidden_does_not_move_it(self):
        event = builders.event()
        with history.change(event, by=None, now=at(1)):
            photo = Photo.objects.create(
                event=event, file="a.jpg", width=4, height=3, alternative_text="x", consent="yes"
            )
            photo.people.add(builders.person(visibility="hidden"))
        assert (updated(event), Update.objects.count()) == (0, 1)


class TestSmallCorrection:
    def test_is_listed_and_does_not_move_it(self):
        event = builders.event()
        passing = change(event, at(1), name="Workshop on rails", minor=True)
        assert passing.update.minor
        assert updated(event) == 0
        assert list(event.updates.due(at(2)).values_list("minor", flat=True)) == [True, False]

    def test_cannot_hide_who_came(self):
        event = builders.event()
        with history.change(event, by=None, now=at(1), minor=True) as passing:
            Participation.objects.create(event=event, person=builders.person())
        assert not passing.update.minor
        assert updated(event) == 1

    def test_cannot_hide_that_a_name_is_shown_no_more(self):
        event = builders.event()
        line = builders.line(event, person=builders.person())
        with history.change(event, by=None, now=at(1), minor=True) as passing:
            Participation.objects.filter(pk=line.pk).update(name_hidden=True)
        assert not passing.update.minor

    def test_of_a_position_may_be_small(self):
        event = builders.event()
        line = builders.line(event, person=builders.person(), position="Haed")
        with history.change(event, by=None, now=at(1), minor=True) as passing:
            Participation.objects.filter(pk=line.pk).update(position="Head")
        assert passing.update.minor
        assert updated(event) == 0


class TestScheduling:
    def test_writes_the_row_with_the_due_instant(self):
        event = builders.event(public_from=at(5))
        update = Update.objects.get()
        assert (update.at, update.recorded_at) == (at(5), LONG_AGO)
        assert (updated(event, at(4)), updated(event, at(5))) == (None, 5)

    def test_change_before_the_instant_moves_nothing(self):
        event = builders.event(public_from=at(5))
        change(event, at(1), name="Other")
        assert Update.objects.get().at == at(5)

    @pytest.mark.parametrize("to", [2, 9])
    def test_may_be_moved_before_it_is_due(self, to):
        event = builders.event(public_from=at(5))
        change(event, at(1), public_from=at(to), note="Announced.")
        assert list(Update.objects.values_list("at", "note")) == [(at(to), "Announced.")]
        assert (updated(event, at(to - 1)), updated(event, at(to))) == (None, to)

    def test_text_that_is_no_longer_first_is_news_in_its_own_language_only(self):
        event = builders.event(public=False)
        for language, due in (("en", 5), ("sr", 3)):
            text = builders.report(event, language, language=language, published=False)
            text.publish(by=None, at=at(due), now=at(1))
        change(event, at(1), public_from=at(2))
        told = [(updated(event, at(n), "en"), updated(event, at(n), "sr")) for n in (2, 4, 6)]
        # Until the English one goes out, its readers are shown the other.
        assert told == [(2, 2), (3, 3), (5, 3)]
        lines = event.updates.order_by("at").values_list("language", "note")
        assert list(lines) == [("", "First published.")] + [
            (code, "The report was published.") for code in ("sr", "en")
        ]

    def test_may_be_dropped_before_it_is_due(self):
        event = builders.event(public_from=at(5))
        change(event, at(1), public_from=None)
        assert not Update.objects.exists()
        change(event, at(7), public_from=at(7))
        assert updated(event) == 7

    def lines(self, event):
        return list(event.updates.order_by("at").values_list("at", "language", "note"))

    def due(self, event, language, hour):
        text = builders.report(event, language, language=language, published=False)
        text.publish(by=None, at=at(hour), now=at(1))
        return Edition.objects.get(pk=text.pk)

    @pytest.mark.parametrize("to", [None, 9])
    def test_event_that_was_put_off_begins_without_its_text_when_that_goes(self, to):
        event = builders.event(public=False)
        text = self.due(event, "en", 3)
        change(event, at(1), public_from=at(5))
        text.move(by=None, at=at(to), now=at(2)) if to else text.drop(by=None, now=at(2))
        news = [(at(9), "en", "The report was published.")] if to else []
        assert self.lines(event) == [(at(5), "", "First published."), *news]
        assert updated(event, at(6)) == 5

    @pytest.mark.parametrize("to", [None, 9])
    def test_event_goes_out_with_the_next_text_when_the_first_is_dropped_or_put_off(self, to):
        event = builders.event(public=False)
        first, second = self.due(event, "en", 3), self.due(event, "sr", 5)
        first.move(by=None, at=at(to), now=at(2)) if to else first.drop(by=None, now=at(2))
        news = [(at(9), "en", "The report was published.")] if to else []
        assert self.lines(event) == [(at(5), "", "First published."), *news]
        assert Event.objects.get().public_from == at(5)
        second.drop(by=None, now=at(2))
        assert Event.objects.get().public_from == (at(9) if to else None)

    def test_text_published_at_once_keeps_the_event_at_the_instant_it_waits_for(self):
        event = builders.event(public=False)
        first = self.due(event, "en", 3)
        self.due(event, "sr", 1)
        first.drop(by=None, now=at(2))
        assert self.lines(event) == [(at(3), "", "First published.")]
        assert Report.objects.public(at(3)).get().language == "sr"

    @pytest.mark.parametrize("to", [None, 4, 9])
    def test_is_refused_once_it_is_due(self, to):
        event = builders.event(public_from=at(5))
        with pytest.raises(ValidationError) as refused:
            change(event, at(5), public_from=to and at(to))
        assert refused.value.code == "public_already"
        assert Event.objects.get().public_from == at(5)
        assert Update.objects.get().at == at(5)

    def test_is_refused_next_to_its_field_once_it_is_due(self):
        event = builders.event()
        for instant in (None, at(9)):
            event.public_from = instant
            with pytest.raises(ValidationError) as refused:
                event.clean()
            assert list(refused.value.message_dict) == ["public_from"]

    def test_fractions_of_the_stored_instant_are_no_move(self):
        event = builders.event()
        event.public_from = LONG_AGO.replace(microsecond=5)
        event.clean()
        assert change(event, at(1)).happened is False


class TestPastInstant:
    def test_may_be_stated_while_the_event_was_never_public(self):
        event = builders.event(public=False)
        change(event, at(9), public_from=at(2), by=archivist("state_past"))
        assert Update.objects.values_list("at", "recorded_at").get() == (at(2), at(9))
        assert updated(event) == 2

    def test_needs_the_permission_on_every_way_in(self):
        event, user = builders.event(public=False), archivist("change_event", "publish_edition")
        with pytest.raises(ValidationError) as refused:
            change(event, at(9), public_from=at(2), by=user)
        assert refused.value.code == "past_instant"
        edition = builders.report(event, published=False)
        with pytest.raises(PermissionDenied):
            edition.publish(by=user, at=at(2), now=at(9))
        with pytest.raises(ValidationError), history.change(edition, by=user, now=at(9)):
            edition.state, edition.publish_at = "approved", at(2)
            edition.save()
        assert not Update.objects.exists()
        assert Event.objects.get().public_from is None
        assert Edition.objects.get().publish_at is None

    def test_now_is_no_past_instant(self):
        event = builders.event(public=False)
        change(event, at(2), public_from=at(2), by=archivist())
        assert updated(event) == 2

    @pytest.mark.parametrize("stated", [1, 9])
    def test_of_a_public_event_is_refused(self, stated):
        event = builders.event()
        with (
            pytest.raises(ValidationError) as refused,
            history.change(event, by=None, at=at(stated), now=at(3)),
        ):
            event.name = "Other"
            event.save()
        assert refused.value.code == "past_instant"
        assert Event.objects.get().name == "Workshop on roads"

    def test_of_a_text_of_a_public_event_is_refused(self):
        event = builders.event()
        edition = builders.report(event, published=False)
        with pytest.raises(ValidationError) as refused:
            edition.publish(by=None, at=at(1), now=at(3))
        assert refused.value.code == "past_instant"
        assert Edition.objects.get().publish_at is None

    def test_of_the_first_text_is_that_of_the_event(self):
        event = builders.event(public=False)
        edition = builders.report(event, published=False)
        edition.publish(by=None, at=at(2), now=at(9))
        assert Event.objects.get().public_from == at(2)
        assert Update.objects.values_list("at", "recorded_at", "language", "edition").get() == (
            at(2),
            at(9),
            "",
            edition.pk,
        )


class TestWithdrawal:
    def test_of_an_event_is_a_change_and_so_is_bringing_it_back(self):
        event = builders.event()
        row, passing = withdraw(event, at(1))
        assert passing.update.language == ""
        assert not Event.objects.public(at(2)).exists()
        with history.change(event, by=None, now=at(3), minor=True) as passing:
            Withdrawal.objects.filter(pk=row.pk).update(lifted_at=at(3))
        assert not passing.update.minor
        assert list(Event.objects.public(at(3))) == [event]
        assert updated(event) == 3

    def test_of_a_report_moves_its_own_language_only(self):
        event = builders.event()
        english = builders.report(event, now=at(1))
        builders.report(event, now=at(1), language="sr")
        withdraw(event, at(2), report=english.report)
        assert (updated(event, language="en"), updated(event, language="sr")) == (2, 1)
        assert [edition.report.language for edition in Edition.objects.public(at(3))] == ["sr"]
        assert [report.language for report in Report.objects.public(at(3))] == ["sr"]
        assert list(Event.objects.public(at(3))) == [event]

    def test_of_a_report_with_a_changed_fact_writes_both(self):
        event = builders.event()
        english = builders.report(event, now=at(1))
        with history.change(event, by=None, now=at(2)):
            event.name = "Other"
            event.save()
            Withdrawal.objects.create(event=event, report=english.report, reason="x", at=at(2))
        assert set(event.updates.filter(at=at(2)).values_list("language", "note")) == {
            ("", "Changed: details of the event."),
            ("en", "Changed: whether this is public."),
        }

    @pytest.mark.parametrize(("begins", "lifted"), [(0, None), (1, 3), (0, 2)])
    def test_of_a_report_is_in_force_until_it_is_lifted(self, begins, lifted):
        event = builders.event()
        row = Withdrawal.objects.create(
            event=event, reason="x", at=at(begins), lifted_at=lifted and at(lifted)
        )
        found = [hours for hours in range(5) if row in Withdrawal.objects.in_force(at(hours))]
        assert found == list(range(begins, lifted or 5))

    @pytest.mark.parametrize("fields", [{"reason": ""}, {"reason": "x", "lifted_at": at(0)}])
    def test_without_reason_or_lifted_before_is_refused_by_the_database(self, fields):
        row = Withdrawal(event=builders.event(), at=at(1), **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            Withdrawal.objects.bulk_create([row])
