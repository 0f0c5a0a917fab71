"""Lists of thousands of rows, of which is known whom each means: read, taken over, judged."""

import csv
import dataclasses
import io
import re
import time
from pathlib import Path

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast, Length

from drill import processes
from events.lists import files, sheets
from events.lists.columns import recognised
from events.models import Decision, Event, Intake
from events.proposals import deciding
from events.proposals.looking import look_up
from events.proposals.taking import take_over
from organisations.models import Organisation
from people.models import Person, Position
from people.written import read_name
from portal import history
from portal.models import Version
from portal.synthetic.words import CYRILLIC_GIVEN, GIVEN, Words

#: So many rows have the two lists, so that it is seen what grows with the rows.
FEW, MANY = 5_000, 20_000
#: One row in ten is misspelt, and one in fifty is a namesake: somebody else.
VARIANTS, NAMESAKES = 10, 50
BODIES = 400
AT_ONCE = 2000
MEGABYTE = 1024  # kilobytes, in which Linux tells the peak; each has as many bytes


class Names:
    """Names out of dice, none of them given twice."""

    def __init__(self, seed):
        self.words, self.given = Words(seed), set()
        self.dice = self.words.dice

    def new(self):
        while True:
            first = self.dice.choice(GIVEN + CYRILLIC_GIVEN)
            name = f"{first} {self.words.word()}{self.dice.choice(['ić', 'ović', 'ski', 'ak'])}"
            if name not in self.given:
                self.given.add(name)
                return name

    def misspelt(self, name):
        """Return a name with a letter left out, doubled or changed in one of its words.

        It is nobody's yet: who is written as somebody else is called cannot be told apart.
        """
        found = self._misspelt(name)
        while found in self.given:
            found = self._misspelt(name)
        self.given.add(found)
        return found

    def _misspelt(self, name):
        words = name.split()
        at = max(range(len(words)), key=lambda at: len(words[at]))
        word = words[at]
        place = self.dice.randrange(2, len(word) - 1)
        how = self.dice.choice(["left out", "doubled", "changed"])
        letter = {"left out": "", "doubled": word[place] * 2, "changed": "x"}[how]
        words[at] = word[:place] + letter + word[place + 1 :]
        return " ".join(words)


def directory(names, size):
    """Make people, each with a post, at institutions of which a few are large; return them."""
    bodies = Organisation.objects.create_named(
        [f"Office {number} for {names.words.word()}" for number in range(BODIES)], by=None
    )
    known = []
    for start in range(0, size, AT_ONCE):
        number = min(AT_ONCE, size - start)
        parts = [read_name(names.new()) for _ in range(number)]
        people = [Person(name=p.name, family_name=p.family_name) for p in parts]
        history.create_many(people, by=None)
        for person in people:
            # Every fifth is of one of four large institutions.
            large = names.dice.random() < 0.2
            known.append(
                (person.pk, person.name, names.dice.choice(bodies[:4] if large else bodies))
            )
        Position.objects.bulk_create(
            Position(person_id=pk, organisation=body, title="Clerk")
            for pk, _name, body in known[start:]
        )
    return bodies, known


