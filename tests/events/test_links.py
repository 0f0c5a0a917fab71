"""The report's text on the page of its event leads to those whom the event lists."""

import pytest

from events.models import Edition
from people.models import Person
from tests import builders

pytestmark = pytest.mark.django_db

BODY = (
    "<h2>Ana Anić</h2><p>Ana Anić of the Institute of Roads met Bo Berg, Carl Crane, "
    "Dora Dietz and Eva Ekman.</p><p>Ana Anić thanked the Network.</p>"
)


@pytest.fixture
def event():
    event = builders.event()
    roads = builders.organisation("Institute of Roads")
    builders.line(event, person=builders.person("Ana Anić"), organisation=roads)
    builders.line(event, person=builders.person("Bo Berg"), name_hidden=True)
    builders.line(event, person=builders.person("Carl Crane", visibility=Person.Visibility.NAME))
    # Dora Dietz has a page and is not listed; of Eva Ekman there are two.
    builders.line(builders.event("Other"), person=builders.person("Dora Dietz"))
    for _one in range(2):
        builders.line(event, person=builders.person("Eva Ekman"))
    builders.report(event, body=BODY)
    return event


def test_first_mention_of_who_is_listed_leads_to_their_page(client, event):
    page = client.get(event.get_absolute_url()).content.decode()
    ana = Person.objects.get(name="Ana Anić")
    roads = event.participations.exclude(organisation=None).get().organisation
    assert (
        f'<h2>Ana Anić</h2><p><a href="{ana.get_absolute_url()}" rel="noopener">Ana Anić</a> of '
        f'the <a href="{roads.get_absolute_url()}" rel="noopener">Institute of Roads</a> met '
        "Bo Berg, Carl Crane, Dora Dietz and Eva Ekman.</p><p>Ana Anić thanked the Network.</p>"
    ) in page


def test_stored_words_stay_as_they_are(client, event):
    client.get(event.get_absolute_url())
    assert Edition.objects.get().body == BODY


def test_who_is_hidden_since_is_linked_no_more(client, event):
    ana = Person.objects.get(name="Ana Anić")
    ana.visibility = Person.Visibility.HIDDEN
    builders.saved(ana)
    assert ana.get_absolute_url() not in client.get(event.get_absolute_url()).content.decode()
