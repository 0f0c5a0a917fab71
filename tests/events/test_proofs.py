"""A link by which somebody outside reads one text before it is public, and its wrong ways."""

import copy
import datetime
import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Edition, ProofLink, Withdrawal
from portal import history
from portal.logs import WithoutKeys
from tests import builders
from tests.nets.reading import status
from tests.pages import but_for_its_number, words
from tests.staff import staff

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\nWords.\n"


@pytest.fixture(scope="module")
def made(kept):
    event = builders.event("Workshop on xqz roads", public=False)
    builders.line(event, person=builders.person("Mila Xqz"))
    return builders.report(event, "What was xqz said", body="<p>Much.</p>", published=False)


@pytest.fixture
def author(client):
    return staff("Author")


@pytest.fixture
def edition(made):
    return copy.deepcopy(made)


@pytest.fixture
def event(edition):
    return edition.report.event


@pytest.fixture
def link(edition, author):
    return make(edition, author)


def make(edition, by, **fields):
    now = timezone.now()
    fields = {"made_at": now, "ends_at": now + ProofLink.LASTS} | fields
    return ProofLink.objects.create(edition=edition, made_by=by, **fields)


def address(link, key=None, pk=None):
    return reverse("proofs:page", args=[pk or link.edition_id, key or link.key])


class TestReader:
    def test_reads_the_text_as_the_public_will_and_what_it_is(self, client, link):
        html = client.get(address(link)).content.decode()
        assert "<h1>What was xqz said</h1>" in html
        assert "Mila Xqz" in html
        bar = words(re.search(r'<aside class="preview".*?</aside>', html, re.S)[0])
        until = re.search(r"until (.*?)\. Please", bar)[1]
        assert bar == (
            "A draft, not public. It is shown to you for proof-reading until "
            f"{until}. Please do not pass it on."
        )

    def test_sees_nothing_of_the_staff(self, client, edition, link, author):
        edition.remarks.create(event=edition.report.event, text="Xqz remark.", by=author)
        response = client.get(address(link))
        html = response.content.decode()
        assert "/admin/" not in html
        for word in ("Xqz remark", "author", "being written", "Preview", link.key):
            assert word not in html
        assert response.cookies == {}

    def test_page_is_kept_nowhere_and_tells_no_other_site_its_address(self, client, link):
        for url in (address(link), address(link, "x" * 43)):
            response = client.get(url)
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert response["Referrer-Policy"] == "no-referrer"
            assert "noindex" in response.content.decode()

    def test_sees_the_files_of_the_event_by_the_same_link(self, client, event, link):
        document, photo = builders.document(event, data=PDF), builders.photo(event)
        bare = builders.photo(event, alternative_text="")
        kept = builders.document(event, "Kept", data=PDF, withheld=True)
        html = client.get(address(link)).content.decode()
        paper, picture = (
            f"{address(link)}documents/{document.pk}/agenda.pdf",
            f"{address(link)}photos/{photo.pk}/480.jpg",
        )
        assert paper in html
        assert picture in html
        response = client.get(paper)
        assert b"".join(response.streaming_content) == PDF
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        other = builders.photo(builders.event("Another", public=False))
        found = {
            url: status(client, url)
            for url in (
                picture,
                f"{address(link)}photos/{bare.pk}/480.jpg",
                f"{address(link)}photos/{other.pk}/480.jpg",
                f"{address(link)}documents/{kept.pk}/kept.pdf",
                f"{address(link, 'x' * 43)}photos/{photo.pk}/480.jpg",
                f"{address(link, 'x' * 43)}documents/{document.pk}/agenda.pdf",
                document.get_absolute_url(),
            )
        }
        assert list(found.values()) == [200, 404, 404, 404, 404, 404, 404]

    def test_each_reading_is_counted_and_looking_ahead_is_not(self, client, event, link):
        photo = builders.photo(event)
        client.head(address(link))
        status(client, f"{address(link)}photos/{photo.pk}/480.jpg")
        assert opened(link) == (0, False)
        client.get(address(link))
        client.get(address(link))
        assert opened(link) == (2, True)

    def test_is_led_to_the_public_page_once_the_text_is_out(self, client, edition, link):
        edition.publish(by=None)
        for url in (address(link), f"{address(link)}photos/1/480.jpg"):
            response = client.get(url)
            assert (response.status_code, response["Location"]) == (302, edition.get_absolute_url())
            assert "no-store" in response["Cache-Control"]
        assert opened(link) == (0, False)

    def test_is_led_there_by_the_clock_alone(self, client, edition, link):
        edition.publish(by=None, at=timezone.now() + datetime.timedelta(hours=1))
        assert client.get(address(link)).status_code == 200
        past = timezone.now() - datetime.timedelta(seconds=1)
        with history.change(edition.report.event, by=None):
            edition.updates.update(at=past)
        type(edition.report.event).objects.update(public_from=past, visible_from=past)
        Edition.objects.filter(pk=edition.pk).update(publish_at=past)
        assert client.get(address(link)).status_code == 302

    def test_is_led_to_the_text_that_replaced_it(self, client, edition, link):
        edition.publish(by=None)
        builders.report(edition.report.event, "A newer one", now=timezone.now())
        assert client.get(address(link)).status_code == 302

    @pytest.mark.parametrize("state", [Edition.State.SUBMITTED, Edition.State.RETURNED])
    def test_link_goes_on_while_the_text_goes_to_and_fro(self, client, edition, link, state):
        Edition.objects.filter(pk=edition.pk).update(state=state)
        assert client.get(address(link)).status_code == 200

    def test_link_that_a_colleague_made_shows_what_is_limited_to_them(
        self, client, event, link, author
    ):
        event.colleagues.add(author)
        assert client.get(address(link)).status_code == 200