def sheet(names, bodies, known):
    """Return a list as a file, and for each of its lines whom it means and how it is written.

    Every second row is of one of those who are known.
    """
    rows, truth, named = [], [], []
    for number in range(2 * len(known)):
        if number % 2:
            key, name, body = known[number // 2]
        else:
            key, name, body = f"new {number}", names.new(), names.dice.choice(bodies)
        kind = "as known" if number % 2 else "new"
        if names.dice.randrange(VARIANTS) == 0:
            if not number % 2 and named:
                # Somebody of this list once more, in other letters.
                key, name, body = names.dice.choice(named)
            kind, name = "misspelt", names.misspelt(name)
        elif number % 2 and names.dice.randrange(NAMESAKES) == 0:
            # At another institution, or at the same if it is large.
            body = body if body in bodies[:4] else names.dice.choice(bodies)
            key, kind = f"namesake {number}", "namesake"
        elif not number % 2:
            named.append((key, name, body))
        rows.append((name, "Clerk", body.official_name))
        truth.append((key, kind))
    file = io.StringIO()
    csv.writer(file).writerows([("Name", "Position", "Institution"), *rows])
    return file.getvalue().encode(), truth


@dataclasses.dataclass
class Worked:
    """What became of a list: what was found of its lines, and what each step took.

    `seconds` are those of looking over and of taking over; `memory` are the most megabytes that
    a process had before it began, while it looked over and while it took over. `state` are those
    of the text in which the event with all its lines is written.
    """

    seen: dict
    taken: int
    seconds: tuple
    memory: tuple
    state: float


def work_both(seed):
    """Work a short list and a long one, each step in a process of its own."""
    short, long = processes.alone(make_both, seed)
    return work(*short), work(*long)


def make_both(seed):
    """Make the directory; return two lists with what is known of their lines."""
    names = Names(seed)
    with transaction.atomic():
        bodies, known = directory(names, (FEW + MANY) // 2)
    parts = known[: FEW // 2], known[FEW // 2 :]
    return [sheet(names, bodies, some) for some in parts]


def work(data, truth):
    key, looked, before, most = processes.alone(look_over, data)
    seen = judged(Intake.objects.get(pk=key), truth)
    taking, taken, most_taken = processes.alone(decide_and_take_over, key)
    number, state = len(taking.lines), size_of_state(taking.event_id)
    return Worked(seen, number, (looked, taken), (before, most, most_taken), state)


def look_over(data):
    """Return the key of the list, how long it took, and the memory before and at most."""
    before, begun = peak(), Watch()
    event = Event(name="Thousands")
    with history.change(event, by=None):
        event.precision = "unknown"
        event.clean()
        event.save()
    rows = files.read(data)
    columns = recognised(rows)
    intake = sheets.keep(event, rows, by=None, title="list.csv")
    sheets.fill(intake, columns, sheets.read(intake, rows, columns))
    del rows
    while look_up(intake):
        pass
    return intake.pk, begun.read(), before, peak()


def decide_and_take_over(key):
    """Return what was taken over, how long it took, and the memory at most."""
    intake = Intake.objects.get(pk=key)
    deciding.decide_all(intake, deciding.Every.NEW)
    begun = Watch()
    taking = take_over(intake, by=None, names_shown="officials")
    return taking, begun.read(), peak()


def size_of_state(event):
    """Return how many megabytes the text of an event's last state has."""
    states = Version.objects.filter(kind=Event._meta.label_lower, record_id=event)
    text = Length(Cast("data", TextField()))
    return states.order_by("-number").values_list(text, flat=True)[0] / MEGABYTE**2


def judged(intake, truth):
    """Count the lines by how they were written, and by what was found for them unasked."""
    seen = {}
    lines = intake.lines.order_by("number").values_list(
        "number", "decision", "person", "candidates", "twin__number"
    )
    for number, decision, person, candidates, twin in lines.iterator(AT_ONCE):
        key, kind = truth[number - 1]
        meant = person if decision == Decision.KNOWN else None
        if decision == Decision.THERE:
            meant = truth[twin - 1][0]
        told = "new" if decision == Decision.NEW else "asked"
        if meant is not None:
            told = "right" if meant == key else "wrong"
        elif decision == Decision.OPEN:
            offered = {*candidates, truth[twin - 1][0] if twin else None}
            told = "asked" if key in offered or kind in ("new", "namesake") else "asked wrong"
        seen[kind, told] = seen.get((kind, told), 0) + 1
    return seen


class Watch:
    """Tells how many seconds went by, and how many of these the process worked."""

    def __init__(self):
        self.begun = time.perf_counter(), time.process_time()

    def read(self):
        clock, worked = self.begun
        return time.perf_counter() - clock, time.process_time() - worked


def peak():
    """Return the most memory that the process ever had, in megabytes.

    Linux hands the peak of a parent down to what `getrusage` tells of a child; not so this.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // MEGABYTE
