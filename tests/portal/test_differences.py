import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventOrganisation, Participation, Session
from organisations.models import Organisation
from people.models import PersonName
from portal import history
from portal.differences import Difference, differences, several
from tests import builders
from tests.staff import staff

pytestmark = pytest.mark.django_db


def passing(record, act, **fields):
    with history.change(record, by=None) as change:
        act()
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
    return change


def told(record, act=lambda: None, **fields):
    """Return the lines of a change without their keys."""
    change = passing(record, act, **fields)
    lines = differences(type(record), change.before, change.after)
    return [(line.where, line.label, line.kind, line.before, line.after) for line in lines]


@pytest.fixture
def founding():
    """Return the founding event with one line: the Commissioner, misspelt."""
    event = builders.event(
        "Three-day Workshop", earliest=datetime.date(2021, 9, 1), latest=datetime.date(2021, 9, 10)
    )
    person = builders.person("Vladmir Cucic")
    body = builders.organisation("Commissariat for Refugees and Migration")
    builders.line(event, person=person, organisation=body, position="Commissioner")
    return event


def test_participant_added_is_one_line_that_says_who_and_as_what(founding):
    body = builders.organisation("European Migration Network")
    person = builders.person("Ana Anić")

    def act():
        row = Participation.objects.create(
            event=founding, person=person, organisation=body, position="Chair", office=True
        )
        row.roles.add(builders.role("Speaker"))

    where = "Who took part: Ana Anić, European Migration Network"
    said = "position then: Chair; holds an office: yes; roles: Speaker"
    assert told(founding, act) == [(where, "", "added", "", said)]


def test_field_whose_label_asks_is_answered_without_a_colon(founding):
    def act():
        Participation.objects.create(
            event=founding, group="students", attendance="expected", count=20, qualifier="about"
        )

    said = "how many: 20; exactly? about; came? expected"
    assert told(founding, act) == [("Who took part: students", "", "added", "", said)]


def test_participant_removed_is_told_by_name(founding):
    where = "Who took part: Vladmir Cucic, Commissariat for Refugees and Migration"
    said = "position then: Commissioner; holds an office: yes"
    assert told(founding, founding.participations.get().delete) == [
        (where, "", "removed", said, "")
    ]


def test_role_changed_is_told_from_what_to_what(founding):
    def act():
        founding.participations.get().roles.set([builders.role("Chair"), builders.role("Host")])

    where = "Who took part: Vladmir Cucic, Commissariat for Refugees and Migration"
    assert told(founding, act) == [(where, "roles", "changed", "", "Chair, Host")]


def test_rows_that_are_called_alike_are_told_apart_as_they_stood(founding):
    first = founding.participations.get()
    with history.change(founding, by=None):
        chair = founding.participations.create(
            person=first.person, organisation=first.organisation, position="Chair", order=2
        )
        guests = [founding.participations.create(country="RS", order=9 - n) for n in range(2)]
        town = founding.places.create(city="Niš", country="RS")

    def act():
        for row in (chair, *guests):
            row.note = "By train"
            row.save()
        chair.position = "Head"
        chair.save()
        town.venue = "Hall"
        town.save()

    who = "Who took part: Vladmir Cucic, Commissariat for Refugees and Migration"
    assert [line[:2] for line in told(founding, act)] == [
        ("Places: Niš, Serbia", "venue"),
        (f"{who} (position then: Chair)", "position then"),
        (f"{who} (position then: Chair)", "note"),
        ("Who took part: Serbia (number 2 of 2 that are called so)", "note"),
        ("Who took part: Serbia (number 1 of 2 that are called so)", "note"),
    ]


def test_organisers_role_is_told_by_its_label(founding):
    body = builders.organisation("Ministry of the Interior")
    with history.change(founding, by=None):
        row = EventOrganisation.objects.create(event=founding, organisation=body, role="organiser")

    def act():
        row.role = "co-organiser"
        row.save()

    where = "Organisers and partners: Ministry of the Interior: organiser"
    assert told(founding, act) == [(where, "role", "changed", "organiser", "co-organiser")]


def test_name_corrected_is_told_from_what_to_what(founding):
    person = founding.participations.get().person
    assert told(person, name="Vladimir Cucic") == [
        ("", "name", "changed", "Vladmir Cucic", "Vladimir Cucic")
    ]


def test_other_name_added_says_its_kind_and_language(founding):
    person = founding.participations.get().person

    def act():
        PersonName.objects.create(person=person, name="Цуцић", language="sr", kind="translation")

    said = "kind: translation; language: Serbian"
    assert told(person, act) == [("Other names: Цуцић", "", "added", "", said)]


def test_date_changed_is_printed_as_on_screens(founding):
    assert told(founding, latest=datetime.date(2021, 9, 3), precision="part") == [
        ("", "last day", "changed", "September 10, 2021", "September 3, 2021"),
        ("", "known to the", "changed", "exact days", "early, middle or late in a month"),
    ]


def test_day_that_is_known_in_part_is_printed_as_far_as_it_is_known(founding):
    person, body = founding.participations.get().person, builders.organisation("Roads")
    post = {"organisation": body, "title": "Clerk", "since": datetime.date(2026, 1, 1)}

    def begin():
        person.positions.create(**post, since_precision="month")

    where = "Posts: Clerk, Roads"
    assert told(person, begin) == [(where, "", "added", "", "from: January 2026")]

    def move():
        person.positions.update(since=datetime.date(2025, 1, 1), since_precision="year")

    assert told(person, move) == [
        (where, "from", "changed", "January 2026", "2025"),
        (where, "from, known to the", "changed", "month", "year"),
    ]