def opened(link):
    link.refresh_from_db()
    return link.opened, link.opened_at is not None


class TestWrongWays:
    """Whatever is wrong, the answer is the page that says there is none, and the same one."""

    def refused(self, client, url):
        """Assert that an address answers as one at which nothing ever was."""
        response = client.get(url)
        assert response.status_code == 404
        html = but_for_its_number(response)
        assert "xqz" not in html.lower()
        assert html == but_for_its_number(client.get(address_of_nothing()))

    @pytest.fixture(autouse=True)
    def works(self, client, link):
        """See that it is the one thing that each test does which makes the link fail."""
        assert client.get(address(link)).status_code == 200

    def test_one_letter_changed(self, client, link):
        for at in (0, 20, 42):
            letter = "a" if link.key[at] != "a" else "b"
            self.refused(client, address(link, link.key[:at] + letter + link.key[at + 1 :]))

    def test_number_that_no_text_has(self, client, link):
        for number in (987654321, 10**19):
            self.refused(client, address(link, pk=number))

    @pytest.mark.parametrize(
        "change",
        [
            lambda key: key[:-1],
            lambda key: key[1:],
            lambda key: key[:1],
            lambda key: key + "a",
            lambda key: key.swapcase(),
            lambda key: f"{key} ",
            lambda key: f"{key}ё",
        ],
    )
    def test_cut_off_and_added_to(self, client, link, change):
        self.refused(client, address(link, change(link.key)))

    def test_ended(self, client, link):
        ago = timezone.now() - ProofLink.LASTS
        ProofLink.objects.update(made_at=ago, ends_at=ago + ProofLink.LASTS)
        self.refused(client, address(link))

    def test_revoked(self, client, link, author):
        ProofLink.objects.update(revoked_at=timezone.now(), revoked_by=author)
        self.refused(client, address(link))

    def test_revoked_and_public_since(self, client, edition, link, author):
        ProofLink.objects.update(revoked_at=timezone.now(), revoked_by=author)
        edition.publish(by=None)
        response = client.get(address(link))
        assert response.status_code == 404

    def test_another_text(self, client, link, author):
        other = builders.report(builders.event("Other xqz", public=False), published=False)
        make(other, author)
        self.refused(client, address(link, pk=other.pk))
        self.refused(client, address(link, pk=other.pk + 1))

    def test_newer_text_of_the_same_report(self, client, edition, link):
        edition.publish(by=None)
        newer = builders.report(edition.report.event, "Newer xqz", published=False)
        self.refused(client, address(link, pk=newer.pk))

    def test_discarded_text(self, client, edition, link):
        url = address(link)
        history.remove(edition, by=None)
        self.refused(client, url)

    def test_account_of_who_made_it_was_closed(self, client, link, author):
        User.objects.filter(pk=author.pk).update(is_active=False)
        self.refused(client, address(link))

    def test_who_made_it_may_no_longer(self, client, link, author):
        author.groups.clear()
        self.refused(client, address(link))

    def test_limited_since_to_others(self, client, event, link):
        event.colleagues.add(staff("Editor"))
        self.refused(client, address(link))

    def test_withdrawn(self, client, edition, link):
        edition.publish(by=None)
        with history.change(edition.report.event, by=None):
            Withdrawal.objects.create(event=edition.report.event, reason="Mistaken.")
        self.refused(client, address(link))

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    def test_other_methods_say_the_same_of_any_key(self, client, link, method):
        answers = [getattr(client, method)(url) for url in (address(link), address(link, "x" * 43))]
        assert [answer.status_code for answer in answers] == [405, 405]
        assert answers[0].content == answers[1].content
        assert opened(link)[0] == 1


def address_of_nothing():
    return reverse("proofs:page", args=[987654321, "x" * 43])


