"""Every address of the staff, drawn from the URL resolver; its arguments are built from a desk.

A page of the stock admin is covered by itself once its model has a row here. A page of our own
whose arguments are not known fails every net: tell ARGUMENTS how to build them.
"""

from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from events.models import Request, Topic
from portal import history, uploads
from portal.duplicates.split import split
from portal.models import Letter, Pair, SetAside
from tests import builders
from tests.staff import staff

STOCK = ("changelist", "add", "history", "delete", "change")


class Desk:
    """What staff work on: an event and a report that are not public, and one of each record."""

    def __init__(self, write=str):
        self.write = write
        self.colleague = staff("Editor", "colleague")
        self.event = builders.event(write("Event"), public=False)
        self.person = builders.person(write("Person"))
        double = builders.person(write("Person"))
        two = {"first_id": self.person.pk, "second_id": double.pk}
        self.pair, _made = Pair.objects.get_or_create(
            kind="people.person", **two, defaults={"score": 1, "reason": "same"}
        )
        self.reassignment = split(double, self.person, self.names_of(double), by=None)
        self.organisation = builders.organisation(write("Institution"))
        builders.line(self.event, person=builders.person(write("Guest")))
        self.document = builders.document(self.event, write("Document"))
        self.photo = builders.photo(self.event, caption=write("Caption"))
        self.edition = builders.report(
            self.event,
            write("Title"),
            lead=write("Lead"),
            body=f"<p>{write('Body')}</p>",
            credits=write("Credits"),
            published=False,
        )
        self.report = self.edition.report
        self.edition.hand_in(by=self.colleague)
        self.edition.send_back(by=self.colleague, remark=write("Remark"))
        self.remark = self.report.remarks.get()
        self.proposal = self.event.remarks.create(
            event=self.event, text=write("Proposal"), by=self.colleague
        )
        self.answer = self.report.answers.create(key="x", words=write("Answer"), by=self.colleague)
        self.link = self.edition.proof_links.create(
            made_by=self.colleague, ends_at=self.remark.at + self.edition.proof_links.model.LASTS
        )
        self.intake = self.event.intakes.create(title=write("List"), by=self.colleague)
        self.intake.lines.create(number=1, values={"name": write("Guest")})
        self.taking = self.event.takings.create(title=write("List"), by=self.colleague)
        self.request = Request.objects.create(
            name=write("Asking"), mail="a@home.example", wish="hide", words=write("Wish")
        )
        self.project = builders.project(write("Project"))
        self.role = builders.role("Rapporteur")
        self.topic = Topic(name=write("Topic"), slug="topic")
        with history.change(self.topic, by=None):
            self.topic.save()
        self.letter = Letter.objects.create(to="a@office.example", subject="Waiting", body="x")

    def names_of(self, person):
        with history.change(person, by=None):
            name = person.names.create(name=self.write("Name"))
        return {("names", name.pk)}

    def aside(self, record):
        """Keep what the colleague typed into the form of a record and could not save."""
        return SetAside.objects.create(
            kind=record._meta.label_lower,
            record_id=record.pk,
            number=1,
            data={"typed": [["name", self.write("Typed")]], "title": "x", "opened": [0, 0]},
            note=self.write("Sentence"),
            user=self.colleague,
        )

    def records(self):
        return {
            "portal_letter": self.letter,
            "organisations_organisation": self.organisation,
            "people_person": self.person,
            "events_event": self.event,
            "events_project": self.project,
            "events_report": self.report,
            "events_topic": self.topic,
            "events_role": self.role,
            "auth_user": User.objects.get(pk=self.colleague.pk),
        }


