import copy

import pytest

from events.changes import never_small, sentence, shown, withdrawn

FIELDS = {
    "name": "Workshop",
    "slug": "workshop",
    "earliest": "2021-09-01",
    "latest": "2021-09-03",
    "precision": "days",
    "date_words": "",
    "length_days": 3,
    "starts_at": None,
    "ends_at": None,
    "time_zone": "",
    "status": "held",
    "status_note": "",
    "names_shown": "officials",
    "names_reason": "",
    "public_from": "2022-01-01T00:00:00Z",
    "projects": [1],
    "topics": [],
}
LINE = {
    "person_id": 1,
    "organisation_id": 2,
    "country": "",
    "group": "",
    "position": "Head",
    "attendance": "came",
    "office": True,
    "name_hidden": False,
    "named": True,
    "roles": [],
}
PHOTO = {
    "file": "a.jpg",
    "alternative_text": "A hall",
    "consent": "yes",
    "people": [],
    "caption": "",
}
PARTS = {
    "places": {"1": {"venue": "Hall", "city": "Belgrade", "country": "RS", "day": None}},
    "bodies": {"1": {"organisation_id": 2, "role": "organiser", "order": 10}},
    "participations": {"1": LINE, "3": LINE | {"person_id": 3, "named": False}},
    "sessions": {"1": {"title": "Opening", "day": None, "people": []}},
    "documents": {"1": {"file": "a.pdf", "title": "Agenda"}},
    "photos": {"1": PHOTO},
    "sources": {"1": {"publisher": "EU za tebe"}},
    "withdrawals": {},
}
BEFORE = {"fields": FIELDS, "parts": PARTS}


def changed(path, value):
    """Return the snapshot with one value at a path set, or taken away by None at a row."""
    after = copy.deepcopy(BEFORE)
    *steps, last = path.split(".")
    at = after
    for step in steps:
        at = at[step]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return after


GONE = object()

WEIGHTY = [
    ("fields.earliest", "2021-09-02"),
    ("fields.latest", "2021-09-04"),
    ("fields.precision", "month"),
    ("fields.date_words", "in autumn"),
    ("fields.length_days", 2),
    ("fields.starts_at", "09:00:00"),
    ("fields.ends_at", "19:00:00"),
    ("fields.time_zone", "UTC"),
    ("fields.status", "cancelled"),
    ("fields.names_shown", "nobody"),
    ("fields.projects", []),
    ("fields.projects", [1, 2]),
    ("parts.participations.1", GONE),
    ("parts.participations.2", LINE),
    ("parts.participations.1.person_id", 2),
    ("parts.participations.1.person_id", None),
    ("parts.participations.1.organisation_id", 3),
    ("parts.participations.1.country", "SI"),
    ("parts.participations.1.group", "guests"),
    ("parts.participations.1.attendance", "absent"),
    ("parts.participations.1.named", False),
    ("parts.bodies.1", GONE),
    ("parts.bodies.1.organisation_id", 3),
    ("parts.bodies.1.role", "host"),
    ("parts.places.1", GONE),
    ("parts.places.1.country", "SI"),
    ("parts.places.1.day", "2021-09-01"),
    ("parts.documents.1", GONE),
    ("parts.documents.2", {"file": "b.pdf", "title": "List"}),
    ("parts.documents.1.file", "b.pdf"),
    ("parts.photos.1", GONE),
    ("parts.photos.1.file", "b.jpg"),
    ("parts.photos.1.people", [1]),
    ("parts.photos.1.consent", "no"),
    ("parts.photos.1.alternative_text", ""),
    ("parts.sessions.1", GONE),
    ("parts.sessions.1.day", "2021-09-01"),
    ("parts.withdrawals.1", {"report_id": None, "lifted_at": None, "reason": "x"}),
]
SMALL = [
    ("fields.name", "Workshops"),
    ("fields.slug", "other"),
    ("fields.topics", [1]),
    ("parts.participations.1.position", "Chair"),
    ("parts.participations.1.roles", [1]),
    ("parts.places.1.venue", "Palace"),
    ("parts.places.1.city", "Beograd"),
    ("parts.bodies.1.order", 20),
    ("parts.documents.1.title", "Programme"),
    ("parts.photos.1.caption", "The hall"),
    ("parts.sessions.1.title", "Welcome"),
    ("parts.sessions.1.people", [1]),
    ("parts.sources.1", GONE),
]
UNSEEN = [
    ("fields.names_reason", "They agreed."),
    ("fields.public_from", "2023-01-01T00:00:00Z"),
    ("parts.participations.1.office", False),
    ("parts.participations.1.name_hidden", True),
    ("parts.participations.3.position", "Chair"),
    ("parts.participations.3.printed_name", "A. Anić"),
    ("parts.participations.3.note", "By train"),
    ("parts.participations.3.roles", [1]),
    ("parts.sessions.1.people", [3]),
    ("parts.photos.1.consent", "nobody"),
    ("parts.photos.2", PHOTO | {"consent": "not-asked"}),
    ("parts.photos.2", PHOTO | {"consent": "no"}),
    ("parts.photos.2", PHOTO | {"alternative_text": ""}),
    ("parts.withdrawals.1", {"report_id": 1, "lifted_at": None, "reason": "x"}),
]


