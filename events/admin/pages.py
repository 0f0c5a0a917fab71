"""The staff's own pages about an event or a report, beside the forms of the admin.

Their addresses stand under those of the forms: /admin/events/report/12/preview/.
"""

from django.urls import path

from events.admin.checks import answers_view
from events.admin.compare import compare


def event_pages(site):
    """Return the paths of the pages about an event, relative to the list of events."""
    return []


def report_pages(site):
    """Return the paths of the pages about a report, relative to the list of reports."""
    return [
        path("<int:pk>/compare/", site.admin_view(compare), name="events_report_compare"),
        path(
            "<int:pk>/answers/",
            site.admin_view(answers_view),
            {"site": site},
            name="events_report_answers",
        ),
    ]
