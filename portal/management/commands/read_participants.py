import dataclasses
import json
import sys
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from events.checks.text import body_lines
from events.reader import read
from portal.fields import country_name
from portal.html import clean
from portal.prose.tree import Tree

#: A text that is longer is no report.
MOST_BYTES = 2_000_000
HTML = (".html", ".htm")


class Command(BaseCommand):
    help = "Print who took part as a text tells it: people, institutions, countries, groups, dates."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a text in UTF-8, plain or HTML; - reads standard input")
        parser.add_argument(
            "--language", default="", help="en, sr, sr-latn …; guessed if not given"
        )
        parser.add_argument("--json", action="store_true", help="print everything that was found")

    def handle(self, **options):
        language = options["language"].lower().replace("_", "-")
        if language and language.partition("-")[0] not in LANG_INFO:
            raise CommandError(f"“{options['language']}” is no language: write en or sr, say.")
        text = self.text(options["file"])
        if not text.strip():
            raise CommandError("The file is empty: give it a text to read.")
        found = read(text, language)
        if options["json"]:
            told = dataclasses.asdict(found)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
        else:
            self.stdout.write("\n".join(printed(found)))

    def text(self, name):
        """Return what a file says, an HTML page by its blocks."""
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
        if len(data) > MOST_BYTES:
            raise CommandError(f"{name} is larger than 2 MB: give one report at a time.")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{name} is not in UTF-8 (byte {error.start + 1}): save it as UTF-8 and try again."
            ) from error
        if "\0" in text:
            raise CommandError(f"{name} is no text: give a plain text or an HTML page.")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if name.lower().endswith(HTML):
            return "\n".join(body_lines(Tree(clean(text)).children))
        return text


def printed(found):
    """Yield the lines in which a reading is printed for people."""
    for person in found.people:
        name = " ".join(filter(None, [person.honorific, person.name]))
        posts = [person.position, person.department, person.institution]
        yield ", ".join(filter(None, [name, *posts])) + f" ({person.role})"
        yield from (f"    ? {doubt.label}" for doubt in person.doubts)
    for line in found.lines:
        many = f"{line.qualifier} {line.count} × " if line.count else ""
        country = country_name(line.country) if line.country else ""
        said = [line.group, line.department, line.institution, country]
        yield f"{many}{', '.join(filter(None, said))}"
    for count in found.counts:
        yield f"in all: {count.qualifier} {count.count} {count.of_whom}"
    for date in found.dates:
        yield f"when: {date.words.text}"
    for project in found.projects:
        yield f"project: {project.title}"
    for left in found.left:
        yield f"not taken: {left.name} ({left.reason.label})"
