"""The page on which a list that is too long for the form of its event is changed in parts."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin import long_list
from events.models import Event, Participation
from portal import history
from portal.models import SetAside, Version
from tests import builders
from tests.staff import errors, form_of, staff, told

pytestmark = pytest.mark.django_db

OPENING = 35
SAVING = 74


@pytest.fixture
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def of_two(monkeypatch):
    """Let a page of the list have two lines."""
    monkeypatch.setattr(long_list, "PER_PAGE", 2)


@pytest.fixture
def event():
    """Return a public event with five groups on its list."""
    return event_of(5)


def event_of(number, **fields):
    event = builders.event(**fields)
    for turn in range(1, number + 1):
        builders.line(event, group=f"Group {turn}", order=turn * 10)
    return event


def url_of(event, **asked):
    return reverse("admin:events_event_lines", args=[event.pk], query=asked)


def groups(event):
    return list(event.participations.values_list("group", flat=True))


def shown(client, event, **asked):
    """Return the groups of the lines that stand on a page of the list."""
    data = form_of(client.get(url_of(event, **asked)))
    return [data[name][0] for name in data if name.endswith("-group") and data[name][0]]


def save(client, event, asked=(), **typed):
    """Open a page of the list, type into its lines and send it."""
    url = url_of(event, **dict(asked))
    return client.post(url, form_of(client.get(url)) | {k: [v] for k, v in typed.items()})


def in_row(number, **typed):
    return {f"participations-{number}-{name}": value for name, value in typed.items()}


def test_pages_hold_the_lines_in_the_order_of_the_list(client, editor, event):
    assert shown(client, event) == ["Group 1", "Group 2"]
    assert shown(client, event, page=3) == ["Group 5"]
    assert shown(client, event, page="x") == ["Group 1", "Group 2"]
    page = client.get(url_of(event, page=2)).text
    assert "5 lines" in page
    assert "Page 2 of 3" in page
    assert 'href="?page=3"' in page


def test_lines_are_found_by_the_words_of_a_name_or_an_institution_in_any_letters(
    client, editor, event
):
    ministry = builders.organisation("Ministry of Works")
    one = builders.line(event, person=builders.person("Цуцић Ана"), organisation=ministry)
    two = builders.line(event, person=builders.person("Ana Anić"))
    three = builders.line(event, country="SI")

    def keys(words):
        return set(client.get(url_of(event, q=words)).context["page"])

    assert keys("cucic") == keys("works CUCIĆ") == {one.pk}
    assert keys("ana") == {one.pk, two.pk}
    assert keys("ministry of") == {one.pk}
    assert keys("group 3") == {event.participations.get(group="Group 3").pk}
    assert keys("Slovenia") == {three.pk}
    assert keys("%") == keys("nobody") == keys("?!") == set()
    assert client.get(url_of(event, q=" ")).context["page"].paginator.count == 8


def test_save_leads_back_to_the_page_on_which_it_was_pressed(client, editor, event):
    asked = {"q": "group", "page": "2"}
    response = save(client, event, asked, **in_row(0, note="Late"))
    assert (response.status_code, response.url) == (302, url_of(event, **asked))
    assert event.participations.get(note="Late").group == "Group 3"


def test_change_of_a_line_goes_through_the_door_and_leaves_the_others(client, editor, event):
    before = list(event.participations.exclude(group="Group 3").values())
    response = save(
        client,
        event,
        {"page": 2},
        **in_row(0, attendance="absent", name_hidden="on", note="Ill"),
        note="A guest was ill.",
    )
    line = event.participations.get(group="Group 3")
    assert (line.attendance, line.name_hidden, line.held) == ("absent", True, False)
    assert list(event.participations.exclude(group="Group 3").values()) == before
    assert told(response) == ["Readers see: “A guest was ill.”", f"“{event}” was saved."]
    assert event.updates.first().note == "A guest was ill."
    version = Version.objects.filter(kind="events.event").first()
    assert (version.number, version.by) == (Event.objects.get().number, editor)


def test_small_correction_follows_the_rules_of_the_form(client, editor, event):
    response = save(client, event, **in_row(0, note="Late"), minor="on")
    assert event.updates.first().minor
    assert "Saved as a small correction: “Last updated” stays as it is." in told(response)
    response = save(client, event, **in_row(0, DELETE="on"), minor="on")
    assert not event.updates.first().minor
    assert "This was not saved as a small correction" in told(response)[0]


def test_draft_is_not_asked_for_a_sentence(client, editor):
    event = event_of(1, public=False)
    assert 'name="note"' not in client.get(url_of(event)).text
    assert save(client, event, **in_row(0, group="First")).status_code == 302
    assert groups(event) == ["First"]


def test_lines_are_taken_away_and_added_behind_all_others_or_at_their_place(client, editor, event):
    save(client, event, **in_row(1, DELETE="on"), **in_row(2, group="Last"))
    assert groups(event) == ["Group 1", "Group 3", "Group 4", "Group 5", "Last"]
    save(client, event, **in_row(2, group="Between", order="35"))
    assert groups(event) == ["Group 1", "Group 3", "Between", "Group 4", "Group 5", "Last"]


def test_new_names_are_made_and_told(client, editor, event):
    response = save(client, event, **in_row(2, who="Mila Milić", institution="Institute"))
    line = event.participations.last()
    assert (str(line.person), str(line.organisation)) == ("Mila Milić", "Institute")
    assert sum("added in passing" in message for message in told(response)) == 2


def test_nothing_changed_makes_no_state(client, editor, event):
    number = Event.objects.get().number
    response = save(client, event)
    assert told(response) == ["Nothing was changed, so nothing was saved."]
    assert Event.objects.get().number == number


def test_form_that_is_sent_twice_is_saved_once(client, editor, event):
    data = form_of(client.get(url_of(event))) | in_row(2, group="Last")
    for _turn in range(2):
        assert client.post(url_of(event), data).status_code == 302
    assert groups(event)[5:] == ["Last"]


def test_nothing_else_of_the_event_is_saved_and_no_other_is_made(client, editor, event):
    save(client, event, name="Another", status="cancelled", earliest="", slug="x")
    stands = Event.objects.get()
    assert (stands.name, stands.status, stands.slug) == (event.name, event.status, event.slug)
    assert save(client, event, _saveasnew="1", name="Another").status_code == 403
    assert Event.objects.count() == 1
    assert save(client, event, **{"_first-participations-1": "1"}).status_code == 302
    assert groups(event)[:2] == ["Group 1", "Group 2"]


def test_lines_are_saved_though_those_whom_they_name_are_called_otherwise_by_now(client, editor):
    ana, event = builders.person("Ana Anić"), event_of(3)
    builders.line(event, person=ana, order=99)
    url = url_of(event, q="anic")
    data = form_of(client.get(url)) | in_row(0, position="Chair")
    with history.change(ana, by=None):
        ana.name = "Mila Milić"
        ana.save()
    assert client.post(url, data).status_code == 302
    assert event.participations.last().position == "Chair"


def test_lines_of_an_event_of_which_something_else_is_to_be_mended_are_saved(client, editor):
    event = event_of(1)
    Event.objects.update(status="held", earliest="2999-01-01", latest="2999-01-01")
    assert save(client, event, **in_row(0, group="First")).status_code == 302
    assert groups(event) == ["First"]


def test_save_is_all_that_can_be_done(client, editor):
    text = client.get(url_of(event_of(1, public=False))).text
    assert 'value="Save"' in text
    assert 'value="Save and' not in text
    assert "deletelink" not in text


# The refusal


def test_what_the_form_refuses_is_refused_beside_its_line_with_all_that_was_typed(
    client, editor, event
):
    response = save(
        client,
        event,
        {"page": 2},
        **in_row(0, group=""),
        **in_row(1, count="many", note="Typed"),
    )
    assert len(errors(response)) == 2
    first, second, _blank = response.context["inline_admin_formsets"][0].formset.forms
    assert "tick “Remove”" in str(first.non_field_errors())
    assert list(second.errors) == ["count"]
    data = form_of(response)
    assert data["participations-1-note"] == ["Typed"]
    assert data["participations-1-count"] == ["many"]
    assert groups(event)[2:4] == ["Group 3", "Group 4"]


@pytest.mark.parametrize("has_institution", [True, False])
def test_who_stands_in_the_list_already_is_refused_from_whatever_page(
    client, editor, event, has_institution
):
    ana, body = builders.person("Ana Anić"), builders.organisation("Ministry")
    builders.line(event, person=ana, organisation=body if has_institution else None, order=99)
    typed = {"who": "Ana Anić", "institution": "Ministry" if has_institution else ""}
    response = save(client, event, **in_row(0, group="", **typed))
    assert errors(response) == ["This person is in the list already in this capacity."]
    response = save(client, event, **in_row(0, group="", position="Chair", **typed))
    assert response.status_code == 302
    # On the page where both stand one may still take the place of the other.
    response = save(
        client,
        event,
        {"q": "ana"},
        **in_row(0, position=""),
        **in_row(1, position="Chair"),
    )
    assert response.status_code == 302
    assert [line.position for line in event.participations.filter(person=ana)] == ["", "Chair"]


def test_line_of_another_event_is_not_taken(client, editor, event):
    other = builders.line(builders.event("Other"), group="Theirs")
    response = save(client, event, **in_row(0, id=str(other.pk), group="Mine"))
    assert errors(response) == ["This line was removed by somebody else meanwhile."]
    assert groups(other.event) == ["Theirs"]


# Two at once


@pytest.fixture
def meanwhile(client, event):
    """Return what saves a page of the list, and then another that was opened before."""
    colleague = Client()
    colleague.force_login(staff("Administrator", "colleague"))

    def saved(theirs, mine):
        url = url_of(event)
        sent = [
            (user, form_of(user.get(url)) | {name: [value] for name, value in data.items()})
            for user, data in ((colleague, theirs), (client, mine))
        ]
        return [user.post(url, data) for user, data in sent][-1]

    return saved


def put(client, answer):
    aside = SetAside.objects.get()
    assert answer.url == aside.get_absolute_url()
    page = client.get(answer.url)
    return client.post(answer.url, {"apply": "1", "seen": page.context["seen"]})


def test_what_a_colleague_saved_of_other_lines_stands_beside_mine(client, editor, event, meanwhile):
    answer = meanwhile(in_row(0, note="Theirs"), in_row(1, note="Mine") | in_row(2, group="New"))
    assert groups(event)[5:] == []
    assert put(client, answer).status_code == 302
    assert [line.note for line in event.participations.all()][:2] == ["Theirs", "Mine"]
    assert groups(event)[5:] == ["New"]


def test_what_both_changed_is_shown_side_by_side_and_nothing_is_lost(
    client, editor, event, meanwhile
):
    answer = meanwhile(in_row(0, note="Theirs"), in_row(0, note="Mine"))
    page = client.get(answer.url)
    (both,) = page.context["both"]
    assert (both["mine"].after, both["theirs"].after) == ("Mine", "Theirs")
    assert event.participations.first().note == "Theirs"


def test_line_that_a_colleague_took_away_and_i_changed_comes_back(client, editor, event, meanwhile):
    put(client, meanwhile(in_row(1, DELETE="on"), in_row(1, note="Mine")))
    assert event.participations.get(group="Group 2").note == "Mine"


def test_who_changed_nothing_is_shown_what_a_colleague_saved(client, editor, event, meanwhile):
    answer = meanwhile(in_row(0, note="Theirs"), {})
    assert (answer.status_code, answer.url) == (302, url_of(event))
    assert not SetAside.objects.exists()


def test_mistake_is_told_of_lines_that_a_colleague_took_away(client, editor, event, meanwhile):
    answer = meanwhile(in_row(1, DELETE="on"), in_row(1, count="many", note="Mine"))
    assert answer.status_code == 200
    assert form_of(answer)["participations-1-note"] == ["Mine"]


# Who may


def test_list_of_a_public_event_is_changed_by_editors_alone(client, event):
    client.force_login(staff("Author"))
    page = client.get(url_of(event))
    assert "Group 2" in page.text
    assert 'name="participations-' not in page.text
    draft = event_of(1, public=False)
    assert save(client, draft, **in_row(0, group="First")).status_code == 302
    assert groups(draft) == ["First"]


def test_what_an_author_typed_stays_if_the_event_became_public(client):
    client.force_login(staff("Author"))
    event = event_of(1, public=False)
    data = form_of(client.get(url_of(event))) | in_row(0, group="Typed")
    Event.objects.update(public_from=builders.LONG_AGO)
    response = client.post(url_of(event), data)
    assert response.status_code == 200
    assert len(errors(response)) == 1
    assert form_of(response)["participations-0-group"] == ["Typed"]
    assert groups(event) == ["Group 1"]


def test_list_of_a_draft_that_is_limited_to_others_stays_shut(client, editor):
    event = event_of(1, public=False)
    data = form_of(client.get(url_of(event))) | in_row(0, group="Mine")
    with history.change(event, by=None):
        event.colleagues.add(staff("Author", "colleague"))
    for answer in (client.get(url_of(event)), client.post(url_of(event), data)):
        assert answer.status_code == 403
        assert "Group 1" not in answer.text
    assert groups(event) == ["Group 1"]


def test_list_of_a_closed_record_is_read_and_not_changed(client, editor, event, settings):
    data = form_of(client.get(url_of(event))) | in_row(0, group="Mine")
    settings.CLOSED = datetime.date(2026, 1, 31)
    assert 'value="Save"' not in client.get(url_of(event)).text
    assert client.post(url_of(event), data).status_code == 403
    assert groups(event)[0] == "Group 1"


# The cost


def test_cost_grows_neither_with_the_page_nor_with_the_list(client, editor, monkeypatch):
    monkeypatch.setattr(long_list, "PER_PAGE", 3)
    spent = []
    for number in (1, 3, 7):
        event = builders.event(f"Event {number}")
        role = builders.role(f"Role {number}")
        for turn in range(number):
            builders.line(
                event,
                person=builders.person(f"Guest {number} {turn}"),
                organisation=builders.organisation(f"Body {number} {turn}"),
                roles=[role],
            )
        client.get(url_of(event))
        with CaptureQueriesContext(connection) as opening:
            data = form_of(client.get(url_of(event, q="guest")))
        for row in range(min(number, 3)):
            data |= in_row(row, note="Late", roles=[])
        with CaptureQueriesContext(connection) as saving:
            assert client.post(url_of(event), data).status_code == 302
        spent.append((len(opening), len(saving)))
    assert Participation.objects.filter(note="Late").count() == 7
    assert spent[0] == spent[1] == spent[2]
    assert spent[0][0] <= OPENING
    assert spent[0][1] <= SAVING
