"""The search of the whole record: what is found, in which order, how it is shown."""

import datetime
import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from organisations.models import OrganisationName
from people.models import Person, PersonName
from portal import history
from portal.models import Entry, entry
from tests import builders
from tests.builders import LONG_AGO
from tests.staff import staff

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def ask(client, q, **more):
    return client.get(reverse("search"), {"q": q, **more})


def titles(response):
    """Return by kind the titles of what was found, in order, without their marks."""
    return {
        section["kind"]: [html.unescape(strip_tags(row["title"])) for row in section["rows"]]
        for section in response.context.get("sections", [])
    }


def found(q, now=None):
    """Return what the index holds of a query, best first, as kind and first name."""
    public = Entry.objects.public(now)
    rows = {(row.kind, row.record_id): row.spelt.split("\n")[1].strip() for row in public}
    every = [(kind, key) for kind in Entry.Kind for key in public.best(q, kind)[0]]
    return [(kind, rows[kind, key]) for kind, key in every]


# Names


def people():
    """Make people and institutions with names of every sort, all of them public."""
    event = builders.event("Gathering")
    named = {
        "Владимир Цуцић": ["Vladmir Cucic"],
        "Đorđe Đurić": [],
        "Љиљана Његошевић": [],
        "Jelena Šćepanović-Žižić": ["Lela"],
        "Jürgen Müßig": [],
        "Łukasz Wałęsa": [],
        "Søren Ærø": [],
        "Irène Ünlü": [],
        "Mary O’Neill": [],
        "Сергій Їжакевич": [],
        "Ángel Nuñez": [],
    }
    for name, others in named.items():
        person = builders.person(name)
        with history.change(person, by=None):
            for other in others:
                PersonName.objects.create(person=person, name=other)
        builders.line(event, person=person)
    bodies = {
        ("European Network for Migration", "EMN"): ["Европска мрежа за миграције"],
        ("Министарство унутрашњих послова", "МУП"): ["Ministry of the Interior"],
        ("Ured za azil", ""): ["Office for Asylum Affairs"],
    }
    for (name, acronym), others in bodies.items():
        body = builders.organisation(name, acronym=acronym)
        with history.change(body, by=None):
            for other in others:
                OrganisationName.objects.create(organisation=body, name=other)
        builders.line(event, organisation=body)


V, D, L = "Владимир Цуцић", "Đorđe Đurić", "Љиљана Његошевић"
J, E, M = "Jelena Šćepanović-Žižić", "European Network for Migration", "Mary O’Neill"
P, U = "Министарство унутрашњих послова", "Ured za azil"
PAIRS = {
    # Scripts
    "Vladimir Cucić": V,
    "ЦУЦИЋ": V,
    "Đorđe": D,
    "Ђорђе Ђурић": D,
    "Ljiljana Njegošević": L,
    "LJILJANA": L,
    "Сергій": "Сергій Їжакевич",
    "sergij": "Сергій Їжакевич",
    "Министарство": P,
    "ministarstvo unutrašnjih poslova": P,
    # Accents and letters with a bar
    "cucic": V,
    "Cucìc": V,
    "scepanovic": J,
    "zizic": J,
    "jurgen": "Jürgen Müßig",
    "MUSSIG": "Jürgen Müßig",
    "lukasz walesa": "Łukasz Wałęsa",
    "soren": "Søren Ærø",
    "aero": "Søren Ærø",
    "irene unlu": "Irène Ünlü",
    "Nun\u0303ez": "Ángel Nuñez",
    "angel": "Ángel Nuñez",
    # đ and dj
    "Djordje": D,
    "djuric": D,
    "Dorde Duric": D,
    "DJORDJE": D,
    # Order, parts, punctuation
    "Cucić Vladimir": V,
    "Cucić, V.": V,
    "ucic": V,
    "vlad cuc": V,
    "o'neill": M,
    "ONeill": M,
    "mary oneil": M,
    "Žižić Jelena": J,
    "jelena-šćep": J,
    # Acronyms and every other name
    "emn": E,
    "ЕМН": E,
    "MUP": P,
    "Evropska mreža": E,
    "Ministry of the Interior": P,
    "asylum affairs": U,
    "vladmir": V,
    "lela": J,
    "lel scep": J,
    # Letters that look alike
    "Vlаdimir": V,
    "Сuсić": V,
    "cucić\u200b": V,
    "ｃｕｃｉｃ": V,
    "Cu\u00adcić": V,
}


