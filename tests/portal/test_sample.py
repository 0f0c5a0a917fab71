import datetime
import io
import re

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from events.filters import LineFilter
from events.models import Document, Edition, Event, Participation, Photo, Project, Report, Update
from organisations.models import Ancestry, Organisation
from people.models import Person
from portal import dates, theme
from portal.html import plain
from portal.models import Version
from portal.sample import office
from portal.sample.events.unpublished import SECRET_WORDS
from tests import breadth
from tests.nets import addresses
from tests.portal import budgets, founding_case


def load():
    said = io.StringIO()
    call_command("load_sample", stdout=said)
    return said.getvalue()


@pytest.fixture
def founding(site):
    return Event.objects.get(slug="serbia-european-migration-network", address_year=2021)


def live(event, language="en"):
    return Edition.objects.public().get(report__event=event, report__language=language)


class TestLoading:
    def test_says_what_it_is_doing_and_how_many_events_there_are(self, site):
        first, *steps, last = site.splitlines()
        assert first == "Loading the sample site:"
        assert steps[:4] == [
            f"  {Organisation.objects.count()} institutions",
            f"  {Person.objects.count()} people",
            f"  {Project.objects.count()} projects",
            "  the founding case",
        ]
        assert steps[-1] == "  the work of the last days"
        assert last.startswith(f"{Event.objects.count()} events in ")

    def test_second_run_adds_nothing(self, site):
        before = [model.objects.count() for model in (Event, Person, Update, Version, Photo)]
        assert load() == "The sample site is loaded already.\n"
        assert [m.objects.count() for m in (Event, Person, Update, Version, Photo)] == before

    def test_stays_away_after_staff_moved_the_founding_case(self, founding):
        Event.objects.filter(pk=founding.pk).update(slug="another")
        assert load() == "The sample site is loaded already.\n"

    def test_is_refused_on_a_real_site(self, site, settings):
        settings.SAMPLE_SITE = False
        with pytest.raises(CommandError, match="SAMPLE_SITE is off"):
            load()

    def test_nothing_was_typed_in_or_told_in_the_future(self, site):
        now = timezone.now()
        assert not Version.objects.filter(at__gt=now).exists()
        assert not Update.objects.filter(recorded_at__gt=now).exists()


