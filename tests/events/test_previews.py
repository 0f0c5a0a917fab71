"""What the public will read, shown to staff before, and to nobody else."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Report, Withdrawal
from people.models import Person
from portal import history
from tests import builders
from tests.nets.reading import status
from tests.pages import words
from tests.staff import staff

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nWords.\n"


@pytest.fixture
def editor(client):
    user = staff("Editor")
    client.force_login(user)
    return user


def address(edition):
    return reverse("admin:events_report_preview", args=[edition.report_id, edition.sequence])


def page_of(event):
    return reverse("admin:events_event_preview", args=[event.pk])


def read(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def bar(html):
    """Return the sentences and the links of the bar on top."""
    inside = re.search(r'<aside class="preview".*?</aside>', html, re.S)[0]
    return [words(part) for part in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", inside, re.S)]


def main(html):
    """Return the main part of a page, but for what is there only when it is public.

    That is when it was told, and what a reader can take along.
    """
    part = re.search(r"<main.*</main>", html, re.S)[0]
    part = re.sub(r'<section class="files".*?</section>', "", part, flags=re.S)
    part = re.sub(r'<p class="stamps">.*?</p>', "", part, flags=re.S)
    part = re.sub(r'<details class="part (history|cite)".*?</details>', "", part, flags=re.S)
    return [line for line in part.splitlines() if line.strip()]


def full(event):
    """Give an event whatever a page can show."""
    ministry = builders.organisation("Ministry of Works", in_directory=True)
    works = builders.organisation("Roads Department", parent=ministry, in_directory=True)
    ana = builders.person("Ana Anić", in_directory=True)
    speaker = builders.role("Speaker")
    line = builders.line(
        event, person=ana, organisation=works, position="Director", roles=[speaker]
    )
    builders.line(event, organisation=ministry, count=3)
    builders.line(event, country="SI")
    project = builders.project("Better roads", in_directory=True)
    with history.change(event, by=None):
        event.places.create(city="Novi Sad", country="RS")
        event.bodies.create(organisation=ministry)
        event.projects.add(project)
        event.sources.create(publisher="The Gazette", title="Roads", url="https://site.example/")
        session = event.sessions.create(title="Opening", starts_at=datetime.time(9))
        session.people.add(line)
    builders.document(event, "Agenda", data=PDF)
    builders.photo(event, caption="A table")
    return event


class TestText:
    def test_preview_is_the_page_that_the_public_then_reads(self, client, event, editor):
        full(event)
        edition = builders.report(
            event, "What was said", published=False, lead="Much.", body="<p>Words.</p>"
        )
        before = read(client, address(edition))
        edition.publish(by=editor)
        public = read(client, event.get_absolute_url())
        for shown in ("What was said", "Ana Anić", "Agenda", "A table", "Novi Sad", "Opening"):
            assert shown in public
        files = f"/admin/events/event/{event.pk}"
        before = before.replace(f"{files}/documents/", "/documents/")
        assert main(before.replace(f"{files}/photos/", "/photos/")) == main(public)

    def test_text_stands_in_the_place_of_the_live_one(self, client, editor):
        event = builders.event()
        builders.report(event, "The old words")
        new = builders.report(event, "The new words", published=False)
        html = read(client, address(new))
        assert "The new words" in html
        assert "The old words" not in html
        assert "The new words" not in read(client, event.get_absolute_url())

    def test_each_text_has_its_own_preview(self, client, editor):
        event = builders.event()
        old = builders.report(event, "The old words")
        builders.report(event, "The new words")
        html = read(client, address(old))
        assert ("The old words" in html, "The new words" in html) == (True, False)
        assert bar(html) == [
            "Preview. The report in English, text 1: replaced by a newer version.",
            "It went out on January 1, 2022, 13:00.",
            "Back to the report",
        ]

    def test_bar_says_what_becomes_public_with_a_first_text(self, client, event, editor):
        full(event)
        builders.photo(event, alternative_text="")
        builders.line(event, person=builders.person("Did Not Come"), attendance="absent")
        edition = builders.report(event, published=False)
        assert bar(read(client, address(edition))) == [
            "Preview. The report in English, text 1: being written.",
            "It has no time to go out yet: an editor gives it one.",
            "Public with it: this text, the facts, 1 person by name, 4 lines, 1 document, 1 photo.",
            "Not public even then: 1 photo (no words on what is to be seen).",
            "Back to the report",
            "Show it to somebody outside",
        ]

    def test_bar_says_when_it_goes_out_and_what_it_replaces(self, client, editor):
        event = builders.event()
        builders.report(event, "The old words")
        new = builders.report(event, "The new words", published=False)
        new.publish(by=editor, at=datetime.datetime(2121, 1, 1, 8, 0, tzinfo=datetime.UTC))
        assert bar(read(client, address(new))) == [
            "Preview. The report in English, text 2: goes out later.",
            "It goes out on January 1, 2121, 09:00.",
            "This text takes the place of the one that readers see now; the facts stay.",
            "Back to the report",
            "Show it to somebody outside",
        ]

    def test_bar_says_that_the_facts_are_public_already(self, client, editor):
        edition = builders.report(builders.event(), published=False)
        told = bar(read(client, address(edition)))
        assert told[2] == "This text becomes public with it; the facts are public already."

    def test_text_in_another_language_is_shown_as_that(self, client, editor):
        edition = builders.report(builders.event(), "Шта је речено", language="sr", published=False)
        html = read(client, address(edition))
        assert '<h1 lang="sr">Шта је речено</h1>' in html
        assert bar(html)[0] == "Preview. The report in Serbian, text 1: being written."

    def test_number_that_no_text_has_is_not_there(self, client, event, editor):
        edition = builders.report(event, published=False)
        other = builders.report(builders.event("Another"), published=False)
        for pk, sequence in [(edition.report_id, 2), (other.report_id, 9), (10**30, 1), (1, 0)]:
            url = reverse("admin:events_report_preview", args=[pk, sequence])
            assert client.get(url).status_code in (400, 404)


class TestEvent:
    def test_event_without_a_report_has_a_preview(self, client, event, editor):
        full(event)
        html = read(client, page_of(event))
        assert "Workshop on roads" in html
        assert "Ana Anić" in html
        assert bar(html) == [
            "Preview. The event is not public, and has no time to go out yet.",
            "Public with it: the facts, 1 person by name, 3 lines, 1 document, 1 photo.",
            "Back to the event",
        ]

    def test_preview_is_the_page_that_the_public_then_reads(self, client, event, editor):
        builders.line(event, country="SI")
        before = main(read(client, page_of(event)))
        with history.change(event, by=editor):
            event.public_from = timezone.now()
            event.save()
        assert main(read(client, event.get_absolute_url())) == before

    def test_withdrawn_event_is_shown_and_called_so(self, client, editor):
        event = builders.event()
        with history.change(event, by=None):
            Withdrawal.objects.create(event=event, reason="Mistaken.")
        assert bar(read(client, page_of(event)))[0] == (
            "Preview. The event was withdrawn: readers no longer see it."
        )

    def test_event_announced_for_later_says_when(self, client, editor):
        later = datetime.datetime(2121, 1, 1, 8, 0, tzinfo=datetime.UTC)
        html = read(client, page_of(builders.event(public_from=later)))
        assert bar(html)[0] == (
            "Preview. The event is not public yet: it will be on January 1, 2121, 09:00."
        )


class TestLinks:
    def test_who_and_what_is_not_public_is_named_without_a_link(self, client, event, editor):
        person, body = builders.person("Mila Novak"), builders.organisation("Road Office")
        unit = builders.organisation("Bridge Unit", parent=body)
        line = builders.line(event, person=person, organisation=unit)
        with history.change(event, by=None):
            event.bodies.create(organisation=body)
            event.projects.add(builders.project("Better bridges"))
            event.sessions.create(title="Opening").people.add(line)
        html = "".join(main(read(client, page_of(event))))
        for name in ("Mila Novak", "Road Office", "Bridge Unit", "Better bridges"):
            assert name in html
        assert not re.search(r'href="/(people|organisations|projects)/.', html)

    def test_every_link_of_the_page_itself_is_answered(self, client, event, editor):
        html = read(client, address(builders.report(full(event), published=False)))
        links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', html))
        links |= {
            part.split()[0] for part in ",".join(re.findall('srcset="(.*?)"', html)).split(",")
        }
        links = {url for url in links if not url.startswith("/static/")}
        assert {url: status(client, url) for url in links} == dict.fromkeys(links, 200)
        assert not any("/photos/" in url and not url.startswith("/admin/") for url in links)


class TestFiles:
    @pytest.fixture
    def files(self, event):
        document = builders.document(event, data=PDF)
        photo = builders.photo(event)
        return {
            "document": reverse(
                "admin:events_event_document", args=[event.pk, document.pk, "agenda.pdf"]
            ),
            "photo": reverse("admin:events_event_photo", args=[event.pk, photo.pk, 480, "jpg"]),
        }

    def test_they_are_given_to_staff_as_to_the_public_but_never_kept(self, client, files, editor):
        document, photo = client.get(files["document"]), client.get(files["photo"])
        assert b"".join(document.streaming_content) == PDF
        assert document["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
        assert b"".join(photo.streaming_content).startswith(b"\xff\xd8")
        assert document["Content-Type"] == "application/pdf"
        assert photo["Content-Type"] == "image/jpeg"
        for response in (document, photo):
            assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert "no-store" in response["Cache-Control"]
            assert "public" not in response["Cache-Control"]

    def test_they_are_of_this_event_and_fit_to_be_shown(self, client, event, files, editor):
        other = builders.event("Another", public=False)
        bare = builders.photo(event, alternative_text="")
        wrong = [
            files["document"].replace("agenda", "other"),
            files["document"].replace(f"/{event.pk}/", f"/{other.pk}/"),
            files["photo"].replace(f"event/{event.pk}/", f"event/{other.pk}/"),
            files["photo"].replace("480", "481"),
            reverse("admin:events_event_photo", args=[event.pk, bare.pk, 480, "jpg"]),
        ]
        assert [status(client, url) for url in wrong] == [404] * len(wrong)


class TestGuard:
    @pytest.fixture
    def pages(self, event):
        document, photo = builders.document(event), builders.photo(event)
        edition = builders.report(event, published=False)
        return [
            address(edition),
            page_of(event),
            reverse("admin:events_event_document", args=[event.pk, document.pk, "agenda.pdf"]),
            reverse("admin:events_event_photo", args=[event.pk, photo.pk, 480, "jpg"]),
        ]

    def answers(self, client, pages):
        return [status(client, url) for url in pages]

    @pytest.mark.parametrize(
        "role", ["Author", "Editor", "Data protection officer", "Administrator"]
    )
    def test_every_role_reads_them(self, client, pages, role):
        client.force_login(staff(role))
        assert self.answers(client, pages) == [200] * 4

    def test_visitor_is_asked_to_sign_in(self, client, pages):
        assert self.answers(client, pages) == [302] * 4

    def test_staff_without_the_right_are_refused(self, client, pages):
        user = staff("Author")
        user.groups.clear()
        client.force_login(user)
        assert self.answers(client, pages) == [403] * 4

    def test_what_is_limited_to_others_is_refused_to_every_role(self, client, event, pages):
        event.colleagues.add(staff("Author", "colleague"))
        client.force_login(staff("Administrator"))
        assert self.answers(client, pages) == [403] * 4

    def test_colleague_to_whom_it_is_limited_reads_them(self, client, event, pages):
        colleague = staff("Author")
        event.colleagues.add(colleague)
        client.force_login(colleague)
        assert self.answers(client, pages) == [200] * 4

    def test_only_reading_is_answered(self, client, pages, editor):
        assert [client.post(url).status_code for url in pages] == [405] * 4

    def test_page_is_kept_nowhere_and_runs_no_script(self, client, pages, editor):
        for url in pages[:2]:
            response = client.get(url)
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert response["Referrer-Policy"] == "no-referrer"
            policy = response["Content-Security-Policy"]
            assert "require-trusted-types-for 'script'" in policy
            assert "nonce" not in policy
            html = response.content.decode()
            assert '<meta name="robots" content="noindex, nofollow">' in html
            assert "canonical" not in html
            assert f"{settings.SITE_URL}/admin" not in html


def test_hidden_person_is_no_more_named_than_in_public(client, event, editor):
    person = builders.person("Mila Novak", visibility=Person.Visibility.HIDDEN)
    builders.line(event, person=person, organisation=builders.organisation("Office of Roads"))
    html = read(client, page_of(event))
    assert ("Office of Roads" in html, "Novak" in html) == (True, False)


def test_preview_costs_the_same_for_one_row_and_for_three(client, event, editor):
    full(event)
    edition = builders.report(event, published=False)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            read(client, address(edition))
        return len(queries)

    cost()
    one = cost()
    for number in range(3):
        body = builders.organisation(f"Ministry {number}")
        builders.line(event, person=builders.person(f"Mila {number}"), organisation=body)
        builders.photo(event, caption=f"Table {number}")
        builders.document(event, f"Paper {number}")
    assert (one, cost()) == (one, one)
    assert one <= 40


def test_looking_changes_nothing(client, event, editor):
    edition = builders.report(event, published=False)
    before = list(Event.objects.values()), list(Report.objects.values())
    read(client, address(edition))
    read(client, page_of(event))
    assert (list(Event.objects.values()), list(Report.objects.values())) == before


def test_form_of_a_report_leads_to_the_preview_of_its_newest_text(client, editor):
    event = builders.event()
    old = builders.report(event, "The old words")
    new = builders.report(event, "The new words", published=False)
    html = read(client, reverse("admin:events_report_change", args=[new.report_id]))
    tools = re.search(r'<ul class="object-tools">.*?</ul>', html, re.S)[0]
    proofs = reverse("admin:events_report_proofs", args=[new.report_id, 2])
    assert f'href="{address(new)}"' in tools
    assert f'href="{proofs}"' in tools
    assert f'href="{address(old)}"' in html
    new.publish(by=editor)
    html = read(client, reverse("admin:events_report_change", args=[new.report_id]))
    assert proofs not in html


def test_form_of_an_event_leads_to_its_preview(client, event, editor):
    assert page_of(event) in read(client, reverse("admin:events_event_change", args=[event.pk]))
