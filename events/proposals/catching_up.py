"""What was found for a list and holds no more, because the record went on: it is looked up anew."""

from collections import defaultdict
from itertools import batched

from events.models import Decision, IntakeLine
from events.proposals.intakes import bare
from events.proposals.lines import ProposedLine
from events.proposals.looking import look_again, standing_lines, where_standing
from organisations import matching as bodies_matching
from organisations.models import Organisation
from people import matching as people_matching
from people.models import Person
from portal import names
from portal.history import whole
from portal.models import Version

AT_ONCE = 2000
#: Nothing of these was decided that a record which is new could not be meant by.
ASKED = (Decision.NEW, Decision.OPEN)


def catch_up(intake):
    """Forget what was found and holds no more; return of how many lines and institutions.

    Who was known and is gone, who is new and was added by somebody else meanwhile, what stands
    on the list by now. Costs five queries where nothing was changed since, and where something
    was, one of all lines that are new.
    """
    since = whole(intake.at)
    bodies = _gone(intake.bodies, "organisation") | _met_bodies(intake, _saved(Organisation, since))
    people = _gone(intake.lines, "person") | _met_people(intake, _saved(Person, since))
    _reopen(intake.bodies, bodies, "organisation")
    look_again(intake, bodies)
    _reopen(intake.lines, people, "person")
    standing = _stand_by_now(intake) if intake.event.changed_at >= since else 0
    return len(bodies) + len(people) + standing


def _gone(rows, field):
    """Return the keys of the rows that were decided to be what was deleted since."""
    gone = rows.filter(decision=Decision.KNOWN, **{field: None})
    return set(gone.order_by().values_list("pk", flat=True))


def _reopen(rows, keys, field):
    for some in batched(sorted(keys), AT_ONCE):
        forgotten = {"certainty": "", "decision": Decision.OPEN, "settled": False, field: None}
        rows.filter(pk__in=some).update(**forgotten)


def _saved(model, since):
    """Return the keys and folded names of the records that somebody saved since."""
    versions = Version.objects.filter(kind=model._meta.label_lower, at__gte=since).order_by()
    keys = sorted(versions.values_list("record_id", flat=True).distinct())
    return [
        row
        for some in batched(keys, AT_ONCE)
        for row in model.objects.filter(pk__in=some).order_by("pk").values_list("pk", "folded")
    ]


def _met_people(intake, saved):
    """Return the lines of which the very name is that of one of these, who was not offered."""
    rows = intake.lines.filter(decision__in=ASKED).exclude(certainty="").order_by()
    told = rows.values_list("pk", "values__name", "candidates")
    return _met(saved, told.iterator(AT_ONCE) if saved else [], people_matching)


def _met_bodies(intake, saved):
    """Return the institutions of which the very name is that of one of these.

    Departments follow the institution of which they are.
    """
    rows = intake.bodies.filter(decision__in=ASKED, inside=None).exclude(certainty="").order_by()
    told = rows.values_list("pk", "name", "candidates") if saved else []
    return _met(saved, [(pk, bare(name)[0], keys) for pk, name, keys in told], bodies_matching)


def _met(saved, rows, matching):
    known = {fold for _pk, folded in saved for fold in folded.split("\n")} - {""}
    by_fold = defaultdict(list)
    for pk, name, candidates in rows:
        if (fold := names.fold_again(name or "")) in known:
            by_fold[fold].append((pk, candidates))
    # As looking up finds them, so that what is never found is not looked for again.
    near = matching.alike(set(by_fold), saved)
    return {
        pk
        for fold, keys in near.items()
        for pk, candidates in by_fold[fold]
        if len(candidates) < matching.OFFERED and not keys.keys() <= set(candidates)
    }


def _stand_by_now(intake):
    """Say of the lines that somebody put on the event's list meanwhile that they stand there."""
    found, standing = [], standing_lines(intake.event)
    if not standing:
        return 0
    rows = intake.lines.taken_or_open().filter(settled=False).exclude(certainty="")
    for row in rows.select_related("body__twin").iterator(AT_ONCE):
        told = where_standing(row, ProposedLine.of(row.values), standing)
        if told:
            row.decision, row.doubt = Decision.THERE, IntakeLine.Doubt.THERE
            row.person_id = told.person
            found.append(row)
    IntakeLine.objects.write(found, "decision", "doubt", "person")
    return len(found)
