"""The drills: each takes the pool of processes, works the site, and returns its counts."""

import os
import secrets
import signal
import subprocess
import sys
import time
from itertools import chain

from django.urls import reverse

from bench.server import Server
from drill import breadth, clicks, door, lists, mail, reader, record
from drill.editor import APPLIED, AWAY, CUT_OFF, FAILED, REFUSED, save_often
from drill.processes import LIMIT, together
from drill.table import Count, milliseconds
from events.models import Event
from people.models import Person
from portal.models import Letter, Version

SAVES = 50
KILLS, KILLERS_SECONDS = 20, 20
CLICKS = 100
LETTERS = 200
READERS, READINGS, RENAMED = 4, 2500, 100
READY = "/admin/login/"
MINUTE = 60
#: So many megabytes may a longer sheet take, and so many times its text a longer state.
SHEET, COPIES = 16, 9


def site():
    return Server("portal.wsgi", READY)


def form_of_event(event):
    return reverse("admin:events_event_change", args=[event.pk])


def judged(event, saves):
    """Return what must be so of any saves, whoever was killed meanwhile."""
    found = record.versions(event)
    kept, told = record.markers(found), record.told(event)
    acknowledged = {save.marker for save in saves if save.what == APPLIED}
    refused = {save.marker for save in saves if save.what == REFUSED}
    aside = set(record.set_aside(event))
    return [
        Count("silently lost: undone by a save that had not seen it", record.undone(found), 0),
        Count("applied and without a Version of its own", len(acknowledged - set(kept)), 0),
        Count("refused and not kept for their writer", len(refused - aside), 0),
        Count("refused and saved all the same", len(refused & set(kept)), 0),
        Count("saved twice", len(kept) - len(set(kept)), 0),
        Count("half saved: a Version or a line for readers alone", len({*kept} ^ {*told}), 0),
    ]


def eight_editors(pool):
    """8 editors × 50 saves of one event with eight lines, through the form"""
    event = record.public_event("Eight editors")
    path = form_of_event(event)
    with site() as server:
        work = [
            (number, server.port, session, path, SAVES)
            for number, session in enumerate(record.sessions())
        ]
        saves = list(chain(*together(pool, save_often, work)()))
    what = [save.what for save in saves]
    took = [save.took for save in saves]
    return [
        Count("answered with a server error", what.count(FAILED) + what.count(AWAY), 0),
        Count("applied", what.count(APPLIED)),
        Count("refused", what.count(REFUSED)),
        Count(
            "applied + refused", what.count(APPLIED) + what.count(REFUSED), record.EDITORS * SAVES
        ),
        *judged(event, saves),
        Count("open and save, 95 of 100 under", milliseconds(took, 0.95)),
    ]


def eight_processes(pool):
    """8 processes × 50 times read and write, through the door"""
    event = record.public_event("Eight processes")
    Event.objects.filter(pk=event.pk).update(attendance_number=0)
    results = together(pool, door.count_up, [(event.pk, SAVES)] * record.EDITORS)()
    took = list(chain(*(times for times, _failed in results)))
    failed = list(chain(*(errors for _times, errors in results)))
    event.refresh_from_db()
    every = record.EDITORS * SAVES
    return [
        Count("saves", len(took), every),
        Count("database is locked, or another refusal", len(failed), 0),
        Count("counted in the record", event.attendance_number, every),
        Count("Versions written", len(record.versions(event)) - 1, every),
        Count("95 of 100 under", milliseconds(took, 0.95)),
        Count("the longest", milliseconds(took, 1)),
    ]


def kill_workers(server, until):
    """Kill one of the two workers again and again; return how many were killed."""
    killed, dice = 0, secrets.SystemRandom()
    pause = (until - time.time()) / KILLS
    while killed < KILLS and time.time() < until:
        time.sleep(dice.uniform(0.5, 1) * pause)
        workers = server.workers()
        if workers:
            os.kill(dice.choice(workers), signal.SIGKILL)
            killed += 1
    return killed


def dying_workers(pool):
    """4 editors save while a web worker is killed 20 times"""
    event = record.public_event("Dying workers")
    path = form_of_event(event)
    with site() as server:
        until = time.time() + KILLERS_SECONDS
        work = [
            (number, server.port, session, path, 10_000, until)
            for number, session in enumerate(record.sessions()[:4])
        ]
        finish = together(pool, save_often, work)
        killed = kill_workers(server, until)
        saves = list(chain(*finish()))
    what = [save.what for save in saves]
    return [
        Count("workers killed", killed, KILLS),
        Count("applied", what.count(APPLIED)),
        Count("refused", what.count(REFUSED)),
        Count("cut off: the editor was told nothing", what.count(CUT_OFF)),
        Count("answered with a server error", what.count(FAILED) + what.count(AWAY), 0),
        *judged(event, saves),
    ]


