"""A list of sixty comes in; a duplicate goes out, comes back and goes again."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import Event
from people.models import Person
from tests import builders
from tests.browser.signing import sign_in
from tests.staff import staff

pytestmark = pytest.mark.browser

FIRST = ["Ana", "Bojan", "Vesna", "Goran", "Dara", "Zoran", "Ivana", "Jelena"]
LAST = ["Brkić", "Vukić", "Grbić", "Dunić", "Zubić", "Kolarić", "Lazić", "Perić"]


def sheet():
    """Return sixty rows of a sheet as they are copied: three of them are in doubt."""
    rows = ["Name\tPosition\tInstitution"]
    names = [f"{first} {last}" for first in FIRST for last in LAST][:57]
    rows += [f"{name}\tadviser\tMinistry of Works" for name in names]
    rows += [
        "Vladmir Cucic\tCommissioner\tCommissariat for Refugees",
        "Milan Jovic\tarchitect\tMinistry of Works",
        "Petra Tomić\tengineer\tMinistry of Work",
    ]
    return "\n".join(rows)


def choose(page, who, option):
    """Say of somebody or something that is in doubt what it is, by the keyboard."""
    doubtful = page.locator(".doubtful", has=page.get_by_text(who, exact=True))
    doubtful.get_by_role("radio", name=option).focus()
    page.keyboard.press("Space")


def merge(page, kept, gone):
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_label("Which one is the same?").fill(f"{gone} ({gone.pk})")
    page.keyboard.press("Enter")
    page.get_by_text(f"“{gone}” (number {gone.pk}) is merged into “{kept}”").wait_for()
    page.get_by_role("button", name="Make them one").click()
    page.locator(".messagelist").get_by_text("its address leads here").wait_for()


def leads(page, address):
    """Return where an address leads, or that of the page itself, and what stands there."""
    assert page.goto(address).status == 200
    return urlsplit(page.url).path, page.get_by_role("heading", level=1).inner_text()


def test_list_comes_in_and_a_duplicate_goes_out(new_page):
    works = builders.organisation("Ministry of Works")
    builders.organisation("Commissariat for Refugees")
    commissioner = builders.person("Vladimir Cucić")
    milan = builders.person("Milan Jović")
    page, reader = new_page(), new_page(java_script_enabled=False)
    sign_in(page, staff("Editor"))

    # Sixty rows are pasted; their columns are recognised, and three things are in doubt.
    page.get_by_role("link", name="Begin with a list").click()
    page.get_by_label("What it is").fill("Conference on bridges")
    page.get_by_role("button", name="Read it").click()
    refused = page.get_by_role("alert").get_by_text("Paste the rows or choose a file: one of them.")
    expect(refused).to_be_visible()
    page.get_by_label("First day").fill("2023-03-14")
    page.get_by_label("Paste the rows").fill(sheet())
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("60 lines were understood.").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Look the list over").wait_for()
    doubtful = page.locator(".doubtful strong")
    expect(doubtful).to_have_text(["Ministry of Work", "Vladmir Cucic", "Milan Jovic"])
    choose(page, "Ministry of Work", "added: Works")
    choose(page, "Vladmir Cucic", "added: Vladimir Cucić")
    choose(page, "Milan Jovic", "somebody new")
    page.get_by_label("everybody").check()
    page.get_by_label("Reason").fill("All agreed when they were invited.")
    page.get_by_role("button", name="Take the lines over").click()
    told = "60 lines were added to the list. New people: 59; new institutions: 0."
    page.get_by_text(told).wait_for()
    page.get_by_role("button", name="Publish at once").click()
    page.get_by_text("Readers see: “First published.”").wait_for()
    lines = Event.objects.get().participations.all()
    assert set(lines.values_list("organisation__official_name", flat=True)) == {
        "Ministry of Works", "Commissariat for Refugees",
    }  # fmt: skip
    assert lines.get(printed_name="Vladmir Cucic").person == commissioner
    double = lines.get(person__name="Milan Jovic").person
    assert double != milan

    # Milan Jović is the same after all: merged, undone and merged again.
    own, old = milan.get_absolute_url(), double.get_absolute_url()
    assert leads(reader, old) == (old, "Milan Jovic")
    form = reverse("admin:people_person_change", args=[milan.pk])
    page.goto(form)
    merge(page, milan, double)
    assert leads(reader, old) == (own, "Milan Jović")
    page.locator(".messagelist").get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: “Milan Jovic” is as it was before.").wait_for()
    assert leads(reader, old) == (old, "Milan Jovic")
    page.goto(form)
    merge(page, milan, double)
    assert leads(reader, old) == (own, "Milan Jović")
    assert reader.get_by_role("link", name="Conference on bridges").count() == 1
    assert not Person.objects.filter(pk=double.pk).exists()
    assert milan.names.get().name == "Milan Jovic"
    assert lines.filter(organisation=works).count() == 59
    assert page.complaints == []
