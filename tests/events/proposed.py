"""Lists that are looked over, and what stands on an event's list, for tests."""

from events.lists import files, sheets
from events.lists.columns import recognised
from events.proposals.looking import look_up


def intake_of(event, text):
    rows = files.pasted(text)
    intake = sheets.keep(event, rows, by=None, title="list.csv")
    columns = recognised(rows)
    found = sheets.read(intake, rows, columns)
    assert found.slips == []
    sheets.fill(intake, columns, found)
    while look_up(intake):
        pass
    return intake


def lines(event):
    rows = event.participations.select_related("person", "organisation__parent")
    return [
        (str(row.person or ""), row.printed_name, row.position, str(row.organisation or ""))
        for row in rows
    ]
