"""What is asked and done beside the form of an event: withdrawn, who came, told otherwise."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.models import Event, Participation, Rewording
from portal.models import Site, Version
from tests import builders
from tests.events.clock import at, updated
from tests.staff import Forms, address_of, errors, form_of, send, staff, told, undrawn

pytestmark = pytest.mark.django_db


def address(name, event):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


@pytest.fixture(scope="module")
def made(kept):
    """Return a draft, a public event and a planned one with three people, and their forms."""
    draft, public = builders.event("Draft", public=False), builders.event()
    planned = builders.event("Planned", status="planned")
    for name in ("Ana Anić", "Bo Babić", "Cene Cvek"):
        builders.line(planned, person=builders.person(name), attendance="expected")
    planned.refresh_from_db()
    return draft, public, planned, Forms(staff("Editor"), draft, public, planned)


@pytest.fixture
def draft(made):
    return copy.deepcopy(made[0])


@pytest.fixture
def public(made):
    return copy.deepcopy(made[1])


@pytest.fixture
def planned(made):
    return copy.deepcopy(made[2])


@pytest.fixture
def editor(client, made):
    client.force_login(made[3].user)
    return made[3].user


@pytest.fixture
def press(client, made):
    """Return a function that opens the form of an event, types and sends it."""

    def typed(event, *, drawn=False, **values):
        data = made[3].of(client, event) | {name: [value] for name, value in values.items()}
        return send(client, event, data, drawn=drawn)

    return typed


def panel(client, event):
    """Return the states that the panel of steps tells of."""
    with undrawn():
        return [block.state for block in client.get(address_of(event)).context_data["panel"]]


class TestPublishing:
    def test_event_that_is_not_public_is_published_at_once(self, press, client, editor, draft):
        assert panel(client, draft) == ["not public"]
        answer = press(draft, _step="publish")
        assert told(answer)[0] == "Readers see: “First published.”"
        assert draft.is_public()
        assert panel(client, draft) == ["public"]
        press(draft, _step="publish")
        assert [update.note for update in draft.updates.all()] == ["First published."]

    def test_author_publishes_nothing(self, press, client, draft):
        client.force_login(staff("Author"))
        assert panel(client, draft) == []
        with undrawn():
            bar = client.get(address_of(draft)).context_data["bar"]
        said = "Not public yet: an editor publishes it, or its first report does."
        assert bar["sentences"][0] == said
        assert errors(press(draft, _step="publish")) == [
            "This cannot be done: somebody else did it, or your account may not."
        ]
        assert not draft.is_public()

    def test_instant_that_has_passed_is_refused_and_the_bar_tells_what_stands(
        self, press, editor, draft
    ):
        answer = press(draft, public_from="2023-04-01T09:00:00")
        assert errors(answer) == [
            "This instant has passed: give one that is to come, or publish at once."
        ]
        assert answer.context_data["bar"]["sentences"][0] == "Not public yet."


class TestWithdrawal:
    def test_event_is_withdrawn_with_its_reason_and_brought_back(
        self, press, client, editor, public
    ):
        press(public, _step="withdraw", withdrawal="Entered by mistake.")
        assert not public.is_public()
        gone = client.get(public.get_absolute_url())
        assert (gone.status_code, "Entered by mistake." in gone.text) == (410, True)
        page = client.get(address("change", public))
        assert [block.state for block in page.context["panel"]] == ["withdrawn"]
        assert "Entered by mistake." in page.text
        press(public, _step="bring-back")
        assert public.is_public()
        assert [update.note for update in public.updates.all()[:2]] == [
            "Public again.",
            "Withdrawn: Entered by mistake.",
        ]

    def test_reason_is_asked_for_beside_its_field(self, press, editor, public):
        response = press(public, drawn=True, _step="withdraw")
        [error] = response.context["error_list"]
        assert (error["id"], error["message"]) == (
            "id_withdrawal_row",
            "Say why: readers are told.",
        )
        assert "Readers will see this sentence</a>: Say why" in response.text
        assert public.is_public()

    def test_reason_without_the_step_is_not_forgotten(self, press, editor, public):
        response = press(public, drawn=True, name="Renamed", withdrawal="By mistake.")
        assert errors(response) == [
            "This belongs to a step: press the button below it, or leave it empty."
        ]
        assert form_of(response)["withdrawal"] == ["By mistake."]
        assert form_of(response)["name"] == ["Renamed"]
        assert Event.objects.get(pk=public.pk).name == "Workshop on roads"

    @pytest.mark.parametrize("step", ["bring-back", "publish"])
    def test_step_that_is_not_offered_is_refused_and_saves_nothing(
        self, press, editor, step, public
    ):
        response = press(public, _step=step, name="Renamed")
        assert errors(response) == [
            "This cannot be done: somebody else did it, or your account may not."
        ]
        assert Event.objects.get(pk=public.pk).name == "Workshop on roads"

    def test_only_who_publishes_withdraws(self, press, client, settings, public):
        settings.ONE_PERSON_OFFICE = True
        client.force_login(staff("Author"))
        assert panel(client, public) == []
        response = press(public, _step="withdraw", withdrawal="No.")
        assert len(errors(response)) == 1
        assert public.is_public()


class TestWhoCame:
    def attendance(self):
        lines = Participation.objects.order_by("person__name")
        return list(lines.values_list("attendance", flat=True))

    def test_event_that_was_held_asks_who_came(self, press, client, editor, planned):
        response = press(planned, status="held")
        assert response.url == address("came", planned)
        page = client.get(response.url).text
        for name in ("Ana Anić", "Bo Babić", "Cene Cvek"):
            assert name in page
        assert self.attendance() == ["expected"] * 3

    def test_skipped_it_stays_on_the_form(self, press, client, editor, planned):
        press(planned, status="held")
        page = client.get(address("change", planned)).text
        assert "3 lines of the list are still “expected”:" in page
        assert address("came", planned) in page

    def test_event_saved_otherwise_asks_nothing(self, press, editor, planned):
        assert press(planned, name="Renamed").url != address("came", planned)
        Event.objects.update(status="held")
        assert press(planned, name="Again").url != address("came", planned)

    def test_choices_are_saved_as_one_change(self, press, client, editor, planned):
        press(planned, status="held")
        lines = list(planned.participations.order_by("person__name"))
        before = Version.objects.count()
        chosen = {f"line-{lines[0].pk}": "came", f"line-{lines[1].pk}": "absent"}
        client.post(address("came", planned), chosen)
        assert self.attendance() == ["came", "absent", "expected"]
        assert Version.objects.count() == before + 1

    def test_all_came_at_one_click(self, press, client, editor, planned):
        press(planned, status="held")
        asked = {f"line-{line.pk}": "expected" for line in planned.participations.all()}
        builders.line(planned, person=builders.person("Dea Dragić"), attendance="expected")
        client.post(address("came", planned), asked | {"all": "1"})
        # Who was put on the list since was not asked about.
        assert self.attendance() == ["came"] * 3 + ["expected"]
        Participation.objects.filter(attendance="expected").delete()
        assert "still “expected”" not in client.get(address("change", planned)).text

    def test_what_is_no_choice_is_refused(self, press, client, editor, planned):
        press(planned, status="held")
        line = planned.participations.first()
        response = client.post(address("came", planned), {f"line-{line.pk}": "danced"})
        assert "This is not one of the choices: choose from the list." in response.text
        assert self.attendance() == ["expected"] * 3

    def test_author_does_not_say_it_of_a_public_event(self, client, planned):
        Event.objects.update(status="held")
        client.force_login(staff("Author"))
        assert client.get(address("came", planned)).status_code == 403
        assert client.post(address("came", planned), {"all": "1"}).status_code == 403
        assert self.attendance() == ["expected"] * 3

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_costs_a_constant_number_of_queries(
        self, client, editor, count, django_assert_num_queries
    ):
        event = builders.event()
        for number in range(count):
            person = builders.person(f"Person {number}")
            builders.line(event, person=person, attendance="expected")
        client.get(address("came", event))
        with django_assert_num_queries(7):
            client.get(address("came", event))


class TestSentences:
    def put(self, client, event, note, was="First published."):
        typed = {"update": event.updates.get().pk, "note": note, "was": was}
        return client.post(address("sentences", event), typed)

    def test_sentence_is_put_otherwise_and_its_date_stays(self, client, editor):
        event = builders.event()
        before = updated(event), Site.objects.get().number
        self.put(client, event, " Made  public. ")
        update = event.updates.get()
        assert (update.note, update.at, update.minor) == ("Made public.", at(0), False)
        assert [(r.was, r.by) for r in Rewording.objects.all()] == [("First published.", editor)]
        assert updated(event) == before[0]
        assert Site.objects.get().number > before[1]
        page = client.get(address("sentences", event)).text
        assert "Before:" in page
        assert "First published." in page
        assert "First published." not in client.get(event.get_absolute_url()).text

    @pytest.mark.parametrize("note", ["", " \u202e ", "x" * 301])
    def test_sentence_that_says_nothing_or_too_much_is_refused(self, client, editor, note):
        event = builders.event()
        response = self.put(client, event, note)
        assert 'class="errorlist"' in response.text
        assert event.updates.get().note == "First published."
        assert not Rewording.objects.exists()

    def test_same_sentence_leaves_no_trace(self, client, editor):
        event = builders.event()
        self.put(client, event, "First published.")
        assert not Rewording.objects.exists()

    def test_second_of_two_is_told_and_keeps_what_was_typed(self, client, editor):
        event = builders.event()
        update = event.updates.get()
        update.reword(by=editor, note="Theirs.", was="First published.")
        response = self.put(client, event, "Mine.")
        assert "Somebody else put it otherwise meanwhile: “Theirs.”" in response.text
        assert 'value="Mine."' in response.text
        assert event.updates.get().note == "Theirs."
        with pytest.raises(ValidationError):
            update.reword(by=editor, note="Mine.", was="First published.")

    def test_sentence_of_another_event_is_not_found(self, client, editor):
        event, other = builders.event(), builders.event("Other")
        typed = {"update": other.updates.get().pk, "note": "x", "was": "First published."}
        for key in (typed["update"], "", "x", "9" * 30):
            response = client.post(address("sentences", event), typed | {"update": key})
            assert told(response) == ["This sentence is not there any more."]
            client.get(address("sentences", event))
        assert not Rewording.objects.exists()

    @pytest.mark.parametrize("role", ["Author", "Data protection officer"])
    def test_only_who_publishes_puts_it_otherwise(self, client, role):
        event = builders.event()
        client.force_login(staff(role))
        assert client.get(address("sentences", event)).status_code == 403
        assert self.put(client, event, "Mine.").status_code == 403
        assert event.updates.get().note == "First published."
