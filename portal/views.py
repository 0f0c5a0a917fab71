import logging
import sys

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found, permission_denied

from events import listing
from events.admin.access import Limited
from events.admin.limits import limited
from events.feeds import ChangeFeed, ReportFeed
from events.filters import EventFilter, LineFilter
from events.models import Event, Participation, Update
from organisations.models import Organisation
from people.filters import PersonFilter
from people.models import Person
from portal import charts, logs
from portal.api import answers, problems
from portal.away import is_away
from portal.duplicates.heirs import Erased
from portal.feeds import feed_links
from portal.history import Closed
from portal.missing import Missing
from portal.prepared import prepared

NEWEST = 6
COMING = 5


@prepared
def newest(now):
    """What was told last."""
    return Update.objects.newest(now)[:NEWEST]


@prepared
def coming_up(today, language, now):
    """The next events as lists print them."""
    coming = Event.objects.public(now).upcoming(today).listed(language, now)
    return coming.order_by("earliest", "pk")[:COMING]


@require_safe
def home(request):
    now, language = timezone.now(), get_language()
    coming = coming_up(timezone.localdate(now), language, now)
    events = EventFilter(None, Event.objects.public(now))
    return render(
        request,
        "portal/home.html",
        {
            "newest": listing.news(newest(now), now),
            "coming": [listing.row(event) for event in coming],
            "figures": figures(now, events),
            **record(now, events),
            "feeds": feed_links("events", ChangeFeed) + feed_links("reports", ReportFeed),
        },
    )


def figures(now, in_list):
    """Count what each list shows in all, as components/figures.html prints it."""
    events = in_list.total
    reports = len(listing.report_keys(now, in_list.moment))
    people = PersonFilter(None, Person.objects.public(now)).beside(in_list).total
    institutions = Organisation.objects.public(now).count()
    return [
        figure(events, ngettext("event", "events", events), "events:list"),
        figure(reports, ngettext("report", "reports", reports), "reports:list"),
        figure(people, ngettext("person named", "people named", people), "people:list"),
        figure(
            institutions,
            ngettext("institution", "institutions", institutions),
            "organisations:list",
        ),
    ]


def record(now, events):
    """Return the years of the record as a picture and who is named in it, as the lists count."""
    lines = LineFilter(None, Participation.objects.public(now)).beside(events)
    address = reverse("events:list")
    years = [
        choice._replace(url=f"{address}{choice.url}")
        for choice in events.linked_choices_of("year", charts.MOST_YEARS)
    ]
    shown = {choice.value: choice.count for choice in lines.choices_of("named")}
    return {
        "years": charts.columns("by-year", _("Events by year"), _("Year"), years),
        "named": shown.get("yes", 0),
        "unnamed": shown.get("no", 0),
    }


def figure(number, label, name):
    return {"number": number, "label": label, "url": reverse(name)}


@require_safe
def healthz(request):
    """Say that the process answers, without asking the database."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def page_of_a_fault(status):
    """Answer with a page that asks nothing of the site, with the number of the request."""
    page = loader.render_to_string(f"{status}.html", {"number": logs.number.get()})
    return HttpResponse(page, status=status)


def bad_request(request, exception):
    if answers.is_ours(request):
        return answers.open_to_all(problems.unreadable(request, exception))
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return page_of_a_fault(status)


def not_found(request, exception):
    if answers.is_ours(request):
        return answers.open_to_all(problems.not_found(request, exception))
    if isinstance(exception, Erased):
        return render(request, "410.html", status=410)
    if is_staffs(request):
        return to_staff(request, "admin/missing.html", _("There is no such page"), 404)
    if isinstance(exception, Missing):
        return render(request, "404.html", {"missing": exception}, status=404)
    return page_not_found(request, exception)


def is_staffs(request):
    """Say whether one of the staff asked for a page of theirs."""
    return request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request)


def to_staff(request, template, title, status):
    """Answer among the staff's own pages, from where there is a way on."""
    context = admin.site.each_context(request) | {"title": title}
    return render(request, template, context, status=status)


def forbidden(request, exception):
    """Answer 403; to staff with a way on, of what is limited to others with the way in."""
    if isinstance(exception, Limited):
        return limited(request, exception.event)
    if isinstance(exception, Closed):
        if is_staffs(request):
            return to_staff(request, "admin/closed.html", _("The record is closed"), 403)
        return render(request, "closed.html", status=403)
    logs.note("refused", level=logging.WARNING, account=request.user.pk, path=request.path)
    if is_staffs(request):
        return to_staff(request, "admin/forbidden.html", _("You may not open this page"), 403)
    return permission_denied(request, exception)


def server_error(request):
    """Answer 503 while the records are out of reach, else 500; asks nothing of the site."""
    away = is_away(sys.exception())
    status = 503 if away else 500
    if answers.is_ours(request):
        answer = answers.open_to_all(problems.failed(status))
    else:
        answer = page_of_a_fault(status)
    if away:
        answer["Retry-After"] = "120"
    return answer
