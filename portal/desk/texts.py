"""Texts of reports and events that are not public, on the desk by what is to be done with them."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Edition, Event, Remark, Report, Update
from portal.desk.piles import Item, Pile, form
from portal.fields import language_name
from portal.models import NEVER, SetAside, Version

State = Edition.State
READ, PUBLISH = "events.view_report", "events.publish_edition"


def _open(reader, *states):
    """Return the texts in some states that are not limited to others."""
    return Edition.objects.filter(
        publish_at__isnull=True,
        state__in=states,
        report__in=Report.objects.open_to(reader.user).values("pk"),
    ).select_related("report__event", "submitted_by")


def _mine(editions, reader):
    """Return those that somebody wrote on or handed in."""
    # To send a text back, with the remark as the reason, is not to write on it.
    wrote = Version.objects.filter(
        kind=Edition._meta.label_lower, record_id=OuterRef("pk"), by=reader.user, reason=""
    )
    return editions.filter(Q(submitted_by=reader.user) | Exists(wrote))


def returned(reader):
    remarks = Remark.objects.open().filter(edition=OuterRef("pk")).order_by("-at", "-pk")
    return (
        _mine(_open(reader, State.RETURNED), reader)
        .annotate(
            remark=Subquery(remarks.values("text")[:1]),
            remark_at=Subquery(remarks.values("at")[:1]),
        )
        .order_by("-changed_at", "-pk")
    )


def kept(reader):
    """Return what somebody typed and could not save because another was faster."""
    return SetAside.objects.of(reader.user, reader.now).order_by("-at", "-pk")


def waiting(reader):
    """Return what waits, the longest first: all of it for second readers, one's own for others."""
    rows = _open(reader, State.SUBMITTED).order_by("submitted_at", "pk")
    return rows if reader.may(PUBLISH) else _mine(rows, reader)


def written(reader):
    return _mine(_open(reader, State.DRAFT), reader).order_by("-changed_at", "-pk")


def begun(reader):
    """Return the events that readers were never told of and that somebody saved last."""
    saves = Version.objects.filter(kind=Event._meta.label_lower, record_id=OuterRef("pk"))
    unseen = Event.objects.open_to(reader.user, reader.now).filter(
        visible_from=NEVER, public_from=None
    )
    return (
        unseen.annotate(saved_by=Subquery(saves.order_by("-number").values("by")[:1]))
        .filter(saved_by=reader.user.pk)
        .order_by("-changed_at", "-pk")
    )


def unread(reader):
    """Return what went out without a second reader, for those who did not send it out."""
    out = Edition.objects.open_to(reader.user, reader.now).unread()
    others = out.exclude(published_by=reader.user).exclude(submitted_by=reader.user)
    return others.select_related("report__event", "published_by").order_by("-publish_at", "-pk")


def coming(reader):
    return (
        Edition.objects.filter(publish_at__gt=reader.now)
        .filter(report__in=Report.objects.open_to(reader.user).values("pk"))
        .select_related("report__event", "published_by")
        .order_by("publish_at", "pk")
    )


def lately(reader):
    """Return the lines of the public history, small ones too, the newest first."""
    return (
        Update.objects.due(reader.now)
        .filter(event__visible_from__lte=reader.now)
        .select_related("event", "edition", "by")
        .order_by("-at", "-pk")
    )


def remarks(reader):
    """Return what is proposed or remarked and not settled; on a text sent back it stands there."""
    about_facts = Q(
        report=None, event__in=Event.objects.open_to(reader.user, reader.now).values("pk")
    )
    about_texts = Q(report__in=Report.objects.open_to(reader.user).values("pk"))
    rows = (
        Remark.objects.open()
        .filter(about_facts | about_texts & ~Q(edition__state=State.RETURNED))
        .select_related("event", "by")
        .order_by("-at", "-pk")
    )
    return rows if reader.may("events.change_public") else rows.filter(by=reader.user)


def _about(edition):
    """Return the event, and the language where it is not the site's own."""
    report = edition.report
    if report.language == settings.LANGUAGE_CODE:
        return report.event.name
    return f"{report.event.name} · {language_name(report.language)}"


def _of_text(edition, **facts):
    return Item(edition.title, form(edition.report), about=_about(edition), **facts)


def returned_item(edition, reader):
    return _of_text(
        edition,
        at=edition.remark_at or edition.changed_at,
        at_words=_("sent back on"),
        note=edition.remark or "",
    )


def kept_item(aside, reader):
    return Item(aside.title, aside.get_absolute_url(), at=aside.at, at_words=_("typed on"))