@pytest.mark.parametrize(("path", "value"), WEIGHTY)
def test_who_where_when_and_files_are_never_small(path, value):
    assert len(never_small(BEFORE, changed(path, value))) == 1


@pytest.mark.parametrize(("path", "value"), SMALL)
def test_wording_may_be_small_and_is_seen(path, value):
    after = changed(path, value)
    assert never_small(BEFORE, after) == []
    assert shown(BEFORE) != shown(after)


@pytest.mark.parametrize(("path", "value"), UNSEEN)
def test_what_readers_do_not_see_is_no_change_for_them(path, value):
    after = changed(path, value)
    assert shown(BEFORE) == shown(after)
    assert never_small(BEFORE, after) == []


def test_new_event_is_never_small():
    assert never_small(None, BEFORE) == ["the event is new"]


def test_reasons_are_told_in_plain_words():
    after = changed("fields.status", "cancelled")
    after["fields"]["earliest"] = "2021-09-02"
    del after["parts"]["participations"]["1"]
    assert never_small(BEFORE, after) == [
        "the date",
        "whether it was held",
        "the list of participants",
    ]


def test_photo_of_somebody_hidden_is_not_seen():
    after = changed("parts.photos.2", PHOTO)
    assert shown(BEFORE, {"2"}) == shown(after, {"2"})
    assert never_small(BEFORE, after, {"2"}) == []
    assert never_small(BEFORE, after) == ["the photos"]


def test_sentence_names_the_sides_that_readers_see():
    after = changed("parts.photos.2", PHOTO | {"consent": "no"})
    after["fields"] |= {"earliest": "2021-09-02", "name": "Workshops"}
    after["parts"]["places"] = {}
    assert sentence(shown(BEFORE), shown(after)) == (
        "The date is now September 2–3, 2021. Changed: the place, details of the event."
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": "planned"}, "The event is planned."),
        ({"status": "cancelled"}, "The event was cancelled."),
        ({"status": "cancelled", "status_note": "Snow."}, "The event was cancelled."),
        (
            {
                "status": "postponed",
                "earliest": "2021-10-02",
                "latest": "2021-10-04",
                "name": "Workshops",
            },
            "The event was postponed. The date is now October 2–4, 2021. Changed: details of the "
            "event.",
        ),
        ({"precision": "part"}, "The date is now early September 2021."),
        ({"precision": "unknown", "earliest": None, "latest": None}, "Changed: the date."),
        ({"date_words": "around the first of September"}, "Changed: the date."),
        ({"starts_at": "09:00:00"}, "Changed: the date."),
        ({"projects": [7]}, "Changed: the project."),
        ({"status_note": "Snow."}, "Changed: details of the event."),
    ],
)
def test_sentence_says_what_became_of_the_event(changes, told):
    after = copy.deepcopy(BEFORE)
    after["fields"] |= changes
    assert sentence(shown(BEFORE), shown(after)) == told


def test_withdrawals_of_reports_are_told_by_report():
    row = {"report_id": 7, "reason": "x"}
    assert withdrawn(BEFORE) == {}
    assert withdrawn(changed("parts.withdrawals.3", row)) == {7: {"3": row}}
    assert withdrawn(changed("parts.withdrawals.3", row | {"report_id": None})) == {}
