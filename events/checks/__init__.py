"""“Before you publish”: what in a text is wrong or odd, read against its event.

An error must be mended. A warning is answered once; its key stays the same as long as the
thing itself stands, so that the answer is remembered over saves.
"""

from dataclasses import replace

from events.checks.days import days_of_rows, other_days
from events.checks.doubles import told_twice
from events.checks.finding import Finding
from events.checks.form import form_of_text
from events.checks.language import other_language
from events.checks.people import listed_people, people_of_text
from events.checks.pictures import undescribed
from events.checks.spellings import two_spellings
from events.checks.text import passages

__all__ = ["Finding", "errors", "findings", "unanswered"]

# So many are told at once, or their answers would be more than a form may send.
MOST = 100


def findings(edition):
    """Return what is wrong, what is odd, and what was answered; nine queries beside the event's."""
    read = passages(edition)
    report = edition.report
    listed = listed_people(report)
    found = [
        *form_of_text(edition),
        *other_language(read, report),
        *people_of_text(read, report, listed),
        *two_spellings(read, report, listed),
        *told_twice(report.event),
        *other_days(read, report.event),
        *days_of_rows(report.event),
        *undescribed(report.event),
    ]
    answers = {answer.key: answer for answer in report.answers.select_related("by")}
    found = [replace(finding, answered=answers.get(finding.key)) for finding in found]
    found.sort(key=lambda finding: (not finding.is_error, finding.answered is not None))
    return found[:MOST]


def errors(found):
    """Return those of some findings that stand in the way of publishing."""
    return [finding for finding in found if finding.is_error]


def unanswered(found):
    """Return those of some findings that wait for an answer."""
    return [finding for finding in found if not (finding.is_error or finding.answered)]
