import copy

import pytest
from django.urls import reverse

from portal import history
from tests import builders
from tests.events.clock import at
from tests.staff import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept):
    """Return a report of which one text was replaced, one is public and one is being written."""
    event = builders.event()
    builders.report(event, "First title", body="<p>The old words.</p>", now=at(0))
    builders.report(event, "Second title", body="<p>The new words.</p>", now=at(1))
    draft = builders.report(event, "Third title", published=False, now=at(2))
    return draft.report


@pytest.fixture
def report(made):
    return copy.deepcopy(made)


def address(report, **asked):
    return reverse("admin:events_report_compare", args=[report.pk], query=asked or None)


def parts(client, report, **asked):
    """Return what is compared as lists of marks by label."""
    page = client.get(address(report, **asked)).context
    return {
        part["label"]: part["words"] or [(block.kind, block.words) for block in part["blocks"]]
        for part in page["parts"]
    }


def test_form_of_a_report_leads_to_its_comparison(client, report):
    client.force_login(staff("Author"))
    form = client.get(reverse("admin:events_report_change", args=[report.pk]))
    assert f'href="{address(report)}"' in form.content.decode()


def test_two_texts_are_compared_word_by_word(client, report):
    client.force_login(staff("Author"))
    assert parts(client, report, old=1, new=2) == {
        "Title": [("gone", "First"), ("new", "Second"), ("same", " title")],
        "Text": [
            (
                "p",
                [
                    ("same", "The "),
                    ("gone", "old"),
                    ("same", " "),
                    ("new", "new"),
                    ("same", " words."),
                ],
            )
        ],
    }


def test_unasked_the_text_being_written_is_compared_with_the_public_one(client, report):
    client.force_login(staff("Author"))
    page = client.get(address(report))
    assert (page.context["old"].title, page.context["new"].title) == ("Second title", "Third title")
    assert [side["name"] for side in page.context["sides"]] == [
        "2: went out on January 1, 2022, 14:00",
        "3: being written",
    ]
    assert [side["may_reopen"] for side in page.context["sides"]] == [False, False]


def test_marks_are_said_and_not_only_painted(client, report):
    client.force_login(staff("Author"))
    page = client.get(address(report, old=1, new=2)).content.decode()
    assert '<del><span class="spoken">removed: </span>First</del>' in page
    assert '<ins><span class="spoken">added: </span>Second</ins>' in page


def test_link_that_leads_elsewhere_and_emphasis_are_told(client):
    event = builders.event()
    body = '<p>See <a href="https://{}.example/">there</a> <strong>now</strong>.</p>'
    builders.report(event, "First", body=body.format("one"))
    builders.report(event, "Second", body=body.format("two"))
    third = body.format("two").replace("strong", "em")
    report = builders.report(event, "Third", body=third, published=False).report
    client.force_login(staff("Author"))
    page = client.get(address(report, old=1, new=2)).context
    assert ("gone", "one") in page["parts"][1]["blocks"][0].words
    page = client.get(address(report, old=2, new=3))
    assert "the same words; emphasis, links or form changed" in page.content.decode()


def test_report_of_one_text_says_that_there_is_nothing_to_compare(client):
    client.force_login(staff("Author"))
    edition = builders.report(builders.event())
    page = client.get(address(edition.report))
    assert "no two texts of this report yet" in page.content.decode()
    assert "parts" not in page.context


@pytest.mark.parametrize("asked", ["9", "x", "", "9" * 40, "-1", "1'"])
def test_text_that_is_not_there_is_an_error_beside_its_field(client, report, asked):
    client.force_login(staff("Author"))
    page = client.get(address(report, old=asked, new=2))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["old"]
    assert "parts" not in page.context


def test_text_that_went_out_is_opened_as_a_new_one_from_here(client):
    event = builders.event()
    builders.report(event, "First", now=at(0))
    report = builders.report(event, "Second", now=at(1)).report
    reopen = reverse("admin:events_report_reopen", args=[report.pk, 1])
    client.force_login(staff("Author"))
    page = client.get(address(report))
    assert f'action="{reopen}"' in page.content.decode()
    assert client.post(reopen).status_code == 302
    assert report.open_edition().title == "First"
    # One is being written now, so there is no second one to open.
    assert reopen not in client.get(address(report)).content.decode()


def test_text_limited_to_others_is_compared_by_nobody_else(client, report):
    event = report.event
    with history.change(event, by=None):
        event.colleagues.set([staff("Author", "mira")])
    client.force_login(staff("Editor"))
    assert client.get(address(report)).status_code == 403
    client.login(username="mira", password="long enough 123")
    assert client.get(address(report)).status_code == 200


def test_who_may_not_see_reports_may_not_compare_them(client, report):
    nobody = staff("Author")
    nobody.groups.clear()
    client.force_login(nobody)
    assert client.get(address(report)).status_code == 403
    client.logout()
    assert client.get(address(report)).status_code == 302


def test_comparing_is_only_reading(client, report):
    client.force_login(staff("Administrator"))
    assert client.post(address(report)).status_code == 405


def test_hostile_words_are_shown_as_words(client):
    hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    event = builders.event()
    builders.report(event, "Plain", lead="Plain", body="<p>Plain</p>", credits="Plain")
    edition = builders.report(
        event,
        hostile,
        published=False,
        lead=hostile,
        body=f"<p>{hostile.replace('<', '&lt;')}</p>",
        credits=hostile,
    )
    client.force_login(staff("Author"))
    page = client.get(address(edition.report)).content.decode()
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 4
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_cost_does_not_grow_with_the_texts(client, report, django_assert_num_queries):
    client.force_login(staff("Author"))
    report.open_edition().publish(by=None, now=at(3))
    client.get(address(report))
    # Session, user, permissions; report, its limits, its texts, the two; for each what may (7).
    with django_assert_num_queries(20):
        client.get(address(report, old=1, new=2))
    builders.report(report.event, "Fourth title", now=at(4))
    builders.report(report.event, "Fifth title", published=False, now=at(5))
    with django_assert_num_queries(20):
        client.get(address(report, old=1, new=2))