def test_names_are_found_however_they_are_written(client):
    people()
    client.force_login(staff("Editor"))
    public, picked, listed, told = {}, {}, {}, {}
    for typed in PAIRS:
        every = titles(ask(client, typed))
        public[typed] = every.get("person", []) + every.get("organisation", [])
        picked[typed], listed[typed], told[typed] = [], [], []
        for label in ("people.person", "organisations.organisation"):
            offers = client.get(reverse("admin:suggestions", args=[label]), {"q": typed}).json()
            picked[typed] += [offer["value"] for offer in offers["results"]]
        for name in ("people", "organisations"):
            rows = client.get(reverse(f"api:{name}"), {"q": typed}).json()["items"]
            told[typed] += [row["name"] for row in rows]
        for model in (Person, OrganisationName._meta.get_field("organisation").related_model):
            listed[typed] += [str(row) for row in model.objects.matching(typed)]
    wanted = {typed: [name] for typed, name in PAIRS.items()}
    assert len(PAIRS) >= 40
    assert public == wanted
    assert picked == wanted
    assert listed == wanted
    assert told == wanted


# Order


def test_best_comes_first_name_before_text_whole_before_part_and_as_typed_before_folded():
    event = builders.event("Gathering")
    for name in ("Ana Šumarić", "Ana Maričić", "Ana Maric", "Ana Marić", "Maric", "Marić"):
        builders.line(event, person=builders.person(name))
    people = [name for kind, name in found("Marić") if kind == "person"]
    assert people == ["marić", "maric", "ana marić", "ana maric", "ana maričić", "ana šumarić"]
    builders.report(event, "What was said", body="<p>All of the <b>Marić</b> case.</p>")
    builders.report(builders.event("Meeting"), "The case of Marić")
    reports = [name for kind, name in found("marić case") if kind == "report"]
    assert reports == ["the case of marić", "what was said"]


def test_kind_of_which_a_name_fits_comes_before_those_of_which_a_text_does(client):
    event = builders.event("Talks")
    builders.report(event, "A week", body="<p>Chaired by the EMN and Ana Cucić.</p>")
    builders.line(event, person=builders.person("Ana Cucić"))
    builders.line(event, organisation=builders.organisation("", acronym="EMN"))
    shown = {q: [s["kind"] for s in ask(client, q).context["sections"]] for q in ("EMN", "cucic")}
    assert shown == {"EMN": ["organisation", "report"], "cucic": ["person", "report"]}


def test_newest_comes_first_among_equals():
    for year in (2019, 2023, 2021):
        builders.event(f"Workshop {year}", earliest=datetime.date(year, 5, 1))
    assert [name for _kind, name in found("workshop")] == [
        "workshop 2023",
        "workshop 2021",
        "workshop 2019",
    ]


# The page


def test_page_tells_by_kind_how_many_there_are_and_marks_what_was_found(client):
    event = builders.event("Workshop on asylum")
    filler = " ".join(["before"] * 20)
    builders.report(event, "A <day>", body=f"<p>{filler} said Ђорђе & others {filler * 2}</p>")
    builders.document(event, "Programme of Đorđe")
    builders.project("Djordje’s bridge", reference="IPA/7", in_directory=True)
    for number in range(6):
        builders.line(event, person=builders.person(f"Đorđe {number}"))
    response = ask(client, "đorđe")
    page = response.content.decode()
    assert titles(response) == {
        "report": ["A <day>"],
        "person": [f"Đorđe {number}" for number in range(5)],
        "project": ["Djordje’s bridge"],
        "document": ["Programme of Đorđe"],
    }
    assert [section["total"] for section in response.context["sections"]] == [6, 1, 1, 1]
    assert '<strong class="number">9</strong> results' in page
    assert "said <mark>Ђорђе</mark> &amp; others before" in page
    assert "Programme of <mark>Đorđe</mark>" in page
    assert "<mark>Djordje</mark>’s bridge" in page
    assert 'href="?q=%C4%91or%C4%91e&amp;kind=person">All 6 people</a>' in page
    assert titles(ask(client, "ipa 7")) == {"project": ["Djordje’s bridge"]}


