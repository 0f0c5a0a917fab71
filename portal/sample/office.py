"""What lies on the desks of the sample's office: a text in every state, told by its accounts.

Each text that is not public has a word that stands nowhere else; see SECRET_WORDS.
"""

import datetime

from django.contrib.auth.models import Group, User
from django.utils.text import slugify

from events.models import Edition, Event, Remark, Withdrawal
from portal import history, roles
from portal.sample.directory import rich
from portal.sample.shapes import Gathering, Text

DAY = datetime.timedelta(days=1)

BEGUN = Text(
    None,
    "The first four teach the next four",
    "Sixteen clerks spent three days with those who had the same questions two years ago.",
    "A longer text is being written, with what the clerks of Osierbrook reported afterwards.",
)
SENT_BACK = Text(
    None,
    "A desk first, certificates later, and what the school at Sallowfield found",
    "A head teacher has told us how the first year went.",
    """
    In September the school at Sallowfield took in eleven children without papers. By the next
    spring ten of them had certificates, and all of them a desk.
    """,
)
REMARK = (
    "Say how many of the eleven children went on to the next class. The head teacher's name "
    "can stay out; the school's should be as in our directory."
)
HANDED_IN = Text(
    None,
    "What can be known without knowing who, with the figures of Brackenmoor",
    "The seminar's arithmetic, tried out on one more district.",
    """
    The office of Brackenmoor has done the sums that the seminar proposed. The estimate and the
    count differ by four in a hundred, which is less than anybody in the room had hoped for.
    """,
)
ALONE = "The second reader is on leave until Monday, and the bank has asked for the correction."
ALONE_NOTE = "A sentence about the loans of this year was added."
ALONE_MORE = "By the end of October the bank had lent to 31 households, nine of them new."
WITHDRAWN = "The report quoted leaflets whose translations are still being checked."
PROPOSAL = "The recording runs for 48 minutes; the page of the event does not say so yet."
PROPOSED = "Please name the interpreter of the second day: she has agreed."

LIMITED = Gathering(
    "hearing-about-wrenhollow",
    "Hearing about Wrenhollow",
    "meeting",
    "2026-11-18",
    written="2026-11-19 09:00",
    places=({"city": "Wrenhollow", "country": "RS"},),
)
LIMITED_TEXT = Text(
    None,
    "What was said about Wrenhollow",
    "Only for those who deal with the complaint.",
    "The complaint from Wrenhollow was heard. What comes of it is not decided.",
)


def coming(now):
    """Return the text that goes out some days after an instant."""
    return Text(
        (now + 6 * DAY).replace(minute=0, second=0, microsecond=0),
        "What the fourth board decided, in Osierbrook’s words",
        "The minutes, told for those who were not there.",
        """
        The board met in Zagreb and took two decisions. The third common table adds two districts,
        and the project ends as planned in spring. Osierbrook will host the last meeting.
        """,
    )


def accounts():
    """Make the office's accounts, by role; `manage.py accounts` gives them passwords."""
    made = {}
    for role in roles.NAMES:
        user, is_new = User.objects.get_or_create(
            username=slugify(role), defaults={"is_staff": True}
        )
        if is_new:
            user.set_unusable_password()
            user.save()
        user.groups.add(Group.objects.get_or_create(name=role)[0])
        made[role] = user
    return made


def work(loader):
    """Let the office do its work of the last days."""
    now, made = loader.now, accounts()
    author, editor = made["Author"], made["Editor"]
    events = loader.events
    _begin(events["training-for-four-new-towns"], BEGUN, author, now - DAY)

    back = _begin(
        events["workshop-on-children-who-arrive-in-mid-year"], SENT_BACK, author, now - 5 * DAY
    )
    back.hand_in(by=author, now=now - 4 * DAY)
    back.send_back(by=editor, remark=REMARK, now=now - 2 * DAY)

    waits = _begin(events["seminar-on-estimates-without-names"], HANDED_IN, author, now - 3 * DAY)
    waits.hand_in(by=author, now=now - 2 * DAY)

    later = coming(now)
    board = events["fourth-meeting-of-the-common-ground-board"]
    comes = _begin(board, later, author, now - 6 * DAY)
    comes.hand_in(by=author, now=now - 5 * DAY)
    comes.publish(by=editor, at=later.at, now=now - DAY)

    _publish_alone(events["round-table-on-loans-for-rural-homes"], editor, now - 2 * DAY)
    _withdraw(events["consultation-on-leaflets-in-four-languages"], editor, now - 7 * DAY)

    table = events["presentation-of-the-second-common-table"]
    Remark.objects.propose(table, PROPOSAL, by=author, now=now - DAY)
    training = events["training-for-community-interpreters"]
    Remark.objects.propose(training, PROPOSED, by=author, now=now - 3 * DAY)

    _limited(loader, made, now - 4 * DAY)


def _begin(event, text, by, at):
    report, _created = event.reports.get_or_create(language=text.language)
    edition = Edition(report=report, title=text.title, lead=text.lead, body=rich(text.body))
    with history.change(edition, by=by, now=at):
        edition.created_at = at
        edition.save()
    return edition


def _publish_alone(event, editor, at):
    """Send a text out with one sentence more, and no second reader."""
    [report] = event.reports.all()
    live = report.live_edition(at)
    edition = Edition(report=report, title=live.title, lead=live.lead, credits=live.credits)
    edition.body = live.body + rich(ALONE_MORE)
    with history.change(edition, by=editor, now=at):
        edition.created_at = at
        edition.save()
    edition.publish(by=editor, note=ALONE_NOTE, alone=ALONE, now=at)


def _withdraw(event, editor, at):
    [report] = event.reports.all()
    event = Event.objects.get(pk=event.pk)
    with history.change(event, by=editor, note=WITHDRAWN, now=at):
        Withdrawal.objects.create(event=event, report=report, reason=WITHDRAWN, at=at, by=editor)


def _limited(loader, made, at):
    loader.event(LIMITED)
    event = loader.events[LIMITED.slug]
    officer, administrator = made["Data protection officer"], made["Administrator"]
    with history.change(event, by=administrator, now=at):
        event.colleagues.set([officer, administrator])
    _begin(event, LIMITED_TEXT, administrator, at)
