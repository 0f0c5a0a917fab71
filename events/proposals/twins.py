"""Which lines of a list stand twice, and which may be of one person in other letters."""

import itertools
from collections import defaultdict
from typing import NamedTuple

from events.models import Decision, IntakeLine
from people import matching as people_matching
from portal import names

AT_ONCE = 2000


class _Line(NamedTuple):
    """What tells the earlier lines of one name apart; a long list has many."""

    number: int
    body: int | None


def pair(intake, only=None):
    """Say of each line which earlier one it repeats, or which may be of the same person.

    What is the same word for word, and a line without a name of the same institution, stands
    twice. A name like another is that of one person only at one institution. `only` are the
    numbers of those of which it is to be said anew.
    """
    repeated, by_fold = _read_lines(intake)
    _write_twins(intake, repeated, only, decision=Decision.THERE, doubt=IntakeLine.Doubt.THERE)
    asked = [fold for fold, own in by_fold.items() if only is None or _numbers(own) & only]
    for some in itertools.batched(asked, AT_ONCE):
        last = max(line.number for fold in some for line in by_fold[fold])
        # Only an earlier line is asked for.
        earlier = (fold for fold, own in by_fold.items() if own[0].number < last)
        near = people_matching.alike(set(some), ((fold, fold) for fold in earlier))
        twins = {
            line.number: twin
            for fold in some
            for line in by_fold[fold]
            if (twin := _twin(line, fold, near, by_fold))
        }
        _write_twins(intake, twins, only)


def _read_lines(intake):
    """Return the numbers of lines that repeat an earlier one with its, and the others by name."""
    first, repeated, by_fold = {}, {}, defaultdict(list)
    rows = intake.lines.order_by("number").values_list("number", "body", "values")
    for number, body, values in rows.iterator(AT_ONCE):
        fold = names.fold_again(values.get("name", ""))
        earlier = first.setdefault((fold, body, *_told(values, fold)), number)
        if earlier != number:
            repeated[number] = earlier
        elif fold:
            by_fold[fold].append(_Line(number, body))
    return repeated, by_fold


def _told(values, fold):
    """Return what else must be the same in two lines for one to repeat the other."""
    yield names.fold_again(values.get("position", ""))
    yield values.get("country", "")
    yield names.fold_again(values.get("group", ""))
    yield None if fold else values.get("count")


def _numbers(lines):
    return {line.number for line in lines}


def _twin(line, fold, near, by_fold):
    """Return the number of the earlier line that is likeliest of the same person, None without."""
    found = [
        (how.score, -other.number, other)
        for key, how in near.get(fold, {}).items()
        for other in by_fold[key]
        if other.number < line.number and (key == fold or other.body == line.body)
    ]
    same = [entry for entry in found if entry[2].body == line.body]
    return max(same or found, key=lambda entry: entry[:2])[2].number if found else None


def _write_twins(intake, twins, only, **fields):
    """Write into some lines, by their numbers, which earlier one each is the same as."""
    wanted = sorted(number for number in twins if only is None or number in only)
    for some in itertools.batched(wanted, AT_ONCE):
        rows = intake.lines.filter(number__in=some)
        earlier = intake.lines.filter(number__in={twins[number] for number in some})
        keys = dict(earlier.order_by().values_list("number", "pk"))
        rows = list(rows.order_by("number"))
        for row in rows:
            row.twin_id = keys[twins[row.number]]
            for name, value in fields.items():
                setattr(row, name, value)
        IntakeLine.objects.write(rows, "twin", *fields)