class TestFoundingCase:
    def test_when_and_where(self, founding):
        assert founding.get_absolute_url() == "/events/2021/serbia-european-migration-network/"
        assert (founding.earliest, founding.latest) == (
            datetime.date(2021, 9, 1),
            datetime.date(2021, 9, 10),
        )
        assert founding.when == "Early September 2021"
        assert (founding.length_days, founding.kind, founding.status) == (3, "workshop", "held")
        [place] = founding.places.all()
        assert (place.venue, place.city, place.country) == ("", "Belgrade", "RS")

    def test_lines(self, founding):
        assert founding_case.lines(founding) == founding_case.LINES
        assert founding.list_incomplete is False
        assert founding.attendance_number is None

    def test_people_with_honorifics_and_spellings(self, site):
        assert founding_case.people() == founding_case.PEOPLE

    def test_everybody_of_the_commissariat_and_nobody_else(self, site):
        body = Organisation.objects.get(slug="commissariat-for-refugees-and-migration")
        bodies = Organisation.objects.within(body).values("pk")
        lines = Participation.objects.on_record().filter(organisation__in=bodies)
        names = Person.objects.public().filter(pk__in=lines.values("person"))
        assert [person.name for person in names] == ["Vladimir Cucić", "Svetlana Velimirović"]

    def test_posts_are_offices_without_invented_days(self, site):
        posts = [
            (post.title, post.public_office, post.since, post.until)
            for person in Person.objects.filter(folded__regex="cucic|velimirovic|ovilius")
            for post in person.positions.all()
        ]
        assert sorted(posts) == [
            ("Chair of the European Migration Network", True, None, None),
            ("Commissioner for Refugees and Migration", True, None, None),
            ("Deputy Commissioner", True, None, None),
        ]

    def test_both_names_of_the_network(self, site):
        network = Organisation.objects.get(acronym="EMN")
        assert network.name == "European Migration Network"
        assert [name.name for name in network.names.all()] == ["European Network for Migration"]
        assert (network.since, network.since_precision) == (datetime.date(2008, 1, 1), "year")

    def test_departments_belong_to_the_ministry(self, site):
        ministry = Organisation.objects.get(name="Ministry of the Interior", country="RS")
        inside = {row.name for row in Organisation.objects.within(ministry)}
        assert inside == {"Ministry of the Interior", "Department for Foreigners", "Asylum Office"}

    def test_project(self, founding):
        [project] = founding.projects.all()
        assert project.title == (
            "Support to strengthening migration management and asylum system in Serbia"
        )
        assert project.programme == "EU Twinning"
        assert project.team.kind == "team"
        assert [(b.organisation.name, b.role) for b in project.bodies.all()] == [
            ("European Union", "funder")
        ]
        assert (project.since, project.until, project.reference) == (None, None, "")

    def test_nothing_is_invented(self, founding):
        for part in ("bodies", "sessions", "documents", "photos", "withdrawals", "related"):
            assert not getattr(founding, part).exists(), part
        assert founding.starts_at is None

    def test_last_updated_is_that_of_the_source(self, founding):
        [update] = founding.updates.all()
        event = Event.objects.with_last_updated("en").get(pk=founding.pk)
        assert dates.moment(event.last_updated) == "April 24, 2024, 15:31"
        assert update.note == "Taken over from the portal EU za tebe."
        assert timezone.now() - update.recorded_at < datetime.timedelta(minutes=30)

    def test_source(self, founding):
        [source] = founding.sources.all()
        assert source.publisher == "EU za tebe"
        assert source.url == (
            "https://www.euzatebe.rs/en/news/three-day-workshop-on-serbias-cooperation-with-the-"
            "european-migration-network"
        )
        assert source.date_as_printed == "Last updated: April 24, 2024, 15:31"
        assert "Vladmir" in source.differs
        assert "European Network for Migration" in source.differs

    def test_report_names_all_that_the_founding_report_names(self, founding):
        words = plain(live(founding).body)
        for name in (
            *("Vladimir Cucić", "Svetlana Velimirović", "Magnus Ovilius", "Slovenia"),
            *("Luxembourg", "Germany", "Estonia", "EU Delegation", "Ministry of the Interior"),
            *("Department for Foreigners", "Asylum Office", "Ministry of European Integration"),
            *("Twinning", "European Network for Migration", "EMN", "European Commission", "2008"),
            *("observer", "Brussels", "funds", "accession", "first day", "three-day", "Belgrade"),
        ):
            assert name in words
        assert 250 <= len(words.split()) <= 350


def test_who_came_from_the_ministry_of_the_interior_to_what_on_asylum_can_be_asked(site):
    ministry = Organisation.objects.get(name="Ministry of the Interior", country="LI")
    asked = f"organisation={ministry.slug}&topic=asylum&since=2021-01-01&until=2023-12-31"
    rows = LineFilter(QueryDict(asked)).qs
    assert sorted({(line.event.earliest.year, str(line), line.position) for line in rows}) == [
        (2021, "Balthasar Öhriger", "Head of Section"),
        (2021, "Border Section", ""),
        (2021, "Ursina Quaderlin", "Interviewing Officer"),
        (2022, "Balthasar Öhriger", "Head of Section"),
        (2022, "Fadrina Tschuvel", "State Secretary"),
        (2023, "Rätus Malbuner", "Inspector"),
        (2023, "Ursina Quaderlin", "Head of Section"),
    ]


