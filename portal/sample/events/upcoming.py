"""What is still to come on the day of loading, so its days follow from that day."""

import datetime

from portal.sample.shapes import Gathering, Item, Line, crowd, some, who

TUESDAY = 1


def expected(text):
    """Write lines with people who are expected."""
    lines = crowd(text)
    for line in lines:
        line.attendance = "expected"
    return lines


def tuesday(day, weeks):
    """Return the first Tuesday that is at least so many weeks after a day."""
    later = day + datetime.timedelta(weeks=weeks)
    return later + datetime.timedelta(days=(TUESDAY - later.weekday()) % 7)


def events(now):
    """Return what is to come, seen from an instant; announced in the days before it."""
    today = now.date()
    first, second, third, fourth = (tuesday(today, weeks) for weeks in (1, 3, 8, 14))
    day = datetime.timedelta(days=1)
    return [
        Gathering(
            "seminar-on-letters-from-an-office",
            "Seminar on letters from an office",
            "seminar",
            f"{first}",
            written=now - 16 * day,
            announced=now - 15 * day,
            fields={
                "status": "planned",
                "format": "online",
                "starts_at": "14:00",
                "ends_at": "16:00",
                "registration_url": "https://institute.example/registration/letters",
                "stream_url": "https://media.institute.example/letters",
            },
            topics=("Language",),
            bodies=(("field", "organiser"), ("interpreters", "partner")),
            lines=expected("hatidza-smaic chair\nolena-hrytsun speaker\nruza-kentic speaker"),
        ),
        Gathering(
            "workshop-on-waiting-rooms",
            "Workshop on waiting rooms",
            "workshop",
            f"{second}/{second + day}",
            written=now - 13 * day,
            announced=now - 12 * day,
            fields={
                "status": "planned",
                "starts_at": "09:30",
                "ends_at": "16:00",
                "registration_url": "https://institute.example/registration/waiting-rooms",
            },
            places=({"venue": "Town hall", "city": "Kamen Dol", "country": "BA"},),
            projects=("settled-here",),
            topics=("Services for new residents", "Small towns"),
            bodies=(("kamen-dol", "host"), ("institute", "organiser")),
            lines=(
                *expected("""
                    amira-halilan opening
                    slavica-brdarin trainer
                    katarina-simrakin trainer
                    dzenan-kulovan moderator
                """),
                Line(group="clerks of eight towns", attendance="expected"),
            ),
            items=(
                Item("Walls that can be read", ("katarina-simrakin",), f"{second}", "09:30-12:30"),
                Item("Chairs, and who sits where", ("slavica-brdarin",), f"{second + day}"),
            ),
        ),
        Gathering(
            "regional-conference-on-seasonal-work",
            "Regional conference on seasonal work",
            "conference",
            f"{third}/{third + 2 * day}",
            written=now - 31 * day,
            announced=now - 30 * day,
            fields={
                "status": "planned",
                "format": "hybrid",
                "starts_at": "10:00",
                "ends_at": "17:00",
                "registration_url": "https://forum.example/registration/seasonal-work",
            },
            places=({"city": "Skopje", "country": "MK"},),
            projects=("home-and-back",),
            topics=("Seasonal work", "Statistics"),
            bodies=(("seasonal-work", "organiser"), ("forum", "partner")),
            lines=(
                *expected(
                    "bojan-trpkovcan host\narben-kuqalaj speaker\ndesislava-karaneva speaker"
                ),
                some("coast", attendance="expected"),
                who("beatrix-aeschwand", "speaker", attendance="expected"),
            ),
        ),
        # Public only in some days: nothing of it may be seen before.
        Gathering(
            "open-day-of-the-settlement-archive",
            "Open day of the Settlement Archive: the Thistlewick boxes",
            "presentation",
            f"{fourth}",
            written=now - 2 * day,
            announced=now + 9 * day,
            fields={"status": "planned", "starts_at": "10:00", "ends_at": "18:00"},
            places=({"venue": "Settlement Archive", "city": "Belgrade", "country": "RS"},),
            projects=("open-archive",),
            bodies=(("archive", "organiser"),),
            lines=expected("simeon-dragas host"),
        ),
    ]
