"""The panel on top of the report form: what is offered, and what it does."""

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event, Report, Update
from events.steps import RULES, Status, Step, may, take
from portal.models import Version
from portal.roles import ROLES
from tests import builders
from tests.events.report_form import HOUR, offered, press, soon, state, url_of
from tests.staff import form_of, staff, told, undrawn

pytestmark = pytest.mark.django_db


class TestOffered:
    def test_author_hands_in_or_discards(self, client, author, draft):
        assert offered(client, author, draft) == [["hand-in", "discard"]]

    def test_editor_may_also_publish_alone(self, client, editor, draft):
        assert offered(client, editor, draft) == [["hand-in", "publish-alone", "discard"]]

    def test_second_reader_approves_or_sends_back(self, client, author, editor, draft):
        draft.hand_in(by=author)
        assert offered(client, editor, draft) == [["publish", "send-back"]]
        assert offered(client, author, draft) == [[]]

    def test_who_handed_it_in_is_no_second_reader(self, client, editor, draft):
        draft.hand_in(by=editor)
        assert offered(client, editor, draft) == [["send-back", "publish-alone"]]
        page = client.get(url_of(draft)).text
        assert "You handed this in yourself: somebody else publishes it." in page

    def test_one_person_office_publishes_at_once(self, client, editor, draft, settings):
        settings.ONE_PERSON_OFFICE = True
        assert offered(client, editor, draft) == [["publish", "hand-in", "discard"]]

    def test_scheduled_text_can_be_moved_or_dropped(self, client, author, editor, draft):
        draft.publish(by=None, at=timezone.now() + HOUR)
        assert offered(client, editor, draft) == [["move", "drop"]]
        assert offered(client, author, draft) == [[]]

    def test_public_text_stands_beside_the_one_being_written(self, client, editor, event):
        builders.report(event, "Old")
        new = builders.report(event, "New", published=False)
        assert offered(client, editor, new) == [
            ["hand-in", "publish-alone", "discard"],
            ["withdraw"],
        ]

    def test_who_only_reads_is_offered_nothing_and_sees_the_words(self, client, draft):
        client.force_login(staff("Data protection officer"))
        response = client.get(url_of(draft))
        assert "panel" not in response.context
        assert "<p>Much.</p>" in response.text
        assert client.post(url_of(draft), {"_step": f"discard {draft.pk}"}).status_code == 403
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_panel_costs_a_constant_number_of_queries(
        self, client, editor, event, count, django_assert_num_queries
    ):
        for number in range(count):
            builders.report(event, f"Text {number}")
        new = builders.report(event, "New", published=False)
        for number in range(count):
            new.remarks.create(event=event, report=new.report, text=f"No {number}", by=editor)
        client.force_login(editor)
        client.get(url_of(new))
        with django_assert_num_queries(36):
            client.get(url_of(new))


