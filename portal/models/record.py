import datetime
from operator import attrgetter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from portal.constraints import is_met
from portal.fields import LanguageField, NameField, StateField
from portal.prepared import prepared
from portal.words import said_again

#: The bounds between which every instant of ours lies.
ALWAYS = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
NEVER = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)


@said_again
def _word(field, value):
    words = next((words for key, words in field.flatchoices if key == value), value)
    return force_str(words, strings_only=True)


class VisibleQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return what the public may see."""
        return self.filter(visible_from__lte=now or timezone.now())


class Visible(models.Model):
    """A row with the instant from which the public may see it, `NEVER` if it may not.

    It follows from events, withdrawals, lines and the directory. The door writes it
    whenever one of them changes, so that a page asks one column and needs no clockwork:
    an instant in the future comes by itself.
    """

    visible_from = models.DateTimeField(default=NEVER, editable=False)

    def is_visible(self, now=None):
        return self.visible_from <= (now or timezone.now())

    def page_url(self, now=None):
        """Return the address of its page, or "" while the public has none of it."""
        return self.get_absolute_url() if self.is_visible(now) else ""

    class Meta:
        abstract = True


class Worded(models.Model):
    """A row whose choices pages say in words."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        """Return the words for a value as Django does, which asks for those of all others too."""
        return _word(field, getattr(self, field.attname))


class Recorded(Worded):
    """A record whose every change goes through `portal.history.change`."""

    number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    #: Reverse accessors of the rows that belong to the record and live and die with it.
    parts = ()
    #: By the name of a part, its fields that are said of another one of it.
    said_of = {}
    #: Reverse accessors of what staff wrote beside it: no part of it, but it comes back with it.
    beside = ()
    #: Reverse accessors of rows that follow from the record and its parts.
    derived = ()
    #: The rule by which two may be one told twice, as portal.duplicates.pairs asks it.
    alike = None
    #: Whether one can be erased for good, so that only its number is left.
    erasable = False
    is_erased = False
    #: Fields of which, of two records made one, the stricter value holds: the later choice.
    stricter = ()
    #: Fields that are true of two records made one where they are of either.
    either = ()
    #: By field what says more of its value: of two records made one it goes with it.
    going_with = {}
    #: Many-to-many relations kept on the record itself.
    relations = ()
    #: Fields that follow from others and are no change of their own.
    unrecorded = ("number", "created_at", "changed_at", "visible_from")
    #: Fields that staff alone see: a change of nothing else is none for readers.
    unseen = frozenset()
    #: Where the key of the event stands that lists tell otherwise after a change, "" for none.
    event_key = None
    #: The foreign keys that are followed for what follows from a change, and read with the record.
    followed = ()
    #: Fields that only the door writes: a copy read earlier, saved now, leaves them alone.
    kept = frozenset({"number", "changed_at", "visible_from", "used_from"})

    class Meta:
        abstract = True

    def save(self, *, force_insert=False, update_fields=None, **kwargs):
        if update_fields is None and not (force_insert or self._state.adding):
            own = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            deferred = {
                field.name
                for field in self._meta.concrete_fields
                if field.attname in self.get_deferred_fields()
            }
            update_fields = own - self.kept - deferred
        super().save(force_insert=force_insert, update_fields=update_fields, **kwargs)

    def get_constraints(self):
        """Leave out the conditions that the row meets: of each the database would be asked."""
        return [
            (model, [one for one in constraints if not is_met(one, self)])
            for model, constraints in super().get_constraints()
        ]

    def settle(self):
        """Bring what is derived from the record and its parts up to date, inside the door.

        The record was read just now, and says afterwards what is stored of it.
        """

    def dated(self, change, now):
        """Return when the record changed last, with this change, as readers are told."""
        if not (self.unseen and change.before):
            return now
        before, after = (
            state | {"fields": {k: v for k, v in state["fields"].items() if k not in self.unseen}}
            for state in (change.before, change.after)
        )
        return self.changed_at if before == after else now

    def changed(self, change, now):
        """Do what follows from a change that did happen, inside the door."""

    def removed(self, change):
        """Do what follows from the record being deleted, inside the door."""

    def events_moved(self):
        """Return the keys of the events that lists may tell otherwise now, None for all."""
        if self.event_key is None:
            return None
        return [attrgetter(self.event_key)(self)] if self.event_key else []

    def indexed(self, change):
        """Return the manager and key of what the search index tells otherwise after a change."""

    def own_names(self):
        """Return the names that its own fields give it, each with its kind of other name."""
        return []

    def check_merge(self, other):
        """Raise ValidationError where another of the kind cannot be made a part of this one."""

    def below(self):
        """Return the keys of those of the kind that are a part of this one, at any depth."""
        return frozenset()

    @classmethod
    def there(cls, key):
        """Return the record of a key; ValidationError if it is gone."""
        for record in cls._base_manager.filter(pk=key):
            return record
        raise cls(pk=key).gone()

    def gone(self):
        """Return the refusal for whoever waited for a record that went meanwhile."""
        return ValidationError(
            _("Number %(key)d is gone meanwhile: it was deleted or merged."),
            code="gone",
            params={"key": self.pk},
        )

    def recall(self, title):
        """Take over what the record was called, where that follows from its parts."""


class Span(models.Model):
    """From–to, each to the day, the month or the year as far as it is known."""

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    since = models.DateField(_("from"), null=True, blank=True)
    since_precision = models.CharField(
        _("from, known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("to"), null=True, blank=True)
    until_precision = models.CharField(
        _("to, known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="%(app_label)s_%(class)s_until_after_since",
                violation_error_message=_("The end lies before the beginning: check both dates."),
            )
        ]

    def covers(self, day):
        """Say whether the span holds on a day; an open side holds for ever."""
        return (self.since is None or self.since <= day) and (
            self.until is None or self.until >= day
        )


class OtherName(models.Model):
    """A further name of a person or an institution, as it was met somewhere."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official name")
        ACRONYM = "acronym", _("acronym")
        TRANSLATION = "translation", _("translation")
        ALIAS = "alias", _("also called")
        FORMER = "former", _("former name")
        MISSPELLING = "misspelling", _("misspelling")

    name = NameField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.ALIAS)
    language = LanguageField(_("language"), blank=True)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where the name was met.")
    )

    class Meta:
        abstract = True
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="%(app_label)s_%(class)s_says_it",
                violation_error_message=_("Give the name, or take the line away."),
            )
        ]

    def __str__(self):
        return self.name

    def rank(self):
        """Return by what names are sorted when one of them must stand for the whole record."""
        return list(self.Kind.values).index(self.kind), self.pk


