"""An archive comes in: events of long ago, with their reports, sources and participants."""

import datetime
import io
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from events.lists import files
from events.lists.archive import Archive, instant_of, span_of
from events.models import Event
from events.rights import covering
from people.models import Person
from portal import names
from tests import builders
from tests.staff import staff

DAY = datetime.date
EVENTS = """Name;Date;Last day;Kind;Town;Country;Published;Headline;Text;Publisher;Address;Language
Talks on roads;1.9.2021;3.9.2021;workshop;Niš;Serbia;6.9.2021 14:30;Roads were spoken of;"One.
Two <b>.";The Gazette;https://gazette.example/1;en
A day of bridges;2020-05;;;;;2020-06-01;;;;;
Nobody knows when;;;;;;;;;;;
"""
PEOPLE = """Event;Name;Institution
Talks on roads;Ana Anić;Works
Talks on roads;Bo Bić;Works
"""


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2021-09-01", (DAY(2021, 9, 1), DAY(2021, 9, 1), "days")),
        ("1. 9. 2021.", (DAY(2021, 9, 1), DAY(2021, 9, 1), "days")),
        ("2021-12", (DAY(2021, 12, 1), DAY(2021, 12, 31), "month")),
        ("2/2020", (DAY(2020, 2, 1), DAY(2020, 2, 29), "month")),
        ("2021.", (DAY(2021, 1, 1), DAY(2021, 12, 31), "year")),
        ("2021-02-30", None),
        ("1921-13", None),
        ("9999", None),
        ("soon", None),
    ],
)
def test_written_date_is_as_exact_as_it_says(written, span):
    assert span_of(written) == span


@pytest.mark.parametrize("written", ["2021-09-06 14:30", "6.9.2021. 14:30", "2021-09-06T14:30:00"])
def test_instant_is_read_in_the_zone_of_the_site(written, settings):
    settings.TIME_ZONE = "Europe/Belgrade"
    expected = datetime.datetime(2021, 9, 6, 14, 30, tzinfo=ZoneInfo("Europe/Belgrade"))
    assert instant_of(written) == expected


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (";2021", 1, "has no name"),
        ("A;soon", 2, "is no date"),
        ("A;2021-09-03;2021-09-01", 3, "lies before the first"),
        ("A;;2021-09-01", 2, "Give the first day"),
        (
            "A;;;party",
            4,
            "“party” is no kind of event: write one of workshop, training, study visit, "
            "conference, seminar, round table, meeting, consultation, presentation, other event.",
        ),
        ("A;;;;;Atlantis", 6, "“Atlantis” is no country: write its English name, like Serbia."),
        ("A;;;;;Srbja", 6, "“Srbja” is no country: write Serbia if that is meant."),
        ("A;;;;;;yesterday", 7, "is no instant"),
        ("A;;;;;;2999-01-01", 7, "is no instant"),
        ("A;;;;;;;A report", 7, "Say when the report was published"),
        ("A;;;;;;;;;;https://x.example", 10, "Say who published it"),
        ("A;;;;;;;;;The Gazette;gazette", 11, "begins with http"),
        ("A;;;;;;;;;;;Klingon", 12, "is no code of a language"),
        ("x" * 301, 1, "longer than 300 letters"),
    ],
)
def test_what_is_wrong_in_an_archive_is_told_by_line_and_column(row, column, said):
    (slip,) = Archive(files.pasted(f"{EVENTS.splitlines()[0]}\n{row}\n")).slips
    assert (slip.line, slip.column) == (2, column)
    assert said in slip.says


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        ("2021-09-01", "2021-10-05", "days"),
        ("2021-09-01", "2021-10", "month"),
        ("2021-09", "2021-10-05", "month"),
        ("2021-09-01", "2022", "year"),
    ],
)
def test_no_day_is_invented_where_one_end_is_known_to_the_month_or_year(first, last, precision):
    (event,) = Archive(files.pasted(f"Name;Date;Last day\nTalks;{first};{last}\n")).events
    assert event.precision == precision


@pytest.fixture
def take_over(tmp_path):
    def take(events=EVENTS, people=PEOPLE, *arguments):
        paths = [tmp_path / "events.csv", tmp_path / "people.csv"]
        for path, text in zip(paths, [events, people], strict=True):
            path.write_text(text)
        out = io.StringIO()
        options = ["--participants", paths[1], *arguments]
        call_command("import_archive", paths[0], *options, stdout=out)
        return out.getvalue().splitlines()

    return take


