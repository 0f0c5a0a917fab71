"""Measures the reader of prose against texts with known participants; `make bench-reader` runs it.

The texts and what they tell are in tests/events/reading/. A new one is worth most when it is read
for the first time: rules that were mended because of it read it well.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from events.reader import read  # noqa: E402 (the folder above comes first)
from events.reader.bodies import bag  # noqa: E402
from portal import names  # noqa: E402

TEXTS = ROOT / "tests" / "events" / "reading"
LANGUAGES = {"english": "en", "serbian_latin": "sr-latn", "serbian_cyrillic": "sr"}


class Count:
    """How many were found, how many of these are right, and how many there are."""

    def __init__(self):
        self.found = self.right = self.there = self.hit = 0

    def add(self, found, right, there, hit):
        self.found += found
        self.right += right
        self.there += there
        self.hit += hit

    @property
    def precision(self):
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self):
        return self.hit / self.there if self.there else 1.0


def texts(step=1):
    """Yield the language and each text with what it tells; with a step some of them."""
    for name, language in LANGUAGES.items():
        for known in json.loads((TEXTS / f"{name}.json").read_text("utf-8"))[::step]:
            yield language, known


def of_people(known, reading):
    """Return how many people were found, are right, are there and were met."""
    there = {_key(person["name"]) for person in known["people"]}
    found = {_key(person.name) for person in reading.people}
    right = len(there & found)
    return len(found), right, len(there), right


def of_institutions(known, reading):
    """Return the same of institutions, in whatever order the words of a name stand."""
    there = {bag(name) for name in known["institutions"]}
    found = [{bag(name) for name in (body.name, *body.names)} for body in reading.institutions]
    right = sum(bool(names & there) for names in found)
    return len(found), right, len(there), sum(any(one in names for names in found) for one in there)


def _key(name):
    return " ".join(sorted(names.fold(name).split()))


def measured(step=1):
    """Return by language, and by "all", the Counts of people and of institutions."""
    counts = {}
    for language, known in texts(step):
        reading = read(known["text"], language)
        for group in (language, "all"):
            people, institutions = counts.setdefault(group, (Count(), Count()))
            people.add(*of_people(known, reading))
            institutions.add(*of_institutions(known, reading))
    return counts


def main():
    print("| texts | people: precision | recall | institutions: precision | recall |")
    print("|---|--:|--:|--:|--:|")
    for group, (people, bodies) in measured().items():
        figures = people.precision, people.recall, bodies.precision, bodies.recall
        print(f"| {group} |", " | ".join(f"{figure:.3f}" for figure in figures), "|")


if __name__ == "__main__":
    main()
