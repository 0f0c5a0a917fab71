"""Somebody asks to be removed, and is gone: from the visitor's form to the officer's answer."""

import pytest
from django.urls import reverse

from portal import names
from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

MAIL = "petar@home.example"
GONE = 410


def press(page, button, told):
    page.get_by_role("button", name=button).click()
    page.get_by_text(told).first.wait_for()


def test_person_asks_to_be_removed_and_is_gone(new_page, mailoutbox, settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erased.jsonl"
    event = builders.event("Conference on bridges")
    works = builders.organisation("Ministry of Works")
    person = builders.person("Petar Kvržić", given_name="Petar", family_name="Kvržić")
    builders.line(event, person=person, organisation=works, position="Head of Bridges")
    builders.line(event, person=builders.person("Mila Milić"), organisation=works)
    lead, body = "Petar Kvržić opened it.", "<p>Kvržić opened it. Mila Milić spoke.</p>"
    builders.report(event, "Bridges looked after", lead=lead, body=body)
    own, of_event = person.get_absolute_url(), event.get_absolute_url()
    lists = {
        of_event,
        f"{of_event}participants.csv",
        works.get_absolute_url(),
        "/people/",
        "/people/people.csv",
        "/participation/",
        "/search/?q=Petar",
        "/reports/feed.atom",
        "/reports/feed.json",
        "/api/v1/people",
        "/api/v1/participation",
        f"{of_event}event.json",
    }
    visitor, page = new_page(java_script_enabled=False), new_page()

    def naming():
        """Return which addresses say the name, in any letters."""
        answers = {address: visitor.request.get(address) for address in {own, *lists}}
        assert {a for a, answer in answers.items() if answer.status != 200} <= {own}
        return {a for a, answer in answers.items() if "kvrzic" in names.fold(answer.text())}

    assert naming() == {own, *lists}

    # The form is reached from the person's page; it needs no script.
    visitor.goto(own)
    visitor.get_by_role("link", name="Is something wrong here?").click()
    assert visitor.get_by_label("Which page is it about?").input_value() == own
    visitor.get_by_label("remove everything about me").check()
    visitor.get_by_label("Your name").fill("Petar Kvržić")
    visitor.get_by_label("Your mail address").fill(MAIL)
    press(visitor, "Send", "Your request has arrived")

    # The officer checks who asks, and hides the person while it is examined.
    sign_in(page, staff("Data protection officer"))
    page.get_by_role("link", name="remove everything about me").click()
    page.get_by_text("30 days are left for the answer.").wait_for()
    press(page, "The identity is checked", "Hide the person while you examine, or decide.")
    press(page, "Hide everywhere while it is examined", "Hidden on every public page.")
    assert naming() == set()
    assert visitor.request.get(own).status == 404

    # It is decided, the person is erased for good, and whoever asked is answered.
    page.get_by_label("Decision").select_option("done as wished")
    page.get_by_label("Reason").fill("It is their right.")
    press(page, "Decide", "Decided. Nothing is done by that alone")
    page.get_by_role("link", name="Where this person is").click()
    page.get_by_role("link", name="Erase for good").click()
    page.get_by_label("Write the number of this person to confirm").fill(str(person.pk))
    press(page, "Erase for good", "Whoever asked for it waits for an answer here.")
    page.get_by_role("link", name="remove everything about me").click()
    page.get_by_role("textbox", name="Answer").fill("All of it is removed.")
    press(page, "Send the answer by mail", "The request is closed.")
    page.goto(reverse("admin:requests"))
    page.get_by_text("Nobody waits.").wait_for()
    receipt, answer = mailoutbox
    assert (receipt.to, receipt.subject.endswith("has come")) == ([MAIL], True)
    assert (answer.to, answer.body) == ([MAIL], "All of it is removed.\n")
    assert visitor.request.get(own).status == GONE
    assert naming() == set()
    visitor.goto(of_event)
    assert visitor.locator(".delegations").inner_text().split("\n") == [
        "Ministry of Works",
        "Mila Milić",
        "1 participant not shown by name",
    ]
    assert visitor.locator(".lead").inner_text() == "[name removed] opened it."
    assert page.complaints == []
