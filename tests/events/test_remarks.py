"""What staff say to one another under the forms: proposals, remarks, and that readers see none."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Remark
from tests import builders
from tests.pages import words
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return builders.event("Workshop on roads")


@pytest.fixture
def story(event):
    return builders.report(event, published=False).report


def form_of_event(event):
    return reverse("admin:events_event_change", args=[event.pk])


def form_of_report(report):
    return reverse("admin:events_report_change", args=[report.pk])


def propose(client, event, text):
    url = reverse("admin:events_event_remark", args=[event.pk])
    return client.post(url, {"remark-text": text})


def say(client, report, text):
    return client.post(
        reverse("admin:events_report_remark", args=[report.pk]), {"remark-text": text}
    )


def settle(client, remark, taken_over="True"):
    url = reverse("admin:events_event_settle_remark", args=[remark.event_id, remark.pk])
    return client.post(url, {"taken_over": taken_over})


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return words(response.content.decode())


class TestProposal:
    def test_author_proposes_under_the_form_of_a_public_event(self, client, event):
        author = staff("Author")
        client.force_login(author)
        assert "Propose a change" in read(client, form_of_event(event))
        response = propose(client, event, "It was on the 2nd.\nSee the invitation.")
        assert (response.status_code, response["Location"]) == (
            302,
            f"{form_of_event(event)}#remarks",
        )
        remark = Remark.objects.get()
        assert (remark.event, remark.by, remark.text.splitlines()) == (
            event,
            author,
            ["It was on the 2nd.", "See the invitation."],
        )
        assert (remark.report, remark.settled_at) == (None, None)
        assert "It was on the 2nd. See the invitation. author," in read(
            client, form_of_event(event)
        )

    def test_author_who_may_write_in_it_finds_no_box(self, client):
        client.force_login(staff("Author"))
        draft = builders.event("Draft", public=False)
        assert "Propose a change" not in read(client, form_of_event(draft))

    def test_editor_finds_the_open_ones_and_no_box(self, client, event):
        Remark.objects.propose(event, "It was on the 2nd.", by=staff("Author"))
        client.force_login(staff("Editor"))
        html = read(client, form_of_event(event))
        assert "Proposed changes It was on the 2nd. author," in html
        assert "Done Not taken over" in html
        assert "Propose a change" not in html

    @pytest.mark.parametrize(
        ("taken_over", "said"), [("True", "Done"), ("False", "Not taken over")]
    )
    def test_editor_settles_it_and_the_author_reads_how(self, client, event, taken_over, said):
        author, editor = staff("Author"), staff("Editor")
        remark = Remark.objects.propose(event, "It was on the 2nd.", by=author)
        client.force_login(editor)
        assert settle(client, remark, taken_over)["Location"] == f"{form_of_event(event)}#remarks"
        remark.refresh_from_db()
        assert (remark.settled_by, remark.taken_over) == (editor, taken_over == "True")
        client.force_login(author)
        assert f"· {said} , editor," in read(client, form_of_event(event))

    def test_second_of_two_who_settle_it_changes_nothing(self, client, event):
        remark = Remark.objects.propose(event, "It was on the 2nd.", by=staff("Author"))
        client.force_login(staff("Editor"))
        settle(client, remark)
        client.force_login(staff("Administrator"))
        settle(client, remark, "False")
        remark.refresh_from_db()
        assert (remark.settled_by.username, remark.taken_over) == ("editor", True)

    def test_button_pressed_twice_proposes_once(self, client, event):
        client.force_login(staff("Author"))
        propose(client, event, "It was on the 2nd.")
        propose(client, event, "It was on the 2nd.")
        assert Remark.objects.count() == 1

    def test_same_words_may_be_said_again_once_they_are_settled(self, event):
        author = staff("Author")
        Remark.objects.propose(event, "Again.", by=author).settle(by=author)
        Remark.objects.propose(event, "Again.", by=author)
        assert Remark.objects.count() == 2

    @pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "a\0b"])
    def test_what_cannot_be_sent_is_told_beside_the_box_and_kept_in_it(self, client, event, text):
        client.force_login(staff("Author"))
        response = propose(client, event, text)
        assert response.status_code == 400
        html = response.content.decode()
        assert 'class="errorlist"' in html
        assert ("x" * 2001 in html) == (text == "x" * 2001)
        assert Remark.objects.count() == 0

    def test_two_thousand_letters_are_taken(self, client, event):
        client.force_login(staff("Author"))
        assert propose(client, event, "ш" * 2000).status_code == 302
        assert len(Remark.objects.get().text) == 2000

    def test_page_of_the_box_answers_by_itself(self, client, event):
        client.force_login(staff("Author"))
        html = read(client, reverse("admin:events_event_remark", args=[event.pk]))
        assert "Propose a change" in html

    def test_hostile_words_are_words(self, client, event):
        Remark.objects.propose(event, "<script>x</script>", by=staff("Author"))
        client.force_login(staff("Editor"))
        html = client.get(form_of_event(event)).content.decode()
        assert "&lt;script&gt;x" in html
        assert "<script>x" not in html


class TestRemark:
    def test_both_sides_write_under_the_text_and_read_each_other(self, client, story):
        for role, text in [("Author", "Is the date right?"), ("Editor", "Yes: see the poster.")]:
            client.force_login(staff(role))
            assert say(client, story, text)["Location"] == f"{form_of_report(story)}#remarks"
        html = read(client, form_of_report(story))
        assert "Remarks among ourselves Yes: see the poster. editor," in html
        assert "Is the date right? author," in html
        assert {remark.edition for remark in Remark.objects.all()} == {story.open_edition()}

    def test_it_can_be_written_of_a_text_that_is_out(self, client, event):
        report = builders.report(event).report
        client.force_login(staff("Author"))
        assert say(client, report, "A slip in line 2.").status_code == 302
        assert Remark.objects.get().edition is None

    def test_it_is_settled_and_stays_to_be_read(self, client, story):
        author = staff("Author")
        remark = Remark.objects.say(story, "Is the date right?", by=author)
        client.force_login(author)
        client.post(reverse("admin:events_report_settle_remark", args=[story.pk, remark.pk]))
        assert "Is the date right?" in (html := read(client, form_of_report(story)))
        assert "· Done , author," in html

    def test_it_is_no_proposal_about_the_event(self, client, event, story):
        Remark.objects.say(story, "Is the date right?", by=staff("Author"))
        client.force_login(staff("Editor"))
        assert "Is the date right?" not in read(client, form_of_event(event))


class TestSentWithTheForm:
    """What is typed beside the form of a text is sent with it, whichever button is pressed."""

    @pytest.fixture
    def writer(self, client):
        client.force_login(staff("Author"))
        return client

    def press(self, client, report, **typed):
        data = form_of(client.get(form_of_report(report)))
        return client.post(form_of_report(report), data | typed)

    def test_remark_is_said_where_the_text_is_saved_and_the_text_where_a_remark_is(
        self, writer, story
    ):
        answer = self.press(writer, story, said="Is the date right?", lead="New", _continue="1")
        assert answer["Location"] == form_of_report(story)
        assert (Remark.objects.get().text, Remark.objects.get().report) == (
            "Is the date right?",
            story,
        )
        assert story.editions.get().lead == "New"

    def test_step_takes_it_along(self, writer, story):
        edition = story.editions.get()
        self.press(writer, story, said="Ready.", _step=f"hand-in {edition.pk}")
        edition.refresh_from_db()
        assert (edition.state, Remark.objects.get().text) == ("submitted", "Ready.")

    @pytest.mark.parametrize("typed", [{"title": ""}, {"said": "x" * 2001}])
    def test_form_that_is_refused_says_nothing_and_has_it_again(self, writer, story, typed):
        answer = self.press(writer, story, **{"said": "Is it?", "lead": "New"} | typed)
        assert answer.status_code == 200
        again = form_of(answer)
        assert (again["said"], again["lead"]) == ([typed.get("said", "Is it?")], ["New"])
        assert Remark.objects.count() == 0
        assert story.editions.get().lead == ""

    def test_form_that_comes_second_is_set_aside_and_the_remark_said(self, writer, story):
        data = form_of(writer.get(form_of_report(story)))
        self.press(writer, story, lead="First")
        answer = writer.post(form_of_report(story), data | {"said": "Mine.", "lead": "Second"})
        assert "/set-aside/" in answer["Location"]
        assert Remark.objects.get().text == "Mine."

    def test_remark_is_settled_and_what_is_typed_saved(self, writer, story):
        remark = Remark.objects.say(story, "Is the date right?", by=staff("Editor"))
        self.press(writer, story, _settle=f"True {remark.pk}", lead="New", said="Yes, now.")
        remark.refresh_from_db()
        assert (remark.settled_by.username, remark.taken_over) == ("author", True)
        assert story.editions.get().lead == "New"
        assert Remark.objects.open().get().text == "Yes, now."

    def test_proposal_is_settled_and_what_is_typed_saved(self, client, event):
        remark = Remark.objects.propose(event, "Its name is wrong.", by=staff("Author"))
        client.force_login(staff("Editor"))
        data = form_of(client.get(form_of_event(event)))
        client.post(
            form_of_event(event), data | {"name": "Right name", "_settle": f"False {remark.pk}"}
        )
        remark.refresh_from_db()
        event.refresh_from_db()
        assert (remark.taken_over, event.name) == (False, "Right name")

    @pytest.mark.parametrize("pressed", ["True", "True x", "True 999", "True \0", "x" * 500])
    def test_nothing_else_is_settled_by_a_button(self, writer, event, story, pressed):
        proposal = Remark.objects.propose(event, "Fact.", by=staff("Editor"))
        self.press(writer, story, _settle=pressed)
        self.press(writer, story, _settle=f"True {proposal.pk}")
        assert Remark.objects.open().count() == 1


class TestGuard:
    def writes(self, client, event, story):
        """Return how each way to write or settle answers."""
        proposal = Remark.objects.create(event=event, text="Fact.", by=self.colleague)
        remark = Remark.objects.create(event=event, report=story, text="Word.", by=self.colleague)
        return [
            propose(client, event, "Mine.").status_code,
            say(client, story, "Mine.").status_code,
            settle(client, proposal).status_code,
            client.post(
                reverse("admin:events_report_settle_remark", args=[story.pk, remark.pk])
            ).status_code,
        ]

    @pytest.fixture(autouse=True)
    def colleagues(self):
        self.colleague = staff("Author", "colleague")

    @pytest.mark.parametrize(
        ("role", "answers"),
        [
            ("Author", [302, 302, 403, 302]),
            ("Editor", [302, 302, 302, 302]),
            ("Administrator", [302, 302, 302, 302]),
        ],
    )
    def test_each_role_does_what_is_its_own(self, client, event, story, role, answers):
        client.force_login(staff(role))
        assert self.writes(client, event, story) == answers

    def test_one_person_office_settles_what_it_proposed(self, client, event, story, settings):
        settings.ONE_PERSON_OFFICE = True
        client.force_login(staff("Author"))
        assert self.writes(client, event, story)[2] == 302

    def test_account_without_rights_does_nothing(self, client, event, story):
        user = staff("Author")
        user.groups.clear()
        client.force_login(user)
        assert self.writes(client, event, story) == [403] * 4
        assert Remark.objects.filter(by=user).count() == 0

    def test_what_is_limited_to_others_takes_no_word(self, client):
        draft = builders.event("Draft", public=False)
        story = builders.report(draft, published=False).report
        draft.colleagues.add(self.colleague)
        client.force_login(staff("Administrator"))
        assert self.writes(client, draft, story) == [403] * 4

    def test_remark_is_settled_only_where_it_was_written(self, client, event, story):
        other = builders.event("Another")
        proposal = Remark.objects.propose(event, "Fact.", by=self.colleague)
        remark = Remark.objects.say(story, "Word.", by=self.colleague)
        client.force_login(staff("Administrator"))
        for name, pk, key in [
            ("events_event_settle_remark", other.pk, proposal.pk),
            ("events_event_settle_remark", event.pk, remark.pk),
            ("events_report_settle_remark", story.pk, proposal.pk),
        ]:
            assert client.post(reverse(f"admin:{name}", args=[pk, key])).status_code == 404
        assert Remark.objects.open().count() == 2

    def test_looking_settles_nothing(self, client, event):
        remark = Remark.objects.propose(event, "Fact.", by=self.colleague)
        client.force_login(staff("Editor"))
        url = reverse("admin:events_event_settle_remark", args=[event.pk, remark.pk])
        assert client.get(url).status_code == 405
        assert Remark.objects.open().count() == 1


def test_readers_see_none_of_it(client, event, story):
    author = staff("Author")
    Remark.objects.propose(event, "Xqzfact.", by=author)
    Remark.objects.say(story, "Xqzword.", by=author)
    story.open_edition().publish(by=None)
    for url in ("/", event.get_absolute_url(), "/reports/", "/events/"):
        assert "xqz" not in client.get(url).content.decode().lower()


def test_forms_cost_the_same_for_one_remark_and_for_three(client, event, story):
    author = staff("Author")
    client.force_login(staff("Editor"))

    def cost(url):
        with CaptureQueriesContext(connection) as queries:
            read(client, url)
        return len(queries)

    def write(number):
        Remark.objects.propose(event, f"Fact {number}.", by=author)
        Remark.objects.say(story, f"Word {number}.", by=author)

    pages = [form_of_event(event), form_of_report(story)]
    write(0)
    for url in pages:
        read(client, url)
    one = [cost(url) for url in pages]
    for number in range(1, 3):
        write(number)
    assert [cost(url) for url in pages] == one


def test_open_ones_stand_before_those_that_are_settled(client, event):
    author = staff("Author")
    first = Remark.objects.propose(event, "First fact.", by=author)
    Remark.objects.filter(pk=first.pk).update(at=first.at - datetime.timedelta(days=1))
    Remark.objects.propose(event, "Second fact.", by=author).settle(by=author)
    client.force_login(staff("Editor"))
    html = read(client, form_of_event(event))
    assert html.index("First fact.") < html.index("Second fact.")


def test_who_only_reads_the_facts_is_told_them_in_words(client, event):
    client.force_login(staff("Author"))
    page = client.get(form_of_event(event)).text
    told = dict(
        re.findall(r'<div class="readonly" id="(\w+)">(.*?)</div>', page.replace("\n", " "))
    )
    assert (told["protected"], told["names_reason"], told["length_days"]) == ("No", "–", "–")
    assert (told["status"], told["earliest"]) == ("held", "September 1, 2021")
    # Nor is one told how to fill in what one cannot.
    assert ("<img" in page, "Empty: not public." in page) == (False, False)
