"""How many public events and people stand behind an institution, its departments included."""

from django.db.models import Exists, Func, IntegerField, OuterRef

from organisations.models import Organisation

# What points at institutions belongs to the app above, which this one cannot import.
Line = Organisation._meta.get_field("participations").related_model
Body = Organisation._meta.get_field("events_as").related_model


class Different(Func):
    """Counts the different values of a field, for a subquery that is one row by itself."""

    function = "COUNT"
    template = "%(function)s(DISTINCT %(expressions)s)"
    output_field = IntegerField()


def number(rows, field):
    """Return how many different values of a field some rows have, to be read with another row."""
    return rows.order_by().annotate(n=Different(field)).values("n")


def figures(organisations, now):
    """Return the numbers of some institutions by their keys, for as few as a page shows.

    `events` counts those that the list of events finds by the institution, `people` those
    that the list of people finds. Costs a query.
    """
    within = {"organisation__ancestors__ancestor": OuterRef("pk")}
    lines = Line.objects.public(now).filter(**within).exclude(attendance="absent")
    bodies = Body.objects.public(now).filter(**within)
    in_list = Line.objects.filter(
        event=OuterRef("event"), organisation__ancestors__ancestor=OuterRef(OuterRef("pk"))
    ).exclude(attendance="absent")
    told = {
        "line_events": number(lines, "event"),
        "body_events": number(bodies.exclude(Exists(in_list)), "event"),
        "people_named": number(Line.objects.on_record(now).filter(**within), "person"),
    }
    rows = Organisation.objects.filter(pk__in=[row.pk for row in organisations]).order_by()
    return {
        row["pk"]: {
            "events": row["line_events"] + row["body_events"],
            "people": row["people_named"],
        }
        for row in rows.annotate(**told).values("pk", *told)
    }
