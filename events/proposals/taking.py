"""Lines are taken over: all of them or none, through one door, and undone as one."""

import itertools

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.models import Decision, Event, Intake, Participation, Taking
from events.proposals.catching_up import catch_up
from events.proposals.intakes import bare, held
from events.proposals.lines import ProposedLine
from organisations.models import Organisation
from people.lookup import posts_on
from people.models import Person
from portal import history, names

#: So many lines are made at once, so that memory does not grow with the list.
AT_ONCE = 1000
HAVING_ROLE = Participation.roles.through


def take_over(intake, *, by, names_shown, names_reason="", now=None):
    """Put the lines of an intake on its event's list and return the Taking; the intake is gone.

    `names_shown` and `names_reason` say on what ground names become public. ValidationError
    says what is still to be decided, or why the event may not be changed; then nothing is saved.
    """
    event = Event.there(intake.event_id)
    reason = _("List taken over: %(title)s") % {"title": intake.title}
    with history.change(event, by=by, reason=reason[:500], now=now) as passing, held(intake):
        event.refresh_from_db()
        intake.event = event
        if catch_up(intake):
            raise ValidationError(
                _("Something was changed since you looked. Look again, then take it over."),
                code="changed",
            )
        _check_decided(intake)
        taking = Taking(
            event=event,
            by=by,
            at=passing.at,
            title=intake.title,
            names_shown=event.names_shown,
            names_reason=event.names_reason,
            names_shown_then=names_shown,
            names_reason_then=names_reason,
        )
        _Taking(event, intake, taking, by, now).run()
        event.names_shown, event.names_reason = names_shown, names_reason
        event.validate_constraints()
        event.save(update_fields=["names_shown", "names_reason"])
        taking.save()
        Intake.objects.filter(pk=intake.pk).throw_away()
    return taking


def still_open(intake):
    """Return how many institutions and how many people are still to be decided; four queries."""
    lines = intake.lines.filter(models.Q(decision=Decision.OPEN) | models.Q(certainty=""))
    bodies = [body for body in used_bodies(intake) if body.decision == Decision.OPEN]
    # With its institution a department is decided, or asked for then.
    own = {body.pk for body in bodies}
    bodies = [body for body in bodies if body.inside_id not in own]
    return len(bodies), lines.count()


def _check_decided(intake):
    bodies, lines = still_open(intake)
    if bodies or lines:
        raise ValidationError(
            _(
                "Still to be decided: institutions: %(bodies)d, people: %(lines)d. Say of each "
                "what it is, or leave it out."
            ),
            code="undecided",
            params={"bodies": bodies, "lines": lines},
        )


def used_bodies(intake):
    """Return the institutions of lines that are taken over, whole ones first; two queries."""
    bodies = intake.bodies.in_bulk()
    wanted = {*intake.lines.taken_or_open().order_by().values_list("body", flat=True).distinct()}
    used = set()
    while wanted:
        key = wanted.pop()
        body = bodies.get(key)
        if not body or key in used:
            continue
        used.add(key)
        wanted |= {body.inside_id, body.twin_id if body.decision == Decision.TWIN else None}
    return sorted((bodies[key] for key in used), key=lambda b: (b.inside_id is not None, b.pk))


