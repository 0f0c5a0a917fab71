"""Something is deleted between the look that a page takes at it and what the page then does."""

import pytest
from django.urls import reverse

from events.admin import checks, lists, proof, remarks, texts
from events.models import Answer, Intake, ProofLink, Remark
from events.rights.erasing import erase
from portal import history
from portal.admin import undoing
from portal.duplicates.merge import merge
from tests import builders
from tests.staff import staff, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(staff("Administrator"))
    return client


def afterwards(monkeypatch, module, name, act):
    """Let somebody else act once a module has called one of its functions."""
    look = getattr(module, name)

    def looked(*args, **kwargs):
        found = look(*args, **kwargs)
        act()
        return found

    monkeypatch.setattr(module, name, looked)


def test_proposal_about_an_event_that_is_gone_is_told_so_with_its_words(client, monkeypatch):
    event = builders.event(public=False)
    number, url = event.pk, reverse("admin:events_event_remark", args=[event.pk])
    afterwards(monkeypatch, remarks, "event_for", lambda: history.remove(event, by=None))
    answer = client.post(url, {"remark-text": "The hall was another."})
    assert answer.status_code == 400
    assert f"Number {number} is gone meanwhile: it was deleted or merged." in answer.text
    assert "The hall was another." in answer.text
    assert not Remark.objects.exists()


@pytest.mark.parametrize("with_its_event", [True, False])
def test_remark_on_a_report_that_is_gone_is_told_so(client, monkeypatch, with_its_event):
    report = builders.report(builders.event(public=False), published=False).report

    def go():
        event = report.event
        history.remove(report, by=None)
        if with_its_event:
            history.remove(event, by=None)

    afterwards(monkeypatch, remarks, "report_for", go)
    url = reverse("admin:events_report_remark", args=[report.pk])
    answer = client.post(url, {"remark-text": "The hall was another."})
    assert (answer.status_code, Remark.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    ("module", "name", "typed"),
    [(lists, "list", {"rows": "Name\nAna Anić"}), (texts, "text", {"text": "Ana Anić spoke."})],
)
def test_list_for_an_event_that_is_gone_is_told_so_with_what_was_typed(
    client, monkeypatch, module, name, typed
):
    event = builders.event(public=False)
    number, url = event.pk, reverse(f"admin:events_event_{name}", args=[event.pk])
    afterwards(monkeypatch, module, "event_of", lambda: history.remove(event, by=None))
    answer = client.post(url, typed)
    assert f"Number {number} is gone meanwhile: it was deleted or merged." in answer.text
    assert "Ana Anić" in answer.text
    assert not Intake.objects.exists()


def test_answer_about_a_report_that_is_gone_is_told_so(client, monkeypatch):
    report = builders.report(builders.event(public=False), published=False).report
    number, url = report.pk, reverse("admin:events_report_answers", args=[report.pk])
    afterwards(monkeypatch, checks, "report_for", lambda: history.remove(report, by=None))
    answer = client.post(url, {"words:people": "It is right so."})
    assert f"Number {number} is gone meanwhile: it was deleted or merged." in answer.text
    assert not Answer.objects.exists()


def test_text_that_is_discarded_is_shown_to_nobody_outside(client, monkeypatch):
    edition = builders.report(builders.event(public=False), published=False)
    url = reverse("admin:events_report_proofs", args=[edition.report_id, edition.sequence])
    afterwards(monkeypatch, proof, "refusal", lambda: edition.discard(by=None))
    answer = client.post(url, {"newest": "0"})
    assert told(answer) == ["Somebody else discarded this text meanwhile."]
    assert not ProofLink.objects.exists()


def test_merge_of_who_is_erased_is_not_undone(client, monkeypatch, settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "numbers"
    person = builders.person("Ana Anić")
    row = merge(person, builders.person("Anna Anich"), by=None)
    afterwards(monkeypatch, undoing, "refuse_undo", lambda: erase(person, by=None))
    answer = client.post(reverse("admin:undo", args=[row.pk]))
    assert "Somebody was erased meanwhile: this can be undone no more." in answer.text
