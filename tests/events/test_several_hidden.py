"""Several people, or several names of one, in a text are hidden and shown again in any order."""

import random

import pytest

from events.models import Cover, Edition
from events.rights import covering
from events.rights.calling import reading
from events.rights.stored import called
from people.models import Person
from portal import history
from tests import builders
from tests.breadth import turns

pytestmark = pytest.mark.django_db

PEOPLE = [("Ana", "Anić"), ("Bo", "Bić"), ("Petar", "Kvržić"), ("Petar", "Bić")]


def somebody(given_name, family_name):
    return builders.person(
        f"{given_name} {family_name}", given_name=given_name, family_name=family_name
    )


def turn(do, person):
    """Hide or show somebody as they are stored now."""
    do(Person.objects.get(pk=person.pk), by=None, reason="They asked")


def body():
    return Edition.objects.get().body


def test_who_is_hidden_stays_so_where_the_passage_of_another_comes_back():
    ana, bo = somebody("Ana", "Anić"), somebody("Bo", "Bić")
    event = builders.event()
    builders.line(event, person=ana)
    builders.report(event, body="<p>Anić came with Bo Bić.</p>")
    turn(covering.hide, ana)
    assert body() == "<p>[passage not shown]</p>"
    turn(covering.hide, bo)
    turn(covering.show, ana)
    assert body() == "<p>Anić came with [name not shown].</p>"


def test_who_was_hidden_first_is_shown_first_in_a_text_of_both():
    ana, bo = somebody("Ana", "Anić"), somebody("Bo", "Bić")
    builders.report(builders.event(), body="<p>By Ana Anić and Bo Bić.</p>")
    for person in (ana, bo):
        turn(covering.hide, person)
    turn(covering.show, ana)
    assert body() == "<p>By Ana Anić and [name not shown].</p>"
    turn(covering.show, bo)
    assert body() == "<p>By Ana Anić and Bo Bić.</p>"


def test_who_was_hidden_once_more_by_another_spelling_is_shown_by_both():
    ana = somebody("Ana", "Anić")
    builders.report(builders.event(), body="<p>By Ana Anić. Hannah Annich spoke.</p>")
    turn(covering.hide, ana)
    with history.change(ana, by=None):
        ana.names.create(name="Hannah Annich", kind="misspelling")
    turn(covering.hide, ana)
    assert body() == "<p>By [name not shown]. [name not shown] spoke.</p>"
    turn(covering.show, ana)
    assert body() == "<p>By Ana Anić. Hannah Annich spoke.</p>"


def written(dice):
    def word():
        given, family = dice.choice(PEOPLE)
        words = f"{given} {family}", family, f"{family}, {given}", f"{given[0]}. {family}", "roads"
        return dice.choice(words)

    lines = (f"{word()} and {word()} came with {word()}." for _line in range(dice.randint(1, 4)))
    return f"<p>{' '.join(lines)}</p>"


@pytest.mark.breadth
@pytest.mark.parametrize("seed", range(turns(6, 60)))
def test_nobody_hidden_is_named_meanwhile_and_every_word_is_back_in_the_end(seed):
    dice = random.Random(seed)  # noqa: S311
    people, event = [somebody(*names) for names in PEOPLE], builders.event()
    for person in dice.sample(people, 2):
        builders.line(event, person=person)
    text, hidden = written(dice), []
    builders.report(event, body=text)

    def look():
        for person in hidden:
            hits = called(person).hits(reading(body()).text)
            assert [found.old for found in hits if not found.doubtful] == []

    for person in dice.choices(people, k=8):
        turn(covering.show if person in hidden else covering.hide, person)
        hidden = [one for one in people if (one in hidden) != (one == person)]
        look()
    dice.shuffle(hidden)
    while hidden:
        turn(covering.show, hidden.pop())
        look()
    assert body() == text
    assert not Cover.objects.exists()
