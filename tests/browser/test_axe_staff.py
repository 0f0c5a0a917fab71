"""Every page of the staff in a browser, light and dark: axe finds nothing."""

import datetime

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from portal import history
from tests import breadth, builders
from tests.browser.test_axe import (
    DARK,
    DESKTOP,
    LIGHT,
    OF_COLOURS,
    RULES,
    axe_findings,
    opened,
    with_axe,
)
from tests.nets.reading import read
from tests.nets.staff_addresses import Desk, addresses
from tests.staff import address_of, form_of, staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = datetime.timedelta(days=1)


def office(client, administrator):
    """Fill a desk: a thing on each pile, texts to compare, and two who changed one record."""
    editor = staff("Editor", "second")
    event = builders.event("Conference on bridges")
    speaker = builders.person("Mila Milić")
    builders.line(event, person=speaker, organisation=builders.organisation("Institute of Works"))
    builders.line(event, country="SI", attendance="expected")
    double = builders.person("Mila Milich", honorific="Dr")
    builders.line(event, person=double, position="Engineer")
    builders.photo(event, alternative_text="")
    builders.report(event, "What was said", body="<p>Old words.</p>")
    builders.report(event, "What was really said", body="<p>New words.</p>", now=timezone.now())
    body = "<p>Read it <a href='https://works.example/'>here</a>. Ana Anić spoke on 3 May 2020.</p>"
    draft = builders.report(event, "What is still to be said", body=body, published=False)
    draft.hand_in(by=editor)
    coming = builders.report(builders.event("Seminar"), "It goes out", published=False)
    coming.hand_in(by=editor)
    coming.publish(by=administrator, at=timezone.now() + DAY)
    alone = builders.report(builders.event("Round table"), "Nobody read it", published=False)
    alone.publish(by=editor, alone="The office is closed.")
    mine = builders.report(builders.event("Lecture"), "I write it", published=False)
    mine.write(by=administrator, words=mine.words | {"lead": "A lead."})
    limited = builders.event("Quiet talks", public=False)
    with history.change(limited, by=None):
        limited.colleagues.add(editor)
    return {
        "busy event": reverse("admin:events_event_change", args=[event.pk]),
        "busy report": reverse("admin:events_report_change", args=[draft.report.pk]),
        "busy compare": reverse("admin:events_report_compare", args=[draft.report.pk]),
        "busy answers": reverse("admin:events_report_answers", args=[draft.report.pk]),
        "busy trail": reverse("admin:events_event_history", args=[event.pk]),
        "busy came": reverse("admin:events_event_came", args=[event.pk]),
        "busy sentences": reverse("admin:events_event_sentences", args=[event.pk]),
        "public event's preview": reverse("admin:events_event_preview", args=[event.pk]),
        "scheduled report": reverse("admin:events_report_change", args=[coming.report.pk]),
        "public report": reverse("admin:events_report_change", args=[alone.report.pk]),
        "limited": reverse("admin:events_event_change", args=[limited.pk]),
        "limited to be opened": reverse("admin:events_event_open", args=[limited.pk]),
        "found": reverse("admin:find") + "?q=bridges",
        "found nothing": reverse("admin:find") + "?q=zzz",
        "name to be corrected": reverse("admin:correct_name", args=["person", speaker.pk])
        + "?old=Mila+Mili%C4%87&new=Mila+Milich",
        "two to be merged": reverse("admin:merge", args=["person", speaker.pk])
        + f"?other=Mila+Milich+({double.pk})",
        "two changed an event": collision(client, event, name="Their name"),
        "two changed a text": collision(client, draft.report, lead="Their lead."),
    }


def collision(client, record, **theirs):
    """Save a form that was opened before somebody else saved; return the page that it leads to."""
    url = address_of(record)
    form = form_of(client.get(url))
    stands = record.coming_edition() if hasattr(record, "coming_edition") else record
    stands = type(stands).objects.get(pk=stands.pk)
    with history.change(stands, by=None):
        for name, words in theirs.items():
            setattr(stands, name, words)
        stands.save()
    mine = dict.fromkeys(theirs, "Mine")
    return client.post(url, form | mine).url


def outside(user):
    """Return the pages of who is not signed in, with a link of an invitation."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return {
        name: reverse(f"admin:{name}", args=arguments)
        for name, arguments in {
            "login": [],
            "password_reset": [],
            "password_reset_done": [],
            "password_reset_complete": [],
            "password_reset_confirm": [key, default_token_generator.make_token(user)],
        }.items()
    }


def is_page(client, address):
    response, _body = read(client, address)
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def complaints(page, name, address, place):
    """Return what axe finds on a page with all of it unfolded; in the dark on some in turn."""
    opened(page, address)
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    looks = [(DESKTOP, LIGHT, RULES)]
    if breadth.IS_FULL or place % 3 == 0:
        looks.append((DESKTOP, DARK, OF_COLOURS))
    return axe_findings(page, name, looks)


@pytest.mark.breadth
def test_axe_finds_nothing_on_pages_of_staff(new_page, client):
    administrator = staff("Administrator")
    client.force_login(administrator)
    page, found = with_axe(new_page()), []
    for place, (name, address) in enumerate(outside(administrator).items()):
        found += complaints(page, name, address, place)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": settings.SITE_URL,
            }
        ]
    )
    shown = {name: a for name, a in addresses(Desk()).items() if is_page(client, a)}
    # The lists are Django's own pages, as its forms for new records are those for old ones.
    shown = {n: a for n, a in shown.items() if not n.endswith(("_changelist", "_add"))}
    # Of these two kinds of record stand for all: the others are drawn by the same templates.
    alike, stand = ("_delete", "_history", "_set_aside"), ("people_person", "auth_user")
    shown = {n: a for n, a in shown.items() if not n.endswith(alike) or n.startswith(stand)}
    # These are among the busy ones of the office.
    for name in ("change", "history", "came", "sentences", "preview", "open"):
        shown.pop(f"events_event_{name}", None)
    for name in ("change", "compare", "answers"):
        shown.pop(f"events_report_{name}", None)
    assert {"index", "my_mail", "people_person_history", "events_report_proofs"} <= shown.keys()
    pages = office(client, administrator) | shown
    for place, (name, address) in enumerate(pages.items()):
        found += complaints(page, name, address, place)
    assert found == []
