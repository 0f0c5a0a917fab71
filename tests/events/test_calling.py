"""Where a text names somebody, without a database."""

import re

import pytest

from events.rights.calling import Called, passage, pattern, without

WHO = Called(["Petar Kvržić", "Petr Kvrzic"], "Kvržić")


def places(text, near=False, who=WHO):
    return [(hit.old, hit.doubtful) for hit in who.hits(text, near)]


@pytest.mark.parametrize(
    "written",
    [
        "Petar Kvržić",
        "PETAR KVRZIC",
        "Petra Kvržića",
        "Petrom Kvržićem",
        "Петра Квржића",
        "Kvržić, Petar",
        "Petar M. Kvržić",
        "Petr Kvrzic",
    ],
)
def test_whole_name_is_sure_in_every_case_script_and_order(written):
    assert places(f"It was {written} who spoke.") == [(written, False)]


def test_family_name_alone_counts_only_in_a_text_that_is_about_the_person():
    assert places("Kvržić spoke.") == []
    assert places("Kvržić spoke.", near=True) == [("Kvržić", True)]
    assert places("Petar Kvržić came. Kvržić spoke.") == [("Petar Kvržić", False), ("Kvržić", True)]


def test_initial_with_the_family_name_is_doubtful_everywhere():
    assert places("P. Kvržić spoke.") == [("P. Kvržić", True)]


@pytest.mark.parametrize("other", ["Petar Kvržićanin", "Petar Savić", "Kvržićeva2 ulica", "Petar"])
def test_other_words_are_nobody(other):
    assert places(other) == []


def test_name_that_somebody_else_bears_is_doubtful_where_the_person_is_not_near():
    who = Called(["Petar Kvržić"], "Kvržić")
    who.shared = {("petar", "kvrzic")}
    assert places("Petar Kvržić", who=who) == [("Petar Kvržić", True)]
    assert places("Petar Kvržić", near=True, who=who) == [("Petar Kvržić", False)]
    assert without("Petar Kvržić", who, "[–]") == "Petar Kvržić"


def test_name_across_tags_goes_and_the_tags_stay():
    html = "<p>Mr <em>Petar</em> Kvržić &amp; co. Kvržić left.</p>"
    assert without(html, WHO, "[–]") == "<p>Mr <em>[–]</em> &amp; co. [–] left.</p>"


def test_passage_is_the_sentence_around_a_place():
    text = "They came. Then P. Kvržić spoke. They left."
    hit = WHO.hits(text)[0]
    first, last = passage(text, hit.start, hit.end)
    assert text[first:last] == "Then P. Kvržić spoke."


@pytest.mark.parametrize(
    "written", ["kvrzic", "KVRŽIĆ", "Квржићу", r"Kvr\u017ei\u0107", "Kvrz\u030ci"]
)
def test_database_is_asked_for_the_letters_of_every_script(written):
    assert re.search(pattern("kvrzi"), written, re.IGNORECASE)