@pytest.mark.django_db
class TestArchive:
    def test_tells_readers_the_instants_of_its_day(self, take_over):
        assert take_over() == [
            "Events: 3",
            "There already: 0",
            "Reports: 1",
            "Lines of participants: 2",
        ]
        event = Event.objects.get(name="Talks on roads")
        at = instant_of("6.9.2021 14:30")
        assert (event.public_from, event.latest) == (at, DAY(2021, 9, 3))
        assert [update.at for update in event.updates.all()] == [at]
        assert event.updates.get().recorded_at.year >= 2026
        edition = event.reports.get().live_edition()
        assert (edition.publish_at, edition.body) == (at, "<p>One.</p><p>Two &lt;b&gt;.</p>")
        assert str(event.sources.get()) == "The Gazette"
        assert [str(line) for line in event.participations.all()] == ["Ana Anić", "Bo Bić"]
        bridges = Event.objects.get(name="A day of bridges")
        assert (bridges.precision, bridges.public_from) == ("month", instant_of("2020-06-01"))
        draft = Event.objects.get(name="Nobody knows when")
        assert (draft.precision, draft.public_from) == ("unknown", None)

    def test_event_to_come_is_planned(self, take_over):
        events = "Name;Date\nTalks on roads;1.9.2021\nFair;2121-05\nSome day;\n"
        take_over(events, "Event;Name\nTalks on roads;Ana Anić\n", "--doubtful", "new")
        told = Event.objects.order_by("pk").values_list("name", "status")
        assert [*told] == [("Talks on roads", "held"), ("Fair", "planned"), ("Some day", "held")]

    def test_name_of_somebody_not_shown_is_covered_until_they_are_shown_again(
        self, take_over, client
    ):
        ana = builders.person("Ana Anić")
        covering.hide(ana, by=None, reason="They asked")
        events = "Name;Date;Published;Headline;Text\n"
        events += "Day of Ana Anić;2020;2021-01-01;On Anić, Ana;By Ana Anić.\n"
        events += "Roads;2020;2021-01-01;On roads;By Bo Bić.\n"
        people = "Event;Name\nRoads;Bo Bić\n"
        told = take_over(events, people)[-1]
        assert told == "Texts with a name that is not shown, covered there: 4"
        day, roads = Event.objects.order_by("pk")
        page = client.get(day.get_absolute_url()).content.decode()
        assert page.count("[name not shown]") > 2
        assert "anic" not in names.fold(page)
        assert roads.reports.get().live_edition().body == "<p>By Bo Bić.</p>"
        ana.refresh_from_db()
        covering.show(ana, by=None, reason="They asked")
        day.refresh_from_db()
        edition = day.reports.get().live_edition()
        said = day.name, day.slug, edition.title, edition.body
        assert said == ("Day of Ana Anić", "day-of-ana-anic", "On Anić, Ana", "<p>By Ana Anić.</p>")

    def test_adds_nothing_when_it_comes_again(self, take_over):
        take_over()
        assert take_over()[:2] == ["Events: 0", "There already: 3"]
        assert (Event.objects.count(), Person.objects.count()) == (3, 2)

    def test_saves_nothing_on_trial_or_while_somebody_is_in_doubt(self, take_over):
        builders.person("Ana Anič")
        told = take_over(EVENTS, PEOPLE, "--dry-run")
        assert told[-1] == "In doubt who was at: Talks on roads"
        with pytest.raises(CommandError, match="It is in doubt who was at: Talks on roads"):
            take_over()
        assert (Event.objects.count(), Person.objects.count()) == (0, 1)
        assert take_over(EVENTS, PEOPLE, "--doubtful", "new")[-1] == "Lines of participants: 2"

    @pytest.mark.parametrize(
        ("people", "said"),
        [
            (
                "Event;Name\nAnother;Ana",
                "Who took part: Line 2, column 1: No event of the archive",
            ),
            ("Name;Institution\nAna;X", "Line 1, column 1: No column says at which event"),
            ("Event;Name;How many\nTalks on roads;Ana;3", "Line 2, column 3: A line with a name"),
        ],
    )
    def test_is_refused_whole_for_a_wrong_participant(self, take_over, people, said):
        with pytest.raises(CommandError, match=said):
            take_over(EVENTS, people)
        assert not Event.objects.exists()

    def test_is_tried_and_taken_over_on_a_page_by_an_administrator(self, client):
        client.force_login(staff())
        page = reverse("admin:events_event_archive")

        def send(**data):
            events = SimpleUploadedFile("events.csv", EVENTS.encode("utf-16"))
            people = SimpleUploadedFile("people.csv", PEOPLE.encode())
            return client.post(page, {"events": events, "participants": people, **data})

        counted = "3 events, 1 report and 2 lines of participants; 0 events were there already."
        assert counted in send(trial="on").content.decode()
        assert not Event.objects.exists()
        assert send().status_code == 302
        event = Event.objects.get(name="Talks on roads")
        assert event.updates.get().by.username == "administrator"
        broken = SimpleUploadedFile("events.csv", b"Name;Date\nA;soon")
        told = client.post(page, {"events": broken}).content.decode()
        assert "Line 2, column 2: “soon” is no date" in told
        client.force_login(staff("Editor"))
        assert client.get(page).status_code == 403
