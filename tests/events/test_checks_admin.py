import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from events.models import Answer
from portal import history
from tests import builders
from tests.staff import address_of, form_of, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    builders.person("Ana Anić")
    event = builders.event(public=False)
    return builders.report(
        event, published=False, lead="They agreed.", body="<p>Ana Anić spoke on 1 May 2020.</p>"
    )


@pytest.fixture
def url(edition):
    return reverse("admin:events_report_answers", args=[edition.report_id])


def answers():
    return list(Answer.objects.order_by("pk").values_list("key", "words", "by__username"))


def answered(client, url, **typed):
    """Answer the first question in the words typed, or as chosen, as a browser would."""
    data = form_of(client.get(url))
    first = next(name for name in data if name.startswith("answer:"))
    key = first.removeprefix("answer:")
    data |= {f"{name}:{key}": [words] for name, words in typed.items()}
    return key, client.post(url, data)


def test_question_is_answered_once_and_remembered(client, edition, url):
    client.force_login(staff("Author", "ana"))
    key, response = answered(client, url, answer="Mentioned, was not there.")
    assert response.url == reverse("admin:events_report_change", args=[edition.report_id])
    assert answers() == [(key, "Mentioned, was not there.", "ana")]
    page = client.get(url).content.decode()
    assert "“Mentioned, was not there.”" in page
    assert f'name="answer:{key}"' not in page


def test_own_words_count_more_than_a_choice(client, url):
    client.force_login(staff("Author", "ana"))
    key, _response = answered(client, url, answer="It is right so.", words=" Her  book. ")
    assert answers() == [(key, "Her book.", "ana")]


def test_answer_can_be_taken_back(client, url):
    client.force_login(staff("Author", "ana"))
    key, _response = answered(client, url, answer="It is right so.")
    client.post(url, form_of(client.get(url)) | {f"again:{key}": ["1"]})
    assert answers() == []


def test_saving_without_an_answer_changes_nothing(client, url):
    client.force_login(staff("Author", "ana"))
    key, _response = answered(client, url, answer="It is right so.")
    client.force_login(staff("Editor", "bo"))
    client.post(url, form_of(client.get(url)))
    assert answers() == [(key, "It is right so.", "ana")]


def test_only_what_is_asked_can_be_answered(client, edition, url):
    edition.lead = ""
    builders.saved(edition)
    client.force_login(staff("Author"))
    nobody = f"words:listed-not:person:{builders.NOBODYS}"
    typed = {"answer:no-lead": "So be it.", nobody: "x", "again:\x00": "1"}
    assert client.post(url, typed).status_code == 302
    assert answers() == []


def test_answer_that_is_too_long_is_refused_in_words(client, url):
    client.force_login(staff("Author"))
    _key, response = answered(client, url, words="x" * 301)
    assert "An answer has at most 300 letters." in response.content.decode()
    assert answers() == []


def test_hostile_words_are_only_words(client, edition, url):
    edition.body = "<p>Ms &lt;b&gt;Petra onload=x spoke on 1 May 2020.</p>"
    builders.saved(edition)
    client.force_login(staff("Author"))
    answered(client, url, words="\"><script>alert('x')</script>\x00{{ x }}")
    page = client.get(url).content.decode()
    assert "<script>alert" not in page
    assert "<b>Petra" not in page
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;{{ x }}" in page


def test_who_may_not_write_reports_may_not_answer(client, url):
    client.force_login(staff("Data protection officer"))
    assert (client.get(url).status_code, client.post(url, {}).status_code) == (403, 403)
    client.logout()
    assert client.post(url, {}).status_code == 302
    assert answers() == []


def test_what_is_limited_to_others_is_not_told(client, edition, url):
    ana = staff("Author", "ana")
    edition.report.event.colleagues.add(ana)
    client.force_login(staff("Editor", "bo"))
    response = client.get(url)
    assert (response.status_code, b"Ana Ani" in response.content) == (403, False)
    client.force_login(ana)
    assert "Ana Anić is named in the text" in client.get(url).content.decode()


class TestDaysOfAPublicEvent:
    @pytest.fixture
    def save(self, client):
        """Return a function that saves the form of an event and returns what is told then."""
        client.force_login(staff("Editor"))

        def saved(event, **typed):
            data = form_of(client.get(address_of(event)))
            response = send(client, event, data | {name: [value] for name, value in typed.items()})
            return [
                str(message)
                for message in get_messages(response.wsgi_request)
                if message.level_tag == "warning"
            ]

        return saved

    def event(self, **fields):
        event = builders.event(earliest=datetime.date(2021, 9, 1), **fields)
        with history.change(event, by=None):
            event.sessions.create(title="Farewell", day=datetime.date(2021, 9, 4))
            event.places.create(city="Niš", country="RS", day=datetime.date(2021, 9, 1))
        return event

    def question(self, event):
        return (
            "The programme has the day September 4, 2021; the event has: September 1, 2021. "
            f'<a href="{address_of(event)}#sessions-group">Mend the day, unless it is meant.</a>'
        )

    def test_day_outside_it_is_asked_about_after_each_save(self, save):
        event = self.event()
        assert save(event, name="Renamed") == [self.question(event)]

    def test_it_is_asked_about_when_the_event_is_published(self, save):
        event = self.event(public=False)
        assert save(event, name="Renamed") == []
        assert save(event, _step="publish") == [self.question(event)]

    def test_day_that_is_meant_by_an_answer_is_not_asked_about_again(self, save):
        event = self.event()
        edition = builders.report(event, lead="They agreed.", body="<p>Much.</p>")
        edition.report.answers.create(
            key="day:sessions:2021-09-04", words="This day is meant.", by=staff("Editor", "bo")
        )
        assert save(event, name="Renamed") == []

    def test_of_many_days_five_are_asked_about(self, save):
        event = self.event()
        for day in range(5, 12):
            event.sessions.create(title=f"Day {day}", day=datetime.date(2021, 9, day))
        assert len(save(event, name="Renamed")) == 5
