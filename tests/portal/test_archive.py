import datetime
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from events.models import Document, EventOrganisation
from events.views import EventList
from portal import history
from portal.archive import writing
from portal.archive.folder import Folder
from portal.archive.links import relinked
from portal.archive.scope import OfProject, Record
from portal.archive.writing import Archive, file_of, page_of
from tests import builders
from tests.builders import LONG_AGO


class Links(HTMLParser):
    """The links of a page, and the tags that it is made of."""

    def __init__(self, html):
        super().__init__()
        self.found, self.tags = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        told = dict(attrs)
        several = [part.split()[0] for part in told.get("srcset", "").split(",") if part]
        self.found += [told[name] for name in ("href", "src") if name in told] + several


def write(root, scope):
    root.mkdir()
    with Folder(root) as folder:
        archive = Archive(folder, scope, lambda words: None)
        archive.write()
    return root


@pytest.fixture(scope="module")
def world(kept):
    """Two events: one of a project, with all that goes with a page; one that is of none."""
    project = builders.project("Better roads")
    body, funder = builders.organisation(), builders.organisation("Road Fund")
    event = builders.event("Workshop on roads")
    with history.change(event, by=None):
        event.projects.add(project)
        EventOrganisation.objects.create(event=event, organisation=funder, role="funder")
    for name in ("Ana Anić", "Bojan Bojić"):
        builders.line(event, person=builders.person(name), organisation=body)
    builders.line(
        event, person=builders.person("Vera Verić", visibility="hidden"), organisation=body
    )
    talk, nowhere = "/events/2021/talk/", "/events/?page=9"
    words = f'<p>See <a href="{talk}">it</a> and <a href="{nowhere}">all</a>.</p>'
    builders.report(event, "What was said", body=words)
    builders.report(event, "What was said in the end", now=LONG_AGO + datetime.timedelta(days=1))
    builders.document(event, name="a.pdf")
    builders.photo(event)
    other = builders.event("Talk", slug="talk")
    builders.line(other, person=builders.person("Cene Cenić"), organisation=body)
    builders.event("Secret meeting", public=False)
    return project