def test_excerpt_is_of_the_longest_word_and_short_words_mark_no_others(client):
    filler = " ".join(["before"] * 20)
    body = f"<p>The chair told their guests. {filler} Ministry of the Interior, together.</p>"
    builders.report(builders.event(), "The others together", lead="", body=body)
    [row] = first_rows(client, "Ministry of the Interior")
    assert row["title"] == "<mark>The</mark> others together"
    marks = " ".join(f"<mark>{word}</mark>" for word in "Ministry of the Interior".split())
    assert row["summary"].endswith(f"before {marks}, together.")
    assert "chair" not in row["summary"]
    # Where it stands nowhere by itself it is a beginning like any other.
    assert first_rows(client, "tog")[0]["title"] == "The others <mark>together</mark>"


def test_who_finds_nothing_is_led_to_the_lists(client):
    offered = ask(client, "nowhere").content.decode().partition("Nothing was found")[2]
    for name in ("events:list", "people:list", "organisations:list"):
        assert f'<li><a href="{reverse(name)}">All ' in offered


def test_more_than_can_be_put_in_order_are_told_as_more(client, monkeypatch):
    monkeypatch.setattr(entry, "MOST", 3)
    event = builders.event("Gathering")
    for name in ("Mila Anić", "Vid Anić", "Zora Anić", "Anić"):
        builders.line(event, person=builders.person(name))
    response = ask(client, "anić")
    assert titles(response) == {"person": ["Anić", "Mila Anić", "Vid Anić"]}
    page = response.content.decode()
    assert 'More than <strong class="number">3</strong> results' in page
    assert '<span class="number">3+</span>' in page
    assert "Add a word to find fewer." in ask(client, "anić", kind="person").content.decode()


def test_page_of_one_kind_has_pages_that_keep_the_words(client):
    for number in range(21):
        builders.event(f"Workshop {number:02}")
    response = ask(client, "workshop", kind="event")
    assert response.context["total"] == 21
    assert len(titles(response)["event"]) == 20
    assert 'href="?q=workshop&amp;kind=event&amp;page=2#results"' in response.content.decode()
    assert titles(ask(client, "workshop", kind="event", page=2)) == {"event": ["Workshop 20"]}
    assert ask(client, "workshop", kind="event", page=3).status_code == 404


def test_name_of_an_event_and_other_names_are_shown_where_the_title_is_another(client):
    event = builders.event("Radionica o azilu")
    builders.report(event, "Three days of talk")
    person = builders.person("Ana Anić")
    with history.change(person, by=None):
        PersonName.objects.create(person=person, name="Anka Azilić")
    builders.line(event, person=person)
    page = ask(client, "azil").content.decode()
    assert "Radionica o <mark>azilu</mark>" in page
    assert "Also: Anka <mark>Azilić</mark>" in page


def test_other_names_of_who_has_no_page_find_them_and_are_told_nobody(client):
    person = builders.person("Ana Nova", visibility="name", honorific="Dr")
    with history.change(person, by=None):
        PersonName.objects.create(person=person, name="Ana Staraprezime", kind="former")
    builders.line(builders.event(), person=person)
    page = ask(client, "staraprezime")
    assert [row["title"] for section in page.context["sections"] for row in section["rows"]] == [
        "Dr Ana Nova"
    ]
    assert "Staraprezime" not in page.content.decode().replace("staraprezime", "")
    assert ask(client, "staraprezine").context["suggestions"] == []


