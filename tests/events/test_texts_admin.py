"""“Find participants in a text” in the admin: read, shown beside the lines, taken over."""

import pytest
from django.urls import reverse

from events.models import Event, Intake, Project
from events.proposals.texts import marked
from people.models import Person
from tests import builders
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db

TEXT = (
    "Workshop on roads\n"
    "Within the project “Better Roads” a workshop was held in May 2023. Mr Vladimir Cucic, "
    "Commissioner for Roads, and Ana Anić from the Institute of Roads (IR) took part with "
    "colleagues from Slovenia. More than 60 guests came to the two-day workshop.\n"
    "<script>alert(1)</script>"
)


@pytest.fixture(scope="module")
def event(kept):
    event = builders.event("Roads", public=False)
    builders.person("Vladimir Cucić")
    builders.report(event, published=False)
    return event


@pytest.fixture(scope="module")
def author(event):
    return staff("Author")


@pytest.fixture
def client(client, author):
    client.force_login(author)
    return client


def find(event):
    return reverse("admin:events_event_text", args=[event.pk])


BEGIN = "admin:events_event_begin_text"


def test_text_becomes_lines_beside_its_marked_words(client, event):
    answer = client.post(find(event), {"text": TEXT, "language": "English"}, follow=True)
    intake = Intake.objects.get()
    review = reverse("admin:events_event_list_review", args=[event.pk, intake.pk])
    assert answer.redirect_chain[-1][0] == review
    page = answer.content.decode()
    assert (
        '<a href="#line-1"><mark>Mr Vladimir Cucic, Commissioner for Roads</mark><sup>1</sup></a>'
    ) in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    told = intake.lines.values_list("values__name", "values__country", "body__name")
    assert list(told) == [
        ("Vladimir Cucic", None, None),
        ("Ana Anić", None, "Institute of Roads (IR)"),
        (None, "SI", None),
    ]


def test_lines_of_a_text_are_taken_over_through_the_one_door(client, event):
    answer = client.post(find(event), {"text": TEXT, "language": "English"}, follow=True)
    review = answer.redirect_chain[-1][0]
    client.post(review, {"all": "1", "every": "likeliest"})
    client.post(review, form_of(client.get(review)) | {"take": "1"})
    told = event.participations.values_list("person__name", "country", "organisation__acronym")
    assert list(told) == [("Vladimir Cucić", "", None), ("Ana Anić", "", "IR"), (None, "SI", None)]
    assert event.participations.get(person__name="Vladimir Cucić").position == (
        "Commissioner for Roads"
    )


def test_who_has_several_names_in_a_text_is_called_as_the_directory_does(client, event):
    roads = builders.organisation("Network for Roads")
    text = (
        "Mr Vladmir Cucic of the Roads Network (RN) spoke. Vladimir Cucic said that the Network "
        "for Roads helps."
    )
    client.post(find(event), {"text": text, "language": "English"})
    line = Intake.objects.get().lines.get()
    assert (line.values["name"], line.values["family_name"]) == ("Vladimir Cucic", "Cucic")
    assert line.candidates == [Person.objects.get(name="Vladimir Cucić").pk]
    assert line.body.candidates == [roads.pk]


def test_capitals_of_a_family_name_stay_with_the_words_of_the_text(client, event):
    text = "Ms Lotte VAN DAM and Mr Petar PERIĆ took part."
    client.post(find(event), {"text": text, "language": "English"})
    (intake,) = Intake.objects.all()
    told = intake.lines.values_list("values__name", "values__family_name", "values__words")
    assert list(told) == [
        ("Lotte van Dam", "van Dam", "Ms Lotte VAN DAM"),
        ("Petar Perić", "Perić", "Mr Petar PERIĆ"),
    ]


def test_doubt_of_the_reader_is_shown(client, event):
    text = "Razgovarali su sa direktorom Markom Marićem."
    page = client.post(find(event), {"text": text, "language": "sr-latn"}, follow=True)
    assert "Look: met only in another case: is the name right?" in page.content.decode()
    assert Intake.objects.get().lines.get().values["name"] == "Marko Marić"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "It rained."}, "Nobody was found in it"),
        ({"text": " "}, "This is empty: fill it in."),
        ({"text": TEXT, "language": "Klingon"}, "“Klingon” is not in the list: choose from it"),
        ({"text": "a" * 60_001}, "write 60000 characters at most, not 60001."),
    ],
)
def test_what_tells_nothing_is_told_and_nothing_is_kept(client, event, typed, said):
    for address in (find(event), reverse(BEGIN)):
        answer = client.post(address, {"language": "English"} | typed)
        assert said in answer.content.decode()
    assert not Intake.objects.exists()


def test_text_of_the_newest_report_stands_in_the_form(client, event):
    edition = event.reports.get().editions.get()
    form = form_of(client.get(find(event)))
    assert form["text"][0].splitlines()[0] == edition.title
    assert form["language"] == ["English"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Посета Бледу\nДиректор Завода Јанез Новак био је домаћин.", "Serbian"),
        ("Poseta Bledu\nDirektor Zavoda Janez Novak bio je domaćin i govorio je.", "Serbian Latin"),
        ("Visit to Bled\nThe host was Mr Janez Novak, director of the Office.", "English"),
    ],
)
def test_text_whose_language_nobody_said_is_read_in_the_one_that_it_seems_to_be_in(
    client, event, text, language
):
    asked = form_of(client.get(reverse(BEGIN)))
    assert asked["language"] == [""]
    first = form_of(client.post(reverse(BEGIN), asked | {"text": [text]}))
    assert (first["name"], first["language"]) == ([text.splitlines()[0]], [language])
    client.post(find(builders.event("Bled", public=False)), {"text": text, "language": ""})
    assert Intake.objects.get().lines.get().values["name"] == (
        "Јанез Новак" if language == "Serbian" else "Janez Novak"
    )


