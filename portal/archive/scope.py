"""What an archive holds: the whole public record, or one project with what belongs to it."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from events.models import Event, EventOrganisation, Participation, Project, Report
from organisations.models import Organisation
from people.models import Person
from portal.tables.formats import FORMATS

LISTS = ("events", "people", "organisations", "projects", "participation")
LIST_VIEWS = {"list", *(each.extension for each in FORMATS)}


class Record:
    """All that the public may see."""

    project = None
    spaces = LISTS
    pages = ("home", "reports:list", "open-data", "accessibility", "privacy")

    def __init__(self, now):
        self.now = now
        self.events = Event.objects.public(now)
        self.people = Person.objects.public(now).with_page()
        self.organisations = Organisation.objects.public(now)
        self.projects = Project.objects.public(now)

    @property
    def reports(self):
        return Report.objects.public(self.now).filter(event__in=self.events)

    def addresses(self):
        """Yield (kind, address) of each page; a page of a list stands for all pages of it."""
        for name in self.pages:
            yield "", reverse(name)
        for space in self.spaces:
            yield "", reverse(f"{space}:list")
        for kind, rows in self.kinds().items():
            for row in rows.order_by("pk").iterator(chunk_size=500):
                yield kind, row.get_absolute_url()

    def kinds(self):
        return {
            "events": self.events.only("slug", "address_year"),
            "people": self.people.only("name"),
            "organisations": self.organisations.only("slug"),
            "projects": self.projects.only("slug"),
        }

    def asked(self, name, path, pairs):
        """Return the address at which the site says what is to stand at a path of the archive."""
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def stands_for(self, pairs):
        """Return what is left of a question once what the archive itself answers is taken off."""
        return pairs


class OfProject(Record):
    """One project, its events and reports, and whom and what their lists name."""

    spaces = ("events", "participation")
    pages = ("home", "accessibility", "privacy")

    def __init__(self, now, project):
        super().__init__(now)
        self.project = project
        self.narrowing = ("project", project.slug)
        self.projects = self.projects.filter(pk=project.pk)
        self.events = self.events.under_projects([project.slug])
        lines = Participation.objects.public(now).filter(event__in=self.events)
        bodies = EventOrganisation.objects.filter(event__in=self.events).values("organisation")
        own = Project.objects.prefetch_related("bodies").get(pk=project.pk).organisation_keys()
        self.people = self.people.filter(pk__in=lines.filter(named=True).values("person"))
        self.organisations = self.organisations.filter(
            Q(pk__in=lines.exclude(organisation=None).values("organisation"))
            | Q(pk__in=bodies)
            | Q(pk__in=own)
        )

    def asked(self, name, path, pairs):
        space, _colon, view = name.partition(":")
        if name == "home":
            # Whoever opens the folder begins with the project.
            path = self.project.get_absolute_url()
        elif space in self.spaces and view in LIST_VIEWS:
            pairs = [self.narrowing, *pairs]
        return super().asked(name, path, pairs)

    def stands_for(self, pairs):
        return [pair for pair in pairs if pair != self.narrowing]
