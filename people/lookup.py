import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from organisations.lookup import INSTITUTIONS
from people.models import Person, Position
from people.written import is_nobodys, read_typed
from portal import names
from portal.admin.lookup import NUMBERED, Found, Lookup, New


def posts(people):
    """Return the posts of people by the person's key, the latest begun first; one query."""
    found = {person.pk: [] for person in people}
    if found:
        rows = Position.objects.filter(person__in=found).select_related("organisation")
        for row in rows:
            found[row.person_id].append(row)
    return found


def posts_on(people, day):
    """Return by the person's key the post held on a day, where one is known; one query."""
    if not day:
        return {}
    held = {
        key: [post for post in every if post.covers(day)] for key, every in posts(people).items()
    }
    return {key: every[0] for key, every in held.items() if every}


class PersonLookup(Lookup):
    asks_likeness = True

    def plain(self, text):
        match = NUMBERED.fullmatch(text)
        name = read_typed(match["name"] if match else text).name
        return f"{name} ({match['number']})" if match else name

    def find(self, texts):
        """Find also who is typed as lists write names: with titles, or the family name first."""
        answers = super().find(texts)
        plain = {
            text: name
            for text, found in answers.items()
            if found == Found() and names.fold(name := self.plain(text)) != names.fold(text)
        }
        found = super().find(plain.values()) if plain else {}
        return answers | {text: found[name] for text, name in plain.items()}

    def new(self, text):
        new = super().new(text)
        name = self.plain(new.name)
        if is_nobodys(name):
            says = _(
                "“%(text)s” is nobody’s name. Leave the person empty: the line then stands for the "
                "institution or, under “More”, for a group in words and how many they were."
            )
            raise ValidationError(says, "nobody", {"text": new.name})
        return new if name == new.name else New(name, typed=new.name)

    def typed(self, fields):
        return f"{fields['honorific']} {fields['name']}".strip()

    def describe(self, records):
        return {key: str(every[0]) if every else "" for key, every in posts(records).items()}

    def offers(self, records, on):
        try:
            day = datetime.date.fromisoformat(on)
        except ValueError:
            return {}
        held = posts_on(records, day)
        bodies = INSTITUTIONS.meant({post.organisation for post in held.values()})
        return {
            key: {
                "position": post.title,
                "institution": bodies[post.organisation_id],
                "office": post.public_office,
            }
            for key, post in held.items()
        }

    def doubts(self, records):
        """Ask of whom the list has for several institutions: two may be of one name."""
        bodies = models.Count("participations__organisation", distinct=True)
        rows = self.manager.filter(pk__in=[person.pk for person in records])
        rows = rows.annotate(bodies=bodies).filter(bodies__gt=1)
        says = _(
            "one person for several institutions; if they are two, add the second under People "
            "and write the number behind the name"
        )
        return dict.fromkeys(rows.order_by().values_list("pk", flat=True), says)


PEOPLE = PersonLookup(Person.objects, create=Person.objects.create_named)
