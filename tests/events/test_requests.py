"""People ask about what is said of them; the desk answers within thirty days."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from events.admin.requests import person_of
from events.admin.rights import PERMISSION
from events.models import Request
from events.request_views import MOST_LETTERS
from people.models import Person
from portal.clicks import A_CLICK
from portal.duplicates.merge import merge
from portal.models import Letter
from portal.roles import ROLES
from tests import builders
from tests.builders import LONG_AGO
from tests.staff import staff

pytestmark = pytest.mark.django_db

ASKED = {"wish": "hide", "name": "Ana Anić", "mail": "ana@home.example", "words": "Please."}


@pytest.fixture
def asked():
    person = builders.person(in_directory=True)
    return Request.objects.create(**ASKED, page=person.get_absolute_url())


@pytest.fixture
def officer(client):
    user = staff("Data protection officer")
    user.email = "officer@office.example"
    user.save()
    client.force_login(user)
    return client


def ask(client, **fields):
    return client.post(reverse("requests:ask"), ASKED | fields)


class TestForm:
    def test_takes_a_request_without_a_cookie_or_a_token(self, client):
        client.handler.enforce_csrf_checks = True
        response = ask(client, page="/people/1-ana/")
        assert response["Location"] == reverse("requests:sent")
        assert not response.cookies
        assert not client.get(reverse("requests:ask")).cookies
        [request] = Request.objects.all()
        assert (request.page, request.wish, request.mail) == (
            "/people/1-ana/", "hide", "ana@home.example",
        )  # fmt: skip

    def test_form_says_of_everybody_who_reads_what_is_written_and_of_nobody_else(self, client):
        page = client.get(reverse("requests:ask")).text
        assert "is read by the data protection officer and the administrators alone" in page
        who = {name for name, permissions in ROLES.items() if PERMISSION in permissions}
        assert who == {"Data protection officer", "Administrator"}

    def test_page_after_it_says_what_to_do_when_no_answer_comes(self, client, settings):
        settings.SITE_CONTACT = "events@office.example"
        page = client.get(reverse("requests:sent")).text
        notes = re.findall(r'<p class="note">([^<]*)<a', page)
        assert notes == ["If no answer comes, write to "]

    def test_what_is_missing_is_said_in_words_of_its_own(self, client):
        page = ask(client, wish="", name="", mail="ana")
        assert page.status_code == 400
        assert [(name, *errors) for name, errors in page.context["form"].errors.items()] == [
            ("wish", "Choose what we should do."),
            ("name", "Give your name: somebody must know whom to answer."),
            ("mail", "Give your mail address, like name@example.org: the answer goes there."),
        ]
        assert '<a href="#id_wish">What should we do? Choose what we should do.</a>' in page.text
        assert re.search('(?s)<title>Error: Have.* id="errors" autofocus>.*id="id_wish"', page.text)

    def test_wish_of_which_nobody_could_do_anything_without_words_asks_for_them(self, client):
        asked = {wish: ask(client, wish=wish, words=" ").status_code for wish in Request.Wish}
        assert asked == {"hide": 302, "erase": 302, "correct": 400, "see": 302, "other": 400}

    def test_is_reached_from_the_person_the_event_and_the_privacy_page(self, client):
        person = builders.person()
        event = builders.event()
        builders.line(event, person=person)
        for page in (person.get_absolute_url(), event.get_absolute_url()):
            html = client.get(page).content.decode()
            assert f'href="/requests/?page={page.replace("/", "%2F")}"' in html
        assert 'href="/requests/"' in client.get(reverse("privacy")).content.decode()

    def test_says_what_is_missing_and_keeps_nothing(self, client):
        response = ask(client, mail="nobody", name=" ")
        assert response.status_code == 400
        assert set(response.context["form"].errors) == {"mail", "name"}
        assert not Request.objects.exists()

    def test_program_that_fills_in_every_field_is_sent_away_kindly(self, client):
        response = ask(client, website="https://spam.example")
        assert response["Location"] == reverse("requests:sent")
        assert not Request.objects.exists()

    def test_takes_five_a_day_from_one_machine_or_one_mail_address(self, client):
        for number in range(5):
            ask(client, mail=f"a{number}@home.example")
        assert ask(client, mail="a9@home.example").status_code == 429
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        other = ASKED | {"mail": "a9@home.example"}
        assert client.post(reverse("requests:ask"), other, **elsewhere).status_code == 302
        Request.objects.update(mail="A@home.example", sender="")
        last = ASKED | {"mail": "a@home.example"}
        assert client.post(reverse("requests:ask"), last, **elsewhere).status_code == 429
        Request.objects.update(received_at=LONG_AGO)
        assert ask(client, mail="a@home.example").status_code == 302

    def test_those_that_came_while_the_clock_was_ahead_keep_none_away_once_it_is_right(
        self, client
    ):
        for number in range(5):
            ask(client, words=f"Please, {number}.")
        Request.objects.update(received_at=timezone.now() + datetime.timedelta(days=400))
        assert ask(client).status_code == 302

    def test_house_with_addresses_without_end_is_one_machine(self, client):
        def status(host):
            sent = ASKED | {"mail": f"{host.replace(':', '-')}@home.example"}
            address = f"2001:db8:{host}"
            return client.post(reverse("requests:ask"), sent, REMOTE_ADDR=address).status_code

        assert [status(f"1:2::{n}") for n in range(6)] == [302] * 5 + [429]
        assert status("1:3::1") == 302

    def test_second_click_is_the_same_request(self, officer):
        assert [ask(officer).status_code for _click in range(2)] == [302, 302]
        assert (Request.objects.count(), Letter.objects.count()) == (1, 2)
        Request.objects.update(received_at=timezone.now() - 2 * A_CLICK)
        ask(officer)
        assert Request.objects.count() == 2

    def test_flood_fills_the_desk_and_no_letter_box(self, officer):
        for n in range(MOST_LETTERS + 3):
            sent = ASKED | {"mail": f"a{n}@home.example"}
            officer.post(reverse("requests:ask"), sent, REMOTE_ADDR=f"192.0.2.{n}")
        assert Request.objects.count() == MOST_LETTERS + 3
        assert Letter.objects.filter(to="officer@office.example").count() == MOST_LETTERS
        assert Letter.objects.count() == 2 * MOST_LETTERS

    @pytest.mark.parametrize(
        "fields",
        [
            {"mail": "a@home.example\nBcc: all@home.example"},
            {"mail": "a@home.example, b@home.example"},
            {"name": "\0"},
            {"words": "a" * 4001},
            {"words": "\0"},
            {"wish": "all"},
            {"page": "/" * 301},
        ],
    )
    def test_hostile_field_is_refused_and_nothing_is_kept(self, client, fields):
        assert ask(client, **fields).status_code == 400
        assert not Request.objects.exists()
        assert not Letter.objects.exists()

    def test_tells_the_officer_by_mail_and_not_who_asks(self, officer):
        ask(officer)
        letter = Letter.objects.get(to="officer@office.example")
        assert "Ana" not in letter.body
        assert "ana@" not in letter.body


class TestCase:
    def step(self, client, asked, step, **fields):
        client.post(reverse("admin:case", args=[asked.pk]), {"step": step} | fields)
        asked.refresh_from_db()

    def shown(self, page):
        """Return by what a page says which decision it shows, which each of its forms sends."""
        [seen] = {*re.findall('name="seen" value="([^"]*)"', page.text)}
        return {"seen": seen}

    def test_goes_from_received_to_answered(self, officer, asked):
        self.step(officer, asked, "check")
        assert asked.checked_at
        self.step(officer, asked, "hide")
        assert Person.objects.get().visibility == "hidden"
        self.step(officer, asked, "answer", answer="Too early")
        assert not asked.answered_at
        self.step(officer, asked, "decide", outcome="done", reason="")
        assert not asked.decided_at
        self.step(officer, asked, "decide", outcome="done", reason="It is their right.")
        self.step(officer, asked, "answer", answer="It is done.")
        assert (asked.outcome, asked.answer) == ("done", "It is done.")
        assert list(Letter.objects.values_list("to", flat=True)) == ["ana@home.example"]
        assert not Request.objects.open().exists()

    def test_page_of_who_is_hidden_is_told_and_leads_nowhere(self, officer, asked):
        case = reverse("admin:case", args=[asked.pk])
        link = f'<a href="{asked.page}">{asked.page}</a>'
        assert link in officer.get(case).text
        self.step(officer, asked, "check")
        self.step(officer, asked, "hide")
        asked.refresh_from_db()
        page = officer.get(case).text
        assert f"<p>Page: {asked.page}</p>" in page
        assert f'href="{asked.page}"' not in page

    def test_both_halves_of_a_decision_are_marked_as_needed(self, officer, asked):
        page = officer.get(reverse("admin:case", args=[asked.pk])).text
        labels = re.findall(r"<label [^>]*>(\w+) <span class=.needed.>", page)
        assert labels == ["Decision", "Reason"]

    def test_is_on_the_desk_with_the_days_that_are_left(self, officer, asked):
        Request.objects.update(received_at=timezone.now() - datetime.timedelta(days=29))
        page = officer.get(reverse("admin:requests")).content.decode()
        assert "1 day left" in page
        Request.objects.update(received_at=timezone.now() - datetime.timedelta(days=31))
        assert "late" in officer.get(reverse("admin:index")).content.decode()

    def test_nothing_is_done_for_who_may_be_anybody(self, officer, asked):
        self.step(officer, asked, "decide", outcome="done", reason="Right.")
        assert (asked.outcome, asked.decided_at) == ("", None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.update(outcome="done", decided_at=LONG_AGO)
        self.step(officer, asked, "decide", outcome="refused", reason="Nobody answers.")
        assert asked.outcome == "refused"

    def test_nobody_is_hidden_before_it_is_checked_who_asks(self, officer, asked):
        url = reverse("admin:case", args=[asked.pk])
        offered = '<button type="submit" name="step" value="hide">'
        assert offered not in officer.get(url).text
        refused = officer.post(url, {"step": "hide"})
        assert refused.context["error"] == (
            "Check first that it is the person who asks: anybody could have."
        )
        assert Person.objects.get().visibility == "page"
        assert not Request.objects.get().hidden_at
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.update(hidden_at=LONG_AGO)
        self.step(officer, asked, "check")
        page = officer.get(url)
        assert offered in page.text
        assert [str(message) for message in page.context["messages"]] == [
            "The identity is checked. Hide the person while you examine, or decide."
        ]
        self.step(officer, asked, "hide")
        assert offered not in officer.get(url).text

    def test_who_is_on_no_page_or_hidden_already_is_not_to_be_hidden(self, officer, asked):
        Request.objects.update(page="")
        url = reverse("admin:case", args=[asked.pk])
        said = officer.post(url, {"step": "check"}, follow=True).context["messages"]
        assert [str(message) for message in said] == ["The identity is checked. Decide next."]
        Request.objects.update(page=asked.page, hidden_at=LONG_AGO)
        said = officer.post(url, {"step": "check"}, follow=True).context["messages"]
        assert [str(message) for message in said] == ["The identity is checked. Decide next."]

    @pytest.mark.parametrize(
        ("page", "address"),
        [
            ("/people/1-x/?page=2", "/people/1-x/?page=2"),
            ("http://testserver/events/", ""),
            ("{site}/events/", "/events/"),
            ("https://elsewhere.example/events/", ""),
            ("/admin/password_change/", ""),
            ("/nothing/here/at/all/", ""),
            ("javascript:x", ""),
            ("//elsewhere.example/people/1-x/", ""),
            ("http://[", ""),
        ],
    )
    def test_leads_to_the_page_that_is_meant_if_it_is_a_public_one_here(
        self, officer, asked, settings, page, address
    ):
        page = page.format(site=settings.SITE_URL)
        Request.objects.update(page=page)
        html = officer.get(reverse("admin:case", args=[asked.pk])).text
        link = f'Page: <a href="{address}">{page}</a></p>'
        assert (link in html, f"Page: {page}</p>" in html) == (bool(address), not address)

    @pytest.mark.parametrize(
        "page",
        [
            "https://portal.example/people/{key}-ana-anic/",
            "/people/{key}-x/?page=2",
            "/people/{old}-b-anic/",
        ],
    )
    def test_finds_the_person_by_whatever_address_was_given(self, asked, page):
        person = Person.objects.get()
        row = merge(person, builders.person("B. Anić"), by=None)
        asked.page = page.format(key=person.pk, old=row.from_id)
        assert person_of(asked) == person

    @pytest.mark.parametrize(
        "page", ["http://[", f"/people/{'9' * 30}-x/", "javascript:x", "", "/"]
    )
    def test_page_that_is_no_persons_is_nobody(self, asked, page):
        asked.page = page
        assert person_of(asked) is None

    def test_offers_those_of_the_name_where_the_page_says_nothing(self, officer, asked):
        Request.objects.update(page="")
        url = reverse("admin:case", args=[asked.pk])
        where = reverse("admin:where", args=[Person.objects.get().pk])
        assert where in officer.get(url).content.decode()
        Request.objects.update(name="Bo Bić")
        page = officer.get(url).content.decode()
        assert where not in page
        assert "Nobody in the record has this name." in page

    def test_is_answered_once(self, officer, asked):
        self.step(officer, asked, "check")
        self.step(officer, asked, "decide", outcome="done", reason="Right.")
        self.step(officer, asked, "answer", answer="Done.")
        self.step(officer, asked, "answer", answer="Again.")
        assert asked.answer == "Done."
        assert Letter.objects.count() == 1

    @pytest.mark.parametrize(
        ("step", "typed"),
        [
            ("decide", {"outcome": "done", "reason": "It is their right."}),
            ("answer", {"answer": "It is refused."}),
        ],
    )
    def test_second_of_two_officers_is_told_that_somebody_decided(
        self, officer, asked, step, typed
    ):
        address = reverse("admin:case", args=[asked.pk])
        self.step(officer, asked, "check")
        if step == "answer":
            self.step(officer, asked, "decide", outcome="refused", reason="It is a public office.")
        form = self.shown(officer.get(address)) | {"step": step, **typed}
        self.step(officer, asked, "decide", outcome="partly", reason="The photo goes.")
        page = officer.post(address, form)
        assert "Somebody decided while you were writing" in page.text
        assert "The photo goes." in page.text
        assert list(typed.values())[-1] in page.text
        asked.refresh_from_db()
        assert (asked.outcome, asked.answered_at) == ("partly", None)
        # Looked at, it is done all the same.
        officer.post(address, self.shown(page) | {"step": step, **typed})
        asked.refresh_from_db()
        assert {name: getattr(asked, name) for name in typed} == typed

    def test_decision_that_is_sent_twice_is_one(self, officer, asked):
        address = reverse("admin:case", args=[asked.pk])
        self.step(officer, asked, "check")
        typed = {"step": "decide", "outcome": "done", "reason": "It is their right."}
        form = self.shown(officer.get(address)) | typed
        assert [officer.post(address, form).status_code for _turn in range(2)] == [302, 302]

    def test_database_refuses_an_answer_without_a_decision(self, asked):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.update(answered_at=LONG_AGO)


@pytest.mark.parametrize(
    ("received", "due"),
    [((2023, 1, 31), (2023, 3, 2)), ((2024, 1, 31), (2024, 3, 1)), ((2023, 12, 15), (2024, 1, 14))],
)
def test_thirty_days_are_counted_across_months(received, due):
    asked = Request(received_at=datetime.datetime(*received, 12, tzinfo=datetime.UTC))
    assert timezone.localdate(asked.due) == datetime.date(*due)
    assert asked.days_left(datetime.datetime(*due, 8, tzinfo=datetime.UTC)) == 0
