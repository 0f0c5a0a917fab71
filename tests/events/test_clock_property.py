"""Whatever staff do and however the time passes, “Last updated” is what an own model says."""

import dataclasses
import datetime
import functools
import re
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from events import listing
from events.models import Edition, Event, Report
from portal import history
from tests import builders
from tests.breadth import turns

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]

# Some hours before the clocks of Belgrade go forward and back, so that every run crosses one.
STARTS = [
    datetime.datetime(2026, 3, 28, 20, 0, tzinfo=datetime.UTC),
    datetime.datetime(2026, 10, 24, 20, 0, tzinfo=datetime.UTC),
]
MINUTE = datetime.timedelta(minutes=1)
BELGRADE = ZoneInfo("Europe/Belgrade")
LANGUAGES = ["en", "sr"]
WAITS = [0, 1, 30, 60, 61, 180]


class Clock:
    """The one place from which the site reads the time while a test holds it."""

    now = STARTS[0]

    def read(self):
        return self.now


CLOCK = Clock()


@pytest.fixture(autouse=True)
def held_clock(monkeypatch):
    monkeypatch.setattr(CLOCK, "now", CLOCK.now)
    monkeypatch.setattr(timezone, "now", CLOCK.read)


def printed(at):
    """Return an instant as English readers and machines are told it, by no code of the site."""
    local = at.astimezone(BELGRADE)
    return f"{local:%B} {local.day}, {local:%Y, %H:%M}", local.isoformat(timespec="seconds")


def stamp(html):
    """Return what a page of one event says, None if it says nothing."""
    found = re.search(r'Last updated: <time datetime="([^"]+)">([^<]+)</time>', html)
    return found and (found[2], found[1])


@dataclasses.dataclass
class Text:
    word: str
    at: datetime.datetime | None = None
    small: bool = False
    #: The how manyth it was that was given its time.
    turn: int = 0
    #: Whether readers are told of it when its report is brought back, and when that was.
    waits: bool = False
    told_at: datetime.datetime | None = None


@dataclasses.dataclass
class Told:
    """What the model knows of an event: when it is public, its texts, what was told of it."""

    key: int
    public_from: datetime.datetime | None = None
    #: The text with which the event becomes public, where it was not announced by itself.
    leading: Text | None = None
    withdrawn: bool = False
    facts: list = dataclasses.field(default_factory=list)
    texts: dict = dataclasses.field(default_factory=lambda: {code: [] for code in LANGUAGES})
    taken_back: set = dataclasses.field(default_factory=set)
    told_of_reports: list = dataclasses.field(default_factory=list)

    def is_announced(self):
        return bool(self.public_from and self.public_from <= CLOCK.now)

    def is_public(self):
        return self.is_announced() and not self.withdrawn

    def open_text(self, language):
        return next((text for text in self.texts[language] if not text.at), None)

    def coming(self, language):
        return [text for text in self.texts[language] if text.at and text.at > CLOCK.now]

    def due(self, language):
        return [text for text in self.texts[language] if text.at and text.at <= CLOCK.now]

    def live(self, language):
        """The text that readers have: the one with the latest time, of two the later written."""
        due = list(enumerate(self.due(language)))
        if not self.is_public() or language in self.taken_back or not due:
            return None
        return max(due, key=lambda pair: (pair[1].at, pair[0]))[1]

    def last_updated(self, language):
        """Rule 2: the newest material line whose time has come, of the facts or the language.

        Who has no text in it reads one in another, and is told of that.
        """
        codes = [language] if self.live(language) else LANGUAGES
        told = [self.public_from]
        told += [at for at, small in self.facts if not small]
        texts = [text for code in codes for text in self.due(code)]
        told += [
            text.told_at or max(text.at, self.public_from)
            for text in texts
            if not (text.small or text.waits)
        ]
        told += [at for at, code in self.told_of_reports if code in codes]
        return max(at for at in told if at <= CLOCK.now)

    def unseen(self):
        """The words of all that no reader may see yet."""
        texts = [text for code in LANGUAGES for text in self.texts[code]]
        seen = self.is_public()
        return [t.word for t in texts if not (seen and t.at and t.at <= CLOCK.now)]


