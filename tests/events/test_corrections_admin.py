import copy
import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, Event
from people.models import Person
from portal import history
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

OLD, NEW = "Vladmir Berg", "Vladimir Berg"


@pytest.fixture(scope="module")
def made(kept):
    vladimir = builders.person(NEW)
    event = builders.event()
    builders.line(event, person=vladimir, printed_name=OLD)
    builders.report(event, OLD, body=f"<p>{OLD} and Vladmira Berga</p>")
    return event, vladimir


@pytest.fixture
def event(made):
    return copy.deepcopy(made[0])


@pytest.fixture
def vladimir(made):
    return copy.deepcopy(made[1])


@pytest.fixture
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def url(record):
    return reverse("admin:correct_name", args=[record._meta.model_name, record.pk])


def look(client, record, old=OLD, new=NEW):
    return client.get(url(record), {"old": old, "new": new})


def confirm(client, record, **typed):
    data = form_of(look(client, record))
    return client.post(url(record), data | {name: [value] for name, value in typed.items()})


def titles():
    return list(Edition.objects.public().values_list("title", flat=True))


def test_form_of_a_person_leads_to_it(client, editor, vladimir):
    change = reverse("admin:people_person_change", args=[vladimir.pk])
    assert f'href="{url(vladimir)}"' in client.get(change).content.decode()
    body = builders.organisation()
    change = reverse("admin:organisations_organisation_change", args=[body.pk])
    assert f'href="{url(body)}"' in client.get(change).content.decode()
    client.force_login(staff("Author"))
    assert "correct-name" not in client.get(change).content.decode()


def test_spellings_are_offered_but_none_from_what_is_limited(client, editor, event, vladimir):
    hidden = builders.event("Hidden", public=False)
    builders.line(hidden, person=vladimir, printed_name="Secretly Berg")
    hidden.colleagues.add(staff("Author"))
    page = client.get(url(vladimir)).content.decode()
    assert f'<option value="{OLD}">' in page
    assert "Secretly" not in page


def test_looking_shows_what_will_change_and_saves_nothing(client, editor, event, vladimir):
    page = look(client, vladimir).content.decode()
    assert page.count(f"<del>{OLD}</del> <ins>{NEW}</ins>") == 3
    assert "<del>Vladmira Berga</del> <ins>Vladimira Berga</ins>" in page
    assert titles() == [OLD]
    assert event.participations.get().printed_name == OLD


def test_one_confirmation_mends_all_that_is_ticked(client, editor, event, vladimir):
    response = confirm(client, vladimir, note="A letter was mended.")
    assert response.url == reverse("admin:people_person_change", args=[vladimir.pk])
    told = client.get(response.url).content.decode()
    assert "3 places were corrected. 1 public text went out again" in told
    assert titles() == [NEW]
    assert Edition.objects.public().get().body == f"<p>{NEW} and Vladmira Berga</p>"
    assert event.participations.get().printed_name == NEW
    assert set(event.updates.values_list("note", "minor")[:2]) == {("A letter was mended.", True)}
    assert list(vladimir.names.values_list("name", "kind")) == [(OLD, "misspelling")]


def test_what_is_not_ticked_stays(client, editor, event, vladimir):
    data = form_of(look(client, vladimir))
    data["spot"] = [key for key in data["spot"] if key.startswith("participation-")]
    del data["keep"]
    client.post(url(vladimir), data)
    assert (event.participations.get().printed_name, titles()) == (NEW, [OLD])
    assert not vladimir.names.exists()


def test_what_changed_since_it_was_shown_is_asked_again(client, editor, event, vladimir):
    data = form_of(look(client, vladimir))
    data["spot"] = data["spot"][:1]
    data["note"] = ["My own sentence."]
    with history.change(Event.objects.get(), by=None) as passing:
        passing.record.sessions.create(title=f"Talk of {OLD}")
    response = client.post(url(vladimir), data)
    page = response.content.decode()
    assert "Something was changed since you looked." in page
    assert (titles(), event.participations.get().printed_name) == ([OLD], OLD)
    again = form_of(response)
    assert (again["spot"], again["note"]) == (data["spot"], ["My own sentence."])
    assert client.post(url(vladimir), again).status_code == 302


