"""A sheet that came in: kept as it is, read by what its columns mean, and looked over."""

from events.lists.columns import Columns, problems, recognised
from events.lists.rows import Read, Reader, known_roles
from events.lists.text import Row
from events.models import Intake, Participation, Role
from events.proposals import intakes


def keep(event, rows, *, by, title, language="en"):
    """Keep the rows of a sheet for an event, with what their heads say.

    ValidationError if the event is gone meanwhile.
    """
    columns = recognised(rows)
    return Intake.objects.begin(
        event,
        by=by,
        title=title[:200],
        language=language,
        rows=[[row.line, row.cells] for row in rows],
        meanings=[meaning.value for meaning in columns.meanings],
        heads=columns.heads,
    )


def rows_of(intake):
    return [Row(line, cells) for line, cells in intake.rows]


def read(intake, rows, columns: Columns, meant=None) -> Read:
    """Return the lines of a sheet, or what is wrong with it; costs two queries.

    `meant` is what somebody said of words that stand for a country and name none.
    """
    slips = problems(rows, columns)
    if slips:
        return Read((), 0, slips, {}, (), {})
    attendance = Participation.Attendance
    reader = Reader(
        columns,
        roles=known_roles(Role.objects.prefetch_related("names")),
        # Until it was held nobody came.
        attendance=(attendance.CAME if intake.event.was_held else attendance.EXPECTED).value,
        language=intake.language,
        meant=meant,
    )
    return reader.read(rows)


def fill(intake, columns, found):
    """Put the lines that were read into the intake, and remember what its columns mean.

    All of them or none; ValidationError if the intake is gone meanwhile.
    """
    intake.meanings = [meaning.value for meaning in columns.meanings]
    intake.heads = columns.heads
    with intakes.held(intake):
        intake.save(update_fields=["meanings", "heads"])
        intakes.fill(intake, found.lines, found.left, found.whose)