class VersionQuerySet(models.QuerySet):
    def last_titles(self, model, keys):
        """Return {key: (title, only_for)}, as the last Version of each of some records has it."""
        of_these = self.filter(kind=model._meta.label_lower, record_id__in=keys)
        told = of_these.values_list("record_id", "title", f"data__fields__{Version.LIMIT}")
        return {key: (title, only or []) for key, title, only in told.order_by("number", "pk")}


class Version(models.Model):
    """The snapshot of a record with all its parts at one save."""

    #: The field of a record whose drafts only some users may read, that names these.
    LIMIT = "colleagues"

    class Action(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        RESTORED = "restored", _("brought back")

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=8, choices=Action)
    title = models.CharField(max_length=300)
    data = StateField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="versions"
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "number"], name="portal_version_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="portal_version_newest"),
            models.Index(
                fields=["-at", "-id"],
                name="portal_version_deleted",
                condition=models.Q(action="deleted"),
            ),
        ]

    def __str__(self):
        return f"{self.title} · {self.number}"

    def is_for(self, user):
        """Say whether a user may read what the record was: nobody else is named in its limit."""
        only_for = self.data["fields"].get(self.LIMIT)
        return not only_for or user.pk in only_for


class AddressQuerySet(models.QuerySet):
    def claim(self, kind, path, record_id):
        """Take an address for a record for ever; raise ValidationError if another has it.

        The door is open, through which one writer goes at a time.
        """
        had = _had(kind, path)
        if not had:
            self.create(kind=kind, path=path, record_id=record_id)
        elif had != [record_id]:
            raise ValidationError(
                _("The address “%(path)s” belongs to another page, now or earlier."),
                code="address_taken",
                params={"path": path},
            )

    def taken(self, kind, path, record_id):
        return bool({*_had(kind, path)} - {record_id})


@prepared
def _had(kind, path):
    """The record that has an address, or had it."""
    return Address.objects.filter(kind=kind, path=path).values_list("record_id", flat=True)


class Address(models.Model):
    """An address that a public record has or had; never given to another record."""

    kind = models.CharField(max_length=60)
    path = models.CharField(max_length=120)
    record_id = models.BigIntegerField()

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["kind", "path"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "path"], name="portal_address_given_once")
        ]

    def __str__(self):
        return self.path
