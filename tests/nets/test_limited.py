"""Drafts limited to certain colleagues: on no page of another of the staff."""

import itertools

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from portal import history
from portal.desk.site import PILES
from tests.nets import staff_addresses
from tests.nets.hidden_texts import MARK, hidden_words
from tests.nets.reading import read
from tests.nets.staff_addresses import Desk
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk(kept):
    desk = Desk(write=hidden_words())
    with history.change(desk.event, by=None):
        desk.event.colleagues.add(desk.colleague)
    return desk


class TestLimitedDrafts:
    """What only certain colleagues may see of the drafts, asked for by another of the staff."""

    def seen(self, client, desk):
        """Yield the addresses of the staff on which words of the limited event stand."""
        event_words = {
            word.lower()
            for word in (
                desk.event.name,
                desk.edition.title,
                desk.edition.lead,
                desk.edition.body,
                desk.edition.credits,
                desk.document.title,
                desk.photo.caption,
                desk.remark.text,
                desk.proposal.text,
                desk.answer.words,
            )
        }
        every = staff_addresses.addresses(desk)
        asked = [
            reverse("admin:find") + f"?q={MARK}",
            reverse("admin:events_event_changelist") + f"?q={MARK}",
            reverse("admin:events_report_changelist") + f"?q={MARK}",
            reverse("admin:suggestions", args=["events.event"]) + f"?q={MARK}",
            *(reverse("admin:pile", args=[key]) for key in PILES),
        ]
        for address in [*(a for name, a in every.items() if name != "logout"), *asked]:
            response, body = read(client, address)
            told = f"{body}{response.headers.get('Location', '')}".lower()
            if any(words.strip("<p>/") in told for words in event_words):
                yield address

    @pytest.mark.parametrize("role", ["Author", "Editor"])
    def test_are_on_no_page_of_another_of_the_staff(self, client, desk, role):
        client.force_login(staff(role, "another"))
        assert list(self.seen(client, desk)) == []

    def test_are_on_the_pages_of_the_colleagues(self, client, desk):
        client.force_login(desk.colleague)
        assert len(list(itertools.islice(self.seen(client, desk), 6))) == 6

    def test_no_address_leads_from_their_numbers_to_pages_with_their_names(self, client, desk):
        client.force_login(staff("Author", "another"))
        for record in (desk.event, desk.report, desk.document):
            kind = ContentType.objects.get_for_model(record)
            assert client.get(f"/admin/r/{kind.pk}/{record.pk}/").status_code == 404
