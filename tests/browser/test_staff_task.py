import datetime

import pytest
from django.db.models import F
from django.urls import reverse

from events.models import Event, Update
from people.models import Person
from portal import history
from tests import builders
from tests.browser.signing import sign_in
from tests.browser.test_axe import DARK, DESKTOP, LIGHT, OF_COLOURS, axe_findings, with_axe
from tests.staff import staff

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HOUR = datetime.timedelta(hours=1)


def line(page, number):
    """Return the number-th line of the list of participants."""
    return page.locator(f"#participations-{number - 1}")


def choose(row, label, typed, offered):
    """Type a part of a name and take what is offered, by the keyboard."""
    field = row.get_by_label(label, exact=True)
    field.press_sequentially(typed)
    row.get_by_role("option", name=offered).wait_for()
    field.press("ArrowDown")
    field.press("Enter")


def last_updated(page, event):
    """Return what readers are told, printed and for machines."""
    page.goto(event.get_absolute_url())
    told = page.locator("strong", has_text="Last updated:").first
    return told.inner_text(), told.locator("time").get_attribute("datetime")


def an_hour_passes():
    Update.objects.update(at=F("at") - HOUR)


@pytest.mark.staff_task
def test_whole_task_of_staff(page):
    commissioner = builders.person("Vladimir Cucić", honorific="Mr")
    adviser = builders.person("Svetlana Velimirović")
    body = builders.organisation("Commissariat for Refugees and Migration")
    with history.change(commissioner, by=None):
        commissioner.positions.create(
            title="Commissioner", organisation=body, public_office=True, since="2012-01-01"
        )
    with history.change(adviser, by=None):
        adviser.positions.create(title="Asistant", organisation=body, public_office=True)
    project = builders.project("Support to migration management")
    sign_in(page, staff("Editor"))

    # The facts
    page.get_by_role("listitem").filter(has_text="Events").get_by_role("link", name="Add").click()
    page.get_by_label("Name needed").fill("Three-day workshop")
    page.get_by_label("Known to the").select_option("part")
    page.get_by_label("First day").fill("2021-09-01")
    page.get_by_label("Length in days").fill("3")
    page.get_by_label("Length in days").blur()
    page.get_by_text("Early September 2021 · three days").wait_for()
    page.locator("#places-0").get_by_label("Town").fill("Belgrade")
    page.locator("#places-0").get_by_label("Country").fill("Serbia")
    choose(page.locator("#id_projects_row"), "One more name", "migration", project.title)

    # Three people, one of them new
    choose(line(page, 1), "Person", "цуц", "Vladimir Cucić")
    assert line(page, 1).get_by_label("Position then").input_value() == "Commissioner"
    assert line(page, 1).get_by_label("Institution").input_value() == body.name
    assert line(page, 1).get_by_label("Holds an office").is_checked()
    page.get_by_role("button", name="Add: line of the list").click()
    choose(line(page, 2), "Person", "velimir", "Svetlana Velimirović")
    page.get_by_role("button", name="Add: line of the list").click()
    line(page, 3).get_by_label("Person", exact=True).fill("Magnus Ovilius")
    line(page, 3).get_by_label("Institution").fill("Delegation of the European Union")
    line(page, 3).get_by_label("Holds an office").check()
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("Not public yet.").wait_for()
    assert Person.objects.get(name="Magnus Ovilius").to_complete

    # The report, published
    event = Event.objects.get()
    page.get_by_role("link", name="Write a report").click()
    assert page.get_by_label("Event needed").input_value() == "Three-day workshop"
    page.get_by_label("Title needed").fill("Serbia looks at the Network")
    page.get_by_label("Lead").fill("A workshop in Belgrade looked at a network.")
    page.get_by_role("textbox", name="Text").fill(
        "The Commissioner opened the workshop. Vladimir Cucić, Svetlana Velimirović and "
        "Magnus Ovilius spoke."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Publish without a second reader").first.click()
    page.get_by_label("Why is there no second reader?").fill("The office is closed.")
    page.get_by_role("button", name="Publish without a second reader").click()
    page.get_by_role("link", name="read it as readers do").click()
    page.get_by_role("heading", name="Serbia looks at the Network", level=1).wait_for()
    page.get_by_text("The Commissioner opened the workshop.").wait_for()
    for shown in ("Vladimir Cucić", "Svetlana Velimirović", "Magnus Ovilius"):
        page.get_by_text(shown).first.wait_for()

    # A position is corrected, and the date moves
    an_hour_passes()
    before = last_updated(page, event)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    line(page, 2).get_by_label("Position then").fill("Asistant Commissioner")
    page.get_by_label("What changed? Readers will see this sentence.").fill(
        "The position of Svetlana Velimirović was corrected."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Readers see:").wait_for()
    moved = last_updated(page, event)
    page.get_by_text("The position of Svetlana Velimirović was corrected.").first.wait_for()
    assert moved[0] != before[0]
    assert moved[1] > before[1]

    # A spelling is mended as a small correction, and it stays
    an_hour_passes()
    before = last_updated(page, event)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    line(page, 2).get_by_label("Position then").fill("Assistant Commissioner")
    page.get_by_label("Small correction:").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("“Last updated” stays as it is.").wait_for()
    assert last_updated(page, event) == before
    page.get_by_text("Assistant Commissioner").first.wait_for()
    assert page.complaints == []


def busy_event():
    event = builders.event("Workshop")
    builders.line(
        event,
        person=builders.person(),
        organisation=builders.organisation(),
        roles=[builders.role(), builders.role("Chair")],
    )
    builders.line(event, country="SI", count=3, order=20)
    event.bodies.create(organisation=builders.organisation("Host"), role="host")
    event.projects.add(builders.project())
    event.sessions.create(title="Opening").people.add(event.participations.first())
    builders.photo(event, alternative_text="", consent="not-asked")
    event.sources.create(publisher="Paper")
    builders.report(event, body="<p>Said.</p>")
    return event


def test_forms_are_accessible_in_light_and_dark(new_page):
    event = busy_event()
    page = with_axe(new_page(viewport=DESKTOP))
    sign_in(page, staff("Editor"))
    forms = {
        "report": reverse("admin:events_report_change", args=[event.reports.get().pk]),
        "new event": reverse("admin:events_event_add"),
        "event": reverse("admin:events_event_change", args=[event.pk]),
        "wrong event": reverse("admin:events_event_change", args=[event.pk]),
    }
    found, wide = [], []
    for form, address in forms.items():
        page.goto(address)
        if form == "report":
            page.get_by_role("textbox", name="Text").wait_for()
        if form == "wrong event":
            page.get_by_label("Name needed").fill("")
            line(page, 3).get_by_label("Position then").fill("Nobody")
            page.get_by_role("button", name="Save", exact=True).click()
            page.get_by_role("alert").wait_for()
        page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
        # At the end of the page the bar of buttons lies over no other target.
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        looks = [(DESKTOP, LIGHT, WCAG), (DESKTOP, DARK, OF_COLOURS)]
        found += axe_findings(page, form, looks)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(form)
    assert found == []
    assert wide == []


def test_form_fits_a_telephone(new_page):
    event = busy_event()
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_line_is_put_first_without_a_round_to_the_server(new_page):
    event = busy_event()
    page = new_page()
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.locator("#participations-1").get_by_role("button", name="Put first").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Readers see:").wait_for()
    assert [row.country for row in event.participations.all()] == ["SI", ""]


def test_enter_in_a_field_saves_and_puts_nothing_first(new_page):
    event = busy_event()
    page = new_page(java_script_enabled=False)
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.get_by_label("Name needed").fill("Workshop on bridges")
    page.get_by_label("Name needed").press("Enter")
    page.get_by_text("Readers see:").wait_for()
    assert [row.country for row in event.participations.all()] == ["", "SI"]


def test_enter_in_a_choice_of_who_came_says_it_of_that_line_alone(page):
    event = builders.event("Workshop")
    for name in ("Ana Anić", "Bo Babić"):
        builders.line(event, person=builders.person(name), attendance="expected")
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_event_came", args=[event.pk]))
    page.get_by_role("group", name="Ana Anić").get_by_label("did not come").check()
    page.get_by_role("group", name="Ana Anić").get_by_label("did not come").press("Enter")
    page.get_by_text("Saved: who came.").wait_for()
    assert [row.attendance for row in event.participations.all()] == ["absent", "expected"]


def test_enter_in_the_reason_of_a_step_takes_the_step(page):
    words = {"lead": "It was held.", "body": "<p>Much was said.</p>"}
    report = builders.report(builders.event("Workshop"), published=False, **words).report
    sign_in(page, staff("Editor"))
    page.goto(reverse("admin:events_report_change", args=[report.pk]))
    page.get_by_text("Publish without a second reader").first.click()
    page.get_by_label("Why is there no second reader?").fill("The office is closed.")
    page.get_by_label("Why is there no second reader?").press("Enter")
    page.get_by_role("link", name="read it as readers do").wait_for()
    assert report.live_edition().alone_reason == "The office is closed."