class TestInstitute:
    def test_counts(self, site):
        public = Event.objects.public()
        assert public.count() >= 24
        assert {event.kind for event in public} == set(Event.Kind.values)
        assert Person.objects.count() >= 90
        assert Person.objects.public().count() >= 80
        assert Organisation.objects.public().count() >= 30
        assert set(Ancestry.objects.values_list("depth", flat=True)) == {0, 1, 2}
        assert Project.objects.count() == 1 + 4
        assert Report.objects.public().count() >= 24

    def test_one_event_of_every_awkward_kind(self, site):
        public = Event.objects.public()
        assert public.filter(status="postponed").exclude(status_note="").count() == 1
        assert public.filter(status="cancelled").exclude(status_note="").count() == 1
        assert 3 in [event.places.count() for event in public]
        assert [
            whole.event_parts.public().count()
            for whole in public.filter(event_parts__isnull=False).distinct()
        ] == [3]
        assert {event.precision for event in public} == {
            "days",
            "part",
            "month",
            "season",
            "year",
            "unknown",
        }
        assert {event.format for event in public} == {"on-site", "online", "hybrid"}
        assert {event.names_shown for event in public} == {"officials", "everybody", "nobody"}
        assert 60 in [event.participations.filter(named=True).count() for event in public]
        assert any(
            not event.participations.filter(person__isnull=False).exists() for event in public
        )
        assert public.filter(reports__isnull=True).exists()
        assert public.filter(attendance_qualifier="more-than", attendance_number=60).exists()
        languages = [
            {report.language for report in event.reports.public()}
            for event in public.prefetch_related("reports")
        ]
        assert {"en", "sr"} in languages
        assert {"sr"} in languages

    def test_upcoming_events_are_still_to_come(self, site):
        upcoming = Event.objects.public().upcoming(timezone.localdate())
        assert upcoming.count() == 3
        assert {event.status for event in upcoming} == {"planned"}
        assert not Participation.objects.filter(event__in=upcoming, held=True).exists()

    def test_long_and_cyrillic_names(self, site):
        assert max(len(row.name) for row in Organisation.objects.public()) >= 200
        cyrillic = re.compile("[А-я]")
        for model in (Event, Person, Organisation):
            assert any(cyrillic.search(row.name) for row in model.objects.public()), model

    def test_reports_are_of_a_readable_length(self, site):
        lengths = {
            edition.title: len(plain(edition.body).split()) for edition in Edition.objects.public()
        }
        assert {t: n for t, n in lengths.items() if not 110 <= n <= 360} == {}

    def test_no_two_reports_begin_alike(self, site):
        leads = list(Edition.objects.public().values_list("lead", flat=True))
        assert len(set(leads)) == len(leads)

    def test_people_of_the_institute_never_speak_for_real_institutions(self, site):
        real = Organisation.objects.filter(
            participations__event__slug="serbia-european-migration-network"
        )
        strangers = Participation.objects.filter(organisation__in=real).exclude(
            event__slug="serbia-european-migration-network"
        )
        assert not strangers.exists()

    def test_histories_have_small_corrections_and_several_updates(self, site):
        numbers = [event.updates.due().count() for event in Event.objects.public()]
        assert max(numbers) >= 4
        assert Update.objects.due().filter(minor=True).count() >= 5
        assert Update.objects.due().filter(minor=False).count() > len(numbers)

    def test_history_reaches_from_autumn_2024_to_the_last_weeks(self, site):
        instants = Update.objects.due().exclude(event__slug__startswith="serbia")
        assert instants.order_by("at").first().at.year == 2024
        assert instants.order_by("-at").first().at > timezone.now() - datetime.timedelta(days=30)

    def test_photos_that_are_not_described_or_not_agreed_to_are_not_public(self, site):
        hidden = Photo.objects.exclude(pk__in=Photo.objects.public().values("pk"))
        public_events = hidden.filter(event__in=Event.objects.public())
        assert sorted((p.alternative_text != "", p.consent) for p in public_events) == [
            (False, "nobody"),
            (True, "not-asked"),
        ]
        assert Photo.objects.public().count() >= 10

    def test_documents_are_what_their_names_say(self, site):
        kinds = {document.extension for document in Document.objects.public()}
        assert kinds == {"pdf", "csv", "xlsx"}
        assert all(d.size and d.media_type for d in Document.objects.all())
        assert all(d.pages for d in Document.objects.all() if d.extension == "pdf")

    def test_secret_words_are_in_the_data_and_in_nothing_public(self, site):
        public = [
            *Event.objects.public().values_list("name", flat=True),
            *Person.objects.public().values_list("name", flat=True),
            *Organisation.objects.public().values_list("name", flat=True),
            *Edition.objects.public().values_list("body", flat=True),
            *Document.objects.public().values_list("title", flat=True),
            *Photo.objects.public().values_list("alternative_text", flat=True),
        ]
        everything = [
            *Event.objects.values_list("name", flat=True),
            *Person.objects.values_list("name", flat=True),
            *Organisation.objects.values_list("name", flat=True),
            *Edition.objects.values_list("body", flat=True),
            *Document.objects.values_list("title", flat=True),
        ]
        for word in SECRET_WORDS:
            assert word in " ".join(everything), word
            assert word not in " ".join(public), word

    def test_addresses_of_mail_and_web_are_examples(self, site):
        texts = " ".join(
            [
                *Organisation.objects.values_list("website", flat=True),
                *Project.objects.values_list("website", flat=True),
                *Event.objects.values_list("registration_url", flat=True),
                *Event.objects.values_list("stream_url", flat=True),
                *Event.objects.values_list("recording_url", flat=True),
            ]
        )
        hosts = set(re.findall(r"https?://([^/\s]+)", texts))
        assert hosts
        assert all(host.endswith(".example") for host in hosts)
        assert "@" not in texts


