"""What tells of somebody beside words: kept states of events, lists being looked over."""

from collections import defaultdict

from django.db import models
from django.db.models.functions import Cast

from events.models import Decision, Document, Event, IntakeLine, Photo
from events.rights import papers
from events.rights.calling import Called, without
from portal.models import Version


class States:
    """The kept states of events that had somebody on the list or in a picture.

    `numbers` are all that they have or had. `pictures` are the files of pictures of them that
    stand in these states alone. Reads all states of events through.
    """

    def __init__(self, numbers):
        self.numbers, self.keys, self.pictures = set(numbers), [], set()
        any_of = "|".join(map(str, sorted(self.numbers)))
        asked = rf'"person_id": ({any_of})[,}}]|"people": \[([0-9]+, )*({any_of})[],]'
        rows = Version.objects.filter(kind=Event._meta.label_lower)
        rows = rows.alias(said=Cast("data", models.TextField())).filter(said__regex=asked)
        for version in rows.order_by("pk").iterator(100):
            self.keys.append(version.pk)
            self.pictures |= self._pictures(version)
        there = Photo.objects.filter(file__in=self.pictures)
        self.pictures -= set(there.values_list("file", flat=True))

    def _pictures(self, version):
        return {
            row["file"]
            for row in version.data["parts"].get("photos", {}).values()
            if not self.numbers.isdisjoint(row.get("people", ()))
        }


def former_papers(person, who):
    """Return the files that documents of their events had once and that surely name somebody.

    By each of them the keys of the states that tell of it. Reads all states of these events.
    """
    events = person.participations.values("event")
    now = set(Document.objects.filter(event__in=events).values_list("file", flat=True))
    states, read = defaultdict(list), {}
    rows = Version.objects.filter(kind=Event._meta.label_lower, record_id__in=events)
    for version in rows.order_by("pk").iterator(100):
        for row in version.data["parts"].get("documents", {}).values():
            name = row["file"]
            if name not in now:
                states[name].append(version.pk)
                read[name] = Document(file=name, size=row["size"])
    looked = papers.look_into([*read.values()], who)
    return {paper.file.name: states[paper.file.name] for paper in looked if paper.is_sure}


def leave_out(numbers, instead):
    """Take somebody out of the lists being looked over, however they are spelt there.

    What was not decided yet is looked up anew. Costs some queries for each such line.
    """
    decided = Decision.KNOWN, Decision.THERE
    lines = IntakeLine.objects.filter(person__in=numbers)
    for line in lines.filter(decision__in=decided).select_related("intake").order_by("pk"):
        intake = line.intake
        intake.rows = [row for row in intake.rows if row[0] != line.number]
        called = Called([line.values.get("name", "")])
        intake.text = without(intake.text, called, instead, near=True)
        intake.save(update_fields=["rows", "text"])
        line.delete()
    lines.update(person=None, certainty="", candidates=[])
