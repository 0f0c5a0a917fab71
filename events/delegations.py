"""Who took part, by institution: the lines of an event as its page prints them.

A department's people stand under the institution that it is a part of. Who came in two
capacities stands once, at the first, with both. Of who is not shown by name nothing is told
but on whose behalf they came.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import Event, Participation
from events.roles import did
from events.tallies import hidden
from portal.fields import country_name
from portal.words import capital, said_again

Qualifier = Event.Qualifier


@said_again
def number(count, qualifier):
    """Return how many in words that claim no more than is known: “more than 60”."""
    words = {
        Qualifier.ABOUT: _("about %(n)d"),
        Qualifier.MORE_THAN: _("more than %(n)d"),
        Qualifier.AT_LEAST: _("at least %(n)d"),
    }
    return words.get(qualifier, "%(n)d") % {"n": count}


def participants(line):
    """Return in words who a line without a person stands for, but for its institution."""
    if line.count:
        count = number(line.count, line.qualifier)
        words = ngettext("%(n)s participant", "%(n)s participants", line.count) % {"n": count}
    elif line.organisation_id or line.country:
        words = _("representatives")
    else:
        words = pgettext("of a group of participants", "number not known")
    return words


def roles(line):
    """Return what a line did at the event in words; that it took part is true of all."""
    return [role.printed for role in did(line) if role.slug != "participant"]


def person(line, now=None, *, where=""):
    """Return the variables of `person_line` in drawn/macros.html for a line that names a person.

    `where` is the country of a line, if what heads the list of its people does not say it.
    """
    shown = line.person
    name = f"{shown.honorific} {shown.name}" if shown.honorific else shown.name
    printed = line.printed_name if line.printed_name != shown.name else ""
    behalf = filter(None, [where, line.group])
    return {
        "name": name,
        "name_lang": shown.language,
        "url": shown.page_url(now),
        "position": line.position,
        "position_lang": line.language,
        "roles": roles(line),
        "printed": printed,
        "group": ", ".join(behalf),
        "group_lang": line.language if line.group else "",
        "note": line.note,
        "note_lang": line.language,
        "also": [],
    }


def unnamed(line, *, heading, where=""):
    """Return the variables of `person_line` in drawn/macros.html for a line without a person.

    `heading` says under what it stands: an institution, a country or its own group.
    """
    group = heading != "group" and line.group
    return {
        "words": participants(line),
        "group": ", ".join(filter(None, [where, group])),
        "group_lang": line.language if group else "",
        "position": line.position,
        "position_lang": line.language,
        "roles": roles(line),
        "note": line.note,
        "note_lang": line.language,
    }


def expectation(line, event):
    """Return what to say of a line of whom it is not known that they came."""
    if event.was_held and line.attendance == Participation.Attendance.EXPECTED:
        return _("expected; not confirmed")
    return ""


# The key of those who came on nobody's behalf, as far as is known.
NOBODY = ("nobody",)


class Delegations:
    """The lines of an event, grouped; `roots` gives the topmost institution of each other one."""

    def __init__(self, event, lines, roots, bodies=(), now=None):
        self.event = event
        self.now = now
        self.roots = roots
        self.roles = {}
        for body in bodies:
            self.roles.setdefault(body.organisation_id, []).append(body.get_role_display())
        self.groups = {}
        self.people = {}
        #: On whose behalf each person stands in the list.
        self.behalf = {}
        for line in lines:
            self.add(line)

    def __iter__(self):
        """Give the institutions in the order of the list, those of whom none is known last."""
        last = self.groups.get(NOBODY)
        every = [group for group in self.groups.values() if group is not last]
        for group in [*every, last] if last else every:
            without = []
            for told, people in group["unnamed"].values():
                without.append(told | {"words": hidden(len(people)) % {"n": len(people)}})
            yield group | {"lines": [*group["lines"], *without]}

    def add(self, line):
        heading, key = self.heading(line)
        if line.named and line.person_id in self.people:
            further = self.capacity(line)
            if further["position"] or further["unit"]:
                self.people[line.person_id]["also"].append(further)
            told = self.people[line.person_id]["roles"]
            told += [role for role in roles(line) if role not in told]
            return
        group = self.groups.get(key) or self.groups.setdefault(key, self.group(line, heading))
        expected = expectation(line, self.event)
        if line.person_id and not line.named:
            told = self.unit_as_name(line) | {"expected": expected}
            key = line.organisation_id, expected
            group["unnamed"].setdefault(key, (told, set()))[1].add(line.person_id)
            return
        if line.person_id:
            told = person(line, self.now, where=self.where(line)) | self.unit(line)
            self.people[line.person_id] = told
            self.behalf[line.person_id] = line.organisation_id
        else:
            told = unnamed(line, heading=heading, where=self.where(line)) | self.unit_as_name(line)
        told["expected"] = expected
        group["lines"].append(told)

    def heading(self, line):
        if line.organisation_id:
            return "institution", ("institution", self.root(line).pk)
        if line.country:
            return "country", ("country", line.country)
        if line.group and not line.person_id:
            return "group", ("group", line.pk)
        return "nobody", NOBODY

    def where(self, line):
        """Return the country of a line, "" if it heads the list or stands beside what does."""
        if not line.organisation_id or line.country in ("", self.root(line).country):
            return ""
        return country_name(line.country)

    def root(self, line):
        return self.roots.get(line.organisation_id, line.organisation)

    def group(self, line, heading):
        group = {"lines": [], "unnamed": {}}
        if heading == "institution":
            root = self.root(line)
            where = [country_name(root.country)] if root.country else []
            return group | {
                "name": root.name,
                "name_lang": root.language,
                "url": root.page_url(self.now),
                "where": " · ".join([*where, *map(str, self.roles.get(root.pk, []))]),
            }
        if heading == "country":
            return group | {"name": country_name(line.country)}
        if heading == "group":
            return group | {"name": capital(line.group), "name_lang": line.language}
        return group | {"name": _("Institution not stated")}

    def unit(self, line):
        """Return the department that a line speaks for, if it is not the whole institution."""
        if not line.organisation_id or self.root(line).pk == line.organisation_id:
            return {}
        body = line.organisation
        return {"unit": body.name, "unit_lang": body.language, "unit_url": body.page_url(self.now)}

    def unit_as_name(self, line):
        """Return the department that sent nobody by name, to stand where a name would."""
        if not self.unit(line):
            return {}
        body = line.organisation
        return {"name": body.name, "name_lang": body.language, "url": body.page_url(self.now)}

    def capacity(self, line):
        """Return a further capacity of a person who stands in the list already.

        The institution in which they stand there is not said again.
        """
        same = line.organisation_id == self.behalf[line.person_id]
        body = None if same else line.organisation
        return {
            "position": line.position,
            "position_lang": line.language,
            "unit": body.name if body else "",
            "unit_lang": body.language if body else "",
            "unit_url": body.page_url(self.now) if body else "",
        }