ARGUMENTS = {
    "suggestions": lambda desk: ["people.person"],
    "app_list": lambda desk: ["events"],
    "password_reset_confirm": lambda desk: ["x", "set-password"],
    "pile": lambda desk: ["no-report"],
    "correct_name": lambda desk: ["person", desk.person.pk],
    "events_event_preview": lambda desk: [desk.event.pk],
    "events_event_photo": lambda desk: [
        desk.event.pk,
        desk.photo.pk,
        *next(iter(uploads.variants(desk.photo.file.name, desk.photo.width)))[:2],
    ],
    "events_event_picture": lambda desk: ARGUMENTS["events_event_photo"](desk),
    "events_event_document": lambda desk: [
        desk.event.pk,
        desk.document.pk,
        desk.document.download_name,
    ],
    "events_event_lines": lambda desk: [desk.event.pk],
    "events_event_came": lambda desk: [desk.event.pk],
    "events_event_posts": lambda desk: [desk.event.pk],
    "where": lambda desk: [desk.person.pk],
    "erase": lambda desk: [desk.person.pk],
    "held": lambda desk: [desk.person.pk],
    "case": lambda desk: [desk.request.pk],
    "people_person_picture": lambda desk: [desk.person.pk, 480, "jpg"],
    "organisations_organisation_picture": lambda desk: [desk.organisation.pk, 480, "jpg"],
    "merge": lambda desk: ["person", desk.person.pk],
    "split": lambda desk: ["person", desk.person.pk],
    "reassigned": lambda desk: ["person", desk.person.pk],
    "undo": lambda desk: [desk.reassignment.pk],
    "pair": lambda desk: [desk.pair.pk],
    "events_event_text": lambda desk: [desk.event.pk],
    "events_event_list": lambda desk: [desk.event.pk],
    "events_event_list_columns": lambda desk: [desk.event.pk, desk.intake.pk],
    "events_event_list_discard": lambda desk: [desk.event.pk, desk.intake.pk],
    "events_event_list_line": lambda desk: [desk.event.pk, desk.intake.pk, 1],
    "events_event_list_review": lambda desk: [desk.event.pk, desk.intake.pk],
    "events_event_list_undo": lambda desk: [desk.event.pk, desk.taking.pk],
    "events_event_sentences": lambda desk: [desk.event.pk],
    "events_event_open": lambda desk: [desk.event.pk],
    "events_event_remark": lambda desk: [desk.event.pk],
    "events_event_settle_remark": lambda desk: [desk.event.pk, desk.proposal.pk],
    "events_report_compare": lambda desk: [desk.report.pk],
    "events_report_language": lambda desk: [desk.report.pk],
    "events_report_answers": lambda desk: [desk.report.pk],
    "events_report_preview": lambda desk: [desk.report.pk, desk.edition.sequence],
    "events_report_reopen": lambda desk: [desk.report.pk, desk.edition.sequence],
    "events_report_proofs": lambda desk: [desk.report.pk, desk.edition.sequence],
    "events_report_revoke_proof": lambda desk: [
        desk.report.pk,
        desk.edition.sequence,
        desk.link.pk,
    ],
    "events_report_remark": lambda desk: [desk.report.pk],
    "events_report_settle_remark": lambda desk: [desk.report.pk, desk.remark.pk],
}


def names():
    """Return the name of every address of the staff."""
    found = []
    for entry in get_resolver().url_patterns:
        if getattr(entry, "namespace", None) == "admin":
            found += _walk(entry.url_patterns)
    return found


def _walk(entries):
    for entry in entries:
        if not isinstance(entry, URLPattern):
            yield from _walk(entry.url_patterns)
        elif entry.name:  # Without a name the admin keeps only ways to other addresses.
            yield entry.name


def addresses(desk):
    """Return the address of each name, with what stands on the desk as its arguments."""
    return {name: address(name, desk) for name in names()}


def address(name, desk):
    kind, _underscore, page = name.rpartition("_")
    if name in ARGUMENTS:
        arguments = ARGUMENTS[name](desk)
    elif name.endswith("_set_aside"):
        record = desk.records()[name.removesuffix("_set_aside")]
        arguments = [record.pk, desk.aside(record).pk]
    elif kind in kinds() and page in STOCK[2:]:
        arguments = [desk.records()[kind].pk]
    else:
        arguments = []
    try:
        return reverse(f"admin:{name}", args=arguments)
    except NoReverseMatch:
        message = f"tests/nets/staff_addresses.py does not know how to build {name}"
        raise AssertionError(message) from None


def kinds():
    return {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}
