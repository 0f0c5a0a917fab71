"""The staff's own pages about an event or a report, beside the forms of the admin.

Their addresses stand under those of the lists: /admin/events/report/12/preview/2/.
"""

from django.urls import path

from events.admin import limits, lists, preview, proof, remarks, review, rights, texts
from events.admin.archive import archive
from events.admin.came import came
from events.admin.checks import answers
from events.admin.compare import compare
from events.admin.corrections import correct_name
from events.admin.language import language
from events.admin.long_list import lines
from events.admin.posts import posts
from events.admin.reopen import reopen
from events.admin.requests import case, requests
from events.admin.sentences import sentences

EVENT_PAGES = [
    ("correct-name/<str:label>/<int:pk>/", correct_name, "correct_name"),
    ("where/<int:pk>/", rights.where, "where"),
    ("erase/<int:pk>/", rights.erase_page, "erase"),
    ("held/<int:pk>/", rights.held_file, "held"),
    ("requests/", requests, "requests"),
    ("requests/<int:pk>/", case, "case"),
    ("<int:pk>/preview/", preview.event_preview, "events_event_preview"),
    (
        "<int:pk>/photos/<int:photo>/<int:width>.<slug:extension>",
        preview.photo,
        "events_event_photo",
    ),
    (
        "<int:pk>/pictures/<int:photo>/<int:width>.<slug:extension>",
        preview.picture,
        "events_event_picture",
    ),
    ("<int:pk>/documents/<int:document>/<str:name>", preview.document, "events_event_document"),
    ("<int:pk>/lines/", lines, "events_event_lines"),
    ("<int:pk>/came/", came, "events_event_came"),
    ("<int:pk>/posts/", posts, "events_event_posts"),
    ("<int:pk>/sentences/", sentences, "events_event_sentences"),
    ("archive/", archive, "events_event_archive"),
    ("begin/", lists.begin, "events_event_begin"),
    ("begin/text/", texts.begin_text, "events_event_begin_text"),
    ("<int:pk>/text/", texts.find, "events_event_text"),
    ("<int:pk>/list/", lists.start, "events_event_list"),
    ("<int:pk>/list/<int:intake>/", review.review_list, "events_event_list_review"),
    ("<int:pk>/list/<int:intake>/columns/", lists.columns, "events_event_list_columns"),
    ("<int:pk>/list/<int:intake>/line/<int:number>/", review.line, "events_event_list_line"),
    ("<int:pk>/list/<int:intake>/discard/", lists.discard, "events_event_list_discard"),
    ("<int:pk>/list/undo/<int:taking>/", lists.undo_list, "events_event_list_undo"),
    ("<int:pk>/open/", limits.open_limited, "events_event_open"),
    ("<int:pk>/remark/", remarks.event_remark, "events_event_remark"),
    ("<int:pk>/remark/<int:remark>/settle/", remarks.settle_proposal, "events_event_settle_remark"),
]
REPORT_PAGES = [
    ("<int:pk>/reopen/<int:sequence>/", reopen, "events_report_reopen"),
    ("<int:pk>/compare/", compare, "events_report_compare"),
    ("<int:pk>/language/", language, "events_report_language"),
    ("<int:pk>/answers/", answers, "events_report_answers"),
    ("<int:pk>/preview/<int:sequence>/", preview.report_preview, "events_report_preview"),
    ("<int:pk>/proofs/<int:sequence>/", proof.proofs, "events_report_proofs"),
    (
        "<int:pk>/proofs/<int:sequence>/<int:link>/revoke/",
        proof.revoke,
        "events_report_revoke_proof",
    ),
    ("<int:pk>/remark/", remarks.report_remark, "events_report_remark"),
    ("<int:pk>/remark/<int:remark>/settle/", remarks.settle_remark, "events_report_settle_remark"),
]


def event_pages(site):
    return _guarded(site, EVENT_PAGES)


def report_pages(site):
    return _guarded(site, REPORT_PAGES)


def _guarded(site, pages):
    """Return the paths of pages that are for staff who are signed in."""
    return [path(route, site.admin_view(view), name=name) for route, view, name in pages]