def waiting_item(edition, reader):
    own = edition.submitted_by_id == reader.user.pk
    mark = _("handed in by you: somebody else publishes it")
    return _of_text(
        edition,
        at=edition.submitted_at,
        at_words=_("waits since"),
        by=None if own else edition.submitted_by,
        marks=[mark] if own and reader.may(PUBLISH) and not settings.ONE_PERSON_OFFICE else [],
    )


def written_item(edition, reader):
    return _of_text(
        edition,
        at=edition.changed_at,
        at_words=_("last changed on"),
    )


def begun_item(event, reader):
    return Item(
        event.name,
        form(event),
        about=event.when,
        at=event.changed_at,
        at_words=_("last changed on"),
    )


def unread_item(edition, reader):
    return _of_text(
        edition,
        at=edition.publish_at,
        at_words=_("sent out on"),
        by=edition.published_by,
        note=edition.alone_reason,
    )


def coming_item(edition, reader):
    # Never before its event.
    event = edition.report.event
    return _of_text(
        edition,
        at=max(filter(None, [edition.publish_at, event.public_from])),
        at_words=_("goes out on"),
        by=edition.published_by,
    )


def lately_item(update, reader):
    edition = update.edition
    return Item(
        edition.title if edition else update.event.name,
        form(Report, edition.report_id) if edition else form(update.event),
        at=update.at,
        by=update.by,
        note=update.note,
        marks=[_("small correction")] if update.minor else [],
    )


def remark_item(remark, reader):
    return Item(
        remark.event.name,
        form(Report, remark.report_id) if remark.report_id else form(remark.event),
        at=remark.at,
        at_words=_("written on"),
        by=remark.by,
        note=remark.text,
    )


PILES = [
    Pile(
        "sent-back",
        gettext_lazy("Sent back to you"),
        gettext_lazy("Read the remark, mend the text and hand it in again."),
        returned,
        returned_item,
        READ,
    ),
    Pile(
        "kept",
        gettext_lazy("Kept for you"),
        gettext_lazy(
            "Somebody else saved first, and what you had typed was kept: put it onto the newer "
            "state, or throw it away."
        ),
        kept,
        kept_item,
    ),
    Pile(
        "waiting",
        gettext_lazy("Waiting for a second reader"),
        gettext_lazy("Read each, then publish it or send it back with a remark."),
        waiting,
        waiting_item,
        READ,
        gettext_lazy("Nothing waits."),
        PUBLISH,
        gettext_lazy("An editor reads each, and publishes it or sends it back to you."),
    ),
    Pile(
        "being-written",
        gettext_lazy("Being written by you"),
        gettext_lazy("Write on; when it is ready, hand it in for a second reader."),
        written,
        written_item,
        READ,
        gettext_lazy("No report of yours is unfinished."),
    ),
    Pile(
        "not-public",
        gettext_lazy("Your events that are not public"),
        gettext_lazy("You saved these last: complete each, and publish it when it is ready."),
        begun,
        begun_item,
        "events.view_event",
        duty=PUBLISH,
        to_others=gettext_lazy("You saved these last: complete each; an editor publishes it."),
    ),
    Pile(
        "proposed",
        gettext_lazy("Proposals and remarks"),
        gettext_lazy("Open each and make the change, or say there why not."),
        remarks,
        remark_item,
        READ,
        duty="events.change_public",
        to_others=gettext_lazy("An editor makes the change, or says on the page why not."),
    ),
    Pile(
        "still-to-be-read",
        gettext_lazy("Published without a second reader"),
        gettext_lazy("Read each, and approve it or mend it: until then it stays marked."),
        unread,
        unread_item,
        PUBLISH,
    ),
    Pile(
        "going-out",
        gettext_lazy("Going out"),
        gettext_lazy(
            "Each goes out by itself at its time; until then you can move it or take it back."
        ),
        coming,
        coming_item,
        READ,
        gettext_lazy("Nothing is set to go out."),
        PUBLISH,
        gettext_lazy("Each goes out by itself at its time; until then an editor can stop it."),
    ),
    Pile(
        "public-lately",
        gettext_lazy("Public lately"),
        gettext_lazy(
            "What readers were told; a sentence that is wrong is put otherwise on its event's form."
        ),
        lately,
        lately_item,
        READ,
        gettext_lazy("Nothing is public yet."),
        "events.change_public",
        gettext_lazy("What readers were told; if a sentence is wrong, tell an editor."),
        endless=True,
    ),
]