@pytest.fixture(scope="module")
def record(world, tmp_path_factory):
    """The archive of the whole record, with one event on a page of the list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EventList, "paginate_by", 1)
        return write(tmp_path_factory.mktemp("archives") / "record", Record(timezone.now()))


@pytest.fixture(scope="module")
def of_project(world, tmp_path_factory):
    scope = OfProject(timezone.now(), world)
    return write(tmp_path_factory.mktemp("archives") / "project", scope)


def pages(root):
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*.html")}


def broken(root):
    """Return (page, link) of each link that leads into the folder and to nothing."""
    return [
        (name, link)
        for name, html in pages(root).items()
        for link in Links(html).found
        if not urlsplit(link).scheme
        if not (root / unquote(urlsplit(urljoin(f"/{name}", link)).path).lstrip("/")).is_file()
    ]


def test_every_link_leads_to_a_file_of_the_folder_or_to_a_site(record, of_project):
    assert (broken(record), broken(of_project)) == ([], [])
    assert not [
        link for html in pages(record).values() for link in Links(html).found if link[0] == "/"
    ]


def test_pages_ask_nothing_of_a_server(record):
    tags = set().union(*(Links(html).tags for html in pages(record).values()))
    assert tags & {"form", "input", "button", "select", "textarea"} == set()
    home = pages(record)["index.html"]
    assert "Copy of the record." in home
    assert "Search events" not in home


def test_the_record_is_there_whole_with_what_belongs_to_each_page(record):
    names = {str(path.relative_to(record)) for path in record.rglob("*") if path.is_file()}
    event = "events/2021/workshop-on-roads"
    assert names >= {
        *("index.html", "README.txt", "SHA256SUMS", "theme.css", "static/img/mark.svg"),
        *("events/index.html", "events/page-2.html", "reports/index.html", "privacy/index.html"),
        *(f"{event}/{each}" for each in ("event.json", "participants.csv", "cite.bib")),
        *(f"{event}/index.html", f"{event}/versions/1/index.html", f"{event}/event.ics"),
        *(f"{space}/{space}.{form}" for space in ("events", "people") for form in ("csv", "json")),
        *("organisations/road-fund/index.html", "projects/better-roads/index.html"),
    }
    papers = [paper.get_absolute_url().lstrip("/") for paper in Document.objects.all()]
    assert [name for name in names if "documents/" in name] == papers
    assert {name.rpartition(".")[2] for name in names if "photos/" in name} == {"jpg", "webp"}
    assert "events/page-3.html" not in names
    assert [name for name in names if "feed." in name] == []


def test_a_link_that_somebody_wrote_leads_into_the_folder(record, of_project):
    page = "events/2021/workshop-on-roads/versions/1/index.html"
    assert '<a href="../../../talk/index.html"' in pages(record)[page]
    assert '<a href="http://127.0.0.1:8000/events/2021/talk/"' in pages(of_project)[page]
    # And one to a page that there is not leads where it would on the site.
    assert '<a href="http://127.0.0.1:8000/events/?page=9"' in pages(record)[page]


@pytest.mark.parametrize(
    "link",
    [
        "http://[odd",
        "http://127.0.0.1:8000/static/%2e%2e/manage.py",
        "mailto:ana@home.example",
        f"http://127.0.0.1:8000/events/2021/{'a' * 300}/",
        f"http://127.0.0.1:8000/static/{'a' * 300}.css",
    ],
    ids=range(5),
)
def test_a_link_to_what_the_site_does_not_show_stays_as_it_is(link, tmp_path):
    (tmp_path / "events" / "2021").mkdir(parents=True)
    with Folder(tmp_path) as folder:
        archive = Archive(folder, Record(timezone.now()), say=None)
        assert archive.link("/events/", [], link) == link
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["SHA256SUMS"]


def test_a_filtered_list_leads_to_the_site(record):
    page = pages(record)["projects/better-roads/index.html"]
    assert 'href="http://127.0.0.1:8000/events/?project=better-roads"' in page


def test_nothing_of_staff_and_nobody_hidden_is_in_it(record):
    said = "".join(path.read_text(errors="replace") for path in record.rglob("*") if path.is_file())
    assert "Ana Anić" in said
    hidden = ("/admin/", "Secret", "secret-meeting", "Verić", "veric")
    assert [word for word in hidden if word in said] == []


def test_sums_are_those_of_all_files(record):
    told = [line.split("  ") for line in (record / "SHA256SUMS").read_text().splitlines()]
    files = [path for path in record.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert sorted(told) == sorted(
        [hashlib.sha256(path.read_bytes()).hexdigest(), str(path.relative_to(record))]
        for path in files
    )


def counted(root):
    return dict(
        re.findall(r"^([\w/. ]+): (\d+)(?: rows?)?$", (root / "README.txt").read_text(), re.M)
    )


def test_the_readme_counts_to_the_row(record, of_project):
    assert counted(record) == {
        "Events with their parts": "2",
        "Reports": "1",
        "People with a page": "3",
        "Institutions": "2",
        "Projects": "1",
        "Documents": "1",
        "events/events.csv": "2",
        "people/people.csv": "3",
        "organisations/organisations.csv": "2",
        "projects/projects.csv": "1",
        "participation/participation.csv": "4",
    }
    assert counted(of_project) == {
        "Events with their parts": "1",
        "Reports": "1",
        "People with a page": "2",
        "Institutions": "2",
        "Projects": "1",
        "Documents": "1",
        "events/events.csv": "1",
        "participation/participation.csv": "3",
    }


def test_the_readme_says_who_answers_once_the_record_is_closed(db, settings, tmp_path):
    settings.SITE_CONTACT, settings.CLOSED_CONTACT = "portal@records.example", "the State Archive"
    write(tmp_path / "closed", Record(timezone.now()))
    readme = (tmp_path / "closed" / "README.txt").read_text()
    assert "Who answers questions: the State Archive\n" in readme


def test_an_archive_of_a_project_holds_what_is_of_it_and_opens_with_it(of_project):
    found = pages(of_project)
    assert sorted(name for name in found if not name.startswith(("accessibility", "privacy"))) == [
        *sorted(name for name in found if "/changes/" in name),
        "events/2021/workshop-on-roads/index.html",
        "events/2021/workshop-on-roads/versions/1/index.html",
        "events/2021/workshop-on-roads/versions/2/index.html",
        "events/index.html",
        "index.html",
        "organisations/ministry-of-works/index.html",
        "organisations/road-fund/index.html",
        "participation/index.html",
        *sorted(name for name in found if name.startswith("people/")),
        "projects/better-roads/index.html",
    ]
    assert [sum(word in name for name in found) for word in ("/changes/", "people/")] == [1, 2]
    assert "<bdi>Better roads</bdi></h1>" in found["index.html"]
    assert "Talk" not in found["events/index.html"]


def test_a_page_says_itself_what_a_header_said_on_the_site(record):
    version = pages(record)["events/2021/workshop-on-roads/versions/1/index.html"]
    assert version.count('<meta name="robots" content="noindex">') == 1
    assert "noindex" not in pages(record)["events/2021/workshop-on-roads/index.html"]


def test_links_are_replaced_and_nothing_else():
    html = (
        '<!doctype html>\n<head>\n<p class=x>a &amp; "href=1" &#39;\n'
        '<a title="1 > 0" href="/b?a&amp;b"></a><svg viewBox="0 0 1 1"/>'
        '<img srcset="/1.jpg 1w,/2.jpg 2w" alt><link rel="canonical" href="/c">'
    )
    assert relinked(html, lambda link: f"<{link}") == (
        '<!doctype html>\n<head>\n<p class=x>a &amp; "href=1" &#39;\n'
        '<a title="1 &gt; 0" href="&lt;/b?a&amp;b"></a><svg viewBox="0 0 1 1"/>'
        '<img srcset="&lt;/1.jpg 1w, &lt;/2.jpg 2w" alt><link rel="canonical" href="/c">'
    )


def test_addresses_have_files():
    found = ("/", "/events/", "/events/?page=3", "/documents/1/%D0%B0.pdf")
    assert [file_of(address) for address in found] == [
        "index.html",
        "events/index.html",
        "events/page-3.html",
        "documents/1/а.pdf",
    ]
    asked = [[], [("page", "1")], [("page", "2")], [("page", "x")], [("page", "2"), ("q", "a")]]
    assert [page_of(pairs) for pairs in asked] == ["", "", "?page=2", None, None]


@pytest.mark.django_db
def test_a_document_whose_file_is_missing_is_named_and_leads_to_the_site(tmp_path):
    event = builders.event()
    paper = builders.document(event)
    default_storage.delete(paper.file.name)
    (tmp_path / "folder").mkdir()
    with Folder(tmp_path / "folder") as folder:
        archive = Archive(folder, Record(timezone.now()), lambda words: None)
        archive.write()
    assert archive.missing == {paper.get_absolute_url()}
    page = pages(folder.root)["events/2021/workshop-on-roads/index.html"]
    assert f'href="http://127.0.0.1:8000{paper.get_absolute_url()}"' in page


def test_it_is_said_how_far_it_came_within_a_long_list_too(db, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "EACH", 2)
    monkeypatch.setattr(EventList, "paginate_by", 1)
    for number in range(1, 6):
        builders.event(f"Talk {number}", slug=f"talk-{number}")
    said, root = [], tmp_path / "folder"
    root.mkdir()
    with Folder(root) as folder:
        Archive(folder, Record(timezone.now()), said.append).write()
    written = len(pages(root))
    assert [words.partition(" pages so far")[0] for words in said] == [
        str(number) for number in range(2, written + 1, 2)
    ]
    # The list of events goes on over five pages.
    assert [words.partition(": ")[2] for words in said[2:5]] == [
        "6 of 15 addresses of the record"
    ] * 3
