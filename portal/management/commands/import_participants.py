import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from events.lists import files, sheets
from events.lists.columns import recognised
from events.lists.slips import BrokenList
from events.models import Decision, Event
from events.proposals import deciding
from events.proposals.lines import ProposedLine
from events.proposals.looking import look_up
from events.proposals.taking import still_open, take_over
from portal.likeness import Reason


class Command(BaseCommand):
    help = (
        "Put the rows of a sheet (CSV, XLSX) on an event's list of participants. Nothing is saved "
        "if a row is wrong, or while it is in doubt who is meant; --doubtful says what then."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the sheet")
        parser.add_argument("--event", required=True, help="its address: 2021/three-day-workshop")
        parser.add_argument("--dry-run", action="store_true", help="save nothing, only tell")
        parser.add_argument("--json", action="store_true", help="tell it as JSON")
        parser.add_argument(
            "--doubtful", choices=deciding.Every.values, help="what to do with what is in doubt"
        )
        parser.add_argument(
            "--names", choices=Event.NamesShown.values, help="who is shown by name from now on"
        )
        parser.add_argument("--reason", help="on what ground everybody is shown by name")

    def handle(self, *, file, event, dry_run, doubtful, **options):
        event = self.event(event)
        try:
            with transaction.atomic():
                intake = self.read(file, event)
                if doubtful:
                    how = deciding.Every(doubtful)
                    deciding.decide_all_bodies(intake, how)
                    look_up_all(intake)
                    deciding.decide_all(intake, how)
                told = self.told(intake)
                if not dry_run:
                    self.take(intake, event, options)
                transaction.set_rollback(dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except ValidationError as error:
            raise CommandError("\n".join(["Nothing was taken over.", *error.messages])) from error
        self.tell(told, dry_run, options["json"])

    def event(self, address):
        slug = address.strip("/").rpartition("/")[2]
        events = Event.objects.filter(slug=slug)
        found = [event for event in events if address.strip("/") in (slug, event.path)]
        if len(found) != 1:
            if found:
                years = " or ".join(event.path for event in found)
                raise CommandError(f"There is more than one event at “{address}”: give {years}.")
            raise CommandError(
                f"There is no event at “{address}”: give what follows /events/ in the address of "
                "its page, like 2021/workshop."
            )
        return found[0]

    def read(self, file, event):
        rows = files.read(file.read_bytes())
        intake = sheets.keep(event, rows, by=None, title=file.name, language=event.language)
        columns = recognised(rows)
        found = sheets.read(intake, rows, columns)
        if found.slips:
            raise BrokenList(found.slips)
        sheets.fill(intake, columns, found)
        look_up_all(intake)
        return intake

    def take(self, intake, event, options):
        names_shown = options["names"] or event.names_shown
        take_over(
            intake,
            by=None,
            names_shown=names_shown,
            names_reason=options["reason"] or event.names_reason,
        )

    def told(self, intake):
        """Return what is told of each line and in sum, before the intake is gone."""
        bodies, people = still_open(intake)
        return {
            "event": intake.event.path,
            "institutions_to_decide": bodies,
            "lines_to_decide": people,
            "lines": [self.line(row) for row in self.rows(intake)],
        }

    def rows(self, intake):
        rows = intake.lines.select_related("body__organisation", "body__inside", "person")
        return rows.order_by("number").iterator(1000)

    def line(self, row):
        line = ProposedLine.of(row.values)
        return {
            "line": line.place[0],
            "name": line.name,
            "position": line.position,
            "institution": row.body and row.body.name,
            "institution_is": row.body and (row.body.organisation_id or row.body.decision),
            "decision": row.decision,
            "person": row.person_id,
            "reason": row.reason,
            "may_be": row.candidates if row.decision == Decision.OPEN else [],
            "left_out": row.left,
        }

    def tell(self, told, dry_run, as_json):
        if as_json:
            self.stdout.write(json.dumps(told | {"dry_run": dry_run}, ensure_ascii=False, indent=2))
            return
        for line in told["lines"]:
            if line["decision"] == Decision.OPEN:
                self.stdout.write(
                    f"Line {line['line']}: {line['name']}: {Decision(line['decision']).label} "
                    f"({Reason(line['reason']).label})"
                )
        for decision in Decision:
            number = sum(line["decision"] == decision for line in told["lines"])
            self.stdout.write(f"{decision.label}: {number}")
        self.stdout.write("Nothing was saved." if dry_run else "Taken over.")


def look_up_all(intake):
    while look_up(intake):
        pass
