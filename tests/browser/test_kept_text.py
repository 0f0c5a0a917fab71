"""What is typed into a form comes back after an expired session, a refused token or a crash."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from events.admin import long_list
from people.models import Person
from portal import history
from portal.models import Session
from tests import builders
from tests.browser.signing import log_in, sign_in
from tests.staff import address_of, staff

pytestmark = pytest.mark.browser


def kept(page):
    """Return the texts that this browser keeps, once the scripts of the page have run."""
    page.wait_for_load_state()
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kept:'))")


def wait_until_kept(page):
    """Let the script keep now what it keeps every few seconds."""
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert len(kept(page)) == 1


def bring_back(page):
    bar = page.get_by_role("region", name="was not saved")
    bar.get_by_role("button", name="Bring it back").click()


def test_long_edit_comes_back_after_its_session_expired(page):
    event, user = builders.event(public=False), staff("Editor")
    builders.line(event, person=builders.person(), position="Head")
    sign_in(page, user)
    page.goto(address_of(event))
    page.get_by_label("Name needed").fill("Workshop on bridges")
    page.locator("#participations-0").get_by_label("Position then").fill("Director")
    for name in ("Mila Milić", "Jovan Jovanović"):
        page.locator("#participations-group .add-row").click()
        line = page.locator("#participations-group .row").last
        line.get_by_label("Person", exact=True).fill(name)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save and continue editing").click()
    log_in(page, user)
    page.get_by_text("What you typed here was not saved.").wait_for()
    assert page.url.endswith(address_of(event))
    # Only what was typed is told, that into lines which do not stand yet too.
    bar = page.get_by_role("region", name="was not saved")
    assert bar.get_by_role("listitem").all_inner_texts() == [
        "Name: Workshop on bridges",
        "Position then: Director",
        "Person: Mila Milić",
        "Person: Jovan Jovanović",
    ]
    bring_back(page)
    assert page.get_by_text("What you typed here was not saved.").is_hidden()
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist .success").wait_for()
    event.refresh_from_db()
    assert event.name == "Workshop on bridges"
    assert [(str(x), x.position) for x in event.participations.all()] == [
        ("Ana Anić", "Director"),
        ("Mila Milić", ""),
        ("Jovan Jovanović", ""),
    ]
    assert kept(page) == []


def test_what_was_typed_on_a_page_of_a_list_comes_back_on_that_page_alone(page, monkeypatch):
    monkeypatch.setattr(long_list, "PER_PAGE", 1)
    event = builders.event(public=False)
    for order in (10, 20):
        builders.line(event, group=f"Group {order}", order=order)
    sign_in(page, staff("Editor"))
    first = reverse("admin:events_event_lines", args=[event.pk])
    page.goto(first)
    page.locator("#participations-0").get_by_label("Position then").fill("Guests")
    wait_until_kept(page)
    page.get_by_role("link", name="Next").click()
    page.get_by_text("Page 2 of 2").wait_for()
    assert len(kept(page)) == 1
    assert page.get_by_text("What you typed here was not saved.").is_hidden()
    page.get_by_role("link", name="Previous").click()
    bring_back(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert [line.position for line in event.participations.all()] == ["Guests", ""]
    assert kept(page) == []


def test_rich_text_comes_back_after_its_token_was_refused(page):
    person, user = builders.person(), staff("Editor")
    sign_in(page, user)
    page.goto(address_of(person))
    page.get_by_role("textbox", name="Short biography").fill("Built roads for years")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("heading", name="The form has grown old").wait_for()
    page.complaints.clear()
    page.get_by_role("link", name="Open the form again").click()
    bring_back(page)
    assert (
        page.get_by_role("textbox", name="Short biography").inner_text() == "Built roads for years"
    )
    page.get_by_role("button", name="Save and continue editing").click()
    page.locator(".messagelist .success").wait_for()
    person.refresh_from_db()
    assert person.biography == "<p>Built roads for years</p>"
    assert kept(page) == []


def test_new_record_comes_back_after_a_crash(new_page):
    user = staff("Editor")
    page = new_page()
    sign_in(page, user)
    page.goto(reverse("admin:people_person_add"))
    page.get_by_label("Name needed").fill("Mila Milić")
    wait_until_kept(page)
    state = page.context.storage_state()
    page.context.close()
    page = new_page(storage_state=state)
    page.goto(reverse("admin:people_person_add"))
    bring_back(page)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.locator(".messagelist .success").wait_for()
    assert Person.objects.get().name == "Mila Milić"
    assert kept(page) == []


def test_text_brought_back_onto_a_newer_record_is_compared(page):
    person, user = builders.person(), staff("Editor")
    sign_in(page, user)
    page.goto(address_of(person))
    page.get_by_label("Honorific").fill("Dr")
    wait_until_kept(page)
    person.given_name = "Ana"
    builders.saved(person)
    page.goto(address_of(person))
    bring_back(page)
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("button", name="Put mine onto the newer one").click()
    page.locator(".messagelist .success").wait_for()
    person.refresh_from_db()
    assert (person.honorific, person.given_name) == ("Dr", "Ana")


def test_sign_out_throws_it_away_and_another_user_never_sees_it(page):
    person = builders.person()
    one, two = staff("Editor", "one"), staff("Editor", "two")
    sign_in(page, one)
    page.goto(address_of(person))
    page.get_by_label("Honorific").fill("Dr")
    wait_until_kept(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(address_of(person))
    log_in(page, two)
    page.get_by_label("Honorific").wait_for()
    assert page.get_by_text("was not saved").is_hidden()
    assert len(kept(page)) == 1
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(address_of(person))
    log_in(page, one)
    page.get_by_role("button", name="Throw it away").wait_for()
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("heading", name="Logged out").wait_for()
    assert kept(page) == []


def test_form_sent_after_a_sign_out_in_another_window_comes_back(page):
    event, user = builders.event(public=False), staff("Editor")
    sign_in(page, user)
    page.goto(address_of(event))
    page.get_by_label("Name needed").fill("Workshop on bridges")
    wait_until_kept(page)
    other = page.context.new_page()
    other.goto(reverse("admin:index"))
    other.get_by_role("button", name="Log out").click()
    other.wait_for_load_state()
    page.get_by_role("button", name="Save and continue editing").click()
    log_in(page, user)
    bar = page.get_by_role("region", name="was not saved")
    assert bar.get_by_role("listitem").all_inner_texts() == ["Name: Workshop on bridges"]


def test_password_is_never_kept(page):
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_add"))
    # No form that is kept asks for one today, so this one is given such a field.
    page.locator("#event_form").evaluate(
        "(form, field) => form.insertAdjacentHTML('beforeend', field)",
        '<input type="password" name="secret" aria-label="Secret">',
    )
    page.get_by_label("Secret").fill("hunter two and three")
    page.get_by_label("Name needed").fill("Workshop on bridges")
    wait_until_kept(page)
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert ("bridges" in stored, "hunter" in stored) == (True, False)


def test_what_stands_in_the_form_already_is_not_offered(page):
    """What two windows kept alike is brought back once."""
    event, user = builders.event(public=False), staff("Editor")
    sign_in(page, user)
    page.goto(address_of(event))
    page.get_by_label("Name needed").fill("Workshop on bridges")
    wait_until_kept(page)
    (slot,) = kept(page)
    page.evaluate("slot => localStorage.setItem(slot + '2', localStorage.getItem(slot))", slot)
    page.reload()
    assert len(kept(page)) == 2
    bar = page.get_by_role("region", name="was not saved")
    assert bar.get_by_role("listitem").all_inner_texts() == ["Name: Workshop on bridges"]
    assert re.fullmatch(r"\d\d:\d\d", bar.locator("time").inner_text()[-5:])
    # Each row of buttons is written in one size.
    buttons = page.locator(".kept-buttons button, .submit-row :is(input, a)")
    assert buttons.evaluate_all("all => all.map(one => getComputedStyle(one).fontSize)") == [
        "15px"
    ] * len(["bring", "throw", "save", "add another", "continue", "delete"])
    bring_back(page)
    assert page.get_by_label("Name needed").input_value() == "Workshop on bridges"
    assert bar.is_hidden()
    # Who pressed its button goes on in the form.
    assert page.evaluate("document.activeElement.name") == "name"
    assert len(kept(page)) == 1


def test_page_that_is_come_back_to_puts_nothing_typed_into_the_line_of_somebody_else(page):
    event, user = builders.event(public=False), staff("Editor")
    ana = builders.line(event, person=builders.person(), position="Head")
    builders.line(event, person=builders.person("Mila Milić"), position="Guest")
    sign_in(page, user)
    page.goto(address_of(event))
    page.locator("#participations-0").get_by_label("Position then").fill("Director")
    page.goto(reverse("admin:index"))
    with history.change(event, by=None):
        ana.delete()
    page.go_back()
    bar = page.get_by_role("region", name="was not saved")
    bar.get_by_text("Position then: Director").wait_for()
    line = page.locator("#participations-0")
    assert line.get_by_label("Person", exact=True).input_value() == "Mila Milić"
    assert line.get_by_label("Position then").input_value() == "Guest"
    bring_back(page)
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("heading", name="Two have changed this").wait_for()
    assert [(str(x), x.position) for x in event.participations.all()] == [("Mila Milić", "Guest")]


def test_what_was_kept_is_told_in_the_words_of_the_form_and_files_by_their_names(page):
    event, user = builders.event(public=False), staff("Editor")
    builders.role("Interim chair")
    sign_in(page, user)
    page.goto(address_of(event))
    page.get_by_label("Status").select_option("cancelled")
    line = page.locator("#participations-0")
    line.locator("summary").filter(has_text="Roles").click()
    line.get_by_label("Interim chair").check()
    page.locator("[name=documents-0-file]").set_input_files(
        {"name": "agenda.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    wait_until_kept(page)
    page.goto(address_of(event))
    bar = page.get_by_role("region", name="was not saved")
    assert bar.get_by_role("listitem").all_inner_texts() == [
        "Status: cancelled",
        "Roles: Interim chair",
    ]
    assert bar.get_by_text("Files are not kept. Choose them again: agenda.pdf").is_visible()
    assert "%PDF" not in page.evaluate("JSON.stringify(localStorage)")


def test_who_brings_a_text_back_sees_its_button_and_goes_on_in_no_folded_step(page):
    text, user = builders.report(builders.event(), published=False), staff("Editor")
    sign_in(page, user)
    page.goto(address_of(text.report))
    page.get_by_label("Title needed").fill("What was said of bridges")
    wait_until_kept(page)
    page.reload()
    page.emulate_media(forced_colors="active")
    edges = page.locator(".kept-buttons button").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopWidth)"
    )
    assert edges == ["1px", "1px"]
    bring_back(page)
    assert page.evaluate("document.activeElement.name") == "title"