class _Taking:
    """One pass: institutions, then people and their lines in portions."""

    def __init__(self, event, intake, taking, by, now):
        self.event, self.intake, self.taking, self.by, self.now = event, intake, taking, by, now
        self.bodies, self.people = {}, {}
        twins = intake.lines.filter(decision=Decision.TWIN).order_by()
        #: The lines that others are the same as: of whom these are is remembered.
        self.followed = set(twins.values_list("twin", flat=True))
        lines = event.participations.order_by()
        self.order = max(lines.values_list("order", flat=True), default=0) // 10 * 10

    def run(self):
        self._make_bodies()
        rows = self.intake.lines.taken().order_by("number")
        for some in itertools.batched(rows.iterator(AT_ONCE), AT_ONCE):
            self._take(some)

    # Institutions

    def _make_bodies(self):
        """Make the institutions that are new, whole ones before their departments."""
        used = used_bodies(self.intake)
        for level in (False, True):
            bodies = [body for body in used if (body.inside_id is not None) == level]
            new = {}
            for body in bodies:
                if body.decision == Decision.NEW:
                    new.setdefault(self._told_by(body), []).append(body)
            made = [self._new_body(body) for body, *_same in new.values()]
            Organisation.objects.create_new(made, by=self.by, now=self.now)
            for same, one in zip(new.values(), made, strict=True):
                self.bodies |= {body.pk: one.pk for body in same}
            self.taking.organisations += [one.pk for one in made]
            for body in bodies:
                if body.decision == Decision.KNOWN:
                    self.bodies[body.pk] = body.organisation_id
                elif body.decision == Decision.TWIN:
                    self.bodies[body.pk] = self.bodies.get(body.twin_id)

    def _told_by(self, body):
        """Return by what a new institution is told from others: a department by its whole."""
        whole = self.bodies.get(body.inside_id)
        return (whole, names.fold(bare(body.name)[0])) if whole else body.pk

    def _new_body(self, body):
        name, letters = bare(body.name)
        return Organisation(
            official_name=name,
            acronym=letters[:40],
            folded="\n".join(filter(None, map(names.fold, (name, letters)))),
            country=body.country,
            parent_id=self.bodies.get(body.inside_id),
            **Organisation.IN_PASSING,
        )

    # People and lines

    def _take(self, rows):
        lines = {row.pk: ProposedLine.of(row.values) for row in rows}
        made = self._make_people(rows, lines)
        keys = {key for row in rows if (key := self.people.get(row.pk)) and key not in made}
        known = Person.objects.only("name", "folded").in_bulk(keys)
        # Who was made just now holds no post yet, and stands nowhere.
        posts = posts_on(known.values(), self.event.earliest)
        capacities = self._capacities(known)
        known |= made
        added = []
        for row in rows:
            line = self._line(row, lines[row.pk], known, posts)
            capacity = line.person_id, line.organisation_id, line.position
            if line.person_id and capacity in capacities:
                continue
            capacities.add(capacity)
            self.order += 10
            line.order = self.order
            added.append((line, lines[row.pk].roles))
        Participation.objects.bulk_create(line for line, _roles in added)
        HAVING_ROLE.objects.bulk_create(
            HAVING_ROLE(participation=line, role_id=role) for line, roles in added for role in roles
        )
        self.taking.lines += [line.pk for line, _roles in added]
        followed = self.people.keys() & self.followed
        self.people = {key: self.people[key] for key in followed}

    def _capacities(self, people):
        lines = self.event.participations.filter(person__in=people).order_by()
        return set(lines.values_list("person", "organisation", "position"))

    def _make_people(self, rows, lines):
        """Remember by the line whose person it is; make who is new, and return them by key."""
        new = []
        self.people |= self._standing(rows)
        for row in rows:
            if not lines[row.pk].name:
                continue
            if row.decision == Decision.KNOWN:
                self.people[row.pk] = row.person_id
            elif row.decision == Decision.TWIN and row.twin_id in self.people:
                self.people[row.pk] = self.people[row.twin_id]
            else:
                new.append(row)
                # One that a later row of this portion is the same as: filled in below.
                self.people[row.pk] = None
        said = [lines[row.pk] for row in new]
        made = [Person.of(line, language=line.language) for line in said]
        history.create_many(made, by=self.by, now=self.now)
        for row, person in zip(new, made, strict=True):
            self.people[row.pk] = person.pk
        for row in rows:
            if row.decision == Decision.TWIN and self.people.get(row.pk) is None:
                self.people[row.pk] = self.people.get(row.twin_id)
        self.taking.people += [person.pk for person in made]
        return {person.pk: person for person in made}

    def _standing(self, rows):
        """Return the people of lines that stand on the list already, by those that name them."""
        twins = {row.twin_id for row in rows if row.decision == Decision.TWIN}
        there = self.intake.lines.filter(pk__in=twins, decision=Decision.THERE)
        people = there.exclude(person=None).order_by().values_list("pk", "person")
        return dict(people) if twins else {}

    def _line(self, row, line, known, posts):
        person = known.get(self.people.get(row.pk))
        post = posts.get(person.pk) if person else None
        body = self.bodies.get(row.body_id)
        other = bool(person and _printed_otherwise(person, line.name))
        return Participation(
            event=self.event,
            person=person,
            organisation_id=body,
            country=line.country,
            group=line.group,
            position=line.position,
            printed_name=line.name if other else "",
            count=None if person else line.count,
            qualifier=line.qualifier,
            attendance=line.attendance,
            office=bool(post and post.public_office and post.organisation_id == body),
            note=line.note,
            language=line.language,
        )


def _printed_otherwise(person, name):
    """Say whether a name is written in other letters than the person's, marks and script aside."""
    return names.fold(name) != names.fold(person.name)