def test_instants_hours_and_choices_are_printed_as_on_screens(founding):
    at = datetime.datetime(2022, 1, 2, 13, 31, tzinfo=datetime.UTC)
    draft = builders.event("Draft", public=False)
    assert told(
        draft,
        public_from=at,
        starts_at=datetime.time(9),
        list_incomplete=True,
        time_zone="Europe/Belgrade",
    ) == [
        ("", "from", "changed", "", "09:00"),
        ("", "time zone", "changed", "", "Europe/Belgrade"),
        ("", "the list of participants is not complete", "changed", "no", "yes"),
        ("", "public from", "changed", "", "January 2, 2022, 14:31"),
    ]


def test_many_records_are_told_by_their_names(founding):
    project = builders.project("Support in the field of migration")
    other = builders.project("Another")
    founding.colleagues.set([staff("Author", "mira")])
    assert told(founding, lambda: founding.projects.set([project, other])) == [
        ("", "projects", "changed", "", "Another, Support in the field of migration"),
    ]
    assert told(founding, founding.colleagues.clear) == [
        ("", "only for these colleagues", "changed", "mira", "")
    ]


def test_people_of_the_programme_are_told_by_their_lines(founding):
    with history.change(founding, by=None):
        session = Session.objects.create(event=founding, title="Opening")
    line = founding.participations.get()
    assert told(founding, lambda: session.people.add(line)) == [
        (
            "Programme: Opening",
            "people",
            "changed",
            "",
            "Vladmir Cucic, Commissariat for Refugees and Migration",
        )
    ]


def test_file_is_told_by_its_kind_and_not_by_the_name_under_which_it_is_stored(founding):
    name = "documents/2021/46125e9762c7bc7c049614e3d5494109.pdf"
    added = {"file": name, "title": "Programme", "language": "en", "media_type": "pdf", "size": 9}
    [line] = told(founding, lambda: founding.documents.create(**added))
    assert "PDF 46125e97" in line[4]
    assert "46125e9762" not in line[4]


def test_derived_fields_are_not_told(founding):
    change = passing(founding, lambda: None, names_shown="nobody")
    row = next(iter(change.before["parts"]["participations"].values()))
    assert row["named"] is True
    assert next(iter(change.after["parts"]["participations"].values()))["named"] is False
    lines = differences(type(founding), change.before, change.after)
    assert [line.key for line in lines] == [("", "", "names_shown")]


def test_key_names_part_row_and_field(founding):
    line = founding.participations.get()

    def act():
        line.position = "Chair"
        line.save()

    change = passing(founding, act)
    where = "Who took part: Vladmir Cucic, Commissariat for Refugees and Migration"
    assert differences(type(founding), change.before, change.after) == [
        Difference(
            where,
            "position then",
            "changed",
            "Commissioner",
            "Chair",
            ("participations", str(line.pk), "position"),
        )
    ]


def test_record_deleted_since_is_told_by_its_last_name():
    event = builders.event()
    body = builders.organisation("Ministry of Dust")
    builders.line(event, organisation=body)
    change = passing(event, event.participations.get().delete)
    with history.change(body, by=None):
        body.official_name = "Ministry of Ashes"
        body.save()
    history.remove(body, by=None)
    (line,) = differences(type(event), change.before, change.after)
    assert line.where == "Who took part: Ministry of Ashes"


def test_record_of_which_nothing_is_known_any_more_is_called_removed():
    event = builders.event()
    topics = {"fields": {"topics": [5]}, "parts": {}}
    none = {"fields": {"topics": []}, "parts": {}}
    (line,) = differences(type(event), topics, none)
    assert (line.before, line.after) == ("removed", "")


def test_new_record_tells_all_that_was_typed():
    body = Organisation(official_name="Ministry of Works", country="RS")
    change = passing(body, lambda: None)
    assert [
        (line.label, line.kind, line.after)
        for line in differences(Organisation, None, change.after)
    ] == [
        ("official name", "added", "Ministry of Works"),
        ("address", "added", "ministry-of-works"),
        ("country", "added", "Serbia"),
    ]


def test_field_that_an_older_snapshot_lacks_is_no_change(founding):
    after = history.snapshot(founding)
    before = {"fields": dict(after["fields"]), "parts": {}}
    del before["fields"]["colleagues"], before["fields"]["format"]
    after["parts"] = {}
    assert differences(type(founding), before, after) == []


def test_cost_is_the_same_for_one_line_and_for_three(founding):
    empty = history.snapshot(builders.event("Empty"))

    def cost(pairs):
        with CaptureQueriesContext(connection) as queries:
            several(type(founding), pairs)
        return len(queries)

    one = history.snapshot(founding)
    for number in range(2):
        builders.line(
            founding,
            person=builders.person(f"Person {number}"),
            organisation=builders.organisation(f"Body {number}"),
            roles=[builders.role("Speaker")],
        )
    three = history.snapshot(founding)
    # People and institutions; then roles as well.
    assert cost([(empty, one)]) == 2
    assert cost([(empty, three)]) == cost([(empty, three), (one, three), (three, empty)]) == 3