def double_clicks(pool):
    """100 double clicks on the button that makes a person"""
    path, processes = reverse("admin:people_person_add"), 4
    with site() as server:
        work = [
            (number, server.port, session, path, CLICKS // processes)
            for number, session in enumerate(record.sessions()[:processes])
        ]
        presses = list(chain(*together(pool, clicks.click_twice, work)()))
    people = Person.objects.filter(name__startswith="Person ")
    made = Version.objects.filter(kind="people.person", action=Version.Action.CREATED)
    return [
        Count("presses", len(presses), 2 * CLICKS),
        Count("presses answered as saved", presses.count(APPLIED), 2 * CLICKS),
        Count("records", people.count(), CLICKS),
        Count("Versions of them", made.filter(record_id__in=people).count(), CLICKS),
    ]


def two_postmen(pool):
    """200 letters, two send_outbox at once, one of them killed, and one more afterwards"""
    Letter.objects.bulk_create(
        Letter(to=f"reader-{number}@office.example", subject="A letter", body="Words.")
        for number in range(LETTERS)
    )
    command = [sys.executable, "manage.py", "send_outbox"]
    with mail.server() as post:
        env = os.environ | {"EMAIL_URL": f"smtp://127.0.0.1:{post.server_address[1]}"}
        quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        postmen = [subprocess.Popen(command, **quiet) for _ in range(2)]  # noqa: S603
        end = time.time() + LIMIT
        while len(post.taken) < LETTERS // 4 and time.time() < end:
            time.sleep(0.01)
        postmen[0].kill()
        for postman in postmen:
            postman.wait(LIMIT)
        subprocess.run(command, **quiet, check=True, timeout=LIMIT)  # noqa: S603
        taken = list(post.taken)
    sent = set(Letter.objects.filter(sent_at__isnull=False).values_list("to", flat=True))
    stuck = set(Letter.objects.stuck().values_list("to", flat=True))
    return [
        Count("letters in the mail server", len(taken)),
        Count("arrived twice", len(taken) - len(set(taken)), 0),
        Count("called sent and not arrived", len(sent - set(taken)), 0),
        Count("in the killed one's hand: listed for staff as given up", len(stuck)),
        Count("sent + given up", len(sent) + len(stuck), LETTERS),
        Count("given up but for one", max(0, len(stuck) - 1), 0),
    ]


def long_list(pool):
    """A list of 20,000 rows, one in ten misspelt, looked over and taken over in a minute each"""
    few, many = lists.work_both(1)
    seen = many.seen
    misspelt = {told: number for (kind, told), number in seen.items() if kind == "misspelt"}
    every = sum(misspelt.values())
    asked = misspelt.get("asked", 0)
    return [
        Count("rows", sum(seen.values()), lists.MANY),
        Count("taken unasked for somebody else", _number(seen, "wrong"), 0),
        Count("as the directory has them, taken for whom they mean", _number(seen, "right")),
        Count("misspelt", every),
        Count("of these found as probable", f"{100 * asked / every:.1f} %"),
        Count("of these taken for somebody new, unasked", misspelt.get("new", 0)),
        Count("lines taken over", many.taken),
        *_minute("looked over", *many.seconds[0]),
        *_minute("taken over", *many.seconds[1]),
        *_memory(few, many),
    ]


def fresh_pages(pool):
    """10,000 readings by 4 readers from 2 processes, while an editor saves 100 times"""
    event = record.public_event("Save 0")
    with site() as server:
        work = [(server.port, event.get_absolute_url(), READINGS)] * READERS
        finish = together(pool, reader.read_often, work)
        saved = [time.time(), *door.rename_often(event, RENAMED)]
        readings = list(chain(*finish()))
    statuses = [status for _begun, status, _shown in readings]
    ages = reader.ages(readings, saved)
    return [
        Count("readings", len(readings), READERS * READINGS),
        Count("saves", len(saved) - 1, RENAMED),
        Count("of them seen by a reader", len({shown for *_when, shown in readings} - {0})),
        Count("answered with 304", statuses.count(304)),
        Count("answered otherwise than with the page or 304", len({*statuses} - {200, 304}), 0),
        Count("older than a second", sum(age > 1 for age in ages), 0),
        Count("the oldest", milliseconds(ages, 1)),
    ]


def whole_breadth(pool):
    """The nets and the property tests, each with all its values and turns"""
    passed, status = breadth.try_all()
    return [
        Count("tests passed", passed),
        Count("status of the run: 0 if these were all", status, 0),
    ]


def _minute(what, clock, worked):
    """Return whether something took a minute at most; other work on the machine counts, too."""
    return [
        Count(f"{what} within 60 s", clock < MINUTE, True),
        Count("seconds by the clock, and worked by the process", f"{clock:.0f} {worked:.0f}"),
    ]


def _memory(few, many):
    """Return how many megabytes each list took at most, and whether more for more rows.

    What is looked over may grow by its sheet. What is taken over ends in one state of the event,
    of which plain values, the text and the copies that a database makes of it stand in memory.
    """
    state = many.state - few.state
    for at, what, bound in ((1, "looked over", SHEET), (2, "taken over", COPIES * state)):
        told = " ".join(str(found) for found in (many.memory[0], few.memory[at], many.memory[at]))
        yield Count(f"megabytes before, {what}: {lists.FEW:,}, {lists.MANY:,} rows", told)
        more = many.memory[at] - few.memory[at]
        yield Count(f"of these {more} for more rows are {bound:.0f} at most", more <= bound, True)
    yield Count("megabytes of the states as text", f"{few.state:.1f} {many.state:.1f}")


def _number(seen, wanted):
    return sum(number for (_kind, told), number in seen.items() if told == wanted)


SCENES = {
    "editors": eight_editors,
    "processes": eight_processes,
    "kills": dying_workers,
    "letters": two_postmen,
    "clicks": double_clicks,
    "lists": long_list,
    "fresh": fresh_pages,
    "breadth": whole_breadth,
}
