"""What pages are kept by moves with all that they may show: with every record, and by the clock."""

import datetime

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from events.models import Edition, Report
from portal import caching, history
from portal.models import NEVER, Recorded, Site
from tests import builders
from tests.nets import addresses
from tests.nets.reading import public_words, read
from tests.nets.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]

#: Records whose words are frozen, or that have none of their own.
TEXTS = {Report, Edition}
OURS = ("portal", "organisations", "people", "events")
#: Tables of which readers see nothing on a page that is kept.
UNSEEN = set(
    "portal.Reassignment portal.Version portal.Key portal.Pair portal.Site portal.Move "
    "portal.Letter portal.MailWishes portal.Opening portal.Submission portal.SetAside "
    "portal.Run portal.Attempt portal.SecondFactor portal.RecoveryCode portal.Session "
    "portal.Identity events.Remark events.Answer events.ProofLink events.Intake events.IntakeBody "
    "events.IntakeLine events.Taking events.Request".split()
)
#: Tables that are written where a record is, behind the same door.
WITH_A_RECORD = set(
    "portal.Address portal.Entry organisations.Ancestry events.Update events.Cover "
    "portal.Erasure events.Rewording".split()
)
#: Columns with an instant that follow from one of `caching.DUE` or are over when they are written.
FOLLOWS = set(
    "organisations.Organisation.visible_from organisations.Organisation.used_from "
    "people.Person.visible_from events.Project.visible_from events.Participation.visible_from "
    "portal.Entry.visible_from portal.Entry.visible_until events.Event.public_from".split()
)
PAST = {
    "at",
    "created_at",
    "changed_at",
    "recorded_at",
    "submitted_at",
    "approved_at",
    "undone_at",
}
#: Addresses whose answers are kept by nobody: files and forms, and what is for one alone.
NOT_KEPT = set("healthz readyz requests:ask requests:sent".split())


def ours():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def seen():
    return [model for model in ours() if model._meta.label not in UNSEEN]


def parts():
    """Return the models whose rows a record compares as its own."""
    return {
        model._meta.get_field(name).related_model
        for model in Recorded.__subclasses__()
        for name in model.parts
    }


def test_every_table_is_a_record_or_a_part_of_one_or_is_decided_about():
    known = {*Recorded.__subclasses__(), *parts()}
    others = {model._meta.label for model in seen() if model not in known}
    assert others == WITH_A_RECORD


def test_every_column_with_an_instant_is_waited_for_or_follows_or_is_past():
    waited_for = {f"{model._meta.label}.{name}" for model, name in caching.DUE}
    found = {
        f"{model._meta.label}.{field.name}"
        for model in seen()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    }
    assert waited_for <= found
    undecided = found - waited_for - FOLLOWS
    assert {name for name in undecided if name.rpartition(".")[2] not in PAST} == set()


@pytest.fixture(scope="module")
def world(kept):
    return World(public_words())


@pytest.mark.parametrize(
    "model",
    [model for model in Recorded.__subclasses__() if model not in TEXTS],
    ids=lambda model: model.__name__,
)
def test_change_of_any_record_moves_what_pages_are_kept_by(world, model):
    before, record = Site.objects.mark(), model.objects.order_by("pk").first()
    with history.change(record, by=None):
        field = next(
            field
            for field in record._meta.concrete_fields
            if isinstance(field, models.CharField)
            if field.editable and not field.choices and field.name not in ("language", "slug")
        )
        setattr(record, field.name, "Otherwise")
        record.save()
    assert Site.objects.mark() != before


def test_text_and_what_goes_away_move_what_pages_are_kept_by(world):
    marks = [Site.objects.mark()]
    text = builders.report(world.event, "Again", published=False)
    marks.append(Site.objects.mark())
    text.publish(by=None)
    marks.append(Site.objects.mark())
    history.remove(builders.event("A draft", public=False), by=None)
    marks.append(Site.objects.mark())
    assert len(set(marks)) == len(marks)


def test_columns_that_follow_are_at_no_instant_that_is_not_waited_for(world):
    """Whatever is to come by the clock comes at the instant of an event, a text or a line of it."""
    now = timezone.now()
    for hours in (1, 2):
        at = now + datetime.timedelta(hours=hours)
        later = World(world.write, public_from=at, also=world)
        builders.report(later.event, "Again", published=False).publish(by=None, at=at)
    waited_for, at = [], now
    while (at := caching.next_due(at)) < now + datetime.timedelta(hours=3):
        waited_for.append(at)
    found = set()
    for name in FOLLOWS:
        model, _dot, field = name.rpartition(".")
        rows = apps.get_model(model)._base_manager
        found |= set(
            rows.filter(**{f"{field}__gt": now, f"{field}__lt": NEVER}).values_list(
                field, flat=True
            )
        )
    assert found <= set(waited_for)
    assert len(found) >= 2


def test_page_says_the_same_at_every_instant_of_one_state(client, world, monkeypatch):
    """What is kept of the one is what would be drawn at the other; and every page is kept."""
    kept = {}

    def put(_pages, address, page):
        kept[address[3]] = page.body()

    monkeypatch.setattr(caching.Pages, "put", put)
    monkeypatch.setattr(caching.Pages, "get", lambda _pages, _address: None)
    began = datetime.datetime(2030, 5, 4, 0, 30, tzinfo=datetime.UTC)
    pages = {name: found[0] for name, found in addresses.plain().items() if found}
    told = []
    for instant in (began, began + datetime.timedelta(hours=20)):
        kept.clear()
        monkeypatch.setattr(timezone, "now", lambda now=instant: now)
        answers = {name: read(client, address)[0] for name, address in pages.items()}
        told.append(dict(kept))
    assert {address for address in told[0] if told[0][address] != told[1].get(address)} == set()
    whole = {
        name
        for name, answer in answers.items()
        if answer.status_code == 200 and not answer.streaming
    }
    assert {name for name in whole if pages[name] not in kept} == NOT_KEPT
