"""What lists keep as long as nothing changes is told to each reader in their own language."""

import datetime

import pytest
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language

from events import listing
from events.filters import EventFilter
from events.models import Event, RoleName
from portal import history
from tests import builders
from tests.events.at_random import LISTS

pytestmark = pytest.mark.django_db


def in_languages(ask, languages=("en", "de", "en")):
    """Return what is answered in some languages, one after the other."""
    answers = []
    for language in languages:
        with translation.override(language):
            answers.append(ask())
    return answers


def test_choices_are_named_in_the_language_of_each_reader():
    builders.line(builders.event(), country="RS")

    def labels():
        return [choice.label for choice in LISTS["lines"][0]("").choices_of("country")]

    assert in_languages(labels) == [["Serbia"], ["Serbien"], ["Serbia"]]


def test_roles_are_offered_and_told_in_the_language_of_each_reader():
    chair, ana = builders.role("Chair"), builders.person("Ana")
    with history.change(chair, by=None):
        RoleName.objects.create(role=chair, language="de", name="Vorsitz")
    builders.line(builders.event(), person=ana, roles=[chair])

    def told():
        people = LISTS["people"][0]("")
        [choice] = people.choices_of("role")
        [line] = people.newest_lines([ana.pk])
        return choice.label, list(people.form.fields["role"].choices), line.role_names

    english = "Chair", [("chair", "Chair")], [("Chair",)]
    german = "Vorsitz", [("chair", "Vorsitz")], [("Vorsitz",)]
    assert in_languages(told) == [english, german, english]


def test_word_for_any_topic_is_in_the_language_of_each_reader(monkeypatch):
    builders.event()
    field = EventFilter.base_filters["topic"].field
    monkeypatch.setattr(field, "choices", [("", lazy(get_language, str)())])

    def offered():
        return list(LISTS["events"][0]("").form.fields["topic"].choices)

    assert in_languages(offered) == [[("", "en")], [("", "de")], [("", "en")]]


def test_facts_of_a_row_are_in_the_language_of_each_reader():
    day = datetime.date(2021, 9, 1)
    towns = (("Niš", "RS", ""),)

    def place():
        return listing.facts("meeting", "held", Event.Format.ON_SITE, towns, "", day, day, "days")[
            "place"
        ]

    assert in_languages(place) == ["Niš, Serbia", "Niš, Serbien", "Niš, Serbia"]


@pytest.mark.parametrize("kind", ["events", "lines"])
def test_newest_change_is_that_of_the_text_in_the_language_of_each_reader(kind):
    english, german = (builders.event(name, slug=name) for name in ("english", "german"))
    for event, language in [(english, "en"), (german, "de")]:
        builders.line(event, country="RS")
        for every in ("en", "de"):
            builders.report(event, language=every)
        later = builders.LONG_AGO + datetime.timedelta(days=1)
        builders.report(event, language=language, now=later)

    def order():
        changed = LISTS[kind][0]("sort=changed")
        return [getattr(row, "event", row) for row in changed.cut(changed.listed, 0, 25)]

    assert in_languages(order) == [[english, german], [german, english], [english, german]]


def test_few_choices_that_were_asked_for_are_not_all_that_there_are():
    for year in (2019, 2020, 2021):
        builders.event(f"Talks {year}", earliest=datetime.date(year, 1, 1))

    def years(most):
        return [choice.value for choice in LISTS["events"][0]("").choices_of("year", most)]

    assert [years(most) for most in (1, 12, 1)] == [["2021"], ["2021", "2020", "2019"], ["2021"]]