class TestTaken:
    def test_what_is_typed_is_handed_in_with_one_click(self, client, author, draft):
        response = press(client, author, draft, "hand-in", title="Better said")
        assert response.status_code == 302
        draft.refresh_from_db()
        assert (draft.title, draft.state, draft.submitted_by) == (
            "Better said",
            "submitted",
            author,
        )
        assert told(response) == ["Handed in: a second reader is asked to look at it."]

    def test_new_report_is_handed_in_with_its_first_save(self, client, author, event):
        client.force_login(author)
        url = f"{reverse('admin:events_report_add')}?event={event.pk}"
        data = form_of(client.get(url)) | {"title": ["First words"], "_step": ["hand-in"]}
        response = client.post(url, data)
        assert response.url == url_of(Edition.objects.get())
        assert state(Edition.objects.get()) == "submitted"
        assert [v.kind for v in Version.objects.filter(by=author).order_by("pk")] == [
            "events.edition",
            "events.report",
            "events.edition",
        ]

    def test_remark_stands_on_the_form_until_the_text_is_published(
        self, client, author, editor, draft
    ):
        draft.hand_in(by=author)
        press(client, editor, draft, "send-back", remark="Name the minister.")
        assert state(draft) == "returned"
        client.force_login(author)
        page = client.get(url_of(draft)).text
        assert 'class="sent-back"' in page
        assert "Sent back by editor," in page
        assert "Name the minister." in page
        press(client, author, draft, "hand-in")
        press(client, editor, draft, "publish")
        assert state(draft) == "live"
        assert 'class="sent-back"' not in client.get(url_of(draft)).text

    def test_second_reader_publishes_and_is_led_to_the_page(self, client, author, editor, draft):
        draft.hand_in(by=author)
        response = press(client, editor, draft, "publish")
        assert draft.report.event.get_absolute_url() in told(response)[0]
        draft.refresh_from_db()
        assert (draft.published_by, draft.approved_by, draft.is_unread()) == (
            editor,
            editor,
            False,
        )
        assert Event.objects.get().is_public()

    def test_readers_are_told_the_sentence_and_that_it_is_small(
        self, client, author, editor, event
    ):
        builders.report(event, "Old")
        said = {"lead": "Much.", "body": "<p>Much.</p>"}
        new = builders.report(event, "New", published=False, **said)
        new.hand_in(by=author)
        press(client, editor, new, "publish", note="A name was mended.", minor="on")
        assert [(u.note, u.minor) for u in new.updates.all()] == [("A name was mended.", True)]

    def test_text_goes_out_at_the_time_that_was_given(self, client, author, editor, draft):
        draft.hand_in(by=author)
        at = soon()
        press(client, editor, draft, "publish", send_at=at)
        draft.refresh_from_db()
        assert timezone.localtime(draft.publish_at).strftime("%Y-%m-%dT%H:%M") == at
        assert state(draft) == "scheduled"
        assert not Report.objects.public().exists()
        page = client.get(url_of(draft))
        assert "goes out on" in page.text
        assert 'name="title"' not in page.text
        assert "<p>Much.</p>" in page.text

    def test_schedule_is_moved_and_dropped(self, client, author, editor, draft):
        draft.hand_in(by=author)
        draft.publish(by=editor, at=timezone.now() + HOUR)
        later = (timezone.localtime() + 5 * HOUR).strftime("%Y-%m-%dT%H:%M")
        press(client, editor, draft, "move", send_at=later)
        draft.refresh_from_db()
        assert timezone.localtime(draft.publish_at).strftime("%Y-%m-%dT%H:%M") == later
        press(client, editor, draft, "drop")
        assert state(draft) == "submitted"
        assert not Update.objects.exists()

    def test_new_time_begins_with_the_one_that_stands_and_others_with_none(
        self, client, author, editor, draft
    ):
        draft.hand_in(by=author)
        client.force_login(editor)
        assert form_of(client.get(url_of(draft)))["send_at"] == [""]
        draft.publish(by=editor, at=timezone.now() + HOUR)
        at = timezone.localtime(draft.publish_at).strftime("%Y-%m-%dT%H:%M")
        assert form_of(client.get(url_of(draft)))["send_at"] == [at]
        press(client, editor, draft, "move")
        assert Edition.objects.get().publish_at == draft.publish_at

    def test_drop_makes_no_second_reader_of_who_sent_it_out_alone(
        self, client, author, editor, draft
    ):
        draft.hand_in(by=author)
        draft.send_back(by=editor, remark="Mend it.")
        draft.write(by=editor, words={"lead": "Words that nobody else read."})
        draft.publish(by=editor, alone="Nobody is here.", at=timezone.now() + HOUR)
        press(client, editor, draft, "drop")
        assert state(draft) == "draft"
        assert not may(Step.PUBLISH, Edition.objects.get(), editor)

    def test_is_not_dropped_while_a_newer_text_is_written(self, client, author, editor, draft):
        draft.hand_in(by=author)
        draft.publish(by=editor, at=timezone.now() + HOUR)
        builders.report(draft.report.event, "Newer", published=False)
        draft.refresh_from_db()
        with pytest.raises(ValidationError) as refused:
            take(Step.DROP, draft, by=editor)
        assert refused.value.messages == [
            "A newer text is being written already: discard that first."
        ]
        assert state(draft) == "scheduled"

    def test_published_alone_it_is_marked_until_another_approves(
        self, client, editor, second, draft
    ):
        press(client, editor, draft, "publish-alone", alone="Nobody else is here.")
        assert state(draft) == "live"
        marker = "Published without a second reader by editor: “Nobody else is here.”"
        assert marker in client.get(url_of(draft)).text
        assert "approve" not in offered(client, editor, draft)[0]
        assert offered(client, second, draft) == [["approve", "withdraw"]]
        press(client, second, draft, "approve")
        draft.refresh_from_db()
        assert draft.approved_by == second
        assert marker not in client.get(url_of(draft)).text

    def test_discarded_text_leaves_what_is_public(self, client, author, event):
        builders.report(event, "Old")
        new = builders.report(event, "New", published=False)
        response = press(client, author, new, "discard", title="Typed and thrown away")
        assert [e.title for e in Edition.objects.all()] == ["Old"]
        assert told(response) == ["The text was discarded."]
        assert Version.objects.get(action="deleted").title == "New"

    def test_report_goes_with_its_only_text(self, client, author, draft):
        response = press(client, author, draft, "discard")
        assert response.url == reverse("admin:events_report_changelist")
        assert told(response) == ["The report was discarded."]
        assert not Report.objects.exists()
        last = Version.objects.get(action="deleted")
        assert last.kind == "events.report"
        assert [row["title"] for row in last.data["parts"]["editions"].values()] == [
            "What was said"
        ]

    def test_withdrawn_report_is_gone_with_its_reason_and_comes_back(self, client, editor, event):
        text = builders.report(event, "Old")
        press(client, editor, text, "withdraw", withdrawal="The figures were wrong.")
        assert state(text) == "withdrawn"
        assert not Report.objects.public().exists()
        assert event.updates.first().note == "The report was withdrawn: The figures were wrong."
        assert offered(client, editor, text) == [["bring-back"]]
        press(client, editor, text, "bring-back")
        assert state(text) == "live"
        assert event.updates.first().note == "The report is public again."

    def test_no_sentence_says_that_readers_keep_what_they_do_not_see(self, client, editor, event):
        text = builders.report(event, "Old")

        def said():
            with undrawn():
                panel = client.get(url_of(text)).context_data["panel"]
            return [sentence for block in panel for sentence in block.sentences]

        client.force_login(editor)
        assert said() == [
            "Change the words below and save: readers keep these until the new are public."
        ]
        press(client, editor, text, "withdraw", withdrawal="The figures were wrong.")
        assert said() == [
            "Change the words below and save: readers see none until it is brought back."
        ]
        press(client, editor, text, "bring-back")
        event.withdraw(by=editor, reason="By mistake.")
        assert said() == [
            "Readers see it only when the event is public.",
            "Change the words below and save: these stand until the new are published.",
        ]

    def test_bar_says_how_far_the_text_is_as_the_panel_does(self, client, author, editor, event):
        draft = builders.report(event, "New", published=False)

        def hidden():
            with undrawn():
                return client.get(url_of(draft)).context_data["bar"]["sentences"][-1]

        client.force_login(editor)
        assert hidden() == "Not even then: text being written in English."
        draft.hand_in(by=author)
        assert hidden() == "Not even then: text waiting for a second reader in English."
        draft.send_back(by=editor, remark="Shorter.")
        assert hidden() == "Not even then: text sent back in English."

    def test_change_of_public_words_begins_a_new_text(self, client, author, event):
        text = builders.report(event, "Old")
        client.force_login(author)
        data = form_of(client.get(url_of(text))) | {"title": ["New"], "_continue": ["1"]}
        client.post(url_of(text), data)
        assert [(e.title, e.status().value) for e in Edition.objects.order_by("sequence")] == [
            ("Old", "live"),
            ("New", "draft"),
        ]


def test_handbook_prints_the_table_of_steps():
    every = frozenset(Status)
    rows = []
    for step, rule in RULES.items():
        states = ", ".join(str(status.label) for status in Status if status in rule.statuses)
        who = ", ".join(name for name in ROLES if rule.permission in ROLES[name])
        rows.append(f"| {step.label} | {'every' if rule.statuses == every else states} | {who} |")
    handbook = (settings.BASE_DIR / "docs" / "editing.md").read_text()
    assert "\n".join(rows) in handbook