def test_text_that_went_out_meanwhile_is_asked_again(client, editor, event, vladimir):
    data = form_of(look(client, vladimir))
    later = builders.report(event, f"Later {OLD}", published=False)
    later.publish(by=None, now=timezone.now() - datetime.timedelta(seconds=1))
    assert "Something was changed" in client.post(url(vladimir), data).content.decode()
    assert titles() == [f"Later {OLD}"]


def test_failure_is_told_and_leaves_nothing(client, editor, event, vladimir):
    builders.report(builders.event("Long"), "x" * 287 + f" {OLD}", published=False)
    new = "Vladimir Karl Berg"
    data = form_of(look(client, vladimir, new=new))
    data["spot"] = data["spot"] + [
        f"edition-{Edition.objects.order_by('pk').last().pk}-title-0",
    ]
    response = client.post(url(vladimir), data)
    assert "at most 300 characters" in response.content.decode()
    assert form_of(response)["spot"] == data["spot"]
    assert (titles(), event.participations.get().printed_name) == ([OLD], OLD)


def test_spelling_that_was_met_stays_among_the_other_names(client, editor):
    vladimir = builders.person(NEW)
    with history.change(vladimir, by=None):
        vladimir.names.create(name=OLD)
    response = look(client, vladimir)
    assert "stands nowhere that you may change" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "", "new": NEW}, "This is empty: fill it in."),
        ({"old": "x", "new": NEW}, "Two letters or more"),
        ({"old": NEW, "new": NEW}, "Both are the same"),
        ({"old": OLD, "new": "…"}, "Write a name with letters."),
        ({"old": "x" * 201, "new": NEW}, "write 200 characters at most, not 201."),
    ],
)
def test_bad_spelling_is_told_beside_its_field(client, editor, event, vladimir, typed, said):
    assert said in client.get(url(vladimir), typed).content.decode()
    data = form_of(look(client, vladimir)) | {name: [value] for name, value in typed.items()}
    assert said in client.post(url(vladimir), data).content.decode()
    assert titles() == [OLD]


def test_sentence_for_readers_is_required(client, editor, event, vladimir):
    response = confirm(client, vladimir, note=" ")
    assert "This is empty: fill it in." in response.content.decode()
    assert titles() == [OLD]


def test_hostile_words_are_only_words(client, editor, event, vladimir):
    bad = "<script>alert('x')</script>"
    builders.report(builders.event(bad), bad, body=f"<p>&lt;b&gt;{OLD} {{{{ x }}}}</p>")
    page = look(client, vladimir, new=f"{bad} Berg").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;<del>Vladmir" in page
    client.get(url(vladimir), {"old": "a\x00b", "new": "\x00"})
    assert client.post(url(vladimir), {"old": "\x00", "spot": "\x00"}).status_code == 200


@pytest.mark.parametrize("role", ["Author", "Data protection officer"])
def test_only_editors_correct_everywhere(client, event, vladimir, role):
    client.force_login(staff(role))
    typed = {"old": OLD, "new": NEW, "note": "x", "seen": "x"}
    assert client.get(url(vladimir), typed).status_code == 403
    assert client.post(url(vladimir), typed).status_code == 403
    client.logout()
    assert client.get(url(vladimir)).status_code == 302
    assert titles() == [OLD]


def test_unknown_record_is_not_found(client, editor, event):
    for label, pk in [("event", event.pk), ("person", 10**20), ("user", editor.pk), ("person", 0)]:
        path = reverse("admin:correct_name", args=[label, pk])
        assert client.get(path).status_code == 404
    assert Person.objects.count() == 1