class TestStaff:
    @pytest.fixture
    def page(self, edition):
        return reverse("admin:events_report_proofs", args=[edition.report_id, edition.sequence])

    def test_author_makes_a_link_for_seven_days_and_sees_it_again(
        self, client, edition, author, page
    ):
        client.force_login(author)
        assert "Links made" not in client.get(page).content.decode()
        assert client.post(page, {"newest": "0"}).status_code == 302
        link = ProofLink.objects.get()
        assert (link.made_by, link.edition) == (author, edition)
        assert link.ends_at - link.made_at == datetime.timedelta(days=7)
        html = client.get(page).content.decode()
        assert f'value="{settings.SITE_URL}{address(link)}"' in html
        assert "Made by author on" in words(html)
        assert "Not opened yet." in html
        visitor = Client()
        visitor.get(address(link))
        visitor.get(address(link))
        assert "Opened 2 times, last on" in client.get(page).content.decode()

    def test_button_pressed_twice_makes_one(self, client, author, page):
        client.force_login(author)
        client.post(page, {"newest": "0"})
        response = client.post(page, {"newest": "0"}, follow=True)
        assert "A link was made a moment ago" in response.content.decode()
        assert ProofLink.objects.count() == 1
        client.post(page, {"newest": str(ProofLink.objects.get().pk)})
        assert ProofLink.objects.count() == 2

    def test_two_links_have_different_keys_that_nobody_guesses(self, edition, author):
        keys = {make(edition, author).key for _turn in range(3)}
        assert {len(key) for key in keys} == {43}
        assert len(keys) == 3

    def test_colleague_revokes_it_and_is_named(self, client, edition, link, page):
        client.force_login(staff("Editor"))
        url = reverse(
            "admin:events_report_revoke_proof",
            args=[edition.report_id, edition.sequence, link.pk],
        )
        assert client.get(url).status_code == 405
        assert client.post(url).status_code == 302
        html = client.get(page).content.decode()
        assert "Revoked by editor on" in words(html)
        assert link.key not in html
        first = ProofLink.objects.get().revoked_at
        client.post(url)
        assert ProofLink.objects.get().revoked_at == first

    def test_link_of_another_text_is_not_revoked_by_this_one(self, client, edition, link):
        client.force_login(staff("Editor"))
        other = builders.report(builders.event("Other", public=False), published=False)
        url = reverse(
            "admin:events_report_revoke_proof", args=[other.report_id, other.sequence, link.pk]
        )
        assert client.post(url).status_code == 404
        assert ProofLink.objects.get().revoked_at is None

    def test_link_that_fell_with_its_maker_is_not_offered(self, client, link, author, page):
        User.objects.filter(pk=author.pk).update(is_active=False)
        client.force_login(staff("Editor"))
        html = client.get(page).content.decode()
        assert "Shows nothing." in html
        assert link.key not in html

    def test_text_that_is_out_gets_no_link(self, client, edition, author, page):
        client.force_login(author)
        edition.publish(by=None)
        assert "Make a link" not in client.get(page).content.decode()
        response = client.post(page, {"newest": "0"}, follow=True)
        assert "This cannot be done with a text that is “public”." in response.content.decode()
        assert ProofLink.objects.count() == 0

    @pytest.mark.parametrize(
        ("role", "answer"),
        [
            ("Author", 302),
            ("Editor", 302),
            ("Data protection officer", 302),
            ("Administrator", 302),
        ],
    )
    def test_who_writes_may_make_one(self, client, page, role, answer):
        user = staff(role, "somebody")
        client.force_login(user)
        may = user.has_perm("events.change_report")
        assert client.post(page, {"newest": "0"}).status_code == (answer if may else 403)
        assert ProofLink.objects.count() == int(may)

    def test_nobody_makes_one_of_what_is_limited_to_others(self, client, event, link, page):
        event.colleagues.add(staff("Author", "colleague"))
        client.force_login(staff("Administrator"))
        assert client.get(page).status_code == 403
        assert client.post(page, {"newest": str(link.pk)}).status_code == 403
        assert ProofLink.objects.count() == 1

    def test_visitor_is_asked_to_sign_in(self, client, page):
        assert client.get(page).status_code == client.post(page).status_code == 302
        assert ProofLink.objects.count() == 0


class TestLog:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_key_stands_in_no_line(self, client, edition, link, caplog, method):
        ProofLink.objects.update(made_at=builders.LONG_AGO, ends_at=timezone.now())
        getattr(client, method)(address(link))
        lines = [written(record) for record in caplog.records]
        assert lines
        assert not any(link.key in line for line in lines)
        assert any("/proofs/…" in line for line in lines)

    def test_every_handler_of_the_site_leaves_it_out(self):
        handlers = settings.LOGGING["handlers"].values()
        assert all("keys" in handler["filters"] for handler in handlers)

    def test_other_lines_stay_as_they_are(self):
        record = logging.LogRecord("x", logging.INFO, "", 1, "Found %s", ("/people/1-a/",), None)
        assert written(record) == "Found /people/1-a/"


def written(record):
    """Return what the site's own handler writes of a record."""
    assert WithoutKeys().filter(record)
    return record.getMessage()
