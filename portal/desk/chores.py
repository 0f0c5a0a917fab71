"""What is to be completed in the record, when there is time."""

import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, Participation, Photo, Report, Role
from organisations.models import Organisation
from people.models import Person
from portal.desk import doubles
from portal.desk.piles import Item, Pile, form
from portal.fields import language_name

#: For how long after an event a report is missed; older ones are an archive.
MISSED = datetime.timedelta(days=365)

CHANGE = "events.change_event"


def _events(reader):
    return Event.objects.open_to(reader.user, reader.now)


def people(reader):
    return Person.objects.filter(to_complete=True).order_by("-pk")


def institutions(reader):
    return Organisation.objects.filter(to_complete=True).order_by("-pk")


def lines(reader):
    """Return the lines that name a person and nobody on whose behalf they came."""
    return (
        Participation.objects.filter(person__isnull=False, organisation__isnull=True)
        .filter(event__in=_events(reader).values("pk"))
        .select_related("event", "person")
        .order_by("-pk")
    )


def photos(reader):
    return (
        Photo.objects.filter(alternative_text="", event__in=_events(reader).values("pk"))
        .select_related("event")
        .order_by("-pk")
    )


def inexact(reader):
    return _events(reader).filter(precision__in=["part", "month"]).order_by("-pk")


def unreported(reader):
    held = _events(reader).filter(status=Event.Status.HELD, latest__gte=reader.today - MISSED)
    reports = Report.objects.filter(event=OuterRef("pk"))
    return held.past(reader.today).filter(~Exists(reports)).order_by("-latest", "-pk")


def still_planned(reader):
    planned = _events(reader).filter(status=Event.Status.PLANNED)
    return planned.past(reader.today).order_by("-latest", "-pk")


def still_expected(reader):
    expected = Participation.objects.filter(attendance=Participation.Attendance.EXPECTED)
    held = _events(reader).filter(status=Event.Status.HELD, pk__in=expected.values("event"))
    return held.past(reader.today).order_by("-latest", "-pk")


def untranslated_roles(reader):
    """Return the roles without a name in one of the other languages in which reports are."""
    used = set(Report.objects.order_by().values_list("language", flat=True).distinct())
    used.discard(settings.LANGUAGE_CODE)
    named = Count("names", filter=Q(names__language__in=used))
    return Role.objects.annotate(named=named).filter(named__lt=len(used)).order_by("order", "pk")


def untranslated_reports(reader):
    own = Report.objects.filter(event=OuterRef("event"), language=settings.LANGUAGE_CODE)
    return (
        Report.objects.open_to(reader.user)
        .exclude(language=settings.LANGUAGE_CODE)
        .filter(~Exists(own))
        .select_related("event")
        .order_by("-pk")
    )


def record_item(record, reader):
    return Item(str(record), form(record))


def event_item(event, reader):
    return Item(event.name, form(event), about=event.when)


def line_item(line, reader):
    return Item(str(line), form(line.event), about=line.event.name)


def photo_item(photo, reader):
    return Item(photo.caption or _("A photo"), form(photo.event), about=photo.event.name)


def report_item(report, reader):
    words = _("only in %(language)s") % {"language": language_name(report.language)}
    return Item(report.event.name, form(report), about=words)


def _chore(key, title, advice, rows, item, permission=CHANGE):
    return Pile(key, title, advice, rows, item, permission)


PILES = [
    *doubles.PILES,
    _chore(
        "people-to-complete",
        gettext_lazy("People added in passing"),
        gettext_lazy("Add the parts of the name and the post, then untick “to be completed”."),
        people,
        record_item,
        "people.change_person",
    ),
    _chore(
        "institutions-to-complete",
        gettext_lazy("Institutions added in passing"),
        gettext_lazy("Add the full name, the kind and the country, then untick “to be completed”."),
        institutions,
        record_item,
        "organisations.change_organisation",
    ),
    _chore(
        "lines-without-institution",
        gettext_lazy("People without an institution"),
        gettext_lazy("Give the institution in the line of the event's list."),
        lines,
        line_item,
    ),
    _chore(
        "photos-without-text",
        gettext_lazy("Photos that nobody described"),
        gettext_lazy("Say what each shows, for those who cannot see it; until then it is hidden."),
        photos,
        photo_item,
    ),
    _chore(
        "inexact-dates",
        gettext_lazy("Dates known only to the month"),
        gettext_lazy("Give the day if you can find it out."),
        inexact,
        event_item,
    ),
    _chore(
        "no-report",
        gettext_lazy("Events of the last twelve months without a report"),
        gettext_lazy("Open the event and write a report."),
        unreported,
        event_item,
    ),
    _chore(
        "still-planned",
        gettext_lazy("Past events that are still “planned”"),
        gettext_lazy("Say whether it was held, postponed or cancelled."),
        still_planned,
        event_item,
    ),
    _chore(
        "still-expected",
        gettext_lazy("Past events with people still “expected”"),
        gettext_lazy("Say of each whether they came."),
        still_expected,
        event_item,
    ),
    _chore(
        "reports-in-another-language",
        gettext_lazy("Reports missing in the site's language"),
        gettext_lazy("Write the report in the site's language too."),
        untranslated_reports,
        report_item,
        "events.change_report",
    ),
    _chore(
        "roles-without-name",
        gettext_lazy("Roles without a name in a language that reports are in"),
        gettext_lazy("Add the name of the role in each language."),
        untranslated_roles,
        record_item,
        "events.change_role",
    ),
]
