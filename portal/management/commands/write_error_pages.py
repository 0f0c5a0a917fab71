from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template import loader

#: What a web server answers without the site: not understood, too much at once, the site is away.
STATUSES = (400, 413, 503)


class Command(BaseCommand):
    help = "Write the pages that the web server shows where it cannot ask the site into FOLDER."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, folder, **options):
        pages = {status: loader.render_to_string(f"{status}.html") for status in STATUSES}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for status, page in pages.items():
                (folder / f"{status}.html").write_text(page, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{len(STATUSES)} pages written into {folder}.")