class TestOffice:
    def desk(self, client, role):
        client.force_login(User.objects.get(username=role))
        piles = client.get(reverse("admin:index")).context["piles"]
        return {shown.pile.key: [item.title for item in shown.items] for shown in piles}

    def test_a_text_in_every_state_lies_on_the_desks(self, site, client):
        statuses = {edition.status() for edition in Edition.objects.select_related("report")}
        assert statuses == set(Edition.Status.values)
        desk = self.desk(client, "author")
        assert desk["being-written"] == [office.BEGUN.title]
        assert desk["sent-back"] == [office.SENT_BACK.title]
        assert desk["waiting"] == [office.HANDED_IN.title]
        assert (len(desk["going-out"]), len(desk["proposed"])) == (1, 2)
        assert "still-to-be-read" not in self.desk(client, "editor")
        desk = self.desk(client, "administrator")
        assert desk["still-to-be-read"] == ["A loan that begins with the roof"]
        assert desk["being-written"] == [office.LIMITED_TEXT.title]


class TestBudgets:
    """What the machine of a reader has to fetch for any page, besides its pictures."""

    @pytest.fixture
    def pages(self, site, client):
        """Return the answers of public pages, eight of a kind; in the drill of all."""
        kinds = enumerate(addresses.plain().values())
        found = [a for place, some in kinds for a in breadth.share(some, 8, place)]
        answers = {address: client.get(address) for address in addresses.drawn(found)}
        return {a: answer for a, answer in answers.items() if answer.status_code == 200}

    @pytest.mark.breadth
    def test_every_page_is_small_fetches_little_and_leaves_nothing(self, pages):
        assert len(pages) > 40
        sizes = {address: budgets.packed(page.content) for address, page in pages.items()}
        assert {a: size for a, size in sizes.items() if size > budgets.HTML} == {}
        fetched = {address: budgets.fetched(page) for address, page in pages.items()}
        assert {a: some for a, some in fetched.items() if len(some) + 1 > budgets.REQUESTS} == {}
        every = set().union(*fetched.values())
        assert {address for address in every if not address.startswith("/")} == set()
        sheets, scripts = ({a for a in every if ending in a} for ending in (".css", ".js"))
        own = [
            theme.stylesheet().encode(),
            *map(budgets.stored, (a for a in sheets if "?" not in a)),
        ]
        assert sum(map(budgets.packed, own)) <= budgets.CSS
        assert scripts
        assert sum(len(budgets.stored(address)) for address in scripts) <= budgets.SCRIPTS
        told = [(page.cookies, page.get("Vary", "")) for page in pages.values()]
        assert {str(cookies) + vary for cookies, vary in told} <= {"", "Accept-Encoding"}

    @pytest.mark.java
    @pytest.mark.breadth
    def test_every_page_is_valid_html(self, pages, html_errors):
        html = {
            address.replace("/", "-"): page.text
            for address, page in pages.items()
            if page["Content-Type"].startswith("text/html")
        }
        assert len(html) > 40
        assert html_errors(html) == []
