"""The staff's own pages about an event or a report, beside the forms of the admin.

Their addresses stand under those of the forms: /admin/events/report/12/preview/.
"""

from django.urls import path

from events.admin import limits, preview, proof, remarks
from events.admin.came import came
from events.admin.checks import answers
from events.admin.compare import compare
from events.admin.corrections import correct_name
from events.admin.reopen import reopen
from events.admin.sentences import sentences


def event_pages(site):
    """Return the paths of the pages about an event, relative to the list of events."""
    return [
        path(
            "correct-name/<str:label>/<int:pk>/",
            site.admin_view(correct_name),
            name="correct_name",
        ),
        path(
            "<int:pk>/preview/",
            site.admin_view(preview.event_preview),
            name="events_event_preview",
        ),
        path(
            "<int:pk>/photos/<int:photo>/<int:width>.<slug:extension>",
            site.admin_view(preview.photo),
            name="events_event_photo",
        ),
        path(
            "<int:pk>/documents/<int:document>/<str:name>",
            site.admin_view(preview.document),
            name="events_event_document",
        ),
        path("<int:pk>/came/", site.admin_view(came), name="events_event_came"),
        path(
            "<int:pk>/sentences/",
            site.admin_view(sentences),
            name="events_event_sentences",
        ),
        path("<int:pk>/open/", site.admin_view(limits.open_limited), name="events_event_open"),
        path(
            "<int:pk>/remark/",
            site.admin_view(remarks.event_remark),
            name="events_event_remark",
        ),
        path(
            "<int:pk>/remark/<int:remark>/settle/",
            site.admin_view(remarks.settle_proposal),
            name="events_event_settle_remark",
        ),
    ]


def report_pages(site):
    """Return the paths of the pages about a report, relative to the list of reports."""
    return [
        path(
            "<int:pk>/reopen/<int:sequence>/",
            site.admin_view(reopen),
            name="events_report_reopen",
        ),
        path("<int:pk>/compare/", site.admin_view(compare), name="events_report_compare"),
        path("<int:pk>/answers/", site.admin_view(answers), name="events_report_answers"),
        path(
            "<int:pk>/preview/<int:sequence>/",
            site.admin_view(preview.report_preview),
            name="events_report_preview",
        ),
        path(
            "<int:pk>/proofs/<int:sequence>/",
            site.admin_view(proof.proofs),
            name="events_report_proofs",
        ),
        path(
            "<int:pk>/proofs/<int:sequence>/<int:link>/revoke/",
            site.admin_view(proof.revoke),
            name="events_report_revoke_proof",
        ),
        path(
            "<int:pk>/remark/",
            site.admin_view(remarks.report_remark),
            name="events_report_remark",
        ),
        path(
            "<int:pk>/remark/<int:remark>/settle/",
            site.admin_view(remarks.settle_remark),
            name="events_report_settle_remark",
        ),
    ]
