"""Somebody hidden, shown again, replaced: in every place where words are kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin import rights
from events.models import Cover, Edition, Event, Update
from events.rights import covering
from portal import history
from portal.duplicates.merge import merge
from portal.duplicates.undo import undo
from portal.models import Entry, Version
from tests import builders
from tests.events.somebody import BODY, NAME, World, gone, namesake, said
from tests.nets.reading import read, status
from tests.staff import form_of, staff

# Of what is kept between requests nothing may be left either.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]


@pytest.fixture(scope="module")
def made(kept):
    return World()


@pytest.fixture
def world(made):
    return made.again()


@pytest.fixture
def officer(world, client):
    client.force_login(world.user)
    return client


class TestHiding:
    def test_covers_what_is_sure_and_the_sentence_of_what_is_doubtful(self, world):
        covering.hide(world.person, by=world.user, reason="They asked")
        assert gone(world.edition).body == (
            "<p>Mr <em>[name not shown]</em> opened it. [passage not shown] All others stayed.</p>"
        )
        titles = Edition.objects.filter(report=world.edition.report).values_list("title", flat=True)
        assert set(titles) == {"[name not shown] on roads", "On roads"}
        assert Edition.objects.get(report__language="sr").body == "<p>Са [name not shown].</p>"
        assert gone(world.elsewhere).name == "Visit of [name not shown]"
        assert gone(world.photo).caption == "[name not shown] at the table"
        assert set(world.event.updates.values_list("note", flat=True)) == {
            "[name not shown] was added"
        }
        assert gone(world.person).visibility == "hidden"

    def test_leaves_a_namesake_alone_but_for_what_is_to_be_looked_at(self, world):
        other, theirs = namesake()
        covering.hide(world.person, by=world.user, reason="They asked")
        assert gone(other).name == NAME
        assert gone(theirs).attendance_words == "[passage not shown]"

    def test_is_undone_to_the_letter(self, world):
        before = {(label, name) for label, _key, name in said()}
        covering.hide(world.person, by=world.user, reason="They asked")
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert gone(world.edition).body == BODY
        assert not Cover.objects.exists()
        assert {(label, name) for label, _key, name in said()} == before

    @pytest.mark.parametrize(
        ("before", "after", "answer"),
        [("page", "page", 200), ("name", "name", 404), ("hidden", "name", 404)],
    )
    def test_is_undone_to_what_the_public_saw_before_or_the_name_alone(
        self, client, before, after, answer
    ):
        person = builders.person("Ana Anić", visibility=before, in_directory=True)
        covering.hide(person, by=None, reason="They asked")
        with history.change(person, by=None):
            person.biography = "<p>Written while hidden</p>"
            person.save()
        covering.hide(person, by=None, reason="They asked again")
        covering.show(gone(person), by=None, reason="An error")
        assert gone(person).visibility == after
        assert status(client, person.get_absolute_url()) == answer

    def test_takes_names_out_of_addresses_and_puts_them_back(self, world, client):
        address = world.elsewhere.get_absolute_url()
        covering.hide(world.person, by=world.user, reason="They asked")
        hidden = gone(world.elsewhere)
        assert (hidden.slug, hidden.recording_url) == (
            f"visit-of-name-not-shown-{hidden.pk}", "",
        )  # fmt: skip
        assert client.get(address)["Location"] == hidden.get_absolute_url()
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert gone(world.elsewhere).get_absolute_url() == address
        assert gone(world.elsewhere).recording_url == "https://tube.example/petar-kvrzic"

    def test_brings_back_a_text_that_was_too_long_with_the_other_words(self, world):
        caption = f"{NAME} {'a' * 300}"[:300]
        photo = builders.photo(world.elsewhere, caption=caption)
        covering.hide(world.person, by=world.user, reason="They asked")
        assert gone(photo).caption == f"[name not shown] {'a' * 283}"
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert gone(photo).caption == caption

    def test_holds_for_who_was_merged_into_them_and_comes_back(self, world):
        double = builders.person("Pera Kvržić", in_directory=True)
        row = merge(world.person, double, by=None)
        covering.hide(world.person, by=world.user, reason="They asked")
        undo(row, by=None)
        assert gone(double).visibility == "hidden"

    def test_who_was_hidden_before_takes_nobody_along_that_comes_back(self, world):
        covering.hide(world.person, by=world.user, reason="They asked")
        double = builders.person("Pera Kvržić", in_directory=True)
        undo(merge(world.person, double, by=None), by=None)
        assert gone(double).visibility == "page"

    def test_keeps_documents_that_name_them_from_readers_until_shown_again(self, world, client):
        listed = builders.document(world.event, "All", data=f"1 {NAME}".encode(), name="a.txt")
        other = builders.document(world.event, "Programme", data=b"Roads", name="b.txt")
        covering.hide(world.person, by=world.user, reason="They asked")
        assert status(client, listed.get_absolute_url()) == 404
        assert status(client, other.get_absolute_url()) == 200
        assert "all.txt" not in client.get(world.event.get_absolute_url()).content.decode()
        found = Entry.objects.public().filter(kind="document").values_list("record_id", flat=True)
        assert (listed.pk in found, other.pk in found) == (False, True)
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert status(client, listed.get_absolute_url()) == 200
        assert not Cover.objects.exists()

    def test_is_told_to_whoever_has_kept_the_pages(self, world, client):
        photo, event = world.photo, world.event.get_absolute_url()
        picture = reverse("files:photo", args=[photo.pk, 480, "jpg"])
        twin = reverse("api:event", args=[world.event.pk])
        person = world.person.get_absolute_url()
        tags = {}
        for address in (event, twin, picture, person):
            response, _body = read(client, address)
            assert response.status_code == 200, address
            tags[address] = response["ETag"]
        covering.hide(world.person, by=world.user, reason="They asked")
        asked = {a: client.get(a, headers={"if-none-match": tag}) for a, tag in tags.items()}
        assert {address: response.status_code for address, response in asked.items()} == {
            event: 200, twin: 200, picture: 404, person: 404,
        }  # fmt: skip

    def test_document_kept_for_two_is_given_out_when_both_are_shown(self, world, client):
        other = builders.person("Ana Anić")
        builders.line(world.event, person=other)
        listed = builders.document(
            world.event, "All", data=f"{NAME}, Ana Anić".encode(), name="a.txt"
        )
        for person in (world.person, other):
            covering.hide(person, by=world.user, reason="They asked")
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert status(client, listed.get_absolute_url()) == 404
        covering.show(gone(other), by=world.user, reason="An error")
        assert status(client, listed.get_absolute_url()) == 200

    def test_covers_a_draft_that_is_brought_back_with_its_documents(self, world, client):
        draft = builders.event(f"Talk of {NAME}", public=False)
        builders.line(draft, person=world.person)
        builders.document(draft, "All", data=NAME.encode(), name="a.txt")
        state = history.remove(draft, by=None).version
        covering.hide(world.person, by=world.user, reason="They asked")
        client.force_login(staff())
        client.post(reverse("admin:taken_away"), {"version": state.pk})
        back = Event.objects.get(pk=state.record_id)
        assert back.name == "Talk of [name not shown]"
        assert back.documents.get().withheld

    def test_overwrites_nothing_that_was_changed_after_the_person_was_read(self, world):
        read = gone(world.person)
        with history.change(world.person, by=None):
            world.person.biography = "<p>New</p>"
            world.person.save()
        covering.hide(read, by=world.user, reason="They asked")
        assert gone(read).biography == "<p>New</p>"

    def test_moves_no_last_updated(self, world):
        before = Update.objects.count()
        covering.hide(world.person, by=world.user, reason="They asked")
        assert Update.objects.count() == before

    def test_replaced_places_are_in_no_state_and_the_kept_one_is(self, world):
        [text] = [t for t in covering.texts(world.person) if t.row == world.edition and t.hits]
        text.decisions = ["replace", "keep"]
        covering.keep([text], world.person, by=world.user, reason="Settled")
        body = "<p>Mr <em>[name removed]</em> opened it. Kvržić left early. All others stayed.</p>"
        assert gone(world.edition).body == body
        states = Version.objects.filter(kind="events.edition", record_id=world.edition.pk)
        assert {state.data["fields"]["body"] for state in states} == {body}
        assert Cover.objects.get().was == body

    def test_what_somebody_wrote_meanwhile_is_not_overwritten(self, world):
        covering.hide(world.person, by=world.user, reason="They asked")
        photo = gone(world.photo)
        with history.change(world.event, by=None):
            type(photo).objects.filter(pk=photo.pk).update(caption="A table")
        covering.show(gone(world.person), by=world.user, reason="An error")
        assert gone(photo).caption == "A table"


class TestScreens:
    def test_where_shows_every_kind_of_place_and_nothing_of_a_limited_draft(self, world, officer):
        secret = builders.event(f"Secret {NAME}", slug="secret", public=False)
        with history.change(secret, by=None):
            secret.colleagues.add(staff("Author"))
        page = officer.get(reverse("admin:where", args=[world.person.pk])).content.decode()
        for words in ("Head of Roads", "at the table", "Speech of", "Visit of", "Remarks: 1"):
            assert words in page
        assert "Secret" not in page
        file = officer.get(reverse("admin:held", args=[world.person.pk])).content.decode()
        assert "Secret" not in file
        assert page.count("Is this the same person?") == 3
        assert page.count("It could not be read here: open it and look.") == 1

    def test_one_place_is_replaced_and_the_rest_stays(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        data = form_of(officer.get(url))
        name = f"photo-{world.photo.pk}-caption-0"
        assert data[name] == [""]
        officer.post(url, data | {name: "replace", "reason": "They asked"})
        assert gone(world.photo).caption == "[name removed] at the table"
        assert gone(world.elsewhere).name == "Visit of Petra Kvržića"

    def test_old_look_decides_nothing(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        data = form_of(officer.get(url)) | {"seen": "old", "reason": "They asked"}
        data[f"photo-{world.photo.pk}-caption-0"] = "replace"
        assert "Look again" in officer.post(url, data).content.decode()
        assert gone(world.photo).caption == f"{NAME} at the table"

    def test_where_nothing_is_chosen_nothing_is_said_to_be_done(self, world, officer):
        """Enter in the reason presses the first button, as if the person were hidden."""
        url = reverse("admin:where", args=[world.person.pk])
        page = officer.post(url, form_of(officer.get(url)) | {"reason": "They asked"})
        assert page.context["error"] == (
            "Nothing is chosen here that was not so already: nothing was done."
        )
        assert form_of(page)["reason"] == ["They asked"]

    def test_what_was_chosen_is_not_forgotten_where_the_reason_is_missing(self, world, officer):
        paper = builders.document(world.event, "All", data=NAME.encode(), name="a.txt")
        url = reverse("admin:where", args=[world.person.pk])
        before = form_of(officer.get(url))
        line = world.person.participations.first()
        chosen = {
            f"photo-{world.photo.pk}-caption-0": ["replace"],
            f"photo-{world.photo.pk}": ["on"],
            f"line-{line.pk}": ["on"],
            f"withheld-{paper.pk}": ["on"],
            f"document-{paper.pk}": ["on"],
        }
        assert not any(before.get(name) == value for name, value in chosen.items())
        page = officer.post(url, before | chosen | {"reason": " "})
        assert {name: form_of(page).get(name) for name in chosen} == chosen
        assert gone(world.photo).caption == f"{NAME} at the table"

    def test_what_was_chosen_is_not_put_to_other_places_that_came_meanwhile(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        name = f"photo-{world.photo.pk}-caption-0"
        data = form_of(officer.get(url)) | {name: ["replace"], "reason": "They asked"}
        with history.change(world.event, by=None):
            world.photo.caption = f"{NAME} beside {NAME}"
            world.photo.save()
        assert form_of(officer.post(url, data))[name] == [""]

    def test_hidden_from_the_button_and_a_reason_is_needed(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        officer.post(url, {"hide": "1", "reason": ""})
        assert gone(world.person).visibility == "page"
        officer.post(url, {"hide": "1", "reason": "They asked"})
        assert gone(world.person).visibility == "hidden"

    def test_what_is_chosen_beside_hide_everywhere_is_done_and_stands(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        data = form_of(officer.get(url)) | {"hide": "1", "reason": "They asked"}
        photo = f"photo-{world.photo.pk}"
        officer.post(url, data | {photo: ["on"], f"{photo}-caption-0": ["keep"]})
        assert gone(world.person).visibility == "hidden"
        assert (gone(world.photo).consent, gone(world.photo).caption) == (
            "no",
            f"{NAME} at the table",
        )

    def test_hidden_at_once_though_what_is_chosen_beside_is_of_an_old_look(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        data = form_of(officer.get(url)) | {"hide": "1", "reason": "They asked"}
        with history.change(world.event, by=None):
            world.photo.caption = f"{NAME} beside {NAME}"
            world.photo.save()
        error = officer.post(url, data | {f"photo-{world.photo.pk}": ["on"]}).context["error"]
        assert error.startswith(
            f"“{world.person}” is hidden everywhere. What is chosen besides was"
        )
        assert "Look again, then save." in error
        assert gone(world.person).visibility == "hidden"
        assert gone(world.photo).caption.startswith(f"{NAME} beside") is False

    def test_what_is_chosen_beside_show_again_is_not_forgotten(self, world, officer):
        covering.hide(world.person, by=world.user, reason="They asked")
        url = reverse("admin:where", args=[world.person.pk])
        data = form_of(officer.get(url)) | {"show": "1", "reason": "An error"}
        chosen = {f"photo-{world.photo.pk}": ["on"]}
        page = officer.post(url, data | chosen)
        assert "press “Do what is chosen” first" in page.context["error"]
        assert form_of(page)[f"photo-{world.photo.pk}"] == ["on"]
        assert gone(world.person).visibility == "hidden"
        officer.post(url, data)
        assert gone(world.person).visibility == "page"

    def test_kept_states_are_counted_and_not_read(self, world, officer):
        url = reverse("admin:where", args=[world.person.pk])
        with CaptureQueriesContext(connection) as queries:
            page = officer.get(url).text
        assert "<li>Versions: " in page
        asked = [q["sql"].partition(" FROM ")[0] for q in queries if "portal_version" in q["sql"]]
        assert [sql for sql in asked if '"portal_version"."data"' in sql] == []

    def test_document_is_kept_from_readers_and_given_out_by_its_tick(self, world, officer):
        builders.document(world.event, "All", data=NAME.encode(), name="a.txt")
        url = reverse("admin:where", args=[world.person.pk])
        page = officer.get(url)
        assert "It names them." in page.content.decode()
        paper = world.event.documents.get(title="All")
        data = form_of(page) | {"reason": "They asked"}
        officer.post(url, data | {f"withheld-{paper.pk}": "on"})
        assert gone(paper).withheld
        officer.post(url, form_of(officer.get(url)) | {"reason": "x", f"withheld-{paper.pk}": []})
        assert not gone(paper).withheld

    def test_nobody_is_erased_while_a_place_may_mean_another(
        self, world, officer, settings, tmp_path
    ):
        settings.ERASURE_LOG = tmp_path / "erased.jsonl"
        _other, theirs = namesake()
        url = reverse("admin:erase", args=[world.person.pk])
        page = officer.post(url, {"number": str(world.person.pk)}).content.decode()
        assert "Decide first what becomes of them" in page
        assert not gone(world.person).is_erased
        covering.hide(world.person, by=world.user, reason="They asked")
        officer.post(url, {"number": str(world.person.pk)})
        assert gone(world.person).is_erased
        assert gone(theirs).attendance_words == "[name removed]"

    def test_place_that_was_written_after_the_look_keeps_them_from_being_erased(
        self, world, officer, settings, tmp_path, monkeypatch
    ):
        settings.ERASURE_LOG = tmp_path / "erased.jsonl"
        look, meanwhile = rights.is_undecided, [namesake]

        def looked(*who):
            found = look(*who)
            while meanwhile:
                meanwhile.pop()()
            return found

        monkeypatch.setattr(rights, "is_undecided", looked)
        url = reverse("admin:erase", args=[world.person.pk])
        page = officer.post(url, {"number": str(world.person.pk)}).text
        assert "Decide first what becomes of them" in page
        assert not gone(world.person).is_erased

    def test_erased_only_with_the_number(self, world, officer, settings, tmp_path):
        settings.ERASURE_LOG = tmp_path / "erased.jsonl"
        url = reverse("admin:erase", args=[world.person.pk])
        officer.post(url, {"number": "0"})
        strange = {"number": str(world.person.pk), "documents": "9223372036854775808"}
        assert "This is not one of the choices" in officer.post(url, strange).text
        assert not gone(world.person).is_erased
        officer.post(url, {"number": str(world.person.pk)})
        assert gone(world.person).is_erased
        assert "was erased" in officer.get(reverse("admin:where", args=[world.person.pk])).text

    def test_one_file_holds_everything(self, world, officer):
        told = officer.get(reverse("admin:held", args=[world.person.pk])).json()
        assert told["record"]["fields"]["name"] == NAME
        assert {line["position"] for line in told["lines"]} == {"Head of Roads", "Chair"}
        assert {"events.edition", "events.remark", "portal.letter", "events.intakeline"} <= set(
            told["named_in"]
        )
        assert len(told["numbers_before"]) == 1


def test_event_of_a_hidden_person_names_nobody(world):
    covering.hide(world.person, by=world.user, reason="They asked")
    assert Event.objects.get(pk=world.event.pk).participations.filter(named=True).count() == 0
