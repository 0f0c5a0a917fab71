"""The panel on top of the report form: what stands in the way, and what is refused."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from events.models import Edition
from portal.models import SetAside, Version
from tests import builders
from tests.events.report_form import HOUR, offered, press, soon, state, url_of
from tests.staff import errors, form_of, send, staff

pytestmark = pytest.mark.django_db


class TestBeforeYouPublish:
    @pytest.fixture
    def odd(self, event):
        """A text with an error, no lead, and a warning, a person who is not in the list."""
        builders.person("Ana Anić")
        return builders.report(event, "Said", published=False, body="<p>Ana Anić spoke.</p>")

    def asked(self, client, edition):
        page = client.get(url_of(edition))
        return [name for name in form_of(page) if name.startswith("words:")]

    def test_error_and_open_question_stand_in_the_way(self, client, author, editor, odd):
        odd.hand_in(by=author)
        response = press(client, editor, odd, "publish", drawn=True, credits="Typed")
        assert errors(response) == [
            "The report has no lead.",
            "Ana Anić is named in the text and is not in the list of who took part.",
        ]
        assert '<a href="#id_lead_row">The report has no lead.</a>' in response.text
        assert '<a href="#id_answer_2">Ana Anić is named' in response.text
        assert 'id="id_answer_2"' in response.text
        assert 'value="Typed"' in response.text
        assert state(odd) == "submitted"

    def test_missing_reason_is_told_with_all_that_is_to_be_mended(self, client, editor, odd):
        response = press(client, editor, odd, "publish-alone", drawn=True)
        assert [(error["id"], error["message"]) for error in response.context["error_list"]] == [
            ("id_alone_row", "Say why nobody else reads it first."),
            ("id_lead_row", "The report has no lead."),
            (
                "id_answer_2",
                "Ana Anić is named in the text and is not in the list of who took part.",
            ),
        ]
        assert "3 things are to be mended; nothing is saved yet" in response.text
        assert state(odd) == "draft"

    def test_who_may_not_publish_a_text_is_told_only_that(self, client, editor, odd):
        odd.hand_in(by=editor)
        response = press(client, editor, odd, "publish")
        assert errors(response) == ["You handed this in yourself: somebody else publishes it."]

    def test_text_with_open_questions_can_be_handed_in(self, client, author, odd):
        press(client, author, odd, "hand-in")
        assert state(odd) == "submitted"

    def test_answer_typed_in_a_refused_form_is_carried_along(self, client, author, editor, odd):
        odd.hand_in(by=author)
        client.force_login(editor)
        [name] = self.asked(client, odd)
        answer = {name: "Mentioned, was not there."}
        refused = press(client, editor, odd, "publish", drawn=True, **answer)
        assert errors(refused) == ["The report has no lead."]
        assert odd.report.answers.count() == 0
        data = form_of(refused) | {"lead": ["Much."], "_step": [f"publish {odd.pk}"]}
        assert data[name] == ["Mentioned, was not there."]
        assert client.post(url_of(odd), data).status_code == 302
        assert state(odd) == "live"
        assert [a.words for a in odd.report.answers.all()] == ["Mentioned, was not there."]

    def test_what_is_mended_in_the_same_form_stands_in_the_way_no_more(
        self, client, author, editor, odd
    ):
        odd.hand_in(by=author)
        press(client, editor, odd, "publish", lead="Much.", body="<p>They spoke.</p>")
        assert state(odd) == "live"


class TestRefused:
    def test_step_that_is_not_offered_saves_nothing(self, client, author, draft):
        """Each sent with the words of the form, and with all that it asks for."""
        before = Version.objects.count()
        client.force_login(author)
        data = form_of(client.get(url_of(draft))) | {"title": ["Other words"]}
        steps = "send-back publish publish-alone move withdraw approve reopen".split()
        typed = {
            "send-back": {"remark": ["x"]},
            "publish": {"send_at": [soon()]},
            "publish-alone": {"alone": ["x"], "send_at": [soon()]},
            "move": {"send_at": [soon()]},
            "withdraw": {"withdrawal": ["x"]},
        }
        answers = {
            step: send(
                client,
                draft.report,
                data | typed.get(step, {}) | {"_step": [f"{step} {draft.pk}"]},
                drawn=True,
            )
            for step in steps
        }
        said = {step: errors(answer) for step, answer in answers.items()}
        assert said.pop("reopen") == ["This cannot be done with a text that is “being written”."]
        assert said == {step: ["Your account may not do that."] for step in steps[:-1]}
        assert all('value="Other words"' in answer.text for answer in answers.values())
        draft.refresh_from_db()
        assert (draft.title, draft.state, Version.objects.count()) == (
            "What was said",
            "draft",
            before,
        )

    @pytest.mark.parametrize(
        ("step", "field", "why"),
        [
            ("send-back", "remark", "Say what is to be mended."),
            ("publish-alone", "alone", "Say why nobody else reads it first."),
        ],
    )
    def test_step_without_what_it_asks_for_is_told_beside_the_field(
        self, client, author, editor, draft, step, field, why
    ):
        draft.hand_in(by=author if step == "send-back" else editor)
        response = press(client, editor, draft, step, drawn=True, **{field: " \u202e "})
        [error] = response.context["error_list"]
        assert (error["id"], error["message"]) == (f"id_{field}_row", why)
        assert "<details open>" in response.text
        assert state(draft) == "submitted"

    @pytest.mark.parametrize("pressed", ["_continue", "hand-in", "publish"])
    def test_what_is_typed_for_another_step_than_the_one_taken_is_not_forgotten(
        self, client, author, editor, draft, pressed
    ):
        """Enter in the field saves, where there is no script: the first button is Save."""
        if pressed == "publish":
            draft.hand_in(by=author)
        field = "remark" if pressed == "publish" else "alone"
        client.force_login(editor)
        data = form_of(client.get(url_of(draft))) | {"title": ["Other words"]}
        data |= {field: ["Nobody is here."]}
        button = ["1"] if pressed == "_continue" else [f"{pressed} {draft.pk}"]
        data |= {"_continue" if pressed == "_continue" else "_step": button}
        response = send(client, draft.report, data, drawn=True)
        [error] = response.context["error_list"]
        assert (error["id"], error["message"]) == (
            f"id_{field}_row",
            "This belongs to a step: press the button below it, or leave it empty.",
        )
        assert "<details open>" in response.text
        assert {k: form_of(response)[k] for k in ("title", field)} == {
            "title": ["Other words"],
            field: ["Nobody is here."],
        }
        before = "submitted" if pressed == "publish" else "draft"
        assert (state(draft), draft.title) == (before, "What was said")

    def test_withdrawal_needs_its_reason(self, client, editor, event):
        text = builders.report(event)
        assert errors(press(client, editor, text, "withdraw")) == ["Say why: readers are told."]
        assert state(text) == "live"

    def test_time_that_has_passed_is_refused(self, client, author, editor, draft):
        draft.hand_in(by=author)
        response = press(client, editor, draft, "publish", send_at="2021-09-01T10:00:00")
        assert errors(response) == ["This time has passed. Give one that is to come."]
        assert state(draft) == "submitted"

    def test_archive_may_state_a_past_time(self, client, author, draft):
        draft.hand_in(by=author)
        press(client, staff(), draft, "publish", send_at="2021-09-01T10:00:00")
        draft.refresh_from_db()
        assert draft.publish_at.year == 2021

    def test_own_text_is_not_published_as_a_second_reader(self, client, editor, draft):
        draft.hand_in(by=editor)
        response = press(client, editor, draft, "publish")
        assert errors(response) == ["You handed this in yourself: somebody else publishes it."]
        assert state(draft) == "submitted"

    def test_text_of_another_report_is_refused(self, client, editor, draft):
        other = builders.report(builders.event("Other"), published=False)
        client.force_login(editor)
        data = form_of(client.get(url_of(draft)))
        response = send(client, draft.report, data | {"_step": [f"discard {other.pk}"]})
        assert errors(response) == ["Somebody else discarded this text meanwhile."]
        assert Edition.objects.count() == 2

    def test_step_that_is_no_button_of_the_form_is_refused(self, client, editor, draft):
        client.force_login(editor)
        data = form_of(client.get(url_of(draft)))
        steps = ["edit", "share", "preview", "compare"]
        # What nobody offers at all, with a text, without one and with none that can be.
        others = ["", "x", "edit 9999999999999999999", "publish x", " 1"]
        said = {}
        for pressed in [*(f"{step} {draft.pk}" for step in steps), *others]:
            response = send(client, draft.report, data | {"_step": [pressed]})
            assert response.status_code == 200, pressed
            said[pressed] = errors(response)
        assert [said[f"{step} {draft.pk}"] for step in steps] == [["There is no such step."]] * 4
        assert [len(said[pressed]) for pressed in others] == [1] * 5
        assert not Version.objects.filter(by=editor).exists()

    def test_words_sent_after_the_text_got_its_time_are_kept_beside_it(
        self, client, author, editor, draft
    ):
        client.force_login(author)
        data = form_of(client.get(url_of(draft))) | {"title": ["Typed meanwhile"]}
        draft.publish(by=editor, alone="Urgent.", at=timezone.now() + HOUR)
        response = client.post(url_of(draft), data | {"_continue": ["1"]})
        aside = SetAside.objects.get()
        assert response.url == aside.get_absolute_url()
        assert aside.data["mine"]["fields"]["title"] == "Typed meanwhile"
        assert Edition.objects.get().title == "What was said"
        seen = f"{draft.pk}:{Edition.objects.get().number}"
        response = client.post(response.url, {"apply": "1", "seen": seen})
        assert "began a new text meanwhile" in response.text
        assert SetAside.objects.exists()

    def test_step_pressed_on_a_text_that_changed_meanwhile_is_not_taken(
        self, client, author, editor, draft
    ):
        draft.hand_in(by=author)
        client.force_login(editor)
        data = form_of(client.get(url_of(draft))) | {"_step": [f"publish {draft.pk}"]}
        draft.write(by=author, words={"title": "Other words"})
        client.post(url_of(draft), data)
        assert (state(draft), draft.title) == ("submitted", "Other words")

    def test_limited_report_is_nobody_elses(self, client, author, editor, draft):
        draft.report.event.colleagues.add(author)
        client.force_login(editor)
        assert client.get(url_of(draft)).status_code == 403
        response = client.post(url_of(draft), {"_step": f"discard {draft.pk}"})
        assert response.status_code == 403
        assert Edition.objects.count() == 1
        assert offered(client, author, draft) == [["hand-in", "discard"]]

    def test_who_has_no_permission_at_all_is_shut_out(self, client, draft):
        user = staff("Author")
        user.groups.clear()
        user.user_permissions.set(Permission.objects.filter(codename="view_event"))
        client.force_login(user)
        for ask in (client.get, client.post):
            assert ask(url_of(draft)).status_code == 403