def test_new_event_begins_with_what_its_text_says(client):
    first = client.post(reverse(BEGIN), {"text": TEXT, "language": "English"})
    data = form_of(first)
    assert (data["name"], data["precision"]) == (["Workshop on roads"], ["month"])
    assert (data["earliest"], data["latest"]) == (["2023-05-01"], ["2023-05-31"])
    # Authors make no projects.
    assert "Better Roads”</option>" not in first.content.decode()
    assert not Event.objects.filter(name="Workshop on roads").exists()
    wrong = client.post(reverse(BEGIN), data | {"save": "1", "earliest": "", "project": ""})
    assert "Give the first day, or say that the date is not known." in wrong.content.decode()
    saved = data | {"save": "1", "project": ""}
    first, again = (client.post(reverse(BEGIN), saved).url for _click in range(2))
    assert first == again
    event = Event.objects.get(name="Workshop on roads")
    assert (event.precision, str(event.earliest), event.public_from) == (
        "month",
        "2023-05-01",
        None,
    )
    assert event.intakes.get().lines.count() == 3
    assert (event.attendance_number, event.attendance_qualifier, event.attendance_of) == (
        60,
        "more-than",
        "guests",
    )
    assert (event.length_days, event.status) == (2, "held")


def test_new_event_of_a_text_about_what_is_to_come_is_planned(client):
    data = form_of(client.post(reverse(BEGIN), {"text": TEXT, "language": "English"}))
    days = {"earliest": "2121-05-01", "latest": "2121-05-31", "project": ""}
    client.post(reverse(BEGIN), data | days | {"save": "1"})
    assert Event.objects.get(name="Workshop on roads").status == "planned"


def test_project_of_a_text_is_known_or_made(client):
    client.force_login(staff("Editor"))
    known = builders.project("Better roads")
    data = form_of(client.post(reverse(BEGIN), {"text": TEXT, "language": "English"}))
    assert data["project"] == [str(known.pk)]
    client.post(reverse(BEGIN), data | {"save": "1"})
    assert list(Event.objects.get(name="Workshop on roads").projects.all()) == [known]
    other = TEXT.replace("Better Roads", "New Bridges").replace("on roads", "on bridges")
    page = client.post(reverse(BEGIN), {"text": other, "language": "English"})
    assert "a new one: “New Bridges”</option>" in page.content.decode()
    data = form_of(page)
    client.post(reverse(BEGIN), data | {"save": "1"})
    made = Project.objects.get(title="New Bridges")
    assert list(Event.objects.get(name="Workshop on bridges").projects.all()) == [made]


def test_text_of_a_public_event_is_read_by_editors_only(client):
    event = builders.event("Public")
    assert client.get(find(event)).status_code == 403
    client.force_login(staff("Editor"))
    assert client.get(find(event)).status_code == 200
    client.force_login(staff("Data protection officer"))
    assert client.get(reverse(BEGIN)).status_code == 403


def test_marks_do_not_overlap_and_give_the_text_back(event):
    intake = event.intakes.create(title="Text", text="One two\nthree four")
    for number, place in enumerate([[4, 13], [0, 3], [8, 13], [90, 99], [5, 5]], 1):
        intake.lines.create(number=number, values={"place": place})
    paragraphs = marked(intake)
    assert [[tuple(piece) for piece in paragraph] for paragraph in paragraphs] == [
        [("", 0), ("One", 2), (" ", 0), ("two\nthree", 1), (" four", 0)]
    ]


def test_forms_lead_to_the_text(client, event):
    form = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert find(event) in form
    report = event.reports.get()
    page = client.get(reverse("admin:events_report_change", args=[report.pk])).content.decode()
    assert f"{find(event)}?report={report.pk}" in page
    assert reverse(BEGIN) in client.get(reverse("admin:events_event_add")).content.decode()


def test_nothing_is_known_of_whom_nobody_took_over(client, event):
    client.post(find(event), {"text": TEXT, "language": "English"})
    assert not Person.objects.filter(name="Ana Anić").exists()


LONG = "Settled Here: services for new residents of small towns"


@pytest.mark.parametrize(
    ("title", "offered"),
    [
        ("Settled Here", [LONG, "new"]),
        ("Setled Here", [LONG, "new"]),
        (f"{LONG}, phase two", [LONG, "new"]),
        (LONG.upper(), [LONG]),
        ("Settled", ["new"]),
        ("Unsettled", ["new"]),
    ],
)
def test_projects_whose_titles_are_like_that_of_the_text_are_offered_first(client, title, offered):
    client.force_login(staff("Editor"))
    builders.project(LONG)
    builders.project("Roads of the settled")
    text = TEXT.replace("Better Roads", title)
    page = client.post(reverse(BEGIN), {"text": text, "language": "English"})
    choices = page.context["form"].fields["project"].choices
    told = [label if value.isdecimal() else value for value, label in choices]
    assert told == ["", *offered]
    assert form_of(page)["project"] == [choices[1][0]]