def test_name_is_found_as_pages_print_it(client):
    builders.line(builders.event(), person=builders.person("Ana Nova", honorific="H.E."))
    assert [row["title"] for row in first_rows(client, "H.E. Ana Nova")] == [
        "<mark>H</mark>.<mark>E</mark>. <mark>Ana</mark> <mark>Nova</mark>"
    ]


def first_rows(client, query):
    return ask(client, query).context["sections"][0]["rows"]


def test_queries_are_as_many_for_one_result_of_each_kind_as_for_three(client):
    def one_more(number):
        event = builders.event(f"Lipar meeting {number}")
        builders.report(event, f"Lipar report {number}", body="<p>Said in Lipar.</p>")
        builders.document(event, f"Lipar paper {number}")
        body = builders.organisation(f"Lipar office {number}")
        person = builders.person(f"Mila Lipar {number}")
        builders.line(event, person=person, organisation=body)
        builders.project(f"Lipar bridge {number}", in_directory=True)

    def cost(**more):
        with CaptureQueriesContext(connection) as queries:
            assert ask(client, "lipar", **more).status_code == 200
        return len(queries)

    one_more(1)
    one = cost(), cost(kind="person"), cost(kind="report")
    one_more(2)
    one_more(3)
    assert (cost(), cost(kind="person"), cost(kind="report")) == one == (15, 4, 2)


# What is not public


def test_what_nobody_may_see_is_in_no_result_count_or_suggestion(client):
    now = timezone.now()
    shown = builders.event("Gathering")
    draft = builders.event("Skriven skup", public=False)
    builders.document(draft, "Skrivena agenda")
    builders.report(draft, "Skriveno", body="<p>Skriveno</p>", published=False)
    builders.project("Skriveni projekat")
    hidden = builders.person("Skrivena Osoba", visibility="hidden")
    builders.line(shown, person=hidden)
    builders.line(shown, person=builders.person("Skriveni Učesnik"), office=False)
    builders.line(draft, person=builders.person("Skriven Gost"))
    builders.report(shown, "Zastarelo skriveno", body="<p>x</p>")
    builders.report(shown, "Novo", body="<p>y</p>", now=LONG_AGO + HOUR)
    builders.event("Skrivena buduća", public_from=now + HOUR)
    gone = builders.event("Skriveno povučeno")
    gone.withdraw(by=None, reason="Wrong.")
    for q in ("skriven", "skriveno", "skrivne", "osoba", "zastarelo", "xkriven"):
        response = ask(client, q)
        assert (response.context["total"], response.context["suggestions"]) == (0, []), q
        assert ask(client, q, kind="event").context["total"] == 0
    assert Entry.objects.filter(called__contains="skriven").count() == 10


def test_text_is_found_from_its_second_until_another_takes_its_place():
    event = builders.event("Gathering")
    due, later = timezone.now() + HOUR, timezone.now() + 2 * HOUR
    builders.report(event, "First", body="<p>Prvobitno</p>")
    second = builders.report(event, "Second", body="<p>Dospelo</p>", published=False)
    second.publish(by=None, at=due)
    third = builders.report(event, "Third", body="<p>Docnije</p>", published=False)
    third.publish(by=None, at=later)
    due, later = history.whole(due), history.whole(later)
    second_ = datetime.timedelta(seconds=1)
    words_at = {
        at: [word for word in ("prvobitno", "dospelo", "docnije") if found(word, at)]
        for at in (due - second_, due, later - second_, later)
    }
    assert list(words_at.values()) == [["prvobitno"], ["dospelo"], ["dospelo"], ["docnije"]]
    event.withdraw(by=None, reason="Wrong.", report=second.report, now=later)
    assert found("docnije", later) == []
    event.bring_back(by=None, report=second.report, now=later + HOUR)
    assert found("docnije", later + HOUR) == [("report", "third")]


# Near misses
