"""Every public page in a browser: axe finds nothing, nothing sticks out, nothing needs a script."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, ProofLink
from events.steps import Step, may
from portal import roles
from tests import breadth, builders
from tests.browser.signing import sign_in
from tests.nets import addresses
from tests.nets.reading import public_words, read
from tests.nets.world import World
from tests.staff import address_of, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # What is found is told by its HTML.
    "selectors": False,
    # Only what plays by itself and a rule on trial ask for more than the page holds.
    "preload": False,
}
#: In the dark and in colours of the reader's own only the colours are others.
OF_COLOURS = RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
FORCED = {"color_scheme": "light", "forced_colors": "active"}
#: axe asks what letters are filled with, and is told the page's own colour and not the forced one.
FILLED = """() => {
    for (const part of document.querySelectorAll("body *")) {
        part.style.webkitTextFillColor = getComputedStyle(part).color;
    }
}"""
HREFS = "(links) => links.map((link) => link.getAttribute('href'))"
DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
#: The narrowest on which filters stand beside the rows.
TABLET = {"width": 960, "height": 640}


def shown_outside(draft, author):
    draft.proof_links.create(made_by=author, ends_at=timezone.now() + ProofLink.LASTS)


def pages_of(client):
    """Return addresses of each kind of page, of lists with and without rows, and of no page."""
    found, kinds = [], set()
    for place, (kind, of_one_kind) in enumerate(addresses.plain().items()):
        for address in breadth.share(of_one_kind, 1, place):
            response, _body = read(client, address)
            if response["Content-Type"].startswith("text/html") and response.status_code == 200:
                found.append(address)
                kinds.add(kind)
    assert len(kinds) >= 14
    assert {"events:changes", "proofs:page"} <= kinds
    return [*found, "/people/?year=2021", "/events/?q=nothing", "/events/?year=abc", "/nowhere/"]


@pytest.fixture
def pages(client):
    world = World(public_words())
    shown_outside(world.text_of(world.edition.report), staff("Author"))
    return pages_of(client)


@pytest.fixture
def sample_pages(client, settings):
    settings.SAMPLE_SITE = True
    # A test before this one emptied every table, with what a migrate puts up.
    roles.settle()
    call_command("load_sample", stdout=io.StringIO())
    author = User.objects.get(username="author")
    texts = Edition.objects.select_related("report__event")
    shown_outside(next(text for text in texts if may(Step.SHARE, text, author)), author)
    return pages_of(client)


def opened(page, address):
    page.goto(address)
    # A page that is refused or not there is a complaint of the console's, and asked for here.
    page.complaints[:] = [c for c in page.complaints if "status of 40" not in c]


def with_axe(page):
    """Give axe to every page that is opened from now on; it is sent to the browser once."""
    page.add_init_script(script=Axe().axe_script)
    return page


def axe_findings(page, name, looks):
    """Return what axe finds on the page that is open, by how it is looked at and the rules."""
    found = []
    for viewport, colours, rules in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(**colours)
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        if colours is FORCED:
            page.evaluate(FILLED)
        for finding in page.evaluate("(rules) => axe.run(rules)", rules)["violations"]:
            look = (viewport["width"], *colours.values())
            found += [(name, look, finding["id"], n["html"][:200]) for n in finding["nodes"]]
    return found


@pytest.mark.breadth
def test_axe_finds_nothing_and_no_page_scrolls_sideways_and_keys_reach_the_content_first(
    new_page, sample_pages
):
    page, found, wide = with_axe(new_page(viewport=NARROW)), [], {}
    looks = [(DESKTOP, LIGHT, RULES), (NARROW, LIGHT, RULES)]
    colours = [(DESKTOP, DARK, OF_COLOURS), (DESKTOP, FORCED, OF_COLOURS)]
    for place, address in enumerate(sample_pages):
        page.emulate_media(**LIGHT)
        opened(page, address)
        for viewport in (TABLET, NARROW):
            page.set_viewport_size(viewport)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > viewport["width"]:
                wide[address] = width
        page.keyboard.press("Tab")
        skip = page.evaluate("document.activeElement.getAttribute('href')")
        assert skip, address
        assert skip.startswith("#"), address
        assert page.locator(skip).count() == 1, address
        page.evaluate("document.activeElement.blur()")
        found += axe_findings(page, address, [*looks, *breadth.share(colours, 1, place)])
    assert wide == {}
    assert found == []


def test_a_title_has_room_where_the_filters_have_just_come_to_stand_beside_the_table(new_page):
    event = builders.event("Five districts, and one number explained by all who came")
    who = {"person": builders.person("Mr Lukas Ehrendorfner"), "position": "Secretary General"}
    builders.line(event, organisation=builders.organisation("Forum Secretariat, Austria"), **who)
    page = new_page(viewport=TABLET)
    page.goto("/participation/")
    assert page.get_by_role("columnheader", name="Event").bounding_box()["width"] > 150
    assert page.evaluate("document.documentElement.scrollWidth") == TABLET["width"]


def test_no_word_is_so_long_that_it_makes_a_page_wider(new_page):
    word = "Überzwischenstaatlichkeit" * 6
    event = builders.event(word)
    body = f"<p>{word}</p><table><tbody><tr><td>{word}</td><td>{word}</td></tr></tbody></table>"
    builders.report(event, word, lead=word, body=body)
    builders.document(event, word)
    who = {"person": builders.person(word), "position": word}
    builders.line(event, organisation=builders.organisation(word), **who)
    builders.line(event, group=word)
    public = [
        event.get_absolute_url(),
        who["person"].get_absolute_url(),
        *("/", "/events/", "/people/", "/organisations/", "/participation/", "/reports/"),
    ]
    forms = [reverse("admin:index"), address_of(event), address_of(event.reports.get())]
    page, wide = new_page(), []
    for address in [*public, "", reverse("admin:events_event_changelist"), *forms]:
        if not address:
            sign_in(page, staff("Editor"))
            continue
        page.goto(address)
        for width in (1280, 980, 704, 390, 320):
            page.set_viewport_size({"width": width, "height": 640})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    assert wide == []


def test_numbers_beside_the_filters_stand_in_one_line(new_page):
    body = builders.organisation("Institute for Mobility and Settlement of many places")
    event = builders.event("Workshop")
    for _number in range(12):
        builders.line(event, organisation=body)
    page = new_page(viewport=TABLET)
    page.goto("/participation/")
    number = page.locator(".choice .number", has_text="12").first
    assert number.evaluate("n => n.getClientRects().length") == 1
    assert number.evaluate("n => n.scrollHeight / parseFloat(getComputedStyle(n).lineHeight)") < 2


def test_every_page_says_the_same_without_scripts(new_page, pages):
    """What a script adds is a convenience; headings, links and fields are there before it."""
    with_script, without = new_page(), new_page(java_script_enabled=False)
    for address in pages:
        opened(with_script, address)
        opened(without, address)
        assert without.locator("h1").count() == 1, address
        assert without.locator("main").inner_text().strip(), address
        hrefs = [set(page.locator("main a").evaluate_all(HREFS)) for page in (with_script, without)]
        assert hrefs[0] <= hrefs[1], address
        for form in without.locator("main form").all():
            folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
            if folded.count() and folded.is_visible():
                folded.click()
            assert form.locator("button:visible, input[type=submit]:visible").count(), address
