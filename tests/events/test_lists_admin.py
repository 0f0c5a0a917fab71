"""“Take a list over” in the admin: read, looked over, taken over, undone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import Event, Intake
from events.proposals import intakes
from events.proposals.lines import ProposedLine
from people.models import Person
from tests import builders
from tests.pages import words
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

LIST = """Name;Position;Institution
Mr CUCIĆ Vladimir;Commissioner;Commissariat
Vladmir Cucic;;Institute of Roads
Ana Anić, PhD;Clerk;Commisariat
"""


@pytest.fixture(scope="module")
def event(kept):
    event = builders.event(public=False)
    cucic = builders.person("Vladimir Cucić")
    body = builders.organisation("Commissariat")
    cucic.positions.create(organisation=body, title="Commissioner", public_office=True)
    return event


@pytest.fixture(scope="module")
def author(event):
    return staff("Author")


@pytest.fixture
def client(client, author):
    client.force_login(author)
    return client


def address(event, page="", intake=None):
    name = f"admin:events_event_list{page and f'_{page}'}"
    return reverse(name, args=[event.pk, intake.pk] if intake else [event.pk])


def begun(client, event, text=LIST):
    """Paste a list and go on from its columns; return what is looked over."""
    answer = client.post(address(event), {"rows": text, "language": "English"}, follow=True)
    client.post(answer.redirect_chain[-1][0], form_of(answer))
    return Intake.objects.get()


def test_line_of_a_mail_is_looked_over_with_all_that_was_read_of_it(client, event):
    intake = begun(
        client, event, "1. Ana Anić, clerk, Roads Office, Serbia\n2. Bo Bić\n+ 3 interns"
    )
    page = client.get(address(event, "review", intake))
    assert [(shown.name, shown.details) for shown in page.context["lines"]] == [
        ("Ana Anić", "clerk, Roads Office · Serbia"),
        ("Bo Bić", ""),
        ("interns", "3"),
    ]


@pytest.mark.parametrize("page", ["", "review"])
def test_list_is_thrown_away_only_after_it_is_said_what_goes(client, event, page):
    intake = begun(client, event)
    html = client.get(address(event, page, page and intake)).content.decode()
    (form,) = re.findall(
        rf'<form method="post" action="{address(event, "discard", intake)}".*?</form>', html, re.S
    )
    folded = form[form.index("<details") : form.index("</details>")]
    assert "does not come back" in folded
    assert form.count("<button") == folded.count("<button") == 1


def test_list_that_was_left_at_its_columns_goes_on_from_them(client, event):
    client.post(address(event), {"rows": LIST, "language": "English"})
    intake = event.intakes.get()
    page = address(event, "review", intake)
    assert f'href="{page}"' in client.get(address(event)).text
    answers = [client.get(page), client.post(page, {"take": "1", "names_shown": "office"})]
    assert [each.url for each in answers] == [address(event, "columns", intake)] * 2
    assert event.intakes.get() == intake


def test_head_that_is_cut_says_so(client, event):
    answer = client.post(
        address(event), {"rows": "Name\t" + "long " * 20, "language": "English"}, follow=True
    )
    heads = answer.context["form"].fields["heads"].choices
    assert heads[1][1] == "line 1: Name · long long long long long long long long long long lo…"


def test_where_nothing_is_new_it_says_so_and_offers_nothing_to_take_over(client, event):
    ana = builders.person("Ana Anić")
    builders.line(event, person=ana, position="Clerk")
    intake = begun(client, event, "Name;Position\nAna Anić;Clerk\n")
    html = client.get(address(event, "review", intake)).content.decode()
    assert "Nothing is left to take over: each line is in the list already, or left out." in html
    assert 'name="take"' not in html


def test_list_is_pasted_looked_over_decided_and_taken_over(client, event):
    intake = begun(client, event)
    page = client.get(address(event, "review", intake))
    text = page.content.decode()
    assert "Probably known: a letter differs." in text
    assert "removed: </span>Vladmir Cucic</del>" in text
    assert "added: </span>Vladimir Cucić</ins>" in text
    assert "Not taken over: PhD." in text
    assert text.index("Vladmir") < text.index("line 2")
    data = form_of(page)
    refused = client.post(address(event, "review", intake), data | {"take": "1"})
    assert "Still to be decided: institutions: 1, people: 1." in refused.content.decode()
    (body,) = intake.bodies.filter(name="Commisariat")
    cucic = Person.objects.get()
    data |= {f"body-{body.pk}": str(body.candidates[0]), "line-2": str(cucic.pk)}
    client.post(address(event, "review", intake), data)
    page = client.get(address(event, "review", intake))
    assert "Take 3 lines over" in page.content.decode()
    done = client.post(address(event, "review", intake), form_of(page) | {"take": "1"}, follow=True)
    assert "3 lines were added to the list. New people: 1; new institutions: 1." in (
        done.content.decode()
    )
    told = event.participations.values_list("person__name", "organisation__name", "named")
    assert list(told) == [
        ("Vladimir Cucić", "Commissariat", True),
        ("Vladimir Cucić", "Institute of Roads", False),
        ("Ana Anić", "Commissariat", False),
    ]


def test_what_is_chosen_counts_when_the_list_is_taken_over(client, event):
    intake = begun(client, event, "Name\nVladmir Cucic")
    data = form_of(client.get(address(event, "review", intake)))
    client.post(address(event, "review", intake), data | {"take": "1", "line-1": "new"})
    assert [str(line) for line in event.participations.all()] == ["Vladmir Cucic"]


def test_what_a_page_only_showed_as_chosen_follows_the_institution(client, event):
    intake = begun(
        client, event, "Name;Institution\nVladimir Cucić;Commissariatt\nBo;Commissariatt"
    )
    body = intake.bodies.get()
    data = form_of(client.get(address(event, "review", intake)))
    assert data["line-2"] == ["new"]
    assert "line-1" not in data
    chosen = data | {f"body-{body.pk}": str(body.candidates[0])}
    client.post(address(event, "review", intake), chosen)
    told = intake.lines.values_list("decision", "settled")
    assert list(told) == [("known", False), ("new", False)]


def test_what_is_said_of_names_stays_on_the_page_whatever_is_saved_meanwhile(client, event):
    intake = begun(client, event)
    review = address(event, "review", intake)
    said = {"names_shown": ["everybody"], "names_reason": ["They agreed."]}
    page = client.post(review, form_of(client.get(review)) | said)
    assert {name: form_of(page)[name] for name in said} == said
    page = client.post(review, form_of(page) | {"all": ["1"], "every": ["new"]})
    assert {name: form_of(page)[name] for name in said} == said
    assert intake.lines.undecided().count() == 0
    page = client.post(review, form_of(page) | {"names_reason": [""], "take": ["1"]})
    assert '<a href="#id_names_reason_row">Reason</a>: Say on what ground' in page.text


def test_all_in_doubt_can_be_decided_at_once(client, event):
    intake = begun(client, event)
    client.post(address(event, "review", intake), {"all": "1", "every": "likeliest"})
    assert not intake.lines.undecided().exists()
    assert not intake.bodies.filter(decision="open").exists()


def test_sheet_is_uploaded_with_its_mistakes_named_and_left_out_if_one_says_so(client, event):
    data = "Name;Body;How many\nAna Anić;X;\n;Y;many\n".encode("utf-16")
    file = SimpleUploadedFile("list.csv", data)
    answer = client.post(address(event), {"file": file, "language": "English"}, follow=True)
    slip = "Line 3, column 3: “many” is no number."
    assert slip in answer.content.decode()
    columns = answer.redirect_chain[-1][0]
    again = client.post(columns, form_of(answer))
    assert slip in again.content.decode()
    intake = Intake.objects.get()
    assert not intake.lines.exists()
    client.post(columns, form_of(answer) | {"leave": "1"})
    assert [line.values["name"] for line in intake.lines.all()] == ["Ana Anić"]


def test_columns_without_heads_are_set_by_hand(client, event):
    rows = {"rows": "Ana Anić;Works\nBo Bić;Roads", "language": "English"}
    answer = client.post(address(event), rows, follow=True)
    data = form_of(answer) | {"column-0": "name", "column-1": "organisation"}
    client.post(answer.redirect_chain[-1][0], data)
    lines = Intake.objects.get().lines.select_related("body")
    assert [(line.values["name"], line.body.name) for line in lines] == [
        ("Ana Anić", "Works"),
        ("Bo Bić", "Roads"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Paste the rows or choose a file: one of them."),
        ({"rows": " \n "}, "Paste the rows or choose a file: one of them."),
        ({"rows": 'Name\n"Ana'}, "Line 2, column 1: A quotation mark is opened here"),
        ({"rows": "Name\nAna\x00"}, "Line 2, column 1: This is no text"),
        (
            {"rows": "Name\nAna", "language": "Klingon"},
            "“Klingon” is not in the list: choose from it",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(client, event, typed, said):
    answer = client.post(address(event), {"language": "English"} | typed)
    assert said in answer.content.decode()
    assert not Intake.objects.exists()


def test_long_list_shows_how_far_it_was_looked_up_and_goes_on(client, event, author):
    lines = [ProposedLine(name=name) for name in ("Ana Anić", "Bo Bić")]
    intake = intakes.begin(event, lines, by=author, title="Long")
    page = address(event, "review", intake)
    assert "0 of 2 lines were looked up" in client.get(page).content.decode()
    assert "Is added as somebody new." in client.post(page, follow=True).content.decode()


def test_what_stands_there_already_says_that_it_is_not_added_again(client, event):
    builders.line(event, person=builders.person("Ana Anić"))
    page = address(event, "review", begun(client, event, "Name\nAna Anić\nBo Bić\nBo Bić\n"))
    shown = client.get(page).content.decode()
    assert "Is in the list of the event already: is not added again." in shown
    assert "Stands in this list twice: is added once." in shown
    assert client.post(page, {"take": "1", "names_shown": "officials"}).status_code == 302
    assert [str(line) for line in event.participations.all()] == ["Ana Anić", "Bo Bić"]


@pytest.mark.parametrize("value", ["", "\x00", "٣", "-1", "9" * 30, "twin", "é" * 5000])
def test_no_value_sent_to_a_page_of_a_list_breaks_it(client, event, value):
    intake = begun(client, event)
    body = intake.bodies.first()
    pages = {
        address(event, "review", intake): {
            **dict.fromkeys(("line-1", f"body-{body.pk}", "every", "all", "take", "page"), value),
            **dict.fromkeys((f"line-{value}", f"body-{value}"), "new"),
            "names_shown": value,
        },
        address(event, "columns", intake): {"heads": value, "column-0": value},
        reverse("admin:events_event_list_line", args=[event.pk, intake.pk, 1]): {"name": value},
    }
    for page, data in pages.items():
        assert client.post(page, data).status_code < 500
        assert client.get(page, {"page": value, "show": value}).status_code < 500
    assert not event.participations.exists()


def test_line_is_mended(client, event):
    intake = begun(client, event, "Name;Institution\nAna;Works")
    page = reverse("admin:events_event_list_line", args=[event.pk, intake.pk, 1])
    data = form_of(client.get(page))
    assert data["name"] == ["Ana"]
    nobody = dict.fromkeys(data, "")
    assert "Say who: a person" in client.post(page, nobody).content.decode()
    client.post(page, data | {"name": "Dr ANIĆ Ana"})
    assert intake.lines.get().values["name"] == "Ana Anić"


@pytest.mark.parametrize(
    "said", [{"name": "Dr."}, {"name": "---"}, {"organisation": "…"}, {"organisation": "– (EMN)"}]
)
def test_line_is_not_mended_to_one_that_says_nobody(client, event, said):
    intake = begun(client, event, "Name;Institution\nAna;Works")
    page = reverse("admin:events_event_list_line", args=[event.pk, intake.pk, 1])
    nobody = dict.fromkeys(form_of(client.get(page)), "")
    assert "Say who: a person" in client.post(page, nobody | said).content.decode()
    review = address(event, "review", intake)
    client.post(review, form_of(client.get(review)) | {"take": "1"})
    assert event.participations.get().person.name == "Ana"


def test_list_is_undone_from_its_page(client, event):
    intake = begun(client, event, "Name\nAna Anić")
    page = client.get(address(event, "review", intake))
    client.post(address(event, "review", intake), form_of(page) | {"take": "1"})
    assert event.participations.count() == 1
    undo = reverse("admin:events_event_list_undo", args=[event.pk, event.takings.get().pk])
    assert undo in client.get(address(event)).content.decode()
    client.post(undo)
    assert not event.participations.exists()
    assert not Person.objects.filter(name="Ana Anić").exists()
    assert undo not in client.get(address(event)).content.decode()


def test_second_click_leads_where_the_first_does(client, event):
    intake = begun(client, event, "Name\nAna Anić")
    review = address(event, "review", intake)
    data = form_of(client.get(review)) | {"take": "1"}
    first, second = client.post(review, data), client.post(review, data)
    form = reverse("admin:events_event_change", args=[event.pk])
    assert [first["Location"], second["Location"]] == [form, form]
    assert event.participations.count() == 1
    # Whoever goes back in the browser is told, and led to where it can be undone.
    for page in ("review", "columns"):
        back = client.get(address(event, page, intake), follow=True)
        assert back.redirect_chain == [(address(event), 302)]
        assert "This list was taken over or thrown away." in back.content.decode()
    # What somebody else took over leads nobody anywhere.
    client.force_login(staff("Editor"))
    assert client.post(review, data).status_code == 404


def test_new_event_may_begin_with_its_list(client):
    data = {"name": "Talks", "earliest": "2026-01-05", "rows": "Name\nAna", "language": "English"}
    answer = client.post(reverse("admin:events_event_begin"), data, follow=True)
    event = Event.objects.get(name="Talks")
    assert answer.redirect_chain[-1][0] == address(event, "columns", event.intakes.get())
    assert (str(event.earliest), event.status, event.public_from) == ("2026-01-05", "held", None)
    client.post(
        reverse("admin:events_event_begin"), data | {"name": "Fair", "earliest": "2121-01-05"}
    )
    assert Event.objects.get(name="Fair").status == "planned"
    wrong = data | {"name": "Other", "earliest": "", "latest": "2026-01-05"}
    told = client.post(reverse("admin:events_event_begin"), wrong).content.decode()
    assert "Give the first day, too." in told
    assert not Event.objects.filter(name="Other").exists()


@pytest.mark.parametrize(
    ("rows", "language"), [("Ана Анић, саветница", "sr"), ("Ana Anić, Office of Roads", "en")]
)
def test_language_of_an_event_that_begins_with_a_list_is_found_out(client, rows, language):
    begin = reverse("admin:events_event_begin")
    data = form_of(client.get(begin)) | {"name": ["2026"], "rows": [f"{rows}\n{rows}"]}
    assert data["language"] == [""]
    client.post(begin, data)
    event = Event.objects.get(name="2026")
    assert (event.language, event.intakes.get().language) == (language, language)


def test_second_click_begins_no_second_event(client):
    begin = reverse("admin:events_event_begin")
    data = form_of(client.get(begin)) | {
        "name": "Talks",
        "rows": "Name\nAna",
        "language": "English",
    }
    answers = [client.post(begin, data) for _click in range(2)]
    event = Event.objects.get(name="Talks")
    columns = address(event, "columns", event.intakes.get())
    assert [answer.url for answer in answers] == [columns, columns]
    # By now somebody else has thrown the list away.
    event.intakes.all().delete()
    assert client.post(begin, data).url == reverse("admin:events_event_changelist")
    assert Event.objects.filter(name="Talks").count() == 1


def test_what_one_looks_over_no_colleague_sees(client, event):
    intake = begun(client, event)
    client.force_login(staff("Editor"))
    for page in ("review", "columns", "discard"):
        assert client.post(address(event, page, intake)).status_code == 404
    assert "Pasted rows" not in client.get(address(event)).content.decode()
    assert Intake.objects.filter(pk=intake.pk).exists()


def test_list_is_thrown_away(client, event):
    client.post(address(event, "discard", begun(client, event)))
    assert not Intake.objects.exists()


def test_list_of_a_public_event_is_taken_over_by_editors_only(client):
    event = builders.event("Public")
    assert client.get(address(event)).status_code == 403
    client.force_login(staff("Editor"))
    assert client.get(address(event)).status_code == 200
    client.force_login(staff("Data protection officer"))
    assert client.get(address(event)).status_code == 403


def test_form_of_an_event_leads_to_its_list(client, event):
    form = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert address(event) in form
    new = client.get(reverse("admin:events_event_add")).content.decode()
    assert reverse("admin:events_event_begin") in new


def test_institutions_of_one_name_are_told_apart_by_their_countries(client, event):
    rows = "Name\tInstitution\tCountry\nAna Anić\tRed Cross\tSerbia\nBo Bić\tRed Cross\tAustria"
    page = words(client.get(address(event, "review", begun(client, event, rows))).text)
    assert "What “Red Cross” is (Austria)" in page
    assert "Red Cross Austria · one line" in page
    assert "the same as “Red Cross” in this list Serbia" in page
    assert "One is new and is added Red Cross, Serbia" in page