class Office(RuleBasedStateMachine):
    """Two events with reports in two languages, and staff who do anything to them."""

    which = st.integers(0, 1)
    language = st.sampled_from(LANGUAGES)
    wait = st.sampled_from(WAITS)
    small = st.booleans()

    def __init__(self, start):
        super().__init__()
        CLOCK.now = start
        self.client = Client()
        self.count = 0
        self.pass_ = transaction.atomic()
        self.pass_.__enter__()
        self.editor = User.objects.create(username="editor")
        self.told = [self.event(number) for number in (1, 2)]

    def teardown(self):
        transaction.set_rollback(True)
        self.pass_.__exit__(None, None, None)

    def event(self, number):
        event = builders.event(f"Event {number}", public=False)
        return Told(event.pk)

    def word(self):
        self.count += 1
        return f"xqz{self.count}q"

    def record(self, told):
        return Event.objects.get(pk=told.key)

    def text(self, told, language, text):
        report = Report.objects.get(event=told.key, language=language)
        return report.editions.get(title=text.word)

    # The facts

    @rule(which=which, small=small, weighty=st.booleans())
    def edit(self, which, small, weighty):
        told = self.told[which]
        event = self.record(told)
        with history.change(event, by=None, minor=small, now=CLOCK.now):
            if weighty:
                event.places.create(city="Niš", country="RS")
            else:
                event.sources.create(publisher="A newspaper")
        if told.is_announced():
            told.facts.append((CLOCK.now, small and not weighty))

    @rule(which=which, small=small)
    def save_without_change(self, which, small):
        event = self.record(self.told[which])
        with history.change(event, by=None, note="Nothing.", minor=small, now=CLOCK.now):
            event.save()

    @rule(which=which, wait=st.sampled_from([None, *WAITS]))
    def announce(self, which, wait):
        told = self.told[which]
        if told.is_announced():
            return
        event = self.record(told)
        told.public_from = None if wait is None else CLOCK.now + wait * MINUTE
        with history.change(event, by=None, now=CLOCK.now):
            event.public_from = told.public_from
            event.save()
        if told.leading and told.public_from and told.leading.at > told.public_from:
            told.leading = None

    @rule(which=which)
    def withdraw_or_bring_back(self, which):
        told = self.told[which]
        if told.is_announced():
            self.turn(told, None, told.withdrawn)
            told.withdrawn = not told.withdrawn
            told.facts.append((CLOCK.now, False))

    @rule(which=which, language=language)
    def withdraw_or_bring_back_the_report(self, which, language):
        told = self.told[which]
        back = language in told.taken_back
        if told.is_announced() and (back or told.live(language)):
            self.turn(told, Report.objects.get(event=told.key, language=language), back)
            for text in told.texts[language]:
                if back and text.waits and text.at <= CLOCK.now:
                    text.told_at = CLOCK.now
                text.waits = not back and text in told.coming(language)
            told.taken_back ^= {language}
            told.told_of_reports.append((CLOCK.now, language))

    def turn(self, told, report, back):
        event = self.record(told)
        with history.change(event, by=None, now=CLOCK.now):
            if back:
                row = event.withdrawals.get(report=report, lifted_at=None)
                row.lifted_at = CLOCK.now
                row.save()
            else:
                event.withdrawals.create(report=report, reason="It was wrong.", at=CLOCK.now)

    @rule(which=which)
    def put_a_sentence_otherwise(self, which):
        for update in self.record(self.told[which]).updates.all()[:1]:
            self.count += 1
            note = f"Sentence {self.count}."
            update.reword(by=self.editor, note=note, was=update.note, now=CLOCK.now)

    # The texts

    @rule(which=which, language=language)
    def write(self, which, language):
        told = self.told[which]
        text = told.open_text(language)
        word = self.word()
        if text:
            edition = self.text(told, language, text)
            with history.change(edition, by=None, now=CLOCK.now):
                edition.title = text.word = word
                edition.save()
        else:
            builders.report(
                self.record(told), word, language=language, published=False, now=CLOCK.now
            )
            told.texts[language].append(Text(word))

    @rule(which=which, language=language, wait=wait, small=small)
    def publish(self, which, language, wait, small):
        told = self.told[which]
        text = told.open_text(language)
        if not text:
            return
        at = CLOCK.now + wait * MINUTE
        edition = self.text(told, language, text)
        edition.publish(by=None, minor=small, at=at, now=CLOCK.now)
        # The first text of a language is no correction of any.
        text.small = small and len(told.texts[language]) > 1
        self.count += 1
        text.at, text.turn = at, self.count
        text.waits = language in told.taken_back
        if told.public_from is None:
            told.public_from, told.leading = at, text

    @rule(which=which, language=language, wait=wait)
    def move(self, which, language, wait):
        told = self.told[which]
        for text in told.coming(language)[:1]:
            at = CLOCK.now + wait * MINUTE
            self.text(told, language, text).move(by=None, at=at, now=CLOCK.now)
            self.follow(told, text, at)
            text.at = at

    @rule(which=which, language=language)
    def drop(self, which, language):
        told = self.told[which]
        if told.open_text(language):
            return
        for text in told.coming(language)[:1]:
            self.text(told, language, text).drop(by=None, now=CLOCK.now)
            self.follow(told, text, None)
            text.at, text.small, text.waits = None, False, False

    def follow(self, told, text, at):
        """An event that a text took along goes out with the first of its texts."""
        if told.public_from is None:
            told.public_from, told.leading = at, at and text
        elif told.leading is text and told.public_from == text.at:
            others = [other for row in told.texts.values() for other in row if other.at]
            due = [(max(o.at, told.public_from), o.turn, o) for o in others if o is not text]
            due += [(at, 0, text)] if at else []
            told.public_from, _turn, told.leading = min(due, default=(None, 0, None))
        elif told.leading is text and not (at and at <= told.public_from):
            told.leading = None

    # The clock

    @rule(minutes=st.sampled_from([1, 29, 30, 59, 60, 61, 179, 180]))
    def time_passes(self, minutes):
        CLOCK.now += minutes * MINUTE

    # What must be so

    @invariant()
    def pages_and_lists_say_what_the_model_says(self):
        pages = {told.key: self.page(told) for told in self.told}
        reports = self.client.get("/reports/").content.decode()
        events = self.client.get("/events/").content.decode()
        for told in self.told:
            public = told.is_public()
            expected = printed(told.last_updated("en")) if public else None
            assert stamp(pages[told.key]) == expected
            # Lists call an event as its report in the reader's language does.
            english = told.live("en")
            title = english.word if english else self.record(told).name
            assert (title in events) == public
            live = english or told.live("sr")
            if live:
                assert live.word in pages[told.key]
            for word in told.unseen():
                assert word not in pages[told.key] + reports + events
        self.lists_agree(reports)

    def page(self, told):
        return self.client.get(self.record(told).get_absolute_url()).content.decode()

    def lists_agree(self, html):
        """The list of reports says the same, the newest first, in rows and on its page."""
        expected = {
            told.live(code).word: told.last_updated(code)
            for told in self.told
            for code in LANGUAGES
            if told.live(code)
        }
        told = Report.objects.public().with_last_updated().in_bulk()
        titles = {e.report_id: e.title for e in Edition.objects.live()}
        keys = listing.report_keys(timezone.now()).tolist()
        found = [(titles[key], told[key].last_updated) for key in keys]
        assert dict(found) == expected
        instants = [at for _word, at in found]
        assert instants == sorted(instants, reverse=True)
        told = re.findall(
            r'<time datetime="([^"]+)">([^<]+)</time></strong></p>\s*<div>\s*<h3><a [^>]*>(\w+)<',
            html,
        )
        assert told == [(*printed(at)[::-1], word) for word, at in found]


@pytest.mark.parametrize("start", STARTS, ids=["spring", "autumn"])
def test_last_updated_is_as_the_model_says_whatever_is_done(start):
    run_state_machine_as_test(
        functools.partial(Office, start),
        settings=settings(max_examples=turns(2, 20), stateful_step_count=20),
    )
