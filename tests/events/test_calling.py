"""Where a text names somebody, without a database."""

import json
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
        "Petar (Pera) Kvržić",
        "petar_kvrzic",
        "petarkvrzic",
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
    assert places("Roads: Kvržić, P. and others.") == [("Kvržić, P", True)]


@pytest.mark.parametrize("written", ["Ana Petrović", "Anić Ana", "Ane Anić"])
def test_two_words_of_three_are_doubtful_everywhere(written):
    who = Called(["Ana Anić-Petrović"], "Anić-Petrović")
    assert places(f"With {written} too.", who=who) == [(written, True)]


def test_who_has_one_name_only_is_named_by_it_everywhere():
    who = Called(["Obrlana"])
    assert places("It was Obrlana.", who=who) == [("Obrlana", True)]
    assert without("It was Obrlana.", who, "[–]") == "It was Obrlana."


def test_address_with_a_name_stays_one_and_one_of_another_site_goes():
    assert without("2021/visit-of-petra-kvrzica", WHO, "[gone]") == "2021/visit-of-gone"
    assert without("https://news.example/petar-kvrzic", WHO, "[gone]") == ""
    assert without("https://news.example/roads", WHO, "[gone]") == "https://news.example/roads"


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
    "written",
    [
        "kvrzic",
        "KVRŽIĆ",
        "Квржићу",
        r"Kvr\u017ei\u0107",
        "Kvrz\u030ci",
        r"Kvrz\u030ci",
        "Kvr\u200bži",
        "<em>K</em>vrži",
    ],
)
def test_database_is_asked_for_the_letters_of_every_script(written):
    assert re.search(pattern("kvrzi"), written, re.IGNORECASE)


@pytest.mark.parametrize("name", ["Παπάς", "ბერიძე", "Nguyễn", "Ωνάσης"])
def test_database_is_asked_for_letters_of_other_scripts_as_json_keeps_them(name):
    asked = "|".join(Called([f"X {name}"], name).patterns)
    for written in (name, name.upper(), json.dumps(name)):
        assert re.search(asked, written, re.IGNORECASE), written
