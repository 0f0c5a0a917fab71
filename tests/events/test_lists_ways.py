"""Whoever goes from a list that is looked over to other lines has saved what was chosen."""

import pytest
from django.urls import reverse

from events.admin.lists import look_for_a_while
from events.proposals import intakes, review
from events.proposals.lines import ProposedLine
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return builders.event(public=False)


@pytest.fixture
def page(event, long):
    return reverse("admin:events_event_list_review", args=[event.pk, long.pk])


@pytest.fixture
def long(client, event, monkeypatch):
    monkeypatch.setattr(review, "PER_PAGE", 2)
    lines = [ProposedLine(name=name) for name in ("Ana Anić", "Bo Bić", "Eva Ević")]
    intake = intakes.begin(event, lines, by=staff("Author", "ana"), title="Long")
    client.force_login(intake.by)
    look_for_a_while(intake)
    return intake


def numbers(answer):
    return [shown.row.number for shown in answer.context["lines"]]


def decisions(intake):
    return list(intake.lines.order_by("number").values_list("decision", flat=True))


def test_choices_are_saved_on_the_way_to_another_page(client, page, long):
    said = form_of(client.get(page)) | {"line-1": ["out"], "page": ["2"]}
    answer = client.post(page, said, follow=True)
    assert answer.redirect_chain == [(f"{page}?page=2", 302)]
    assert numbers(answer) == [3]
    assert decisions(long) == ["out", "new", "new"]


def test_of_lines_of_one_kind_none_is_passed_over_when_some_leave_it(client, page):
    answer = client.post(page, form_of(client.get(page)) | {"show": ["new"]}, follow=True)
    assert answer.redirect_chain == [(f"{page}?show=new", 302)]
    said = form_of(answer) | {"line-1": ["out"], "page": ["2"]}
    answer = client.post(f"{page}?show=new", said, follow=True)
    assert numbers(answer) == [2, 3]
    answer = client.post(f"{page}?show=new", form_of(answer) | {"show": ["out"]}, follow=True)
    assert numbers(answer) == [1]
    answer = client.post(f"{page}?show=out", form_of(answer) | {"show": [""]}, follow=True)
    assert (answer.redirect_chain, numbers(answer)) == ([(page, 302)], [1, 2])


def test_choices_are_saved_on_the_way_to_a_line_that_is_mended(client, event, page, long):
    said = form_of(client.get(page)) | {"line-1": ["out"], "mend": ["2"]}
    answer = client.post(page, said)
    assert answer.url == reverse("admin:events_event_list_line", args=[event.pk, long.pk, 2])
    assert decisions(long) == ["out", "new", "new"]


def test_what_is_said_of_names_goes_along(client, page):
    said = {"names_shown": ["everybody"], "names_reason": ["They agreed."]}
    answer = client.post(page, form_of(client.get(page)) | said | {"page": ["2"]})
    assert {name: form_of(answer)[name] for name in said} == said
    assert numbers(answer) == [3]
    assert '<form method="post" action="?page=2"' in answer.text


@pytest.mark.parametrize("value", ["x", "٣", "-1", "9" * 30, "//evil.example", "\0"])
def test_no_value_of_a_button_leads_elsewhere(client, page, value):
    for button in ("page", "show", "mend"):
        answer = client.post(page, form_of(client.get(page)) | {button: [value]})
        assert answer.status_code == 302
        assert answer.url.startswith(page)
        assert client.get(answer.url).status_code == 200
